"""J9: the mother discloses violence at one desk; at the next desk her husband's file is open, and nothing changes."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.common import journal
from jisr.common.database import scope
from jisr.exchange.models import FamilyImport
from jisr.families import actions as families
from jisr.families.models import Review
from jisr.window.appointments import actions as appointments
from jisr.window.listening.models import Need
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.gaps import actions as gaps
from jisr.window.orientation.jobs import treat_due
from jisr.window.pathways import actions as pathways
from jisr.window.reception.models import Visit
from tests.access.people import entered
from tests.exchange.families_sheets import lists
from tests.families.joined import proposed
from tests.ground import SERVICE_SHELTER, SERVICE_SISTER, user_of
from tests.journeys.twins import empty, looked_at, plain, same_world, told_by
from tests.stories import listened, received, referred, under, with_children
from tests.window.appointments import agendas

#: Who looks, and in which language.
WHO = {
    "worker": "ar", "officer": "fr", "director": "ar", "sister_worker": "fr", "delegate": "ar", "auditor": "fr",
    "strategist": "ar", "sister_director": "ar",
}  # fmt: skip
#: Who stands near enough to files to have pages about two of them.
NEAR = ("worker", "officer", "director", "sister_worker")
#: Screens that show keys and hours which the database draws itself.
DRAWN = re.compile(r": (files that may|two files|whom the list)")
#: A key under which nobody ever was.
NOBODY = UUID(int=0x0190 << 112 | 7 << 76 | 2 << 62)
EVERY_LOGIN = ["default", "owner", "public", "counter", "sealer", "keeper"]


def _told() -> dict[str, Any]:
    """The family that both worlds know: received, listened to, oriented, with a plan; all of it ordinary."""
    with under("keeper") as keeper:
        visit = received(keeper)
        husband = families.add_person(
            household=visit.household, by=keeper.user, relation="spouse", given_ar="الحسين", family_ar="أمزيل", sex="m",
            born_on=date(1980, 1, 1),
        )  # fmt: skip
        _girl, boy = with_children(keeper, visit.household)
        interview = listened(keeper, visit, (boy, "disability"), (boy, "schooling"))
        referral = referred(keeper, interview, SERVICE_SISTER)
        plan = pathways.open_plan(household=visit.household, centre=keeper.centre, goal="تمدرس الطفل", by=keeper.user)
        pathways.add_step(
            plan=plan, person=boy, kind="school", what="التسجيل", due_on=timezone.localdate(), by=keeper.user
        )  # fmt: skip
        need = interview.needs.first()
        right = families.ask_right(
            person=visit.person, centre=keeper.centre, right="erasure", speaks="herself", checked="card",
            by=keeper.user,
        )  # fmt: skip
        double = received(keeper, given="Fatima", family="Ait Ouakrim")
        agendas.week_of(keeper, "keeper")
        review = proposed(visit.person, double.person)
    return {
        "visit": visit, "husband": husband, "interview": interview, "need": need, "referral": referral, "plan": plan,
        "right": right, "double": double, "review": review, "hidden": NOBODY,
    }  # fmt: skip


def _disclosed(story: dict[str, Any]) -> None:
    """The mother speaks; it is written down, read again, sent to a shelter, accepted there, and planned for."""
    visit: Visit = story["visit"]
    client = entered("keeper")
    form = reverse("listening:disclosure", args=[visit.household_id])
    assert client.get(form).status_code == 200
    with under("keeper") as keeper:
        interview = listened(
            keeper, visit, (visit.person, "violence"), (visit.person, "shelter"), compartment="violence", note="سر"
        )  # fmt: skip
        need = Need.objects.select_related("household__commune__province", "person").get(
            interview=interview, theme="shelter"
        )
        sent = orientation.refer(
            need=need, service=orientation.Service.objects.get(pk=SERVICE_SHELTER), centre=keeper.centre,
            by=keeper.user, shares=("name",), manner="spoken", urgent=True,
        )  # fmt: skip
        plan = pathways.open_plan(
            household=visit.household, centre=keeper.centre, goal="الحماية", by=keeper.user, compartment="violence"
        )
        pathways.add_step(
            plan=plan,
            person=visit.person,
            kind="protection",
            what="الإيواء",
            due_on=timezone.localdate(),
            by=keeper.user,
        )
    for page in (
        reverse("listening:interview", args=[interview.pk]),
        reverse("orientation:need", args=[need.pk]),
        reverse("orientation:referral", args=[sent.pk]),
        reverse("pathways:plan", args=[plan.pk]),
    ):
        assert client.get(page).status_code == 200
    with under("keeper") as keeper:
        gaps.note(need=interview.needs.get(theme="violence"), why="all_full", centre=keeper.centre, by=keeper.user)
        agendas.given(keeper, visit.person, agendas.working_day(), 9, compartment="violence")
    with under("shelter_keeper") as shelter:
        orientation.answer(referral=sent, state="accepted", by=shelter.user)
    with under("keeper") as keeper:  # and a file of her own, kept apart, that looks like hers
        hidden = received(keeper, given="Fatima", family="Ait Ouakrim", compartment="violence")
        for one in (visit, story["double"]):
            families.propose([(one.person_id, hidden.person_id, 0.99, ["names"])], source="batch")
        families.ask_right(
            person=hidden.person, centre=keeper.centre, right="access", speaks="herself", checked="card",
            by=keeper.user,
        )  # fmt: skip
    story["hidden"] = hidden.person_id


def _away() -> None:
    """The same hour, taken from the keeper by something of her own: a time that is taken tells nobody by what."""
    day = agendas.working_day()
    with under("keeper") as keeper:
        appointments.absent(
            centre=keeper.centre, agent=keeper.user.pk, starts_at=agendas.at(day, 9), ends_at=agendas.at(day, 9, 30),
            by=keeper.user,
        )  # fmt: skip


def _brought() -> FamilyImport:
    """The director brings a list in which somebody is called as she is."""
    row = lists.row("7", home="M-7", given="Fatima", family="Ait Ouakrim")
    return lists.mapped(lists.brought(lists.as_csv([row])))


def _screens(story: dict[str, Any]) -> list[tuple[str, Any]]:
    """More than forty: pages, prints, exports, counts, messages."""
    visit, husband, interview = story["visit"], story["husband"], story["interview"]
    household = visit.household_id
    pages = {
        "work list": reverse("work:list"),
        "family": reverse("families:household", args=[household]),
        "edit household": reverse("families:edit_household", args=[household]),
        "edit husband": reverse("families:edit_person", args=[husband.pk]),
        "edit wife": reverse("families:edit_person", args=[visit.person_id]),
        "add a person": reverse("families:add_person", args=[household]),
        "who opened the file": reverse("families:readers", args=[household]),
        "requests": reverse("families:requests"),
        "receive the wife again": reverse("reception:known", args=[visit.person_id]),
        "receipt": reverse("reception:visit", args=[visit.pk]),
        "receipt on paper": reverse("reception:print", args=[visit.pk]) + "?size=a4",
        "receipt on a slip": reverse("reception:print", args=[visit.pk]) + "?size=slip",
        "listen": reverse("listening:new", args=[household]),
        "interview": reverse("listening:interview", args=[interview.pk]),
        "services": reverse("orientation:need", args=[story["need"].pk]),
        "referral": reverse("orientation:referral", args=[story["referral"].pk]),
        "referral on a slip": reverse("orientation:slip", args=[story["referral"].pk]),
        "plan": reverse("pathways:plan", args=[story["plan"].pk]),
        "plan on paper": reverse("pathways:print", args=[story["plan"].pk]),
        "figures": reverse("barometer:page"),
        "figures to take away": reverse("barometer:export"),
        "journal": reverse("journal:lines"),
        "ask about her data": reverse("families:ask_right", args=[visit.person_id]),
        "what she asked": reverse("families:right", args=[story["right"].pk]),
        "the letter": reverse("families:right_letter", args=[story["right"].pk]),
        "what they asked": reverse("families:erasures"),
        "what was kept long enough": reverse("families:retention"),
        "consents": reverse("families:consents", args=[household]),
        "her own file": reverse("families:own_file", args=[visit.person_id]),
        "bundle": reverse("orientation:bundle", args=[household]),
        "bundle on paper": reverse("orientation:bundle", args=[household]) + "?paper=1",
        "referrals": reverse("orientation:referrals"),
        "open offers": reverse("orientation:offers"),
        "services on paper": reverse("orientation:paper", args=[story["need"].pk]),
        "needs that nothing covers": reverse("barometer:gaps"),
        "agenda": reverse("appointments:agenda"),
        "agenda of the keeper": reverse("appointments:of", args=[user_of("keeper").pk]),
        "the centre's day": reverse("appointments:day"),
        "give a time": reverse("appointments:new", args=[household]),
        "who waits for a time": reverse("appointments:line"),
        "deposit a request": reverse("deposits:new", args=[visit.person_id]),
        "requests deposited": reverse("deposits:list"),
        "signals": reverse("pathways:signals", args=[household]),
        "levels": reverse("pathways:levels", args=[story["plan"].pk]),
        "places to give": reverse("allocation:rounds"),
        "who waits for a place": reverse("allocation:new", args=[SERVICE_SISTER]),
    }
    asked = [(name, lambda client, path=path: client.get(path)) for name, path in pages.items()]
    search = lambda client: client.post(reverse("families:search"), {"name": "فاطمة أيت وكريم"})  # noqa: E731
    taken = {"language": "ar", "protected": "on"}
    files = [
        (f"her own file as {shape}", lambda client, shape=shape: client.post(
            pages["her own file"], taken | {"shape": shape}
        ))
        for shape in ("pdf", "json")
    ]  # fmt: skip
    return [*asked, *files, ("search", search)]


def _of_files(story: dict[str, Any]) -> list[tuple[str, Any]]:
    """Who may be one person, a list that is brought, families that are taken out; and a review that is asked for."""
    pages = {
        "files that may be one person's": reverse("duplicates:list"),
        "two files": reverse("duplicates:pair", args=[story["review"].pk]),
        "who is she like?": reverse("duplicates:ask", args=[story["visit"].person_id]),
        "lists": reverse("imports:list"),
        "what the list would write": reverse("imports:one", args=[story["list"].pk]),
        "whom the list is like": reverse("imports:alike", args=[story["list"].pk]),
        "the report of the list": reverse("imports:report", args=[story["list"].pk]),
        "taking families out": reverse("imports:export"),
    }
    asked = [(name, lambda client, path=path: client.get(path)) for name, path in pages.items()]
    posts = [
        ("who may be known twice", pages["who is she like?"], {"name": "Fatima Ait Ouakrim"}),
        ("families taken out", pages["taking families out"], {"reason": "report", "form": "csv"}),
        ("sent for review", pages["who is she like?"], {"other": str(story["hidden"])}),
    ]
    sent = [
        (name, lambda client, path=path, form=form: client.post(path, form, follow=True)) for name, path, form in posts
    ]
    return [*asked, *sent]


def _world(monkeypatch: pytest.MonkeyPatch, *, disclosure: bool) -> list[tuple[str, bytes]]:
    with same_world(monkeypatch) as (keys, clock):
        empty()  # the ground is laid again, with the keys of this world
        story = _told()
        clock.set(30)
        keys.set(1)
        if disclosure:
            _disclosed(story)
        else:
            _away()
        keys.set(3)
        treat_due()  # who is to be told is told, and nobody twice
        clock.set(60)
        keys.set(2)
        story["list"] = _brought()
        with scope(speaking="owner"):  # the hour of a pair is the database's own
            Review.objects.update(proposed_at=clock.now_is)
        seen: list[tuple[str, bytes]] = []
        for person, language in WHO.items():
            near = _of_files(story) if person in NEAR else []  # to the others these pages are shut: tests/access
            screens = looked_at(person, [*_screens(story), *near], language)
            seen += [(name, plain(text) if DRAWN.search(name) else text) for name, text in screens]
    return seen


@pytest.mark.django_db(transaction=True, databases=EVERY_LOGIN)
def test_nobody_outside_the_compartment_sees_that_anything_was_disclosed(monkeypatch):
    """Pages, prints, exports, counts and messages are the same, byte for byte."""
    without = _world(monkeypatch, disclosure=False)
    with_it = _world(monkeypatch, disclosure=True)

    screens = {name.partition(": ")[2] for name, _ in without}
    answered = {name.partition(": ")[2] for name, text in without if text.startswith(b"200 ")}
    assert len(WHO) == 8 and len(screens) > 40
    assert screens == answered, "a page that is shut to everybody is the same in every world"
    told = [told_by(name, one, other) for (name, one), (_, other) in zip(without, with_it, strict=True) if one != other]
    assert not told, "\n\n".join(told)


@pytest.mark.django_db(transaction=True, databases=EVERY_LOGIN)
def test_the_keeper_of_the_compartment_does_see_it(monkeypatch):
    """Otherwise the two worlds would be equal for the wrong reason."""
    with same_world(monkeypatch) as (_keys, clock):
        story = _told()
        clock.set(30)
        _disclosed(story)
        client: Client = entered("keeper")
        page = client.get(reverse("families:household", args=[story["visit"].household_id]))

    assert "الحماية" in page.content.decode() or "عنف" in page.content.decode()
    assert journal.verify().broken == []
