"""A request comes in: its receipt, its papers, and the one request for what is missing."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.days import day as written
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.parameters import UnknownParameter
from jisr.common.text import clean_typed
from jisr.families.models import Person
from jisr.window.deposits import queries, rules
from jisr.window.deposits.actions.moving import Moved, move, tell
from jisr.window.deposits.choices import DepositState
from jisr.window.deposits.models import Deposit
from jisr.window.deposits.procedures import Procedure, procedures
from jisr.window.listening.models import Need

S = DepositState


class AskedBefore(Refusal):
    """Completion is asked for once."""

    message = _("Missing papers were asked for once, and the law allows it once only. Decide on what is there.")


class TooLateToAsk(Refusal):
    """The delay has passed: asking now would stop a clock that has run out."""

    message = _("The delay of the decision has passed: nothing more can be asked for. Decide on what is there.")


@transaction.atomic
def deposit(
    *, person: Person, centre: Centre, procedure: str, brought: Collection[str], by: User, speaks: str = "herself",
    checked: bool = True, deposited_on: date | None = None, late_why: str = "", keyed_on: date | None = None,
    need: Need | None = None,
) -> Deposit:  # fmt: skip
    """Take a request in and give its receipt. With papers missing, they are asked for at once: the one time.

    Args:
        procedure: code of ``procedures``.
        brought: codes of the papers that are there.
        checked: the papers were compared with the list; False leaves that to a colleague, the clock running.
        deposited_on: as received, today when left out; the decision is owed from it on, however late it is keyed in.
        late_why: needed once that day lies more than ``back_days`` back.
        keyed_on: today, but for a loader that tells what was.
        need: that it answers, of the same person.

    Raises:
        Unacceptable: a procedure that is not known; a day to come, before the law, or long past without a word.
        OutOfReach: the need is another person's, or in another compartment.
    """
    keyed = keyed_on or timezone.localdate()
    day, asked_for, why = deposited_on or keyed, procedures().get(procedure), clean_typed(late_why, lines=True)
    if asked_for is None:
        raise Unacceptable({"procedure": _("Choose what is asked for.")})
    if day > keyed:
        raise Unacceptable({"deposited_on": _("This day has not come yet. Check it.")})
    late = rules.keyed_late(day, keyed, queries.delays(keyed)["back_days"])
    if late and not why:
        raise Unacceptable({"late_why": _("This day lies some days back: write why it is keyed in only now.")})
    if need is not None and (need.person_id, need.compartment) != (person.pk, person.compartment):
        raise OutOfReach
    row = _new(person, centre, asked_for, day, by)
    row.speaks, row.need, row.brought, row.keyed_on = speaks, need, sorted(set(brought)), keyed
    row.late_why = why if late else ""
    row.save(force_insert=True)
    journal.record("deposits.deposited", row, by=by)
    tell("deposited", row)
    if checked:
        absent = rules.missing(row.needed, row.brought)
        _ask(row, absent, by) if absent else _complete(row, by, on=day)
    return row


def _new(person: Person, centre: Centre, procedure: Procedure, day: date, by: User) -> Deposit:
    try:
        days = procedure.days or queries.delays(day)["most_days"]
    except UnknownParameter as fault:
        raise Unacceptable({"deposited_on": _("The law set no delay yet on this day. Check it.")}) from fault
    return Deposit(
        household_id=person.household_id, person=person, centre=centre, procedure=procedure.code, deposited_on=day,
        needed=queries.needed(procedure, centre), received_by=by, delay_days=days, due_on=rules.due_day(day, days),
        code=f"{readable_code(4)}-{readable_code(4)}", compartment=person.compartment,
    )  # fmt: skip


@transaction.atomic
def check_papers(*, deposit: Deposit, version: int, brought: Collection[str], by: User) -> Deposit:
    """Compare what was left at the counter with the list; what is missing is asked for, the one time.

    Once the delay of the decision has passed nothing is asked for: the decision is owed on what is there.

    Raises:
        Moved: the papers were checked before.
        Stale: somebody else saved it in between.
    """
    if deposit.state != S.DEPOSITED:
        raise Moved
    is_silent = queries.clock(deposit).how == rules.SILENT
    absent = [] if is_silent else rules.missing(deposit.needed, brought)
    deposit.save_version(version, brought=sorted(set(brought)))
    return _ask(deposit, absent, by) if absent else _complete(deposit, by, on=timezone.localdate())


@transaction.atomic
def ask_completion(*, deposit: Deposit, version: int, papers: Collection[str], by: User) -> Deposit:
    """Ask for papers during the study of a request: possible once in all. The clock stands still meanwhile.

    Raises:
        AskedBefore: they were asked for once.
        TooLateToAsk: the delay of the decision has passed; a silence is not undone by a question.
        Moved: it was decided on.
        Unacceptable: no paper is named.
    """
    if deposit.asked_on is not None:
        raise AskedBefore
    if queries.clock(deposit).how == rules.SILENT:
        raise TooLateToAsk
    if not papers:
        raise Unacceptable({"papers": _("Tick the papers that are missing.")})
    return _ask(deposit, list(papers), by, version=version)


def _ask(row: Deposit, absent: Collection[str], by: User, *, version: int | None = None) -> Deposit:
    today = timezone.localdate()
    move(
        row, row.version if version is None else version, S.ASKED, asked=sorted(absent), asked_on=today, due_on=None,
        bring_by=today + timedelta(days=queries.delays(today)["completion_days"]),
        needed=sorted({*row.needed, *absent}),
    )  # fmt: skip
    journal.record("deposits.asked_completion", row, by=by)
    tell("completion", row)
    return row


@transaction.atomic
def bring(*, deposit: Deposit, version: int, papers: Collection[str], by: User) -> Deposit:
    """Missing papers came, all of them or some: the clock goes on. What is still missing cannot be asked for again.

    Raises:
        Moved: no papers are awaited.
        Unacceptable: none is named.
    """
    if not set(papers) & set(deposit.asked):
        raise Unacceptable({"papers": _("Tick the papers that she brought.")})
    today = timezone.localdate()
    whole = rules.due_day(deposit.deposited_on, deposit.delay_days)
    due_on = rules.resumed(whole, deposit.asked_on or today, today)
    brought = sorted({*deposit.brought, *papers})
    return _complete(deposit, by, on=today, version=version, brought=brought, due_on=due_on)


@transaction.atomic
def go_on_without(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The papers did not come by their day: the centre decides on what is there.

    Raises:
        Moved: no papers are awaited.
        Unacceptable: the day has not passed yet.
    """
    today = timezone.localdate()
    if deposit.bring_by is not None and today <= deposit.bring_by:
        raise Unacceptable({"papers": _("She may bring them until %(day)s.") % {"day": written(deposit.bring_by)}})
    due_on = rules.resumed(rules.due_day(deposit.deposited_on, deposit.delay_days), deposit.asked_on or today, today)
    return _complete(deposit, by, on=today, version=version, due_on=due_on)


def _complete(row: Deposit, by: User, *, on: date, version: int | None = None, **values: Any) -> Deposit:
    move(row, row.version if version is None else version, S.COMPLETE, completed_on=on, **values)
    journal.record("deposits.completed", row, by=by)
    return row
