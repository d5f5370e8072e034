"""Pages of rounds: whoever answers for a centre proposes, reviews and signs who has its places."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.centres.models import Service
from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.web import acting, people
from jisr.web.access import needs, typed
from jisr.web.allocation import words
from jisr.web.allocation.forms import ChangeForm, RoundForm, SignForm
from jisr.web.forms import once, put_refusal
from jisr.web.window import found, read_version
from jisr.web.wording import name_of
from jisr.window.allocation import actions, orders, queries
from jisr.window.allocation.choices import RoundState
from jisr.window.allocation.models import Round

_SIGNS = "allocation.sign"


@needs(_SIGNS)
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Services for which somebody waits, and the rounds that were made."""
    centres = [request.post.centre_id]
    made = list(queries.rounds(centres))
    page = {
        "services": queries.services(centres), "rounds": [(one, words.state_tone(one)) for one in made],
        "reviewed": {one.service_id for one in made if one.state == RoundState.PROPOSED},
    }  # fmt: skip
    return render(request, "allocation/rounds.html", page)


@needs(_SIGNS)
@once
def new(request: HttpRequest, service: int) -> HttpResponse:
    """Make a round: the places, the order, and who is on the list."""
    row = found(Service.objects.select_related("centre").filter(pk=service, centre=request.post.centre_id).first())
    waiting, today = queries.waiting_for(row), timezone.localdate()
    form = RoundForm(
        typed(request), orders=[(code, words.shown_order(orders.in_force(code, today))) for code in orders.CODES],
        families=[(str(key), _family(some)) for key, some in queries.families_of(waiting)],
        initial={"places": row.places_free or None, "order": orders.of_theme(row.theme, today).code},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(service=row, by=request.user, **_values(form))
            return redirect("allocation:round", made.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    journal.opened("allocation.opened_waiting", f"centres.service:{row.pk}", compartment=row.compartment)
    page = {
        "service": row, "form": form, "waiting": [(one, people.who_was_sent(one.referral.shared)) for one in waiting],
        "open": queries.open_round(row), "back": reverse("allocation:rounds"),
    }  # fmt: skip
    return render(request, "allocation/new.html", page)


def _values(form: RoundForm) -> dict[str, Any]:
    given = form.cleaned_data
    together = {UUID(key) for key in given.get("together", ())}
    return {"places": given["places"], "order": given["order"], "max_km": given["max_km"], "together": together}


def _family(some: list[queries.Waiting]) -> str:
    return " + ".join(str(people.who_was_sent(one.referral.shared)) for one in some)


@needs(_SIGNS)
@require_GET
def round_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A round: who has a place and why, who waits, in which turn, and what would change it."""
    row = found(queries.round_of(pk))
    journal.opened("allocation.opened_round", row)
    return render(request, "allocation/round.html", _page(row, SignForm(initial={"decide_by": _again()})))


def _page(row: Round, form: SignForm) -> dict[str, Any]:
    lines = words.lines(row, queries.placements(row), people.who_was_sent)
    placed = [one for one in lines if one.row.placed]
    return {
        "round": row, "form": form, "placed": placed, "waiting": [one for one in lines if not one.row.placed],
        "left": row.places - len(placed), "changed": [one for one in lines if one.row.changed],
        "order": words.shown_order(words.order_of(row)), "one_more": words.one_more(row),
        "tone": words.state_tone(row), "lots": queries.word_of_lots(row),
    }  # fmt: skip


def _again() -> Any:
    return timezone.localdate() + timedelta(days=int(queries.limits()["again_days"]))


@needs(_SIGNS)
@require_POST
@once
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign a round: every referral in it is answered at once, or none."""
    row = found(queries.round_of(pk))
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            actions.sign(
                round=row, version=read_version(request, row.version), by=request.user,
                decide_by=form.cleaned_data["decide_by"],
            )  # fmt: skip
            return redirect("allocation:round", row.pk)
        except Stale as stale:  # another list stands there now: it is read, and ticked, anew
            form = SignForm({"decide_by": request.POST.get("decide_by")})
            put_refusal(form, stale)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "allocation/round.html", _page(found(queries.round_of(pk)), form))


@needs(_SIGNS)
@require_POST
@once
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a round aside."""
    row = found(queries.round_of(pk))
    return acting.done_or_said(
        request, lambda: actions.drop(round=row, by=request.user), done=_("The round is dropped. Nobody was told."),
        back=reverse("allocation:rounds"),
    )  # fmt: skip


@needs(_SIGNS)
@once
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what was computed for one person, with the reason."""
    row = found(queries.placement(pk))
    placed, form = not row.placed, ChangeForm(typed(request))
    who = people.who_was_sent(row.referral.shared)
    title = _("Give a place to: %(who)s") if placed else _("Let wait: %(who)s")
    return acting.answered(
        request, form, lambda: actions.change(placement=row, placed=placed, by=request.user, **form.cleaned_data),
        back=reverse("allocation:round", args=[row.round_id]), back_words=_("Back to the round"), versioned=row,
        done=_("The change is kept with its reason. Nobody is told before the round is signed."),
        title=title % {"who": who}, verb=_("Keep this change"), lead=name_of(row.round.service),
    )  # fmt: skip
