"""What waits for somebody's yes, and what was allowed and is not given yet."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone

from jisr.common.parameters import value
from jisr.window.pathways import rules
from jisr.window.pathways.choices import AidKind, ApprovalKind, ApprovalState, StepState
from jisr.window.pathways.models import Aid, Approval, Step

_WITH = ("step__person", "step__plan__centre", "household__commune", "asked_by", "decided_by", "programme")


def limit(on: date | None = None) -> int:
    """Centimes that a worker may give alone in one plan, in ``within_days``."""
    return _number("aid_money_alone", on)


def within_days(on: date | None = None) -> int:
    """Days in which what a worker gives alone counts together."""
    return _number("aid_money_within_days", on)


def back_days(on: date | None = None) -> int:
    """Days by which a worker may date money back that nobody allowed."""
    return _number("aid_money_back_days", on)


def given_alone(step: Step, on: date | None = None) -> int:
    """Centimes of money given without anybody's yes in the plan of a step, that count together with a day's.

    Plans of one household at one centre in one compartment are one, closed ones among them.
    """
    on, plan = on or timezone.localdate(), step.plan
    rows = Aid.objects.filter(
        step__plan__household=plan.household_id, step__plan__centre=plan.centre_id,
        step__plan__compartment=plan.compartment, kind=AidKind.MONEY, approval=None,
    )  # fmt: skip
    given = [(day, amount or 0) for day, amount in rows.values_list("given_on", "amount")]
    return rules.given_alone(given, on, within_days=within_days(on))


def left_of(approval: Approval) -> int:
    """Centimes of an approval that are not given yet."""
    given = Aid.objects.filter(approval=approval).aggregate(total=Sum("amount"))["total"] or 0
    return (approval.amount or 0) - given


def approval(pk: Any) -> Approval | None:
    """One approval, or None when it does not exist for the reader."""
    return Approval.objects.select_related(*_WITH).filter(pk=pk).first()


def to_decide(centres: Sequence[int], *, protected: bool, most: int) -> Any:
    """What waits for the speaker's yes or no in these centres; what she asked herself waits for another.

    Args:
        protected: what is kept in a compartment, which another keeper decides, and not the director.
    """
    me = Func(Value("jisr.user"), Value(True), function="current_setting", output_field=CharField())
    rows = Approval.objects.filter(step__plan__centre__in=centres, state=ApprovalState.ASKED)
    rows = rows.exclude(compartment="") if protected else rows.filter(compartment="")
    rows = rows.annotate(asker=Cast("asked_by_id", CharField())).exclude(asker=me)
    return rows.select_related(*_WITH).order_by("asked_at", "id")[:most]


def allowed(centres: Sequence[int], *, most: int) -> Any:
    """What was allowed in these centres and is not given yet."""
    rows = Approval.objects.filter(step__plan__centre__in=centres, state=ApprovalState.GRANTED, step__ended_on=None)
    waiting = Q(kind=ApprovalKind.LODGING, step__state=StepState.PLANNED) | Q(
        Q(given=None) | Q(given__lt=F("amount")), kind=ApprovalKind.MONEY
    )
    rows = rows.annotate(given=Sum("aids__amount")).filter(waiting)
    return rows.select_related(*_WITH).order_by("decided_at", "id")[:most]


def lately_refused(centres: Sequence[int], *, most: int) -> Any:
    """What was refused in these centres in the last days, on steps that go on and were not asked for again.

    Whoever asked tells the family, and does with it what the reason says.
    """
    since = timezone.now() - timedelta(days=_number("refusal_told_days", None))
    rows = Approval.objects.filter(
        step__plan__centre__in=centres, state=ApprovalState.REFUSED, step__ended_on=None, decided_at__gte=since
    )
    again = Approval.objects.filter(step=OuterRef("step"), kind=OuterRef("kind"), asked_at__gt=OuterRef("decided_at"))
    return rows.exclude(Exists(again)).select_related(*_WITH).order_by("decided_at", "id")[:most]


def _number(name: str, on: date | None) -> int:
    return int(value("jisr.window.pathways", "pathways", name, on=on or timezone.localdate()))
