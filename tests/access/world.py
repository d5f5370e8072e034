"""One small story with a row of every kind, at ``OWN``; what the access tests knock at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from jisr.atlas.scenarios import actions as scenarios
from jisr.centres.models import Centre, Service
from jisr.centres.rule_actions import write_rule
from jisr.common.database import scope
from jisr.exchange import actions as exchange
from jisr.exchange.hsds.actions import stage_package
from jisr.exchange.sheet_actions import stage_sheet
from jisr.families import actions as families
from jisr.families import queries as known
from jisr.families.models import Merge, ProtectedLink, Review
from jisr.forum import actions as forum
from jisr.ledger.agreements import actions as agreements
from jisr.messages import actions as messages
from jisr.window.allocation import actions as allocation
from jisr.window.deposits import actions as deposits
from jisr.window.listening.models import Interview, Need
from jisr.window.orientation import actions as orientation
from jisr.window.orientation import offer_actions as offers
from jisr.window.pathways import actions as pathways
from jisr.window.pathways.models import FollowUp
from jisr.window.reception import actions as reception
from jisr.window.reception.queries import Competent, Told
from tests.access.addresses import Body, Calling, Compared, Consultation, Deciding, Drawn, Promise, Results, Times
from tests.access.rows import brought, in_depth
from tests.atlas.rounds import going
from tests.centres import telling
from tests.centres.works import building
from tests.forum import advising
from tests.ground import OWN, SERVICE_OWN, SERVICE_PARTNER, SERVICE_SISTER, SISTER, post_of, user_of
from tests.ledger.agreements import promised
from tests.ledger.calls import calling
from tests.ledger.results import reporting
from tests.ledger.strategy import planned
from tests.stories import listened, received, under, with_children
from tests.web.forum import desk
from tests.window.appointments import agendas

SHEET = "code,name_ar,name_fr,type,operator,commune\nTEST-NEW,مركز,Centre,nothing,TEST-OPERATOR,07.161.01.01\n"
PACKAGE = '{"id": "00000000-0000-4000-8000-000000000001", "name": "Association", "description": ""}'
SAID_SHEET = "kind,text\nproposal,نطلب طريقا\n"
NAMES = ("خدوج", "تيغزران")
#: What she said of her needs (tests.stories.listened).
WORDS = "بكلماتها"


@dataclass
class World:
    """Keys of the rows of the story."""

    household: UUID
    person: UUID
    visit: UUID
    interview: UUID
    need: UUID
    consent: UUID
    referral: UUID
    partner_referral: UUID
    deposit: UUID
    offer: UUID
    card: UUID
    plan: UUID
    step: UUID
    follow_up: UUID
    score: UUID
    approval: UUID
    unit: UUID
    request: UUID
    message: UUID
    resource: UUID
    alert: UUID
    asked_right: UUID
    staged: UUID
    package: UUID
    brought: UUID
    secret: str
    posts: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def rule(self) -> int:
        """Number of the version of the conditions of a service of ``OWN``."""
        with under("director") as director:
            service = Service.objects.get(pk=SERVICE_OWN)
            told = {"fact": "age", "at_least": 18}
            first = {"service": service, "tree": told, "expected": 0, "source_title": "القانون الداخلي"}
            return write_rule(since=timezone.localdate(), by=director.user, **first).version

    @cached_property
    def building(self) -> building.Built:
        """What is known of the building of ``OWN``."""
        return building.addresses()

    @cached_property
    def consultation(self) -> Consultation:
        """A wave of the region of ``OWN``; told when somebody first asks for it, as few doors lead there."""
        wave = desk.team("world-wave")
        held, planned = desk.meeting_of(wave, "world-held"), desk.meeting_of(wave, "world-planned", held=False)
        said = desk.published(wave, meeting=held)
        statement = desk.drawn(wave, said)
        with under("secretary") as secretary:
            forum.open_tribune(meeting=held, by=secretary.user)
        with under("moderator"):
            edge = statement.edges_in.get().edge_id
        with under("secretary") as secretary:
            seat = wave.seats.get(role="moderator")
            promise = forum.commit(
                meeting=held, by=secretary.user, what_ar="وعد", owner_ar="هيئة", due_on=timezone.localdate()
            )
            staged = stage_sheet(wave=wave, name="a.csv", content=SAID_SHEET.encode(), by=secretary.user)
        return Consultation(
            wave.code, planned.code, held.code, said.code, statement.pk, edge, seat.pk, promise.pk, staged.pk,
            desk.came_back(planned).pk,
        )  # fmt: skip

    @cached_property
    def round(self) -> tuple[UUID, UUID]:
        """A round of ``SISTER`` that waits for its review, and one who is in it."""
        with under("sister_director") as director:
            made = allocation.propose(service=_service(SERVICE_SISTER), places=1, order="waiting", by=director.user)
            return made.pk, made.placements.get().pk

    @cached_property
    def deciding(self) -> Deciding:
        """Two pairs of files of ``OWN``: one waits, one was joined."""
        with under("worker") as worker:
            one, two, three = (received(worker, given=f"مكررة {n}").person for n in "123")
            families.propose([(one.pk, two.pk, 0.9, []), (one.pk, three.pk, 0.8, [])], source="worker")
            first, second = Review.objects.order_by("score")
            families.decide(review=first, answer="same", kept=one.pk, by=worker.user)
        with under("keeper") as keeper:
            hidden = received(keeper, given="مكررة", compartment="violence").person
            families.propose([(two.pk, hidden.pk, 0.9, [])], source="worker")
            families.decide(review=Review.objects.get(compartment="violence"), answer="same", by=keeper.user)
            link = ProtectedLink.objects.get()
            return Deciding(second.pk, Merge.objects.get(review=first.pk).pk, link.pk)

    @cached_property
    def times(self) -> Times:
        """Time given to the person of the story, in the compartment in which she stands."""
        return Times(*agendas.one_of_each(self.person))

    @cached_property
    def compared(self) -> Compared:
        """A strategy in force and its draft, beside somebody's programme, with a decision and a sheet."""
        story = planned.told()
        decision, draft = planned.decided(story), planned.drafted(story)
        planned.taken_up(story, self.consultation.statement)
        measure = draft.measures.get(code="M-2")
        return Compared(
            story.code, story.plan.code, story.measure().pk, story.line().pk, decision.pk, draft.number, measure.pk,
            planned.staged(draft).pk, self.consultation.statement,
        )  # fmt: skip

    @cached_property
    def drawn(self) -> Drawn:
        """A scenario that the strategist draws, one that she kept, and a link to it."""
        question = {"theme": "disability", "who": "disabled", "way": "taxi", "limit": "60", "supply": "total"}
        with under("strategist") as held:
            draft = scenarios.begin(by=held.user, title="مسودة", within="07.161", **question)
            kept = scenarios.begin(by=held.user, title="محفوظ", within="07.161", **question)
            kept = scenarios.keep(scenario=kept, by=held.user)
            link, _secret = scenarios.share(scenarios=[kept], days=1, by=held.user)
        return Drawn(draft.pk, kept.pk, link.pk)

    @cached_property
    def body(self) -> Body:
        """An advisory body of the region of ``OWN`` with a row of every kind."""
        row = advising.a_body("world-body")
        draft, opinion = advising.drafted(row), advising.given(row)
        member = row.members.get(part="chair")
        return Body(row.code, member.pk, advising.planned(row).pk, advising.asked(row).pk, draft.pk, opinion.pk)

    @cached_property
    def told(self) -> telling.Told:
        """What ``OWN`` tells for some days, and what its province is asked."""
        return telling.addresses()

    @cached_property
    def agreement(self) -> Promise:
        """An agreement of the region of ``OWN``: called, proposed, blocked, being amended."""
        told = promised.running()
        one, _two, other = told.instalments
        entry, document = promised.called(one, 500), promised.a_document(told.agreement)
        with under("approver") as first:
            proposal = agreements.propose(instalment=one, step="approved", amount=500, by=first)
        with under("council") as council:
            stop = agreements.block(instalment=other, reason="visa", who_must_act=told.state, by=council)
            draft = agreements.begin_amendment(agreement=told.agreement, by=council)
            milestone = told.agreement.milestones.first()
            share = draft.shares.first()
        return Promise(
            told.agreement.code, draft.pk, share.pk, one.pk, stop.pk, entry.pk, proposal.pk, milestone.pk, document.pk,
            promised.a_claim(told.agreement).pk,
        )  # fmt: skip

    @cached_property
    def call(self) -> Calling:
        """A call of the region of ``OWN`` with results, and a row of every kind under it."""
        return calling.addresses(Calling)

    @cached_property
    def mobile(self) -> UUID:
        """A round of ``OWN`` that was planned, and is not published."""
        return going.planned().pk

    @cached_property
    def results(self) -> Results:
        """The framework of an agreement of the region of ``OWN``, with a draft and a sheet."""
        return reporting.addresses(Results)


def make() -> World:
    """Tell the story through the acts of the product, each under the post of whoever does it."""
    with under("worker") as worker:
        visit = received(worker, given=NAMES[0], family=NAMES[1])
        waiting = received(worker, given="أخرى", family="تنتظر")
        _girl, boy = with_children(worker, visit.household)
        interview = listened(worker, visit, (boy, "disability"), (visit.person, "training"))
        need = interview.needs.get(theme="disability")
        referral = orientation.refer(
            need=_whole(interview, "disability"), service=_service(SERVICE_SISTER), centre=worker.centre,
            by=worker.user, shares=["name"], manner="spoken",
        )  # fmt: skip
        partner = orientation.refer(
            need=_whole(interview, "training"), service=_service(SERVICE_PARTNER), centre=worker.centre,
            by=worker.user, shares=["name"], manner="spoken",
        )  # fmt: skip
        secret = orientation.make_link(referral=partner, by=worker.user)
        deposit = deposits.deposit(
            person=visit.person, centre=worker.centre, procedure="disability_card", brought=["medical"], by=worker.user
        )
        offered = offers.offer(
            need=_whole(interview, "training"), services=[_service(SERVICE_SISTER)], centre=worker.centre,
            by=worker.user, reach="province", manner="spoken",
        )  # fmt: skip
        card = offered.cards.get()
        plan = pathways.open_plan(household=visit.household, centre=worker.centre, goal="هدف", by=worker.user)
        step = pathways.add_step(
            plan=plan, person=visit.person, kind="school", what="خطوة", due_on=timezone.localdate(), by=worker.user
        )
        score, approval, unit = in_depth(plan, step, visit.person, worker)
        message = messages.queue(
            centre=OWN, channel="sms", to="+212600000000", template="link_code", body="…", about=referral
        )
        resource = families.add_resource(
            household=visit.household, kind="pension", certainty="declared", monthly=80_000, by=worker.user
        )
        follow_up = FollowUp.objects.filter(plan=plan).earliest("due_on")
        consent = referral.consent
        asked_right = families.ask_right(
            person=visit.person, centre=worker.centre, right="access", speaks="herself", checked="known",
            by=worker.user,
        )  # fmt: skip
    with under("sister_worker") as sister:
        [found] = known.known_persons(" ".join(NAMES))
        request = families.ask_access(
            mark=found.mark, centre=Centre.objects.get(pk=SISTER), why="لنا نفس الأسرة", by=sister.user
        )
    with under("moderator"):
        alert = reception.take_in_alert(
            chosen=Competent(Centre.objects.get(pk=OWN), "", None), told=Told(WORDS), language="ar",
            said_on=timezone.localdate(), province=None, commune=None,
        )  # fmt: skip
    with scope(user=user_of("coordinator").pk):
        staged = exchange.stage_centres(
            name="centres.csv", content=SHEET.encode(), by=user_of("coordinator"), region="07"
        )
        package = stage_package(name="p.json", content=PACKAGE.encode(), by=user_of("coordinator"), region="07")
    return World(
        household=visit.household_id, person=visit.person_id, visit=waiting.pk, interview=interview.pk, need=need.pk,
        consent=consent.pk, referral=referral.pk, partner_referral=partner.pk, plan=plan.pk, step=step.pk,
        deposit=deposit.pk, follow_up=follow_up.pk, request=request.pk, offer=offered.pk, card=card.pk,
        score=score.pk, approval=approval.pk, unit=unit.pk,
        message=message.pk, resource=resource.pk, alert=alert,
        asked_right=asked_right.pk, staged=staged.pk, package=package.pk, brought=brought(), secret=secret,
        posts={"officer": post_of("officer").pk},
    )  # fmt: skip


def _last_as_long_as_it_takes(alias: str) -> None:
    """The product ends what lasts a quarter of an hour; the transaction around a module does, where others work too."""
    limits = ["transaction_timeout", "idle_in_transaction_session_timeout"]
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT set_config(name, '0', true) FROM pg_settings WHERE name = ANY(%s)", [limits])


@contextmanager
def _told_once(blocker: Any) -> Iterator[World]:
    with blocker.unblock():
        around = [transaction.atomic(using=alias) for alias in connections]
        for one in around:
            one._from_testcase = True  # as Django's own around a test: acts that must be outermost may stand in it
            one.__enter__()
        for alias in connections:
            _last_as_long_as_it_takes(alias)
        world = make()
    yield world
    with blocker.unblock():
        for alias, one in zip(connections, around, strict=True):
            transaction.set_rollback(True, using=alias)
            one.__exit__(None, None, None)


def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The story told once for all tests of a module, each of which takes back what it adds to it.

    A module makes its fixture of it: ``world = pytest.fixture(story.told, scope="module")``. None of its tests may be
    transactional: what is told here is never saved.
    """
    with _told_once(django_db_blocker) as world:
        with django_db_blocker.unblock():
            # told when first asked for, which a test would take back
            assert world.consultation and world.body and world.compared and world.agreement and world.call
            assert world.results and world.deciding and world.drawn
        yield world


def told_in_part(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The same without the consultation and the advisory body; a test that asks for them takes a copy of its own."""
    with _told_once(django_db_blocker) as world:
        yield world


def _whole(interview: Interview, theme: str) -> Need:
    return interview.needs.select_related("household__commune__province", "person").get(theme=theme)


def _service(key: int) -> Service:
    return Service.objects.select_related("centre").get(pk=key)
