"""Reception: who is visiting us today, and the receipt that says so."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.centres.choices import THEMES
from jisr.common import journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.families.models import Person
from jisr.families.queries import FAIR
from jisr.staff.rules import may
from jisr.web import names, wording
from jisr.web.access import needs, typed
from jisr.web.families.handing import ask_first
from jisr.web.families.results import Results, look_for
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.reception import alerts
from jisr.web.reception.forms import PRINTS, NewcomerForm, VisitForm
from jisr.web.window import found
from jisr.window.reception import actions, queries
from jisr.window.reception.choices import VisitState
from jisr.window.reception.models import Alert, Visit


@needs("reception.receive")
@once
def newcomer(request: HttpRequest) -> HttpResponse:
    """Receive somebody whom no file knows; a search that found somebody comes first."""
    post, alert = request.post, alerts.behind(request)
    if request.method == "POST" and "act_key" not in request.POST:
        return _show_newcomer(request, NewcomerForm(initial=_from_search(request), compartments=post.compartments))
    form = NewcomerForm(typed(request), compartments=post.compartments, initial=alerts.start(alert))
    if request.method == "POST" and form.is_valid():
        try:
            results = look_for(form.birth(), at_least=FAIR, **form.sought())
            if results.unseen(form.cleaned_data["seen"]):
                return _show_newcomer(request, form, results, alert)
            with transaction.atomic():
                visit = actions.receive_new(
                    centre=post.centre, commune=form.cleaned_data["commune"], locality=form.cleaned_data["locality"],
                    names=form.person(), visit=form.visit(), compartment=alerts.kept_in(alert, form), by=request.user,
                    is_demonstration=post.centre.is_demonstration,
                )  # fmt: skip
                alerts.answered(alert, visit, request.user)
            return redirect("reception:visit", visit.pk)
        except Refusal as refusal:
            put_refusal(form, _as_typed(refusal))
    return _show_newcomer(request, form, None, alert)


@needs("reception.receive")
@once
@not_again
def known(request: HttpRequest, person: UUID) -> HttpResponse:
    """Receive somebody whose file this centre may open."""
    row = found(Person.objects.select_related("household__commune__province").filter(pk=person).first())
    post, alert = request.post, alerts.behind(request)
    form = VisitForm(
        typed(request), compartments=post.compartments, settled=row.compartment,
        initial={"language": row.household.language} | alerts.start(alert),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                visit = actions.receive(
                    person=row, centre=post.centre, by=request.user, compartment=alerts.kept_in(alert, form),
                    **form.visit(),
                )  # fmt: skip
                alerts.answered(alert, visit, request.user)
            return redirect("reception:visit", visit.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    journal.opened("families.opened", row.household)
    shown = {"form": form, "person": row, "household": row.household, "alert": alert}
    return render(request, "reception/known.html", shown)


@needs("reception.receive", "listening.read")
@require_GET
def visit(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The receipt, large, with its script for reading aloud, and what can be done next."""
    row = _visit(visit)
    journal.opened("reception.opened_visit", row)
    role = request.post.role
    receives, listens = may(role, "reception.receive"), may(role, "listening.listen")
    shown = {
        "visit": row, "waits": row.state == VisitState.WAITING, "receives": receives, "listens": listens,
        "acts": receives or listens, "alert": queries.alert_of(row),
        "why": wording.listed([str(THEMES[code]) for code in row.reasons if code in THEMES]),
    }  # fmt: skip
    return render(request, "reception/visit.html", shown)


@needs("reception.receive", "listening.read")
@require_GET
def paper(request: HttpRequest, visit: UUID) -> HttpResponse:
    """The receipt on paper: A4, or an 80-mm slip."""
    row = _visit(visit)
    if (asked := ask_first(request, row.household_id, [row.person])) is not None:
        return asked
    size = request.GET.get("size", "a4")
    journal.opened("reception.printed_receipt", row)
    return render(request, "reception/paper.html", {"visit": row, "size": size if size in PRINTS else "a4"})


@needs("reception.receive", "listening.listen")
@require_POST
@once
def read(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Note that the receipt was read aloud."""
    row = actions.receipt_was_read(visit=_visit(visit), by=request.user)
    messages.success(request, _("Noted: the receipt was read aloud."))
    return redirect("reception:visit", row.pk)


@needs("reception.receive", "listening.listen")
@require_POST
@once
def left(request: HttpRequest, visit: UUID) -> HttpResponse:
    """Note that the person left before being listened to."""
    row = _visit(visit)
    try:
        actions.left(visit=row, by=request.user)
        messages.success(request, _("Noted: the person left. The file stays, and she or he can come back any day."))
    except Refusal:
        messages.warning(request, _("This person no longer waits. Her or his present state is shown."))
    return redirect("reception:visit", row.pk)


def _visit(key: UUID) -> Visit:
    return found(queries.visit(key))


def _show_newcomer(
    request: HttpRequest, form: NewcomerForm, results: Results | None = None, alert: Alert | None = None
) -> HttpResponse:  # fmt: skip
    """The form; with whom the search found, when nobody looked at them yet."""
    return render(request, "reception/new.html", {"form": form, "found": results, "alert": alert})


def _from_search(request: HttpRequest) -> dict[str, Any]:
    """What was typed in the search, taken over into the form."""
    name, surname = names.split(request.POST.get("name", "")[:300])
    seen = request.POST.get("seen", "")
    return {"name": name, "surname": surname, "seen": seen} | {
        field: request.POST.get(field, "") for field in ("age", "born_on", "commune")
    }


def _as_typed(refusal: Refusal) -> Refusal:
    """A refusal of the four name fields, beside the two in which they were typed."""
    if not isinstance(refusal, Unacceptable):
        return refusal
    return Unacceptable({names.TYPED_IN.get(name, name): words for name, words in refusal.fields.items()})
