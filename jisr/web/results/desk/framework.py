"""The desk of the framework: indicators added, edited, ended; targets of periods."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import actions, queries
from jisr.ledger.results.choices import Dimension
from jisr.ledger.results.models import Indicator
from jisr.ledger.results.rules.values import Value
from jisr.staff.rules import may
from jisr.web import results_words as words
from jisr.web.access import needs, typed
from jisr.web.acting import answered
from jisr.web.agreements.desk.forms import NothingForm
from jisr.web.forms import not_again, once
from jisr.web.results import shown
from jisr.web.results.desk import reach
from jisr.web.results.desk.forms import EndForm, IndicatorForm, TargetForm
from jisr.web.wording import name_of

ACT = "results/desk/act.html"


def back_to_agreement(row: Agreement) -> dict[str, Any]:
    """Back to the framework of an agreement."""
    return {"back": reverse("results:desk:agreement", args=[row.code]), "back_words": name_of(row), "template": ACT,
            "invented": row.is_demonstration}  # fmt: skip


def back_to_indicator(row: Indicator) -> dict[str, Any]:
    """Back to the page of an indicator."""
    return {"back": reverse("results:desk:indicator", args=[row.pk]), "back_words": name_of(row), "template": ACT,
            "invented": row.is_demonstration}  # fmt: skip


@needs("results.read")
@require_safe
def indicator(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One indicator with every period, what was promised of its parts, and the doors to what may be done."""
    row, today = reach.indicator(request, pk), timezone.localdate()
    line = next(one for one in queries.lines_of(row.agreement, today) if one.indicator.pk == row.pk)
    places = queries.places(row.agreement)
    targets = [
        (words.period_name(cell.period, row.frequency), words.part_name(*part, places) if any(part) else "",
         words.read(Value(one.top, one.out_of), row), words.made_of(Value(one.top, one.out_of)),
         None if cell.history else one)
        for cell in line.cells
        for part, one in sorted(cell.targets.items())
    ]  # fmt: skip
    page = {
        "agreement": row.agreement, "one": shown.shown(line, places, today), "targets": targets, "today": today,
        "keeps": may(request.post.role, "results.keep"), "reports": reach.reports(request.post, row), "desk": True,
        "never_reported": not row.reports.exists(), "approves": may(request.post.role, "results.approve"),
        "back": reverse("results:desk:agreement", args=[row.agreement.code]), "back_words": name_of(row.agreement),
        "invented": row.is_demonstration,
    }  # fmt: skip
    return render(request, "results/desk/indicator.html", page)


@needs("results.keep")
@once
@not_again
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an indicator to the framework."""
    row = reach.agreement(request, code)
    form = IndicatorForm(typed(request), agreement=row, checked=request.method == "POST")
    return answered(
        request, form, lambda: actions.add_indicator(agreement=row, values=form.said, by=request.post),
        done=_("The indicator is in the framework. Write its targets."), title=_("Add an indicator"),
        verb=pgettext("indicator", "Add it"), **back_to_agreement(row),
    )  # fmt: skip


@needs("results.keep")
@once
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say an indicator better."""
    row = reach.indicator(request, pk)
    form = IndicatorForm(
        typed(request), agreement=row.agreement, initial=IndicatorForm.start(row), checked=request.method == "POST"
    )
    return answered(
        request, form,
        lambda: actions.edit_indicator(indicator=row, expected=row.version, values=form.said, by=request.post),
        done=_("Saved."), title=_("Edit the indicator"), verb=_("Save"), versioned=row, **back_to_indicator(row),
        lead=_("What is measured, and how often, stands once it was reported; names and who reports may change."),
    )  # fmt: skip


@needs("results.keep")
@once
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop reporting an indicator."""
    row = reach.indicator(request, pk)
    form = EndForm(typed(request), checked=request.method == "POST", initial={"on": timezone.localdate()})
    return answered(
        request, form, lambda: actions.end_indicator(indicator=row, on=form.cleaned_data["on"], by=request.post),
        done=_("No period after it is owed."), title=_("Stop reporting this indicator"), verb=_("Stop it"),
        lead=_("What was reported stays readable. Periods that begin after this day are owed by nobody."),
        **back_to_indicator(row),
    )  # fmt: skip


@needs("results.keep")
@once
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an indicator off that nobody reported."""
    row = reach.indicator(request, pk)
    form = NothingForm(typed(request))
    return answered(
        request, form, lambda: actions.drop_indicator(indicator=row, by=request.post), done=_("Taken off."),
        title=_("Take this indicator off?"), verb=_("Take it off"), said=name_of(row),
        lead=_("It goes with its targets. This is possible while nothing was reported."),
        **back_to_agreement(row.agreement),
    )  # fmt: skip


@needs("results.keep")
@once
def target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what is promised for a period."""
    row, today = reach.indicator(request, pk), timezone.localdate()
    line = next(one for one in queries.lines_of(row.agreement, today) if one.indicator.pk == row.pk)
    places = queries.places(row.agreement)
    open_ = [cell.period for cell in line.cells if not cell.history]
    periods = [(one.starts_on.isoformat(), words.period_name(one, row.frequency)) for one in open_]
    parts = [
        (f"{dimension}:{part}", f"{Dimension(dimension).label} — {words.part_name(dimension, part, places)}")
        for dimension in row.by
        for part in words.parts_of(dimension, places)[:-1]
    ]
    form = TargetForm(
        typed(request), indicator=row, periods=periods, parts=parts, checked=request.method == "POST"
    )  # fmt: skip

    def act() -> Any:
        said = form.cleaned_data
        dimension, _colon, part = said["part"].partition(":")
        start = next(one.starts_on for one in open_ if one.starts_on.isoformat() == said["starts_on"])
        value = Value(said["top"], said.get("out_of"))
        return actions.set_target(
            indicator=row, starts_on=start, dimension=dimension, part=part, value=value, by=request.post
        )

    return answered(
        request, form, act, done=_("The target is written."), title=_("Write a target"),
        verb=pgettext("target", "Write it"), said=name_of(row),
        lead=_("What was written before for the same period is replaced. A target stands once its result is approved."),
        **back_to_indicator(row),
    )  # fmt: skip


@needs("results.keep")
@once
def drop_target(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a target off."""
    row = reach.target(request, pk)
    form = NothingForm(typed(request))
    return answered(
        request, form, lambda: actions.drop_target(target=row, by=request.post), done=_("Taken off."),
        title=_("Take this target off?"), verb=_("Take it off"), **back_to_indicator(row.indicator),
    )  # fmt: skip
