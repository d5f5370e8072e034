"""What a person costs in one agreement beside another: published amounts over published counts, never a mean."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """Minor units for one person.

    Attributes:
        least, most: the same unless sources contradict one another about the money or the number.
        basis: ``reached``, ``promised`` or ``said``: over whom the money was divided; ``said`` where a page gives a
            number without saying whether they were reached.
    """

    least: int
    most: int
    basis: str

    @property
    def is_one(self) -> bool:
        """Whether the sources give one figure."""
        return self.least == self.most


def cost(
    envelopes: Iterable[int], reached: Iterable[int], promised: Iterable[int], said: Iterable[int] = ()
) -> Cost | None:
    """Money for each person; None where no amount or no number is known.

    Those reached come before those promised: money that reached fewer cost more for each.

    Args:
        envelopes: every figure given of the money, minor units.
        reached, promised, said: every figure given of the people.

    >>> cost([12_000_000_00], [], [3_000])
    Cost(least=400000, most=400000, basis='promised')
    """
    money = list(envelopes)
    for basis, given in (("reached", reached), ("promised", promised), ("said", said)):
        people = [number for number in given if number > 0]
        if money and people:
            return Cost(round(min(money) / max(people)), round(max(money) / min(people)), basis)
    return None
