"""Acts on reports: written, sent, approved or returned, corrected. What is approved is never edited."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.agreements.models import Document
from jisr.ledger.results.actions.checks import check, fits
from jisr.ledger.results.actions.laws import BrokenLaw, keeps, lawful, reported_by
from jisr.ledger.results.choices import WRITTEN, ReportState
from jisr.ledger.results.models import Indicator, Report, ReportPart
from jisr.ledger.results.models.reports import content_of
from jisr.ledger.results.rules.periods import Period
from jisr.ledger.results.rules.values import Value
from jisr.staff.models import Post

#: Part of a breakdown: its dimension and its code.
Part = tuple[str, str]


def write(
    *, indicator: Indicator, period: Period, value: Value, parts: Mapping[Part, Value], by: Post, words: str = "",
    words_in: str = "", document: Document | None = None, send: bool = False, expected: int | None = None,
) -> Report:  # fmt: skip
    """Write the report of a period, and send it for approval where it is whole.

    Args:
        parts: by dimension and code; those of a dimension make the whole, with what is not known.
        words: the narrative, as typed, in the language of ``words_in``.
        send: for approval; what is only kept may be half written.
        expected: the version from which the form was made; None where nothing was written yet.

    Raises:
        NotTheReporter: others report it.
        Unacceptable: it is to be sent, and a number is missing or parts do not make the whole.
        Stale: somebody wrote it in between.
        BrokenLaw: it waits for approval or is approved, the period is not over, or a series would fall.
    """
    reported_by(indicator, by)
    words = clean_typed(words, lines=True)
    fits(indicator, value, parts)
    if send:
        check(indicator, period, value, parts)
    said: dict[str, Any] = {
        "top": value.top, "out_of": value.out_of, "words": words, "words_in": words_in if words else "",
        "document": document,
    }  # fmt: skip
    with lawful():
        row, is_new = _open(indicator, period, by)
        row.save_version(row.version if is_new else expected or 0, **said)  # somebody else wrote it: said, not lost
        ReportPart.objects.filter(report=row).delete()
        ReportPart.objects.bulk_create(_parts(row, parts))
        if send:
            _send(row, by)
        journal.record("results.sent" if send else "results.wrote", row, by=by.user)
    return row


def approve(*, report: Report, by: Post) -> Report:
    """Approve, as the second person, what another reported: everybody reads it from then on.

    Raises:
        BrokenLaw: the same person reported it, it was settled in the meantime, or a series would fall.
        NotOfThisRegion: the post keeps no agreements there.
    """
    return _decided(report, by, ReportState.APPROVED)


def give_back(*, report: Report, reason: str, by: Post) -> Report:
    """Return a report to whoever sent it, with what is to be put right.

    Raises:
        Unacceptable: no word why.
        BrokenLaw, NotOfThisRegion: as for ``approve``.
    """
    said = clean_typed(reason)
    if not said:
        raise Unacceptable({"reason": _("Say what is to be put right: whoever reported it reads it.")})
    return _decided(report, by, ReportState.RETURNED, reason=said)


def correct(*, report: Report, why: str, by: Post) -> Report:
    """Begin another version of what is approved; the one before it stands until the new one is approved.

    Raises:
        Unacceptable: no word why.
        BrokenLaw: a correction is being written already, or this version was corrected.
        NotTheReporter: others report it.
    """
    reported_by(report.indicator, by)
    said = clean_typed(why)
    if not said:
        raise Unacceptable({"why": _("Say why it is corrected: everybody reads it beside the new number.")})
    row = Report(
        indicator=report.indicator, agreement_id=report.agreement_id, starts_on=report.starts_on,
        ends_on=report.ends_on, number=report.number + 1, replaces=report, why=said, written_by=by.user,
        is_demonstration=report.is_demonstration, **content_of(report),
    )  # fmt: skip
    parts = {(one.dimension, one.part): one.value for one in report.parts.all()}
    with lawful():
        row.save(force_insert=True)
        ReportPart.objects.bulk_create(_parts(row, parts))
        journal.record("results.began_correction", row, by=by.user)
    return row


def throw_away(*, report: Report, by: Post) -> None:
    """Throw away what was never sent.

    Raises:
        BrokenLaw: it was sent.
        NotTheReporter: others report it.
    """
    reported_by(report.indicator, by)
    if report.state != ReportState.DRAFT:
        raise BrokenLaw("report_stands")
    with lawful():
        ReportPart.objects.filter(report=report).delete()
        gone, _tables = Report.objects.filter(pk=report.pk, state=ReportState.DRAFT).delete()
        if not gone:
            raise OutOfReach
        journal.record("results.threw_away", report, by=by.user)


def _open(indicator: Indicator, period: Period, by: Post) -> tuple[Report, bool]:
    """The version of a period that is being written, and whether it was made just now."""
    row = Report.objects.filter(indicator=indicator, starts_on=period.starts_on).order_by("-number").first()
    if row is not None:
        if row.state not in WRITTEN:
            raise BrokenLaw("report_stands")
        return row, False
    row = Report(
        indicator=indicator, agreement_id=indicator.agreement_id, starts_on=period.starts_on, ends_on=period.ends_on,
        written_by=by.user, is_demonstration=indicator.is_demonstration,
    )  # fmt: skip
    row.save(force_insert=True)
    return row, True


def _send(row: Report, by: Post) -> None:
    said = {"state": ReportState.PENDING, "sent_by": by.user, "sent_at": timezone.now()}
    Report.objects.filter(pk=row.pk).update(decided_by=None, decided_at=None, **said)
    row.refresh_from_db()


def _parts(row: Report, parts: Mapping[Part, Value]) -> list[ReportPart]:
    return [
        ReportPart(
            report=row, dimension=dimension, part=part, top=value.top or 0, out_of=value.out_of,
            is_demonstration=row.is_demonstration,
        )
        for (dimension, part), value in parts.items()
        if value.top is not None
    ]  # fmt: skip


def _decided(report: Report, by: Post, state: ReportState, *, reason: str = "") -> Report:
    keeps(report.agreement, by)
    if by.user_id in {report.written_by_id, report.sent_by_id}:
        raise BrokenLaw("report_of_two_people")
    with lawful():
        changed = Report.objects.filter(pk=report.pk, state=ReportState.PENDING, version=report.version).update(
            state=state, decided_by=by.user, decided_at=timezone.now(), reason=reason, version=report.version + 1
        )
        if not changed:
            raise BrokenLaw("report_moves")
        journal.record("results.approved" if state == ReportState.APPROVED else "results.returned", report, by=by.user)
    report.refresh_from_db()
    return report
