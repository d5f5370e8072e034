"""Values and wholes: sums of numbers, and ratios of sums; a mean of percentages is made nowhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Value:
    """A number, or one number out of another.

    Attributes:
        top: the number itself, or what is counted of ``out_of``; None where it was not given.
        out_of: None for a number that adds up.
    """

    top: int | None
    out_of: int | None = None

    @property
    def read(self) -> Fraction | None:
        """What is read: the number, or the ratio; None where nothing was given, or out of nobody."""
        if self.top is None or self.out_of == 0:
            return None
        return Fraction(self.top, self.out_of if self.out_of is not None else 1)


def whole(values: Iterable[Value], *, is_ratio: bool) -> Value:
    """What parts or periods make together: the sum, or the sum out of the sum; nothing of nothing.

    >>> whole([Value(1, 2), Value(9, 98)], is_ratio=True)
    Value(top=10, out_of=100)
    """
    known = [one for one in values if one.top is not None]
    if not known:
        return Value(None)
    top = sum(one.top or 0 for one in known)
    return Value(top, sum(one.out_of or 0 for one in known) if is_ratio else None)


def until_now(values: Sequence[Value], *, is_ratio: bool, is_cumulative: bool) -> Value:
    """What periods in their order make until the last of them: a cumulative series says it by itself."""
    known = [one for one in values if one.top is not None]
    if is_cumulative:
        return known[-1] if known else Value(None)
    return whole(known, is_ratio=is_ratio)


def lacking(of: Value, parts: Mapping[str, Value]) -> Value:
    """What parts lack to make the whole; below zero where they make more.

    >>> lacking(Value(100), {"f": Value(60), "m": Value(30)})
    Value(top=10, out_of=None)
    """
    top = (of.top or 0) - sum(one.top or 0 for one in parts.values())
    if of.out_of is None:
        return Value(top)
    return Value(top, of.out_of - sum(one.out_of or 0 for one in parts.values()))


def reached(actual: Value, target: Value, *, less_is_better: bool) -> bool | None:
    """Whether a target was met; None where there is no target, or no number to set beside it."""
    one, other = actual.read, target.read
    if one is None or other is None:
        return None
    return one <= other if less_is_better else one >= other


def falls(series: Sequence[int | None]) -> int | None:
    """The place of the first number that is below one before it; None where none is.

    >>> falls([10, None, 12, 11]), falls([1, 1, 2])
    (3, None)
    """
    most = 0
    for place, number in enumerate(series):
        if number is None:
            continue
        if number < most:
            return place
        most = number
    return None
