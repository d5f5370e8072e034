"""The selection of a call: two methods side by side, what is reserved, and what a person decides by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np

from jisr.ledger.calls.kernels import FEW, Cannot, Field, Flags, best_first, equal_shares, reserved
from jisr.ledger.calls.rules.points import published_order

GREEDY, SHARES = "greedy", "shares"
SELECTED, WAITING, REFUSED = "selected", "waiting", "refused"
PROVINCE = "province"
#: When what is reserved cannot be paid or seated, all of it is lowered alike, by this part at a time.
LOWERED = 0.9


class TooMuchByHand(ValueError):
    """What was selected by hand alone costs more than the budget, or takes more than the places."""


@dataclass(frozen=True)
class Candidate:
    """An application that was read.

    Attributes:
        asked: centimes.
        favoured: publics that it belongs to.
        hand: what a person decided; "" where the method decides.
    """

    key: Any
    number: str
    points: Decimal
    deposited_at: datetime
    asked: int
    province: str
    favoured: frozenset[str] = frozenset()
    hand: str = ""


@dataclass(frozen=True)
class Group:
    """Places reserved for a province or a public."""

    kind: str
    of: str
    at_least: int
    heads: int = 1

    def has(self, one: Candidate) -> bool:
        """Whether an application belongs to it."""
        return one.province == self.of if self.kind == PROVINCE else self.of in one.favoured


@dataclass(frozen=True)
class Note:
    """What could not be kept as it was published, with the numbers that show it.

    Attributes:
        why: few, dear or crowded, as the kernel says.
        group: code of the group that has too few; "" otherwise.
        lowered: whether all that is reserved was lowered for it.
    """

    why: str
    group: str
    needed: int
    there: int
    lowered: bool = False


@dataclass(frozen=True)
class Choice:
    """Both selections of one call.

    Attributes:
        order: everybody, in the published order.
        chosen: method to the keys that it selects.
        held: keys selected because a place was reserved.
        notes: what could not be kept.
    """

    order: tuple[Candidate, ...]
    chosen: Mapping[str, frozenset[Any]]
    held: frozenset[Any]
    notes: tuple[Note, ...] = ()
    least: Decimal = field(default_factory=Decimal)

    def outcome(self, one: Candidate, method: str) -> str:
        """What becomes of an application: selected, waiting, or refused for want of points."""
        if one.hand:
            return one.hand
        if one.key in self.chosen[method]:
            return SELECTED
        return WAITING if one.points >= self.least else REFUSED

    def selected(self, method: str) -> list[Candidate]:
        """Who is selected, in the published order."""
        return [one for one in self.order if self.outcome(one, method) == SELECTED]


def choose(
    candidates: Iterable[Candidate], groups: Sequence[Group], *, budget: int, places: int | None = None,
    least: int = 0,
) -> Choice:  # fmt: skip
    """Both selections under a budget.

    What a person selected by hand is paid first and counts for what is reserved; what she decided otherwise is left
    out. Reserved places that nobody can fill go to the order, and it is noted.

    Raises:
        TooMuchByHand: what was selected by hand alone is too much.
    """
    order = tuple(sorted(candidates, key=published_order))
    by_hand = [one for one in order if one.hand == SELECTED]
    pool = [one for one in order if not one.hand and one.points >= least]
    left = budget - sum(one.asked for one in by_hand)
    seats = None if places is None else places - len(by_hand)
    if left < 0 or (seats is not None and seats < 0):
        raise TooMuchByHand
    needs = [max(group.at_least - sum(map(group.has, by_hand)), 0) for group in groups]
    whole, taken, notes = _kept(_field(pool, groups, needs, left, seats), groups)
    picked = {GREEDY: best_first(whole, taken), SHARES: equal_shares(whole, taken)}
    unreserved = best_first(whole, np.zeros(len(pool), dtype=bool))
    return Choice(
        order, {method: _keys(pool, mask) for method, mask in picked.items()},
        _keys(pool, taken & ~unreserved), tuple(notes), Decimal(least),
    )  # fmt: skip


def _kept(whole: Field, groups: Sequence[Group]) -> tuple[Field, Flags, list[Note]]:
    """The field with as much reserved as can be, who is taken for it, and what was lowered."""
    notes: list[Note] = []
    at_least = whole.at_least.copy()
    while True:
        field_now = Field(whole.costs, whole.points, whole.inside, at_least, whole.heads, whole.budget, whole.places)
        found = reserved(field_now)
        if not isinstance(found, Cannot):
            return field_now, found, notes
        lowers = found.why != FEW
        if not (lowers and any(note.why == found.why for note in notes)):
            notes.append(_note(found, groups, lowers))
        if lowers:
            at_least = np.floor(at_least * LOWERED).astype(np.int64)
        else:
            at_least[found.group] = found.there


def _note(found: Cannot, groups: Sequence[Group], lowered: bool) -> Note:
    group = groups[found.group].of if found.group >= 0 else ""
    return Note(found.why, group, found.needed, found.there, lowered)


def _field(
    pool: Sequence[Candidate], groups: Sequence[Group], needs: Sequence[int], budget: int, places: int | None
) -> Field:
    """Numbers of the applications that the method decides on; points in halves, so that they are whole."""
    inside = np.array([[group.has(one) for group in groups] for one in pool], dtype=bool)
    return Field(
        np.array([one.asked for one in pool], dtype=np.int64),
        np.array([int(2 * one.points) for one in pool], dtype=np.int64), inside.reshape(len(pool), len(groups)),
        np.array(needs, dtype=np.int64), np.array([group.heads for group in groups], dtype=np.int64), budget, places,
    )  # fmt: skip


def _keys(pool: Sequence[Candidate], mask: Flags) -> frozenset[Any]:
    return frozenset(one.key for one, picked in zip(pool, mask, strict=True) if picked)


def summed(choice: Choice, method: str, groups: Sequence[Group]) -> dict[str, Any]:
    """What a selection comes to: how many, how much money, how many of each group; for the page and for the record."""
    rows = choice.selected(method)
    return {
        "count": len(rows), "money": sum(one.asked for one in rows),
        "points": str(sum((one.points for one in rows), Decimal())),
        "groups": {f"{group.kind}:{group.of}": sum(map(group.has, rows)) for group in groups},
    }  # fmt: skip
