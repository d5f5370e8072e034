"""Acts of deposits: a receipt, one request for completion, a decision with reasons, an appeal that is answered."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.parameters import UnknownParameter
from jisr.common.periods import years_after
from jisr.common.text import clean_typed
from jisr.families.models import Person
from jisr.families.queries import facts_of_event
from jisr.window.deposits import queries, rules
from jisr.window.deposits.choices import GIVEN, TRANSITIONS, DepositState, Ground
from jisr.window.deposits.models import Deposit, DepositStage
from jisr.window.deposits.procedures import Procedure, procedures
from jisr.window.listening.models import Need

S = DepositState


class Moved(Refusal):
    """Somebody moved the deposit in between, or its state does not allow this."""

    message = _("This was done before, or is no longer possible. The present state is shown.")


class AskedBefore(Refusal):
    """Completion is asked for once."""

    message = _("Missing papers were asked for once, and the law allows it once only. Decide on what is there.")


class SilenceAgreed(Refusal):
    """The delay has passed, and for this procedure silence is agreement."""

    message = _("The delay has passed without a decision. For this procedure that is agreement: grant it.")


class DecidedByYou(Refusal):
    """Whoever refused does not answer the appeal against it."""

    message = _(
        "You decided on this request: somebody else answers its appeal. Ask another director of the centre. Where there"
        " is none, ask the delegate of the province: a director of another centre is given a post here for some days."
    )


class TooLate(Refusal):
    """The delay of the appeal has passed."""

    message = _("The delay for an appeal ended on %(day)s. A new request can be deposited.")


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
    _tell("deposited", row)
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

    Raises:
        Moved: the papers were checked before.
        Stale: somebody else saved it in between.
    """
    if deposit.state != S.DEPOSITED:
        raise Moved
    absent = rules.missing(deposit.needed, brought)
    deposit.save_version(version, brought=sorted(set(brought)))
    return _ask(deposit, absent, by) if absent else _complete(deposit, by, on=timezone.localdate())


@transaction.atomic
def ask_completion(*, deposit: Deposit, version: int, papers: Collection[str], by: User) -> Deposit:
    """Ask for papers during the study of a request: possible once in all. The clock stands still meanwhile.

    Raises:
        AskedBefore: they were asked for once.
        Moved: it was decided on.
        Unacceptable: no paper is named.
    """
    if deposit.asked_on is not None:
        raise AskedBefore
    if not papers:
        raise Unacceptable({"papers": _("Tick the papers that are missing.")})
    return _ask(deposit, list(papers), by, version=version)


def _ask(row: Deposit, absent: Collection[str], by: User, *, version: int | None = None) -> Deposit:
    today = timezone.localdate()
    _move(
        row, row.version if version is None else version, S.ASKED, asked=sorted(absent), asked_on=today, due_on=None,
        bring_by=today + timedelta(days=queries.delays(today)["completion_days"]),
        needed=sorted({*row.needed, *absent}),
    )  # fmt: skip
    journal.record("deposits.asked_completion", row, by=by)
    _tell("completion", row)
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
        raise Unacceptable({"papers": _("She may bring them until %(day)s.") % {"day": deposit.bring_by}})
    due_on = rules.resumed(rules.due_day(deposit.deposited_on, deposit.delay_days), deposit.asked_on or today, today)
    return _complete(deposit, by, on=today, version=version, due_on=due_on)


def _complete(row: Deposit, by: User, *, on: date, version: int | None = None, **values: Any) -> Deposit:
    _move(row, row.version if version is None else version, S.COMPLETE, completed_on=on, **values)
    journal.record("deposits.completed", row, by=by)
    return row


@transaction.atomic
def note_stage(
    *, deposit: Deposit, stage: str, by: User, planned_on: date | None = None, done_on: date | None = None
) -> DepositStage:
    """Write down when a stage is planned, or that it took place; a later day replaces the first.

    Raises:
        Moved: the decision was taken.
        OutOfReach: the procedure has no such stage.
        Unacceptable: no day, or one that has not come for what took place.
    """
    if queries.procedure_of(deposit).stage(stage) is None:
        raise OutOfReach
    if deposit.state not in {S.DEPOSITED, S.ASKED, S.COMPLETE, S.APPEALED}:
        raise Moved
    if planned_on is None and done_on is None:
        raise Unacceptable({"planned_on": _("Give a day.")})
    if done_on is not None and done_on > timezone.localdate():
        raise Unacceptable({"done_on": _("This day has not come yet. Check it.")})
    days = {name: day for name, day in (("planned_on", planned_on), ("done_on", done_on)) if day is not None}
    row, _made = DepositStage.objects.update_or_create(
        deposit=deposit, stage=stage,
        defaults={"household_id": deposit.household_id, "by": by, "compartment": deposit.compartment, **days},
    )  # fmt: skip
    journal.record("deposits.noted_stage", row, by=by, reason=stage)
    return row


@transaction.atomic
def grant(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """Say yes. What was granted for years holds from today.

    Raises:
        Moved: it was decided on, or its papers are awaited.
    """
    values = {"decided_on": timezone.localdate(), "decided_by": by, **_held(deposit)}
    _move(deposit, version, S.GRANTED, **values)
    journal.record("deposits.granted", deposit, by=by)
    _tell_decided(deposit)
    return deposit


def _held(row: Deposit) -> dict[str, date]:
    years = queries.procedure_of(row).years
    return {"holds_until": years_after(timezone.localdate(), years)} if years else {}


@transaction.atomic
def refuse(*, deposit: Deposit, version: int, ground: str, reason: str, by: User) -> Deposit:
    """Say no, with a ground and reasons in plain words; the letter says until when she may appeal.

    Raises:
        Moved: it was decided on, or its papers are awaited.
        SilenceAgreed: the delay passed, and a public text counts that as agreement.
        Unacceptable: no ground or no reason.
    """
    today, words = timezone.localdate(), clean_typed(reason, lines=True)
    wrong = {} if ground in Ground.values else {"ground": _("Choose one.")}
    if not words:
        wrong["reason"] = _("Write the reasons in plain words: they stand in the letter.")
    if wrong:
        raise Unacceptable(wrong)
    stands = queries.clock(deposit, today)
    if stands.how == rules.SILENT and stands.agrees:
        raise SilenceAgreed
    appeal_by = today + timedelta(days=queries.delays(today)["appeal_days"])
    _move(
        deposit, version, S.REFUSED, decided_on=today, decided_by=by, ground=ground, reason=words, appeal_by=appeal_by
    )
    journal.record("deposits.refused", deposit, by=by, reason=ground)
    _tell_decided(deposit)
    return deposit


@transaction.atomic
def complain(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The delay passed without a decision, and the person says so: it is written down, and the decision is still owed.

    Raises:
        Moved: the delay runs, the decision was taken, or she complained before.
    """
    if deposit.complained_on is not None or queries.clock(deposit).how != rules.SILENT:
        raise Moved
    deposit.save_version(version, complained_on=timezone.localdate())
    journal.record("deposits.complained", deposit, by=by)
    _tell("appealed", deposit)
    return deposit


@transaction.atomic
def appeal(*, deposit: Deposit, version: int, words: str, by: User) -> Deposit:
    """The person contests a refusal, in her words.

    Raises:
        Moved: there is no refusal, or it was contested before.
        TooLate: the delay has passed.
        Unacceptable: no words.
    """
    today, said = timezone.localdate(), clean_typed(words, lines=True)
    if not said:
        raise Unacceptable({"words": _("Write why she contests it, in her words.")})
    if deposit.appeal_by is not None and today > deposit.appeal_by:
        raise TooLate(day=deposit.appeal_by)
    due = today + timedelta(days=queries.delays(today)["appeal_answer_days"])
    _move(deposit, version, S.APPEALED, appealed_on=today, appeal_due_on=due, appeal=said)
    journal.record("deposits.appealed", deposit, by=by)
    _tell("appealed", deposit)
    return deposit


@transaction.atomic
def settle(*, deposit: Deposit, version: int, granted: bool, words: str, by: User) -> Deposit:
    """Write down the answer to an appeal, which somebody else gives than decided (docs/decisions/0105).

    Raises:
        DecidedByYou: the refusal is her own.
        Moved: no appeal waits.
        Unacceptable: no words.
    """
    said = clean_typed(words, lines=True)
    if by.pk == deposit.decided_by_id:
        raise DecidedByYou
    if not said:
        raise Unacceptable({"words": _("Write what the answer says.")})
    values = {
        "settled_on": timezone.localdate(),
        "settled_by": by,
        "settled": said,
        **(_held(deposit) if granted else {}),
    }
    _move(deposit, version, S.REVERSED if granted else S.UPHELD, **values)
    journal.record("deposits.settled", deposit, by=by, reason=deposit.state)
    _tell("settled", deposit)
    return deposit


@transaction.atomic
def hand_over(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The person has what was granted in her hands.

    Raises:
        Moved: nothing was granted, or it was handed over before.
    """
    if deposit.state not in GIVEN or deposit.handed_on is not None:
        raise Moved
    deposit.save_version(version, handed_on=timezone.localdate())
    journal.record("deposits.handed_over", deposit, by=by)
    _tell("handed", deposit)
    return deposit


@transaction.atomic
def tell_renewal(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The person was told that what she holds ends, and what to bring.

    Raises:
        Moved: nothing ends, or she was told.
    """
    if deposit.holds_until is None or deposit.renewal_told_on is not None:
        raise Moved
    deposit.save_version(version, renewal_told_on=timezone.localdate())
    journal.record("deposits.told_renewal", deposit, by=by)
    return deposit


@transaction.atomic
def withdraw(*, deposit: Deposit, version: int, by: User) -> Deposit:
    """The person no longer asks.

    Raises:
        Moved: it was decided on.
    """
    _move(deposit, version, S.WITHDRAWN)
    journal.record("deposits.withdrawn", deposit, by=by)
    return deposit


def _move(row: Deposit, version: int, state: str, **values: Any) -> None:
    """To another state, if the one it has allows it and nobody saved in between."""
    if state not in TRANSITIONS[row.state]:
        raise Moved
    try:
        with transaction.atomic():
            row.save_version(version, state=state, **values)
    except IntegrityError as fault:  # the database holds the order of the law too
        raise Moved from fault


def _tell_decided(row: Deposit) -> None:
    late = row.due_on is not None and row.decided_on is not None and row.decided_on > row.due_on
    _tell("decided.late" if late else "decided", row)


def _tell(code: str, row: Deposit) -> None:
    events.emit(
        code, centre=row.centre_id, subject=row, person=row.person_id, compartment=row.compartment,
        theme=queries.procedure_of(row).theme, commune=row.household.commune_id,
        facts=facts_of_event(row.person, row.household),
    )  # fmt: skip
