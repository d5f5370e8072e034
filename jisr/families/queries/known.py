"""Who may be the person at the counter, among everybody recorded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from jisr.centres.models import Centre
from jisr.common import journal, parameters
from jisr.common.crypto import keyed_hash
from jisr.common.database import call
from jisr.common.errors import Refusal
from jisr.families.models import Person, Phone
from jisr.families.queries.asking import asked_birth, asked_commune, asked_names, asked_phone, parted
from jisr.families.rules import Described, compare, described

_PACKAGE, _FILE = "jisr.families", "search"
STRONG, FAIR, FAINT = 3, 2, 1
_MARK = re.compile(r"[0-9a-f-]{36}[.][0-9]{1,3}")


class TooManySearches(Refusal):
    """More searches than a counter needs: somebody browses, or a program asks in her name."""

    message = _(
        "You have searched more often than a counter needs. Wait %(minutes)s min, then search again; what you typed"
        " is kept on the page. For a list of people, import it as a file: each is then looked for."
    )


@dataclass(frozen=True)
class Known:
    """Somebody who may be the person at the counter.

    Names, birth and household are None for a person outside the reader's centres: then only where she is known,
    since which month, how alike, and an opaque mark to ask with.

    Attributes:
        mark: with which the centre in charge can be asked, by whoever searched, for half an hour; "" for one's own.
        trace: tells whether this one was shown before; it opens nothing.
        band: STRONG, FAIR or FAINT: how alike she is to what was typed.
        reasons: codes of ``choices.LikenessReason``, of whom the reader may open the file alone; of others the band
            says all that may be told.
    """

    mark: str
    trace: str
    band: int
    centre_id: int
    since: date
    person: Person | None = None
    reasons: tuple[str, ...] = ()

    @property
    def is_here(self) -> bool:
        """Whether the reader's centre may open the file."""
        return self.person is not None


#: No likeness reaches it.
_NEVER = 2.0


def known_persons(
    name: str = "", *, given: str = "", family: str = "", born: date | None = None, year: int | None = None,
    sex: str = "", commune: str = "", phone: str = "", household: UUID | None = None, limit: int = 12,
) -> list[Known]:  # fmt: skip
    """People who may be the one described, best first; what is in a compartment is absent for those outside it.

    Args:
        name: as spoken or read, in any script and any order; or ``given`` and ``family`` apart.
        born: birth date; or ``year``, about which year.
        sex: f, m or "".
        commune: code of the commune where she lives.
        phone: a number of her household, in any way of writing.
        household: one of the reader's, whose members come first among equals.
        limit: at most so many, 50 in all.

    Raises:
        TooManySearches: of this user, within a minute or an hour.
    """
    asked = asked_names(name, given, family)
    number = asked_phone(phone)
    if not asked["readings"] and not number:
        return []
    set_by = parameters.values(_PACKAGE, _FILE, on=timezone.localdate())
    vague = asked["one_part"] and not (number or born or year)  # a given name alone: so many bear it
    asked |= asked_birth(born, year) | {
        "commune": asked_commune(commune), "sex": sex, "phone": number, "most": limit,
        "household": str(household) if household else None, "floor": set_by["shown_from"], "fair": set_by["fair_from"],
        "strong": _NEVER if vague else set_by["strong_from"],
        "per_minute": set_by["a_minute"], "per_hour": set_by["an_hour"],
        "days": [day.isoformat() for day in asked_birth(born, year)["days"]], "day": born and born.isoformat(),
    }  # fmt: skip
    typed = [
        Described(**names, sex=sex, born_on=born or (date(year, 1, 1) if year else None), born_about=born is None
                  and year is not None, communes=[commune] if commune else [], phones=[phone] if phone else [])
        for names in parted(name, given, family)
    ]  # fmt: skip
    found = call("jisr_known_persons", Jsonb(asked))
    return _shown(found, by="name" if asked["readings"] else "phone", typed=typed)


def known_identity(number: str) -> list[Known]:
    """People recorded with exactly this identity number.

    Raises:
        TooManySearches: as for ``known_persons``.
    """
    set_by = parameters.values(_PACKAGE, _FILE, on=timezone.localdate())
    return _shown(call("jisr_known_identity", exact_mark(number), set_by["a_minute"], set_by["an_hour"]), by="identity")


def exact_mark(number: str) -> str:
    """The keyed hash under which an identity number is found: case and separators do not count."""
    return keyed_hash("".join(c for c in number.upper() if c.isalnum()), purpose="identity")


def centre_asked(mark: str) -> Centre | None:
    """The centre in charge of the file that a mark stands for; None where it no longer holds, or never did."""
    if not _MARK.fullmatch(mark):
        return None
    [(key,)] = call("jisr_asked_centre", mark)
    return Centre.objects.filter(pk=key).first() if key else None


def _shown(found: Sequence[tuple[Any, ...]], *, by: str, typed: Sequence[Described] = ()) -> list[Known]:
    """What is told, with the line of the journal that says that it was; of the words typed it says nothing."""
    waits = [row[-1] for row in found if row[-1] is not None]
    if waits:
        journal.opened("families.search_refused", "families.search", reason="too_many")
        raise TooManySearches(minutes=-(-waits[0] // 60))
    journal.opened("families.searched", "families.search", reason=by)
    persons = _persons([person for person, seen, *_ in found if seen])
    return [
        Known(
            mark=token or "", trace=trace, band=band, centre_id=centre, since=since,
            person=persons[person] if seen else None, reasons=_reasons(typed, persons[person]) if seen else (),
        )
        for person, seen, centre, since, band, token, trace, _wait in found
        if not seen or person in persons
    ]  # fmt: skip


def _reasons(typed: Sequence[Described], person: Person) -> tuple[str, ...]:
    """Why this person may be the one described, read in the way that fits her best."""
    household = person.household
    recorded = described(
        person, communes=[household.commune_id], phones=[phone.number for phone in household.phones.all()]
    )
    today = timezone.localdate()
    found = [compare(one, recorded, on=today) for one in typed]
    return max(found, key=lambda likeness: likeness.score).reasons if found else ()


def _persons(keys: Sequence[UUID]) -> Mapping[UUID, Person]:
    phones = Prefetch("household__phones", Phone.objects.order_by("id"))
    rows = Person.objects.filter(pk__in=keys).select_related("household__commune").prefetch_related(phones)
    return {row.pk: row for row in rows}
