"""Referrals for tests: one in each state, led there by the acts of the product."""

from datetime import timedelta

from django.utils import timezone

from jisr.centres.models import Centre, Service
from jisr.common.database import scope
from jisr.window.listening.models import Need
from jisr.window.orientation import actions
from jisr.window.orientation.choices import ReferralState
from tests.ground import SERVICE_PARTNER
from tests.stories import listened, received

S = ReferralState
SOON = timezone.localdate() + timedelta(days=3)


def as_keeper(referral, act):
    """An act as the job does it: in the scope of the sender, in no user's name."""
    with scope(centres=[referral.from_centre_id], compartments=filter(None, [referral.compartment])):
        return act(referral=referral)


#: state -> the acts that lead there from a referral that was just sent.
WAYS = {
    S.OFFERED: [], S.UNDER_STUDY: ["study"], S.ACCEPTED: ["accept"], S.BOOKED: ["book"], S.STARTED: ["accept", "start"],
    S.COMPLETED: ["accept", "start", "complete"], S.FAILED: ["accept", "fail"], S.REFUSED: ["refuse"],
    S.EXPIRED: ["expire"], S.WITHDRAWN: ["withdraw"],
}  # fmt: skip
#: act -> (how it is done, the state that it leads to)
ACTS = {
    "accept": (lambda r, by: actions.answer(referral=r, state="accepted", by=by, through="slip"), S.ACCEPTED),
    "book": (lambda r, by: actions.answer(referral=r, state="booked", booked_on=SOON, by=by, through="slip"), S.BOOKED),
    "study": (
        lambda r, by: actions.answer(referral=r, state="under_study", decide_by=SOON, by=by, through="slip"),
        S.UNDER_STUDY,
    ),
    "refuse": (
        lambda r, by: actions.answer(referral=r, state="refused", refusal="full", by=by, through="slip"), S.REFUSED
    ),
    "start": (lambda r, by: actions.start(referral=r, by=by, through="slip"), S.STARTED),
    "complete": (lambda r, by: actions.complete(referral=r, by=by, through="slip"), S.COMPLETED),
    "fail": (lambda r, by: actions.fail(referral=r, failure="moved", by=by, through="slip"), S.FAILED),
    "withdraw": (lambda r, by: actions.withdraw(referral=r, reason="served", by=by), S.WITHDRAWN),
    "expire": (lambda r, by: as_keeper(r, actions.expire), S.EXPIRED),
}  # fmt: skip


def sent(held, n, *, service=SERVICE_PARTNER, theme="training", compartment="", shares=(), **visit):
    """Referrals of the needs of one person, all to one service."""
    came = received(held, **visit)
    listened(held, came, *[(came.person, theme)] * n, compartment=compartment)
    to, centre = Service.objects.select_related("programme").get(pk=service), Centre.objects.get(pk=held.centre_id)
    needs = Need.objects.filter(household=came.household_id).select_related("household__commune__province", "person")
    return [
        actions.refer(need=need, service=to, centre=centre, by=held.user, shares=shares,
                      manner="spoken" if shares else "")
        for need in needs
    ]  # fmt: skip


def in_each_state(held, *, service=SERVICE_PARTNER, theme="training"):
    """{state: a referral in it}."""
    rows = dict(zip(WAYS, sent(held, len(WAYS), service=service, theme=theme), strict=True))
    for state, ways in WAYS.items():
        for way in ways:
            ACTS[way][0](rows[state], held.user)
        rows[state].refresh_from_db()
        assert rows[state].state == state
    return rows
