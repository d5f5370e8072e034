"""Pure decisions of an allocation: whose turn it is, who goes where, and why, in things that can be said in words."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

from jisr.conditions.judging import NO, UNKNOWN, YES, judge
from jisr.conditions.trees import Facts, Tree
from jisr.window.allocation.kernels import Allotment, Field, allot
from jisr.window.allocation.kernels.parties import allot_whole

#: Why somebody waits.
ALL_FULL, NONE_WITHIN, NOT_TOGETHER = "all_full", "none_within", "not_together"


@dataclass(frozen=True)
class Standing:
    """The class that somebody stands in.

    Attributes:
        position: of the first class whose rule says yes, from 0; the number of classes where none does.
        could_be: of an earlier class that cannot be judged yet; None where there is none.
        missing: facts that would settle that.
    """

    position: int
    could_be: int | None = None
    missing: tuple[str, ...] = ()


def stands(classes: Sequence[Tree], facts: Facts) -> Standing:
    """The first class that somebody is of; what is not known never counts for her, and is named.

    >>> from jisr.conditions.trees import Test
    >>> far, young = Test("km", "more_than", 10), Test("age", "less_than", 15)
    >>> stands([far, young], {"age": 12})
    Standing(position=1, could_be=0, missing=('km',))
    """
    could_be: int | None = None
    missing: tuple[str, ...] = ()
    for position, rule in enumerate(classes):
        said = judge(rule, facts)
        if said.answer == YES:
            return Standing(position, could_be, missing)
        if said.answer == UNKNOWN and could_be is None:
            could_be, missing = position, said.missing
        assert said.answer in {NO, UNKNOWN}
    return Standing(len(classes), could_be, missing)


@dataclass(frozen=True)
class Applicant:
    """Somebody who waits for a place.

    Attributes:
        key: of her application; not of her.
        position: of her class.
        asked_on: since when she waits.
        reach: service -> hundreds of metres; only those that suit her and are not too far.
        party: a word shared by those who asked to stay together; "" for who comes alone.
    """

    key: str
    position: int
    asked_on: date
    reach: Mapping[str, int]
    party: str = ""


@dataclass(frozen=True)
class Given:
    """What an allocation proposes for one applicant, and why.

    Attributes:
        service: where; None when she waits.
        position: of the class that she was counted in: with a party, that of its last member.
        nearer_full: services nearer to her whose places all went to people who stand before her, or with her.
        why: of who waits: ``ALL_FULL``, ``NONE_WITHIN`` or ``NOT_TOGETHER``.
        before: of who waits: how many who wait stand before her for a place that she could have.
    """

    service: str | None
    position: int
    nearer_full: tuple[str, ...] = ()
    why: str = ""
    before: int = 0


@dataclass(frozen=True)
class Outcome:
    """A whole allocation.

    Attributes:
        given: application -> what is proposed.
        left: service -> places nobody takes.
        metres: hundreds of metres of all ways together.
        engine: what computed it.
    """

    given: Mapping[str, Given]
    left: Mapping[str, int] = field(default_factory=dict)
    metres: int = 0
    engine: str = ""


def lot(seed: str, key: str) -> str:
    """The lot of an application in a round: anybody who knows both words finds the same one, and nobody chooses it."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def allocate(
    applicants: Sequence[Applicant], places: Mapping[str, int], *, on: date, band_days: int, seed: str
) -> Outcome:
    """Give the places: class by class; in a class those who wait longest; then the shortest ways for all together.

    Applicants of one class, waiting time and reach are one group; inside it who asked first goes first, and between
    two of one day the lot decides. The order in which they are handed over changes nothing.

    Args:
        places: service -> places offered.
        on: day from which waiting is counted back.
        band_days: people whose waits differ by less than this may count as waiting equally long.
        seed: published word of the round, for its lots.
    """
    services = sorted(places)
    groups = _groups(applicants, services, on, band_days, seed)
    if not groups:
        return Outcome({}, dict(places))
    asked = _field(groups, services, places)
    return _told(groups, services, asked, _best(groups, asked))


def worth_of_a_place(
    applicants: Sequence[Applicant], places: Mapping[str, int], *, on: date, band_days: int, seed: str
) -> dict[str, tuple[int | None, int]]:
    """What one more place at each service would do, found by giving it: (class of who comes in or None, the change in
    hundreds of metres).

    A price of the allocation is not this: where a class ends just as the places do, it may tell of either side.
    """
    terms: dict[str, Any] = {"on": on, "band_days": band_days, "seed": seed}
    now = allocate(applicants, places, **terms)
    said: dict[str, tuple[int | None, int]] = {}
    for service in places:
        then = allocate(applicants, {**places, service: places[service] + 1}, **terms)
        fewer = _waiting(now) - _waiting(then)
        said[service] = min(fewer, default=None), then.metres - now.metres
    return said


def _waiting(outcome: Outcome) -> Counter[int]:
    return Counter(one.position for one in outcome.given.values() if one.service is None)


def _best(groups: Sequence["_Group"], asked: Field) -> Allotment:
    whole = np.array([one.together for one in groups])
    return allot_whole(asked, whole)[0] if whole.any() else allot(asked)


@dataclass(frozen=True)
class _Group:
    turn: tuple[int, int]
    reach: tuple[tuple[str, int], ...]
    members: tuple[Applicant, ...]
    together: bool


def _groups(
    applicants: Sequence[Applicant], services: Sequence[str], on: date, band_days: int, seed: str
) -> list[_Group]:
    parties: dict[str, list[Applicant]] = defaultdict(list)
    for one in applicants:
        parties[one.party].append(one)
    alone = parties.pop("", [])
    found = []
    for members in parties.values():
        common = set.intersection(*(set(one.reach) for one in members)) & set(services)
        reach = tuple(sorted((to, max(one.reach[to] for one in members)) for to in common))
        turn = max(_turn(one, on, band_days) for one in members)
        found.append(_Group(turn, reach, _in_order(members, seed), len(members) > 1))
    same = defaultdict(list)
    for one in alone:
        reach = tuple(sorted((to, cost) for to, cost in one.reach.items() if to in services))
        same[_turn(one, on, band_days), reach].append(one)
    found += [_Group(turn, reach, _in_order(members, seed), False) for (turn, reach), members in same.items()]
    return sorted(found, key=lambda one: (one.turn, one.together, one.reach, _first(one, seed)))


def _turn(one: Applicant, on: date, band_days: int) -> tuple[int, int]:
    return one.position, -(max((on - one.asked_on).days, 0) // band_days)


def _in_order(members: Sequence[Applicant], seed: str) -> tuple[Applicant, ...]:
    return tuple(sorted(members, key=lambda one: (one.asked_on, lot(seed, one.key))))


def _first(group: _Group, seed: str) -> tuple[date, str]:
    return group.members[0].asked_on, lot(seed, group.members[0].key)


def _field(groups: Sequence[_Group], services: Sequence[str], places: Mapping[str, int]) -> Field:
    ranks = {turn: rank for rank, turn in enumerate(sorted({one.turn for one in groups}))}
    at = {one: number for number, one in enumerate(services)}
    return Field(
        people=np.array([len(one.members) for one in groups]), level=np.array([ranks[one.turn] for one in groups]),
        capacity=np.array([places[one] for one in services], dtype=np.int64),
        starts=np.cumsum([0, *(len(one.reach) for one in groups)]),
        service=np.array([at[to] for one in groups for to, _ in one.reach], dtype=np.int64),
        cost=np.array([cost for one in groups for _, cost in one.reach], dtype=np.int64),
    )  # fmt: skip


def _told(groups: Sequence[_Group], services: Sequence[str], asked: Field, found: Allotment) -> Outcome:
    used = np.bincount(asked.service, weights=found.placed, minlength=len(services)).astype(int)
    left = asked.capacity - used
    given: dict[str, Given] = {}
    for number, group in enumerate(groups):
        ways = sorted(range(asked.starts[number], asked.starts[number + 1]), key=lambda way: (asked.cost[way], way))
        goes = [way for way in ways for _ in range(int(found.placed[way]))]
        for member, way in zip(group.members, goes, strict=False):
            nearer = [services[asked.service[one]] for one in ways if asked.cost[one] < asked.cost[way]]
            given[member.key] = Given(services[asked.service[way]], group.turn[0], tuple(nearer))
    waiting = [(group, one) for group in groups for one in group.members if one.key not in given]
    for group, one in waiting:
        reach = {to for to, _ in group.reach}
        why = NONE_WITHIN if not reach else ALL_FULL
        if group.together and any(left[services.index(to)] for to in reach):
            why = NOT_TOGETHER
        given[one.key] = Given(None, group.turn[0], why=why, before=_before(group, one, waiting, reach))
    metres = int(asked.cost @ found.placed)
    return Outcome(given, dict(zip(services, left.tolist(), strict=True)), metres, found.engine)


def _before(group: _Group, one: Applicant, waiting: Sequence[tuple[_Group, Applicant]], reach: set[str]) -> int:
    """How many who wait stand before her, of those who could have a place that she could have."""
    return sum(
        1
        for other, member in waiting
        if reach & {to for to, _ in other.reach} and (other.turn, member.asked_on) < (group.turn, one.asked_on)
    )


def in_turn(applicants: Sequence[Applicant], *, on: date, band_days: int, seed: str) -> list[Applicant]:
    """Everybody in the order of their turns, whoever has a place: class, waiting, day of asking, lot."""
    return [one for group in _by_turn(applicants, on, band_days, seed) for one in group.members]


def _by_turn(applicants: Sequence[Applicant], on: date, band_days: int, seed: str) -> list["_Group"]:
    """Groups as a list shows them: whoever reaches what, who asked first of one turn stands first."""
    near = [replace(one, reach={}) for one in applicants]
    return sorted(_groups(near, (), on, band_days, seed), key=lambda one: (one.turn, _first(one, seed)))
