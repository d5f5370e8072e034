"""The filters and the shown sum of ``ranking`` for many people and many services at once, in numpy.

Codes are numbers here: of closed lists one bit each, "not known" is -1, or 0 where a set or a choice is empty. Days
are proleptic ordinals. ``catalogue`` makes the columns, a law of the tests holds the results to the plain rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jisr.window.orientation.points import HALF, PARTS

#: What keeps a service out, one bit each; the last is of another theme, or of a compartment.
CLOSED, STALE, SEX, AGE, PUBLICS, CONDITIONS, ELSEWHERE = (1 << bit for bit in range(7))
UNCONDITIONAL, PREFERENTIAL, EXCLUSIVE = range(3)
NO, UNKNOWN, YES = range(3)
NEVER: Final = 3_000_000
#: Sum of a service that is kept out.
OUT: Final = -1
_SHARE_OF: Final = np.array([0.0, HALF, 1.0])


@dataclass(frozen=True)
class Columns:
    """Services side by side, one place in each array for each.

    Attributes:
        key, theme, compartment: of the service; codes of the last two are those of ``catalogue``.
        lat, lon: radians; NaN where nobody recorded a place.
        age_min, age_max: -1 without the limit.
        sex, staff, welcomes: 0 for none, 1 for f, 2 for m; the last is one of UNCONDITIONAL…
        publics, languages, access: sets of bits.
        zone_unsure: whether it takes, of these people, only those of a commune that is not told.
        since, until: first day on which it is offered, first on which it no longer is.
        shut_from, shut_to: first and last day of a closure, the one that holds or comes next.
        hidden_on, verified_on: days; NEVER and -1 without.
        free, places_on: of the places counted; -1 where not known.
        saturation, saturation_on: hundredths of the share, -1 where not said; the day.
        wait, answer: days; -1 where not known.
        quality: 0 to 100.
        cost: centimes; -1 where not known; -2 and less where it is a share of the part: -2 is 0, -102 all of it.
        remote: nobody has to travel.
        tree: which of the conditions, -1 for none.
    """

    key: NDArray[np.int64]
    theme: NDArray[np.int16]
    compartment: NDArray[np.int16]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    age_min: NDArray[np.int16]
    age_max: NDArray[np.int16]
    sex: NDArray[np.int8]
    staff: NDArray[np.int8]
    welcomes: NDArray[np.int8]
    publics: NDArray[np.int64]
    languages: NDArray[np.int64]
    access: NDArray[np.int64]
    zone_unsure: NDArray[np.bool_]
    since: NDArray[np.int32]
    until: NDArray[np.int32]
    shut_from: NDArray[np.int32]
    shut_to: NDArray[np.int32]
    hidden_on: NDArray[np.int32]
    verified_on: NDArray[np.int32]
    free: NDArray[np.int32]
    places_on: NDArray[np.int32]
    saturation: NDArray[np.int16]
    saturation_on: NDArray[np.int32]
    wait: NDArray[np.int32]
    answer: NDArray[np.int32]
    quality: NDArray[np.int16]
    cost: NDArray[np.int64]
    remote: NDArray[np.bool_]
    tree: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.key)

    def take(self, at: Any) -> "Columns":
        """Some of the services."""
        return Columns(*(getattr(self, one.name)[at] for one in fields(self)))

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return sum(getattr(self, one.name).nbytes for one in fields(self))


@dataclass(frozen=True)
class Profiles:
    """People side by side, all of one commune.

    Attributes:
        age: -1 where not known.
        sex, staff: 0 where not known or not asked, 1 for f, 2 for m.
        publics, told: sets of bits: to which publics the person belongs, and of which it is known.
        languages, needs: sets of bits; 0 where not known, or nothing is needed.
        verdicts: (people, trees) NO, UNKNOWN or YES.
    """

    age: NDArray[np.int16]
    sex: NDArray[np.int8]
    staff: NDArray[np.int8]
    publics: NDArray[np.int64]
    told: NDArray[np.int64]
    languages: NDArray[np.int64]
    needs: NDArray[np.int64]
    verdicts: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.age)


def judge(
    these: Columns, people: Profiles, km: NDArray[np.float64], today: int, weights: Mapping[str, float], *, fresh: int
) -> tuple[NDArray[np.uint8], NDArray[np.int16]]:
    """What keeps each service from each person, and the parts of the sum of the others.

    Args:
        these: services whose zone holds the commune, or may.
        km: (services,) distance that counts; NaN where not known.
        today: ordinal of the day.
        weights: of parameters/ranking.yaml.
        fresh: days after which a statement of places or saturation is old.

    Returns:
        (people, services) bits of what keeps out, 0 for a service that may be proposed; and (parts, people, services)
        tenths of a point in the order of ``PARTS``, 0 for a part that was not asked for.
    """
    verdicts = _verdicts(these, people)
    out = _kept_out(these, verdicts, today)
    unsure = (verdicts["sex"] == UNKNOWN) | (verdicts["age"] == UNKNOWN) | (verdicts["conditions"] == UNKNOWN)
    unsure |= (these.welcomes == EXCLUSIVE) & (verdicts["publics"] == UNKNOWN) | these.zone_unsure
    shares = _shares(these, km, today, weights, fresh)
    shares["sure"] = np.where(unsure, HALF, 1.0)
    meant = _SHARE_OF[verdicts["publics"]]
    meant = np.where((these.welcomes == UNCONDITIONAL) & (meant < 1), HALF, meant)
    shares["fit"] = np.where(these.publics == 0, HALF, meant)
    for part, asked in (("language", people.languages), ("access", people.needs), ("staff", people.staff)):
        shares[part] = np.where((asked != 0)[:, None], _SHARE_OF[verdicts[part]], 0.0)
    tenths = np.empty((len(PARTS), len(people), len(these)), dtype=np.int16)
    for at, part in enumerate(PARTS):
        tenths[at] = np.rint(10 * weights[part] * shares[part])
    return out, tenths


def _verdicts(these: Columns, people: Profiles) -> dict[str, Any]:
    """(people, services) NO, UNKNOWN or YES of everything that hangs on the person."""
    age, sex, staff = people.age[:, None], people.sex[:, None], people.staff[:, None]
    limits = (these.age_min >= 0) | (these.age_max >= 0)
    inside = (age >= these.age_min) & ((these.age_max < 0) | (age <= these.age_max))
    met = (people.publics[:, None] & these.publics) != 0
    open_still = (these.publics & ~people.told[:, None]) != 0
    spoken = (people.languages[:, None] & these.languages) != 0
    lacking = (people.needs[:, None] & ~these.access) != 0
    trees = people.verdicts[:, these.tree] if people.verdicts.shape[1] else np.int8(YES)
    return {
        "age": np.where(limits, np.where(age < 0, UNKNOWN, np.where(inside, YES, NO)), YES),
        "sex": np.where(these.sex == 0, YES, np.where(sex == 0, UNKNOWN, np.where(sex == these.sex, YES, NO))),
        "publics": np.where(met | (these.publics == 0), YES, np.where(open_still, UNKNOWN, NO)),
        "conditions": np.where(these.tree < 0, YES, trees),
        "language": np.where(these.languages == 0, UNKNOWN, np.where(spoken, YES, NO)),
        "access": np.where(these.access == 0, UNKNOWN, np.where(lacking, NO, YES)),
        "staff": np.where(these.staff == 0, UNKNOWN, np.where(staff == these.staff, YES, NO)),
    }


def _kept_out(these: Columns, verdicts: Mapping[str, Any], today: int) -> NDArray[np.uint8]:
    closed = (these.since > today) | (these.until <= today) | ((these.shut_from <= today) & (today <= these.shut_to))
    out = np.zeros(verdicts["age"].shape, dtype=np.uint8)
    out |= (closed * CLOSED + (these.hidden_on <= today) * STALE).astype(np.uint8)
    for bit, part in ((SEX, "sex"), (AGE, "age"), (CONDITIONS, "conditions")):
        out |= ((verdicts[part] == NO) * bit).astype(np.uint8)
    out |= (((verdicts["publics"] == NO) & (these.welcomes == EXCLUSIVE)) * PUBLICS).astype(np.uint8)
    return out


def _shares(
    these: Columns, km: NDArray[np.float64], today: int, weights: Mapping[str, float], fresh: int
) -> dict[str, Any]:
    """(services,) from 0 to 1: what hangs on the service and the distance alone."""
    near = np.where(np.isnan(km), HALF, 2.0 ** (-np.nan_to_num(km) / weights["near_halves_every_km"]))
    counted = (these.free >= 0) & (these.places_on >= 0) & (today - these.places_on <= fresh)
    said = (these.saturation >= 0) & (today - these.saturation_on <= fresh)
    stated = np.where(said, these.saturation / 100, HALF)
    known = np.where(these.verified_on < 0, HALF, 1.0)
    age = np.maximum(0, today - these.verified_on)
    return {
        "near": np.where(these.remote, np.maximum(near, weights["remote_share"]), near),
        "places": np.where(counted, (these.free > 0) * 1.0, stated),
        "wait": _halved(these.wait, weights["wait_halves_every_days"]),
        "answer": _halved(these.answer, weights["answer_halves_every_days"]),
        "fresh": np.where(known < 1, HALF, HALF + HALF * 2.0 ** (-age / weights["fresh_halves_every_days"])),
        "quality": these.quality / 100,
        "cost": _of_cost(these.cost, 100 * weights["cost_halves_every_mad"]),
    }


def _halved(days: NDArray[np.int32], every: float) -> NDArray[np.float64]:
    return np.asarray(np.where(days < 0, HALF, 2.0 ** (-np.maximum(days, 0) / every)))


def _of_cost(cost: NDArray[np.int64], every: float) -> NDArray[np.float64]:
    """The share that the column ``cost`` says, or that its amount is worth."""
    share = (-2 - cost) / 100
    return np.asarray(np.where(cost >= 0, 2.0 ** (-np.maximum(cost, 0) / every), np.where(cost == -1, HALF, share)))


def sums(out: NDArray[np.uint8], tenths: NDArray[np.int16]) -> NDArray[np.int16]:
    """(people, services) the sum in tenths; OUT for what is kept out."""
    total = tenths.sum(axis=0, dtype=np.int16)
    total[out != 0] = OUT
    return total


def first(total: NDArray[np.int16], turns: NDArray[np.uint64], today: int) -> NDArray[np.int64]:
    """(people,) the place of the service that stands first for each; -1 where none may be proposed.

    Args:
        total: of ``sums``.
        turns: (services,) place in the round of equals (``ranking.turn``); equals are told apart by it.
    """
    if not total.shape[1]:
        return np.full(len(total), -1, dtype=np.int64)
    round_ = np.argsort(turns, kind="stable")
    best = total.max(axis=1)
    equals = total[:, round_] == best[:, None]
    wanted = today % equals.sum(axis=1) + 1
    place = np.argmax(np.cumsum(equals, axis=1) == wanted[:, None], axis=1)
    return np.asarray(np.where(best == OUT, -1, round_[place]))


def best(total: NDArray[np.int16], most: int) -> NDArray[np.int64]:
    """Places of the services that may stand among the first ``most`` of one person, equals at the end included.

    Args:
        total: (services,) sums.
    """
    fit = np.flatnonzero(total != OUT)
    if len(fit) <= most:
        return fit
    least = np.partition(total[fit], len(fit) - most)[len(fit) - most]
    return np.asarray(fit[total[fit] >= least])


def turns(keys: NDArray[np.int64], commune: int) -> NDArray[np.uint64]:
    """``ranking.turn`` of many services; ``commune`` is the checksum of its code."""
    with np.errstate(over="ignore"):
        mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(commune) * np.uint64(
            0xC2B2AE3D27D4EB4F
        )
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        return np.asarray(mixed ^ (mixed >> np.uint64(32)))
