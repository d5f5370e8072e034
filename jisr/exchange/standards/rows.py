"""What the builders are given: one agreement as plain rows, and who publishes it; no database, no request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Words(NamedTuple):
    """A text in both languages; one of them may be empty."""

    ar: str
    fr: str


NOTHING = Words("", "")
#: Title, url (may be empty) and the day or month on which it was read.
Source = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Party:
    """Who pledges, pays or carries out."""

    code: str
    kind: str
    name: Words


@dataclass(frozen=True, slots=True)
class Place:
    """A region, a province or an invented place.

    Attributes:
        ref: unique among the places of one agreement.
        code: of the High Commission for Planning; "" for an invented place.
        level: 1 for a region, 2 for a province, 0 for an invented place.
    """

    ref: str
    code: str
    level: int
    name: Words


@dataclass(frozen=True, slots=True)
class Share:
    """What a party pledges in one version.

    Attributes:
        amount: minor units; None where it was not published.
        turned: how an amount of another currency became it; None where it was not.
    """

    party: Party
    amount: int | None
    turned: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What the agreement says from a day on; amounts in minor units, None where not published."""

    number: int
    envelope: int | None
    effective_on: date | None
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What the money is for."""

    code: str
    name: Words
    amount: int | None


@dataclass(frozen=True, slots=True)
class Instalment:
    """A payment promised by the version in force, minor units; ``paid`` is the sum of what was paid of it."""

    key: str
    party: Party
    number: int
    due_on: date
    amount: int
    paid: int = 0


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that happened, or one that was taken back (negative), in minor units."""

    key: str
    instalment: str
    party: Party
    number: int
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that happened; ``precision`` is day, month or year, and ``day`` the first one of it."""

    key: str
    kind: str
    label: Words
    day: date
    precision: str = "day"
    note: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are promised, or were reached by a day, of one kind at one place (None: the whole agreement)."""

    unit: str
    public: str
    label: Words
    place: Place | None
    number: int
    rural: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or one number out of another: of a whole, or of one part of it.

    Attributes:
        out_of: None for a number that adds up.
        dimension: by what the part is told apart; "" for the whole.
        part: its code; "" for the whole, and for a province that ``place`` says.
    """

    top: int
    out_of: int | None = None
    dimension: str = ""
    part: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A period of an indicator: what is promised for it, and what is approved of it.

    Attributes:
        words: what whoever reported wrote beside the number, and why it was corrected.
    """

    begins: date
    ends: date
    targets: tuple[Figure, ...] = ()
    actuals: tuple[Figure, ...] = ()
    words: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Indicator:
    """By what it is seen that the agreement works.

    Attributes:
        unit: of our closed list; "" for one of its own, or for a share.
        is_percent: a ratio that is read in percent.
        is_cumulative: each period says what there is since the beginning.
        parts: of a ratio, what is counted and out of what.
        began: where it stood before, and on which day.
    """

    code: str
    name: Words
    about: Words = NOTHING
    unit: str = ""
    unit_name: Words = NOTHING
    is_ratio: bool = False
    is_percent: bool = False
    less_is_better: bool = False
    is_cumulative: bool = False
    parts: tuple[Words, Words] = (NOTHING, NOTHING)
    began: tuple[Figure, date] | None = None
    periods: tuple[Reported, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether its periods may be added to one another."""
        return not self.is_ratio and not self.is_cumulative

    @property
    def figures(self) -> list[Figure]:
        """Everything that is promised or approved of it."""
        return [one for period in self.periods for one in (*period.targets, *period.actuals)]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as one source gives it: never chosen from, and so never in a field that a program reads.

    Attributes:
        money: whether ``value`` is in minor units of the agreement's currency.
    """

    label: Words
    party: Words | None
    value: int | None
    money: bool
    is_about: bool
    text: Words
    sources: tuple[Source, ...]
    envelope: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file that everybody may open."""

    key: str
    kind: str
    label: Words
    title: str
    media_type: str
    day: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement with all that is public of it; ``versions`` from the first to the one in force."""

    code: str
    name: Words
    state: str
    currency: str
    about: Words = NOTHING
    is_demonstration: bool = False
    region: Place | None = None
    since: date | None = None
    until: date | None = None
    sources: tuple[Source, ...] = ()
    versions: tuple[Version, ...] = ()
    lines: tuple[Line, ...] = ()
    targets: tuple[Counted, ...] = ()
    provisions: tuple[Words, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    payments: tuple[Payment, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    claims: tuple[Claim, ...] = ()
    reached: tuple[Counted, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def held(self) -> Version | None:
        """The version in force."""
        return self.versions[-1] if self.versions else None

    @property
    def shares(self) -> tuple[Share, ...]:
        """What the version in force says of the parties."""
        return self.held.shares if self.held else ()

    @property
    def places(self) -> list[Place]:
        """Every place it names, once each, the region first."""
        counted = [one.place for one in (*self.targets, *self.reached)]
        reported = [figure.place for one in self.indicators for figure in one.figures]
        found = [self.region, *counted, *reported]
        return list({one.ref: one for one in found if one is not None}.values())


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes, when, and where the pages are.

    Attributes:
        ref: identifier of the publisher; every identifier of an agreement begins with it.
        kind: of the publisher, in IATI's list of organisation types.
        prefix: beginning of the identifiers of OC4IDS projects.
        page: address of an agreement's page, with ``{code}``.
        document: address of a document, with ``{key}``.
        at: the moment of publication, with its zone.
    """

    ref: str
    name: Words
    kind: str
    prefix: str
    page: str
    document: str
    at: datetime
    is_demonstration: bool = False

    @property
    def today(self) -> date:
        """The day of publication."""
        return self.at.date()

    @property
    def mark(self) -> str:
        """What stands between the publisher and the code of an agreement in its identifiers."""
        return "demonstration-" if self.is_demonstration else ""
