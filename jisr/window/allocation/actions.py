"""Acts on rounds: propose, change after review, sign, drop. Until it is signed nobody is told anything."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Service
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Stale, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.window.allocation import orders, queries
from jisr.window.allocation.choices import TRANSITIONS, RoundState
from jisr.window.allocation.models import Placement, Round
from jisr.window.allocation.queries import Waiting
from jisr.window.allocation.rules import Applicant, Outcome, Standing, allocate, in_turn, stands, worth_of_a_place
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.choices import WAITING, ReferralState

_TENTHS = 10


class Nobody(Refusal):
    """There is nobody to give a place to."""

    message = _("Nobody waits for this service now. Come back when a referral does.")


class AlreadyProposed(Refusal):
    """Another round of the same service waits for its review."""

    message = _("A round of this service is being reviewed. Sign it or drop it, then make another one.")


class AlreadyEnded(Refusal):
    """The round was signed or dropped before."""

    message = _("This round was already signed or dropped. Its present state is shown.")


class NoPlaceLeft(Refusal):
    """More people would be placed than there are places."""

    message = _("Every place of this round is given. Let somebody else wait first, with the reason.")


class Moved(Refusal):
    """Somebody in the round was answered, or taken back, or another one asked, since it was made."""

    message = _("The waiting list changed since this round was made. Drop it, then make it again with today's list.")


@transaction.atomic
def propose(
    *, service: Service, places: int, order: str, by: User, max_km: int | None = None,
    together: Collection[UUID] = (),
) -> Round:  # fmt: skip
    """Compute who would have a place; nothing is told to anybody.

    Args:
        order: code of a published order, as in force today.
        max_km: nobody is placed farther from home.
        together: households whose members asked to stay together.

    Raises:
        Nobody: nobody waits.
        AlreadyProposed: a round of this service is open.
        Unacceptable: no place to give.
    """
    if places < 1:
        raise Unacceptable({"places": _("Give at least one place.")})
    today = timezone.localdate()
    waiting, limits = queries.waiting_for(service), queries.limits(today)
    if not waiting:
        raise Nobody
    if queries.open_round(service) is not None:
        raise AlreadyProposed
    published = orders.in_force(order, today)
    row = Round(
        centre_id=service.centre_id, service=service, code=readable_code(6), places=places, order=order,
        order_since=published.since, max_km=max_km, band_days=limits["band_days"], made_by=by,
        compartment=service.compartment,
    )  # fmt: skip
    standing = [stands([one.rule for one in published.classes], one.facts) for one in waiting]
    applicants = [_applicant(one, said, row, together) for one, said in zip(waiting, standing, strict=True)]
    terms: dict[str, Any] = {"on": today, "band_days": row.band_days, "seed": queries.word_of_lots(row)}
    outcome = allocate(applicants, {_key(service): places}, **terms)
    let_in, _metres = worth_of_a_place(applicants, {_key(service): places}, **terms)[_key(service)]
    row.engine, row.worth = outcome.engine, "" if let_in is None else str(let_in)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyProposed from fault
    turns = {one.key: turn for turn, one in enumerate(in_turn(applicants, **terms), 1)}
    Placement.objects.bulk_create(
        _placement(row, one, said, asked, outcome, turns)
        for one, said, asked in zip(waiting, standing, applicants, strict=True)
    )
    journal.record("allocation.proposed", row, by=by)
    return row


def _applicant(one: Waiting, said: Standing, row: Round, together: Collection[UUID]) -> Applicant:
    """A way that is not known is taken for one that is near enough: nobody waits because of what was not asked."""
    near = row.max_km is None or one.km is None or one.km <= row.max_km
    reach = {_key(row.service): round(_TENTHS * (one.km or 0))} if near and one.fits else {}
    party = str(one.referral.household_id) if one.referral.household_id in together else ""
    return Applicant(one.referral.code, said.position, one.asked_on, reach, party)


def _placement(
    row: Round, one: Waiting, said: Standing, asked: Applicant, outcome: Outcome, turns: dict[str, int]
) -> Placement:  # fmt: skip
    given = outcome.given[asked.key]
    placed = given.service is not None
    return Placement(
        round=row, referral=one.referral, need_id=one.referral.need_id, centre_id=row.centre_id, computed=placed,
        placed=placed, position=given.position, could_be=said.could_be, missing=list(said.missing),
        asked_on=one.asked_on, turn=turns[asked.key], km=one.km, party=asked.party, why=given.why,
        compartment=one.referral.compartment,
    )  # fmt: skip


def _key(service: Service) -> str:
    return str(service.pk)


@transaction.atomic
def change(*, placement: Placement, placed: bool, reason: str, by: User, words: str = "") -> Placement:
    """Give a place to somebody who would wait, or let somebody wait who would have one; the reason is kept.

    Raises:
        AlreadyEnded: the round was signed or dropped.
        NoPlaceLeft: every place is given.
        Unacceptable: no reason, or "other" without words.
    """
    words = clean_typed(words)
    if not reason or (reason == "other" and not words):
        raise Unacceptable({"words" if reason else "reason": _("Say why: it stays in the journal.")})
    row = _locked(placement.round)
    if row.state != RoundState.PROPOSED:
        raise AlreadyEnded
    now = Placement.objects.select_for_update().filter(pk=placement.pk, round=row).first()
    if now is None:
        raise OutOfReach
    if placed and not now.placed and Placement.objects.filter(round=row, placed=True).count() >= row.places:
        raise NoPlaceLeft
    now.save_version(now.version, placed=placed, changed=reason, changed_words=words, changed_by=by)
    row.save_version(row.version)  # whoever read the list before has not read this one
    journal.record("allocation.changed", now, by=by, reason=reason)
    return now


@transaction.atomic
def sign(
    *,
    round: Round,  # noqa: A002  the word of the room
    version: int,
    by: User,
    decide_by: date | None = None,
) -> Round:
    """Answer every referral of a round at once: a place is accepted, who waits is under study until a day.

    All or nothing: where one referral is no longer waiting, or another one now is, nothing is answered.

    Args:
        version: of the list that was read; each change of a place makes another one.

    Raises:
        AlreadyEnded: it was signed or dropped.
        Stale: somebody changed a place since the list was read.
        Moved: the waiting list is no longer the one that was reviewed.
        Unacceptable: the day is not ahead.
    """
    if decide_by is None or decide_by <= timezone.localdate():
        raise Unacceptable({"decide_by": _("Give a day ahead: those who wait are looked at again by then.")})
    row = _locked(round)
    _end(row, RoundState.SIGNED)
    if row.version != version:
        raise Stale(row)
    found = queries.placements(row)
    now = {one.referral.pk for one in queries.waiting_for(row.service)}
    if now != {one.referral_id for one in found} or any(one.referral.state not in WAITING for one in found):
        raise Moved
    if sum(one.placed for one in found) > row.places:
        raise NoPlaceLeft
    for one in found:
        if one.placed:
            orientation.answer(referral=one.referral, state=ReferralState.ACCEPTED, by=by)
        elif one.referral.state == ReferralState.OFFERED:
            orientation.answer(referral=one.referral, state=ReferralState.UNDER_STUDY, by=by, decide_by=decide_by)
    row.save_version(row.version, state=RoundState.SIGNED, signed_at=timezone.now(), signed_by=by, decide_by=decide_by)
    journal.record("allocation.signed", row, by=by)
    return row


@transaction.atomic
def drop(*, round: Round, by: User) -> Round:  # noqa: A002  the word of the room
    """Put a round aside; nobody was told anything.

    Raises:
        AlreadyEnded: it was signed or dropped.
    """
    row = _locked(round)
    _end(row, RoundState.DROPPED)
    row.save_version(row.version, state=RoundState.DROPPED)
    journal.record("allocation.dropped", row, by=by)
    return row


def _end(row: Round, state: str) -> None:
    if state not in TRANSITIONS[row.state]:
        raise AlreadyEnded


def _locked(round: Round) -> Round:  # noqa: A002  the word of the room
    row = Round.objects.select_for_update().filter(pk=round.pk).select_related(None).first()
    if row is None:
        raise OutOfReach
    return row
