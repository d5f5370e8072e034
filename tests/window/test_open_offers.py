"""Open offers: seen without a name, taken once, gone for the others; a protected one is there for its keepers alone."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from jisr.centres.models import Centre, Service
from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.models import Event
from jisr.families import actions as families
from jisr.families.models import Access, Consent, Household
from jisr.window.listening.models import Need
from jisr.window.orientation import actions, queries
from jisr.window.orientation import offer_actions as offers
from jisr.window.orientation.jobs import treat_due
from jisr.window.orientation.models import LeftOut, OfferCard, OpenOffer, Referral
from tests.access.people import entered
from tests.access.probes import refused
from tests.ground import FAR, OWN, SERVICE_FAR, SERVICE_SHELTER, SERVICE_SISTER, SHELTER, SISTER, post_of
from tests.stories import LALLA_AZIZA as HERS
from tests.stories import listened, received, under, with_children
from tests.window.forms import act

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "keeper", "counter"])
NAMES = ("فاطمة", "أيت وكريم", "بكلماتها")


def twins(*centres):
    """A service for disabled people at each of these centres, found nationwide."""
    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_SISTER).update(zone="nation")
        for n, centre in enumerate(centres):
            service = Service.objects.get(pk=SERVICE_SISTER)
            service.pk, service.code, service.centre_id = 9_100 + n, f"TWIN-{n}", centre
            service.save(force_insert=True)


def need_of(held, theme="disability", hidden="", **values):
    """One need, heard at the centre of a post."""
    visit = received(held, **values)
    heard = listened(held, visit, (visit.person, theme), compartment=hidden)
    rows = Need.objects.select_related("household__commune__province", "person", "interview__centre")
    return rows.get(interview=heard)


def offered(held, need, *services, **values):
    """The need, offered to these services."""
    values = {"reach": "nation", "manner": "spoken"} | values
    rows = [Service.objects.get(pk=key) for key in services]
    return offers.offer(need=need, services=rows, centre=Centre.objects.get(pk=held.centre_id), by=held.user, **values)


def test_an_offer_goes_from_a_need_to_the_first_centre_that_takes_it():
    """By the pages: what is seen before, who may, what comes along after, and what the others read."""
    twins(FAR, OWN)
    with under("worker") as held:
        need = need_of(held)
    worker, sister, far = entered("worker"), entered("sister_worker"), entered("far_officer")
    address = f"/orientation/need/{need.pk}/offer/?reach=nation"
    page = worker.get(address).content.decode()
    # asked without saying how she agreed: nothing is sent
    fields = {"shown": "commune", "reach": "nation", "read": re.findall(r'name="read" value="(\d+)"', page)}
    assert worker.post(address, act(**fields)).status_code == 200
    made = worker.post(address, act(**fields, manner="spoken", shares=["name"]))
    again = worker.post(address, act(**fields, manner="spoken"))
    assert "مركز ثان" in page and "مركز بعيد" in page
    assert made.status_code == 302 and again.status_code == 200 and made["Location"] in again.content.decode()
    with under("worker"):
        offer = OpenOffer.objects.get()
        cards = {card.centre_id: card.pk for card in OfferCard.objects.all()}
    assert set(cards) == {SISTER, FAR}, "never the sender's own"
    assert "/orientation/offers/" in sister.get("/work/").content.decode()
    seen = far.get(f"/orientation/offers/{cards[FAR]}/").content.decode()
    assert not any(name in seen for name in NAMES) and need.household.commune.name_ar in seen
    assert str(need.household_id) not in seen and str(need.pk) not in seen
    assert far.get(f"/orientation/offers/{cards[SISTER]}/").status_code == 404

    taken = sister.post(f"/orientation/offers/{cards[SISTER]}/take", act())
    late = far.post(f"/orientation/offers/{cards[FAR]}/take", act())

    assert taken["Location"] == f"/orientation/referral/{offer.pk}/"
    assert late.status_code == 409 and 'role="alert"' in late.content.decode()
    assert "فاطمة" in sister.get(taken["Location"]).content.decode()
    assert "فاطمة" not in far.get("/orientation/offers/").content.decode()
    assert not [task for task in far.get("/work/").context["tasks"] if "/offers/" in task.href]
    with under("sister_worker"):
        referral = Referral.objects.get()
        assert (referral.state, referral.answered_through, referral.code) == ("accepted", "offer", offer.code)
        assert Household.objects.filter(pk=need.household_id).exists()
    with under("far_worker"):
        assert not Referral.objects.exists() and not Household.objects.exists()
        assert OfferCard.objects.get().state == "gone"
    with under("worker"):
        offer.refresh_from_db()
        assert (offer.state, offer.taken_by_id, offer.shared) == ("taken", SISTER, {})
    with scope(speaking="counter"):
        told = list(Event.objects.filter(subject__in=Event.objects.filter(code="oriented").values("subject")))
        assert sorted(event.code for event in told) == ["accepted", "answered", "oriented"]


def test_a_centre_left_out_once_is_left_out_for_the_family():
    """The next worker finds it ticked; she unticks it with a word alone, and then it is forgotten."""
    twins(FAR)
    with under("worker") as held:
        visit = received(held)
        _girl, boy = with_children(held, visit.household)
        heard = listened(held, visit, (visit.person, "disability"), (boy, "disability"))
        first, second = Need.objects.filter(interview=heard).order_by("id")
        third = need_of(held, given="رقية")
    worker = entered("worker", headers={"accept-language": "en"})
    fields = {"shown": "nothing", "reach": "nation", "manner": "spoken", "read": [str(SISTER), str(FAR)]}

    def way(need):
        return f"/orientation/need/{need.pk}/offer/?reach=nation"

    def ticked(need, who=worker):
        page = who.get(way(need)).content.decode()
        return set(
            re.findall(r'name="leave_out" value="(\d+)" id="leave-\d+" checked', page)
        ), "left out before" in page

    assert worker.post(way(first), act(**fields, leave_out=[str(SISTER)])).status_code == 302
    assert ticked(second) == ({str(SISTER)}, True) and ticked(third) == (set(), False)
    assert worker.post(way(second), act(**fields)).status_code == 200, "without a word"
    assert worker.post(way(second), act(**fields, word=" ")).status_code == 200
    with under("worker"):
        assert LeftOut.objects.get().ended_on is None and OpenOffer.objects.count() == 1
    assert worker.post(way(second), act(**fields, word="انتقل من كانت تخشاه")).status_code == 302

    with under("worker") as held:
        [row] = LeftOut.objects.all()
        assert (row.word, row.word_plain, row.ended_by) == ("انتقل من كانت تخشاه", "", held.user)
        assert OfferCard.objects.filter(offer__need=second).count() == 2
        offers.take_back(made=OpenOffer.objects.get(need=second), reason="served", by=held.user)
    assert ticked(second) == (set(), False)
    with under("sister_worker"):
        assert not LeftOut.objects.exists()


def test_what_a_compartment_leaves_out_is_not_seen_outside_it():
    """Nothing on the page of the open need tells; its keepers find it on both, and end it with a word inside."""
    twins(FAR)
    with under("keeper") as held:
        visit = received(held)
        hidden = listened(held, visit, (visit.person, "shelter"), compartment="violence").needs.get()
        heard = listened(held, visit, (visit.person, "disability")).needs.get()
        rows = Need.objects.select_related("household__commune__province", "person", "interview__centre")
        hidden, heard = rows.get(pk=hidden.pk), rows.get(pk=heard.pk)
        way = f"/orientation/need/{heard.pk}/offer/?reach=nation"
    without = clean(entered("worker").get(way))
    with under("keeper") as held:
        offered(held, hidden, SERVICE_SHELTER, leaves_out=[FAR])
        assert LeftOut.objects.get().compartment == "violence"
    assert clean(entered("worker").get(way)) == without
    assert f'id="leave-{FAR}" checked' in entered("keeper").get(way).content.decode()
    with under("worker") as held:
        assert not LeftOut.objects.exists() and not queries.left_out(heard.household_id)
        other = offered(held, heard, 9_100)
        assert sorted(card.centre_id for card in other.cards.all()) == [FAR]
        offers.take_back(made=other, reason="served", by=held.user)
    with under("keeper") as held:
        with pytest.raises(Unacceptable):
            offered(held, heard, 9_100)
        offered(held, heard, 9_100, word="لم يعد هناك")
        assert LeftOut.objects.get().ended_by == held.user


def clean(response):
    """A page without what is new each time."""
    return re.sub(r'"\w{60,}"|nonce="[^"]+"|act_key" value="[^"]+"', "", response.content.decode())


def test_eight_centres_at_once_and_one_takes_it():
    """One row lock decides; the others are told, and nothing is half taken."""
    with scope(speaking="owner"):
        for n in range(8):
            centre = Centre.objects.get(pk=SISTER)
            centre.pk, centre.code = 700 + n, f"TEST-{n}"
            centre.save(force_insert=True)
    twins(*range(700, 708))
    with under("worker") as held:
        need = need_of(held)
        offer = offered(held, need, *range(9_100, 9_108))
        cards = list(OfferCard.objects.order_by("id"))
    ready, told, user = threading.Barrier(8), [], post_of("sister_worker").user

    def take(card):
        try:
            ready.wait()
            with scope(user=user.pk, centres=[card.centre_id]):
                told.append(offers.take(card=card, by=user).to_centre_id)
        except offers.OfferGone:
            told.append("gone")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=[card]) for card in cards]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told.count("gone") == 7
    with scope(speaking="owner"):
        [winner] = [one for one in told if one != "gone"]
        assert Referral.objects.get().to_centre_id == OpenOffer.objects.get(pk=offer.pk).taken_by_id == winner
        assert sorted(OfferCard.objects.values_list("state", flat=True)) == ["gone"] * 7 + ["taken"]


def test_what_a_worker_writes_in_sql_moves_no_offer():
    """Nobody takes a card of another, writes one as taken, offers in another's name, or reads who it is about."""
    with under("worker") as held:
        offer = offered(held, need_of(held), SERVICE_SISTER)
        card = OfferCard.objects.get()
        assert refused("UPDATE orientation_openoffer SET state = 'taken'")
        assert refused("UPDATE orientation_offercard SET state = 'taken'")
        assert call("jisr_take_offer", card.pk) == [], "the sender does not take her own"
    with under("far_worker"):
        assert not OpenOffer.objects.exists() and not OfferCard.objects.exists()
        assert call("jisr_take_offer", card.pk) == [] and call("jisr_decline_offer", card.pk, "full") == [(False,)]
        assert call("jisr_close_offer", offer.pk, "withdrawn", "served") == [(False,)]
        with pytest.raises(OutOfReach):
            offers.take(card=card, by=post_of("far_worker").user)
    with under("sister_worker"):
        assert not OpenOffer.objects.exists() and OfferCard.objects.get().pk == card.pk
        assert call("jisr_close_offer", offer.pk, "expired", "") == [(False,)]
        assert call("jisr_decline_offer", card.pk, "") == [(False,)]


def test_a_protected_offer_is_not_there_for_the_next_desk():
    """The same story twice, with a protected offer and without: what others ask is answered alike."""

    def asked(card):
        """Every answer that somebody outside gets."""
        said = []
        for name in ("worker", "director", "sister_worker"):
            client = entered(name, headers={"accept-language": "fr"})
            said += [
                re.sub(r'"\w{60,}"|nonce="[^"]+"|act_key" value="[^"]+"', "", client.get(path).content.decode())
                for path in ("/work/", "/orientation/offers/", "/orientation/referrals/")
            ]
            for path in ("", "take", "decline"):
                said.append(client.post(f"/orientation/offers/{card}/{path}", act(reason="full")).status_code)
            with under(name):
                said += [OfferCard.objects.count(), OpenOffer.objects.count(), call("jisr_take_offer", card)]
                said.append(call("jisr_decline_offer", card, "full"))
        return said

    with under("keeper") as held:
        need = need_of(held, "shelter", "violence")
    without = asked("0190aaaa-0000-7000-8000-000000000000")
    with under("keeper") as held:
        offer = offered(held, need, SERVICE_SHELTER)
        card = offer.cards.get().pk
        with pytest.raises(OutOfReach):
            offered(held, need, SERVICE_SISTER)
    assert asked(card) == without
    keeper = entered("shelter_keeper")
    assert keeper.get(f"/orientation/offers/{card}/").status_code == 200
    assert keeper.post(f"/orientation/offers/{card}/take", act()).status_code == 302
    with scope(speaking="owner"):
        assert Referral.objects.get().to_centre_id == SHELTER
    with scope(speaking="counter"):
        assert not Event.objects.filter(code__in=["oriented", "accepted"]).exists()


def test_an_offer_whose_sender_may_no_longer_open_the_file_is_taken_by_nobody():
    """Who may not open a family's file does not give it to another centre; the keeper closes what was sent."""
    with under("worker") as held:
        rows = [offered(held, need_of(held, given=name), SERVICE_SISTER) for name in ("فاطمة", "رقية", "زينب")]
    ended, late, kept = rows
    with scope(speaking="owner"):
        cards = {card.offer_id: card.pk for card in OfferCard.objects.all()}
        Access.objects.filter(household__in=[ended.household_id, late.household_id]).update(until=timezone.localdate())
        OpenOffer.objects.filter(pk=late.pk).update(until=timezone.localdate() - timedelta(days=1))
    sister = entered("sister_worker", headers={"accept-language": "en"})

    answer = sister.post(f"/orientation/offers/{cards[ended.pk]}/take", act())

    assert answer.status_code == 409 and "no longer open" in answer.content.decode()
    with under("sister_worker"):
        assert not Referral.objects.exists() and not Household.objects.exists()
    treated = treat_due()
    assert (treated["close"], treated["lapse"]) == (1, 1)
    assert not any(treat_due().values())
    with under("worker"):
        ended.refresh_from_db()
        assert (ended.state, ended.withdrawal, ended.shared) == ("withdrawn", "no_access", {})
    with under("sister_worker"):
        assert OfferCard.objects.get(pk=cards[ended.pk]).state == "closed"
    with scope(speaking="counter"):
        told = Event.objects.filter(code__in=["retracted", "expired"])
        assert sorted((event.code, event.commune) for event in told) == [("expired", HERS), ("retracted", HERS)]
    assert sister.post(f"/orientation/offers/{cards[kept.pk]}/take", act()).status_code == 302


def waiting(offer):
    """The tasks of the list of work that lead to the need of an offer."""
    return [task for task in entered("worker").get("/work/").context["tasks"] if str(offer.need_id) in task.href]


def test_an_offer_ends_as_it_was_agreed():
    """A consent withdrawn strips it; nobody in time brings the need back; taken back says why; a no says why."""
    with under("worker") as held:
        first = offered(held, need_of(held), SERVICE_SISTER, shares=["name"])
        consent = Consent.objects.get(covers=["name"])
        families.withdraw(consent=consent, centre=held.centre, by=held.user)
        assert actions.end_sharing(consent=consent, by=held.user) == 1
        assert set(OpenOffer.objects.get().shared) == {"facts"}
        from_page = entered("worker").post(f"/orientation/offer/{first.pk}/take-back", act(reason="served"))
        first.refresh_from_db()
        assert (from_page.status_code, first.state, first.withdrawal, first.shared) == (302, "withdrawn", "served", {})
        second = offered(held, need_of(held, given="رقية"), SERVICE_SISTER, SERVICE_FAR)
    with under("sister_worker") as sister:
        card = OfferCard.objects.get(state="open")
        no = entered("sister_worker").post(f"/orientation/offers/{card.pk}/decline", act(reason="full"))
        assert no.status_code == 302
        with pytest.raises(offers.OfferGone):
            offers.take(card=card, by=sister.user)
    with scope(speaking="owner"):
        OpenOffer.objects.filter(pk=second.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert not waiting(second), "an offer on its way is nobody's task, though its day has passed"

    assert treat_due()["lapse"] == 1

    assert waiting(second)
    page = entered("worker", headers={"accept-language": "en"}).get(f"/orientation/offer/{second.pk}/").content.decode()
    assert "Nobody took it in time" in page and "No place at the moment" in page
    with under("worker"):
        assert OpenOffer.objects.get(pk=second.pk).state == "expired"
        assert sorted(OfferCard.objects.filter(offer=second).values_list("state", flat=True)) == ["closed", "declined"]
