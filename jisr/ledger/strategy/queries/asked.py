"""What people asked for, by theme and province, and the statements that no measure takes up."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from jisr.forum.choices import ContributionState, EdgeKind, StatementState
from jisr.forum.models import Contribution, EdgeTo, Statement
from jisr.ledger.strategy.models import MeasureStatement, StrategyVersion


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a theme was brought forward somewhere.

    Attributes:
        place: code of a province, or of a region where no province was named.
    """

    theme: str
    place: str
    n: int


def asked(version: StrategyVersion) -> list[Asked]:
    """Published contributions with a theme, where the strategy is at work, the most first; one query."""
    rows = Contribution.objects.filter(
        state=ContributionState.PUBLISHED, is_demonstration=version.is_demonstration
    ).exclude(theme="")
    region = version.strategy.region_id
    if region:
        rows = rows.filter(region=region)
    counted = rows.order_by().values_list("theme", "province", "region").annotate(n=Count("pk"))
    found = [Asked(theme, province or of or "", n) for theme, province, of, n in counted]
    return sorted(found, key=lambda one: (-one.n, one.theme, one.place))


def not_taken_up(version: StrategyVersion) -> QuerySet[Statement]:
    """Current statements of the region, or of everywhere, that no measure of the version takes up.

    A translation is left away: what it says stands in the list in its own language, or is taken up there.
    """
    links = MeasureStatement.objects.filter(
        measure__of=version, measure__dropped=False, statement=OuterRef("pk")
    )  # fmt: skip
    rows = current_statements(version.is_demonstration)
    if version.strategy.region_id:
        rows = rows.filter(wave__region=version.strategy.region_id)
    return rows.filter(~Exists(links)).select_related("wave").order_by("-pk")


def current_statements(is_demonstration: bool) -> QuerySet[Statement]:
    """Statements that stand, each in the language in which it was made."""
    translated = EdgeTo.objects.filter(
        statement=OuterRef("pk"), edge__kind=EdgeKind.TRANSLATED, edge__undone_at=None
    )  # fmt: skip
    rows = Statement.objects.filter(state=StatementState.ACTIVE, is_demonstration=is_demonstration)
    return rows.filter(~Exists(translated))
