"""Pages of what holds for some days: temporary information of a centre, stops of a mobile unit."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jisr.centres import actions
from jisr.centres.models import Notice, Stop
from jisr.common.errors import Refusal
from jisr.web.access import needs, typed
from jisr.web.centres import reach
from jisr.web.centres.forms_kept import NoticeForm, StopForm
from jisr.web.forms import once, put_refusal


@needs("centres.edit")
@once
def new_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a closure, other hours, or something to be known."""
    centre = reach.to_edit(request, pk)
    form = NoticeForm(typed(request), services=centre.services.all(), confidential=centre.confidential)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.add_notice(centre=centre, service=values.pop("service"), values=values, by=request.user)
            messages.success(request, _("It is told on the public page."))
            return redirect("centres:page", centre.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "centres/notice.html", {"form": form, "centre": centre})


@needs("centres.edit")
@require_POST
@once
def end_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an information back before its last day."""
    row = Notice.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    centre = reach.to_edit(request, row.centre_id)
    actions.end_notice(notice=row, by=request.user)
    messages.success(request, _("It is told no longer."))
    return redirect("centres:page", centre.pk)


@needs("centres.edit")
@once
def new_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where and when the unit halts."""
    centre = reach.to_edit(request, pk)
    form = StopForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_stop(centre=centre, values=form.cleaned_data, by=request.user)
            messages.success(request, _("The stop is told on the public page."))
            return redirect("centres:page", centre.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "centres/stop.html", {"form": form, "centre": centre})


@needs("centres.edit")
@require_POST
@once
def end_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike a stop from today on."""
    row = Stop.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    centre = reach.to_edit(request, row.centre_id)
    actions.end_stop(stop=row, by=request.user)
    messages.success(request, _("The unit halts there no longer."))
    return redirect("centres:page", centre.pk)
