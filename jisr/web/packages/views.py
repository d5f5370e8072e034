"""A package of services before and after the yes: sent, read as a report, said what it means, taken in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal
from jisr.exchange import sheets
from jisr.exchange.hsds import actions
from jisr.exchange.hsds.awaited import awaited
from jisr.exchange.models import StagedPackage
from jisr.web.access import needs
from jisr.web.downloads import download
from jisr.web.forms import once, put_refusal
from jisr.web.packages import again, shown
from jisr.web.packages.forms import MeaningForm, SendForm
from jisr.web.sheet_forms import TakeForm
from jisr.web.window import found

_MOST_PACKAGES, _MOST_AWAITED = 20, 50


def _region(request: HttpRequest) -> str:
    return request.post.region_id or ""


@needs("centres.import")
@once
def send(request: HttpRequest) -> HttpResponse:
    """Choose a package; what it would change is shown before anything is written."""
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = actions.stage_package(
                name=file.name, content=file.read(), by=request.user, region=_region(request),
                publisher=form.cleaned_data["publisher"],
            )  # fmt: skip
            return redirect("packages:preview", staged.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    earlier = StagedPackage.objects.defer("lines").order_by("-at", "-id")[:_MOST_PACKAGES]
    return render(request, "packages/send.html", {
        "form": form, "earlier": earlier, "awaited": awaited(region=_region(request))[:_MOST_AWAITED],
        "publishers": sorted({one.publisher for one in earlier} - {""}),
    })  # fmt: skip


@needs("centres.import")
@once
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a package would write, what is wrong with it, and the yes that takes it in."""
    staged = found(StagedPackage.objects.filter(pk=pk).defer("lines").first())
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_package(staged=staged, by=request.user, region=_region(request), **form.cleaned_data)
            messages.success(request, _("The package was taken into the catalogue."))
            return redirect("packages:preview", staged.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(
        request,
        "packages/preview.html",
        {"staged": staged, "form": form, "told": shown.report(staged), "again": again.report(staged)},
    )


@needs("centres.import")
@once
def meaning(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the words of a package mean here, and where what has no place is filed."""
    staged = found(StagedPackage.objects.filter(pk=pk, taken_at=None).defer("lines").first())
    words = staged.counts.get("words", [])
    data = request.POST if request.method == "POST" else None
    form = MeaningForm(words, _region(request), data, initial=MeaningForm.initial_of(staged.meaning, words))
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_meaning(staged=staged, values=form.said(), by=request.user, region=_region(request))
            return redirect("packages:preview", staged.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "packages/meaning.html", {"staged": staged, "form": form})


@needs("centres.import")
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changes, what is kept, what is gone and what is set aside: a row each, with its reason."""
    staged = found(StagedPackage.objects.filter(pk=pk).defer("lines").first())
    lines: Any = (
        [one.what, sheets.guarded(one.name), one.key, sheets.guarded(str(one.why))]
        for one in again.rows(staged) + shown.aside(staged, actions.MOST_ASIDE)
    )
    headings = [_("What"), _("Name"), _("Key"), _("Reason")]
    return download(sheets.as_csv(headings, lines), "csv", "report")
