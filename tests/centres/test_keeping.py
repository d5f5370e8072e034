"""Pages kept true: said once, hidden when nobody says it, brought back by one tap; what lacks adds up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jisr.centres import actions, jobs, queries
from jisr.centres.models import Campaign, Centre, Confirmation, Notice, PlacesStatement, Service, Stop
from jisr.centres.rules import CRITERIA, SECTIONS, next_stops, notices_on, score, verified_on
from jisr.common.database import scope
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.keys import new_key
from jisr.common.models import Event, JournalLine
from jisr.territory.models import Commune
from jisr.web.centres import kept
from jisr.web.centres.forms_kept import NoticeForm
from jisr.web.centres.jobs import count_answers
from jisr.window.orientation import queries as orientation
from tests.access.people import entered
from tests.centres.telling import closed, halting
from tests.ground import LALLA_AZIZA, OWN, SERVICE_OWN, SERVICE_SHELTER, SHELTER, SISTER, user_of
from tests.stories import listened, received, under

#: Visitors, workers and the owner look at the same rows: each must be committed.
ROWS = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter"])

LONG_AGO = 400


def aged(days, **which):
    """Services that were said true so long ago."""
    with scope(speaking="owner"):
        Service.objects.filter(**which).update(verified_on=timezone.localdate() - timedelta(days=days))


def tap(client, centre=OWN, key=None):
    """One tap: still true."""
    return client.post(reverse("centres:still_true", args=[centre]), {"act_key": str(key or new_key())})


def seen_by_visitors(client):
    """Where a visitor may come upon the service of ``OWN``: in a list, at its address, on the centre's page."""
    asked = {"commune": LALLA_AZIZA, "need": "family"}
    listed = [one.service.pk for one in client.get(reverse("portal:find"), asked).context["results"]]
    page = client.get(reverse("portal:centre", args=[OWN])).content.decode()
    return (
        SERVICE_OWN in listed,
        client.get(reverse("portal:service", args=[SERVICE_OWN])).status_code == 200,
        reverse("portal:service", args=[SERVICE_OWN]) in page,
    )


def proposed():
    """Whether orientation proposes the service of ``OWN`` to a family of its province."""
    with under("worker") as worker:
        visit = received(worker)
        interview = listened(worker, visit, (visit.person, "family"))
        ranked = orientation.services_for(interview.needs.get(), limit=50)
    return SERVICE_OWN in [one.service.pk for one in ranked]


@ROWS
def test_a_page_that_nobody_says_true_is_hidden_everywhere_and_one_tap_brings_it_back(client):
    """Its own centre and its delegation still see it; the job that hides does nothing twice."""
    assert seen_by_visitors(client) == (True, True, True) and proposed()
    aged(LONG_AGO, pk=SERVICE_OWN)
    assert seen_by_visitors(client) == (True, True, True), "a page is hidden by the keeper, not by the clock"

    assert (jobs.keep_pages()["hidden"], jobs.keep_pages()["hidden"]) == (1, 0)

    assert seen_by_visitors(client) == (False, False, False) and not proposed()
    director = entered("director")
    for reader in (director, entered("delegate")):
        assert reverse("centres:edit_service", args=[SERVICE_OWN]) in reader.get(f"/centres/{OWN}/").content.decode()
    with scope(speaking="owner"):
        assert JournalLine.objects.filter(verb="centres.hidden").count() == 1
        assert PlacesStatement.objects.count() == 0

    key = new_key()
    first, second = tap(director, key=key), tap(director, key=key)
    third = tap(director)

    assert (first.status_code, second.status_code, third.status_code) == (302, 303, 302)
    assert seen_by_visitors(client) == (True, True, True) and proposed()
    with under("director"):
        assert Confirmation.objects.filter(service=SERVICE_OWN, section="").count() == 1
        assert Service.objects.get(pk=SERVICE_OWN).verified_on == timezone.localdate()
    with scope(speaking="owner"):
        assert JournalLine.objects.filter(verb="centres.still_true").count() == 1


@ROWS
def test_nobody_says_true_what_is_not_hers_to_keep():
    """The page of another centre does not exist to be kept."""
    assert tap(entered("director"), centre=SISTER).status_code == 404
    assert tap(entered("worker")).status_code == 403


@ROWS
def test_what_is_said_of_places_is_said_again_and_who_said_it_through_what():
    """A delegate who telephones writes down what she was told; the centre's numbers stay as they were."""
    with under("director"):
        service = Service.objects.select_related("centre", "programme").get(pk=SERVICE_OWN)
        long_ago = timezone.localdate() - timedelta(days=60)
        actions.state_places(service=service, total=12, free=3, by=user_of("director"), said_on=long_ago)

    tap(entered("delegate"))

    with under("director"):
        service = Service.objects.get(pk=SERVICE_OWN)
        newest = queries.statements(service)[0]
        assert (newest.free, newest.total, newest.through, newest.said_on) == (3, 12, "phone", timezone.localdate())
        assert service.places_confirmed_on == timezone.localdate()
        assert queries.last_said(SERVICE_OWN).through == "phone"


@ROWS
def test_the_director_finds_what_her_pages_lack_and_what_is_asked_of_her():
    """Each thing in one line: a page that grows old, what it lacks; a campaign asks until it is answered."""
    director, delegate = entered("director"), entered("delegate")
    aged(340, centre=OWN)
    waiting = director.get(reverse("work:list")).content.decode()
    assert waiting.count(f'href="{reverse("centres:page", args=[OWN])}"') == 1
    assert waiting.count(f'href="{reverse("centres:quality", args=[SERVICE_OWN])}"') == 1

    until = timezone.localdate() + timedelta(days=10)
    made = delegate.post(
        reverse("centres:new_campaign"), {"until": until.isoformat(), "sections": ["hours"], "act_key": str(new_key())}
    )
    campaign = Campaign.objects.using("owner").get()
    assert made["Location"] == reverse("centres:campaign", args=[campaign.pk])
    before = delegate.get(made["Location"])
    assert before.context["answered"] == 0 and not {one.answered for one in before.context["asked"]} - {False}
    assert director.get(reverse("work:list")).content.decode().count(reverse("centres:page", args=[OWN])) == 1

    tap(director)

    after = delegate.get(made["Location"])
    assert [one.centre.pk for one in after.context["asked"] if one.answered] == [OWN]
    assert after.context["asked"][-1].centre.pk == OWN, "whom to call comes first"
    assert reverse("centres:page", args=[OWN]) not in director.get(reverse("work:list")).content.decode()


@ROWS
def test_the_parts_of_the_score_add_up(client):
    """What is shown is what is kept; a page that has everything is whole, an empty one is nothing."""
    today = timezone.localdate()
    weights, _fresh = kept.parameters(today)
    assert set(weights) == set(CRITERIA) and sum(weights.values()) == 100
    with under("director"):
        service = Service.objects.select_related("centre__province").get(pk=SERVICE_OWN)
        actions.still_true(centre=service.centre, by=user_of("director"))
        service = Service.objects.select_related("centre__province").get(pk=SERVICE_OWN)
        parts = kept.criteria(service, service.centre, today)
        assert service.quality == score(parts) == sum(one.weight for one in parts if one.met)
        whole = {
            "about_ar": "نص", "about_fr": "Texte", "topics": ["family.mediation"], "modes": ["walk_in"],
            "documents": ["nothing"], "cost": "free", "languages": ["darija"], "accessibility": ["ramp"],
            "hours": "Mo-Fr 08:30-16:30",
        }  # fmt: skip
        actions.edit_service(service=service, expected=service.version, values=whole, by=user_of("director"))
        Centre.objects.filter(pk=OWN).update(phone="+212500000000")
    jobs.keep_pages()

    with under("director"):
        assert Service.objects.get(pk=SERVICE_OWN).quality == 100
    answer = entered("director").get(reverse("centres:quality", args=[SERVICE_OWN]))
    assert sum(line.criterion.weight for line in answer.context["lines"] if line.criterion.met) == 100


@given(st.dictionaries(st.sampled_from(["", *SECTIONS]), st.dates(date(2024, 1, 1), date(2026, 12, 31))), st.dates())
def test_a_page_is_as_old_as_its_oldest_section(said, before):
    """Saying more never makes it older; all of it at once is worth every section."""
    age = verified_on(said, before)

    assert age <= max([before, *said.values()])
    assert verified_on(said | {"": date(2027, 1, 1)}, before) == date(2027, 1, 1)
    assert verified_on({section: date(2027, 1, 1) for section in SECTIONS}, before) >= min(before, date(2027, 1, 1))


@given(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.integers(0, 8), st.integers(0, 200), st.integers(0, 300))
def test_a_stop_comes_on_its_day_of_the_week_within_its_days(since, every, length, ahead):
    """Never before its first day, never after its last, always so many weeks apart."""
    stop = Stop(since=since, every_weeks=every, until=since + timedelta(days=length))
    today = since + timedelta(days=ahead - 100)

    found = [one.on for one in next_stops([stop], today, days=60, most=99)]

    assert all(max(since, today) <= day <= today + timedelta(days=60) for day in found)
    assert all((day - since).days % (7 * every) == 0 if every else day == since for day in found)
    if every:
        assert all(day <= stop.until for day in found)
        coming = [since + timedelta(days=n) for n in range(length + 1)]
        due = [
            day for n, day in enumerate(coming) if n % (7 * every) == 0 and today <= day <= today + timedelta(days=60)
        ]
        assert found == due


@ROWS
def test_a_confidential_place_does_not_leak_through_what_is_told_of_it(client):
    """Not through the words of a closure, a stop or where to go first; what was told before is shut."""
    with under("director") as director:
        notice = closed(director, text_fr="Fermé, entrée par la rue du Puits")
        stop = halting(director, place_fr="Derrière la rue du Puits")
        row = Service.objects.select_related("centre__province").get(pk=SERVICE_OWN)
        with pytest.raises(Unacceptable):
            shelter = under_owner_site()
            actions.edit_service(
                service=row, expected=row.version, values={"intake_site": shelter}, by=user_of("director")
            )
    page = client.get(reverse("portal:centre", args=[OWN]), headers={"accept-language": "fr"}).content.decode()
    assert page.count("rue du Puits") > 2

    with scope(speaking="owner"):
        Centre.objects.filter(pk=OWN).update(confidential=True)
    with scope(speaking="public"):
        assert not Notice.objects.filter(pk=notice.pk).only("pk").exists()
        assert not Stop.objects.filter(pk=stop.pk).exists()
    with under("sister_worker"):
        assert not Notice.objects.filter(pk=notice.pk).exists() and not Stop.objects.filter(pk=stop.pk).exists()
    for route, key in (("portal:centre", OWN), ("portal:service", SERVICE_OWN)):
        assert "Puits" not in client.get(reverse(route, args=[key])).content.decode()
    asked = {"commune": LALLA_AZIZA, "need": "family"}
    assert "Puits" not in client.get(reverse("portal:find"), asked).content.decode()

    with under("director") as director:
        with pytest.raises(Unacceptable):
            closed(director, text_ar="قرب السوق")
        with pytest.raises(Unacceptable):
            halting(director)
        silent = closed(director)
    with scope(speaking="public"):
        assert Notice.objects.only("kind").get(pk=silent.pk).kind == "closure", "that it is closed is known"


def under_owner_site():
    """The place of the shelter, as nobody at ``OWN`` may read it."""
    with scope(speaking="owner"):
        return Centre.objects.select_related("site").get(pk=SHELTER).site


@ROWS
def test_visitors_narrow_the_list_by_age_hour_public_and_room(client):
    """What does not fit is left out; a closure of that day counts; nothing else is lost."""
    commune = Commune.objects.using("owner").get(pk=LALLA_AZIZA)

    def found(**more):
        answer = client.get(reverse("portal:find"), {"commune": commune.pk, "need": "family"} | more)
        return SERVICE_OWN in [one.service.pk for one in answer.context["results"]]

    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_OWN).update(
            age_min=18,
            publics=["women"],
            welcomes="exclusive",
            hours="Mo-Su 08:00-12:00",
            saturation="low",
            saturation_on=timezone.localdate(),
        )
    assert found() and found(age=30) and found(public="women") and found(day="2", hour="9") and found(room="on")
    assert not found(age=12) and not found(public="elderly") and not found(day="2", hour="15")
    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_OWN).update(saturation="high")
    with under("director") as director:
        closed(director)
    assert found() and not found(room="on") and not found(day="2", hour="9")


@ROWS
def test_what_hangs_on_a_service_for_workers_is_not_there_for_visitors():
    """Its capacity and what holds for it are shut with it."""
    with under("shelter_keeper") as keeper:
        service = Service.objects.select_related("centre").get(pk=SERVICE_SHELTER)
        actions.state_capacity(service=service, kind="bed", maximum=8, available=2, by=keeper.user)
        days = {"kind": "closure", "since": timezone.localdate(), "until": None}
        notice = actions.add_notice(centre=service.centre, service=service, values=days, by=keeper.user)
        with pytest.raises(Unacceptable):
            actions.state_capacity(service=service, kind="bed", maximum=2, available=3, by=keeper.user)
        with pytest.raises(Unacceptable):
            actions.state_capacity(service=service, kind=service.places_kind, maximum=2, by=keeper.user)
    with scope(speaking="public"):
        assert queries.capacities([SERVICE_SHELTER]) == {}
        assert queries.notices(SHELTER, on=timezone.localdate()) == []
    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_SHELTER).update(professional_only=False)
    with scope(speaking="public"):
        assert [row.available for row in queries.capacities([SERVICE_SHELTER])[SERVICE_SHELTER]] == [2]
        assert [row.pk for row in queries.notices(SHELTER, on=timezone.localdate())] == [notice.pk]


@ROWS
def test_a_centre_has_a_figure_of_its_answers_once_there_are_enough_and_protected_ones_are_not_among_them():
    """The median of days, from five answers on; what happened in a compartment tells nobody how quick it is."""
    sent = timezone.localdate() - timedelta(days=50)

    def answered(name, days, compartment=""):
        told = {"service_id": SERVICE_OWN, "centre_id": OWN, "subject": name, "compartment": compartment}
        for code, on in (("oriented", sent), ("answered", sent + timedelta(days=days))):
            Event.objects.create(code=code, happened_on=on, **told)

    with scope(speaking="owner"):
        for n, days in enumerate((1, 2, 3, 9)):
            answered(f"s{n}", days)
        answered("protected", 40, "violence")
    assert count_answers() == 0

    with scope(speaking="owner"):
        answered("s9", 9)
    assert (count_answers(), count_answers()) == (1, 0)
    with under("director"):
        assert Service.objects.get(pk=SERVICE_OWN).answer_days == 3


def test_no_closure_is_published_that_nobody_chose():
    """A form saved untouched tells the public nothing: what changes is asked beside its field."""
    form = NoticeForm({"since": timezone.localdate().isoformat()}, services=Service.objects.none(), confidential=False)
    assert NoticeForm(None, services=Service.objects.none(), confidential=False)["kind"].value() is None
    assert set(form.errors) == {"kind"}


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("ahead", [-3, 0, 4])
@pytest.mark.parametrize("every_weeks", [0, 1])
def test_what_is_taken_back_holds_on_no_day_from_today_on(ahead, every_weeks):
    """A family does not walk to a stop that was struck, nor stay at home for a closure that was called off."""
    today = timezone.localdate()
    with under("director") as held:
        shut = closed(held, since=today + timedelta(days=ahead))
        stop = halting(held, since=today + timedelta(days=ahead), every_weeks=every_weeks)

        for act, row in ((actions.end_notice, {"notice": shut}), (actions.end_stop, {"stop": stop})):
            act(**row, by=held.user)
            if ahead >= 0:  # it never held, and is gone
                with pytest.raises(OutOfReach):
                    act(**row, by=held.user)

        told = queries.notices(OWN, on=today - timedelta(days=9))
        assert not any(notices_on(told, today + timedelta(days=n)) for n in range(9))
        assert next_stops(queries.stops(OWN, on=today), today) == []
        assert [row.until for row in told] == [today - timedelta(days=1)] * (ahead < 0)


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_was_over_is_not_made_longer_by_taking_it_back():
    """A page that was open for a week still has the button."""
    today = timezone.localdate()
    with under("director") as held:
        shut = closed(held, since=today - timedelta(days=9), until=today - timedelta(days=7))
        actions.end_notice(notice=shut, by=held.user)

        assert Notice.objects.get().until == today - timedelta(days=7)
