"""What waits at the desk of results: what was sent for whoever approves, what is owed for whoever reports."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.ledger.agreements.choices import LIVING
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.choices import ReportState
from jisr.ledger.results.queries import Cell, Line
from jisr.staff.models import Post
from jisr.staff.rules import may
from jisr.web import results_words as words
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.results.desk import reach
from jisr.web.templatetags.agreements import days
from jisr.web.templatetags.face import named

#: More than anybody does in a day; the most overdue come first.
MOST = 50


def tasks(
    post: Post, agreements: Sequence[Agreement], lines: Mapping[UUID, Sequence[Line]], today: date
) -> list[Task]:  # fmt: skip
    """What waits for a post, late first; no query."""
    found: list[tuple[int, Task]] = []
    for row in agreements:
        if row.state in LIVING:
            for line in lines.get(row.pk, ()):
                found += _of(post, row, line, today)
    return [task for _late, task in sorted(found, key=lambda pair: -pair[0])][:MOST]


def _of(post: Post, row: Agreement, line: Line, today: date) -> Iterable[tuple[int, Task]]:
    approves, reports = may(post.role, "results.approve"), reach.reports(post, line.indicator)
    for cell in line.cells:
        state = cell.open.state if cell.open else ""
        late = cell.owing.days_late if cell.owing else 0
        if approves and cell.open and state == ReportState.PENDING:
            yield late, _task(_("%(indicator)s, %(period)s: to be approved"), row, line, cell, late)
        elif reports and state == ReportState.RETURNED:
            yield late + 1, _task(_("%(indicator)s, %(period)s: returned, to be put right"), row, line, cell, late)
        elif reports and state == ReportState.DRAFT:
            yield late, _task(_("%(indicator)s, %(period)s: half written"), row, line, cell, late)
        elif reports and not cell.history and not cell.waits and cell.period.ends_on < today:
            yield late, _task(_("%(indicator)s, %(period)s: to be reported"), row, line, cell, late)


def _task(what: str, row: Agreement, line: Line, cell: Cell, late: int) -> Task:
    one = line.indicator
    said: dict[str, Any] = {"indicator": named(one), "period": words.period_name(cell.period, one.frequency)}
    pending = cell.open is not None and cell.open.state == ReportState.PENDING
    href = (
        reverse("results:desk:report", args=[cell.open.pk])
        if cell.open and pending
        else reverse("results:desk:write", args=[one.pk, cell.period.starts_on.isoformat()])
    )
    return Task(
        what=fill(what, **said), why=named(row), tone="late" if late else "soon", verb=pgettext("button", "Open"),
        href=href, tag=_("late by %(span)s") % {"span": days(late)} if late else "",
    )  # fmt: skip
