"""A round from the waiting list to the signature: reviewed by a person, all or nothing, nobody refused."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jisr.centres.models import Service
from jisr.common.database import scope
from jisr.common.errors import Stale
from jisr.common.keys import new_key
from jisr.window.allocation import actions, orders, queries
from jisr.window.allocation.models import Placement, Round
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.ground import IMINTANOUTE, LALLA_AZIZA, SERVICE_SISTER, user_of
from tests.stories import listened, received, referred, under, with_children
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ENGLISH = {"accept-language": "en"}
SOON = timezone.localdate() + timedelta(days=30)


def girl(held, name, *, commune=LALLA_AZIZA, days=0, disability="", shares=("name", "disability")):
    """A girl of 14 sent to the sister centre so many days ago."""
    visit = received(
        held, given=name, born=date(timezone.localdate().year - 14, 1, 1), commune=commune,
        names={"disability": disability, "marital_state": "single"},
    )  # fmt: skip
    sent = referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER, shares=shares)
    Referral.objects.filter(pk=sent.pk).update(sent_at=timezone.now() - timedelta(days=days))
    return sent


@pytest.fixture
def waiting():
    """Five who wait at the sister centre, by name."""
    with under("worker") as held:
        made = {
            "near": girl(held, "قريبة", commune=IMINTANOUTE, days=200),
            "late": girl(held, "متأخرة", days=1),
            "early": girl(held, "سابقة", days=90),
            "deaf": girl(held, "صماء", days=2, disability="hearing"),
        }
        visit = received(held, given="أم")
        sisters = with_children(held, visit.household)
        need = listened(held, visit, *((one, "disability") for one in sisters))
        for one in need.needs.select_related("household__commune__province", "person"):
            orientation.refer(
                need=one, service=Service.objects.get(pk=SERVICE_SISTER), centre=held.centre, by=held.user
            )
        return {name: row.code for name, row in made.items()}


def proposed(held, places, **values):
    """A round of the boarding order at the sister centre."""
    return actions.propose(
        service=Service.objects.get(pk=SERVICE_SISTER), places=places, order="boarding", by=held.user, **values
    )


def given(row):
    """Who has a place."""
    return {one.referral.code for one in queries.placements(row) if one.placed}


def test_a_round_follows_the_published_order_and_is_signed_whole(waiting):
    with under("sister_director") as held:
        row = proposed(held, 2)
        assert given(row) == {waiting["deaf"], waiting["early"]}
        lines = {one.referral.code: one for one in queries.placements(row)}
        assert lines[waiting["near"]].position == len(orders.in_force("boarding", timezone.localdate()).classes)
        unknown = [one for one in lines.values() if one.could_be == 0]
        assert len(unknown) == 2 and unknown[0].missing == ["disability"], "nobody agreed that it be told"
        assert Referral.objects.get(code=waiting["deaf"]).state == "offered", "nobody is told before it is signed"
        with pytest.raises(actions.AlreadyProposed):
            proposed(held, 1)
        with pytest.raises(actions.NoPlaceLeft):
            actions.change(placement=lines[waiting["late"]], placed=True, reason="danger", by=held.user)
        actions.change(placement=lines[waiting["early"]], placed=False, reason="family", by=held.user)
        actions.change(placement=lines[waiting["late"]], placed=True, reason="danger", by=held.user)
        with pytest.raises(Stale):  # somebody who read the list before these two changes
            actions.sign(round=row, version=1, by=held.user, decide_by=SOON)
        actions.sign(round=row, version=3, by=held.user, decide_by=SOON)
        states = dict(Referral.objects.values_list("code", "state"))
        assert {code for code, state in states.items() if state == "accepted"} == {waiting["deaf"], waiting["late"]}
        assert set(states.values()) == {"accepted", "under_study"}, "nobody is refused"
        with pytest.raises(actions.AlreadyEnded):
            actions.sign(round=row, version=3, by=held.user, decide_by=SOON)


def refused(sql, *values):
    """Whether the database refuses to write this to a request."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError:
        return True
    return False


ROUND, PLACE = "UPDATE allocation_round SET {} WHERE id = %s", "UPDATE allocation_placement SET {} WHERE id = %s"
SIGNED = ROUND.format("state = 'signed', signed_at = now(), signed_by_id = %s, decide_by = current_date + 9")


def test_what_was_signed_stays_whoever_writes(waiting):
    """Past the pages too: nobody signs unanswered, for another, or without the post; a signed list is not rewritten."""
    with under("sister_director") as held:
        row, me = proposed(held, 2), held.user.pk
        line = next(one for one in queries.placements(row) if one.placed)
        other = user_of("director").pk
        assert refused(SIGNED, me, row.pk), "its referrals are not answered"
        for change in ("places = 9", "made_by_id = made_by_id + 1", "\"order\" = 'waiting'", "code = 'X'"):
            assert refused(ROUND.format(change), row.pk), change
        for change in ("turn = 1 + turn", "why = 'all_full'", "computed = NOT computed", "position = 1 + position"):
            assert refused(PLACE.format(change), line.pk), change
        changed = "placed = false, changed = 'fact', changed_by_id = %s"
        assert refused(PLACE.format(changed), other, line.pk), "in somebody else's name"
        actions.sign(round=row, version=1, by=held.user, decide_by=SOON)
        assert refused(PLACE.format(changed), me, line.pk) and refused(PLACE.format("changed_words = '…'"), line.pk)
        for change in ("state = 'dropped', signed_at = NULL, signed_by_id = NULL", "decide_by = decide_by + 1"):
            assert refused(ROUND.format(change), row.pk), change
        again = "INSERT INTO allocation_placement SELECT (jsonb_populate_record(l, %s::jsonb)).* FROM"
        again += " allocation_placement l WHERE l.id = %s"
        assert refused(again, json.dumps({"id": str(new_key())}), line.pk)


def test_a_round_is_signed_by_a_director_of_its_centre_in_her_own_name(waiting):
    """A worker of the same centre who writes past the pages signs nothing, and nobody signs for her director."""
    with under("sister_director") as held:
        row = proposed(held, 9)
        for one in queries.placements(row):
            orientation.answer(referral=one.referral, state="accepted", by=held.user)
        assert refused(SIGNED, user_of("director").pk, row.pk)
    with under("sister_worker") as worker:
        assert refused(SIGNED, worker.user.pk, row.pk) and refused(SIGNED, held.user.pk, row.pk)
        born = "INSERT INTO allocation_round SELECT (jsonb_populate_record(r, %s::jsonb)).* FROM allocation_round r"
        values = {"id": str(new_key()), "code": "AB12", "state": "signed", "signed_at": "2026-11-23"}
        assert refused(born, json.dumps(values | {"signed_by_id": worker.user.pk, "made_by_id": worker.user.pk}))
    with under("sister_director") as held:
        assert not refused(SIGNED, held.user.pk, row.pk)


def test_a_list_that_changed_since_is_not_signed_and_nothing_is_half_written(waiting):
    with under("sister_director") as held:
        row = proposed(held, 3)
    with under("worker") as worker:
        gone = Referral.objects.get(code=waiting["late"])
        orientation.withdraw(referral=gone, reason="declined", by=worker.user)
    with under("sister_director") as held:
        with pytest.raises(actions.Moved):
            actions.sign(round=row, version=1, by=held.user, decide_by=SOON)
        assert set(Referral.objects.values_list("state", flat=True)) == {"offered", "withdrawn"}
        actions.drop(round=row, by=held.user)
        assert len(given(proposed(held, 3))) == 3


def test_sisters_who_asked_to_stay_together_are_not_parted(waiting):
    with under("sister_director") as held:
        [(household, both)] = queries.families_of(queries.waiting_for(Service.objects.get(pk=SERVICE_SISTER)))
        row = proposed(held, 4, together={household})
        hers = {one.referral.code for one in both}
        assert len(given(row) & hers) in {0, 2}
        near = Placement.objects.get(round=row, referral__code=waiting["near"])
        assert not near.placed or given(row) >= hers
        actions.drop(round=row, by=held.user)
        near = proposed(held, 6, max_km=5)
        assert not given(near) & {waiting["early"], waiting["deaf"]}, "farther than the round reaches"


def test_the_pages_of_a_round_from_the_list_to_the_signature(waiting):
    client = entered("sister_director", headers=ENGLISH)
    assert "6 people wait" in client.get("/places/").content.decode()
    address = f"/places/new/{SERVICE_SISTER}/"
    assert "Propose a list" in client.get(address).content.decode()
    assert "Say how many" in client.post(address, act(order="boarding")).content.decode()
    made = client.post(address, act(order="boarding", places="2"))
    page = client.get(made["Location"]).content.decode()
    assert "2 people have a place" in page and "4 people wait" in page
    assert "One more place would let one more person in" in page and "Not known: " in page
    with under("sister_director"):
        row = Round.objects.get()
        one = Placement.objects.filter(round=row, placed=True).first()
    change = f"/places/place/{one.pk}/change/"
    assert "Let wait" in client.get(change).content.decode()
    assert client.post(change, act(reason="other", version="1")).status_code == 200, "other is said in words"
    assert client.post(change, act(reason="other", words="x", version="1")).status_code == 302
    assert "1 person was moved by hand" in client.get(made["Location"]).content.decode()
    sign = f"/places/round/{row.pk}/sign/"
    assert client.post(sign, act(decide_by=SOON.isoformat())).status_code == 200, "not read"
    old = client.post(sign, act(decide_by=SOON.isoformat(), read="on", version="1")).content.decode()
    assert 'name="version" value="2"' in old and "Tick it when you have read the list" in old, "a list of before"
    assert client.post(sign, act(decide_by=SOON.isoformat(), read="on", version="2")).status_code == 302
    assert "Signed by" in client.get(made["Location"]).content.decode()
    for other in ("director", "far_director"):
        assert entered(other).get(made["Location"]).status_code == 404
    assert entered("sister_worker").get(made["Location"]).status_code == 403
    assert "boarding" in entered("sister_director").get("/places/orders/").content.decode()
    with scope(centres=[101]):
        assert not Round.objects.exists() and not Placement.objects.exists()
