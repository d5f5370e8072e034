"""Pages on which a centre keeps what it says up to date: still true, what lacks, how much of what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jisr.centres import actions, queries
from jisr.centres.choices import PlacesSource
from jisr.centres.rules import score
from jisr.common.errors import Refusal
from jisr.web.access import needs, typed
from jisr.web.centres import kept, reach
from jisr.web.centres.forms_kept import CapacityForm
from jisr.web.forms import once, put_refusal
from jisr.web.window import found


@needs("centres.edit")
@require_POST
@once
def still_true(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the pages of a centre are still true: one tap."""
    centre = reach.to_edit(request, pk)
    through = PlacesSource.DESK if request.post.centre_id else PlacesSource.PHONE
    said = actions.still_true(centre=centre, by=request.user, through=through)
    if said:
        words = ngettext("%(n)s page is said true today.", "%(n)s pages are said true today.", len(said))
        messages.success(request, words % {"n": len(said)})
    else:
        messages.info(request, _("It was said already today."))
    return redirect("centres:page", centre.pk)


@needs("centres.edit")
@require_safe
def quality(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page of a service has and lacks, what each part weighs, how old each section is."""
    service = found(queries.service(pk))
    centre = reach.to_edit(request, service.centre_id)
    today = timezone.localdate()
    lines = kept.lines(service, centre, today)
    said = queries.said_true([service.pk]).get(service.pk, {})
    context = {
        # what is missing first: it is what one came for
        "service": service, "centre": centre, "lines": sorted(lines, key=lambda line: line.criterion.met),
        "score": score([one.criterion for one in lines]),
        "sections": kept.section_ages(said, service.verified_on, today), "last": queries.last_said(service.pk),
        "standing": kept.stand(service, today),
    }  # fmt: skip
    return render(request, "centres/quality.html", context)


@needs("centres.edit")
@once
def capacities(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how much of one kind a service has beside its places."""
    service = found(queries.service(pk))
    centre = reach.to_edit(request, service.centre_id)
    form = CapacityForm(typed(request), service=service)
    if request.method == "POST" and form.is_valid():
        through = PlacesSource.DESK if request.post.centre_id else PlacesSource.PHONE
        try:
            actions.state_capacity(service=service, **form.cleaned_data, by=request.user, through=through)
            messages.success(request, _("Saved."))
            return redirect("centres:capacities", service.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    rows = queries.capacities([service.pk]).get(service.pk, [])
    context = {"service": service, "centre": centre, "form": form, "rows": rows}
    return render(request, "centres/capacities.html", context)
