"""A person's own file in words: what ``exchange.own_file`` gathers, as headings and lines of a paper."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import Language, Obstacle, RefusalReason, Theme
from jisr.common.choices import Sex
from jisr.families.choices import (
    ConsentChannel,
    ConsentManner,
    ConsentPurpose,
    ConsentScope,
    Disability,
    IdentityKind,
    Literacy,
    MaritalState,
    PhoneOwner,
    RefusalGround,
    Registered,
    Relation,
    RequestState,
    Right,
)
from jisr.staff.choices import ROLES
from jisr.web import wording
from jisr.web.families.verbs import in_words
from jisr.window.listening.choices import Gravity, NeedState
from jisr.window.orientation.choices import FailureReason, ReferralState
from jisr.window.pathways.choices import AidKind, StepKind, StepOutcome, StepState, UnitResult
from jisr.window.pathways.library import scale
from jisr.window.reception.choices import Channel, VisitState

#: name in the gathered file -> the list that puts its codes into words
_LISTS: dict[str, Any] = {
    "unit_result": UnitResult,
    "sex": Sex, "marital_state": MaritalState, "literacy": Literacy, "disability": Disability, "language": Language,
    "rsu": Registered, "rnp": Registered, "relation": Relation, "others": Relation, "identity": IdentityKind,
    "owner": PhoneOwner, "purpose": ConsentPurpose, "covers": ConsentScope, "shares": ConsentScope,
    "manner": ConsentManner, "consent_channel": ConsentChannel, "channel": Channel, "reasons": Theme,
    "visit_state": VisitState, "theme": Theme, "gravity": Gravity, "need_state": NeedState,
    "referral_state": ReferralState, "refusal": RefusalReason, "failure": FailureReason, "obstacle": Obstacle,
    "step": StepKind,
    "step_state": StepState, "outcome": StepOutcome, "aid": AidKind, "right": Right, "request_state": RequestState,
    "ground": RefusalGround,
}  # fmt: skip

#: part of the gathered file -> (heading, [(its name, label, list or kind)])
_PARTS: dict[str, tuple[Any, Sequence[tuple[str, Any, str]]]] = {
    "person": (_("You"), (
        ("given_ar", _("given name in Arabic"), ""), ("family_ar", _("surname in Arabic"), ""),
        ("given_fr", _("given name in Latin letters"), ""), ("family_fr", _("surname in Latin letters"), ""),
        ("born_on", _("birth date"), "day"), ("sex", _("sex"), "sex"),
        ("marital_state", _("marital state"), "marital_state"), ("literacy", _("reading"), "literacy"),
        ("disability", _("disability"), "disability"),
    )),
    "household": (_("Your household"), (
        ("reference", _("reference"), ""), ("commune", _("commune"), "place"),
        ("locality", _("douar or quarter"), ""),
        ("language", _("language"), "language"), ("rsu", _("social register (RSU)"), "rsu"),
        ("rnp", _("population register (RNP)"), "rnp"), ("relation", _("relation to the head"), "relation"),
        ("others", _("the others of the household"), "others"),
    )),
    "identities": (_("Identity numbers"), (("kind", _("kind"), "identity"), ("number", _("number"), ""))),
    "phones": (_("Telephones"), (("number", _("number"), ""), ("owner", _("whose telephone"), "owner"))),
    "declared": (_("What you answered to questions of services"), (
        ("fact", _("about"), "place"), ("value", _("answer"), "place"), ("said_on", _("day"), "day"),
    )),
    "consents": (_("What you agreed to"), (
        ("purpose", _("purpose"), "purpose"), ("covers", _("what may be shared"), "covers"),
        ("manner", _("how it was given"), "manner"), ("channel", _("where it was given"), "consent_channel"),
        ("given_on", _("day"), "day"), ("centre", _("centre"), "place"), ("proof", _("proof"), ""),
        ("withdrawn_on", _("withdrawn on"), "day"),
    )),
    "visits": (_("Your visits"), (
        ("came_on", _("day"), "day"), ("centre", _("centre"), "place"), ("receipt", _("receipt"), ""),
        ("channel", _("how the person came"), "channel"), ("reasons", _("why"), "reasons"),
        ("words", _("in the person's words"), ""), ("state", _("state"), "visit_state"),
    )),
    "interviews": (_("What you said in listening"), (
        ("held_on", _("day"), "day"), ("centre", _("centre"), "place"),
        ("strengths", _("strengths and supports"), ""), ("risks", _("risks"), ""), ("notes", _("note"), "notes"),
    )),
    "needs": (_("What you lack"), (
        ("theme", _("domain"), "theme"), ("gravity", _("how it is today"), "gravity"),
        ("words", _("in the person's words"), ""), ("state", _("state"), "need_state"),
    )),
    "referrals": (_("Where you were sent, and what went along"), (
        ("code", _("referral number"), ""), ("service", _("service"), "place"), ("to", _("centre"), "place"),
        ("sent_on", _("day"), "day"), ("shares", _("what may be shared"), "shares"),
        ("state", _("state"), "referral_state"), ("answered_on", _("answered on"), "day"),
        ("refusal", _("why it is refused"), "refusal"), ("failure", _("why it did not succeed"), "failure"),
        ("obstacles", _("what stood in the way"), "obstacle"),
        ("answer", _("answer"), ""),
    )),
    "steps": (_("Your plan"), (
        ("what", _("what will be done"), ""), ("kind", _("kind"), "step"), ("due_on", _("by when"), "day"),
        ("state", _("state"), "step_state"), ("outcome", _("outcome"), "outcome"),
        ("outcome_words", _("outcome, in words"), ""),
    )),
    "aids": (_("What you were given"), (
        ("kind", _("kind of aid"), "aid"), ("what", _("what was given"), ""),
        ("amount", _("value in dirhams"), "money"), ("given_on", _("given on"), "day"),
    )),
    "levels": (_("How it stood"), (
        ("domain", _("domain"), "domain"), ("level", _("level"), ""), ("on", _("day"), "day"),
    )),
    "goals": (_("What you want to reach"), (
        ("domain", _("domain"), "domain"), ("words", _("in the person's words"), ""),
    )),
    "units": (_("What you learnt"), (
        ("unit", _("unit"), ""), ("hours", _("hours"), ""), ("result", _("result"), "unit_result"),
        ("certificate", _("number of the certificate"), ""), ("certified_on", _("given on"), "day"),
    )),
    "requests": (_("What you asked about your data"), (
        ("code", _("number of the request"), ""), ("right", _("what is asked"), "right"),
        ("asked_on", _("asked on"), "day"), ("words", _("in the person's words"), ""),
        ("state", _("state"), "request_state"), ("ground", _("why it is refused"), "ground"),
        ("reason", _("reasons, in plain words"), ""),
    )),
    "opened": (_("Who opened your file"), (
        ("day", _("day"), "day"), ("role", _("who"), "role"), ("place", _("centre"), ""),
        ("what", _("what"), "verb"),
    )),
}  # fmt: skip


def sections(gathered: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Headings and lines, in the order in which they are read aloud; empty things are left out."""
    parts = []
    for name, (title, shape) in _PARTS.items():
        held = gathered[name]
        things = [list(_lines(one, shape, language)) for one in (held if isinstance(held, list) else [held])]
        parts.append({"title": str(title), "things": things})
    return parts


def _lines(one: Mapping[str, Any], shape: Sequence[tuple[str, Any, str]], language: str) -> Iterable[tuple[str, str]]:
    for name, label, kind in shape:
        said = _said(one.get(name), kind, language)
        if said:
            yield str(label), said


def _said(value: Any, kind: str, language: str) -> str:
    if value in (None, "", [], {}):
        return ""
    if kind in _LISTS:
        labels = dict(_LISTS[kind].choices)
        return wording.listed([str(labels.get(one, one)) for one in (value if isinstance(value, list) else [value])])
    if kind == "place":
        return str(value[language if language in value else "ar"] or value["ar"] or value["fr"])
    return str(_KINDS.get(kind, str)(value))


_KINDS: dict[str, Any] = {
    "day": lambda value: wording.day(date.fromisoformat(value)),
    "money": wording.mad,
    "notes": lambda value: "\n".join(note["text"] for note in value),
    "domain": lambda value: wording.of_file(found.name) if (found := scale().domain(value)) else value,
    "role": lambda value: ROLES[value].label if value in ROLES else _("the system"),
    "verb": in_words,
}
