"""The rows that the product's own acts would have written, with their events and journal lines, ready for COPY.

Each method stands for one action of the same name and writes what that action writes; a test compares them.
"""

import random
from collections import Counter, namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from jisr.common.crypto import keyed_hash
from jisr.common.keys import ALPHABET
from jisr.common.models import Event, JournalBatch, JournalLine, JournalSeal
from jisr.common.sealing import batches
from jisr.exchange.demonstration.catalogue import Worker
from jisr.exchange.demonstration.homes import Home, Member
from jisr.exchange.demonstration.sheets import Keys, Sheet
from jisr.families.models import (
    Access,
    AccessRequest,
    Consent,
    DataKey,
    Household,
    Membership,
    Person,
    Phone,
    RightsRequest,
)  # fmt: skip
from jisr.families.models.sealed import bound, made_key, sealed
from jisr.families.rules import age_band
from jisr.window.listening.models import Interview, Need, Note
from jisr.window.orientation.models import Referral
from jisr.window.pathways.models import (
    Aid,
    Approval,
    Attendance,
    Contact,
    FollowUp,
    Goal,
    Plan,
    Score,
    Step,
    TrainingUnit,
)  # fmt: skip
from jisr.window.reception.models import Visit

#: In the order in which rows may point at one another.
TABLES = (
    Household, Access, Person, DataKey, Membership, Phone, Visit, Interview, Need, Note, Consent, Referral,
    RightsRequest, Plan, Goal, Step, TrainingUnit, Attendance, Approval, Aid, FollowUp, Score, Contact,
    AccessRequest, Event, JournalLine,
)  # fmt: skip
_Line = namedtuple("_Line", "id at by post verb subject household_id reason compartment")


@dataclass(slots=True)
class File:
    """A household's file while its story is told.

    Attributes:
        centre: key of the centre that opened it.
        registers: rsu and rnp, as the family declares them.
        visit: its first reception.
    """

    home: Home
    key: UUID
    centre: int
    opened_at: datetime
    compartment: str = ""
    registers: Mapping[str, str] = field(default_factory=dict)
    visit: UUID | None = None
    phones: list[dict[str, str]] = field(default_factory=list)


class Chronicle:
    """Sheets of every table under a family, and how each act fills them."""

    def __init__(self, chance: random.Random, *, letters: str = ALPHABET, sealed: bool = True) -> None:
        """Start with empty sheets.

        Args:
            letters: with which codes begin.
            sealed: seal the journal lines as they are written; otherwise the keeper finds them.
        """
        self.chance, self.sealed, self.letters = chance, sealed, letters
        self.keys = Keys(chance, letters)
        self.sheets = {model: Sheet(model) for model in TABLES}
        self.last_batch: JournalBatch | None = None
        self._hashes: dict[tuple[str, UUID], str] = {}
        self._data_keys: dict[tuple[UUID, str], tuple[UUID, bytes]] = {}

    # families

    def open_household(self, home: Home, centre: int, at: datetime, by: Worker, *, compartment: str = "",
                       locality: str = "", registers: Mapping[str, str] | None = None) -> File:  # fmt: skip
        """The file of a household with everybody in it."""
        file = File(home, self.keys.uuid(at), centre, at, compartment, registers or {})
        self._add(
            Household, id=file.key, reference=self.keys.code(4, 4), commune_id=home.commune.code, locality=locality,
            language=home.language, opened_by_id=centre, opened_on=at.date(), is_demonstration=True,
            compartment=compartment, **file.registers,
        )  # fmt: skip
        self.give_access(file, centre, at.date(), by, why="reception")
        self.line(file, at, by, "families.opened_household", "families.household", file.key, compartment=compartment)
        for member in home.members:
            self._person(file, member, at, by)
        return file

    def _person(self, file: File, member: Member, at: datetime, by: Worker) -> None:
        member.key = self.keys.uuid(at)
        given, family = member.given, member.family
        self._add(
            Person, id=member.key, household_id=file.key, given_ar=given[0], family_ar=family[0], given_fr=given[1],
            family_fr=family[1], sex=member.sex, born_on=member.born_on, born_about=member.born_about,
            marital_state=member.marital_state, literacy=member.literacy, schooled=member.schooled,
            compartment=file.compartment, disability_sealed=self._sealed(
                Person, member.key, member.key, file.compartment, "disability", member.disability
            ),
        )  # fmt: skip
        self._add(
            Membership, id=self.keys.uuid(at), household_id=file.key, person_id=member.key, relation=member.relation,
            since=at.date(), compartment=file.compartment,
        )  # fmt: skip
        self.line(file, at, by, "families.added_person", "families.person", member.key, compartment=file.compartment)

    def phone(self, file: File, number: str, owner: str, safe: bool, at: datetime, by: Worker) -> None:
        """A number of the household."""
        if safe:
            file.phones.append({"number": number, "owner": owner})
        key = self.keys.uuid(at)
        person = file.home.head.key if owner == "own" else None
        self._add(
            Phone, id=key, household_id=file.key, person_id=person, number=number, owner=owner, is_safe=safe,
            compartment=file.compartment,
        )  # fmt: skip
        self.line(file, at, by, "families.added_phone", "families.phone", key, compartment=file.compartment)

    def give_access(
        self, file: File, centre: int, since: date, by: Worker, *, why: str, until: date | None = None
    ) -> None:
        """A centre may open the file."""
        self._add(
            Access, id=self.keys.uuid(_noon(since)), household_id=file.key, centre_id=centre, since=since, until=until,
            why=why, given_by=str(by.user),
        )  # fmt: skip

    def consent(self, file: File, member: Member, covers: Sequence[str], manner: str, centre: int, at: datetime,
                by: Worker, compartment: str = "") -> UUID:  # fmt: skip
        """What somebody agreed to share."""
        key, compartment = self.keys.uuid(at), compartment or file.compartment
        self._add(
            Consent, id=key, household_id=file.key, person_id=member.key, covers=sorted(covers), manner=manner,
            given_at=at, taken_by_id=by.user, centre_id=centre, compartment=compartment,
        )  # fmt: skip
        self.line(file, at, by, "families.consented", "families.consent", key, compartment=compartment)
        self._event("consented", at, centre, file, member=member, compartment=compartment, facts={}, commune="")
        return key

    def ask_access(self, file: File, centre: int, why: str, at: datetime, by: Worker) -> None:
        """Another centre asks to open the file and waits for an answer."""
        key = self.keys.uuid(at)
        self._add(
            AccessRequest, id=key, household_id=file.key, from_centre_id=centre, to_centre_id=file.centre, why=why,
            asked_by_id=by.user, asked_at=at, compartment=file.compartment,
        )  # fmt: skip
        self.line(file, at, by, "families.asked_access", "families.accessrequest", key)

    # reception and listening

    def receive(self, file: File, member: Member, centre: int, at: datetime, by: Worker, reasons: Sequence[str], *,
                words: str = "", urgency: str = "normal", channel: str = "walk_in", state: str = "listened",
                read_aloud: bool = False) -> UUID:  # fmt: skip
        """One reception."""
        key = self.keys.uuid(at)
        self._add(
            Visit, id=key, household_id=file.key, person_id=member.key, centre_id=centre, came_at=at, channel=channel,
            receipt=f"{at:%y}-{self.keys.code(4, 3)}", reasons=sorted(reasons), words=words, urgency=urgency,
            language=file.home.language, received_by_id=by.user, state=state, receipt_read_aloud=read_aloud,
            compartment=file.compartment,
        )  # fmt: skip
        self.line(file, at, by, "reception.received", "reception.visit", key, compartment=file.compartment)
        for theme in sorted(reasons):
            self._event("received", at, centre, file, member=member, subject=key, theme=theme)
        return key

    def listen(self, file: File, member: Member, centre: int, at: datetime, by: Worker, *, visit: UUID | None = None,
               strengths: str = "", risks: str = "", note: str = "", secrecy: str = "team", place: str = "centre",
               compartment: str = "") -> UUID:  # fmt: skip
        """One interview, with at most one note."""
        key, compartment = self.keys.uuid(at), compartment or file.compartment
        self._add(
            Interview, id=key, household_id=file.key, person_id=member.key, visit_id=visit, centre_id=centre,
            held_at=at, place=place, by_id=by.user, compartment=compartment,
            strengths_sealed=self._sealed(Interview, key, member.key, compartment, "strengths", strengths),
            risks_sealed=self._sealed(Interview, key, member.key, compartment, "risks", risks),
        )  # fmt: skip
        if note:
            own = self.keys.uuid(at)
            self._add(
                Note, id=own, interview_id=key, household_id=file.key, author_id=by.user, secrecy=secrecy,
                text_sealed=self._sealed(Note, own, member.key, compartment, "text", note), written_at=at,
                compartment=compartment,
            )  # fmt: skip
            self.line(file, at, by, "listening.added_note", "listening.note", own, compartment=compartment)
        if visit is not None:
            self.line(file, at, by, "reception.listened", "reception.visit", visit, compartment=file.compartment)
        self.line(file, at, by, "listening.listened", "listening.interview", key, compartment=compartment)
        self._event("listened", at, centre, file, member=member, subject=key, compartment=compartment)
        return key

    def need(self, file: File, interview: UUID, member: Member, theme: str, at: datetime, by: Worker, *, gravity: int,
             words: str, state: str = "open", compartment: str = "") -> UUID:  # fmt: skip
        """One need heard in an interview."""
        key, compartment = self.keys.uuid(at), compartment or file.compartment
        self._add(
            Need, id=key, interview_id=interview, household_id=file.key, person_id=member.key, theme=theme,
            gravity=gravity, words_sealed=self._sealed(Need, key, member.key, compartment, "words", words), state=state,
            compartment=compartment,
        )  # fmt: skip
        self.line(file, at, by, "listening.added_need", "listening.need", key, compartment=compartment)
        return key

    # referrals and pathways: their story is told in ``referrals`` and ``plans``

    def add(self, model: Any, file: File, at: datetime, by: Worker | None, verb: str, *, reason: str = "",
            compartment: str = "", **values: Any) -> UUID:  # fmt: skip
        """A row under the household and its journal line; the key of the row."""
        key, compartment = self.keys.uuid(at), compartment or file.compartment
        self._add(model, id=key, household_id=file.key, compartment=compartment, **values)
        if by is not None:
            self.line(file, at, by, verb, model._meta.label_lower, key, reason=reason, compartment=compartment)
        return key

    def _sealed(self, model: Any, row: UUID, person: UUID, compartment: str, name: str, text: str) -> bytes | None:
        """Words under the key of their person, which is made with the first of them."""
        if not text:
            return None
        if (person, compartment) not in self._data_keys:
            made, data = made_key(person, compartment)
            self._add(
                DataKey, id=made.pk, person_id=person, wrapped=made.wrapped, wrapped_by_id=made.wrapped_by_id,
                made_at=made.made_at, compartment=compartment,
            )  # fmt: skip
            self._data_keys[person, compartment] = made.pk, data
        key, data = self._data_keys[person, compartment]
        bound_to = bound(model._meta.label_lower, key if model is Person else row, name)
        return sealed(text, key, data, bound_to=bound_to)

    # memory

    def line(self, file: File, at: datetime, by: Worker | str, verb: str, label: str, key: Any, *, reason: str = "",
             compartment: str = "") -> None:  # fmt: skip
        """A line of the journal."""
        who, post = (by, "") if isinstance(by, str) else (str(by.user), by.post)
        self._add(
            JournalLine, id=self.keys.uuid(at), at=at, by=who, post=post, verb=verb, subject=f"{label}:{key}",
            household_id=file.key, reason=reason, compartment=compartment,
        )  # fmt: skip

    def event(self, code: str, at: datetime, centre: int, file: File, **values: Any) -> UUID:
        """Something that happened, see ``_event``; its key."""
        return self._event(code, at, centre, file, **values)

    def _event(self, code: str, at: datetime, centre: int, file: File, *, member: Member | None = None,
               subject: Any = None, theme: str = "", service: Any = None, amount: int | None = None,
               programme: str = "", compartment: str = "", facts: Mapping[str, Any] | None = None,
               commune: str | None = None, reason: str = "") -> UUID:  # fmt: skip
        day, key = at.date(), self.keys.uuid(at)
        if facts is None:
            facts = self.facts(file, member, day) if member else {}
        self._add(
            Event, id=key, code=code, happened_on=day, recorded_at=at, centre_id=centre, theme=theme,
            commune=file.home.commune.code if commune is None else commune, service_id=service, amount=amount,
            reason=reason, programme=programme, compartment=compartment or file.compartment,
            person=self._hash("person", member.key) if member else "",
            subject=self._hash("subject", subject) if subject else "", **facts,
        )  # fmt: skip
        return key

    def _hash(self, purpose: str, key: UUID) -> str:
        """The keyed hash of a key; one person has many events."""
        found = self._hashes.get((purpose, key))
        if found is None:
            found = self._hashes[purpose, key] = keyed_hash(str(key), purpose=purpose)
        return found

    def facts(self, file: File, member: Member, day: date) -> dict[str, Any]:
        """What an event keeps of somebody."""
        disabled, rural = True if member.disability else None, file.home.commune.rural
        return {"sex": member.sex, "age_band": age_band(member.born_on, day), "disability": disabled, "rural": rural}

    def save(self) -> Counter[str]:
        """Write everything told so far; how many rows of each table."""
        self._hashes.clear()
        told = list(self.sheets[JournalLine].read(*_Line._fields)) if self.sealed else []
        written = Counter({model.__name__: sheet.copy() for model, sheet in self.sheets.items()})
        if self.sealed:
            self._seal(sorted(map(_Line._make, told), key=lambda one: one.id))
        return written

    def _seal(self, told: Sequence[_Line]) -> None:
        sealed, seals = Sheet(JournalBatch), Sheet(JournalSeal)
        for batch, places in batches(told, self.last_batch):
            self.last_batch = batch
            sealed.add(
                n=batch.n, lines=batch.lines, root=batch.root, previous=batch.previous, chain=batch.chain,
                sealed_at=timezone.now(),
            )  # fmt: skip
            for one in places:
                seals.add(line=one.line, batch_id=batch.n, place=one.place, leaf=one.leaf)
        sealed.copy()
        seals.copy()

    def _add(self, model: Any, **values: Any) -> None:
        self.sheets[model].add(**values)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
