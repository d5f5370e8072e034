"""Reads of deposits: the clock of one, those of a family, what falls due at a centre."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, prefetch_related_objects
from django.utils import timezone

from jisr.centres.models import Centre, Service
from jisr.common.parameters import values
from jisr.common.prepared import Prepared
from jisr.common.shortlist import first
from jisr.families.models import Household
from jisr.window.deposits import rules
from jisr.window.deposits.choices import GIVEN, IF_THERE_IS_ONE, OWED, DepositState
from jisr.window.deposits.models import Deposit
from jisr.window.deposits.procedures import AGREES, Procedure, procedures

_LISTED = (
    "code", "state", "procedure", "deposited_on", "due_on", "bring_by", "appeal_due_on", "decided_on", "holds_until",
    "household_id", "compartment", "decided_by_id", "keyed_on",
)  # fmt: skip


def delays(on: date | None = None) -> dict[str, int]:
    """Delays of deposits in force on a day (parameters/delays.yaml)."""
    return values("jisr.window.deposits", "delays", on=on or timezone.localdate())


def procedure_of(deposit: Deposit) -> Procedure:
    """What a deposit asks for."""
    return procedures()[deposit.procedure]


def needed(procedure: Procedure, centre: Centre) -> list[str]:
    """Papers to bring: those that a public text names, else those of the centre for its services of the theme."""
    if procedure.papers:
        return list(procedure.papers)
    rows = Service.objects.filter(centre=centre, theme=procedure.theme).order_by("id")
    named = [code for papers in rows.values_list("documents", flat=True) for code in papers]
    return [code for code in dict.fromkeys(named) if code not in IF_THERE_IS_ONE]


def clock(deposit: Deposit, today: date | None = None) -> rules.Clock:
    """Where the clock of a deposit stands."""
    today = today or timezone.localdate()
    return rules.clock(
        due_on=deposit.due_on, decided=deposit.state not in OWED, today=today,
        soon_days=delays(today)["soon_days"], agrees=procedure_of(deposit).silence == AGREES,
    )  # fmt: skip


def may_appeal(deposit: Deposit) -> bool:
    """Whether the delay in which a refusal may be contested runs."""
    return deposit.appeal_by is not None and timezone.localdate() <= deposit.appeal_by


def _deposit(pk: UUID) -> Any:
    beside = ("person", "household__commune", "centre", "received_by", "decided_by", "settled_by")
    return Deposit.objects.select_related(*beside).filter(pk=pk)


_DEPOSIT: Prepared[Deposit] = Prepared(_deposit, pk=UUID(int=0))


def deposit(pk: UUID) -> Deposit | None:
    """One deposit with its stages, or None when it does not exist for the reader."""
    found = _DEPOSIT(pk=pk)
    prefetch_related_objects(found, "stages")
    return found[0] if found else None


def deposits_of(household: Household) -> Any:
    """Deposits of the members of a household, the newest first."""
    rows = Deposit.objects.filter(household=household).select_related("person", "centre")
    return rows.order_by("-deposited_on", "-id")


def to_decide(centres: Sequence[int], *, most: int, within: int | None = None, today: date | None = None) -> Any:
    """Deposits on which these centres owe a decision, the most overdue first.

    Args:
        within: only those due within so many days, and the overdue.
    """
    rows = Deposit.objects.filter(centre__in=centres, state__in=[DepositState.DEPOSITED, DepositState.COMPLETE])
    if within is not None:
        rows = rows.filter(due_on__lte=(today or timezone.localdate()) + timedelta(days=within))
    return first(rows.order_by("due_on", "id"), most, *_LISTED)


def keyed_late(centres: Sequence[int], *, today: date, days: int, most: int) -> Any:
    """Deposits that came into the register later than without a word, in the last days; the newest first."""
    said = ~Q(late_why_plain="") | Q(late_why_sealed__isnull=False)
    rows = Deposit.objects.filter(said, centre__in=centres, keyed_on__gt=today - timedelta(days=days))
    return first(rows.order_by("-keyed_on", "-id"), most, *_LISTED)


def awaiting_papers(centres: Sequence[int], *, most: int) -> Any:
    """Deposits whose missing papers have not come, the longest asked for first."""
    rows = Deposit.objects.filter(centre__in=centres, state=DepositState.ASKED)
    return first(rows.order_by("bring_by", "id"), most, *_LISTED)


def to_settle(centres: Sequence[int], *, most: int) -> Any:
    """Appeals that wait for their answer."""
    rows = Deposit.objects.filter(centre__in=centres, state=DepositState.APPEALED)
    return first(rows.order_by("appeal_due_on", "id"), most, *_LISTED)


def to_hand_over(centres: Sequence[int], *, most: int) -> Any:
    """What was granted, lies printed and was not handed over; the oldest first."""
    handed = [one.code for one in procedures().values() if one.handed_over]
    rows = Deposit.objects.filter(centre__in=centres, state__in=sorted(GIVEN), handed_on=None, procedure__in=handed)
    return first(rows.order_by("decided_on", "id"), most, *_LISTED)


def to_renew(centres: Sequence[int], *, most: int, today: date | None = None) -> Any:
    """What was granted and ends soon: the person is to be told, once."""
    today = today or timezone.localdate()
    until = today + timedelta(days=31 * delays(today)["renew_months"])
    rows = Deposit.objects.filter(
        Q(handed_on__isnull=False) | ~Q(procedure__in=[one.code for one in procedures().values() if one.handed_over]),
        centre__in=centres, state__in=sorted(GIVEN), holds_until__lte=until, renewal_told_on=None,
    )  # fmt: skip
    return first(rows.order_by("holds_until", "id"), most, *_LISTED)


def by_day(centres: Sequence[int], *, today: date, days: int) -> dict[date, int]:
    """How many decisions fall due on each day of a span, today first; the overdue stand under yesterday."""
    rows = Deposit.objects.filter(
        centre__in=centres, state__in=[DepositState.DEPOSITED, DepositState.COMPLETE],
        due_on__lt=today + timedelta(days=days),
    ).values_list("due_on", flat=True)  # fmt: skip
    counted = {today + timedelta(days=n): 0 for n in range(-1, days)}
    for day in rows:
        counted[max(day or today, today - timedelta(days=1))] += 1
    return counted


def in_time(centres: Sequence[int], *, since: date) -> tuple[int, int]:
    """(decisions taken within their delay, decisions) at these centres since a day."""
    rows = Deposit.objects.filter(centre__in=centres, decided_on__gte=since)
    return rows.filter(decided_on__lte=F("due_on")).count(), rows.count()
