"""The desk of one report: written and sent by whoever reports, approved or returned by the council."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal, Stale
from jisr.ledger.results import actions, queries
from jisr.ledger.results.choices import Dimension, ReportState
from jisr.ledger.results.models import Report
from jisr.ledger.results.rules.periods import Period
from jisr.ledger.results.rules.values import Value
from jisr.staff.rules import may
from jisr.web import results_words as words
from jisr.web.access import needs, typed
from jisr.web.acting import answered
from jisr.web.agreements.desk.forms import NothingForm
from jisr.web.forms import once, put_refusal
from jisr.web.results import shown
from jisr.web.results.desk import reach
from jisr.web.results.desk.forms import ReportForm, ReturnForm, WhyForm
from jisr.web.results.desk.framework import ACT, back_to_indicator
from jisr.web.window import read_version, two_versions
from jisr.web.wording import name_of


@needs("results.report")
@once
def write(request: HttpRequest, pk: UUID, day: str) -> HttpResponse:
    """Write the report of a period, keep it half written, or send it."""
    row, today = reach.indicator(request, pk), timezone.localdate()
    period = reach.period(row, day, today)
    rows = Report.objects.filter(indicator=row, starts_on=period.starts_on).order_by("-number")
    held = rows.prefetch_related("parts").first()
    if held is not None and not shown.is_open(held):
        return redirect("results:desk:report", held.pk)
    form = ReportForm(
        typed(request), indicator=row, places=queries.places(row.agreement), documents=row.agreement.documents.all(),
        initial=ReportForm.start(held), checked=request.method == "POST",
    )  # fmt: skip
    back = back_to_indicator(row)
    if request.method == "POST" and form.is_valid():
        try:
            made = _written(request, form, row, period, held)
            return redirect(reverse("results:desk:report", args=[made.pk]))
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back["back"])
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "indicator": row, "agreement": row.agreement, "held": held, "over": period.ends_on < today,
        "title": words.period_name(period, row.frequency), "unit": words.unit_of(row), **back,
    }  # fmt: skip
    return render(request, "results/desk/entry.html", page)


def _written(request: HttpRequest, form: ReportForm, row: Any, period: Period, held: Report | None) -> Report:
    send = "send" in request.POST
    expected = read_version(request, held.version) if held else None
    made = actions.write(
        indicator=row, period=period, by=request.post, send=send, expected=expected, **form.said
    )  # fmt: skip
    done = _("Sent. The regional council approves it or returns it.") if send else _("Kept. Send it when it is whole.")
    messages.success(request, done)
    return made


@needs("results.read")
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version of a report as it stands, beside its target and the version before it."""
    row = reach.report(request, pk)
    one, today = row.indicator, timezone.localdate()
    places = queries.places(row.agreement)
    line = next(found for found in queries.lines_of(row.agreement, today) if found.indicator.pk == one.pk)
    cell = next(found for found in line.cells if found.period.starts_on == row.starts_on)
    reports = reach.reports(request.post, one)
    page = {
        "row": row, "indicator": one, "agreement": row.agreement, "cell": cell, "groups": _parts(row, places),
        "period": words.period_name(cell.period, one.frequency), "target": words.read(cell.target, one),
        "actual": words.read(row.value, one), "made": words.made_of(row.value), "unit": words.unit_of(one),
        "before": words.read(row.replaces.value, one) if row.replaces else "",
        "decides": may(request.post.role, "results.approve") and row.state == ReportState.PENDING,
        "writes": reports and shown.is_open(row),
        "corrects": reports and row.state == ReportState.APPROVED and row == cell.report and cell.open is None,
        "throws": reports and row.state == ReportState.DRAFT, "over": row.ends_on < today,
        "hers": request.user.pk in {row.written_by_id, row.sent_by_id}, **back_to_indicator(one),
    }  # fmt: skip
    return render(request, "results/desk/report.html", page)


def _parts(row: Report, places: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in row.parts.order_by("pk"):
        value = Value(one.top, one.out_of)
        said = words.part_name(one.dimension, one.part, places), words.read(value, row.indicator), words.made_of(value)
        found.setdefault(str(Dimension(one.dimension).label), []).append(said)
    return list(found.items())


def _back(row: Report) -> dict[str, Any]:
    return {
        "back": reverse("results:desk:report", args=[row.pk]), "template": ACT, "invented": row.is_demonstration,
        "back_words": f"{name_of(row.indicator)} · "
        + words.period_name(Period(row.starts_on, row.ends_on), row.indicator.frequency),
    }  # fmt: skip


@needs("results.approve")
@once
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve what another reported."""
    row = reach.report(request, pk)
    form = NothingForm(typed(request))
    return answered(
        request, form, lambda: actions.approve(report=row, by=request.post), title=_("Approve this report?"),
        done=_("Approved. Everybody reads it now."), verb=pgettext("report", "Approve it"), versioned=row,
        said=f"{words.read(row.value, row.indicator)} {words.unit_of(row.indicator)}".strip(),
        lead=_("Everybody reads it from then on, and nobody edits it: a mistake is corrected by another version."),
        **_back(row),
    )  # fmt: skip


@needs("results.approve")
@once
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return a report to whoever sent it."""
    row = reach.report(request, pk)
    form = ReturnForm(typed(request), checked=request.method == "POST")
    return answered(
        request, form,
        lambda: actions.give_back(report=row, reason=form.cleaned_data["reason"], by=request.post),
        done=_("Returned. Whoever reported it reads why."), title=_("Return this report"),
        verb=pgettext("report", "Return it"), versioned=row, **_back(row),
    )  # fmt: skip


@needs("results.report")
@once
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin another version of what is approved."""
    row = reach.report(request, pk)
    form = WhyForm(typed(request), checked=request.method == "POST")
    back = _back(row) | {
        "back": reverse("results:desk:write", args=[row.indicator_id, row.starts_on.isoformat()])
        if request.method == "POST" and form.is_valid() else reverse("results:desk:report", args=[row.pk]),
    }  # fmt: skip
    return answered(
        request, form, lambda: actions.correct(report=row, why=form.cleaned_data["why"], by=request.post),
        done=_("Write the right numbers, then send them. What is approved stands until then."),
        title=_("Correct an approved report"), verb=pgettext("report", "Begin the correction"),
        lead=_("A second version is written beside the first; both stay readable, with the reason."), **back,
    )  # fmt: skip


@needs("results.report")
@once
def throw_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw away what was never sent."""
    row = reach.report(request, pk)
    form = NothingForm(typed(request))
    return answered(
        request, form, lambda: actions.throw_away(report=row, by=request.post), done=_("Thrown away."),
        title=_("Throw this draft away?"), verb=pgettext("a draft", "Throw it away"),
        **back_to_indicator(row.indicator),
    )  # fmt: skip
