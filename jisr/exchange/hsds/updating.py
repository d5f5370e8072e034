"""What a publisher changed, written field by field; what is kept stays, and goes out as ours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from jisr.accounts.models import User
from jisr.centres import rule_actions
from jisr.centres.actions import keeping
from jisr.centres.choices import PlacesSource
from jisr.centres.models import Centre, PlacesStatement, Service
from jisr.exchange.bulk import insert_all, update_all
from jisr.exchange.hsds import eligibility, saying
from jisr.exchange.hsds.again import Again, Known
from jisr.exchange.hsds.comparing import mark_of, plain
from jisr.exchange.hsds.writing import bare, ours_of
from jisr.exchange.models import ForeignObject

#: Written with whatever else changes, so that who had the older row open is told, and lists stay in order.
_ALWAYS: dict[type, set[str]] = {Centre: {"version", "sort_ar", "sort_fr", "province"}, Service: {"version"}}


def update(again: Again, *, by: User, source: str, today: date) -> None:
    """Write what changed, and the day since which something is gone.

    All that the package says is written first and read as we give it out; then what is kept is put back. So a field
    that was said here is seen to differ from the package, and goes out as it was said here.

    Args:
        source: file and day.
    """
    changed = again.changed
    keys = [one.brought.pk for one in changed]
    ForeignObject.objects.filter(pk__in=keys).update(object={}, base={})  # what is given out is ours alone meanwhile
    kept = {id(one): [(name.name, _now(one, name.name)) for name in one.settled.kept] for one in changed}
    for one in changed:
        _set(one, one.told.items())
        if isinstance(one.row, Centre | Service):
            one.row.version += 1
    _save(changed, {id(one): set(one.told) for one in changed})
    told = ours_of([one.row for one in changed], today)
    for one in changed:
        _set(one, kept[id(one)])
    _save(changed, {key: {name for name, _value in values} for key, values in kept.items() if values})
    for one in changed:
        _remember(one, told[one.brought.entity].get(one.brought.foreign_key, {}), source)
    ForeignObject.objects.bulk_update(
        [one.brought for one in changed], ["said", "mark", "object", "base", "source"], batch_size=500
    )
    _around([one for one in changed if one.settled.changes], by, source, today)
    _mark_gone(again, today)


def _now(one: Known, name: str) -> Any:
    return saying.now_of(one.row, name, "")


def _set(one: Known, values: Iterable[tuple[str, Any]]) -> None:
    for name, value in values:
        if name != saying.CONDITIONS:
            setattr(one.row.site if isinstance(one.row, Centre) and name in saying.OF_A_SITE else one.row, name, value)
    if isinstance(one.row, Centre):
        one.row.set_sort_keys()
        if "site" in one.row._state.fields_cache:
            one.row.province_id = one.row.site.commune.province_id


def _save(changed: Sequence[Known], names: dict[int, set[str]]) -> None:
    """Write these fields of these rows, one statement for each table."""
    rows: dict[type, list[Any]] = defaultdict(list)
    fields: dict[type, set[str]] = defaultdict(set)
    for one in changed:
        told = names.get(id(one), set()) - {saying.CONDITIONS}
        place = told & set(saying.OF_A_SITE) if isinstance(one.row, Centre) else set()
        if place:
            rows[type(one.row.site)].append(one.row.site)
            fields[type(one.row.site)] |= place
        if told:
            rows[type(one.row)].append(one.row)
            fields[type(one.row)] |= told - place
    for model, those in rows.items():
        update_all(those, sorted(fields[model] | _ALWAYS.get(model, set())))


def _remember(one: Known, told: dict[str, Any], source: str) -> None:
    row = one.brought
    row.said = {name: plain(value) for name, value in one.told.items()}
    row.mark, row.source = mark_of(one.theirs), source
    is_same = not row.is_first or not told or bare(one.theirs) == bare(told)
    row.object, row.base = ({}, {}) if is_same else (one.theirs, told)


def _around(changed: Sequence[Known], by: User, source: str, today: date) -> None:
    """What follows from new fields: statements of places, conditions, how old and whole the pages are."""
    services = [one for one in changed if isinstance(one.row, Service)]
    names = {id(one): {name for name, _before, _after in one.settled.changes} for one in services}
    insert_all(
        [
            PlacesStatement(
                service=one.row, said_on=one.row.places_confirmed_on, said_by=by, through=PlacesSource.IMPORT,
                total=one.row.places_total, free=one.row.places_free, waiting=one.row.places_waiting,
            )
            for one in services
            if names[id(one)] & {"places_total", "places_free", "places_waiting", "places_confirmed_on"}
            and one.row.places_free is not None and one.row.places_confirmed_on is not None
        ]
    )  # fmt: skip
    for one in services:
        if saying.CONDITIONS in names[id(one)]:
            _conditions(one, by, source, today)
    centres = [one.row.pk for one in changed if isinstance(one.row, Centre)]
    pages = {row.pk: row for row in Service.objects.filter(centre__in=centres).select_related("centre")}
    pages |= {one.row.pk: one.row for one in services}
    keeping.renew(list(pages.values()))


def _conditions(one: Known, by: User, source: str, today: date) -> None:
    tree = eligibility.read(one.theirs)
    if tree is None:
        rule_actions.end_rule(service=one.row, expected=one.rule, on=today, by=by)
        return
    rule = eligibility.rule(tree, source=source)
    rule_actions.write_rule(
        service=one.row, tree=rule.tree, expected=one.rule, since=today, source_title=rule.source_title, by=by
    )


def _mark_gone(again: Again, today: date) -> None:
    gone = [one.brought.pk for one in again.gone if one.brought.gone_on is None]
    ForeignObject.objects.filter(pk__in=gone).update(gone_on=today)
    ForeignObject.objects.filter(pk__in=[one.pk for one in again.back]).update(gone_on=None)
