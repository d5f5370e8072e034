"""Pages of the sender: which services fit a need, and sending it to one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jisr.centres.choices import ACCESSIBILITY
from jisr.centres.models import Service
from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.families.choices import ConsentScope
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.orientation import reasons, shared
from jisr.web.orientation.forms import AsksForm, OneReferForm
from jisr.web.orientation.questions import answered, questions
from jisr.web.window import found, read_version, two_versions
from jisr.window.listening import actions as listened
from jisr.window.listening import queries as listening
from jisr.window.listening.models import Need
from jisr.window.orientation import actions, queries
from jisr.window.orientation.choices import CLOSED_UNMET, LIVE
from jisr.window.orientation.ranking import Ranked
from jisr.window.orientation.rules import need_status
from jisr.window.orientation.sharing import snapshot

_FIRST, _MORE, _ALL, _MISSES = 6, 40, 1_000, 3


@needs("orientation.propose")
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The services that fit a need, ranked, with their reasons; and what became of those it was sent to."""
    row = found(listening.need(pk))
    journal.opened("orientation.opened_need", row)
    return _shown(request, row, AsksForm(initial={"staff_gender": row.staff_gender, "access": row.access}))


def _shown(request: HttpRequest, row: Need, form: AsksForm) -> HttpResponse:
    sent = list(queries.of_need(row))
    more, today = request.GET.get("more") == "1", timezone.localdate()
    [there] = queries.services_for_needs(
        [row], limit=_MORE if more else _FIRST + 1, without={row.pk: _tried(sent)}, misses=_MISSES
    )
    ranked = there.ranked if more else there.ranked[:_FIRST]
    page = {
        "need": row, "sent": sent, "left_out": queries.left_out(row.household_id),
        "status": need_status(row.state, [one.state for one in sent]),
        "offers": reasons.offers(ranked, need=row.pk, today=today), "weights": reasons.weights(today),
        "halves_km": queries.weights(today)["near_halves_every_km"], "has_more": len(there.ranked) > len(ranked),
        "misses": reasons.missed(there.misses), "form": form, "asks": bool(row.staff_gender or row.access),
        "of_file": [ACCESSIBILITY[code] for code in there.asked.facts.needs if code not in row.access],
        "questions": questions(request, row, without=_tried(sent)), "answered": answered(request, row),
    }  # fmt: skip
    return render(request, "orientation/need.html", page, status=200 if form.is_valid() or not form.is_bound else 422)


@needs("orientation.propose")
@require_http_methods(["POST"])
@once
def asks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the person asks for in the way she is received: kept with the need, and the list is ordered anew."""
    row = found(listening.need(pk))
    form = AsksForm(request.POST)
    if form.is_valid():
        try:
            listened.change_need(
                need=row, version=read_version(request, row.version), by=request.user, **form.cleaned_data
            )
            return redirect("orientation:need", row.pk)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=reverse("orientation:need", args=[row.pk]))
    return _shown(request, row, form)


@needs("orientation.propose")
@require_http_methods(["GET"])
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list on paper, with reasons; of a protected need, telephone numbers and nothing that tells."""
    row = found(listening.need(pk))
    journal.opened("orientation.printed_list", row)
    today = timezone.localdate()
    without = [*_tried(list(queries.of_need(row))), *queries.services_left_out(row.household_id)]
    ranked = queries.services_for(row, limit=_FIRST, without=without)
    offers = reasons.offers(ranked, need=row.pk, today=today)
    phones = list(dict.fromkeys(one.service.centre.phone for one in ranked if one.service.centre.phone))
    page = {"need": row, "protected": bool(row.compartment), "today": today, "phones": phones}
    if not row.compartment:
        page["lines"] = [(offer, one.service) for offer, one in zip(offers, ranked, strict=True)]
    return render(request, "orientation/paper.html", page)


def _tried(sent: list[Any]) -> list[int]:
    """Services at which the need waits, or which did not take it."""
    return [one.service_id for one in sent if one.state in LIVE or one.state in CLOSED_UNMET]


@needs("orientation.propose")
@once
def refer(request: HttpRequest, pk: UUID, service: int) -> HttpResponse:
    """Send a need to a service: what goes along, each thing with its own consent."""
    row = found(listening.need(pk))
    chosen = found(Service.objects.select_related("centre").filter(pk=service).first())
    ranked, position = _place(row, chosen)
    left_out = chosen.centre_id in queries.left_out(row.household_id)
    form = OneReferForm(typed(request), checked=request.method == "POST", left_out=left_out)
    if request.method == "POST" and ranked is not None and form.is_valid():
        try:
            referral = actions.refer(
                need=row, service=chosen, centre=request.post.centre, by=request.user, ranked=ranked,
                position=position, **form.cleaned_data,
            )  # fmt: skip
            return redirect("orientation:referral", referral.pk)
        except actions.ConsentMissing as refusal:
            form.add_error("manner", str(refusal))
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = _refer_page(row, chosen, ranked, form) | {"left_out": left_out}
    return render(request, "orientation/refer.html", page)


def _place(row: Need, service: Service) -> tuple[Ranked | None, int | None]:
    """The service as it is ranked today, and its place from 1; nothing for one that is not in the list."""
    ranked = queries.services_for(row, limit=_ALL)
    return next(((one, n) for n, one in enumerate(ranked, 1) if one.service.pk == service.pk), (None, None))


def _refer_page(row: Need, service: Service, ranked: Ranked | None, form: OneReferForm) -> dict[str, Any]:
    today = timezone.localdate()
    given = snapshot(row, ConsentScope.values)
    chosen = set(form["shares"].value() or ())
    parts = [part for part in shared.parts(given) if part.lines]
    live = next((one for one in queries.of_need(row) if one.service_id == service.pk and one.state in LIVE), None)
    return {
        "need": row, "service": service, "form": form, "live": live,
        "parts": [(part, part.code in chosen) for part in parts],
        "always": {"who": shared.who(given["facts"]), "commune": shared.commune_of(given["facts"])},
        "reasons": reasons.said(ranked.reasons, ranked.km, today=today) if ranked else [],
        "reads_aloud": row.person.literacy in {"no", "little"},
        "cancel": reverse("orientation:need", args=[row.pk]),
    }  # fmt: skip
