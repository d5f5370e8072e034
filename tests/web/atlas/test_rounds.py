"""Pages of rounds: who plans, what they say, what is taken away, and what a visitor never sees."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jisr.atlas import queries as atlas
from jisr.atlas.rounds import actions, jobs, queries
from jisr.atlas.rounds.choices import RoundState
from jisr.atlas.rounds.kernels import Wanted, tours
from jisr.atlas.rounds.rules import Place, read
from jisr.centres.models import Service, Stop
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.web.atlas import floods
from tests.access.people import entered
from tests.atlas.rounds import going
from tests.ground import CHICHAOUA, IMINTANOUTE, OWN, user_of

LOGINS = ["default", "owner", "public", "counter", "sealer"]
pytestmark = pytest.mark.django_db(databases=LOGINS)
#: What a visitor is to see must be committed.
ROWS = pytest.mark.django_db(transaction=True, databases=LOGINS)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Matrices of travel are kept with the test; nothing is held from another."""
    settings.DATA = tmp_path
    atlas.forget()
    floods.forget()


def sent(client, name, args, **fields):
    """A form of a page, sent."""
    return client.post(reverse(f"rounds:{name}", args=args), {"act_key": str(new_key())} | fields)


def _rounds():
    """What the delegate finds of rounds."""
    with scope(user=user_of("delegate").pk):
        return list(queries.rounds(province="07.161"))


def _typed(**changes):
    return {
        "base": OWN, "limit_days": "14", "visit_min": "60", "weekdays": list("01234"), "opens": "08:30",
        "closes": "16:30", "first": going.monday().isoformat(), "weeks": "8", "at_fr": "Place du souk", "at_ar": "",
        "more": "", "places": [CHICHAOUA, IMINTANOUTE], f"day-{IMINTANOUTE}": "2",
    } | changes  # fmt: skip


def test_a_round_is_begun_planned_and_published():
    """From the list of communes to stops in the catalogue, the market day kept all the way."""
    client = entered("delegate")
    begun = client.get(reverse("rounds:new"))
    assert begun.status_code == 200

    waits = sent(client, "new", [], **_typed())
    [row] = _rounds()
    assert waits["Location"] == reverse("rounds:draft", args=[row.pk])
    assert client.get(waits["Location"])["Refresh"]
    jobs.plan(row.pk, author=row.made_by_id, route=tours, wanted=Wanted)
    assert "Imintanoute" in client.get(waits["Location"], headers={"accept-language": "fr"}).content.decode()
    sent(client, "publish", [row.pk], version=row.version)

    with scope(user=user_of("delegate").pk):
        assert queries.round_of(row.pk).state == RoundState.PUBLISHED
        stops = Stop.objects.filter(centre=OWN, commune=IMINTANOUTE)
        assert stops and {one.since.weekday() for one in stops} == {2}
        assert {one.every_weeks for one in stops} <= {0, 2}


def test_lines_that_are_no_place_are_named_and_kept_apart():
    """At sea, without a point, exchanged, twice, no number at all: each is told, and the others are planned."""
    more = "\n".join([
        "Douar un; 31.302; -8.701", "En mer; 31,0; -11,5", "Sans point", "Échangé; -8.7; 31.3",
        "Douar bis; 31.302; -8.701", "Zéro; 0; 0", "Mots; x; y; z", "Ailleurs; 95; -8", ";;",
    ])  # fmt: skip

    sent(entered("delegate"), "new", [], **_typed(more=more))

    [row] = _rounds()
    question = read(row.question)
    assert [spot.name_fr for spot in question.spots if spot.lat is not None] == ["Douar un"]
    assert dict(question.apart) == {
        "En mer": "outside", "Sans point": "no_coordinates", "Échangé": "swapped", "Douar bis": "twin",
        "Zéro": "no_coordinates", "Mots": "no_coordinates", "Ailleurs": "not_on_earth", "—": "no_coordinates",
    }  # fmt: skip
    assert question.spots[-1].commune.startswith("07.161")


@pytest.mark.parametrize(
    "changes",
    [
        {"opens": "16:30", "closes": "08:30"}, {"first": "2020-01-06"}, {"places": [], "more": ""}, {"base": ""},
        {"visit_min": "0"}, {"limit_days": "0"}, {"weeks": "500"}, {"weekdays": []}, {"at_fr": ""},
        {"places": ["no.such"]}, {"base": "99999999"}, {"more": "Douar; 31.3; -8.7\n" * 301},
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_said_on_the_form(changes):
    """Nothing is written, and what was typed stands there to be mended."""
    answer = sent(entered("delegate"), "new", [], **_typed(**changes))

    assert answer.status_code == 200
    assert not _rounds()


def test_a_stop_is_moved_and_two_days_are_exchanged():
    """The planner's hand is kept: the place stands on its new day, the days have changed places."""
    client, row = entered("delegate"), going.planned(places={CHICHAOUA: Place(60, 14), IMINTANOUTE: Place(60, 14)})

    sent(client, "place", [row.pk, 1], slot="0-1-4", limit_days="14", visit_min="90", version=row.version)
    jobs.plan(row.pk, author=row.made_by_id, route=tours, wanted=Wanted)
    [moved] = _rounds()
    [day] = [one for one in moved.answer["days"] if any(stop[0] == 1 for stop in one["stops"])]
    assert (day["week"], day["weekday"]) == (1, 4)

    sent(client, "swap", [row.pk], one="0-1-4", other="0-0-2", version=moved.version)
    jobs.plan(row.pk, author=row.made_by_id, route=tours, wanted=Wanted)
    [swapped] = _rounds()
    [day] = [one for one in swapped.answer["days"] if any(stop[0] == 1 for stop in one["stops"])]
    assert (day["week"], day["weekday"]) == (0, 2)


def test_a_director_plans_her_own_centre_alone():
    """And a delegate of elsewhere finds nothing at the address of a draft."""
    row = going.planned()

    assert entered("director").get(reverse("rounds:draft", args=[row.pk])).status_code == 200
    for who in ("sister_director", "far_delegate", "far_coordinator"):
        assert entered(who).get(reverse("rounds:draft", args=[row.pk])).status_code == 404
    assert entered("officer").get(reverse("rounds:desk")).status_code == 403


def test_a_draft_that_was_changed_meanwhile_shows_both_versions():
    """Somebody else's change is not overwritten."""
    row = going.planned()
    with scope(user=user_of("delegate").pk):
        actions.change(row=row, version=row.version, question=going.question(weeks=4), by=user_of("delegate"))

    answer = sent(entered("delegate"), "place", [row.pk, 0], slot="", limit_days="7", visit_min="60", version=1)

    assert answer.status_code == 409


def test_files_say_the_same_days():
    """The table, the telephone's calendar and the board are three forms of one calendar."""
    client, row = entered("delegate"), going.planned()

    table = client.get(reverse("rounds:draft_calendar", args=[row.pk, "csv"])).content.decode("utf-8-sig")
    phone = client.get(reverse("rounds:draft_calendar", args=[row.pk, "ics"])).content.decode()

    days = [line["date"].replace("-", "") for line in csv.DictReader(io.StringIO(table))]
    assert sorted(re.findall(r"UID:\S+-(\d{8})-\d+@jisr", phone.replace("\r\n ", ""))) == sorted(days)
    assert all(len(line.encode()) <= 75 for line in phone.split("\r\n"))
    for paper in ("a3", "a4"):
        board = client.get(reverse("rounds:draft_board", args=[row.pk, CHICHAOUA, paper]))
        assert board.content.startswith(b"%PDF")
    assert client.get(reverse("rounds:draft_board", args=[row.pk, "07.161.01.99", "a4"])).status_code == 404
    assert client.get(reverse("rounds:draft_calendar", args=[row.pk, "exe"])).status_code == 404


@ROWS
def test_who_publishes_learns_that_a_unit_does_not_offer_the_service():
    """Boards would promise what orientation finds nowhere; once the catalogue has the service, nothing is said."""
    client, row = entered("delegate"), going.planned()
    pages = [reverse(f"rounds:{name}", args=[row.pk]) for name in ("draft", "publish")]
    assert all([unit.pk for unit in client.get(page).context["unsaid"]] == [OWN] for page in pages)

    with scope(speaking="owner"):
        Service.objects.filter(centre=OWN).update(theme=row.theme)

    assert not any(client.get(page).context["unsaid"] for page in pages)


@ROWS
@pytest.mark.parametrize("act", ["drop", "end"])
def test_nothing_is_taken_back_before_it_was_asked(act):
    """People count on published days, and a draft took somebody an hour: both are asked once more, then done."""
    client, row = entered("delegate"), going.planned()
    with scope(user=user_of("delegate").pk):
        if act == "end":
            actions.publish(row=row, version=row.version, by=user_of("delegate"))
    state = RoundState.PUBLISHED if act == "end" else RoundState.PLANNED

    asked = client.get(reverse(f"rounds:{act}", args=[row.pk]))

    with scope(user=user_of("delegate").pk):
        assert asked.status_code == 200 and queries.round_of(row.pk).state == state
    sent(client, act, [row.pk])
    with scope(user=user_of("delegate").pk):
        left = queries.round_of(row.pk)
        assert left is None if act == "drop" else left.state == RoundState.ENDED


@ROWS
def test_visitors_see_what_is_published_and_nothing_of_a_draft():
    """Days, hours and places; no draft, no author, no line that was no place."""
    draft, row = going.planned(), going.planned(apart=(("Ligne perdue", "outside"),))
    with scope(user=user_of("delegate").pk):
        actions.publish(row=row, version=row.version, by=user_of("delegate"))

    client = Client(headers={"accept-language": "fr"})
    listed = client.get(reverse("rounds:list")).content.decode()
    page = client.get(reverse("rounds:page", args=[row.pk])).content.decode()

    assert str(row.pk) in listed and str(draft.pk) not in listed
    assert "Imintanoute" in page and "Ligne perdue" not in page
    assert client.get(reverse("rounds:page", args=[draft.pk])).status_code == 404
    assert client.get(reverse("rounds:board", args=[row.pk, IMINTANOUTE, "a4"])).content.startswith(b"%PDF")
    first = row.first_on + timedelta(days=40)
    assert client.get(reverse("rounds:page", args=[row.pk]), {"month": f"{first:%Y-%m}"}).status_code == 200


def test_boards_are_made_in_turn(monkeypatch, settings):
    """Each is a sheet set anew: one account does not keep the processor from the others."""
    client, row = entered("delegate"), going.planned()
    settings.WORKERS = 1
    monkeypatch.setattr(floods, "MOST", 2 * floods.SHEET)
    address = reverse("rounds:draft_board", args=[row.pk, CHICHAOUA, "a3"])

    assert [client.get(address).status_code for _time in range(3)] == [200, 200, 429]
    floods.forget()
