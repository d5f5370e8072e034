"""Campaigns: a delegate asks the centres of her province what is still true, and sees who has answered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.centres import actions, queries
from jisr.centres.choices import CENTRE_TYPES, SECTIONS
from jisr.centres.models import Campaign
from jisr.web.access import needs, typed
from jisr.web.centres.forms_kept import CampaignForm
from jisr.web.centres.told import labels
from jisr.web.forms import not_again, once


@needs("centres.edit")
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns of one's province."""
    rows = queries.campaigns(province=_province(request))[:50]
    context = {"rows": [(row, _asked_words(row)) for row in rows], "today": timezone.localdate()}
    return render(request, "centres/campaigns.html", context)


@needs("centres.edit")
@once
@not_again
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Ask the centres of one's province."""
    _province(request)
    form = CampaignForm(typed(request))
    if request.method == "POST" and form.is_valid():
        campaign = actions.open_campaign(
            province=request.post.province, values=form.cleaned_data, by=request.user,
            is_demonstration=request.user.is_demonstration,
        )  # fmt: skip
        messages.success(request, _("The centres find it in what waits for them."))
        return redirect("centres:campaign", campaign.pk)
    return render(request, "centres/campaign_new.html", {"form": form})


@needs("centres.edit")
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has answered, and whom to call."""
    row = _mine(request, pk)
    asked = queries.asked_by(row)
    answered = sum(one.answered for one in asked)
    context = {
        "campaign": row, "asked": asked, "answered": answered, "n": len(asked), "words": _asked_words(row),
        "running": row.until >= timezone.localdate(), "share": answered / len(asked) if asked else None,
    }  # fmt: skip
    return render(request, "centres/campaign.html", context)


@needs("centres.edit")
@require_POST
@once
def end_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no more."""
    row = _mine(request, pk)
    actions.end_campaign(campaign=row, by=request.user)
    messages.success(request, _("Nothing is asked any more."))
    return redirect("centres:campaign", row.pk)


def _province(request: HttpRequest) -> str:
    """The province that a post keeps.

    Raises:
        Http404: it keeps one centre, or no province of its own.
    """
    if request.post.province_id is None:
        raise Http404
    return str(request.post.province_id)


def _mine(request: HttpRequest, pk: int) -> Campaign:
    row = queries.campaign(pk)
    if row is None or row.province_id != _province(request):
        raise Http404
    return row


def _asked_words(row: Campaign) -> dict[str, str]:
    return {
        "sections": labels(row.sections, SECTIONS) if row.sections else _("everything"),
        "types": labels(row.types, CENTRE_TYPES) if row.types else _("every type of centre"),
    }
