"""The page of a referral, for both sides: the sender sees the answer, the receiver what was shared, and answers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.centres.choices import THEMES, Answers, Obstacle
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.orientation import reasons, remedies, shared, spoken
from jisr.web.orientation.forms import AnswerForm, SlipForm
from jisr.web.widgets import DRAWINGS
from jisr.web.window import found
from jisr.window.listening import queries as listening
from jisr.window.orientation import actions, queries
from jisr.window.orientation.choices import CLOSED_UNMET, RUNNING, SEEN_BY_PERSON, WAITING, ReferralState, Through
from jisr.window.orientation.frozen import thaw
from jisr.window.orientation.models import Referral
from jisr.window.orientation.rules import days_late

S = ReferralState
#: Where the answer came from is said, unless it is the ordinary way.
_TOLD_WAYS = frozenset(Through.values) - {Through.LIST}


@dataclass(frozen=True)
class Side:
    """Where the reader stands.

    Attributes:
        sends: the reader's centre sent it.
        orients: and the reader's role may orient: only then is she led to services, papers and what takes it back.
        receives: the reader's centre answers it.
        writes_for: the reader's centre sent it to one without an account, and may write down what that one says.
    """

    sends: bool
    orients: bool
    receives: bool
    writes_for: bool

    @property
    def through(self) -> str:
        """How an answer written from here reached the product."""
        return "list" if self.receives else "slip"

    @property
    def acts_there(self) -> bool:
        """Whether the reader may say what happens at the receiving centre."""
        return self.receives or self.writes_for


def side_of(request: HttpRequest, referral: Referral) -> Side:
    """On which side of a referral the reader's post is."""
    centre = request.post.centre_id
    sends, receives = referral.from_centre_id == centre, referral.to_centre_id == centre
    by_link = referral.to_centre.answers == Answers.LINK
    orients = sends and may(request.post.role, "orientation.propose")
    return Side(sends, orients, receives, writes_for=sends and not receives and by_link)


@needs("orientation.propose", "orientation.answer")
def referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A referral, as the reader's side sees it."""
    row = found(queries.referral(pk))
    journal.opened("orientation.opened_referral", row)
    return show(request, row)


@needs("orientation.answer")
@once
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a referral, or write down the answer of a centre that has no account."""
    row = found(queries.referral(pk))
    side = side_of(request, row)
    form = _form_of(side)(typed(request), checked=request.method == "POST")
    if request.method != "POST":
        return show(request, row, form=form)
    if not side.acts_there:
        return show(request, row, notice=_("This referral is answered by the centre to which it was sent."), status=409)
    if row.state not in WAITING:  # no form is left on the page that could say what is wrong with what was typed
        return conflict(request, row, actions.AlreadyAnswered())
    if form.is_valid():
        try:
            actions.answer(referral=row, by=request.user, through=side.through, **form.cleaned_data)
            return redirect("orientation:referral", row.pk)
        except actions.AlreadyAnswered as refusal:
            return conflict(request, row, refusal)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return show(request, row, form=form)


def _form_of(side: Side) -> type[AnswerForm]:
    """What is keyed in for a centre without an account may have stood on paper."""
    return SlipForm if side.writes_for else AnswerForm


def conflict(request: HttpRequest, row: Referral, refusal: Refusal) -> HttpResponse:
    """The present state of a referral that somebody moved in between, with the sentence that says so."""
    return show(request, found(queries.referral(row.pk)), notice=str(refusal), status=409)


def show(
    request: HttpRequest, row: Referral, *, form: AnswerForm | None = None, notice: str = "", status: int = 200
) -> HttpResponse:
    """The page of a referral."""
    side, today = side_of(request, row), timezone.localdate()
    grounds, protected = thaw(row.reasons), bool(row.compartment)
    facts = row.shared.get("facts", {})
    page = {
        "referral": row, "side": side, "notice": notice, "theme": THEMES.get(row.theme, row.theme),
        "who": shared.who(facts), "commune": shared.commune_of(facts), "parts": shared.parts(row.shared, row.shares),
        "reasons": reasons.said(grounds.reasons, grounds.km, today=today) if row.reasons else [],
        "waits": row.state in WAITING, "runs": row.state in RUNNING,
        "late": days_late((row.decide_by if row.state == S.UNDER_STUDY else None) or row.answer_by, today),
        "remedy": remedies.after(row.state, refusal=row.refusal, failure=row.failure), "today": today,
        "by_link": row.to_centre.answers == Answers.LINK, "form": form or _form_of(side)(),
        "household": actions.household_of(row), "leaves": not protected,
        "through": Through(row.answered_through).label if row.answered_through in _TOLD_WAYS else "",
        "face_drawing": DRAWINGS.get(str(row.face), ""),
        "hindered": [Obstacle(one).label for one in row.obstacles] if row.state == S.FAILED or side.sends else [],
        "between_us": bool(row.refusal) and not SEEN_BY_PERSON[row.refusal],
    }  # fmt: skip
    if side.sends:
        page |= _sender(row, today)
    return render(request, "orientation/referral.html", page, status=status)


def _sender(row: Referral, today: Any) -> dict[str, Any]:
    """What only the sender sees: the need, and the next service where this one does not serve."""
    need = listening.need(row.need_id)
    if need is None:
        return {}
    page: dict[str, Any] = {"need": need, "spoken": spoken.to_her(row), "log": spoken.log(row)}
    if row.state in CLOSED_UNMET and need.state == "open":
        sent = list(queries.of_need(need))
        closed = {one.service_id for one in sent if one.state in CLOSED_UNMET}
        page["elsewhere"] = next((one for one in sent if one.state not in CLOSED_UNMET), None)
        if page["elsewhere"] is None:
            ranked = queries.services_for(
                need, limit=2, without=[*closed, *queries.services_left_out(need.household_id)]
            )
            page["next"] = next(iter(reasons.offers(ranked, need=need.pk, today=today)[:1]), None)
            if remedies.may_be_sent_again(row.state, refusal=row.refusal):
                page["again"] = reverse("orientation:refer", args=[need.pk, row.service_id])
    return page
