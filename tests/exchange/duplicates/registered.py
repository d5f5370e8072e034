"""Some two thousand invented persons, families among them, of whom some stand there twice; and which those are."""

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from jisr.exchange.demonstration.names import DATA

PERSONS, EACH = 1_600, 26
_FAMILIES = 400
_PLACES = [f"07.161.05.{number:02}" for number in range(1, 60)]


@dataclass(frozen=True)
class Row:
    """One row of ``tables.RAW``."""

    uid: UUID
    household: UUID
    compartment: str
    given_ar: str
    family_ar: str
    given_fr: str
    family_fr: str
    sex: str
    born_on: date | None
    born_about: bool
    commune: str
    phone: str
    phone_2: str = ""
    cin: str = ""
    idcs: str = ""


@dataclass
class Registry:
    """Rows, and the pairs of which both are one person: (smaller key, larger key) -> kind.

    Attributes:
        inside: a pair within one compartment.
        across: pairs of which the two stand in different ones.
    """

    rows: list[Row] = field(default_factory=list)
    truth: dict[tuple[UUID, UUID], str] = field(default_factory=dict)
    inside: tuple[UUID, UUID] | None = None
    across: tuple[tuple[UUID, UUID], ...] = ()


def registry(seed: int) -> Registry:
    """The same people for the same seed."""
    return _Making(random.Random(seed)).done()


class _Making:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        with (DATA / "given_names.csv").open(encoding="utf-8") as file:
            self.given = [
                (row["sex"], row["name_ar"], [part.rpartition(":")[0] for part in row["latin_variants"].split("|")])
                for row in csv.DictReader(file)
            ]
        with (DATA / "surname_stems.csv").open(encoding="utf-8") as file:
            stems = [(row["arabic"], row["latin"]) for row in csv.DictReader(file)]
        endings = [("", ""), ("ي", "i"), ("ان", "an"), ("ات", "at"), ("وش", "ouch"), ("ين", "in")]
        self.families = [
            (f"آيت {arabic}{end}", f"Ait {latin}{fin}") for arabic, latin in stems for end, fin in endings
        ][:_FAMILIES]
        self.made = Registry()
        self.again: set[UUID] = set()

    def done(self) -> Registry:
        while len(self.made.rows) < PERSONS:
            self._household()
        for name, change in KINDS.items():
            found = 0
            for row in self.chance.sample(self.made.rows[:PERSONS], PERSONS):
                if found == EACH:
                    break
                found += self._again(name, row, change)
        return self.made

    def key(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def _household(self) -> None:
        home, family, place = self.key(), self.chance.choice(self.families), self.chance.choice(_PLACES)
        phone, used = self.number(), set()
        year = self.chance.randrange(1945, 1990)
        for member in range(self.chance.randrange(1, 7)):
            sex, arabic, latin = self.chance.choice([name for name in self.given if name[1] not in used])
            used.add(arabic)
            born = date(year + (0 if member < 2 else 18 + member), 1, 2) + timedelta(days=self.chance.randrange(364))
            rough = self.chance.random() < 0.1
            script = self.chance.choice(["ar", "fr", "both"])
            self.made.rows.append(Row(
                self.key(), home, "", arabic if script != "fr" else "", family[0] if script != "fr" else "",
                latin[0] if script != "ar" else "", family[1] if script != "ar" else "", sex,
                born.replace(month=1, day=1) if rough else born, rough, place, phone,
            ))  # fmt: skip

    def number(self) -> str:
        return f"6{self.chance.randrange(10**8):08}" if self.chance.random() < 0.7 else ""

    def _again(self, name: str, row: Row, change: Callable[["_Making", Row], Row | None]) -> bool:
        other = change(self, row)
        if other is None or row.uid in self.again:
            return False
        self.again.add(row.uid)
        phone = row.phone if self.chance.random() < 0.5 else self.number()
        other = replace(other, uid=self.key(), household=self.key(), phone=phone)
        self.made.rows.append(other)
        self.made.truth[min(row.uid, other.uid), max(row.uid, other.uid)] = name
        return True

    def spellings(self, row: Row) -> list[str]:
        return next(latin for _, arabic, latin in self.given if row.given_ar == arabic or row.given_fr in latin)

    def both(self, row: Row) -> tuple[str, str, str, str]:
        arabic, latin = next((a, s) for _, a, s in self.given if row.given_ar == a or row.given_fr in s)
        family = next(each for each in self.families if row.family_ar == each[0] or row.family_fr == each[1])
        return arabic, family[0], latin[0], family[1]


def _script(making: _Making, row: Row) -> Row | None:
    given_ar, family_ar, given_fr, family_fr = making.both(row)
    if row.given_ar and row.given_fr:
        return None
    if row.given_fr:
        return replace(row, given_ar=given_ar, family_ar=family_ar, given_fr="", family_fr="")
    return replace(row, given_ar="", family_ar="", given_fr=given_fr, family_fr=family_fr)


def _transliteration(making: _Making, row: Row) -> Row | None:
    others = [each for each in making.spellings(row) if each != row.given_fr] if row.given_fr else []
    if not others:
        return None
    return replace(row, given_ar="", family_ar="", given_fr=making.chance.choice(others),
                   family_fr=row.family_fr.replace("ou", "u").replace("Ait", "Aït"))  # fmt: skip


def _swapped(_making: _Making, row: Row) -> Row:
    return replace(row, given_ar=row.family_ar, family_ar=row.given_ar, given_fr=row.family_fr, family_fr=row.given_fr)


def _particle(_making: _Making, row: Row) -> Row:
    return replace(row, family_ar=row.family_ar.removeprefix("آيت "), family_fr=row.family_fr.removeprefix("Ait "))


def _compound(_making: _Making, row: Row) -> Row | None:
    if not row.given_ar.startswith("عبد ال"):
        return None
    return replace(row, given_ar=row.given_ar.replace("عبد ال", "عبدال"), given_fr="", family_fr="")


def _typo(making: _Making, row: Row) -> Row | None:
    slipped = {}
    for name in ("family_ar", "family_fr"):
        text = getattr(row, name)
        place = making.chance.randrange(5, len(text)) if len(text) > 6 else 0
        slipped[name] = text[:place] + text[place + 1 :] if place else text
    return (
        replace(row, **slipped)
        if slipped["family_ar"] + slipped["family_fr"] != row.family_ar + row.family_fr
        else None
    )


def _about(making: _Making, row: Row) -> Row | None:
    year = row.born_on.year + making.chance.choice([-1, 0, 1])
    return None if row.born_about else replace(row, born_on=date(year, 1, 1), born_about=True)


def _day_and_month(_making: _Making, row: Row) -> Row | None:
    day, month = row.born_on.day, row.born_on.month
    return (
        None if row.born_about or day > 12 or day == month else replace(row, born_on=date(row.born_on.year, day, month))
    )


def _moved(making: _Making, row: Row) -> Row | None:
    return None if row.born_about else replace(row, commune=making.chance.choice(_PLACES))


def _married(making: _Making, row: Row) -> Row | None:
    if row.sex != "f" or row.born_about or row.born_on.year > 2005:
        return None
    arabic, latin = making.chance.choice(making.families)
    return replace(row, family_ar=row.family_ar and arabic, family_fr=row.family_fr and latin)


#: Every kind that must be found.
KINDS = {
    "script": _script, "transliteration": _transliteration, "swapped": _swapped, "particle": _particle,
    "compound": _compound, "typo": _typo, "about": _about, "day and month": _day_and_month, "moved": _moved,
    "married": _married,
}  # fmt: skip
