"""No transition exists outside the table: not by an act, not through the link, not in SQL."""

import pytest
from django.db import DatabaseError, transaction

from jisr.common.database import call, scope
from jisr.common.errors import Refusal, Unacceptable
from jisr.window.orientation import actions
from jisr.window.orientation.choices import ANSWERS, RUNNING, TASK_STATUS, TRANSITIONS, WAITING, ReferralState
from jisr.window.orientation.models import Referral
from tests.ground import SERVICE_SISTER
from tests.stories import listened, received, referred, under
from tests.window.referrals import ACTS, SOON, as_keeper, in_each_state

# the link speaks on a connection of its own
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])


def taken_back(act):
    """What an act leads to, taken back; "" where it is refused."""
    try:
        with transaction.atomic():
            led = act()
            transaction.set_rollback(True)
            return led
    except (Refusal, DatabaseError):
        return ""


def by_sql(row, state):
    """The state written past every act."""
    Referral.objects.filter(pk=row.pk).update(
        state=state, refusal="full", failure="moved", withdrawal="served", booked_on=SOON, decide_by=SOON,
        answered_at=row.sent_at,
    )  # fmt: skip
    return state


def test_every_act_in_every_state_does_what_the_table_says_and_nothing_else():
    """Ten states, every act, raw SQL, and the link's own function with each answer."""
    with under("worker") as held:
        rows = in_each_state(held)
        for state, row in rows.items():
            for name, (act, wanted) in ACTS.items():
                led = taken_back(lambda act=act, row=row: act(row, held.user).state)
                assert led == (wanted if wanted in TRANSITIONS[state] else ""), (state, name)
            for wanted in ReferralState:
                led = taken_back(lambda row=row, wanted=wanted: by_sql(row, wanted))
                assert bool(led) is (wanted in TRANSITIONS[state] or wanted == state), (state, wanted)
            linked = taken_back(lambda row=row: bool(actions.make_link(referral=row, by=held.user)))
            assert bool(linked) is (state in WAITING), state
            said = taken_back(lambda row=row: actions.confirm(referral=row, served=True, face=3, by=held.user).state)
            assert bool(said) is (state == ReferralState.COMPLETED), state
            reminded = taken_back(lambda row=row: as_keeper(row, actions.remind).state)
            assert bool(reminded) is (state == ReferralState.OFFERED), state
        keys = {state: str(row.pk) for state, row in rows.items()}
    with scope(speaking="owner"):
        Referral.objects.update(token_until=f"{SOON}T00:00:00+00:00")
        for key in keys.values():
            Referral.objects.filter(pk=key).update(token=f"token {key}")
    for state, key in keys.items():
        for wanted in ReferralState:
            try:
                with scope(speaking="public"):
                    values = (f"token {key}", "x", wanted, "full", "", SOON, SOON, "link")
                    [(led,)] = call("jisr_link_answer", *values)
                    transaction.set_rollback(True, using="public")
            except DatabaseError:
                led = "answered"
            allowed = wanted in TRANSITIONS[state] and wanted in ANSWERS and state in WAITING
            assert (led == wanted) is allowed, (state, wanted, led)
    with scope(speaking="owner"):
        assert {str(row.pk): row.state for row in Referral.objects.all()} == {v: k for k, v in keys.items()}


def test_what_a_centre_answered_stays_where_nothing_else_is_said_of_the_failure():
    """A day and a door written with the answer are read again; "another reason" is one in words."""
    with under("worker") as held:
        visit = received(held)
        sent = referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER)
        actions.answer(referral=sent, state="accepted", words="الباب الثاني", through="slip", by=held.user)
        with pytest.raises(Unacceptable):
            actions.fail(referral=sent, failure="other", words=" ", through="slip", by=held.user)
        actions.fail(referral=sent, failure="stopped", through="slip", by=held.user)

    assert (sent.state, sent.failure, sent.answer_words) == ("failed", "stopped", "الباب الثاني")


def test_the_tables_of_states_are_whole():
    """Each state is in one group, has its FHIR status, and what waits can always come to an end."""
    assert set(TRANSITIONS) == set(TASK_STATUS) == set(ReferralState)
    assert set().union(*TRANSITIONS.values()) | {ReferralState.OFFERED} == set(ReferralState)
    ends = {state for state, after in TRANSITIONS.items() if not after}
    assert ends | WAITING | RUNNING == set(ReferralState) and not ends & (WAITING | RUNNING)
    assert all(after for state, after in TRANSITIONS.items() if state in WAITING | RUNNING)
