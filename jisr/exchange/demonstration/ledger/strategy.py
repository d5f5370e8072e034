"""The invented strategy in two versions, four invented programmes beside it, two decisions; made by the acts."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.centres_import.reading import read_table
from jisr.exchange.demonstration.people import DOMAIN
from jisr.exchange.strategy_sheets.cells import named_places
from jisr.exchange.strategy_sheets.checking import cells_of, check
from jisr.exchange.strategy_sheets.columns import LINES, MEASURES
from jisr.forum.choices import StatementState
from jisr.forum.models import Statement
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.models import Measure, Plan, PlanLine, Strategy, StrategyVersion

HERE = Path(__file__).parent
CODE = "demonstration"
_YEAR = re.compile(r"\{y(?:\+(\d))?\}")


class BrokenSheet(ValueError):
    """A sheet of the demonstration is not what the import takes; the message says where."""


def load(today: date) -> dict[str, int]:
    """Invent the strategy and the programmes beside it, unless they are there.

    Speaks as the owner of the tables: never part of a request.

    Args:
        today: every year of theirs is relative to it.

    Returns:
        how many measures and lines were made; zeros when they were there, or nobody is there to make them.
    """
    told = yaml_text.read(_dated((HERE / "strategy.yaml").read_text(encoding="utf-8"), today))
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        by = User.objects.filter(email=f"{told['strategist']}@{DOMAIN}").first()
        if by is None or Strategy.objects.filter(code=CODE).exists():
            return {"measures": 0, "programme lines": 0}
        plans = [_plan(row, today, by) for row in told["plans"]]
        version = _versions(told, today, by)
        _take_up(told["taken_up"], version, by)
        _decide(told["decided"], version, by, today)
        lines = PlanLine.objects.filter(plan__in=plans).count()
        return {"measures": Measure.objects.filter(of=version).count(), "programme lines": lines}


def _versions(told: Mapping[str, Any], today: date, by: User) -> StrategyVersion:
    """Two versions, the second in force."""
    said = told["strategy"] | {name: date.fromisoformat(told["strategy"][name]) for name in ("since", "until")}
    first = actions.begin_strategy(by=by, **said)
    Strategy.objects.filter(pk=first.strategy_id).update(code=CODE)
    actions.put_measures(version=first, rows=_rows(MEASURES, "measures", today), by=by)
    actions.put_in_force(version=first, on=date(today.year, 1, 15), by=by)
    second = actions.begin_version(
        strategy=first.strategy, said_ar=told["said_ar"], said_fr=told["said_fr"], by=by
    )  # fmt: skip
    for row in Measure.objects.filter(of=second, code__in=told["left_out"]):
        actions.leave_out(row=row, why=told["why_left_out"], by=by)
    return actions.put_in_force(version=second, on=today, by=by)


def _plan(row: Mapping[str, Any], today: date, by: User) -> Plan:
    said = {name: value for name, value in row.items() if name != "lines"}
    plan = actions.begin_plan(by=by, **said)
    Plan.objects.filter(pk=plan.pk).update(code=f"{CODE}-{row['lines']}")
    actions.put_lines(plan=plan, rows=_rows(LINES, f"lines_{row['lines']}", today), by=by)
    return plan


def _take_up(told: Mapping[str, str], version: StrategyVersion, by: User) -> None:
    measures = {row.code: row for row in queries.measures_of(version)}
    for code, begins in told.items():
        found = Statement.objects.filter(
            is_demonstration=True, state=StatementState.ACTIVE, text__startswith=begins
        ).first()
        if found is not None:
            actions.take_up(measure=measures[code], statement=found, by=by)


def _decide(told: list[Mapping[str, Any]], version: StrategyVersion, by: User, today: date) -> None:
    measures, lines = queries.measures_of(version), queries.lines_of(version)
    pairs = {(pair.ours, pair.theirs): pair for pair in queries.comparison(version, measures, lines, on=today).pairs}
    ours, theirs = {row.code: row for row in measures}, {row.code: row for row in lines}
    for row in told:
        measure, line = ours[row["measure"]], theirs[row["line"]]
        pair = pairs[str(measure.pk), str(line.pk)]
        decision = actions.decide(
            measure=measure, line=line, pair=pair, verdict=row["verdict"], reason=row["reason"], by=by
        )
        if "undone" in row:
            actions.take_back(decision=decision, reason=row["undone"], by=by)


def _rows(kind: str, name: str, today: date) -> list[Any]:
    """The rows of a sheet, through the eyes of the import.

    Raises:
        BrokenSheet: a row would be refused.
    """
    text = _dated((HERE / f"{name}.csv").read_text(encoding="utf-8"), today)
    lines, unknown = cells_of(read_table(f"{name}.csv", text.encode()), kind)
    programmes = Programme.objects.filter(is_demonstration=True).values_list("code", flat=True)
    checked = check(kind, lines, frozenset(programmes), named_places())
    if checked.problems or unknown:
        wrong = [f"{problem.row} {problem.column} {problem.kind}" for problem in checked.problems]
        raise BrokenSheet(f"{name}: {', '.join([*unknown, *wrong])}")
    return list(checked.rows.values())


def _dated(text: str, today: date) -> str:
    return _YEAR.sub(lambda found: str(today.year + int(found[1] or 0)), text)
