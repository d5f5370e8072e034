"""Plans of the demonstration: steps, what was given, what came of it, and the look back at 1, 3, 6 and 12 months."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from jisr.exchange.demonstration.catalogue import Catalogue, Worker
from jisr.exchange.demonstration.chronicle import Chronicle, File
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.depth import Depth, Told
from jisr.exchange.demonstration.homes import Member
from jisr.exchange.demonstration.referrals import Sent, Want
from jisr.window.orientation.choices import ReferralState
from jisr.window.pathways.choices import FOLLOW_UP_MONTHS
from jisr.window.pathways.models import Aid, Attendance, FollowUp, Plan, Step
from jisr.window.pathways.queries import limit
from jisr.window.pathways.rules import follow_up_days

#: theme of a need -> kind of the step that answers it
KINDS = {
    "schooling": "school", "student_lodging": "school", "childcare": "work", "literacy": "training",
    "training": "training", "work": "work", "papers": "rights", "direct_aid": "rights", "health": "health",
    "psychology": "health", "disability": "health", "elderly": "health", "family": "mediation", "legal": "rights",
    "child_protection": "protection", "violence": "protection", "shelter": "lodging", "housing": "lodging",
    "goods": "aid",
}  # fmt: skip
#: A follow-up is at most so many days late.
_FRESH = 15
#: what became of a referral -> (state of its step, outcomes it may have)
_OF_REFERRAL: dict[str, tuple[str, tuple[str, ...]]] = {
    ReferralState.COMPLETED: ("done", ("reached", "reached", "reached", "partly")),
    ReferralState.FAILED: ("dropped", ("not_reached",)),
    ReferralState.STARTED: ("ongoing", ()),
    ReferralState.BOOKED: ("planned", ()),
    ReferralState.ACCEPTED: ("planned", ()),
}


class Plans:
    """Tells plans into the chronicle."""

    def __init__(self, chronicle: Chronicle, clock: Clock, sayings: Any, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.steps: list[tuple[UUID, str, str, Member]] = []
        self.alone = 0
        self.chronicle, self.clock, self.sayings, self.chance = chronicle, clock, sayings, clock.chance

    @cached_property
    def depth(self) -> Depth:
        """Who tells what a plan is made of beside its steps."""
        return Depth(self.chronicle, self.clock, self.catalogue)

    def open(self, file: File, centre: int, day: date, by: Worker, told: Sequence[tuple[Want, Sent | None]], *,
             compartment: str = "", overdue: bool = False) -> UUID:  # fmt: skip
        """A plan with a step for each need that a service took, and its follow-ups.

        Args:
            overdue: leave the newest follow-up that is due undone.
        """
        at = self.clock.at(day)
        goals = self.sayings["protected_goals" if compartment or file.compartment else "goals"]
        closed = self._closed(day, told)
        plan = self.chronicle.add(
            Plan, file, at, by, "pathways.opened_plan", centre_id=centre, goal=self.chance.choice(goals), opened_on=day,
            closed_on=closed, by_id=by.user, compartment=compartment,
        )  # fmt: skip
        self.steps, self.alone = [], 0
        for want, sent in told:
            if sent is None or sent.state in _OF_REFERRAL:
                self._step(file, plan, centre, day, by, want, sent, compartment)
        looks = self._follow_ups(file, plan, centre, day, closed, by, compartment, overdue)
        made = Told(file, plan, centre, day, closed, by, compartment, self.steps, looks)
        self.depth.tell(made, scripted=overdue)
        return plan

    def _closed(self, day: date, told: Sequence[tuple[Want, Sent | None]]) -> date | None:
        ended = all(sent is not None and sent.state in {"completed", "failed", "refused", "expired", "withdrawn"}
                    for _, sent in told)  # fmt: skip
        if not ended or self.chance.random() > 0.5:
            return None
        return self.clock.later(day, 150, 250)

    def _step(self, file: File, plan: UUID, centre: int, day: date, by: Worker, want: Want, sent: Sent | None,
              compartment: str) -> None:  # fmt: skip
        chance, clock = self.chance, self.clock
        state, outcomes = _OF_REFERRAL[sent.state] if sent else chance.choice(
            [("planned", ()), ("ongoing", ()), ("done", ("reached", "partly"))]
        )  # fmt: skip
        kind = KINDS[want.theme]
        at = clock.at(day) if sent is None else max(clock.at(day), clock.at(sent.at.date(), after=sent.at))
        ended = clock.later(at.date(), 1, 60) or clock.today if outcomes else None
        due = (ended or clock.today) + timedelta(days=chance.randint(-4, 40))
        values: dict[str, Any] = {"state": state, "due_on": due}
        if ended:
            outcome = chance.choice(outcomes)
            words = chance.choice(self.sayings["outcomes"][outcome]) if chance.random() < 0.6 else ""
            values |= {"outcome": outcome, "outcome_words": words, "ended_on": ended, "version": 3}
        service = sent.service if sent else None
        key = self.chronicle.add(
            Step, file, at, by, "pathways.added_step", plan_id=plan, person_id=want.member.key, need_id=want.key,
            referral_id=sent.key if sent else None, programme_id=service.programme_id if service else None, kind=kind,
            what=chance.choice(self.sayings["steps"][kind]), responsible="service" if sent else "worker",
            compartment=compartment, **values,
        )  # fmt: skip
        self.steps.append((key, kind, state, want.member))
        programme = service.programme.code if service and service.programme else ""
        about = {"member": want.member, "subject": key, "programme": programme, "compartment": compartment}
        self.chronicle.event("step.planned", at, centre, file, **about)
        if state != "planned":
            self._line(file, clock.at(at.date(), after=at), by, "began_step", key, compartment=compartment)
            self._done_there(file, key, kind, want.member, centre, at.date(), ended, by, about)
        if ended:
            over = clock.at(ended, after=at)
            self._line(file, over, by, "ended_step", key, reason=values["outcome"], compartment=compartment)
            self.chronicle.event("step.done", over, centre, file, **about)
            self.chronicle.event("outcome", over, centre, file, **about)

    def _done_there(self, file: File, step: UUID, kind: str, member: Member, centre: int, began: date,
                    ended: date | None, by: Worker, about: dict[str, Any]) -> None:  # fmt: skip
        """Days of presence and things given."""
        chance, clock = self.chance, self.clock
        until = ended or clock.today
        if kind in {"training", "school"}:
            days = sorted({clock.working(began + timedelta(days=7 * n)) for n in range(6)})
            for day in (day for day in days if began <= day <= until):
                present, at = chance.random() < 0.85, clock.at(day)
                told = self.chronicle.event("attended", at, centre, file, **about) if present else None
                self.chronicle.add(
                    Attendance, file, at, by, "pathways.marked_attendance", step_id=step, day=day, present=present,
                    told=told, by_id=by.user, compartment=about["compartment"],
                )  # fmt: skip
        given = "device" if kind == "health" and member.disability else "goods" if kind == "aid" else "money"
        if kind in {"aid", "health", "rights"} and chance.random() < (0.9 if kind == "aid" else 0.2):
            at = clock.at(until)
            amount = chance.choice([150, 200, 300, 500]) * 100 if given == "money" else None
            if amount is not None:
                amount = min(amount, limit(until) - self.alone)  # nobody was asked for a yes
                self.alone += amount
            if amount == 0:
                return
            self.chronicle.add(
                Aid, file, at, by, "pathways.gave_aid", step_id=step, kind=given, amount=amount, given_on=until,
                what=chance.choice(self.sayings["aids"][given]), by_id=by.user, compartment=about["compartment"],
            )  # fmt: skip
            self.chronicle.event("aid.given", at, centre, file, amount=amount, **about)

    def _follow_ups(self, file: File, plan: UUID, centre: int, opened: date, closed: date | None, by: Worker,
                    compartment: str, overdue: bool) -> list[date]:  # fmt: skip
        looks = []
        marks = follow_up_days(opened, FOLLOW_UP_MONTHS)
        due_now = [month for month, day in marks.items() if day <= self.clock.today]
        for month, due in marks.items():
            fresh = (self.clock.today - due).days < _FRESH  # one forgotten for months would say that nobody looks
            skipped = (overdue and due_now and month == due_now[-1]) or (fresh and self.chance.random() < 0.1)
            done = None if skipped or due > self.clock.today else self.clock.later(due, 0, 6) or self.clock.today
            values: dict[str, Any] = {}
            if done:
                state = self.chance.choices(["holds", "fragile", "lost", "unreached"], [60, 24, 6, 10])[0]
                values = {"done_on": done, "state": state, "version": 2}
                if self.chance.random() < 0.5:
                    values["words"] = self.chance.choice(self.sayings["follow_ups"][state])
                if state != "unreached" and self.chance.random() < 0.7:
                    values["satisfaction"] = self.chance.choices([1, 2, 3], [1, 3, 8])[0]
            at = self.clock.at(opened)
            key = self.chronicle.add(
                FollowUp, file, at, None, "", plan_id=plan, month=month, due_on=due, compartment=compartment, **values
            )
            if done:
                looks.append(done)
                looked = self.clock.at(done, after=at)
                self.chronicle.line(
                    file, looked, by, "pathways.followed_up", "pathways.followup", key, reason=values["state"],
                    compartment=compartment or file.compartment,
                )  # fmt: skip
                self.chronicle.event(
                    "followed", looked, centre, file, subject=plan, compartment=compartment, commune=""
                )
        if closed:
            at = self.clock.at(closed)
            self._line(file, at, by, "closed_plan", plan, label="pathways.plan", compartment=compartment)
        return looks

    def _line(self, file: File, at: Any, by: Worker, verb: str, key: UUID, *, label: str = "pathways.step",
              reason: str = "", compartment: str = "") -> None:  # fmt: skip
        self.chronicle.line(
            file, at, by, f"pathways.{verb}", label, key, reason=reason, compartment=compartment or file.compartment
        )
