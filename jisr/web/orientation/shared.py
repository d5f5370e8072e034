"""What goes along with a referral, in words: before it is sent, and where it arrives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jisr.centres.choices import LANGUAGES
from jisr.centres.rules import phone_shown
from jisr.common.choices import Sex
from jisr.families.choices import (
    ConsentScope,
    Disability,
    Literacy,
    MaritalState,
    PhoneOwner,
    Registered,
    Relation,
)  # fmt: skip
from jisr.families.rules import BANDS
from jisr.territory.models import Commune
from jisr.web import people, wording
from jisr.window.listening.choices import Gravity

_YOUNG = frozenset({"0-5", "6-11", "12-14", "15-17"})


@dataclass(frozen=True)
class Part:
    """One thing that may be shared, each with its own consent.

    Attributes:
        lines: what it says; empty when there is nothing to say.
    """

    code: str
    label: Any
    lines: list[str]


def parts(shared: Mapping[str, Any], codes: Sequence[str] = ()) -> list[Part]:
    """The parts of what was shared, in the order in which they are asked for.

    Args:
        shared: of ``orientation.sharing.snapshot``.
        codes: of ``ConsentScope``; everything in ``shared`` when left out.
    """
    wanted = set(codes) or set(shared)
    return [
        Part(scope.value, scope.label, _SPEAKERS[scope](shared.get(scope.value) or {}))
        for scope in ConsentScope
        if scope.value in wanted
    ]


def who(facts: Mapping[str, Any]) -> str:
    """Somebody without a name: "girl, 14 years old"; by the age band where the age did not come along."""
    if facts.get("age") is not None:
        return people.who(facts.get("sex", ""), facts["age"])
    code = facts.get("age_band", "")
    word = people.word_for(facts.get("sex", ""), grown=code not in _YOUNG)
    return _("%(who)s, %(band)s") % {"who": word, "band": band(code)} if band(code) else word


def commune_of(facts: Mapping[str, Any]) -> Commune | None:
    """The commune where the person lives; part of what always goes along."""
    return Commune.objects.select_related("province").filter(pk=facts.get("commune", "")).first()


def band(code: str) -> str:
    """An age band in words."""
    if code not in {known for _limit, known in BANDS}:
        return ""
    if code.endswith("+"):
        return _("%(n)s years and over") % {"n": code[:-1]}
    low, high = code.split("-")
    return _("between %(low)s and %(high)s years") % {"low": low, "high": high}


def _name(said: Mapping[str, Any]) -> list[str]:
    arabic = " ".join(filter(None, [said.get("given_ar"), said.get("family_ar")]))
    latin = " ".join(filter(None, [said.get("given_fr"), said.get("family_fr")]))
    return [name for name in (arabic, latin) if name]


def _phones(said: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"\u2066{phone_shown(row['number'])}\u2069 · {PhoneOwner(row['owner']).label}" for row in said or ()]


def _members(said: Sequence[Mapping[str, Any]]) -> list[str]:
    return [" · ".join(filter(None, [str(Relation(row["relation"]).label), *_seen(row)])) for row in said or ()]


def _seen(row: Mapping[str, Any]) -> list[str]:
    return [
        str(Sex(row["sex"]).label) if row.get("sex") else "",
        wording.age(row["age"]) if row.get("age") is not None else "",
    ]


def _need(said: Mapping[str, Any]) -> list[str]:
    gravity = [str(Gravity(said["gravity"]).label)] if said.get("gravity") else []
    return [*gravity, *([said["words"]] if said.get("words") else [])]


def _disability(said: Mapping[str, Any]) -> list[str]:
    return [str(Disability(said["kind"]).label)] if said.get("kind") else []


def _situation(said: Mapping[str, Any]) -> list[str]:
    lines = []
    if said.get("marital_state"):
        lines.append(str(MaritalState(said["marital_state"]).label))
    if said.get("literacy"):
        lines.append(str(Literacy(said["literacy"]).label))
    if said.get("schooled") is not None:
        lines.append(_("goes to school") if said["schooled"] else _("does not go to school"))
    if said.get("language"):
        lines.append(_("Speaks %(language)s") % {"language": LANGUAGES[said["language"]]})
    for name, words in (("rsu", _("social register (RSU)")), ("rnp", _("population register (RNP)"))):
        if said.get(name):
            lines.append(_("%(register)s: %(state)s") % {"register": words, "state": Registered(said[name]).label})
    return lines


_SPEAKERS: dict[ConsentScope, Callable[[Any], list[str]]] = {
    ConsentScope.NAME: _name,
    ConsentScope.CONTACT: _phones,
    ConsentScope.HOUSEHOLD: _members,
    ConsentScope.NEED: _need,
    ConsentScope.DISABILITY: _disability,
    ConsentScope.SITUATION: _situation,
}
