"""Acts of orientation: send a referral, answer it, carry it out, close the loop."""

import secrets
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Service
from jisr.common import events, journal
from jisr.common.crypto import keyed_hash
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.families import actions as families
from jisr.families.models import Consent, Household
from jisr.window.listening.models import Need
from jisr.window.orientation.choices import TRANSITIONS, ReferralState
from jisr.window.orientation.frozen import freeze
from jisr.window.orientation.models import Referral
from jisr.window.orientation.queries import weights
from jisr.window.orientation.rules import Ranked, may_become
from jisr.window.orientation.sharing import snapshot

S = ReferralState


class ConsentMissing(Refusal):
    """Data would go along without consent."""

    message = _("The person has not agreed to share this. Ask for consent, or send the referral without it.")


class AlreadySent(Refusal):
    """The same need already waits at the same service."""

    message = _("This need was already sent to this service. Open the referral to see its answer.")


class AlreadyAnswered(Refusal):
    """Somebody answered before, or the referral was closed."""

    message = _("This referral was already answered or closed. Its present state is shown.")


@transaction.atomic
def refer(
    *, need: Need, service: Service, centre: Centre, by: User, shares: Collection[str] = (), manner: str = "",
    urgent: bool = False, ranked: Ranked | None = None, position: int | None = None,
) -> Referral:  # fmt: skip
    """Send one need to one service, with what the person agreed to share and nothing else.

    Args:
        shares: codes of ``ConsentScope``; a consent record is made for exactly these.
        manner: how the consent was given; needed when something is shared.
        ranked: the service as it was ranked, frozen with the referral.
        position: its place in the list, from 1.

    Raises:
        ConsentMissing: something is shared and no manner of consent is given.
        AlreadySent: this need waits at this service.
        OutOfReach: the service is for a compartment that the need is not in: its name alone would tell.
    """
    if service.compartment not in {"", need.compartment}:
        raise OutOfReach
    if shares and not manner:
        raise ConsentMissing
    agreed: Consent | None = None
    if shares:
        agreed = families.consent(
            person=need.person, covers=list(shares), manner=manner, centre=centre, by=by, compartment=need.compartment
        )
    limits, today = weights(), timezone.localdate()
    referral = Referral(
        need=need, household_id=need.household_id, person=need.person, service=service, from_centre=centre,
        to_centre_id=service.centre_id, code=f"{readable_code(4)}-{readable_code(4)}", theme=need.theme, urgent=urgent,
        shares=sorted(shares), consent=agreed, shared=snapshot(need, shares), sent_by=by, rank=position,
        reasons=freeze(ranked), compartment=need.compartment,
        answer_by=today + timedelta(days=int(limits["urgent_answer_days" if urgent else "answer_days"])),
    )  # fmt: skip
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadySent from fault
    journal.record("orientation.referred", referral, by=by)
    _tell("oriented", referral, centre=centre.pk)
    return referral


@transaction.atomic
def answer(
    *, referral: Referral, state: str, by: User, booked_on: date | None = None, refusal: str = "", words: str = "",
    through: str = "list",
) -> Referral:  # fmt: skip
    """Answer in the receiving centre's own list, or write down what it said on paper or by telephone.

    Args:
        through: list; or slip, where the sender writes the answer of a centre that has no account.
        state: accepted, booked, under_study or refused.
        booked_on: the day given to the person; needed for booked.
        refusal: why not; needed for refused.

    Raises:
        AlreadyAnswered: it is no longer waiting.
        Unacceptable: a day in the past, a refusal without a reason.
    """
    words = clean_typed(words, lines=True)
    check_answer(state, booked_on=booked_on, refusal=refusal, words=words)
    _move(
        referral, state, answered_at=timezone.now(), answered_through=through, refusal=refusal, answer_words=words,
        booked_on=booked_on,
    )  # fmt: skip
    journal.record(f"orientation.{state}", referral, by=by, reason=refusal)
    tell_answer(referral, _writer(referral, through))
    if state in {S.ACCEPTED, S.BOOKED} and through == "list":
        call("jisr_open_for_referral", referral.pk, int(weights()["access_days"]))
    return referral


def check_answer(state: str, *, booked_on: date | None, refusal: str, words: str) -> None:
    """Refuse an answer that says too little.

    Raises:
        Unacceptable: field by field.
    """
    wrong: dict[str, Any] = {}
    if state not in {S.ACCEPTED, S.BOOKED, S.UNDER_STUDY, S.REFUSED}:
        wrong["state"] = _("Choose an answer.")
    if state == S.BOOKED and booked_on is None:
        wrong["booked_on"] = _("Give the day on which the person is expected.")
    if booked_on is not None and booked_on < timezone.localdate():
        wrong["booked_on"] = _("This day is in the past. Give a day from today on.")
    if state == S.REFUSED and not refusal:
        wrong["refusal"] = _("Say why: the person has a right to the reason.")
    if refusal == "other" and not words:
        wrong["words"] = _("Write the reason in words.")
    if wrong:
        raise Unacceptable(wrong)


@transaction.atomic
def start(*, referral: Referral, by: User, through: str = "list") -> Referral:
    """The person came and the service started."""
    _move(referral, S.STARTED)
    journal.record("orientation.started", referral, by=by)
    _tell("started", referral, centre=_writer(referral, through))
    return referral


@transaction.atomic
def complete(*, referral: Referral, by: User, words: str = "", through: str = "list") -> Referral:
    """The service did what it was asked."""
    said = {"answer_words": clean_typed(words, lines=True)} if words else {}
    _move(referral, S.COMPLETED, ended_on=timezone.localdate(), **said)
    journal.record("orientation.completed", referral, by=by)
    _tell("completed", referral, centre=_writer(referral, through))
    return referral


@transaction.atomic
def fail(*, referral: Referral, failure: str, by: User, words: str = "", through: str = "list") -> Referral:
    """It did not succeed, and why; the sender is asked to orient again.

    Raises:
        Unacceptable: no reason.
    """
    if not failure:
        raise Unacceptable({"failure": _("Say why it did not succeed.")})
    _move(
        referral, S.FAILED, failure=failure, ended_on=timezone.localdate(), answer_words=clean_typed(words, lines=True)
    )
    journal.record("orientation.failed", referral, by=by, reason=failure)
    _tell("failed", referral, centre=_writer(referral, through))
    return referral


@transaction.atomic
def withdraw(*, referral: Referral, by: User) -> Referral:
    """The sender takes the referral back; a file that it had opened is shut again."""
    _move(referral, S.WITHDRAWN)
    call("jisr_shut_for_referral", referral.pk)
    journal.record("orientation.withdrawn", referral, by=by)
    _tell("retracted", referral, centre=referral.from_centre_id)
    return referral


@transaction.atomic
def end_sharing(*, consent: Consent, by: User) -> int:
    """Take back what waits unanswered on the ground of a consent that was withdrawn.

    Returns:
        how many referrals no longer tell anything; what was answered before was received, and goes on.
    """
    ended = len(call("jisr_end_sharing", consent.pk))
    if ended:
        journal.record("orientation.ended_sharing", consent, by=by)
    return ended


@transaction.atomic
def confirm(*, referral: Referral, served: bool, by: User) -> Referral:
    """The person says whether she really was served."""
    referral.save_version(referral.version, confirmed_by_person=served)
    journal.record("orientation.confirmed", referral, by=by, reason="served" if served else "not_served")
    return referral


@transaction.atomic
def make_link(*, referral: Referral, by: User) -> str:
    """A new secret for answering without an account; the one before no longer works.

    Returns:
        the secret, shown once; only its keyed hash is kept.
    """
    secret = secrets.token_urlsafe(24)
    until = timezone.now() + timedelta(days=int(weights()["link_days"]))
    referral.save_version(referral.version, token=link_hash(secret), token_until=until, phone_code="")
    journal.record("orientation.made_link", referral, by=by)
    return secret


def link_hash(secret: str) -> str:
    """Under what a link's secret is kept."""
    return keyed_hash(secret, purpose="link")


@transaction.atomic
def remind(*, referral: Referral) -> Referral:
    """Note that the receiving centre was reminded; called by the job."""
    if not Referral.objects.filter(pk=referral.pk, reminded_at=None).update(reminded_at=timezone.now()):
        raise AlreadyAnswered
    journal.record("orientation.reminded", referral, by="job:remind")
    return referral


@transaction.atomic
def expire(*, referral: Referral) -> Referral:
    """Close a referral that nobody answered; the sender is asked to orient again. Called by the job."""
    _move(referral, S.EXPIRED)
    journal.record("orientation.expired", referral, by="job:expire")
    _tell("expired", referral, centre=referral.from_centre_id)
    return referral


def _move(referral: Referral, state: str, **values: Any) -> None:
    """To another state, if the referral as stored now may become it."""
    now = Referral.objects.select_for_update().filter(pk=referral.pk).first()
    if now is None:
        raise OutOfReach
    if not may_become(now.state, state, TRANSITIONS):
        raise AlreadyAnswered
    now.save_version(now.version, state=state, **values)
    referral.refresh_from_db()


def _writer(referral: Referral, through: str) -> int:
    """The centre at which something is written down: a centre without an account is written for by the sender."""
    return referral.to_centre_id if through == "list" else referral.from_centre_id


def tell_answer(referral: Referral, centre: int) -> None:
    """The events of an answer: answered, and accepted or refused."""
    if referral.state == S.UNDER_STUDY:
        return
    _tell("answered", referral, centre=centre)
    _tell("refused" if referral.state == S.REFUSED else "accepted", referral, centre=centre)


def _tell(code: str, referral: Referral, *, centre: int) -> None:
    facts, programme = referral.shared.get("facts", {}), referral.service.programme
    events.emit(
        code, centre=centre, subject=referral, person=referral.person_id, service=referral.service_id,
        theme=referral.theme, commune=facts.get("commune", ""), compartment=referral.compartment,
        programme=programme.code if programme else "",
        facts={k: facts.get(k) for k in ("sex", "age_band", "disability", "rural")},
    )  # fmt: skip


def household_of(referral: Referral) -> Household | None:
    """The household of a referral, for a side that may open it; None for one that may not."""
    return Household.objects.filter(pk=referral.household_id).first()
