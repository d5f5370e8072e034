"""The family's bundle: one act sends it, what nothing covers is counted, and what is protected stands apart."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.barometer import queries as barometer
from jisr.centres.models import Service
from jisr.common import events
from jisr.common.database import scope
from jisr.common.errors import Unacceptable
from jisr.window.orientation import actions as orientation
from jisr.window.orientation import leaving_out
from jisr.window.orientation.bundling import queries
from jisr.window.orientation.gaps import actions as gaps
from jisr.window.orientation.gaps.models import Gap
from jisr.window.orientation.models import LeftOut, Referral
from jisr.window.orientation.queries import referral as found
from tests.access.people import entered
from tests.ground import LALLA_AZIZA, OWN, SERVICE_OWN, SERVICE_PARTNER, SERVICE_SISTER, SISTER
from tests.stories import listened, received, under, with_children
from tests.window.forms import act
from tests.window.referrals import ACTS

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
counted = pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def household():
    """Three needs that services answer, one that nothing does, and one told in confidence."""
    with under("keeper") as held:
        visit = received(held)
        _girl, boy = with_children(held, visit.household)
        mother = visit.person
        listened(held, visit, (boy, "disability"), (mother, "training"), (mother, "family"), (mother, "housing"))
        listened(held, visit, (mother, "shelter"), compartment="violence")
        return visit.household


def test_a_bundle_is_sent_whole_and_what_nothing_covers_is_counted(household):
    address = f"/orientation/family/{household.pk}/bundle/"
    client = entered("worker", headers=ENGLISH)
    page = client.get(address).content.decode()
    visits = re.findall(r'name="visits" value="([^"]+)" checked', page)

    assert {visit.partition("~")[2] for visit in visits} == {
        str(one) for one in (SERVICE_SISTER, SERVICE_PARTNER, SERVICE_OWN)
    }
    assert page.count('class="card outing"') == 2, "two are in one town"
    assert "No service here" in page and "These are the fewest trips" in page
    assert "Protected" not in page and "Emergency" not in page
    paper = client.get(f"{address}?paper=1").content.decode()
    assert "Bring along" in paper or "leave at" in paper
    assert client.post(address, act(part="", visits=visits, shares=["need"])).status_code == 200, "no manner"
    with under("worker"):
        assert not Referral.objects.exists() and not Gap.objects.exists(), "nothing is half sent"
    sent = act(part="", visits=visits, shares=["need"], manner="spoken")
    assert client.post(address, sent).status_code == 302
    with under("worker"):
        assert sorted(Referral.objects.values_list("service_id", flat=True)) == sorted(
            [SERVICE_SISTER, SERVICE_PARTNER, SERVICE_OWN]
        )
        gap = Gap.objects.get()
        assert (gap.theme, gap.why, gap.commune_id) == ("housing", "none_in_zone", LALLA_AZIZA)
    again = client.get(address).content.decode()
    assert "noted on" in again and 'class="card outing"' not in again


def test_what_is_noted_is_not_asked_to_be_noted_again(household):
    """Nothing is left to send: the page says that it is counted, and has no button that could only be refused."""
    alone = f"/orientation/family/{household.pk}/bundle/"
    client = entered("worker", headers=ENGLISH)
    visits = re.findall(r'name="visits" value="([^"]+)" checked', client.get(alone).content.decode())
    assert "When you send, it is noted" in client.get(alone).content.decode()
    assert client.post(alone, act(part="", visits=visits)).status_code == 302

    page = client.get(alone).content.decode()

    assert "All of it is noted" in page and "noted on" in page
    assert "Note what nothing covers" not in page and "When you send, it is noted" not in page


def test_a_bundle_holds_no_centre_that_the_family_leaves_out(household):
    """It is chosen without asking: a service of such a centre is looked for elsewhere, or not at all."""
    client, address = entered("worker", headers=ENGLISH), f"/orientation/family/{household.pk}/bundle/"
    with under("worker") as held:
        need = next(one for one in queries.open_needs(household) if one.theme == "disability")
        leaving_out.remember(need=need, centres=[SISTER], by=held.user)

    page = client.get(address).content.decode()

    assert f"~{SERVICE_SISTER}" not in page and f"~{SERVICE_PARTNER}" in page


def test_a_centre_left_out_sees_a_single_referral_for_a_word_alone(household):
    """The list says so, the page asks why, and without a word nothing leaves; with one it is left out no longer."""
    client = entered("worker", headers=ENGLISH)
    with under("worker") as held:
        need = next(one for one in queries.open_needs(household) if one.theme == "disability")
        leaving_out.remember(need=need, centres=[SISTER], by=held.user)
    way = f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/"
    listed, asked = client.get(f"/orientation/need/{need.pk}/").content.decode(), client.get(way).content.decode()
    assert "left out before" in listed and "left this centre out" in asked and 'name="word"' in asked

    for word in ("", " "):
        assert client.post(way, act(word=word)).status_code == 200
    with under("worker") as held, pytest.raises(Unacceptable):
        service = Service.objects.get(pk=SERVICE_SISTER)
        orientation.refer(need=need, service=service, centre=held.centre, by=held.user)
    with under("worker"):
        assert not Referral.objects.exists() and LeftOut.objects.get().ended_on is None
    assert client.post(way, act(word="انتقل من كانت تخشاه")).status_code == 302
    with under("worker") as held:
        assert Referral.objects.get().service_id == SERVICE_SISTER
        assert (LeftOut.objects.get().word, LeftOut.objects.get().ended_by) == ("انتقل من كانت تخشاه", held.user)


def test_what_is_protected_has_a_bundle_of_its_own_and_no_paper(household):
    """To whoever does not keep it, it is not there: no section, no gap in a number."""
    with under("worker"):
        open_bundles = queries.bundles(queries.families.household(household.pk))
        assert [one.compartment for one in open_bundles] == [""]
        assert len(open_bundles[0].needs) == 4
    with under("keeper"):
        kept = queries.bundles(queries.families.household(household.pk))
        assert [one.compartment for one in kept] == ["", "violence"]
        assert kept[0].made == open_bundles[0].made
        assert {need.theme for need in kept[1].needs.values()} == {"shelter"}
    page = entered("keeper", headers=ENGLISH).get(f"/orientation/family/{household.pk}/bundle/").content.decode()
    assert "Protected needs, apart" in page and page.count("?paper=1") == 1
    assert entered("far_worker").get(f"/orientation/family/{household.pk}/bundle/").status_code == 404


def test_a_way_that_is_not_known_is_never_shown_as_no_way(household):
    """The place of a protected service is hidden: its bundle is no shorter than the others for that."""
    page = entered("keeper", headers=ENGLISH).get(f"/orientation/family/{household.pk}/bundle/").content.decode()
    protected = page[page.index("Protected needs, apart") :]

    kilometres = protected[protected.index("Kilometres, there and back") :].partition("</tr>")[0]
    assert "distance not known" in kilometres and ">0" not in kilometres


def test_a_bundle_of_six_needs_asks_the_database_as_often_as_one_of_two():
    """The catalogue is asked once for a family, not once for each of its needs."""
    asked = []
    with under("worker") as held:
        visit = received(held)
        _girl, boy = with_children(held, visit.household)
        for themes in (("disability", "housing"), ("training", "family", "health", "legal")):
            listened(held, visit, *((boy, theme) for theme in themes))
            family = queries.families.household(visit.household.pk)
            queries.bundles(family)
            with CaptureQueriesContext(connection) as seen:
                [made] = queries.bundles(family)
            asked.append((len(made.needs), len(seen)))

    assert [needs for needs, _ in asked] == [2, 6]
    assert asked[0][1] == asked[1][1]


@counted
def test_a_gap_is_noted_once_closed_once_and_counted_between(household):
    area = barometer.Area({OWN: "x"}, {}, communes=True)
    with under("worker") as held:
        for days, theme in enumerate(["housing"] * 6 + ["work"] * 5):
            events.emit(
                "gap.none", centre=OWN, subject=uuid4(), person=uuid4(), theme=theme, commune=LALLA_AZIZA,
                happened_on=timezone.localdate() - timedelta(days=days + 7),
            )  # fmt: skip
        need = next(one for one in queries.open_needs(household) if one.theme == "housing")
        noted = gaps.note(need=need, why="all_full", centre=held.centre, by=held.user)
        assert gaps.note(need=need, why="none_in_zone", centre=held.centre, by=held.user) == noted
    found = barometer.lacking(area, timezone.localdate() + timedelta(days=7))
    assert found.total.value == 12
    assert {theme: one.value for theme, one in found.tables["theme"]} == {"housing": 7, "work": 5}
    assert [one.hidden for _why, one in found.tables["why"]] == [True, True], "one alone would be told by the rest"
    page = entered("delegate", headers=ENGLISH).get("/figures/gaps/").content.decode()
    assert "Housing" in page and 'data-value="11"' in page
    assert 'data-value="11"' not in entered("far_delegate", headers=ENGLISH).get("/figures/gaps/").content.decode()
    with under("worker") as held:  # whatever it is sent to, from whatever page, it is no longer without anything
        service = Service.objects.get(pk=SERVICE_OWN)
        orientation.refer(need=need, service=service, centre=held.centre, by=held.user)
        assert Gap.objects.get().closed_because == "covered"
        assert not gaps.close(need=need, by=held.user)
    assert barometer.lacking(area, timezone.localdate() + timedelta(days=7)).total.value == 11
    with scope(centres=[103]):
        assert not Gap.objects.exists()


def test_a_need_that_was_served_is_not_sent_again_nor_to_the_service_that_refused_it(household):
    """Until the person says that she did not get what she was sent for."""
    with under("keeper") as held:
        needs = {one.theme: one for one in queries.open_needs(household) if not one.compartment}
        sent = {
            theme: orientation.refer(
                need=needs[theme], service=Service.objects.get(pk=service), centre=held.centre, by=held.user
            )
            for theme, service in (("training", SERVICE_PARTNER), ("disability", SERVICE_SISTER))
        }
        for state in ("accept", "start", "complete"):
            served = ACTS[state][0](found(sent["training"].pk), held.user)
    with under("sister_worker") as sister:
        orientation.answer(referral=found(sent["disability"].pk), state="refused", refusal="full", by=sister.user)
    with under("keeper") as held:
        [plain, _protected] = queries.bundles(queries.families.household(household.pk))
        assert {need.theme for need in plain.needs.values()} == {"disability", "family", "housing"}
        assert (str(needs["disability"].pk), str(SERVICE_SISTER)) not in plain.places
        orientation.confirm(referral=found(served.pk), served=False, by=held.user)
        assert "training" in {one.theme for one in queries.open_needs(household)}


def test_no_family_is_sent_on_a_feast_and_ramadan_is_said(household, monkeypatch):
    """The day that the plan found is off: the same weekday of the week after; in Ramadan, telephone first."""
    address, client = f"/orientation/family/{household.pk}/bundle/", entered("worker", headers=ENGLISH)
    today = timezone.localdate()
    with under("worker"):
        made = queries.bundles(queries.families.household(household.pk))[0]
    planned = made.day(made.made.plan.trips[0].day)
    assert today < planned <= today + timedelta(days=7)
    assert made.day(planned.weekday(), {planned}) == planned + timedelta(days=7)
    page = client.get(address).content.decode()
    assert "In Ramadan" not in page

    following = [today + timedelta(days=n) for n in range(1, 8)]
    later = {on + timedelta(days=7) for on in following}
    monkeypatch.setattr("jisr.web.orientation.bundle.times.feasts", lambda *_args: (set(following), later))
    for sheet in ("", "?paper=1"):
        page = client.get(f"{address}{sheet}").content.decode()
        assert page.count("In Ramadan hours are shorter") == 2, "two trips, each a week later"
