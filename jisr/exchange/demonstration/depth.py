"""Plans of the demonstration in depth: levels, goals, contacts, a yes that waits, units with a certificate.

What happens here is drawn from a source of its own, so that families and their plans stay as they were without it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from jisr.exchange.demonstration.catalogue import Catalogue, Worker
from jisr.exchange.demonstration.chronicle import Chronicle, File
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.homes import Member
from jisr.exchange.demonstration.sheets import Keys
from jisr.window.pathways.library import scale, templates
from jisr.window.pathways.models import Aid, Approval, Attendance, Contact, Goal, Score, Step, TrainingUnit
from jisr.window.pathways.queries.certificates import holder

#: Domains that are asked about; the rest nobody spoke about.
_OF_PERSON, _OF_FAMILY = ("health", "work", "papers"), ("income", "rent", "ties", "home")
#: Aid that needs a yes, and what was refused, in centimes.
_ALLOWED, _REFUSED, _WAITING = 180_000, 900_000, 250_000
_SHARE = 0.25
#: Whose template's first step answers a low level.
_TEMPLATE = {"papers": "papers", "income": "papers", "home": "lodging", "ties": "mediation", "health": "health"}
_WHY = "شهران من الكراء ويطلب المكري الإفراغ نهاية الشهر."
_NO = "تغطيه مساعدة الجماعة، نرافقكم لإيداع الطلب."


@dataclass(slots=True)
class Told:
    """A plan as it was told so far: its key, its centre, when it ran, who follows it, its steps and looks back."""

    file: File
    plan: UUID
    centre: int
    opened: date
    closed: date | None
    by: Worker
    compartment: str
    steps: Sequence[tuple[UUID, str, str, Member]]
    looks: Sequence[date]


class Depth:
    """Tells what a plan is made of beside its steps."""

    def __init__(self, chronicle: Chronicle, clock: Clock, catalogue: Catalogue) -> None:
        self.chronicle, self.catalogue = chronicle, catalogue
        self.chance = random.Random(f"depth {chronicle.letters}")  # one who tells beside others draws otherwise
        self.clock = Clock(self.chance, clock.today, clock.now)
        self.keys, self._told = Keys(self.chance, chronicle.letters), 0

    def tell(self, told: Told, *, scripted: bool) -> None:
        """The plan and its end for the figures; for scripted plans and a part of the others, everything else.

        Args:
            scripted: one of the plans that somebody who tries the product meets first.
        """
        kept, self.chronicle.keys = self.chronicle.keys, self.keys
        try:
            self._event("plan.opened", told, told.opened)
            if told.closed:
                self._event("plan.closed", told, told.closed)
            if scripted or self.chance.random() < _SHARE:
                self._told += 1
                self._levels(told, scripted=scripted)
                self._contacts(told)
                self._units(told)
                if not told.compartment and not told.file.compartment:
                    self._approvals(told)
        finally:
            self.chronicle.keys = kept

    def _event(self, code: str, told: Told, day: date, **values: Any) -> None:
        self.chronicle.event(
            code, self.clock.at(day), told.centre, told.file, subject=told.plan, compartment=told.compartment, **values
        )

    def _add(self, model: Any, told: Told, when: date, verb: str, *, reason: str = "", **values: Any) -> UUID:
        return self.chronicle.add(
            model, told.file, self.clock.at(when), told.by, f"pathways.{verb}", reason=reason,
            compartment=told.compartment, **values,
        )  # fmt: skip

    def _levels(self, told: Told, *, scripted: bool) -> None:
        """At the beginning and at each look back: a little better mostly; what is low has its goal and its step."""
        head = told.file.home.head
        asked = [(code, head) for code in _OF_PERSON] + [(code, None) for code in _OF_FAMILY]
        level = {code: self.chance.choices([2, 3, 4, 5], [3, 4, 3, 1])[0] for code, _who in asked}
        if scripted and not told.compartment:
            level["rent"], level["income"] = 2, 2
        last = dict(level)
        for day in (told.opened, *told.looks):
            for code, who in asked:
                key = self.chronicle.keys.uuid(self.clock.at(day))
                self.chronicle.sheets[Score].add(
                    id=key, household_id=told.file.key, plan_id=told.plan, person_id=who.key if who else None,
                    domain=code, level=level[code], on=day, by_id=told.by.user,
                    compartment=told.compartment or told.file.compartment,
                )  # fmt: skip
                last[code] = level[code]
                level[code] = min(5, level[code] + (self.chance.random() < 0.4))
        if told.closed is None:
            self._answers(told, last, leave="rent" if scripted else "")

    def _answers(self, told: Told, level: dict[str, int], *, leave: str) -> None:
        """A goal and a step for each low level but one, which the work list shows."""
        head = told.file.home.head
        for code in (*_OF_PERSON, *_OF_FAMILY):
            domain = scale().domain(code)
            if level[code] > 2 or code == leave or domain is None:
                continue
            goal = self._add(
                Goal, told, told.opened, "set_goal", plan_id=told.plan, domain=code, by_id=told.by.user,
                words=domain.levels[3]["ar"], set_on=told.opened, person_id=head.key if code in _OF_PERSON else None,
            )  # fmt: skip
            template = templates()[_TEMPLATE.get(code, "work")]
            self._add(
                Step, told, told.opened, "added_step", plan_id=told.plan, person_id=head.key, goal_id=goal,
                kind="aid" if domain.kind == "lodging" else domain.kind, what=template.steps[0].what["ar"],
                due_on=self.clock.today + timedelta(days=self.chance.randint(3, 40)), responsible="worker",
            )  # fmt: skip

    def _contacts(self, told: Told) -> None:
        last = told.closed or self.clock.today
        for n in range(3):
            day = min(self.clock.working(told.opened + timedelta(days=9 * n + self.chance.randint(0, 6))), last)
            way = ("home", "phone", "centre")[n]
            minutes = None if self.chance.random() < 0.15 else self.chance.choice([10, 15, 20, 30, 45])
            self._add(
                Contact, told, day, "noted_contact", reason=way, plan_id=told.plan, on=day, way=way, minutes=minutes,
                by_id=told.by.user,
            )  # fmt: skip
            self._event("contacted", told, day)

    def _units(self, told: Told) -> None:
        """Two units of a training that began, the first certified."""
        template = templates()["training"]
        for step, kind, state, member in told.steps:
            if kind != "training" or state == "planned":
                continue
            for n, shape in enumerate(template.units[:2]):
                self._unit(told, step, member, shape, certified=n == 0)

    def _unit(self, told: Told, step: UUID, member: Member, shape: Any, *, certified: bool) -> None:
        day = min(self.clock.today, max(told.opened + timedelta(days=3), self.clock.today - timedelta(days=20)))
        code = self.keys.code(5, 5).replace("-", "")
        names = [" ".join(part for part in (member.given[n], member.family[n]) if part) for n in (0, 1)]
        given: dict[str, Any] = {
            "result": "passed", "result_on": day, "certificate": code, "certified_on": day,
            "certified_by_id": told.by.user, "holder": sorted(holder(code, name) for name in names if name),
        } if certified else {}  # fmt: skip
        unit = self._add(
            TrainingUnit, told, day, "certified" if certified else "added_step", step_id=step, code=shape.code,
            name=shape.name["ar"], hours=shape.hours, attendance=shape.attendance, version=3 if certified else 1,
            **given,
        )  # fmt: skip
        for back in (2, 1, 0) if certified else ():
            self._add(
                Attendance, told, day, "marked_attendance", step_id=step, unit_id=unit, present=True,
                day=day - timedelta(days=back), by_id=told.by.user,
            )  # fmt: skip

    def _approvals(self, told: Told) -> None:
        """Money above the limit: one waits, one was allowed and given, one was refused; and lodging that began."""
        director = self.catalogue.worker(told.centre, "centre_director")
        if director.user == told.by.user:
            return
        for step, kind, state, _member in told.steps:
            if kind == "lodging" and state != "planned":
                self._asked(told, step, told.opened, "granted", director, kind="lodging", amount=None)
        money = [one for one in told.steps if one[1] in {"aid", "rights", "health", "work"}]
        if not money:
            return
        # nobody asks for a step that has ended, as long as there is another
        step, today = next((one for one in money if one[2] in {"planned", "ongoing"}), money[0])[0], self.clock.today
        if told.closed is None and self._told % 3 == 0:
            self._asked(told, step, self.clock.working(today - timedelta(days=2)), "asked", director, amount=_WAITING)
        elif self._told % 3 == 1:
            yes = self._asked(told, step, told.opened, "granted", director, amount=_ALLOWED)
            self._add(
                Aid, told, told.opened, "gave_aid", step_id=step, kind="money", amount=_ALLOWED, approval_id=yes,
                what="أداء شهر كراء", given_on=told.opened, by_id=told.by.user,
            )  # fmt: skip
            self._event("aid.given", told, told.opened, amount=_ALLOWED)
        else:
            self._asked(told, step, told.opened, "refused", director, amount=_REFUSED)

    def _asked(self, told: Told, step: UUID, day: date, state: str, director: Worker, *, amount: int | None,
               kind: str = "money") -> UUID:  # fmt: skip
        at = self.clock.at(day)
        decided: dict[str, Any] = {} if state == "asked" else {
            "state": state, "decided_by_id": director.user, "decided_at": at, "version": 2,
            **({"refused_because": "other_way", "words": _NO} if state == "refused" else {}),
        }  # fmt: skip
        return self._add(
            Approval, told, day, "asked_approval", reason=kind, step_id=step, kind=kind, amount=amount, why=_WHY,
            asked_by_id=told.by.user, asked_at=at, **decided,
        )  # fmt: skip
