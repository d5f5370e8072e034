"""What a package says again of what its publisher brought before, in words: changed, kept, gone."""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.centres.conditions import readable, vocabulary
from jisr.centres.models import Centre, Operator, Programme, Service, Site
from jisr.conditions import asked
from jisr.exchange.choices import PackageEntity
from jisr.exchange.models import StagedPackage
from jisr.territory import sources
from jisr.web import wording
from jisr.web.packages.shown import MOST_SHOWN, Aside

_KINDS = dict(PackageEntity.choices)
_MODELS: dict[str, Any] = {"organization": Operator, "program": Programme, "location": Centre, "service": Service}
_CONDITIONS = gettext_lazy("Conditions")


@dataclass(frozen=True)
class Change:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One object of a report.

    Attributes:
        changes: of one that changes.
        why: of one that is kept or gone, a sentence.
        centre: whom to ask; None where there is nobody.
    """

    what: str
    name: str
    key: str
    changes: list[Change] = field(default_factory=list)
    why: str = ""
    centre: int | None = None


def report(staged: StagedPackage) -> dict[str, Any]:
    """The three lists, the first of each."""
    counts = staged.counts
    return {
        "many": counts.get("again", {}), "changed": _changed(staged)[:MOST_SHOWN], "kept": _kept(staged)[:MOST_SHOWN],
        "gone": _gone(staged)[:MOST_SHOWN],
    }  # fmt: skip


def rows(staged: StagedPackage) -> list[Aside]:
    """All of them for a table: what, name, key, and what of it."""
    found = [
        Aside(one.what, one.name, one.key, f"{change.label}: {change.before or '—'} → {change.after or '—'}")
        for one in _changed(staged) for change in one.changes
    ]  # fmt: skip
    return found + [Aside(one.what, one.name, one.key, one.why) for one in _kept(staged) + _gone(staged)]


def _changed(staged: StagedPackage) -> list[Row]:
    found = []
    for entity, ar, fr, key, has_words, changes in staged.counts.get("changed", []):
        told = [_change(entity, *change) for change in changes]
        if has_words and not told:
            told = [Change(_("Words for which we have no place"), "", _("kept as they came, and given out again"))]
        found.append(Row(str(_KINDS[entity]), _name(ar, fr), key, told))
    return found


def _kept(staged: StagedPackage) -> list[Row]:
    found = []
    for entity, ar, fr, key, name, before, after, on in staged.counts.get("kept", []):
        change = _change(entity, name, before, after)
        why = _("kept: the centre said so on %(day)s") % {"day": wording.day(date.fromisoformat(on))} if on else ""
        told = why or _("kept: it was changed here after it came in")
        ours, theirs = (f"\u2068{value or '—'}\u2069" for value in (change.before, change.after))  # each its own way
        said = {"what": change.label, "ours": ours, "theirs": theirs, "why": told}
        found.append(
            Row(
                str(_KINDS[entity]), _name(ar, fr), key, [change],
                _("%(what)s: here “%(ours)s”, in the package “%(theirs)s”; %(why)s.") % said,
            )
        )  # fmt: skip
    return found


def _gone(staged: StagedPackage) -> list[Row]:
    found = []
    for entity, ar, fr, key, centre, since, is_ended in staged.counts.get("gone", []):
        day = {"day": wording.day(date.fromisoformat(since))}
        why = (
            _("in the package as not offered any more since %(day)s") if is_ended
            else _("no longer in the package since %(day)s")
        ) % day  # fmt: skip
        found.append(Row(str(_KINDS[entity]), _name(ar, fr), key, why=why, centre=centre))
    return found


def _name(ar: str, fr: str) -> str:
    return (ar if wording.language() in {"ar", "zgh"} else fr) or ar or fr


def _change(entity: str, name: str, before: Any, after: Any) -> Change:
    column = _column(entity, name)
    label = str(_CONDITIONS if column is None else column.verbose_name)
    return Change(label, _words(column, name, before), _words(column, name, after))


def _column(entity: str, name: str) -> Any:
    """The field of a name; None for conditions, which are no field."""
    if name == "conditions":
        return None
    model = Site if entity == "location" and name in {"commune_id", "address", "lat", "lon"} else _MODELS[entity]
    return model._meta.get_field(name)


def _conditions(value: str) -> str:
    tree = readable(json.loads(value))
    return asked(tree, vocabulary(), wording.language()) if tree is not None else value


@cache
def _communes() -> dict[str, dict[str, str]]:
    return {row["code"]: {"ar": row["name_ar"], "fr": row["name_fr"]} for row in sources.shipped().communes}


def _words(column: Any, name: str, value: Any) -> str:
    """A value as a reader says it: codes of a closed list by their labels, days and amounts as everywhere."""
    if value in (None, "", []):
        return ""
    if column is None:
        return _conditions(value)
    if name == "commune_id":
        told = _communes().get(value, {})
        return _name(told.get("ar", value), told.get("fr", value))
    if name == "cost_mad":
        return wording.mad(value)
    if isinstance(value, list):
        labels = dict(getattr(column, "base_field", column).choices or ())
        return wording.listed([str(labels.get(one, one)) for one in value])
    if column.get_internal_type() == "DateField":
        return wording.day(date.fromisoformat(value))
    return str(dict(column.choices or ()).get(value, value))
