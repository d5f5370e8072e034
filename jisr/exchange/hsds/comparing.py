"""One object read a second time: what its publisher changed, and what was said here since and is kept. Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jisr.centres.choices import Section
from jisr.exchange.hsds import values
from jisr.exchange.hsds.standard import Row

#: Fields that are true together or not at all: a number of places and its day, a price and how often it is paid.
TOGETHER = (
    ("theme", "topics"), ("publics", "welcomes"), ("age_min", "age_max"), ("cost", "cost_mad", "cost_per"),
    ("places_total", "places_free", "places_waiting", "places_confirmed_on", "places_kind"),
    ("saturation", "wait_days", "saturation_on"), ("since", "until"), ("commune_id", "lat", "lon"),
)  # fmt: skip
#: What makes no other object: keys made by counting, and the moments at which somebody looked at it.
_UNTOLD = {"id", "last_modified", "metadata", "assured_date"}
_OF_A_PLACE = {"type", "phone", "email", "opened_on", "commune_id", "address", "lat", "lon"}
_SECTIONS = {"hours": Section.HOURS, "documents": Section.COSTS, "cost": Section.COSTS} | dict.fromkeys(
    ("places_total", "saturation"), Section.PLACES
)


@dataclass(frozen=True)
class Kept:
    """A field that stays as it was said here."""

    name: str
    ours: Any
    theirs: Any
    on: date | None


@dataclass
class Settled:
    """What becomes of one object: fields that change, as (name, before, after), and those that are kept."""

    changes: list[tuple[str, Any, Any]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


def settled(
    now: Mapping[str, Any], said: Mapping[str, Any], told: Mapping[str, Any], *, days: Mapping[str, date],
    modified: date | None,
) -> Settled:  # fmt: skip
    """Compare what is here with what a publisher said before and says today, field by field.

    What was changed here stays where the publisher says what it said before, or where it was said here later than
    the publisher changed the object; on the same day, and where nobody knows when, what was said here stays.

    Args:
        now: fields as they are here, as ``plain`` gives them.
        said: as the publisher said them last; a field that it never said is left out.
        told: as it says them today.
        days: section of a page -> the day on which somebody said it true here.
        modified: the day on which the publisher changed the object; None where it does not say.

    >>> settled({"hours": "a"}, {"hours": "a"}, {"hours": "b"}, days={}, modified=None).changes
    [('hours', 'a', 'b')]
    >>> settled({"hours": "c"}, {"hours": "a"}, {"hours": "b"}, days={}, modified=None).kept[0].ours
    'c'
    """
    found = Settled()
    for names in _groups(told):
        differing = [name for name in names if now.get(name) != told[name]]
        if not differing:
            continue
        day = days.get(section_of(names[0]))
        corrected = any(name in said and now.get(name) != said[name] for name in names)
        repeated = all(name in said and said[name] == told[name] for name in names)
        is_later = day is None or modified is None or day >= modified
        if corrected and (repeated or is_later):
            found.kept += [Kept(name, now.get(name), told[name], day) for name in differing]
        else:
            found.changes += [(name, now.get(name), told[name]) for name in differing]
    return found


def _groups(told: Collection[str]) -> list[list[str]]:
    joined = {name: names for names in TOGETHER for name in names}
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in told:
        groups.setdefault(joined.get(name, (name,)), []).append(name)
    return list(groups.values())


def section_of(name: str) -> str:
    """The section of a page in which a field stands."""
    first = next((names[0] for names in TOGETHER if name in names), name)
    return Section.CONTACT if name in _OF_A_PLACE else _SECTIONS.get(first, Section.ABOUT)


def plain(value: Any) -> Any:
    """A value of a field as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def modified_on(row: Row) -> date | None:
    """The day on which its publisher changed an object; None where it does not say."""
    days = [values.day(row.get("last_modified"))]
    days += [values.day(one.get("last_action_date")) for one in row.get("metadata") or ()]
    return max((one for one in days if one is not None), default=None)


def mark_of(row: Row) -> str:
    """What tells an object from the same one said otherwise; keys of what hangs on it may be made by counting."""
    text = json.dumps(_keyless(row), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _keyless(value: Any) -> Any:
    if isinstance(value, dict):
        told = ((name, _keyless(inner)) for name, inner in value.items() if name not in _UNTOLD)
        return {name: inner for name, inner in told if inner not in (None, "", [], {})}
    return [_keyless(one) for one in value] if isinstance(value, list) else value
