"""A strategy beside somebody's programme, told through the product's own acts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from jisr.exchange.strategy_actions import stage_rows
from jisr.forum.models import Statement
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.models import Measure, PairDecision, Plan, PlanLine, StagedRows, StrategyVersion
from jisr.ledger.strategy.rules.convergence import Pair
from jisr.ledger.strategy.rules.sheets import Indicator, LineRow, MeasureRow
from tests.stories import under

YEAR = {"since": date(2027, 1, 1), "until": date(2027, 12, 31)}
WOMEN = {"places": ("07.161",), "publics": {"women": 3.0, "rural": 1.0}, "themes": {"literacy": 1.0}, **YEAR}
MEASURES = (
    MeasureRow(
        "M-1", "محو الأمية", "Alphabétisation", **WOMEN, axis=("القرب", "Proximité"), objective=("القراءة", "Lire"),
        owner_fr="Centres", budgets={2027: 120_000_00}, indicators=(Indicator("نساء", "Femmes", target_year=2027),),
    ),
    MeasureRow("M-2", title_fr="Sans territoire", themes={"work": 1.0}),
)  # fmt: skip
LINES = (
    LineRow("L-1", title_fr="Cours d'alphabétisation", **WOMEN, budget=50_000_00),
    LineRow("L-2", title_fr="Maison maternelle", **WOMEN | {"themes": {"health": 1.0}}),
)
SHEET = "code,title_fr,places,themes,since,until\nM-9,Neuf,شيشاوة,work,2027-01-01,2027-12-31\nM-10,Dix,Nulle part,,,\n"


@dataclass(frozen=True)
class Planned:
    """What was told."""

    version: StrategyVersion
    plan: Plan

    @property
    def code(self) -> str:
        """Address of the strategy."""
        return self.version.strategy.code

    def measure(self, code: str = "M-1") -> Measure:
        """A measure of the version."""
        return Measure.objects.get(of=self.version, code=code)

    def line(self, code: str = "L-1") -> PlanLine:
        """A line of the programme."""
        return PlanLine.objects.get(plan=self.plan, code=code)

    def pair(self, line: str = "L-1") -> Pair:
        """What the computation says of the first measure and a line."""
        found = queries.comparison(
            self.version, queries.measures_of(self.version), queries.lines_of(self.version), on=timezone.localdate()
        )
        return next(pair for pair in found.pairs if pair.theirs == str(self.line(line).pk))


def told(*, measures: Any = MEASURES, in_force: bool = True) -> Planned:
    """A strategy of two measures, in force, and a programme of two lines."""
    with under("strategist") as held:
        version = actions.begin_strategy(
            by=held.user, name_ar="استراتيجية متخيلة", name_fr="Stratégie inventée", **YEAR
        )
        actions.put_measures(version=version, rows=measures, by=held.user)
        plan = actions.begin_plan(by=held.user, kind="indh", name_ar="برنامج متخيل", name_fr="Programme inventé")
        actions.put_lines(plan=plan, rows=LINES, by=held.user)
        if in_force:
            version = actions.put_in_force(version=version, on=date(2026, 12, 1), by=held.user)
    return Planned(version, plan)


def decided(story: Planned) -> PairDecision:
    """A decision about the duplicate."""
    with under("strategist") as held:
        return actions.decide(
            measure=story.measure(), line=story.line(), pair=story.pair(), verdict="join", reason="واحد يكفي",
            by=held.user,
        )  # fmt: skip


def taken_up(story: Planned, statement: Any) -> None:
    """The first measure takes a statement up."""
    with under("strategist") as held:
        row = Statement.objects.get(pk=statement)
        actions.take_up(measure=story.measure(), statement=row, by=held.user)


def drafted(story: Planned) -> StrategyVersion:
    """The next version, a draft."""
    with under("strategist") as held:
        return actions.begin_version(strategy=story.version.strategy, by=held.user)


def staged(version: StrategyVersion, content: str = SHEET) -> StagedRows:
    """A sheet of measures that waits for a yes."""
    with under("strategist") as held:
        return stage_rows(name="a.csv", content=content.encode(), by=held.user, version=version)
