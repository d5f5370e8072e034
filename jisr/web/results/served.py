"""Whom the money of an agreement reached, as the windows counted it: shown beside what is reported, never mixed in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from jisr.barometer.choices import Dimension, Milieu, WithDisability
from jisr.barometer.rules import Figure, Funded, Period, Served
from jisr.common.choices import Sex
from jisr.ledger.agreements.models import Agreement, LineTerm, ObjectLine, Version
from jisr.territory.models import Province
from jisr.web import wording
from jisr.web.barometer.reading import reached


@dataclass(frozen=True)
class Beside:
    """What the windows counted under the programmes of an agreement.

    Attributes:
        lines: object lines that name the programme which they fund.
        tables: by what -> (part, figure).
    """

    lines: list[ObjectLine]
    since: date
    until: date
    served: Served
    tables: list[tuple[str, list[tuple[str, Figure]]]]
    counted_at: datetime


def beside(agreement: Agreement, today: date) -> Beside | None:
    """What the windows counted; None where no object line in force names a programme, or no first day is known."""
    lines = _lines([agreement.pk])
    if not lines or agreement.since is None or agreement.since > today:
        return None
    until = min(agreement.until or today, today)
    funded = Funded(
        frozenset(line.programme.code for line in lines if line.programme),
        Period(agreement.since, until + timedelta(days=1)), agreement.region_id or "",
    )  # fmt: skip
    reading = reached({str(agreement.pk): funded})
    found = reading.report[str(agreement.pk)]
    period = found.people.period
    names = _names([value for value, _figure in found.tables.get(Dimension.PROVINCE, ())])
    tables = [
        (str(Dimension(by).label), [(names(by, value), figure) for value, figure in rows])
        for by, rows in found.tables.items()
    ]
    return Beside(lines, period.since, period.last, found, tables, reading.counted_at)


def _names(provinces: Iterable[str]) -> Callable[[str, str], str]:
    """What the value of a dimension is called; one query, for the provinces."""
    rows = Province.objects.filter(code__in=list(provinces))
    placed = {row.code: wording.name_of(row) for row in rows}
    listed: dict[str, type[TextChoices]] = {
        Dimension.SEX: Sex, Dimension.MILIEU: Milieu, Dimension.DISABILITY: WithDisability,
    }  # fmt: skip

    def named(by: str, value: str) -> str:
        if by in listed:
            return str(listed[by](value).label)
        return placed.get(value, value.replace("-", "\u2013") if value else _("not known"))

    return named


def _lines(agreements: Iterable[UUID]) -> list[ObjectLine]:
    """Object lines of the versions in force that name a programme; two queries."""
    held = Version.objects.filter(agreement__in=list(agreements), in_force=True).order_by("agreement", "-number")
    last = {row.agreement_id: row.pk for row in reversed(held)}
    terms = LineTerm.objects.filter(version__in=list(last.values()), line__programme__isnull=False)
    return [term.line for term in terms.select_related("line__programme").order_by("line__code")]
