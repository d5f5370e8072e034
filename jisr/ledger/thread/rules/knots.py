"""What stands in the ledger along a thread, as plain rows with what is known of their days and money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MeasureKnot:
    """A measure in force.

    Attributes:
        strategy: code of its strategy.
        places: codes of regions, provinces or communes; MA is the whole country.
        since: the day on which a version with it was first put in force; None where that is not known.
    """

    key: str
    code: str
    strategy: str
    title_ar: str
    title_fr: str
    owner_ar: str
    owner_fr: str
    strategy_ar: str
    strategy_fr: str
    places: tuple[str, ...]
    themes: frozenset[str]
    since: date | None
    sources: tuple[dict[str, str], ...] = ()

    @property
    def address(self) -> str:
        """As addresses of the thread name it."""
        return f"{self.strategy}.{self.code}"

    def is_of(self, region: str) -> bool:
        """Whether it is at work in a region: there, in a part of it, or in the whole country."""
        return any(place == "MA" or place[:2] == region for place in self.places)


@dataclass(frozen=True, slots=True)
class ProgrammeKnot:
    """A programme of the catalogue: the joint of a measure, an object line and what people are given."""

    code: str
    name_ar: str
    name_fr: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class LineKnot:
    """An object line of the version in force.

    Attributes:
        agreement: key of its agreement.
        address: as addresses of the thread name it.
        programme: code of the programme that it funds; "" where the agreement names none.
        amount: minor units; None where it was not published.
    """

    key: str
    code: str
    agreement: str
    address: str
    name_ar: str
    name_fr: str
    programme: str
    amount: int | None


@dataclass(frozen=True, slots=True)
class Money:
    """How far the money of an agreement or a call went; minor units of its currency.

    Attributes:
        pledged: None where no share was published.
        first_on: the day of the first payment that stands; None where we found none.
    """

    pledged: int | None = None
    called: int = 0
    paid: int = 0
    justified: int = 0
    first_on: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementKnot:
    """An agreement that everybody may read.

    Attributes:
        region: code; "" for the whole country and for an invented region.
        signed_on: the very day; None where only a month or a year was published, or nothing.
    """

    key: str
    code: str
    name_ar: str
    name_fr: str
    region: str
    place_ar: str
    place_fr: str
    currency: str
    state: str
    since: date | None
    until: date | None
    signed_on: date | None
    money: Money
    sources: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CallKnot:
    """A call that an object line pays for.

    Attributes:
        line: key of the line.
        chosen: applications that were selected.
        awards: conventions signed.
        money: what was promised to those chosen, and how much of it was paid and justified.
    """

    key: str
    code: str
    line: str
    name_ar: str
    name_fr: str
    chosen: int
    awards: int
    money: Money


@dataclass(frozen=True, slots=True)
class Pays:
    """What may have reached people: programmes, from a day until the day before another."""

    programmes: frozenset[str]
    since: date
    until: date
    region: str


def pays(of: AgreementKnot, programmes: Iterable[str], until: date) -> Pays | None:
    """What an agreement pays for, and in which days; None where it names no programme, or no first day is known.

    Args:
        until: the day after the last one that is looked at, where the agreement does not end before it.
    """
    named, since = frozenset(programmes), of.since or of.signed_on
    if not named or since is None:
        return None
    end = min(until, date.fromordinal(of.until.toordinal() + 1)) if of.until else until
    return Pays(named, since, end, of.region) if since < end else None
