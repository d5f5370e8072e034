"""What deposits leave to be done: each stands in one of these lists, by its state."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.web import wording
from jisr.web.deposits.words import told
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.face import code
from jisr.web.work.desk import Desk, Item, Kind, due_item
from jisr.window.deposits import queries
from jisr.window.deposits.models import Deposit

_LOOKED_AT = 26
#: A decision is shown on the list of work once it is due within so many days.
_AHEAD = 7


def _said(row: Deposit) -> Any:
    words = {"what": told(queries.procedure_of(row).title), "code": code(row.code)}
    return fill(_("%(what)s · receipt %(code)s"), **words)


def _way(row: Deposit) -> str:
    return reverse("deposits:deposit", args=[row.pk])


def _decisions(desk: Desk) -> Iterable[Item]:
    """Decisions that are owed this week or overdue."""
    for row in queries.to_decide(desk.centres, most=_LOOKED_AT, within=_AHEAD, today=desk.today):
        yield due_item(
            desk, row.due_on, what=_("Decide on a deposited request"), why=_said(row), href=_way(row),
            verb=pgettext("button", "Open"),
        )  # fmt: skip


def _appeals(desk: Desk) -> Iterable[Item]:
    """Appeals whose answer is owed."""
    me = desk.post.user_id if desk.post else None
    for row in queries.to_settle(desk.centres, most=_LOOKED_AT):
        own = row.decided_by_id == me
        what = _("Have somebody else answer an appeal") if own else _("Answer the appeal against a refusal")
        yield due_item(
            desk, row.appeal_due_on, what=what, why=_said(row), href=_way(row),
            verb=pgettext("button", "Open"),
        )  # fmt: skip


def _papers(desk: Desk) -> Iterable[Item]:
    """Missing papers that were asked for."""
    for row in queries.awaiting_papers(desk.centres, most=_LOOKED_AT):
        yield due_item(
            desk, row.bring_by, what=_("Missing papers are awaited"), why=_said(row), href=_way(row),
            verb=pgettext("button", "Open"),
        )  # fmt: skip


def _lying(desk: Desk) -> Iterable[Item]:
    """What was granted and is not in the person's hands."""
    for row in queries.to_hand_over(desk.centres, most=_LOOKED_AT):
        since = fill(_("granted %(when)s"), when=wording.ago(row.decided_on, today=desk.today))
        yield Item(
            Task(what=_("Hand over what was granted"), why=fill("%(a)s · %(b)s", a=_said(row), b=since),
                 href=_way(row), verb=pgettext("button", "Open")),
            since=row.decided_on.isoformat(),
        )  # fmt: skip


def _renewals(desk: Desk) -> Iterable[Item]:
    """What ends within months: the person is told in time."""
    for row in queries.to_renew(desk.centres, most=_LOOKED_AT, today=desk.today):
        yield due_item(
            desk, row.holds_until, what=_("Tell a person to renew what ends"), why=_said(row), href=_way(row),
            verb=pgettext("button", "Open"),
        )  # fmt: skip


DEPOSITS = (
    Kind(_decisions, ("deposits.decide",), only_late=False),
    Kind(_appeals, ("deposits.decide",), only_late=False),
    Kind(_papers, ("deposits.receive",), overseen=False),
    Kind(_lying, ("deposits.receive",), overseen=False),
    Kind(_renewals, ("deposits.receive",), overseen=False),
)
