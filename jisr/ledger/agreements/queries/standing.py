"""Where the money of instalments stands: what is due, how far it went, how late it is, who must act."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from jisr.ledger.agreements.choices import InstalmentState, Step
from jisr.ledger.agreements.models import Agreement, Block, Entry, Instalment, InstalmentTerm, Party, Proposal, Share
from jisr.ledger.agreements.queries.held import versions
from jisr.ledger.agreements.rules.money import STEPS, Amounts, days_late, state_of, total


@dataclass
class Owed:
    """An instalment as it stands today.

    Attributes:
        due_on: None where the version in force dropped it.
        block: what stands in its way.
        days_late: past its day, until it was wholly paid or until today.
    """

    instalment: Instalment
    due_on: date | None
    amounts: Amounts
    block: Block | None
    days_late: int
    entries: list[Entry] = field(default_factory=list)

    @property
    def party(self) -> Party:
        """Who owes it."""
        return self.instalment.party

    @property
    def state(self) -> InstalmentState:
        """Where it stands."""
        return InstalmentState(state_of(self.amounts, blocked=self.block is not None))

    @property
    def is_late(self) -> bool:
        """Whether something of it is owed after its day."""
        return self.days_late > 0 and self.amounts.owed > 0

    @property
    def next_step(self) -> Step | None:
        """The first step that is not whole; None when all are."""
        steps = [step for step in STEPS if getattr(self.amounts, step) < self.amounts.due]
        return Step(steps[0]) if steps else None


@dataclass(frozen=True)
class PartyLine:
    """What one party pledged, and how far its money went.

    Attributes:
        pledged: None where that was not published.
        overdue: minor units that are owed past their day.
        days_late: of the instalment of it that is owed for longest; 0 for none.
    """

    party: Party
    pledged: int | None
    share: Share
    amounts: Amounts
    overdue: int
    days_late: int


def instalments(agreements: Iterable[Any], today: date) -> dict[UUID, list[Owed]]:
    """agreement -> its instalments as they stand, the first due first; four queries."""
    keys = list(agreements)
    held = [one.pk for one in versions(keys).values()]
    terms = {one.instalment_id: one for one in InstalmentTerm.objects.filter(version__in=held).order_by("pk")}
    entries: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(agreement__in=keys).order_by("at", "pk"):
        entries[entry.instalment_id].append(entry)
    blocks = {
        one.instalment_id: one
        for one in Block.objects.filter(agreement__in=keys, until=None).select_related("who_must_act")
    }
    found: dict[UUID, list[Owed]] = defaultdict(list)
    # taken off a draft before anything was agreed, it was never promised
    told = Instalment.objects.filter(
        Exists(InstalmentTerm.objects.filter(instalment=OuterRef("pk"))), agreement__in=keys
    )
    for row in told.select_related("party").order_by("number", "pk"):
        found[row.agreement_id].append(_owed(row, terms.get(row.pk), entries[row.pk], blocks.get(row.pk), today))
    for rows in found.values():
        rows.sort(key=lambda one: (one.due_on or date.max, one.party.code, one.instalment.number))
    return found


def _owed(row: Instalment, term: InstalmentTerm | None, entries: list[Entry], block: Block | None, today: date) -> Owed:
    sums: dict[str, int] = defaultdict(int)
    for entry in entries:
        sums[entry.step] += entry.amount
    amounts = Amounts(due=term.amount if term else 0, **sums)
    paid = [(one.happened_on, one.amount) for one in entries if one.step == Step.PAID]
    late = days_late(amounts.due, term.due_on, paid, today) if term else 0
    return Owed(row, term.due_on if term else None, amounts, block, late, entries)


def by_party(shares: Sequence[Share], owed: Sequence[Owed]) -> list[PartyLine]:
    """Each party with what it pledged and paid, in the order of the agreement; no query."""
    of_party: dict[Any, list[Owed]] = defaultdict(list)
    for one in owed:
        of_party[one.instalment.party_id].append(one)
    return [
        PartyLine(
            party=share.party, pledged=share.amount, share=share,
            amounts=total(one.amounts for one in of_party[share.party_id]),
            overdue=sum(one.amounts.owed for one in of_party[share.party_id] if one.is_late),
            days_late=max((one.days_late for one in of_party[share.party_id] if one.is_late), default=0),
        )
        for share in shares
    ]  # fmt: skip


def owed_by(owed: Iterable[Owed], until: date) -> list[Owed]:
    """What is due by a day and not wholly paid, the latest first."""
    rows = [one for one in owed if one.due_on is not None and one.due_on <= until and one.amounts.owed > 0]
    return sorted(rows, key=lambda one: (one.due_on or date.max, one.party.code))


def one_instalment(row: Instalment, today: date) -> Owed:
    """One instalment as it stands."""
    return next(one for one in instalments([row.agreement_id], today)[row.agreement_id] if one.instalment == row)


def proposals(agreements: Iterable[Agreement]) -> list[Proposal]:
    """Steps that wait for a second person, the oldest first."""
    rows = Proposal.objects.filter(agreement__in=list(agreements), state="open")
    return list(rows.select_related("instalment__party", "agreement").order_by("proposed_at", "pk"))
