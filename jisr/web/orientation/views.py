"""Pages of the sender: which services fit a need, and sending it to one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jisr.centres.models import Service
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families.choices import ConsentScope
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.orientation import reasons, shared
from jisr.web.orientation.forms import ReferForm
from jisr.web.window import found
from jisr.window.listening import queries as listening
from jisr.window.listening.models import Need
from jisr.window.orientation import actions, queries
from jisr.window.orientation.choices import CLOSED_UNMET, LIVE
from jisr.window.orientation.rules import Ranked, need_status
from jisr.window.orientation.sharing import snapshot

_FIRST, _MORE, _ALL = 6, 40, 1_000


@needs("orientation.propose")
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The services that fit a need, ranked, with their reasons; and what became of those it was sent to."""
    row = found(listening.need(pk))
    journal.opened("orientation.opened_need", row)
    sent = list(queries.of_need(row))
    more = request.GET.get("more") == "1"
    ranked = queries.services_for(row, limit=_MORE if more else _FIRST + 1, without=_tried(sent))
    shown, today = ranked if more else ranked[:_FIRST], timezone.localdate()
    page = {
        "need": row, "sent": sent, "status": need_status(row.state, [one.state for one in sent]),
        "offers": reasons.offers(shown, need=row.pk, today=today), "sums": reasons.sums(shown),
        "parts": [words for words, _key in reasons.PARTS.values()], "weights": reasons.weights(today),
        "halves_km": queries.weights(today)["near_halves_every_km"], "has_more": len(ranked) > len(shown),
    }  # fmt: skip
    return render(request, "orientation/need.html", page)


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
    form = ReferForm(typed(request), checked=request.method == "POST")
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
    page = _refer_page(row, chosen, ranked, form)
    return render(request, "orientation/refer.html", page)


def _place(row: Need, service: Service) -> tuple[Ranked | None, int | None]:
    """The service as it is ranked today, and its place from 1; nothing for one that is not in the list."""
    ranked = queries.services_for(row, limit=_ALL)
    return next(((one, n) for n, one in enumerate(ranked, 1) if one.service.pk == service.pk), (None, None))


def _refer_page(row: Need, service: Service, ranked: Ranked | None, form: ReferForm) -> dict[str, Any]:
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
