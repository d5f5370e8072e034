"""Open offers between reading and posting: who became able, who is no longer, and who was never asked."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from jisr.centres.models import Centre, Notice, Service
from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.window.orientation import offer_actions as offers
from jisr.window.orientation import offer_queries
from jisr.window.orientation.choices import Reach
from jisr.window.orientation.models import OfferCard, OpenOffer, Referral
from jisr.window.orientation.queries import services_for
from tests.access.people import entered
from tests.access.probes import refused
from tests.ground import FAR, OWN, PARTNER, SERVICE_FAR, SERVICE_SISTER, SISTER, post_of
from tests.stories import under
from tests.window.forms import act
from tests.window.test_open_offers import need_of, offered, twins

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "keeper", "counter"])
TODAY = timezone.localdate()
LAID = (
    "INSERT INTO orientation_offercard (id, offer_id, service_id, centre_id, from_centre_id, theme, sex, age_band,"
    " place, urgent, made_at, until, state, refusal, compartment)"
    " VALUES (%s, %s, %s, %s, %s, 'disability', '', '', '', false, now(), CURRENT_DATE + 3, 'open', '', '')"
)


def changed(model, key, **values):
    """The catalogue says something else from now on."""
    with scope(speaking="owner"):
        model.objects.filter(pk=key).update(**values)


def closed_for_now(**values):
    with scope(speaking="owner"):
        Notice.objects.create(centre_id=SISTER, kind="closure", since=TODAY, until=TODAY, **values)


LOST = {
    "the centre closed": lambda: changed(Centre, SISTER, closed_on=TODAY),
    "the centre answers by link": lambda: changed(Centre, SISTER, answers="link"),
    "nobody says the service true": lambda: changed(Service, SERVICE_SISTER, hidden_on=TODAY),
    "the service ended": lambda: changed(Service, SERVICE_SISTER, until=TODAY),
    "the service begins later": lambda: changed(Service, SERVICE_SISTER, since=TODAY + timedelta(days=1)),
    "the service became a secret": lambda: changed(Service, SERVICE_SISTER, compartment="violence"),
    "the service moved": lambda: changed(Service, SERVICE_SISTER, centre_id=FAR),
    "the centre is closed today": closed_for_now,
    "the service is closed today": lambda: closed_for_now(service_id=SERVICE_SISTER),
}


@pytest.mark.parametrize("what", LOST)
def test_a_centre_that_is_no_longer_able_takes_nothing(what):
    """It read the card when it was able; what it says of itself now is what counts, and the offer stays open."""
    with under("worker") as held:
        offer = offered(held, need_of(held), SERVICE_SISTER, SERVICE_FAR)
        card = OfferCard.objects.get(centre=SISTER)
    sister = entered("sister_worker", headers={"accept-language": "fr"})
    assert sister.get(f"/orientation/offers/{card.pk}/").status_code == 200
    LOST[what]()

    answer = sister.post(f"/orientation/offers/{card.pk}/take", act())

    assert answer.status_code == 409 and "Corrigez la page" in answer.content.decode()
    with scope(speaking="owner"):
        assert not Referral.objects.exists()
        assert OpenOffer.objects.get(pk=offer.pk).state == "open"
        assert set(OfferCard.objects.values_list("state", flat=True)) == {"open"}


def test_who_closes_while_another_hand_takes_waits_or_is_seen():
    """The two rows are held: a closing that is not finished is waited for, and counts."""
    with under("worker") as held:
        offered(held, need_of(held), SERVICE_SISTER)
        card = OfferCard.objects.get()
    said, begun = [], threading.Event()

    def take():
        try:
            with scope(user=post_of("sister_worker").user_id, centres=[SISTER]):
                begun.set()
                offers.take(card=card, by=post_of("sister_worker").user)
            said.append("taken")
        except offers.NoLongerAble:
            said.append("unable")
        finally:
            connections.close_all()

    hand = threading.Thread(target=take)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE centres_centre SET closed_on = CURRENT_DATE WHERE id = %s", [SISTER])
        hand.start()
        begun.wait()
        hand.join(timeout=1.0)
        assert hand.is_alive(), "it waits for the one who closes"
    hand.join()

    assert said == ["unable"]


def test_a_centre_that_was_left_out_takes_by_no_key_that_it_knows():
    """Somebody there may know her: neither the offer's key, nor a card's, nor the need's, nor a card of its own."""
    twins(FAR)
    with under("worker") as held:
        need = need_of(held)
        offer = offered(held, need, SERVICE_SISTER)
        card = OfferCard.objects.get()
    with under("far_worker") as far:
        for key in (offer.pk, card.pk, need.pk, new_key()):
            assert call("jisr_take_offer", key) == []
            assert call("jisr_decline_offer", key, "full") == [(False,)]
        for sender in (FAR, OWN, SISTER):
            assert refused(LAID, new_key(), offer.pk, 9_100, FAR, sender)
        client = entered("far_worker")
        for path in ("", "take", "decline"):
            assert client.post(f"/orientation/offers/{card.pk}/{path}", act(reason="full")).status_code in {404, 405}
    forged = new_key()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(LAID, [forged, offer.pk, 9_100, FAR, FAR])  # were the wall of the table not there
    with under("far_worker"):
        with pytest.raises(offers.OutOfReach):
            offers.take(card=OfferCard.objects.get(pk=forged), by=far.user)
        assert not Referral.objects.exists()
    with under("sister_worker") as sister:
        assert offers.take(card=card, by=sister.user).to_centre_id == SISTER


def test_a_centre_that_became_able_since_the_page_was_read_aloud_is_not_asked():
    """She was read the names, and could say where she must not be shown; this one was not among them."""
    twins(FAR)
    changed(Centre, SISTER, closed_on=TODAY)
    with under("worker") as held:
        need = need_of(held)
    worker, address = entered("worker"), f"/orientation/need/{need.pk}/offer/?reach=nation"
    page = worker.get(address).content.decode()
    read = re.findall(r'name="read" value="(\d+)"', page)
    assert read == [str(FAR)]
    changed(Centre, SISTER, closed_on=None)
    fields = {"shown": "province", "reach": "nation", "manner": "spoken"}

    none = worker.post(address, act(**fields))
    made = worker.post(address, act(**fields, read=read))

    assert (none.status_code, made.status_code) == (200, 302)
    with under("worker"):
        assert [card.centre_id for card in OfferCard.objects.all()] == [FAR]


def test_a_centre_with_a_list_is_found_behind_any_number_that_answer_in_another_way(monkeypatch):
    """In a country of twenty thousand services the best ranked hundreds may all be asked by a link."""
    monkeypatch.setattr(offer_queries, "_LOOKED_AT", 1)
    with scope(speaking="owner"):
        row = Service.objects.get(pk=SERVICE_SISTER)
        row.pk, row.code, row.centre_id, row.quality = 9_200, "TWIN-PARTNER", PARTNER, 100
        row.save(force_insert=True)
        Service.objects.filter(pk=SERVICE_SISTER).update(
            quality=0, cost="fixed", cost_mad=10_000_000, places_total=5, places_free=0, places_confirmed_on=TODAY
        )
    with under("worker") as held:
        need = need_of(held)
        [best] = services_for(need, limit=1)
        found = {reach: offer_queries.capable(need, reach, own=held.centre_id) for reach in Reach}

    assert best.service.centre_id == PARTNER
    assert set(found) == set(Reach)
    assert all([one.service.pk for one in rows] == [SERVICE_SISTER] for rows in found.values())
