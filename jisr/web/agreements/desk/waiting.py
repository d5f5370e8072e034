"""What waits at the desk of agreements: for each role what it may do next, late first."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.ledger.agreements import queries
from jisr.ledger.agreements.choices import LIVING, OF_TWO, Step
from jisr.ledger.agreements.models import Agreement, Proposal
from jisr.ledger.agreements.queries import Owed
from jisr.staff.models import Post
from jisr.staff.rules import may
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.agreements import days, money
from jisr.web.templatetags.face import named

#: More than anybody does in a day; the most overdue come first.
MOST = 50
#: An instalment is called so long before its day.
SOON = timedelta(days=45)


def tasks(post: Post, agreements: Sequence[Agreement], standing: Mapping[UUID, Sequence[Owed]]) -> list[Task]:
    """What waits for a post, late first; one query for those who confirm, one for those who propose."""
    rows = {row.pk: row for row in agreements if row.state in LIVING}
    waits = queries.proposals(rows.values()) if not may(post.role, "agreements.keep") else []
    if may(post.role, "agreements.confirm"):
        return [_confirm(one) for one in waits][:MOST]
    proposed = {(one.instalment_id, one.step) for one in waits}
    found = [
        (one.days_late if one.is_late else -1, _step(one, row, one.next_step))
        for row in rows.values()
        for one in standing.get(row.pk, ())
        if one.block is None and one.next_step and _is_hers(post, one, proposed) and _is_near(one)
    ]
    blocked = [
        (one.days_late, _blocked(one, row))
        for row in rows.values()
        for one in standing.get(row.pk, ())
        if one.block is not None and may(post.role, "agreements.keep")
    ]
    return [task for _late, task in sorted([*found, *blocked], key=lambda pair: -pair[0])][:MOST]


def _is_hers(post: Post, one: Owed, proposed: set[tuple[Any, Any]]) -> bool:
    """Whether the next step of an instalment is one that this post takes."""
    if may(post.role, "agreements.propose"):
        return one.next_step in OF_TWO and (one.instalment.pk, one.next_step) not in proposed
    return one.next_step not in OF_TWO


def _is_near(one: Owed) -> bool:
    """Whether it is time: nothing is called months before its day."""
    near = one.due_on is not None and one.due_on <= timezone.localdate() + SOON
    return near or one.next_step != Step.CALLED


def _step(one: Owed, row: Agreement, step: Step | None) -> Task:
    what = {
        Step.CALLED: _("%(amount)s of %(party)s to be called"),
        Step.APPROVED: _("%(amount)s of %(party)s to be approved"),
        Step.PAID: _("%(amount)s of %(party)s to be paid"),
        Step.JUSTIFIED: _("%(amount)s of %(party)s to be justified"),
    }[step or Step.CALLED]
    amount = money(one.amounts.due - getattr(one.amounts, step or Step.CALLED), row.currency)
    return Task(
        what=fill(what, amount=amount, party=named(one.party)), why=named(row), tone="late" if one.is_late else "",
        tag=_late(one), href=reverse("agreements:desk:instalment", args=[one.instalment.pk]),
        verb=pgettext("button", "Open"),
    )  # fmt: skip


def _blocked(one: Owed, row: Agreement) -> Task:
    reason = one.block.get_reason_display() if one.block else ""
    return Task(
        what=fill(_("%(party)s: %(reason)s"), party=named(one.party), reason=reason), why=named(row), tone="late",
        tag=pgettext("of instalment", "blocked"), href=reverse("agreements:desk:instalment", args=[one.instalment.pk]),
        verb=pgettext("button", "Open"),
    )  # fmt: skip


def _confirm(one: Proposal) -> Task:
    what = {
        Step.APPROVED: _("%(amount)s of %(party)s: approval to be confirmed"),
        Step.PAID: _("%(amount)s of %(party)s: payment to be confirmed"),
    }[Step(one.step)]
    return Task(
        what=fill(what, amount=money(one.amount, one.agreement.currency), party=named(one.instalment.party)),
        why=named(one.agreement), tone="soon", tag=_("waits for you"), verb=pgettext("button", "Open"),
        href=reverse("agreements:desk:instalment", args=[one.instalment_id]),
    )  # fmt: skip


def _late(one: Owed) -> str:
    return _("late by %(span)s") % {"span": days(one.days_late)} if one.is_late else ""
