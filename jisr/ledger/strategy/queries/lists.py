"""Strategies, versions, measures and programmes of others, as pages read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Axis, Measure, MeasureStatement, Objective, Plan, Strategy, StrategyVersion


@dataclass(frozen=True, slots=True)
class Group:
    """Measures under one heading.

    Attributes:
        axis, objective: None for what no published page puts under one.
    """

    axis: Axis | None
    objective: Objective | None
    measures: Sequence[Measure]


def current_versions() -> QuerySet[StrategyVersion]:
    """The version in force of each strategy; sourced ones first."""
    rows = StrategyVersion.objects.filter(state=VersionState.CURRENT).select_related("strategy__region")
    counted = rows.annotate(n=Count("measures", filter=Q(measures__dropped=False)))
    return counted.order_by("is_demonstration", "strategy__code")


def strategy(code: str) -> Strategy | None:
    """One strategy."""
    return Strategy.objects.select_related("region").filter(code=code).first()


def versions(of: Strategy | None = None, *, demonstration: bool | None = None) -> QuerySet[StrategyVersion]:
    """Versions that the reader may see, the newest of each strategy first."""
    rows = StrategyVersion.objects.select_related("strategy__region")
    if of is not None:
        rows = rows.filter(strategy=of)
    if demonstration is not None:
        rows = rows.filter(is_demonstration=demonstration)
    counted = rows.annotate(n=Count("measures", filter=Q(measures__dropped=False)))
    return counted.order_by("strategy__code", "-number")


def version(code: str, number: int | None = None) -> StrategyVersion | None:
    """A version of a strategy by its number; the one in force where none is named."""
    rows = StrategyVersion.objects.select_related("strategy__region").filter(strategy__code=code)
    return (rows.filter(number=number) if number is not None else rows.filter(state=VersionState.CURRENT)).first()


def shape(of: StrategyVersion) -> list[Group]:
    """The measures of a version under their axes and objectives, in order; three queries.

    An axis or objective without a measure is shown where a page names it, and left away where a sheet moved its
    measures elsewhere.
    """
    axes = list(Axis.objects.filter(of=of).order_by("place"))
    objectives = list(Objective.objects.filter(of=of).order_by("place"))
    rows = list(ordered(Measure.objects.filter(of=of, dropped=False)))
    groups = []
    for axis in axes:
        mine = [row for row in rows if row.axis_id == axis.pk]
        under = [one for one in objectives if one.axis_id == axis.pk]
        loose = [row for row in mine if row.objective_id is None]
        if loose or (axis.sources and not under):
            groups.append(Group(axis, None, loose))
        named = [Group(axis, one, [row for row in mine if row.objective_id == one.pk]) for one in under]
        groups += [group for group in named if group.measures or (group.objective and group.objective.sources)]
    without = [row for row in rows if row.axis_id is None]
    return [*groups, *([Group(None, None, without)] if without else [])]


def ordered(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures in the places that they were given; by code where none was."""
    return rows.order_by(F("place").asc(nulls_last=True), "code")


def headings(of: StrategyVersion) -> tuple[list[Axis], list[Objective]]:
    """Axes and objectives of a version in their places, with or without measures; two queries."""
    return list(Axis.objects.filter(of=of).order_by("place")), list(Objective.objects.filter(of=of).order_by("place"))


def left_out(of: StrategyVersion) -> list[Measure]:
    """The measures that a draft leaves out, by code; one query."""
    return list(Measure.objects.filter(of=of, dropped=True).order_by("code"))


def measure(of: StrategyVersion, code: str) -> Measure | None:
    """One measure with all that belongs to it."""
    rows = Measure.objects.select_related("axis", "objective").filter(of=of, code=code)
    return rows.prefetch_related("budgets", "indicators", "through__programme", "taken_up__statement__wave").first()


def taking_up(statement: UUID) -> list[Measure]:
    """The measures in force that take a statement up; one query."""
    links = MeasureStatement.objects.filter(statement=statement, measure__dropped=False)
    rows = links.filter(measure__of__state=VersionState.CURRENT).select_related("measure__of__strategy")
    return [link.measure for link in rows.order_by("measure__of__strategy__code", "measure__code")]


def taken_up(of: StrategyVersion) -> list[MeasureStatement]:
    """The statements that measures of a version take up, by measure; one query."""
    rows = MeasureStatement.objects.filter(measure__of=of, measure__dropped=False)
    return list(rows.select_related("measure", "statement__wave").order_by("measure__code", "statement"))


def plans(*, demonstration: bool | None = None) -> QuerySet[Plan]:
    """Programmes of others, sourced ones first."""
    rows = Plan.objects.select_related("region", "province")
    if demonstration is not None:
        rows = rows.filter(is_demonstration=demonstration)
    counted = rows.annotate(n=Count("lines", filter=Q(lines__dropped=False)))
    return counted.order_by("is_demonstration", "kind", "code")


def plan(code: str) -> Plan | None:
    """One programme of others."""
    return Plan.objects.select_related("region", "province").filter(code=code).first()
