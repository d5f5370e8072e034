"""How whole and how fresh the page of a service is. It judges pages, never people, and refuses nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

#: What is said true together: the codes of ``choices.Section``.
SECTIONS = ("about", "hours", "places", "costs", "contact")


@dataclass(frozen=True)
class Criterion:
    """One yes or no about a page.

    Attributes:
        code: of the criterion; its sentence is in ``jisr.web.centres.keeping``.
        weight: share of the whole, in percent.
        met: whether the page has it.
    """

    code: str
    weight: int
    met: bool


#: Each criterion with what is read of the service (s), its centre (c), the day (d) and the days of freshness (f).
_MET = {
    "described": lambda s, c, d, f: bool(s.about_ar and s.about_fr),
    "topic": lambda s, c, d, f: bool(s.topics),
    "phone": lambda s, c, d, f: bool(c.phone),
    "hours": lambda s, c, d, f: bool(s.hours or c.hours),
    "modes": lambda s, c, d, f: bool(s.modes),
    "documents": lambda s, c, d, f: bool(s.documents),
    "cost": lambda s, c, d, f: bool(s.cost),
    "languages": lambda s, c, d, f: bool(s.languages or c.languages),
    "accessibility": lambda s, c, d, f: bool(s.accessibility or c.accessibility),
    "places": lambda s, c, d, f: _places_said(s, d, f["places_days"]),
    "still_true": lambda s, c, d, f: (d - s.verified_on).days <= f["ask_days"],
}
CRITERIA = tuple(_MET)


def quality(
    service: Any, centre: Any, *, on: date, weights: Mapping[str, int], fresh: Mapping[str, int]
) -> list[Criterion]:
    """Every criterion of a service's page, in a fixed order; the weights of those met add up to its quality.

    Args:
        service, centre: with their values as stored.
        on: the day.
        weights: of ``parameters/quality.yaml``.
        fresh: of ``parameters/freshness.yaml``.
    """
    return [Criterion(code, weights[code], bool(met(service, centre, on, fresh))) for code, met in _MET.items()]


def score(criteria: Sequence[Criterion]) -> int:
    """Whole percents, of what the criteria weigh together."""
    whole = sum(one.weight for one in criteria)
    return round(100 * sum(one.weight for one in criteria if one.met) / whole) if whole else 0


def _places_said(service: Any, on: date, days: int) -> bool:
    """A service that counts no places has said what there is to say."""
    if service.places_total is None:
        return True
    said = service.places_confirmed_on
    return said is not None and (on - said).days <= days


def freshness(said_on: date | None, on: date, *, days: int) -> float:
    """How much a statement still counts: 1 on its day, a half after ``days``, then half again.

    >>> freshness(date(2026, 1, 1), date(2026, 1, 31), days=30)
    0.5
    """
    if said_on is None:
        return 0.0
    return float(0.5 ** (max(0, (on - said_on).days) / days))


@dataclass(frozen=True)
class Standing:
    """Where a service stands on the way from said true to hidden.

    Attributes:
        state: fresh, to ask again, soon hidden, or hidden.
        days_left: until it is hidden; None once it is, or while nothing is asked.
    """

    state: Literal["fresh", "ask", "warned", "hidden"]
    days_left: int | None = None


def standing(verified_on: date, hidden_on: date | None, on: date, *, fresh: Mapping[str, int]) -> Standing:
    """What a centre is told about one of its services on a day.

    >>> days = {"ask_days": 180, "warn_days": 330, "hide_days": 365}
    >>> standing(date(2026, 1, 1), None, date(2026, 12, 10), fresh=days)
    Standing(state='warned', days_left=22)
    """
    if hidden_on is not None:
        return Standing("hidden")
    age = (on - verified_on).days
    if age < fresh["ask_days"]:
        return Standing("fresh")
    left = max(0, fresh["hide_days"] - age)
    return Standing("warned" if age >= fresh["warn_days"] else "ask", left)


def verified_on(said: Mapping[str, date], before: date) -> date:
    """The day on which all of a page was last true: that of its oldest section.

    Args:
        said: section -> the day it was last said true; "" for all sections at once.
        before: for sections of which nothing is kept.
    """
    whole = said.get("", before)
    return min(max(said.get(section, whole), whole) for section in SECTIONS)
