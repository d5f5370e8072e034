"""Open offers: the sender shows a need to several centres, each centre sees its card, the first one takes it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.centres.choices import THEMES
from jisr.centres.models import Service
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families.choices import ConsentScope
from jisr.staff.rules import may
from jisr.territory.models import Commune, Province
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.orientation import reasons, shared
from jisr.web.orientation.forms import DeclineForm, OfferForm, TakeBackForm
from jisr.web.window import found
from jisr.window.listening import queries as listening
from jisr.window.listening.models import Need
from jisr.window.orientation import offer_actions, offer_queries, queries
from jisr.window.orientation.actions import AlreadyAnswered
from jisr.window.orientation.choices import Reach
from jisr.window.orientation.models import OfferCard
from jisr.window.orientation.ranking import Ranked
from jisr.window.orientation.sharing import snapshot

_MOST = 50


@needs("orientation.propose")
@once
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a need to several centres: how far, what they see, what goes along to the one that takes it."""
    row = found(listening.need(pk))
    reach = _reach(request)
    ranked = offer_queries.capable(row, reach, own=request.post.centre_id)
    form = OfferForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            made = offer_actions.offer(
                need=row, services=_asked(ranked, request), centre=request.post.centre,
                by=request.user, reach=reach, leaves_out=_left_out(ranked, request), **form.cleaned_data,
            )  # fmt: skip
            return redirect("orientation:made_offer", made.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    before = {str(centre) for centre in queries.left_out(row.household_id)}
    left = request.POST.getlist("leave_out") if request.method == "POST" else before
    page = _offer_page(row, ranked, reach, form) | {"left": left, "before": before}
    page["asks_word"] = any(centre in before for _offer, centre in page["offers"])
    return render(request, "orientation/offer.html", page)


def _asked(ranked: list[Ranked], request: HttpRequest) -> list[Service]:
    """The services of the centres that were read to her and that she did not leave out: somebody there may know her.

    A centre that became able to take her since the page was shown was not read to her, and is not asked.
    """
    named = set(request.POST.getlist("read")) - set(request.POST.getlist("leave_out"))
    return [one.service for one in ranked if str(one.service.centre_id) in named]


def _left_out(ranked: list[Ranked], request: HttpRequest) -> set[int]:
    """The centres that were read to her and that she left out."""
    named = set(request.POST.getlist("leave_out"))
    return {one.service.centre_id for one in ranked if str(one.service.centre_id) in named}


def _reach(request: HttpRequest) -> str:
    asked = request.POST.get("reach", "") or request.GET.get("reach", "")
    return asked if asked in Reach.values else Reach.PROVINCE


def _offer_page(row: Need, ranked: list[Ranked], reach: str, form: OfferForm) -> dict[str, Any]:
    given, chosen = snapshot(row, ConsentScope.values), set(form["shares"].value() or ())
    parts = [(part, part.code in chosen) for part in shared.parts(given) if part.lines]
    facts = given["facts"]
    return {
        "need": row, "form": form, "reach": reach, "reaches": Reach.choices, "parts": parts,
        "who": shared.who({name: facts.get(name) for name in ("sex", "age_band")}), "theme": row.get_theme_display(),
        "offers": [
            (offer, str(one.service.centre_id))
            for offer, one in zip(
                reasons.offers(ranked, need=row.pk, today=timezone.localdate()), ranked, strict=True
            )
        ],
        "open": next((one for one in offer_queries.of_need(row) if one.state == "open"), None),
        "reads_aloud": row.person.literacy in {"no", "little"},
        "cancel": reverse("orientation:need", args=[row.pk]),
    }  # fmt: skip


@needs("orientation.answer")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What this centre may take, what others took before it, and what it offers itself. A fixed number of queries."""
    centre = [request.post.centre_id]
    cards = list(offer_queries.cards(centre, most=_MOST))
    ended = list(offer_queries.lately(centre, most=_MOST))
    places = _places([*cards, *ended])
    page = {
        "cards": [_face(one, places) for one in cards], "ended": [_face(one, places) for one in ended],
        "made": offer_queries.made_here(centre, most=_MOST), "themes": THEMES,
        "proposes": may(request.post.role, "orientation.propose"),
    }  # fmt: skip
    return render(request, "orientation/offers.html", page)


def _face(card: OfferCard, places: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": card, "theme": THEMES.get(card.theme, card.theme), "place": places.get(card.place),
        "who": shared.who({"sex": card.sex, "age_band": card.age_band}),
    }  # fmt: skip


def _places(cards: list[OfferCard]) -> dict[str, Any]:
    """The communes and provinces that cards name, by their codes. Two queries."""
    codes = {card.place for card in cards if card.place}
    return dict(Commune.objects.in_bulk(codes)) | dict(Province.objects.in_bulk(codes))


@needs("orientation.answer")
@require_GET
def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One open offer, as this centre sees it."""
    row = _card(request, pk)
    journal.opened("orientation.opened_offer", row)
    return _show(request, row)


def _card(request: HttpRequest, pk: UUID) -> OfferCard:
    return found(offer_queries.card(pk, [request.post.centre_id]))


def _show(request: HttpRequest, row: OfferCard, *, notice: str = "", status: int = 200) -> HttpResponse:
    page = _face(row, _places([row])) | {
        "notice": notice, "today": timezone.localdate(),
        "open": row.state == "open" and row.until >= timezone.localdate(),
    }  # fmt: skip
    return render(request, "orientation/card.html", page, status=status)


@needs("orientation.answer")
@require_POST
@once
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it: whoever is first receives the person; the others read that another centre was quicker."""
    row = _card(request, pk)
    try:
        referral = offer_actions.take(card=row, by=request.user)
    except (offer_actions.OfferGone, offer_actions.NoLongerAble) as refusal:
        return _show(request, _card(request, pk), notice=str(refusal), status=409)
    return redirect("orientation:referral", referral.pk)


@needs("orientation.answer")
@once
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not for this centre, and why."""
    row = _card(request, pk)
    form = DeclineForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            offer_actions.decline(card=row, by=request.user, **form.cleaned_data)
            return redirect("orientation:offers")
        except offer_actions.OfferGone as refusal:
            return _show(request, _card(request, pk), notice=str(refusal), status=409)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Not for this centre"), "verb": _("Leave it to the others"), "form": form,
        "text": _("The other centres still see the offer; whoever sent it reads your reason."),
        "cancel": reverse("orientation:card", args=[pk]),
    }  # fmt: skip
    return render(request, "confirm.html", page)


@needs("orientation.propose")
@require_GET
def made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own open offer: who was asked, who said no, who took it."""
    row = found(offer_queries.offer(pk))
    journal.opened("orientation.opened_offer", row)
    page = {
        "offer": row, "theme": THEMES.get(row.theme, row.theme), "cards": offer_queries.answers_to(row),
        "need": listening.need(row.need_id),
    }  # fmt: skip
    return render(request, "orientation/made_offer.html", page)


@needs("orientation.propose")
@once
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sender takes an open offer back."""
    row = found(offer_queries.offer(pk))
    form = TakeBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            offer_actions.take_back(made=row, by=request.user, **form.cleaned_data)
            return redirect("orientation:made_offer", pk)
        except AlreadyAnswered:
            return redirect("orientation:made_offer", pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Take the offer back"), "verb": _("Take it back"), "form": form, "danger": True,
        "text": _("The other centres no longer see it."), "cancel": reverse("orientation:made_offer", args=[pk]),
    }  # fmt: skip
    return render(request, "confirm.html", page)
