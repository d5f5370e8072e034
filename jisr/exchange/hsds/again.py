"""What a package says again of what its publisher brought before: changed, kept, gone. Nothing is written here."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max

from jisr.centres.choices import PlacesSource, Section
from jisr.centres.conditions import readable
from jisr.centres.models import Centre, Confirmation, Service, ServiceRule
from jisr.exchange.hsds import eligibility, saying
from jisr.exchange.hsds.comparing import Settled, mark_of, modified_on, plain, settled
from jisr.exchange.hsds.nesting import Objects
from jisr.exchange.hsds.planning import OFFERED, Planner
from jisr.exchange.hsds.standard import Row
from jisr.exchange.models import ForeignObject


@dataclass
class Known:
    """One row that its publisher brought before, and what becomes of it.

    Attributes:
        told: fields as the package says them.
        rule: version of its newest conditions; 0 for none.
        has_new_words: what ours has no place for differs.
    """

    brought: ForeignObject
    row: Any
    theirs: Row
    told: dict[str, Any]
    settled: Settled
    rule: int = 0
    has_new_words: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether something would be written."""
        return bool(self.settled.changes) or self.has_new_words


@dataclass(frozen=True)
class Gone:
    """What a publisher names no longer, or says is not offered any more.

    Attributes:
        since: the day of the first package without it.
        is_ended: the package names it as not offered any more.
    """

    brought: ForeignObject
    since: date
    is_ended: bool = False


@dataclass
class Again:
    """All that a package says of what its publisher brought before."""

    known: list[Known] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    back: list[ForeignObject] = field(default_factory=list)

    @property
    def changed(self) -> list[Known]:
        """Rows of which something would be written."""
        return [one for one in self.known if one.is_changed]

    @property
    def has_news(self) -> bool:
        """Whether there is something to write."""
        return bool(self.changed or self.back or any(one.brought.gone_on is None for one in self.gone))


def row_of(brought: ForeignObject) -> Any:
    """The row of the catalogue for which an object stands."""
    return brought.service or brought.centre or brought.programme or brought.operator


def said_again(planner: Planner, *, publisher: str, is_whole: bool) -> Again:
    """Compare a package with what its publisher brought before.

    Args:
        planner: which has made its plan.
        is_whole: the package is all that its publisher has; a single page says nothing of what is not on it.
    """
    found = Again()
    beyond = operators_beyond(planner.region)
    rows = [one for one in _brought(publisher) if _may_write(one, planner, beyond)]
    is_there = _named(rows, planner.objects)
    days = _days(rows)
    rules = _rules(rows)
    for one in rows:
        theirs = planner.objects[one.entity].get(one.foreign_key)
        if theirs is None:
            continue
        if one.gone_on is not None and theirs.get("status", "active") in OFFERED and is_there(one):
            found.back.append(one)
        row = row_of(one)
        version, conditions = rules.get(one.service_id or 0, (0, ""))
        told = saying.told_of(one.entity, theirs, row, planner)
        now = {name: plain(saying.now_of(row, name, conditions)) for name in told}
        what = settled(
            now, one.said, {name: plain(value) for name, value in told.items()}, days=days(one),
            modified=modified_on(theirs),
        )  # fmt: skip
        words = bool(one.mark) and one.mark != mark_of(theirs)
        found.known.append(Known(one, row, theirs, told, what, version, words))
    # whoever runs it may have been here before: then no row of this publisher stands for it
    spoken = {operator.pk for operator in planner.plan.operators.values() if operator.pk} if is_whole else set()
    found.gone = list(_gone(rows, planner, lambda one: _owner(one) not in spoken or is_there(one)))
    return found


def _owner(one: ForeignObject) -> int | None:
    """Who runs what was brought; an operator is its own."""
    if one.centre is not None:
        return one.centre.operator_id
    return one.programme.owner_id if one.programme is not None else one.operator_id


def _brought(publisher: str) -> list[ForeignObject]:
    rows = ForeignObject.objects.filter(publisher=publisher).exclude(foreign_key="")
    rows = rows.exclude(entity="service_at_location").defer("object", "base")
    return list(
        rows.select_related("operator", "programme__owner", "centre__site", "service__centre").order_by("at", "pk")
    )


def _may_write(one: ForeignObject, planner: Planner, beyond: set[int]) -> bool:
    """Rows of confidential places are the centre's alone; those of another region are its coordinator's."""
    if one.centre is not None:
        inside = not planner.region or planner.regions.get(one.centre.province_id) == planner.region
        return inside and not one.centre.confidential
    return not planner.region or _owner(one) not in beyond


def _days(rows: Iterable[ForeignObject]) -> Any:
    """For a row, section -> the newest day on which somebody said it true here."""
    centres = {one.centre_id for one in rows if one.centre_id}
    told = Confirmation.objects.filter(service__centre__in=centres)
    told = told.exclude(through__in=[PlacesSource.IMPORT, PlacesSource.DEMONSTRATION])
    of_service: dict[int, dict[str, date]] = defaultdict(dict)
    of_centre: dict[int, dict[str, date]] = defaultdict(dict)
    asked = told.values_list("service_id", "service__centre_id", "section").annotate(newest=Max("on"))
    for service, centre, section, newest in asked:
        for name in Section.values if not section else (section,):
            kept = of_service[service]
            kept[name] = max(kept.get(name, newest), newest)
            if name == Section.CONTACT:  # the form of a centre says all of it true under this section
                contact = of_centre[centre]
                contact |= dict.fromkeys(Section.values, max(contact.get(name, newest), newest))

    def days(one: ForeignObject) -> dict[str, date]:
        return of_service[one.service_id] if one.service_id else of_centre[one.centre_id] if one.centre_id else {}

    return days


def _rules(rows: Iterable[ForeignObject]) -> dict[int, tuple[int, str]]:
    """Service -> (newest version, its conditions as we write them)."""
    found: dict[int, tuple[int, str]] = {}
    asked = ServiceRule.objects.filter(service__in={one.service_id for one in rows if one.service_id})
    for service, version, until, tree in asked.order_by("version").values_list(
        "service_id", "version", "until", "tree"
    ):
        found[service] = (version, "" if until is not None else eligibility.written(readable(tree)))
    return found


def _named(rows: Iterable[ForeignObject], objects: Objects) -> Callable[[ForeignObject], bool]:
    """Whether what was brought is still named; a service at a place that still is, at this place."""
    places = {one.centre_id: one.foreign_key for one in rows if one.entity == "location"}
    pairs = {(str(at.get("service_id")), str(at.get("location_id"))) for at in objects["service_at_location"].values()}

    def is_there(one: ForeignObject) -> bool:
        if one.foreign_key not in objects[one.entity]:
            return False
        place = places.get(one.centre_id) if one.entity == "service" else None
        return place not in objects["location"] or (one.foreign_key, place) in pairs

    return is_there


def _gone(rows: Iterable[ForeignObject], planner: Planner, is_there: Callable[[ForeignObject], bool]) -> Iterator[Gone]:
    for one in rows:
        theirs = planner.objects[one.entity].get(one.foreign_key)
        ended = theirs is not None and one.entity == "service" and str(theirs.get("status")) not in OFFERED
        if ended or not is_there(one):
            yield Gone(one, one.gone_on or planner.today, ended)


def reported(found: Again, most: int) -> dict[str, Any]:
    """What a report tells row by row, as JSON keeps it: at most so many rows of each kind, all of them counted.

    Returns:
        changed: [*who, has new words, [[field, before, after], …]]; kept: [*who, field, ours, theirs, day or ""];
        gone: [*who, centre or None, since, is ended]; again: how many of each. ``who`` is entity, Arabic name, French
        name, key.
    """
    changed = _once(
        [*_who(one.brought), one.has_new_words, [list(change) for change in one.settled.changes]]
        for one in found.changed if one.settled.changes or not one.settled.kept  # what is kept stands in its own list
    )  # fmt: skip
    kept = _once(
        [*_who(one.brought), what.name, what.ours, what.theirs, what.on.isoformat() if what.on else ""]
        for one in found.known for what in one.settled.kept
    )  # fmt: skip
    return {
        "changed": changed[:most], "kept": kept[:most],
        "gone": [
            [*_who(one.brought), one.brought.centre_id, one.since.isoformat(), one.is_ended]
            for one in found.gone[:most]
        ],
        "again": {
            "changed": len(changed), "kept": len(kept), "gone": len(found.gone), "back": len(found.back),
            "same": sum(not one.is_changed for one in found.known),
            "news": found.has_news,
        },
    }  # fmt: skip


def _once(rows: Iterable[list[Any]]) -> list[list[Any]]:
    """A service at several places is one object, told once where it is the same everywhere."""
    return list({json.dumps(row, sort_keys=True): row for row in rows}.values())


def _who(one: ForeignObject) -> list[str]:
    row = row_of(one)
    return [one.entity, row.name_ar, row.name_fr, one.foreign_key]


def lock(publisher: str) -> None:
    """Hold what a publisher brought until the transaction ends: nobody edits it between comparing and writing."""
    brought = ForeignObject.objects.filter(publisher=publisher)
    for model, name in ((Centre, "centre"), (Service, "service")):
        keys = brought.exclude(**{name: None}).values(name)
        list(model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).values_list("pk"))


def operators_beyond(region: str) -> set[int]:
    """Operators that run centres in another region as well: they are not one region's to change."""
    rows = Centre.objects.exclude(province__region=region) if region else Centre.objects.none()
    return set(rows.values_list("operator_id", flat=True))
