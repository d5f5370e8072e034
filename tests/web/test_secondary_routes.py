"""What is behind a route for whoever should find nothing there: the same nothing, whatever the verb and the key."""

import re
from functools import cache
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from jisr.centres.models import Centre, Service
from jisr.common.keys import new_key
from jisr.families import actions as families
from jisr.staff.rules import may
from jisr.web.access import SIGNED_IN, mark_of
from jisr.window.deposits import actions as deposits
from jisr.window.orientation import offer_actions as offers
from jisr.window.orientation.models import Referral
from jisr.window.pathways import actions as pathways
from jisr.window.pathways.models import FollowUp
from jisr.window.reception import actions as reception
from jisr.window.reception.queries import Competent, Told
from tests.access import world as story
from tests.access.people import a_thousand_pages, entered
from tests.access.routes import ROUTES, patterns
from tests.access.standing import Standing
from tests.access.test_routes import WHO
from tests.ground import FAR, OWN, SERVICE_SHELTER, SERVICE_SISTER, post_of, posts_of
from tests.reading import tried
from tests.stories import listened, received, referred, under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])

VIEWS = {name: pattern.callback for name, pattern in patterns()}
NAMES = sorted(set(VIEWS) & set(ROUTES))
world = pytest.fixture(story.told, scope="module")
many = pytest.fixture(a_thousand_pages, scope="module", autouse=True)
standing = pytest.fixture(lambda: cache(lambda who: Standing(who, "post")), scope="module")
#: Drawn at random for each answer.
_RANDOM = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
_OF_THE_MOMENT = frozenset({"Content-Length", "Expires"})
_KEYED = tuple(name for name in NAMES if ":" in name and name.split(":")[0] not in {"portal", "territory"})


def shown(answer):
    """Everything an answer tells."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in _OF_THE_MOMENT)
    return answer.status_code, headers, _RANDOM.sub("", body.decode("utf-8", "replace"))


def other_key(value):
    """A key of the same kind that no row ever had."""
    return new_key() if isinstance(value, UUID) else 987_654_321 if isinstance(value, int) else value


def pairs_of_paths(world, names):
    """(route, address of a row, address of a row that never was)."""
    for name in names:
        arguments = ROUTES[name].arguments(world)
        if any(isinstance(one, UUID | int) for one in arguments):
            yield name, reverse(name, args=arguments), reverse(name, args=[other_key(one) for one in arguments])


def told_apart(client, world, names):
    """Routes at which a row that is not one's own answers otherwise than one that never was."""
    wrong = []
    for name, there, never in pairs_of_paths(world, names):
        for ask in (client.get, client.post):
            real, none = tried(ask, there), tried(ask, never)
            if shown(real) != shown(none) or real.status_code not in {404, 405}:
                wrong.append(f"{real.request['REQUEST_METHOD']} {name}: {real.status_code}, {none.status_code}")
    return wrong


def able_elsewhere(post, name):
    """Whether the role may come to a route and its place keeps it from the row."""
    verbs = mark_of(VIEWS[name]).verbs
    route = ROUTES[name]
    able = any(may(post.role, verb) for verb in verbs if verb != SIGNED_IN)
    return able and not route.finds(post) and not route.sees(post)


@pytest.mark.parametrize("who", ["far_officer", "far_worker", "far_director", "far_delegate", "far_coordinator"])
def test_a_row_of_another_centre_answers_as_one_that_never_was(who, world):
    """Same page, same status, same headers, for every verb: a key that was overheard tells nothing."""
    post = post_of(who)
    names = [name for name in _KEYED if able_elsewhere(post, name)]
    assert names

    assert told_apart(entered(who), world, names) == []


#: Rows that stand in no compartment: a request of another centre, the hours of a colleague.
_OF_NOBODY = {"families:answer", *(f"appointments:{name}" for name in "of end_week back open_days feast".split())}


@pytest.fixture
def hidden():
    """The world of the access tests, every row of it in a compartment of the same centre."""
    with under("keeper") as keeper:
        visit = received(keeper)
        interview = listened(keeper, visit, (visit.person, "shelter"), compartment="violence")
        consent = families.consent(
            person=visit.person, covers=["name"], manner="spoken", centre=keeper.centre, by=keeper.user,
            compartment="violence",
        )  # fmt: skip
        referral = referred(keeper, interview, SERVICE_SHELTER)
        offered = offers.offer(
            need=referral.need, services=[Service.objects.get(pk=SERVICE_SHELTER)], centre=keeper.centre,
            by=keeper.user, reach="province", manner="spoken",
        )  # fmt: skip
        card = offered.cards.get()
        secret = received(keeper, given="نعيمة", compartment="violence")
        plan = pathways.open_plan(
            household=visit.household, centre=keeper.centre, goal="الحماية", by=keeper.user, compartment="violence"
        )
        step = pathways.add_step(
            plan=plan, person=visit.person, kind="protection", what="الإيواء", due_on=plan.opened_on, by=keeper.user
        )
        follow_up = FollowUp.objects.filter(plan=plan).first()
        deposit = deposits.deposit(
            person=secret.person, centre=keeper.centre, procedure="other", brought=[], by=keeper.user
        )
        score, approval, unit = story.in_depth(plan, step, visit.person, keeper)
        resource = families.add_resource(household=secret.household, kind="work", certainty="unknown", by=keeper.user)
    with under("moderator"):
        alert = reception.take_in_alert(
            chosen=Competent(Centre.objects.get(pk=OWN), "violence", None), told=Told("سر"), language="ar",
            said_on=plan.opened_on, province=None, commune=None,
        )  # fmt: skip
    empty = dict.fromkeys(("request", "message", "staged", "package", "brought", "asked_right"), new_key())
    return story.World(
        household=secret.household_id, person=secret.person_id, visit=secret.pk, interview=interview.pk,
        need=referral.need_id, consent=consent.pk, referral=referral.pk, partner_referral=referral.pk, plan=plan.pk,
        deposit=deposit.pk,
        offer=offered.pk, card=card.pk, score=score.pk, approval=approval.pk, unit=unit.pk,
        step=step.pk, follow_up=follow_up.pk, alert=alert, resource=resource.pk, secret="",
        posts={"officer": new_key()}, **empty,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["officer", "worker", "director"])
def test_a_row_of_a_compartment_answers_as_one_that_never_was(hidden, who):
    """At the next desk, for a colleague who opens every other file of the centre."""
    post, areas = post_of(who), {*"families reception listening orientation deposits pathways appointments".split()}
    names = [name for name in _KEYED if name.split(":")[0] in areas and _may(post, name) and name not in _OF_NOBODY]
    assert names

    assert told_apart(entered(who), hidden, names) == []


def _may(post, name):
    return any(may(post.role, verb) for verb in mark_of(VIEWS[name]).verbs if verb != SIGNED_IN)


@pytest.mark.usefixtures("short_refusals")
@pytest.mark.parametrize("area", sorted({name.split(":")[0] for name in _KEYED}))
def test_a_form_sent_without_the_verb_is_refused(area, world, standing):
    """A page that is not offered can be posted to all the same; every role without the verb reads the same no.

    One role sends a whole form to each route, in turn; all of them stand before the checks in which the no is said.
    """
    wrong = []
    one_of_each = {post.role: who for who, post in reversed(posts_of(WHO).items())}
    for name in (name for name in _KEYED if name.split(":")[0] == area):
        verbs, path = mark_of(VIEWS[name]).verbs, ROUTES[name].path(world)
        if not verbs or SIGNED_IN in verbs:
            continue
        those = [who for role, who in sorted(one_of_each.items()) if not any(may(role, verb) for verb in verbs)]
        wrong += [f"{name}, {who}: {got}" for who in those if (got := standing(who).answer(path)) != 403]
        for whole in those[_KEYED.index(name) % max(1, len(those)) :][:1]:
            answer = tried(entered(whole).post, path)
            if answer.status_code != 403:
                wrong.append(f"{name}, {whole}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def written(alias="default"):
    """How many rows of each table were written in this transaction, undone ones included."""
    # what pg_stat_xact_user_tables counts, without the scans of indexes that it counts beside
    acts = " + ".join(f"pg_stat_get_xact_tuples_{act}(oid)" for act in ("inserted", "updated", "deleted"))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"SELECT relname, acts FROM (SELECT relname, {acts} AS acts FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace OFFSET 0) told WHERE acts > 0"
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("area", sorted({name.split(":")[0] for name in NAMES}))
def test_only_a_sent_form_writes(area, world):
    """GET and HEAD leave nothing but the line in the journal that says who looked."""
    wrong, posts = [], posts_of(WHO)
    for name in (name for name in NAMES if name.split(":")[0] == area):
        mark, route = mark_of(VIEWS[name]), ROUTES[name]
        path = route.path(world)  # some of the story is told when its address is asked for
        who = next((who for who, post in posts.items() if _comes(post, name)), None)
        client = entered(who) if mark.verbs and who else Client()
        before = written()
        for ask in (client.get, client.head):
            answer, then = tried(ask, path), written()
            after = {table for table, rows in then.items() if rows > before.get(table, 0)}
            before = then
            if after - {"common_journalline", "django_session"} or answer.status_code >= 500:
                wrong.append(f"{answer.request['REQUEST_METHOD']} {name}: {answer.status_code}, wrote {after}")
    assert not wrong, "\n".join(wrong)


def _comes(post, name):
    return (SIGNED_IN in mark_of(VIEWS[name]).verbs or _may(post, name)) and ROUTES[name].finds(post)


@pytest.mark.parametrize("area", sorted({name.split(":")[0] for name in NAMES if mark_of(VIEWS[name]).verbs}))
def test_a_form_of_another_site_writes_nothing(area, world):
    """Without the key of the page nothing is done, whoever is signed in."""
    wrong, posts = [], posts_of(WHO)
    for name in (name for name in NAMES if name.split(":")[0] == area and mark_of(VIEWS[name]).verbs):
        who = next((who for who, post in posts.items() if _comes(post, name)), None)
        if who is None:
            continue
        client, path = entered(who, enforce_csrf_checks=True), ROUTES[name].path(world)
        before = written()
        answer = tried(client.post, path, {"answer": "grant", "name": "x"})
        after = {table for table, rows in written().items() if rows > before.get(table, 0)}
        if answer.status_code != 403 or after - {"common_journalline", "django_session"}:
            wrong.append(f"{name}, {who}: {answer.status_code}, wrote {after}")
    assert not wrong, "\n".join(wrong)


def test_a_refusal_at_the_receiving_centre_is_not_known_to_a_third():
    """Two centres see a referral; the sender's other referrals stay the sender's."""
    with under("worker") as worker:
        visit = received(worker)
        referral = referred(worker, listened(worker, visit, (visit.person, "training")), SERVICE_SISTER)
    with under("far_worker"):
        assert not Referral.objects.exists()
    page = entered("far_worker").get(reverse("orientation:referral", args=[referral.pk]))
    assert page.status_code == 404 and str(FAR) not in page.content.decode()
