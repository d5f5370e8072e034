"""What is known of many centres at once: six queries, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Sum

from jisr.centres.works.choices import MeterKind, State
from jisr.centres.works.items import WITHOUT_BUILDING
from jisr.centres.works.models import BuildingAudit, Meter, MeterReading, OperationStep, UnitDay
from jisr.centres.works.queries.energy import ROOM
from jisr.centres.works.rules import Month, Standing, months, total
from jisr.common.parameters import value

_KINDS = {MeterKind.ELECTRICITY: "kwh", MeterKind.SOLAR: "solar", MeterKind.WATER: "water"}
#: What says less than a measured month.
_DOUBTFUL = frozenset({"estimated", "part"})


def standings(centres: Iterable[tuple[int, str, Any]], first: date, last: date) -> list[Standing]:
    """Each centre with its last sheet, its operations, and what its meters tell of a time.

    Args:
        centres: (key, type, place where it is counted); those that the speaker may read.
        first: first day of the first month of what meters tell.
        last: the last day that counts; operations are counted whenever they were.
    """
    rows = list(centres)
    keys = [key for key, _kind, _place in rows]
    sheets, works, energy, km = _sheets(keys), _works(keys), _energy(keys, first, last), _km(keys, first, last)
    return [
        Standing(
            place=place, has_building=kind not in WITHOUT_BUILDING, grade=sheets.get(key, (None, False))[0],
            accessible=sheets.get(key, (None, False))[1], planned=works.get(key, (0, 0))[0],
            received=works.get(key, (0, 0))[1], km=km.get(key), **energy.get(key, {}),
        )
        for key, kind, place in rows
    ]  # fmt: skip


def _sheets(keys: list[int]) -> dict[int, tuple[str, bool]]:
    newest = (
        BuildingAudit.objects.filter(centre__in=keys).order_by("centre", "-on", "-id").distinct("centre")
        .values_list("centre", "grade", "accessible")
    )  # fmt: skip
    return {centre: (grade, accessible) for centre, grade, accessible in newest}


def _works(keys: list[int]) -> dict[int, tuple[int, int]]:
    """Centre -> operations that were programmed and not given up, and those of them that were received."""
    steps = (
        OperationStep.objects.filter(centre__in=keys, state__in=[State.PROGRAMME, State.RECEPTION])
        .exclude(operation__state=State.ABANDONED).values_list("centre", "state")
    )  # fmt: skip
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for centre, state in steps:
        found[centre][state == State.RECEPTION] += 1
    return {centre: (planned, received) for centre, (planned, received) in found.items()}


def _energy(keys: list[int], first: date, last: date) -> dict[int, dict[str, Any]]:
    """Centre -> what ``Standing`` says of its energy."""
    most = value(ROOM, "state", "most_days_between_readings", on=last)
    of_meters = {
        key: (centre, kind)
        for key, centre, kind in Meter.objects.filter(centre__in=keys, kind__in=_KINDS).values_list(
            "pk", "centre", "kind"
        )
    }
    readings = MeterReading.objects.filter(meter__in=of_meters, struck=False)
    by_kind: dict[tuple[int, str], dict[Any, list[MeterReading]]] = defaultdict(lambda: defaultdict(list))
    for row in readings.only("meter_id", "on", "value", "estimated"):
        by_kind[of_meters[row.meter_id]][row.meter_id].append(row)
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for (centre, kind), chains in by_kind.items():
        told = months(chains.values(), first, last, most_days=most)
        found[centre][_KINDS[MeterKind(kind)]] = total(told)
        found[centre]["estimated"] = found[centre].get("estimated", False) or _doubtful(told)
    return found


def _doubtful(told: Iterable[Month]) -> bool:
    return any(one.how in _DOUBTFUL for one in told)


def _km(keys: list[int], first: date, last: date) -> dict[int, int]:
    days = UnitDay.objects.filter(centre__in=keys, on__range=(first, last)).values("centre")
    return {row["centre"]: row["driven"] for row in days.annotate(driven=Sum(F("comes_at") - F("leaves_at")))}
