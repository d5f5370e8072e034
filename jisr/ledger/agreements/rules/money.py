"""The laws of money of an agreement, as plain numbers: what must hold, what is late, who owes what.

Amounts are integer minor units of the agreement's currency throughout. The same laws stand in the database
(migration 0001 of agreements); a property test holds that both judge every history alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

STEPS = ("called", "approved", "paid", "justified")


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is due of an instalment, and how far its money went.

    Attributes:
        due: as the version in force has it; 0 where that version has dropped it.
        called, approved, paid, justified: sums of the entries of each step, those taken back left out.
    """

    due: int = 0
    called: int = 0
    approved: int = 0
    paid: int = 0
    justified: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*(getattr(self, name) + getattr(other, name) for name in ("due", *STEPS)))

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return max(self.due - self.paid, 0)

    @property
    def broken(self) -> str:
        """The first law that these amounts break, by the name it has in the database; "" when all hold."""
        if self.justified < 0:
            return "instalment_never_below_zero"
        for more, less, law in (
            ("paid", "justified", "instalment_justified_within_paid"),
            ("approved", "paid", "instalment_paid_within_approved"),
            ("called", "approved", "instalment_approved_within_called"),
            ("due", "called", "instalment_called_within_due"),
        ):
            if getattr(self, less) > getattr(self, more):
                return law
        return ""

    def room(self, step: str) -> int:
        """How much of a step may still be taken: as far as the step before it went."""
        before = "due" if step == "called" else STEPS[STEPS.index(step) - 1]
        return int(getattr(self, before) - getattr(self, step))


def total(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of amounts; nothing of none."""
    found = Amounts()
    for one in amounts:
        found += one
    return found


def state_of(amounts: Amounts, *, blocked: bool = False) -> str:
    """Where an instalment stands: the furthest step that is whole, as partial ones leave it where it was.

    >>> state_of(Amounts(due=100, called=100, approved=100, paid=40))
    'approved'
    """
    if amounts.due == 0:
        return "cancelled"
    if blocked:
        return "blocked"
    reached = "due"
    for step in STEPS:
        if getattr(amounts, step) < amounts.due:
            break
        reached = step
    return reached


def days_late(due: int, due_on: date, payments: Sequence[tuple[date, int]], today: date) -> int:
    """Days past its day on which an instalment was or is not wholly paid; 0 when it was in time or is not yet due.

    Args:
        due: minor units.
        payments: (day, minor units), those taken back with a negative amount.

    >>> days_late(100, date(2026, 3, 1), [(date(2026, 2, 1), 40), (date(2026, 3, 11), 60)], date(2026, 6, 1))
    10
    """
    if due <= 0:
        return 0
    paid, whole_on = 0, None
    for day, amount in sorted(payments):
        paid += amount
        if paid >= due and whole_on is None:
            whole_on = day
        elif paid < due:
            whole_on = None
    return max(((whole_on or today) - due_on).days, 0)


def unbalanced(
    envelope: int | None,
    shares: Mapping[str, int | None],
    lines: Iterable[int | None],
    planned: Mapping[str, int],
    *,
    published: bool = False,
    running: bool = False,
) -> list[str]:
    """The laws that a version breaks, by the names they have in the database; empty when it may be put in force.

    Args:
        envelope: minor units; None where no single figure was published.
        shares: party -> pledged; None where that was not published.
        lines: amount of each object line; None where that was not published.
        planned: party -> sum of its instalments; parties without instalments left out.
        published: known from publications alone, so that amounts may be missing.
        running: the agreement is carried out, so that each share must be planned.
    """  # fmt: skip
    known = [amount for amount in shares.values() if amount is not None]
    found = []
    if not published and (envelope is None or len(known) < len(shares)):
        found.append("agreement_amounts_known")
    if envelope is not None and (sum(known) > envelope or (sum(known) < envelope and len(known) == len(shares))):
        found.append("agreement_shares_are_the_envelope")
    if envelope is not None and sum(amount or 0 for amount in lines) > envelope:
        found.append("agreement_lines_within_the_envelope")
    whole = running and not published
    owed = {party for party, amount in shares.items() if whole and amount}
    if any(planned.get(party) != shares.get(party) for party in planned.keys() | owed):
        found.append("agreement_instalments_are_the_share")
    return found


def turned(given: int, rate: Decimal) -> int:
    """An amount of another currency in the agreement's, at a rate, to the nearest minor unit.

    Args:
        given: minor units of the other currency, of either sign.
        rate: units of the agreement's currency for one of the other.

    >>> turned(100_00, Decimal("10.8125"))
    108125
    """
    return int((Decimal(given) * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Rate:
    """How an amount of another currency became one of the agreement's.

    Attributes:
        given: minor units of the other currency, of either sign.
        currency: its three letters.
        rate: units of the agreement's currency for one of the other.
        on: the day of the rate.
        source: who published it.
    """

    given: int
    currency: str
    rate: Decimal
    on: date
    source: str

    @property
    def amount(self) -> int:
        """Minor units of the agreement's currency."""
        return turned(self.given, self.rate)

    @property
    def values(self) -> dict[str, object]:
        """Columns of a row that was given in another currency."""
        return {
            "given": self.given, "given_currency": self.currency, "rate": self.rate, "rate_on": self.on,
            "rate_source": self.source,
        }  # fmt: skip


def split(amount: int, parts: int) -> list[int]:
    """An amount in equal parts that make it again to the centime; the first ones take what is left over.

    >>> split(100, 3)
    [34, 33, 33]
    """
    each, left = divmod(amount, parts)
    return [each + (place < left) for place in range(parts)]
