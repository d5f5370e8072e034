"""The desk of the calls: for each post what it has to do, and one call with what waits in it."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.common.keys import readable_code
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.choices import ApplicationState, CallState, Outcome
from jisr.ledger.calls.models import Call, Reading
from jisr.staff.rules import may
from jisr.web import acting, wording
from jisr.web.access import needs, typed
from jisr.web.calls import words
from jisr.web.calls.desk import paying, reach
from jisr.web.calls.desk.forms import AnnounceForm, CallForm, ExtendForm, start_of
from jisr.web.forms import once, put_refusal
from jisr.web.paging import page
from jisr.web.wording import name_of

_ANY = ("calls.keep", "calls.decide", "calls.help", "calls.read", "agreements.propose", "agreements.confirm")


@needs(*_ANY)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the post: calls to keep or to decide on, files to read, people to help."""
    role = request.post.role
    if may(role, "calls.read"):
        files = queries.files_of(request.user)
        values: dict[str, Any] = {
            "waiting": list(files.filter(read_at=None)[:200]),
            "read": list(files.exclude(read_at=None)[:50]),
        }
        return render(request, "calls/desk/files_to_read.html", values)
    if may(role, "calls.help"):
        asked = [(row, queries.opened(row, row.sealed)) for row in queries.help_of(request.user)[:100]]
        for row, _who in asked:
            journal.opened("calls.opened_help", row)
        return render(request, "calls/desk/help.html", {"asked": asked})
    if may(role, "agreements.propose") or may(role, "agreements.confirm"):
        return render(request, "calls/desk/payments.html", paying.waiting(request))
    values = {"calls": list(reach.calls(request)), "keeps": may(role, "calls.keep")}
    return render(request, "calls/desk/desk.html", values)


@needs("calls.keep", "calls.decide")
@require_safe
def call(request: HttpRequest, code: str) -> HttpResponse:
    """One call: where its files stand, and the next step."""
    row = reach.call(request, code)
    counts = queries.counts_of(row)
    unsettled = counts.get(ApplicationState.DEPOSITED, 0) + counts.get(ApplicationState.ASKED, 0)
    given = Reading.objects.filter(call=row, conflict="").aggregate(
        all=Count("pk"), read=Count("pk", filter=Q(read_at__isnull=False))
    )
    decides = may(request.post.role, "calls.decide") and row.state == CallState.DECIDED
    results = list(queries.decisions_of(row).exclude(outcome=Outcome.REFUSED)) if decides else []
    signed = set(queries.awards_of(row).values_list("application_id", flat=True)) if decides else set()
    values = {
        "call": row, "open": row.is_open(), "over": row.is_over(), "unsettled": unsettled, "given": given,
        "states": [(code, label, counts.get(code, 0)) for code, label in ApplicationState.choices if counts.get(code)],
        "keeps": may(request.post.role, "calls.keep"), "decides": may(request.post.role, "calls.decide"),
        "selected": [one for one in results if one.outcome == Outcome.SELECTED and one.application_id not in signed],
        "waits": sum(one.outcome == Outcome.WAITING for one in results),
        "appeals": list(queries.appeals_of(row)) if may(request.post.role, "calls.decide") else [],
    }  # fmt: skip
    if row.state != CallState.DRAFTED:
        values["told"] = queries.messages_of(row)
    return render(request, "calls/desk/call.html", values)


@needs("calls.keep")
@once
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a call."""
    region = request.post.region
    form = CallForm(
        typed(request), region=region, invented=request.post.is_demonstration, checked=request.method == "POST"
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.prepare(
                code=f"call-{readable_code(6).lower()}", region=region, values=form.values(), criteria=form.criteria(),
                quotas=form.quotas(), by=request.user, line=form.cleaned_data.get("line"),
            )  # fmt: skip
            return redirect("calls:desk:call", row.code)
        except Refusal as refusal:
            put_refusal(form, refusal)
    values = {"form": form, "title": _("Prepare a call"), "back": reverse("calls:desk:home")}
    return render(request, "calls/desk/call_form.html", values)


@needs("calls.keep")
@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a call that was not announced."""
    row = reach.call(request, code)
    form = CallForm(typed(request), region=row.region or request.post.region, initial=start_of(row),
                    checked=request.method == "POST")  # fmt: skip
    return acting.answered(
        request, form,
        lambda: actions.edit(
            call=row, expected=row.version, values=form.values(), criteria=form.criteria(), quotas=form.quotas(),
            by=request.user,
        ),
        back=reverse("calls:desk:call", args=[row.code]), back_words=name_of(row), done=_("Saved."),
        title=_("Change the call"), verb=_("Save"), versioned=row, template="calls/desk/call_form.html",
    )  # fmt: skip


@needs("calls.keep")
@once
def announce(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the conditions and the papers of each kind of applicant, and publish a call; its terms then stand."""
    row = reach.call(request, code)
    if row.state != CallState.DRAFTED:
        return redirect("calls:desk:call", row.code)
    form = AnnounceForm(typed(request), call=row, on=timezone.localdate(), checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.announce(call=row, expected=row.version, by=request.user, files=form.chosen()),
        done=_("The call is announced. Its terms do not change any more."), title=_("Announce the call"),
        verb=_("Announce the call"), versioned=row, template="calls/desk/announce.html", **call_back(row),
    )  # fmt: skip


@needs("calls.keep")
@once
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """Put off the last moment of an announced call."""
    row = reach.call(request, code)
    form = ExtendForm(typed(request), initial={"closes_at": row.closes_at}, checked=request.method == "POST")
    return acting.answered(
        request, form, lambda: actions.extend(call=row, by=request.user, **form.cleaned_data),
        done=_("Put off. The page of the call says from when, to when and why."), title=_("Put off the closing"),
        verb=_("Put it off"), versioned=row,
        lead=_("It closes on %(moment)s.") % {"moment": wording.when(row.closes_at)}, **call_back(row),
    )  # fmt: skip


@needs("calls.keep")
@require_POST
@once
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give complete files to their readers."""
    row = reach.call(request, code)
    return acting.done_or_said(
        request, lambda: actions.give_files(call=row, readers=queries.readers_of(row), by=request.user),
        done=_("Every complete file has the readers that it needs now."),
        back=reverse("calls:desk:call", args=[row.code]),
    )  # fmt: skip


@needs("calls.keep")
@require_safe
def files(request: HttpRequest, code: str) -> HttpResponse:
    """The files of a call, those of one state where it is asked for."""
    row = reach.call(request, code)
    state = request.GET.get("state", "")
    rows = row.applications.all()
    if state in ApplicationState.values:
        rows = rows.filter(state=state)
    found = page(rows.defer("project", "facts"), by=("deposited_at", "pk"), after=request.GET.get("after", ""))
    values = {
        "call": row, "page": found, "state": state, "states": ApplicationState.choices,
        "rows": [(one, words.province(row, one.province)) for one in found],
    }  # fmt: skip
    return render(request, "calls/desk/files.html", values)


def call_back(row: Call) -> dict[str, Any]:
    """Where a form about a call leads back to."""
    return {"back": reverse("calls:desk:call", args=[row.code]), "back_words": name_of(row)}
