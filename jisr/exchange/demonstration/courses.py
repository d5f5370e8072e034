"""What became of a referral between the day it was sent and today: the columns of its row, and what happened when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from jisr.centres.choices import Answers, Obstacle
from jisr.centres.models import Service
from jisr.exchange.demonstration.clock import Clock
from jisr.window.orientation.choices import ReferralState

S = ReferralState
#: state -> how often, by days since it was sent: up to 8, up to its expiry, longer.
OUTCOMES: dict[str, tuple[int, int, int]] = {
    S.OFFERED: (58, 9, 0), S.UNDER_STUDY: (8, 4, 0), S.ACCEPTED: (10, 8, 3), S.BOOKED: (14, 16, 3),
    S.STARTED: (3, 25, 17), S.COMPLETED: (0, 16, 48), S.FAILED: (0, 5, 9), S.REFUSED: (6, 14, 12),
    S.EXPIRED: (0, 0, 5), S.WITHDRAWN: (1, 3, 3),
}  # fmt: skip
OPENING = frozenset({S.ACCEPTED, S.BOOKED, S.STARTED, S.COMPLETED, S.FAILED})
_BEGUN = frozenset({S.STARTED, S.COMPLETED, S.FAILED})
_ENDED = frozenset({S.COMPLETED, S.FAILED})
_REFUSALS = {"full": 9, "not_public": 2, "age": 2, "zone": 2, "papers": 3, "other": 2}
_OBSTACLES = {
    "distance": 6, "transport": 8, "cost": 3, "papers": 2, "access": 2, "hours": 3, "care": 4, "family": 2,
    "waiting": 3,
}  # fmt: skip
_FAILURES = {"did_not_come": 6, "stopped": 3, "service_stopped": 1, "moved": 2}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a referral.

    Attributes:
        by: sender, receiver, link, or the name of a job.
        events: codes of the events, at the sender's centre for what the sender or a job does.
    """

    verb: str
    at: datetime
    by: str
    reason: str = ""
    events: tuple[str, ...] = ()


@dataclass(slots=True)
class Course:
    """Columns of the row, what happened in order, and (what stood in the way, when, who says so)."""

    values: dict[str, Any] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)
    hindered: list[tuple[str, datetime, str]] = field(default_factory=list)

    def happen(self, *values: Any, **more: Any) -> None:
        """Something happened."""
        self.happenings.append(Happening(*values, **more))


class Courses:
    """Draws courses."""

    def __init__(self, clock: Clock, limits: Mapping[str, float], sayings: Any) -> None:
        self.clock, self.chance, self.sayings = clock, clock.chance, sayings
        self.remind, self.expire = int(limits["remind_after_days"]), int(limits["expire_after_days"])

    def state(self, day: date) -> str:
        """Where a referral sent on a day stands today."""
        days = (self.clock.today - day).days
        column = 0 if days <= 8 else 1 if days < self.expire else 2
        return self.chance.choices(list(OUTCOMES), [often[column] for often in OUTCOMES.values()])[0]

    def possible(self, state: str, service: Service) -> str:
        """The state, or the last one that this service can have: a partner without account only answers."""
        return S.BOOKED if state in _BEGUN and service.centre.answers == Answers.LINK else state

    def course(self, state: str, at: datetime, service: Service) -> Course:
        """What became of a referral.

        Args:
            at: when it was sent.
        """
        course = Course()
        if state in {S.OFFERED, S.EXPIRED}:
            self._silence(course, state, at)
        elif state == S.WITHDRAWN:
            course.values |= {"version": 2, "withdrawal": self.chance.choice(["declined", "served", "changed"])}
            course.happen("withdrawn", self.clock.at(at.date(), after=at), "sender", events=("retracted",))
        else:
            self._answer(course, state, at, "link" if service.centre.answers == Answers.LINK else "receiver")
        return course

    def _silence(self, course: Course, state: str, at: datetime) -> None:
        late = at.date() + timedelta(days=self.remind)
        if late < self.clock.today:
            course.values["reminded_at"] = self.clock.at(late)
            course.happen("reminded", course.values["reminded_at"], "job:remind")
        if state == S.EXPIRED:
            course.values["version"] = 2
            gone = min(self.clock.today, at.date() + timedelta(days=self.expire))
            course.happen("expired", self.clock.at(gone), "job:expire", events=("expired",))

    def _answer(self, course: Course, state: str, at: datetime, by: str) -> None:
        clock, chance = self.clock, self.chance
        days = min(20, int(chance.lognormvariate(1.2, 0.8)))
        answered = clock.at(min(clock.today, at.date() + timedelta(days=days)), after=at)
        course.values |= {"answered_at": answered, "answered_through": "list" if by == "receiver" else by, "version": 2}
        if state == S.UNDER_STUDY:
            course.values["decide_by"] = answered.date() + timedelta(days=chance.randint(3, 15))
            course.happen(state, answered, by)
        elif state == S.REFUSED:
            self._refusal(course, answered, by)
        else:
            verb = S.ACCEPTED if state == S.ACCEPTED else S.BOOKED
            course.happen(verb, answered, by, events=("answered", "accepted"))
            if chance.random() < 0.3:
                course.values["answer_words"] = chance.choice(self.sayings["answers"])
            self._carry_out(course, state, answered, by)

    def _refusal(self, course: Course, answered: datetime, by: str) -> None:
        reason = self.chance.choices(list(_REFUSALS), list(_REFUSALS.values()))[0]
        course.values["refusal"] = reason
        if reason == "other" or self.chance.random() < 0.4:
            course.values["answer_words"] = self.chance.choice(self.sayings["refusals"])
        course.happen("refused", answered, by, reason, events=("answered", "refused"))

    def _carry_out(self, course: Course, state: str, answered: datetime, by: str) -> None:
        clock, chance, values = self.clock, self.chance, course.values
        if state == S.BOOKED:
            first = answered.date() if by == "link" else clock.today
            values["booked_on"] = first + timedelta(days=chance.randint(0, 9))
        if state not in _BEGUN:
            return
        values |= {"booked_on": min(clock.today, answered.date() + timedelta(days=chance.randint(1, 9))), "version": 3}
        began = clock.at(values["booked_on"], after=answered)
        course.happen("started", began, by, events=("started",))
        if state not in _ENDED:
            return
        values |= {"ended_on": min(clock.today, began.date() + timedelta(days=chance.randint(5, 60))), "version": 4}
        if state == S.FAILED:
            values["failure"] = chance.choices(list(_FAILURES), list(_FAILURES.values()))[0]
            if values["failure"] in {"did_not_come", "stopped"}:
                values["obstacles"] = self._obstacles()
        elif chance.random() < 0.6:
            values["confirmed_by_person"] = got = chance.random() < 0.95
            values["face"] = chance.choice([3, 3, 3, 2] if got else [1, 2, None])
            values |= {"confirmed_on": values["ended_on"], "confirmed_through": chance.choice(["counter", "phone"])}
        ended = clock.at(values["ended_on"], after=began)
        course.happen(state, ended, by, values.get("failure", ""), events=(state,))
        course.hindered = [(one, ended, by) for one in values.get("obstacles", ())]

    def _obstacles(self) -> list[str]:
        """What she says stood in the way: one thing mostly, sometimes two, in the order of the list."""
        said = set(self.chance.choices(list(_OBSTACLES), list(_OBSTACLES.values()), k=self.chance.choice([1, 1, 2])))
        return [code for code in Obstacle.values if code in said]
