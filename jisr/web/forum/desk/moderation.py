"""Moderation: the sealed words beside what may be published, a reason for each covered word, and destruction."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.common.errors import Refusal, Stale
from jisr.forum import actions, queries
from jisr.forum.choices import ContributionState
from jisr.forum.models import Contribution
from jisr.forum.rules import masking
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import alike, covering, reach
from jisr.web.forum.desk.forms import DestroyForm, ModerateForm
from jisr.web.window import found, read_version

#: Buttons that show something more of the form and write nothing.
_SEEN = {"look", "unseal"}


@needs("forum.moderate")
@once
def moderate(request: HttpRequest, code: str) -> HttpResponse:
    """Publish what was said with some words covered, or withhold it, with a reason."""
    row = reach.contribution(request, code)
    sealed = found(queries.read_sealed(row))  # what was read in public sources was never sealed
    if not sealed:
        messages.warning(request, _("The sealed words were destroyed: there is nothing left to moderate."))
        return redirect("forum:desk:contribution", row.code)
    form = _form(request, row, sealed)
    if request.method == "POST" and form.is_valid() and _SEEN.isdisjoint(request.POST):
        try:
            _decide(request, row, form)
            alike.judge(request, row.wave)
            return redirect("forum:desk:contribution", row.code)
        except Stale as stale:
            return _show(request, row, form, stale=stale.current)
        except actions.NameLeft as refusal:
            form.add_error("read_through", str(refusal))
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _show(request, row, form)


def _form(request: HttpRequest, row: Contribution, sealed: str) -> ModerateForm:
    """The form with what a machine suspects and what is covered already."""
    covered = masking.uncover(sealed, masking.spans(row.masks), row.text) if row.text else []
    flags = covering.together([*covered, *masking.spans(row.verbatim.flags)])
    ticked = covered if row.state == ContributionState.PUBLISHED else flags
    withheld = row.state == ContributionState.WITHHELD
    start = {
        "decision": "withhold" if withheld else "publish", "reason": row.withheld_reason,
        "organisation": row.organisation,
    }  # fmt: skip
    return ModerateForm(
        typed(request), sealed=sealed, flags=flags, ticked=ticked, initial=start, checked=request.method == "POST"
    )


def _decide(request: HttpRequest, row: Contribution, form: ModerateForm) -> None:
    version, chosen = read_version(request, row.version), form.cleaned_data
    if chosen["decision"] == "withhold":
        actions.withhold(contribution=row, expected=version, reason=chosen["reason"], by=request.user)
        messages.success(request, _("It is not published. Whoever holds the slip reads why."))
    else:
        noted = {name: chosen[name] for name in ("organisation",) if name in chosen and name in form.data}
        actions.publish(
            contribution=row, expected=version, masks=form.marked, checked=chosen["read_through"], noted=noted,
            by=request.user,
        )  # fmt: skip
        messages.success(request, _("Published. Everybody can read it now."))


def _show(
    request: HttpRequest, row: Contribution, form: ModerateForm, *, stale: Contribution | None = None
) -> HttpResponse:
    shown, _covers = masking.cover(form.sealed, form.marked)
    ticked = set(form["cover"].value() or ())
    page: dict[str, Any] = {
        "contribution": stale or row, "form": form, "sealed": form.sealed, "pieces": covering.pieces(shown),
        "suspects": [(one, one.value in ticked) for one in covering.suspects(form.sealed, form.flags)],
        "panel": alike.panel(request, row.wave, form.sealed, but=[row.pk], subject=row.pk),
        "rows": form.typed_rows(), "stale": stale, "stale_pieces": covering.pieces(stale.text) if stale else [],
    }  # fmt: skip
    return render(request, "forum/desk/moderate.html", page, status=409 if stale else 200)


@needs("forum.moderate", "forum.prepare")
@once
def destroy(request: HttpRequest, code: str) -> HttpResponse:
    """Destroy the sealed words, on request; role, day and reason stay."""
    row = reach.contribution(request, code)
    form = DestroyForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.destroy(contribution=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The sealed words are destroyed. The day and the reason stay."))
            return redirect("forum:desk:contribution", row.code)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Destroy the sealed words"), "danger": True, "form": form, "verb": _("Destroy them for ever"),
        "consequences": [
            _("Nobody can read them again, not even the team."),
            _("The day, the reason and the role of whoever does it stay on record."),
            _("What was published stays as it is, and so does the duty to answer."),
        ],
        "cancel": reverse("forum:desk:contribution", args=[row.code]),
    }  # fmt: skip
    return render(request, "confirm.html", page)
