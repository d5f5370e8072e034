"""What was compared: the ground, the method of a day, and the pairs; computed once for the same rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum

from jisr.centres.choices import Public, Theme
from jisr.common import parameters
from jisr.ledger.strategy.models import Measure, PairDecision, PlanLine, StrategyVersion
from jisr.ledger.strategy.rules.convergence import Compared, Method, compare
from jisr.ledger.strategy.rules.coverage import NEEDS
from jisr.ledger.strategy.rules.lines import Ground
from jisr.territory.models import Commune, Edition

PACKAGE = "jisr.ledger.strategy"
#: Pairs of each kind that a list shows.
MOST_PAIRS = 200
_KEPT = 8


def method(on: date) -> Method:
    """The weights and bounds in force on a day."""
    return Method.of(parameters.values(PACKAGE, "convergence", on=on))


def ground() -> Ground:
    """The communes with their residents, and the lists of the catalogue; one query, and one more for new places."""
    return _ground(tuple(Edition.objects.values_list("checksum", flat=True)))


def needs() -> Mapping[str, Mapping[str, float | None]]:
    """Column of the census -> commune -> its number; one query."""
    codes = [need.code for need in NEEDS]
    rows = list(Commune.objects.values_list("code", *codes))
    return {code: {row[0]: row[place] for row in rows} for place, code in enumerate(codes, 1)}


def measures_of(version: StrategyVersion) -> list[Measure]:
    """The measures of a version that are not left out, by code; one query."""
    return list(Measure.objects.filter(of=version, dropped=False).order_by("code"))


def lines_of(version: StrategyVersion) -> list[PlanLine]:
    """The lines of others that a version is laid beside: all of the same side; one query."""
    rows = PlanLine.objects.filter(dropped=False, is_demonstration=version.is_demonstration)
    return list(rows.select_related("plan").order_by("plan__code", "code"))


def comparison(
    version: StrategyVersion, measures: Sequence[Measure], lines: Sequence[PlanLine], *, on: date
) -> Compared:
    """Every measure against every line; once computed it is kept until one of them changes. Two queries.

    Args:
        on: the day whose method counts.
    """
    stamp = (
        _stamp(Measure, {"of": version}),
        _stamp(PlanLine, {"is_demonstration": version.is_demonstration}),
    )
    key = (version.pk, stamp, method(on), len(measures), len(lines))
    if key not in _COMPARED:
        while len(_COMPARED) >= _KEPT:
            _COMPARED.pop(next(iter(_COMPARED)))
        ours, theirs = ([row.line for row in rows] for rows in (measures, lines))
        _COMPARED[key] = compare(ours, theirs, ground(), method(on), most=MOST_PAIRS)
    return _COMPARED[key]


def decisions_of(version: StrategyVersion) -> dict[tuple[UUID, UUID], PairDecision]:
    """(measure, line) -> the decision that stands; one query."""
    rows = PairDecision.objects.filter(measure__of=version, undone_at=None).select_related("author")
    return {(row.measure_id, row.line_id): row for row in rows}


_COMPARED: dict[Any, Compared] = {}


def _stamp(model: Any, of: Mapping[str, Any]) -> tuple[int, int]:
    """What changes with any row: each is written with its version counted up, and none is taken away."""
    found = model._default_manager.filter(**of).aggregate(n=Count("pk"), versions=Sum("version"))
    return found["n"], found["versions"] or 0


@lru_cache(maxsize=2)
def _ground(edition: tuple[str, ...]) -> Ground:
    people = dict(Commune.objects.order_by("code").values_list("code", "population"))
    return Ground(people, Public.values, Theme.values)
