"""Referrals of the demonstration, in every state, with the answer that came or did not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from jisr.centres.models import Service
from jisr.centres.rules import Facts, Place
from jisr.exchange.demonstration.catalogue import Catalogue, Worker
from jisr.exchange.demonstration.chronicle import Chronicle, File
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.courses import OPENING, Course, Courses
from jisr.exchange.demonstration.homes import Member
from jisr.families.rules import publics
from jisr.window.orientation import reading
from jisr.window.orientation.frozen import freeze
from jisr.window.orientation.models import Referral
from jisr.window.orientation.queries import weights
from jisr.window.orientation.ranking import Asked, weigh

SHARES = ("contact", "household", "name", "need", "situation")


@dataclass(frozen=True, slots=True)
class Want:
    """A need that is sent on."""

    key: UUID
    theme: str
    member: Member
    words: str
    gravity: int
    compartment: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral once told: where it stands and since when."""

    key: UUID
    state: str
    at: datetime
    service: Service


class Referrals:
    """Tells referrals into the chronicle."""

    def __init__(self, catalogue: Catalogue, chronicle: Chronicle, clock: Clock, sayings: Any, *, frozen: bool) -> None:
        """Take what it draws from.

        Args:
            frozen: also keep why the service was proposed; left out where a hundred thousand people are made.
        """
        self.catalogue, self.chronicle, self.clock, self.sayings = catalogue, chronicle, clock, sayings
        self.chance, self.frozen = clock.chance, frozen
        self.limits = weights()
        self.courses = Courses(clock, self.limits, sayings)

    def send(self, file: File, want: Want, service: Service, sender: int, at: datetime, by: Worker, *, state: str = "",
             urgent: bool = False, shares: Sequence[str] | None = None) -> Sent:  # fmt: skip
        """Send one need to one service and tell what came of it.

        Args:
            state: where it stands today; drawn by its age when left out.
        """
        tell, chance = self.chronicle, self.chance
        state = self.courses.possible(state or self.courses.state(at.date()), service)
        if shares is None:
            shares = [share for share in SHARES if chance.random() < 0.8]
        agreed = None
        if shares:
            manner = "guardian" if want.member.age(self.clock.today) < 15 else chance.choice(["spoken", "signed"])
            agreed = tell.consent(file, want.member, shares, manner, sender, at, by, want.compartment)
        days = int(self.limits["urgent_answer_days" if urgent else "answer_days"])
        course = self.courses.course(state, at, service)
        key = tell.add(
            Referral, file, at, by, "orientation.referred", need_id=want.key, person_id=want.member.key,
            service_id=service.pk, from_centre_id=sender, to_centre_id=service.centre_id, code=tell.keys.code(4, 4),
            state=state, theme=want.theme, urgent=urgent, shares=sorted(shares), consent_id=agreed,
            shared=self._shared(file, want, shares, at.date()), reasons=self._reasons(file, want, service),
            rank=chance.choice([1, 1, 1, 2, 2, 3]), sent_at=at, sent_by_id=by.user,
            answer_by=at.date() + timedelta(days=days), compartment=want.compartment, **course.values,
        )  # fmt: skip
        self._tell(file, want, service, sender, key, at, course)
        answered = course.values.get("answered_at", at)
        if state in OPENING and (want.compartment or file.compartment) == file.compartment:
            self._opens(file, service.centre_id, answered.date())
        return Sent(key, state, answered, service)

    def _tell(self, file: File, want: Want, service: Service, sender: int, key: UUID, at: datetime,
              course: Course) -> None:  # fmt: skip
        """The events and journal lines of a course."""
        compartment, receiver = want.compartment or file.compartment, service.centre_id
        about = {
            "member": want.member, "subject": key, "service": service.pk, "theme": want.theme,
            "facts": self.chronicle.facts(file, want.member, at.date()) | {"disability": None},
            "programme": service.programme.code if service.programme else "", "compartment": want.compartment,
        }  # fmt: skip
        self.chronicle.event("oriented", at, sender, file, **about)
        who = {"sender": self.catalogue.worker(sender), "receiver": self.catalogue.worker(receiver)}
        for one in course.happenings:
            self.chronicle.line(
                file, one.at, who.get(one.by, one.by), f"orientation.{one.verb}", "orientation.referral", key,
                reason=one.reason, compartment=compartment,
            )  # fmt: skip
            for code in one.events:
                side = receiver if one.by in {"receiver", "link"} else sender
                self.chronicle.event(code, one.at, side, file, **about)
        for code, on, by in course.hindered:
            side = receiver if by in {"receiver", "link"} else sender
            self.chronicle.event("hindered", on, side, file, **about, reason=code)

    def _opens(self, file: File, receiver: int, since: date) -> None:
        until = since + timedelta(days=int(self.limits["access_days"]))
        by = self.catalogue.worker(receiver)
        self.chronicle.give_access(file, receiver, since, by, why="referral", until=until)

    def _shared(self, file: File, want: Want, shares: Sequence[str], day: date) -> dict[str, Any]:
        """What went along, in the shape of ``orientation.sharing.snapshot``."""
        home, member = file.home, want.member
        facts = self.chronicle.facts(file, member, day) | {
            "age": member.age(day), "commune": home.commune.code, "province": home.commune.province, "disability": None,
        }  # fmt: skip
        names = {
            "given_ar": member.given[0], "family_ar": member.family[0], "given_fr": member.given[1],
            "family_fr": member.family[1],
        }  # fmt: skip
        given = {
            "name": names,
            "contact": file.phones,
            "household": [{"relation": m.relation, "sex": m.sex, "age": m.age(day)} for m in home.members],
            "need": {"words": want.words, "gravity": want.gravity},
            "disability": {"kind": member.disability},
            "situation": {
                "marital_state": member.marital_state, "literacy": member.literacy, "schooled": member.schooled,
                "rsu": "", "rnp": "", "language": home.language, **file.registers,
            },
        }  # fmt: skip
        return {"facts": facts} | {share: given[share] for share in shares}

    def _reasons(self, file: File, want: Want, service: Service) -> list[dict[str, Any]]:
        """Why the service was proposed, by the product's own rules."""
        if not self.frozen:
            return []
        home, member, today = file.home, want.member, self.clock.today
        years, commune = member.age(today), home.commune
        young = any(other.age(today) < 18 for other in home.members if other is not member)
        facts = Facts(
            age=years, sex=member.sex, languages=[home.language],
            place=Place(commune.code, commune.province, commune.region),
            publics=publics(
                years=years, sex=member.sex, marital_state=member.marital_state, schooled=member.schooled,
                disabled=bool(member.disability) or None, rural=commune.rural, raises_children=young,
            ),
        )  # fmt: skip
        asked = Asked(facts, today, (commune.lat, commune.lon))
        there = reading.candidate(service, reading.standing_of(service), reading.NOTHING, asked)
        return freeze(weigh(there, asked, self.limits))
