"""What happens to an invented household from the day it comes: received, listened to, oriented, followed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from jisr.centres.models import Centre
from jisr.exchange.demonstration.catalogue import Catalogue, Worker
from jisr.exchange.demonstration.chronicle import Chronicle, File
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.courses import OPENING
from jisr.exchange.demonstration.homes import THEMES, Home, Homes, Member
from jisr.exchange.demonstration.names import surnames
from jisr.exchange.demonstration.plans import Plans
from jisr.exchange.demonstration.referrals import Referrals, Sent, Want
from jisr.window.orientation.choices import WAITING

_CHANNELS = {"walk_in": 80, "phone": 6, "round": 6, "referral": 6, "platform": 2}
_RETRIED = frozenset({"refused", "expired", "failed"})


class Lives:
    """Tells whole stories into the chronicle."""

    def __init__(self, catalogue: Catalogue, chronicle: Chronicle, clock: Clock, sayings: Any, *, frozen: bool) -> None:
        self.catalogue, self.chronicle, self.clock, self.sayings = catalogue, chronicle, clock, sayings
        self.chance = clock.chance
        self.homes = Homes(clock.chance, clock.today)
        self.referrals = Referrals(catalogue, chronicle, clock, sayings, frozen=frozen)
        self.plans = Plans(chronicle, clock, sayings, catalogue)
        self._douars = [name for name, _ in surnames() if " " in name]

    def ordinary(self, centre: Centre) -> Home:
        """A household that comes to this centre on some day of the last year."""
        chance = self.chance
        home = self.homes.make(self.catalogue.commune_near(centre))
        day = self.clock.visit_day()
        file, visit = self.come(home, centre, day)
        if visit is None:
            return home
        told = self.hear(file, centre, day, visit, self.wants(home))
        self._openings(file, centre, day)
        opened = self.clock.later(day, 1, 12)
        if told and opened and chance.random() < 0.6:
            by = self.catalogue.worker(centre.pk)
            self.plans.open(file, centre.pk, opened, by, told)
        if chance.random() < 0.12:
            self._again(file, centre, day)
        return home

    def come(self, home: Home, centre: Centre, day: date, *, at: datetime | None = None, state: str = "",
             urgency: str = "", compartment: str = "", channel: str = "") -> tuple[File, UUID | None]:  # fmt: skip
        """The file is opened and somebody is received; the visit, or None when nobody could listen yet."""
        chance, tell = self.chance, self.chronicle
        at = at or self.clock.at(day)
        by = self.catalogue.worker(centre.pk, compartment or "reception_officer")
        registers = {
            "rsu": chance.choice(["no", "no", "ongoing", "declared", "verified", ""]),
            "rnp": chance.choice(["no", "ongoing", "declared", "verified", ""]),
        }  # fmt: skip
        place = f"دوار {chance.choice(self._douars)}" if home.commune.rural else chance.choice(self.sayings["quarters"])
        file = tell.open_household(
            home, centre.pk, at, by, compartment=compartment, locality=place, registers=registers
        )
        if chance.random() < 0.85:
            owner = chance.choices(["own", "family", "neighbour"], [6, 3, 1])[0]
            number = f"+2126{chance.randint(0, 99_999_999):08d}"
            tell.phone(file, number, owner, owner == "own" or chance.random() < 0.4, at, by)
        themes = [theme for theme, _ in THEMES[home.profile]]
        reasons = [chance.choice(themes[:3])] + ([themes[3]] if chance.random() < 0.25 else [])
        state = state or self._state(day)
        visit = tell.receive(
            file, home.head, centre.pk, at, by, sorted(set(reasons)), state=state,
            words=chance.choice(self.sayings["words"][reasons[0]]) if chance.random() < 0.7 else "",
            urgency=urgency or chance.choices(["normal", "week", "now"], [88, 10, 2])[0],
            channel=channel or chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0],
            read_aloud=home.head.literacy == "no",
        )  # fmt: skip
        file.visit = visit if state == "listened" else None
        return file, file.visit

    def _state(self, day: date) -> str:
        days = (self.clock.today - day).days
        if days <= 2:
            return self.chance.choices(["listened", "waiting"], [7, 3])[0]
        return self.chance.choices(["listened", "left"], [97, 3])[0]

    def wants(self, home: Home) -> list[tuple[str, Member]]:
        """What the household needs: (theme, for whom), one to four."""
        count = self.chance.choices([1, 2, 3, 4], [30, 38, 22, 10])[0]
        found: list[tuple[str, Member]] = []
        for theme, whom in THEMES[home.profile]:
            member = home.one_for(whom, self.clock.today)
            if member is not None and (len(found) < 1 or self.chance.random() < 0.6):
                found.append((theme, member))
        return found[:count] or [("goods", home.head)]

    def hear(self, file: File, centre: Centre, day: date, visit: UUID | None, wants: Sequence[tuple[str, Member]], *,
             compartment: str = "", states: Sequence[str] = (), services: Sequence[Any] = (),
             ) -> list[tuple[Want, Sent | None]]:  # fmt: skip
        """The interview and the referrals that follow: each need with the last referral sent for it.

        Args:
            states: where the referral of each need stands; "none" for one not oriented yet. Drawn when left out, and
                only then is another service tried after a refusal.
            services: the service of each need; drawn when left out.
        """
        chance, tell, says = self.chance, self.chronicle, self.sayings
        heard = self.clock.later(day, 0, 4) or day
        at, by = self.clock.at(heard), self._listener(file, centre, compartment)
        notes = says["protected_notes" if compartment or file.compartment else "notes"]
        interview = tell.listen(
            file, file.home.head, centre.pk, at, by, visit=visit, compartment=compartment,
            strengths=chance.choice(says["strengths"]) if chance.random() < 0.7 and not compartment else "",
            risks=chance.choice(says["risks"]) if chance.random() < 0.5 and not compartment else "",
            note=chance.choice(notes) if chance.random() < 0.5 or compartment else "",
            secrecy="author" if chance.random() < 0.15 and not compartment else "team",
            place="home" if chance.random() < 0.1 else "centre",
        )  # fmt: skip
        told: list[tuple[Want, Sent | None]] = []
        for place, (theme, member) in enumerate(wants):
            state = states[place] if place < len(states) else ""
            adult = theme == "disability" and member.age(self.clock.today) >= 18
            words = chance.choice(says["words"]["disability_adult" if adult else theme])
            service = None
            if state != "none":
                service = services[place] if services else self._service(theme, member, file, compartment)
            gravity = chance.choices([2, 3, 4], [3, 5, 2])[0]
            sending = state or (self.referrals.courses.state(heard) if service and self._oriented(heard) else "")
            if service and sending:
                sending = self.referrals.courses.possible(sending, service)
            met = self._closed(sending, heard, drawn=not states)
            key = tell.need(
                file, interview, member, theme, at, by, gravity=gravity, words=words, state=met, compartment=compartment
            )
            want = Want(key, theme, member, words, gravity, compartment)
            sent = None
            if service and sending:
                retried = not states and met == "open"
                sent = self._sent(file, want, service, centre, heard, at, by, sending, retried=retried)
            told.append((want, sent))
        return told

    def _closed(self, sending: str, heard: date, *, drawn: bool) -> str:
        """How a need stands today: what was heard weeks ago is seldom still open, or no desk could keep up."""
        if sending == "completed":
            return "met" if self.chance.random() < 0.6 else "open"
        old = (self.clock.today - heard).days > 10
        if drawn and old and sending not in OPENING and sending not in WAITING and self.chance.random() < 0.93:
            return "closed"
        return "open"

    def _listener(self, file: File, centre: Centre, compartment: str) -> Worker:
        return self.catalogue.worker(centre.pk, compartment or file.compartment or "social_worker")

    def _service(self, theme: str, member: Member, file: File, compartment: str) -> Any:
        kept = compartment or file.compartment
        return self.catalogue.service_for(theme, member, file.home, self.clock.today, compartment=kept)

    def _oriented(self, heard: date) -> bool:
        return self.chance.random() < (0.5 if (self.clock.today - heard).days <= 3 else 0.94)

    def _sent(self, file: File, want: Want, service: Any, centre: Centre, heard: date, at: datetime, by: Worker,
              state: str, *, retried: bool) -> Sent:  # fmt: skip
        day = self.clock.later(heard, 0, 2) or heard
        first = self.referrals.send(
            file, want, service, centre.pk, self.clock.at(day, after=at), by, state=state,
            urgent=want.gravity == 4 and self.chance.random() < 0.3,
        )  # fmt: skip
        retry = self.clock.later(first.at.date(), 1, 6)
        if not retried or first.state not in _RETRIED or retry is None or self.chance.random() > 0.6:
            return first
        other = self._service(want.theme, want.member, file, want.compartment)
        if other is None or other.pk == service.pk:
            return first
        return self.referrals.send(file, want, other, centre.pk, self.clock.at(retry, after=first.at), by)

    def _openings(self, file: File, centre: Centre, day: date) -> None:
        """The file is read now and then, and each reading leaves its line."""
        for _ in range(self.chance.randint(1, 3)):
            seen = self.clock.later(day, 0, 90)
            if seen:
                by = self.catalogue.worker(centre.pk, self.chance.choice(["social_worker", "reception_officer"]))
                self.chronicle.line(
                    file, self.clock.at(seen), by, "families.opened", "families.household", file.key,
                    compartment=file.compartment,
                )  # fmt: skip

    def _again(self, file: File, centre: Centre, day: date) -> None:
        """Somebody comes back some weeks later."""
        back = self.clock.later(day, 14, 120)
        if back is None or (self.clock.today - back) < timedelta(days=3):
            return
        at, by = self.clock.at(back), self.catalogue.worker(centre.pk, "reception_officer")
        theme = self.chance.choice(THEMES[file.home.profile])[0]
        visit = self.chronicle.receive(
            file, file.home.head, centre.pk, at, by, [theme], words=self.chance.choice(self.sayings["words"][theme])
        )
        self.hear(file, centre, back, visit, [(theme, file.home.head)])
