"""Who is registered twice in a block: alone or with her household, at another desk, some in another commune."""

import random
from datetime import date
from typing import Any

import numpy as np

from jisr.exchange.population import structures
from jisr.exchange.population.noise import Record, again

#: Of the households that come again, how many as one grown person alone, and how many from another commune.
_ALONE = 0.55
_MOVED = 0.12
#: Her telephone the second time: the same, another, none.
_SAME_PHONE, _OTHER_PHONE = 0.45, 0.25
_NAMES = ("given_ar", "family_ar", "given_fr", "family_fr")
#: Of households that come again, how many come a third time.
_THIRD = 0.08


def register_again(
    draft: Any, households: dict[str, np.ndarray], persons: dict[str, np.ndarray], count: int
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Add so many persons who are there already, in households of their own.

    Args:
        draft: the block's people: chance, commune, census, member, line, known names.
        households, persons: columns of the first registrations.
        count: persons to add.

    Returns:
        columns of households and of persons with those added; pairs: of (row of the first), row, kind, also.
    """
    rows, home, moved = _chosen(draft, count)
    first = len(persons["sex"])
    chance = draft.chance
    dice = random.Random(int(chance.integers(0, 2**62)))
    records = _records(draft, persons, rows)
    found = [again(record, dice, moved=bool(away)) for record, away in zip(records, moved[home], strict=True)]
    pairs = {
        "of": rows,
        "row": np.arange(first, first + len(rows)),
        "kind": np.array([kind for _, kind, _ in found], dtype=object),
        "also": np.array([also for _, _, also in found], dtype=object),
    }
    added = {name: column[rows] for name, column in persons.items()}
    for name in _NAMES:
        added[name] = np.array([getattr(record, name) for record, *_ in found], dtype=object)
    added["born_on"] = np.array([record.born_on for record, *_ in found], dtype="datetime64[D]")
    added["born_about"] = np.array([record.born_about for record, *_ in found], dtype=bool)
    added["household"] = home + draft.count
    heads = np.unique(home, return_index=True)[1]  # whoever came first speaks for it
    added["relation"] = _relations(added["relation"], heads, home)
    added["phone"] = _phone(chance, added["phone"], pairs["row"])
    joined = {name: np.concatenate([column, added[name]]) for name, column in persons.items()}
    return _homes(draft, households, rows[heads], moved), joined, pairs


def _chosen(draft: Any, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(rows of persons, number of the new household of each, whether each new household has moved)."""
    chance, last = draft.chance, draft.count
    order = chance.permutation(last)
    # whoever comes a third time does so among the others who come again, or the last would never have a turn
    again = max(1, count // 3)
    order = np.concatenate([order[:again], chance.choice(order[:again], int(again * _THIRD)), order[again:]])
    order = np.resize(order, max(len(order), count))  # round again, where so many are wanted that all have come
    starts = np.searchsorted(draft.household, np.arange(last + 1))
    alone = chance.random(len(order)) < _ALONE
    rows: list[int] = []
    homes: list[int] = []
    home = 0
    for household, one in zip(order.tolist(), alone.tolist(), strict=True):
        if len(rows) >= count:
            break
        members = np.arange(starts[household], starts[household + 1])
        if one:
            grown = members[draft.years[members] >= structures.ADULT]
            members = grown[chance.integers(0, len(grown), 1)]
        members = members[: count - len(rows)]
        rows += members.tolist()
        homes += [home] * len(members)
        home += 1
    return np.array(rows, int), np.array(homes, int), chance.random(home) < _MOVED


def _records(draft: Any, persons: dict[str, np.ndarray], rows: np.ndarray) -> list[Record]:
    given, known = draft.population.given, draft.known
    short = zip(given.short_arabic[draft.name[rows]], given.short_latin[draft.name[rows]], strict=True)
    recorded = zip(*(persons[name][rows].tolist() for name in _NAMES), strict=True)
    both = zip(*(known[name][rows].tolist() for name in _NAMES), strict=True)
    births: list[date] = persons["born_on"][rows].tolist()
    husbands = _husbands(draft, persons, rows)
    return [
        Record(given_ar, family_ar, given_fr, family_fr, born, about, whole, shortened, husband)
        for (given_ar, family_ar, given_fr, family_fr), born, about, whole, shortened, husband in zip(
            recorded, births, persons["born_about"][rows].tolist(), both, short, husbands, strict=True
        )
    ]


def _husbands(draft: Any, persons: dict[str, np.ndarray], rows: np.ndarray) -> list[tuple[str, str]]:
    """For wives among the rows the surname of the other of head and spouse, who stand first in a household."""
    relation = draft.population.homes.relation[draft.member]
    married = draft.population.homes.marital[draft.member] == structures.MARRIED
    wife = draft.woman[rows] & married[rows]
    other = np.where(
        relation[rows] == structures.SPOUSE, rows - 1, np.where(relation[rows] == structures.HEAD, rows + 1, rows)
    )
    other = np.minimum(other, len(relation) - 1)
    wife &= (draft.household[other] == draft.household[rows]) & (other != rows) & ~draft.woman[other] & married[other]
    names = zip(draft.known["family_ar"][other], draft.known["family_fr"][other], strict=True)
    return [name if is_wife else ("", "") for is_wife, name in zip(wife.tolist(), names, strict=True)]


def _relations(relations: np.ndarray, heads: np.ndarray, home: np.ndarray) -> np.ndarray:
    """Whoever came first is the head; where that is not who was, the others are told anew."""
    told = relations.copy()
    was_head = relations[heads] == "head"
    told[(~was_head)[home]] = "other"
    told[heads] = "head"
    return told


def _phone(chance: np.random.Generator, numbers: np.ndarray, rows: np.ndarray) -> np.ndarray:
    drawn = chance.random(len(rows))
    return np.where(drawn < _SAME_PHONE, numbers, np.where(drawn < _SAME_PHONE + _OTHER_PHONE, rows, -1))


def _homes(
    draft: Any, households: dict[str, np.ndarray], persons: np.ndarray, moved: np.ndarray
) -> dict[str, np.ndarray]:
    """Households as before, and those of the second registrations: opened later, at another desk, some elsewhere."""
    chance, census, source = draft.chance, draft.census, draft.household[persons]
    added = {name: column[source] for name, column in households.items()}
    added["opened_on"] = np.minimum(
        added["opened_on"] + chance.integers(20, 700, len(source)), np.datetime64("2026-08-31")
    )
    added["desk"] = chance.random(len(source))
    near = _near(census.province)
    place = draft.commune[source]
    to = near[0][near[1][place] + (chance.random(len(source)) * near[2][place]).astype(int)]
    far = chance.integers(0, len(census.code), len(source))
    to = np.where((chance.random(len(source)) < 0.3) | (to == place), far, to)
    to = np.where(to == place, (to + 1) % len(census.code), to)
    added["commune"] = np.where(moved, census.code[to].astype(object), added["commune"])
    return {name: np.concatenate([column, added[name]]) for name, column in households.items()}


def _near(province: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Communes ordered by province; for each commune, where its province begins in that order and how many it has."""
    order = np.argsort(province, kind="stable")
    _, which, counts = np.unique(province, return_inverse=True, return_counts=True)
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return order, begins[which], counts[which]
