"""Rehabilitated, accessible, graded, green: centres counted by their place. Plain Python."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one centre.

    Attributes:
        place: where it is counted: a province, a region.
        has_building: False for a unit on wheels.
        grade: of its last sheet; None where it has none.
        accessible: as its last sheet says.
        planned: operations that were programmed, and not abandoned since.
        received: of these, those that were received.
        kwh, solar, water: of the period; None where not measured.
        km: that a unit drove; None where nobody wrote a log.
        estimated: whether any of it rests on an estimate or on part of a month.
    """

    place: Hashable
    has_building: bool = True
    grade: str | None = None
    accessible: bool = False
    planned: int = 0
    received: int = 0
    kwh: Fraction | None = None
    solar: Fraction | None = None
    water: Fraction | None = None
    km: int | None = None
    estimated: bool = False


@dataclass(slots=True)
class Counted:
    """What is counted of one place.

    Attributes:
        buildings: centres that have a building.
        audited: of these, those with a sheet.
        grades: grade -> buildings; "" for a sheet without a grade.
        metered: centres of which anything was measured; units that keep a log.
        paired: kWh of the network where the sun is measured too.
    """

    buildings: int = 0
    audited: int = 0
    accessible: int = 0
    planned: int = 0
    received: int = 0
    metered: int = 0
    logged: int = 0
    estimated: bool = False
    grades: Counter[str] = field(default_factory=Counter)
    kwh: Fraction | None = None
    water: Fraction | None = None
    solar: Fraction | None = None
    paired: Fraction | None = None
    km: int | None = None

    @property
    def solar_share(self) -> float | None:
        """The share of the sun where both are measured; None where nobody measures both."""
        if self.solar is None or self.paired is None or not self.solar + self.paired:
            return None
        return float(self.solar / (self.solar + self.paired))


def count_standings(rows: Iterable[Standing]) -> dict[Hashable, Counted]:
    """The centres of each place, added up; what nobody measured adds nothing and is never 0."""
    found: dict[Hashable, Counted] = defaultdict(Counted)
    for one in rows:
        _add(found[one.place], one)
    return dict(found)


def _add(here: Counted, one: Standing) -> None:
    here.buildings += one.has_building
    here.planned += one.planned
    here.received += one.received
    here.estimated |= one.estimated
    if one.grade is not None:
        here.audited += 1
        here.grades[one.grade] += 1
        here.accessible += one.accessible
    here.metered += any(value is not None for value in (one.kwh, one.solar, one.water))
    here.logged += one.km is not None
    here.kwh, here.water = _sum(here.kwh, one.kwh), _sum(here.water, one.water)
    if one.solar is not None and one.kwh is not None:
        here.solar, here.paired = _sum(here.solar, one.solar), _sum(here.paired, one.kwh)
    if one.km is not None:
        here.km = (here.km or 0) + one.km


def _sum(known: Fraction | None, more: Fraction | None) -> Fraction | None:
    return known if more is None else (known or Fraction()) + more
