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
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.families import actions as families
from jisr.families.models import Consent, Household
from jisr.window.listening.models import Need
from jisr.window.orientation.choices import (
    ANSWERS,
    TRANSITIONS,
    WAITING,
    WITHDRAWALS,
    FailureReason,
    ReferralState,
    Through,
)
from jisr.window.orientation.codes import code_of
from jisr.window.orientation.codes import link_hash as link_hash
from jisr.window.orientation.frozen import freeze
from jisr.window.orientation.gaps import actions as gaps
from jisr.window.orientation.hindering import known_obstacles
from jisr.window.orientation.leaving_out import allow_again
from jisr.window.orientation.models import Referral
from jisr.window.orientation.queries import limits, weights
from jisr.window.orientation.ranking import Ranked
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
    urgent: bool = False, ranked: Ranked | None = None, position: int | None = None, word: str = "",
) -> Referral:  # fmt: skip
    """Send one need to one service, with what the person agreed to share and nothing else.

    Args:
        shares: codes of ``ConsentScope``; a consent record is made for exactly these.
        manner: how the consent was given; needed when something is shared.
        ranked: the service as it was ranked, frozen with the referral.
        position: its place in the list, from 1.
        word: why a centre that the family left out may see this need; asked for then alone.

    Raises:
        ConsentMissing: something is shared and no manner of consent is given.
        AlreadySent: this need waits at this service.
        OutOfReach: the service is for a compartment that the need is not in: its name alone would tell.
        Unacceptable: the family left this centre out, and there is no word.
    """
    if service.compartment not in {"", need.compartment}:
        raise OutOfReach
    if shares and not manner:
        raise ConsentMissing
    allow_again(household=need.household_id, centres={service.centre_id}, word=word, by=by)
    agreed: Consent | None = None
    if shares:
        agreed = families.consent(
            person=need.person, covers=list(shares), manner=manner, centre=centre, by=by, compartment=need.compartment
        )
    delays, today = weights(), timezone.localdate()
    referral = Referral(
        need=need, household_id=need.household_id, person=need.person, service=service, from_centre=centre,
        to_centre_id=service.centre_id, code=f"{readable_code(4)}-{readable_code(4)}", theme=need.theme, urgent=urgent,
        shares=sorted(shares), consent=agreed, shared=snapshot(need, shares), sent_by=by, rank=position,
        reasons=freeze(ranked), compartment=need.compartment,
        answer_by=today + timedelta(days=int(delays["urgent_answer_days" if urgent else "answer_days"])),
    )  # fmt: skip
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadySent from fault
    journal.record("orientation.referred", referral, by=by)
    gaps.close(need=need, by=by)
    tell("oriented", referral, centre=centre.pk)
    return referral


@transaction.atomic
def answer(
    *, referral: Referral, state: str, by: User, booked_on: date | None = None, decide_by: date | None = None,
    refusal: str = "", words: str = "", through: str = Through.LIST, paper_on: date | None = None,
) -> Referral:  # fmt: skip
    """Answer in the receiving centre's own list, or write down what it said on paper or by telephone.

    Args:
        through: list; or slip, where the sender writes the answer of a centre that has no account.
        state: accepted, booked, under_study or refused.
        booked_on: the day given to the person; needed for booked.
        decide_by: the day by which it will be decided; needed for under_study.
        refusal: why not; needed for refused.
        paper_on: the day written on the paper that is keyed in.

    Raises:
        AlreadyAnswered: it is no longer waiting.
        Unacceptable: a day in the past, a refusal without a reason.
    """
    words = clean_typed(words, lines=True)
    check_answer(state, booked_on=booked_on, refusal=refusal, words=words, decide_by=decide_by)
    _check_paper(paper_on, referral)
    _move(
        referral, state, answered_at=timezone.now(), answered_through=through, refusal=refusal, answer_words=words,
        booked_on=booked_on, decide_by=decide_by, paper_on=paper_on,
    )  # fmt: skip
    journal.record(f"orientation.{state}", referral, by=by, reason=refusal)
    tell_answer(referral, _writer(referral, through))
    if state in {S.ACCEPTED, S.BOOKED} and through == Through.LIST:
        call("jisr_open_for_referral", referral.pk, int(weights()["access_days"]))
    return referral


def check_answer(
    state: str, *, booked_on: date | None, refusal: str, words: str, decide_by: date | None = None
) -> None:
    """Refuse an answer that says too little.

    Raises:
        Unacceptable: field by field.
    """
    wrong: dict[str, Any] = {}
    if state not in ANSWERS:
        wrong["state"] = _("Choose an answer.")
    if state == S.BOOKED and booked_on is None:
        wrong["booked_on"] = _("Give the day on which the person is expected.")
    if booked_on is not None and booked_on < timezone.localdate():
        wrong["booked_on"] = _("This day is in the past. Give a day from today on.")
    if state == S.UNDER_STUDY:
        wrong |= _check_study(decide_by)
    if state == S.REFUSED and not refusal:
        wrong["refusal"] = _("Say why: the person has a right to the reason.")
    if refusal == "other" and not words:
        wrong["words"] = _("Write the reason in words.")
    if wrong:
        raise Unacceptable(wrong)


def _check_study(decide_by: date | None) -> dict[str, Any]:
    today, most = timezone.localdate(), int(limits()["study_most_days"])
    if decide_by is None:
        return {"decide_by": _("Give the day by which you will decide: the person waits for it.")}
    if not today <= decide_by <= today + timedelta(days=most):
        return {"decide_by": _("Give a day from today on, within %(n)s days.") % {"n": most}}
    return {}


def _check_paper(paper_on: date | None, referral: Referral) -> None:
    if paper_on is not None and not timezone.localdate(referral.sent_at) <= paper_on <= timezone.localdate():
        raise Unacceptable({"paper_on": _("Give the day on the paper: between the sending and today.")})


@transaction.atomic
def start(*, referral: Referral, by: User, through: str = Through.LIST) -> Referral:
    """The person came and the service started."""
    _move(referral, S.STARTED)
    journal.record("orientation.started", referral, by=by)
    tell("started", referral, centre=_writer(referral, through))
    return referral


@transaction.atomic
def complete(*, referral: Referral, by: User, words: str = "", through: str = Through.LIST) -> Referral:
    """The service did what it was asked."""
    said = {"answer_words": clean_typed(words, lines=True)} if words else {}
    _move(referral, S.COMPLETED, ended_on=timezone.localdate(), **said)
    journal.record("orientation.completed", referral, by=by)
    tell("completed", referral, centre=_writer(referral, through))
    return referral


@transaction.atomic
def fail(
    *, referral: Referral, failure: str, by: User, words: str = "", obstacles: Collection[str] = (),
    through: str = Through.LIST,
) -> Referral:  # fmt: skip
    """It did not succeed, and why; the sender is asked to orient again. Without words, those of the answer stay.

    Args:
        obstacles: codes of ``Obstacle``: what stood in the way, as the person says; counted, so that it is removed.

    Raises:
        Unacceptable: no reason, "other" without words, or an obstacle of no list.
    """
    words = clean_typed(words, lines=True)
    if not failure:
        raise Unacceptable({"failure": _("Say why it did not succeed.")})
    if failure == FailureReason.OTHER and not words:
        raise Unacceptable({"words": _("Write the reason in words.")})
    said: dict[str, Any] = {"answer_words": words} if words else {}
    said["obstacles"] = known_obstacles(obstacles)
    _move(referral, S.FAILED, failure=failure, ended_on=timezone.localdate(), **said)
    journal.record("orientation.failed", referral, by=by, reason=failure)
    tell("failed", referral, centre=_writer(referral, through))
    _tell_obstacles(referral, _writer(referral, through))
    return referral


@transaction.atomic
def withdraw(*, referral: Referral, reason: str, by: User, obstacles: Collection[str] = ()) -> Referral:
    """The sender takes the referral back, and says why; a file that it had opened is shut again.

    Args:
        obstacles: as for ``fail``.

    Raises:
        Unacceptable: no reason, or an obstacle of no list.
    """
    check_withdrawal(reason)
    _move(referral, S.WITHDRAWN, withdrawal=reason, obstacles=known_obstacles(obstacles))
    call("jisr_shut_for_referral", referral.pk)
    journal.record("orientation.withdrawn", referral, by=by, reason=reason)
    tell("retracted", referral, centre=referral.from_centre_id)
    _tell_obstacles(referral, referral.from_centre_id)
    return referral


def _tell_obstacles(referral: Referral, centre: int) -> None:
    for code in referral.obstacles:
        tell("hindered", referral, centre=centre, reason=code)


def check_withdrawal(reason: str) -> None:
    """Refuse to take something back without saying why.

    Raises:
        Unacceptable: no reason of the list.
    """
    if reason not in dict(WITHDRAWALS):
        raise Unacceptable({"reason": _("Say why you take it back.")})


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
def confirm(*, referral: Referral, served: bool, by: User, face: int | None = None, asked: str = "") -> Referral:
    """The person says whether she got what she was sent for, and shows how she found it.

    Args:
        face: one of the three faces; None where she did not choose.
        asked: at the counter, or by telephone.

    Raises:
        AlreadyAnswered: the service was not given, or is under way.
    """
    now = _locked(referral)
    if now.state != S.COMPLETED:
        raise AlreadyAnswered
    now.save_version(
        now.version, confirmed_by_person=served, face=face, confirmed_through=asked, confirmed_on=timezone.localdate()
    )
    referral.refresh_from_db()
    journal.record("orientation.confirmed", referral, by=by, reason="served" if served else "not_served")
    return referral


@transaction.atomic
def make_link(*, referral: Referral, by: User) -> str:
    """A new secret for answering without an account; the one before no longer works, nor its code.

    Returns:
        the secret, shown once, from which its code is told (``codes.code_of``); only keyed hashes are kept.

    Raises:
        AlreadyAnswered: there is nothing left to answer.
    """
    secret = secrets.token_urlsafe(24)
    until = timezone.now() + timedelta(days=int(weights()["link_days"]))
    now = _locked(referral)
    if now.state not in WAITING:
        raise AlreadyAnswered
    hashes = {"token": link_hash(secret), "answer_code": link_hash(code_of(secret))}
    now.save_version(now.version, **hashes, token_until=until, phone_code="")
    referral.refresh_from_db()
    journal.record("orientation.made_link", referral, by=by)
    return secret


@transaction.atomic
def remind(*, referral: Referral) -> Referral:
    """Note that the receiving centre was reminded; called by the job."""
    if not Referral.objects.filter(pk=referral.pk, state=S.OFFERED, reminded_at=None).update(
        reminded_at=timezone.now()
    ):
        raise AlreadyAnswered
    journal.record("orientation.reminded", referral, by="job:remind")
    return referral


@transaction.atomic
def remind_of_study(*, referral: Referral) -> Referral:
    """Note that the day by which a centre wanted to decide has passed, and that it was reminded; called by the job."""
    mine = Referral.objects.filter(pk=referral.pk, state=S.UNDER_STUDY, decide_reminded_at=None)
    if not mine.update(decide_reminded_at=timezone.now()):
        raise AlreadyAnswered
    journal.record("orientation.reminded", referral, by="job:remind", reason=S.UNDER_STUDY)
    return referral


@transaction.atomic
def expire(*, referral: Referral) -> Referral:
    """Close a referral that nobody answered; the sender is asked to orient again. Called by the job."""
    _move(referral, S.EXPIRED)
    journal.record("orientation.expired", referral, by="job:expire")
    tell("expired", referral, centre=referral.from_centre_id)
    return referral


def _move(referral: Referral, state: str, **values: Any) -> None:
    """To another state, if the referral as stored now may become it."""
    now = _locked(referral)
    if state not in TRANSITIONS[now.state]:
        raise AlreadyAnswered
    now.save_version(now.version, state=state, **values)
    referral.refresh_from_db()


def _locked(referral: Referral) -> Referral:
    """The referral as it is stored, held until the end of the transaction."""
    now = Referral.objects.select_for_update().filter(pk=referral.pk).first()
    if now is None:
        raise OutOfReach
    return now


def _writer(referral: Referral, through: str) -> int:
    """The centre at which something is written down: a centre without an account is written for by the sender."""
    return referral.to_centre_id if through in {Through.LIST, Through.OFFER} else referral.from_centre_id


def tell_answer(referral: Referral, centre: int) -> None:
    """The events of an answer: answered, and accepted or refused."""
    if referral.state == S.UNDER_STUDY:
        return
    tell("answered", referral, centre=centre)
    tell("refused" if referral.state == S.REFUSED else "accepted", referral, centre=centre)


def tell(code: str, referral: Referral, *, centre: int, reason: str = "") -> None:
    """One event of a referral, at one of the speaker's centres."""
    facts, programme = referral.shared.get("facts", {}), referral.service.programme
    events.emit(
        code, centre=centre, subject=referral, person=referral.person_id, service=referral.service_id,
        theme=referral.theme, commune=facts.get("commune", ""), compartment=referral.compartment,
        programme=programme.code if programme else "",
        facts={k: facts.get(k) for k in ("sex", "age_band", "disability", "rural")}, reason=reason,
    )  # fmt: skip


def household_of(referral: Referral) -> Household | None:
    """The household of a referral, for a side that may open it; None for one that may not."""
    return Household.objects.filter(pk=referral.household_id).first()
