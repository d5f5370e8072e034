"""What stands beside one thing on its own page: the next steps of its thread, a few rows, three queries each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from jisr.ledger.agreements import queries as agreements
from jisr.ledger.agreements.choices import AgreementState, Step
from jisr.ledger.agreements.models import Agreement, Entry, LineTerm
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Measure, MeasureProgramme, MeasureStatement
from jisr.ledger.thread.queries.way import FEW


@dataclass(frozen=True, slots=True)
class Near:
    """An agreement that funds a programme which a measure names too.

    Attributes:
        paid: minor units of its currency, all that was paid under it.
    """

    row: Agreement
    paid: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for what an agreement funds.

    Attributes:
        measures: those in force that name one of its programmes; the first ones.
        n: how many there are.
        statements: how many statements they take up.
    """

    measures: Sequence[Measure]
    n: int
    statements: int


def onward_of_measures(measures: Iterable[UUID]) -> list[Near]:
    """The agreements in force that fund a programme of these measures, with what was paid under them; three queries."""
    programmes = MeasureProgramme.objects.filter(measure__in=list(measures)).values("programme")
    terms = list(
        LineTerm.objects.filter(line__programme__in=programmes, version__in_force=True)
        .exclude(agreement__state=AgreementState.DRAFTED, agreement__sources=[])
        .select_related("agreement").order_by("agreement__code")
    )  # fmt: skip
    held = {key: row.pk for key, row in agreements.versions({term.agreement_id for term in terms}).items()}
    rows = {term.agreement_id: term.agreement for term in terms if held.get(term.agreement_id) == term.version_id}
    paid = dict(
        Entry.objects.filter(agreement__in=list(rows), step=Step.PAID).order_by().values_list("agreement")
        .annotate(sum=Sum("amount"))
    )  # fmt: skip
    return [Near(row, paid.get(key, 0)) for key, row in rows.items()]


def onward_of_statements(statements: Iterable[UUID]) -> list[Near]:
    """The agreements that fund a programme of the measures that take these statements up; four queries."""
    links = MeasureStatement.objects.filter(
        statement__in=list(statements), measure__of__state=VersionState.CURRENT, measure__dropped=False
    )  # fmt: skip
    return onward_of_measures(links.values_list("measure", flat=True))


def asked_of_agreement(agreement: UUID) -> Asked:
    """The measures in force that name a programme of an agreement, and what they take up; three queries."""
    held = agreements.versions([agreement])
    programmes = LineTerm.objects.filter(version__in=[row.pk for row in held.values()]).values("line__programme")
    rows = list(
        Measure.objects.filter(of__state=VersionState.CURRENT, dropped=False, through__programme__in=programmes)
        .select_related("of__strategy").order_by("of__strategy__code", "code").distinct()
    )  # fmt: skip
    taken = MeasureStatement.objects.filter(measure__in=[row.pk for row in rows])
    return Asked(rows[:FEW], len(rows), taken.order_by().values("statement").distinct().count())
