"""Every list asks the database as often for twenty rows as for two: counted under real requests, for every login."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.accounts.models import User
from jisr.centres.models import Centre, Operator, Service, Site
from jisr.common.database import scope
from jisr.exchange import actions as exchange
from jisr.families import actions as families
from jisr.families import queries as known
from jisr.messages import actions as messages
from jisr.staff.models import Post
from jisr.territory.models import Commune
from jisr.web.barometer import reading
from jisr.window.listening import actions as listening
from jisr.window.orientation import actions as orientation
from jisr.window.pathways import actions as pathways
from jisr.window.reception import actions as reception
from tests.access.people import entered
from tests.ground import CHICHAOUA, OWN, SERVICE_SISTER, SISTER, user_of
from tests.stories import listened, received, referred, under, with_children

LOGINS = ("default", "public", "counter", "sealer")
TODAY = timezone.localdate()
_SHEET = "code,name_ar,name_fr,type,operator,commune\n"


def asked(client, path, *form):
    """How often each login asks the database for a page, once everything that is kept in memory is there."""
    ask = client.post if form else client.get
    assert ask(path, *form).status_code == 200, path
    with ExitStack() as stack:
        seen = {login: stack.enter_context(CaptureQueriesContext(connections[login])) for login in LOGINS}
        answer = ask(path, *form)
    assert answer.status_code == 200
    return {login: len(queries) for login, queries in seen.items()}, answer


def holds(pages, grow, *, few=2, many=20):
    """Pages of few rows and of many ask equally often.

    Args:
        pages: (client, address, what is sent if anything).
        grow: adds so many rows.
    """
    grow(few)
    before = [asked(*page) for page in pages]
    grow(many - few)
    after = [asked(*page) for page in pages]
    for (_client, path, *_form), (wanted, small), (got, large) in zip(pages, before, after, strict=True):
        assert len(large.content) > len(small.content), f"{path}: the list did not grow"
        assert got == wanted, path


@pytest.fixture
def family():
    """A family with two children, received and listened to."""
    with under("worker") as worker:
        visit = received(worker)
        girl, boy = with_children(worker, visit.household)
        interview = listened(worker, visit, (boy, "disability"), (girl, "schooling"))
    return visit, girl, boy, interview


@pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])
class TestOfAFile:
    """Pages about one family."""

    def test_the_time_line_of_a_file(self, family):
        """A dozen entries or a hundred: visits, interviews, referrals and their answers, steps, aids."""
        visit, girl, _boy, _interview = family
        with under("worker") as worker:
            plan = pathways.open_plan(household=visit.household, centre=worker.centre, goal="هدف", by=worker.user)

        def grow(rows):
            for n in range(rows):
                with under("worker") as worker:
                    again = reception.receive(
                        person=visit.person, centre=worker.centre, by=worker.user, reasons=["schooling"]
                    )
                    heard = listened(worker, again, (girl, "health"), note="سر")
                    referral = referred(worker, heard, SERVICE_SISTER)
                    step = pathways.add_step(
                        plan=plan, person=girl, kind="school", what=f"خطوة {n}", due_on=TODAY, by=worker.user
                    )
                    pathways.give_aid(step=step, kind="goods", what="كتب", centre=worker.centre, by=worker.user)
                    families.add_phone(
                        household=visit.household, number="0612345678", owner="own", is_safe=True, by=worker.user
                    )
                with under("sister_worker") as sister:
                    orientation.answer(referral=referral, state="refused", refusal="full", by=sister.user)

        file, worker = f"/families/household/{visit.household_id}/", entered("worker")
        pages = [(entered(name), file) for name in ("worker", "director", "officer")]
        pages += [(worker, f"/pathways/plan/{plan.pk}/"), (worker, f"/pathways/plan/{plan.pk}/print?to=child")]
        holds([*pages, (worker, f"{file}readers/")], grow, few=1, many=10)

    def test_an_interview_with_many_needs_and_notes(self, family):
        _visit, girl, _boy, interview = family

        def grow(rows):
            with under("worker") as worker:
                for _ in range(rows):
                    listening.add_need(interview=interview, person=girl, theme="health", by=worker.user)
                    listening.add_note(interview=interview, text="ملاحظة", by=worker.user)

        holds([(entered("worker"), f"/listening/interview/{interview.pk}/")], grow)

    def test_a_step_with_many_attendances(self, family):
        visit, girl, _boy, _interview = family
        with under("worker") as worker:
            plan = pathways.open_plan(household=visit.household, centre=worker.centre, goal="هدف", by=worker.user)
            step = pathways.add_step(plan=plan, person=girl, kind="school", what="خطوة", due_on=TODAY, by=worker.user)
        days = iter(range(1, 100))

        def grow(rows):
            with under("worker") as worker:
                for _ in range(rows):
                    pathways.mark_attendance(
                        step=step, day=TODAY - timedelta(days=next(days)), present=True, centre=worker.centre,
                        by=worker.user,
                    )  # fmt: skip
                    pathways.give_aid(step=step, kind="goods", what="كتب", centre=worker.centre, by=worker.user)

        holds([(entered("worker"), f"/pathways/step/{step.pk}/")], grow)


@pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])
class TestOfAPost:
    """Pages about everything that a post may see."""

    def test_the_work_list_of_every_role(self, monkeypatch):
        """Waiting people, referrals to answer and to carry out, needs, steps, looks back, requests, messages."""
        # a figure is kept once it took long: on a busy machine now and then, here always
        monkeypatch.setattr("jisr.web.barometer.reading.QUICK_S", -1)

        def grow(rows):
            for n in range(rows):
                with under("worker") as worker:
                    visit = received(worker, given="سعيدة", family=f"الطويلة {n}", visit={"urgency": "now"})
                    interview = listening.listen(
                        person=visit.person, centre=worker.centre, by=worker.user,
                        needs=[{"person": visit.person, "theme": theme} for theme in ("health", "training")],
                    )  # fmt: skip
                    sent = referred(worker, interview, SERVICE_SISTER)
                    messages.queue(
                        centre=OWN, channel="sms", to="+212600000000", template="awaits", body="…", about=sent
                    )
                    plan = pathways.open_plan(
                        household=visit.household, centre=worker.centre, goal="هدف", by=worker.user
                    )
                    pathways.add_step(
                        plan=plan, person=visit.person, kind="school", what="خطوة", due_on=TODAY - timedelta(days=2),
                        by=worker.user,
                    )  # fmt: skip
                with under("sister_worker") as sister:
                    [found] = [one for one in known.known_persons(f"سعيدة الطويلة {n}") if not one.is_here][:1]
                    families.ask_access(mark=found.mark, centre=sister.centre, why="نفس الأسرة", by=sister.user)
                    own = received(sister)
                    referred(sister, listened(sister, own, (own.person, "training")), SERVICE_SISTER)

        pages = [(entered(name), "/work/") for name in ("worker", "officer", "director", "sister_worker")]
        pages += [(entered(name), "/families/requests/") for name in ("director", "sister_worker")]
        holds(pages, grow, few=2, many=12)

    def test_the_results_of_a_search(self):
        """Those of this centre and those known elsewhere."""

        def grow(rows):
            for name in ("worker", "far_worker"):
                with under(name) as held:
                    for _ in range(rows):
                        received(held, given="كنزة", family="المتكررة")

        holds([(entered("officer"), "/families/", {"name": "كنزة المتكررة"})], grow, few=1, many=5)

    def test_the_earlier_imports(self):
        def grow(rows):
            with scope(user=user_of("coordinator").pk):
                for n in range(rows):
                    exchange.stage_centres(
                        name=f"centres-{n}.csv",
                        content=f"{_SHEET}T-{n},م,C,x,y,z\n".encode(),
                        by=user_of("coordinator"),
                        region="07",
                    )

        holds([(entered("coordinator"), "/centres/import/")], grow)

    def test_a_preview_of_many_rows(self):
        """New centres, changed ones and refused rows."""
        previews = []
        for rows in (2, 20):
            lines = [f"T-{n},مركز,Centre {n},assistance_centre,TEST-OPERATOR,{CHICHAOUA}\n" for n in range(rows)]
            lines += [f"U-{n},مركز,Centre {n},none,TEST-OPERATOR,{CHICHAOUA}\n" for n in range(rows)]
            with scope(user=user_of("coordinator").pk):
                staged = exchange.stage_centres(
                    name="centres.csv", content=(_SHEET + "".join(lines)).encode(), by=user_of("coordinator")
                )
            previews.append(asked(entered("coordinator"), f"/centres/import/{staged.pk}/")[0])
        assert previews[0] == previews[1]


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])
class TestOfTheCatalogue:
    """Lists that visitors and other logins read: what they show must be committed."""

    def test_centres_services_and_posts(self):
        """The public results, the page of a centre, the lists of those who keep the catalogue, the posts."""
        numbers = iter(range(1000, 2000))

        def grow(rows):
            with scope(speaking="owner"):
                for _ in range(rows):
                    add_centre(next(numbers))

        visitor, director, coordinator = Client(), entered("director"), entered("coordinator")
        administrator = entered("administrator")
        holds(
            [
                (visitor, "/?commune=07.161.01.01&need=family"), (visitor, f"/services/centre/{OWN}/"),
                (entered("delegate"), "/centres/"), (coordinator, "/centres/?province=07.161"),
                (coordinator, "/centres/export.csv"), (director, f"/centres/{OWN}/"),
                (director, f"/centres/{OWN}/places/"), (administrator, "/staff/"),
                (administrator, "/staff/assign/?q=Centre"),
            ],
            grow,
        )  # fmt: skip

    def test_communes(self):
        """A province of three communes and one of sixty; a page of the list and the next."""
        with scope(speaking="owner"):
            provinces = {code: Commune.objects.filter(province=code).count() for code in ("07.161", "09.541", "07.191")}
        low, high = min(provinces, key=provinces.get), max(provinces, key=provinces.get)
        assert provinces[low] < provinces[high]
        for page in ("/territory/?province={}", "/territory/provinces/{}/"):
            few, _small = asked(Client(), page.format(low))
            many, _large = asked(Client(), page.format(high))
            assert few == many, page

    def test_figures_and_journal(self, monkeypatch):
        """A delegate's figures, counted anew on a slow machine too, and an auditor's lines: one family or ten."""
        monkeypatch.setattr(reading, "QUICK_S", float("inf"))

        def grow(rows):
            for _ in range(rows):
                with under("worker") as worker:
                    visit = received(worker)
                    referred(worker, listened(worker, visit, (visit.person, "training")), SERVICE_SISTER)

        holds([(entered("auditor"), "/journal/")], grow, few=1, many=5)
        client = entered("delegate")
        before, _page = asked(client, "/figures/")
        grow(5)
        assert asked(client, "/figures/")[0] == before


def add_centre(number):
    """A centre with its place and its service, a service of ``OWN``, and somebody with a post there."""
    operator = Operator.objects.get(code="TEST-OPERATOR")
    centre = Centre(
        id=number, code=f"X-{number}", name_ar=f"مركز {number}", name_fr=f"Centre {number}", type="assistance_centre",
        operator=operator, province_id=CHICHAOUA[:6], is_demonstration=True, source="tests",
    )  # fmt: skip
    centre.set_sort_keys()
    centre.save(force_insert=True)
    Site.objects.create(centre=centre, commune_id=CHICHAOUA, lat=31.5, lon=-8.7)
    for key, where in ((number * 10, centre), (number * 10 + 1, Centre.objects.get(pk=OWN))):
        Service.objects.create(
            id=key, centre=where, code=f"S-{key}", name_ar=f"خدمة {key}", name_fr=f"Service {key}", theme="family",
            is_demonstration=True, source="tests", places_total=9, places_free=1, places_confirmed_on=TODAY,
        )  # fmt: skip
    user = User.objects.create_user(f"x{number}@tests.example", display_name=f"X {number}", is_demonstration=True)
    Post.objects.create(user=user, role="reception_officer", centre_id=SISTER, is_demonstration=True)
