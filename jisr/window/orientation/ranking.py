"""The order of services for one need, in plain Python: hard filters, then a shown sum, equals in turn.

``kernels`` does the same for a whole catalogue at once; a law of the tests holds the two together. What is shown and
frozen is always what stands here: reasons first, and points made of nothing but the reasons and the distance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any
from zlib import crc32

from jisr.centres.rules import PLACES_FRESH, Facts, Place, Reason, fits, verdict
from jisr.territory.rules import road_km
from jisr.window.orientation.points import PARTS, points

#: What keeps a service out, in the order in which it is told.
EXCLUDES = ("closed", "stale", "zone", "sex", "age", "publics", "conditions")
#: By these ways nobody has to travel.
REMOTE = ("telephone", "online", "home")
#: A mobile unit is where it halts within so many days.
STOPS_WITHIN_DAYS = 30
#: Numbers that mix a key into a place in the round; any odd ones would do.
_MIX, _MORE, _LAST, _WORD = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xBF58476D1CE4E5B9, 2**64


@dataclass(frozen=True)
class Asked:
    """What a need asks of the catalogue.

    Attributes:
        facts: of the person.
        today: the day on which it is asked.
        point: latitude and longitude from which the way is counted; None when not known.
        staff: "", or f or m where the person asked for a woman or a man.
        known: facts that conditions speak of.
    """

    facts: Facts
    today: date
    point: tuple[float, float] | None = None
    staff: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)

    @property
    def commune(self) -> str:
        """Code of where the person lives: with the day, it says in which turn equals come."""
        return self.facts.place.commune


@dataclass(frozen=True)
class Candidate:
    """A service with where it stands.

    Attributes:
        service: what is offered, as the model has it, with its centre.
        place: codes of where it stands, as far as everybody may know.
        points: where it can be reached, the stops of a mobile unit among them; the nearest counts.
        hidden: the place is confidential: the way is counted to its province, and not told.
        closures: (first day, last day or None) of what closes it for a while.
        conditions: what those of the service say of the person; None where it has none.
    """

    service: Any
    place: Place
    points: Sequence[tuple[float, float]] = ()
    hidden: bool = False
    closures: Sequence[tuple[date, date | None]] = ()
    conditions: Reason | None = None


@dataclass(frozen=True)
class Ranked:
    """A service in its place, with everything that put it there.

    Attributes:
        service: what was ranked.
        km: estimated road distance as it may be shown; None when the place is confidential or not known.
        reasons: what was looked at.
        tenths: part of the sum -> tenths of a point; a part that was not asked for is absent.
        verdict: yes, or unknown when something must be asked first; no for one that is kept out.
        counted_km: the distance that made the points: of a confidential place, that of its province.
    """

    service: Any
    km: float | None
    reasons: Sequence[Reason]
    tenths: Mapping[str, int]
    verdict: str
    counted_km: float | None = None

    @property
    def parts(self) -> dict[str, float]:
        """Part of the sum -> points."""
        return {name: value / 10 for name, value in self.tenths.items()}

    @property
    def total(self) -> float:
        """The shown sum: exactly what its parts add up to."""
        return sum(self.tenths.values()) / 10


def weigh(candidate: Candidate, asked: Asked, weights: Mapping[str, float]) -> Ranked:
    """One service with its reasons and its sum."""
    reasons = grounds(candidate, asked)
    km = way(candidate, asked)
    shown = None if candidate.hidden else km
    return Ranked(candidate.service, shown, reasons, points(reasons, km, weights), verdict(reasons), km)


def way(candidate: Candidate, asked: Asked) -> float | None:
    """Kilometres by road that count; None when one of the two ends is not known."""
    if asked.point is None:
        return None
    return min((road_km(*asked.point, *point) for point in candidate.points), default=None)


def grounds(candidate: Candidate, asked: Asked) -> list[Reason]:
    """Everything that speaks for or against a service, with what is unknown."""
    service, today = candidate.service, asked.today
    conditions = [candidate.conditions] if candidate.conditions else []
    return [
        *_fits(candidate, asked), *_open(candidate, today), *_stale(service, today), *conditions,
        *_remote(service), _saturation(service, today), _wait(service), _answer(service), _fresh(service, today),
        _quality(service), _cost(service), *_staff(service, asked),
    ]  # fmt: skip


def _fits(candidate: Candidate, asked: Asked) -> list[Reason]:
    """What the catalogue judges; a confidential place tells no commune, but in another province it is not the same."""
    home, there = asked.facts.place.province, candidate.place.province
    return [
        one._replace(verdict="no")
        if one.about == "zone" and one.verdict == "unknown" and home and there and home != there
        else one
        for one in fits(candidate.service, asked.facts, centre=candidate.place, today=asked.today)
    ]


def _open(candidate: Candidate, today: date) -> list[Reason]:
    """Nothing to say of a service that is offered today."""
    service, centre = candidate.service, candidate.service.centre
    for whose, since, until in (
        ("service", service.since, service.until), ("centre", centre.opened_on, centre.closed_on)
    ):  # fmt: skip
        if since is not None and since > today:
            return [Reason("closed", "no", True, f"{whose}_from", {"on": since})]
        if until is not None and until <= today:
            return [Reason("closed", "no", True, f"{whose}_ended", {"on": until})]
    for first, last in candidate.closures:
        if first <= today and (last is None or today <= last):
            return [Reason("closed", "no", True, "until" if last else "for_now", {"on": last} if last else {})]
    return []


def _stale(service: Any, today: date) -> list[Reason]:
    """What nobody confirmed for too long is hidden, and not proposed."""
    if service.hidden_on is None or service.hidden_on > today:
        return []
    return [Reason("stale", "no", True, values={"on": service.verified_on})]


def _remote(service: Any) -> list[Reason]:
    """By telephone, on line or at home: nobody has to travel."""
    modes = [mode for mode in REMOTE if mode in service.modes]
    return [Reason("remote", "yes", values={"modes": modes})] if modes else []


def _saturation(service: Any, today: date) -> Reason:
    """How much is asked of it, as long as the word is fresh."""
    said = service.saturation_on
    if not service.saturation or said is None or today - said > PLACES_FRESH:
        return Reason("saturation", "unknown")
    return Reason("saturation", "yes", values={"level": service.saturation, "on": said})


def _wait(service: Any) -> Reason:
    if service.wait_days is None:
        return Reason("wait", "unknown")
    return Reason("wait", "yes", values={"wait": service.wait_days})


def _answer(service: Any) -> Reason:
    if service.answer_days is None:
        return Reason("answer", "unknown")
    return Reason("answer", "yes", values={"within": service.answer_days})


def _fresh(service: Any, today: date) -> Reason:
    said = service.verified_on
    if said is None:
        return Reason("fresh", "unknown")
    return Reason("fresh", "yes", values={"on": said, "days": max(0, (today - said).days)})


def _quality(service: Any) -> Reason:
    return Reason("quality", "yes", values={"of_100": service.quality})


def _cost(service: Any) -> Reason:
    if not service.cost:
        return Reason("cost", "unknown")
    values = {"cost": service.cost, "centimes": service.cost_mad, "per": service.cost_per}
    return Reason("cost", "yes", values=values)


def _staff(service: Any, asked: Asked) -> list[Reason]:
    if not asked.staff:
        return []
    if not service.staff_gender:
        return [Reason("staff", "unknown", values={"sex": asked.staff})]
    return [Reason("staff", "yes" if service.staff_gender == asked.staff else "no", values={"sex": asked.staff})]


def order(ranked: Sequence[Ranked], asked: Asked) -> list[Ranked]:
    """The best first; those with the same sum take turns from day to day, so that one centre is not always first."""
    groups: dict[int, list[Ranked]] = {}
    for one in ranked:
        groups.setdefault(sum(one.tenths.values()), []).append(one)
    found: list[Ranked] = []
    for total in sorted(groups, reverse=True):
        equals = sorted(groups[total], key=lambda one: (turn(one.service.pk, asked.commune), one.service.pk))
        first = asked.today.toordinal() % len(equals)
        found += [*equals[first:], *equals[:first]]
    return found


def turn(service: int, commune: str) -> int:
    """Where a service stands in the round of its equals, seen from a commune: another round in each commune.

    >>> turn(7, "07.161.05.09") != turn(7, "07.161.05.11")
    True
    """
    mixed = (service * _MIX + crc32(commune.encode()) * _MORE) % _WORD
    mixed = (mixed ^ mixed >> 29) * _LAST % _WORD
    return mixed ^ mixed >> 32


def excluded_by(reasons: Sequence[Reason]) -> Reason | None:
    """The first thing that keeps a service out, in the order in which it is told; None for one that may be proposed."""
    shut = {reason.about: reason for reason in reasons if reason.blocking and reason.verdict == "no"}
    return next((shut[about] for about in EXCLUDES if about in shut), None)


_BY_GAP = itemgetter(1)


@dataclass(frozen=True)
class Before:
    """Why one service comes before its neighbour.

    Attributes:
        by: tenths of a point; 0 for equals, which take turns.
        gains: (part, tenths) in which the first is better, the largest first.
        losses: the same where the second is better.
    """

    by: int
    gains: Sequence[tuple[str, int]]
    losses: Sequence[tuple[str, int]]


def before(one: Ranked, other: Ranked) -> Before:
    """What puts ``one`` before ``other``: the differences of their parts, which add up to that of their sums."""
    gaps = [(part, one.tenths.get(part, 0) - other.tenths.get(part, 0)) for part in PARTS]
    gains = sorted([(part, gap) for part, gap in gaps if gap > 0], key=_BY_GAP, reverse=True)
    losses = sorted([(part, -gap) for part, gap in gaps if gap < 0], key=_BY_GAP, reverse=True)
    return Before(sum([gap for _, gap in gaps]), gains, losses)
