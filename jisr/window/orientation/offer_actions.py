"""Acts about open offers: make one, take it, say that it is not for this centre, take it back, let it lapse."""

from collections.abc import Collection, Sequence
from datetime import timedelta
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
from jisr.families import actions as families
from jisr.window.listening.models import Need
from jisr.window.orientation import leaving_out, queries
from jisr.window.orientation.actions import AlreadyAnswered, ConsentMissing, check_withdrawal, tell_answer
from jisr.window.orientation.choices import OFFER_REFUSALS, OfferState, Shown, WithdrawalReason
from jisr.window.orientation.models import OfferCard, OpenOffer, Referral
from jisr.window.orientation.sharing import snapshot


class NobodyToAsk(Refusal):
    """No other centre in reach has a service that fits."""

    message = _("No other centre in this reach has a service that fits. Choose a wider reach.")


class AlreadyOpen(Refusal):
    """The need is offered already."""

    message = _("This need is already offered to several centres. Wait for one to take it, or take the offer back.")


class NoLongerAble(Refusal):
    """What this centre says of itself no longer fits: it closed, or took the service back."""

    message = _("The page of this service says that it is closed or withdrawn. Correct the page, then take the offer.")


class OfferGone(Refusal):
    """Somebody was quicker, or the offer ended."""

    message = _("Another centre was quicker, or the offer is no longer open. Nothing was changed.")


@transaction.atomic
def offer(
    *, need: Need, services: Sequence[Service], centre: Centre, by: User, reach: str, manner: str,
    shown: str = Shown.PROVINCE, shares: Collection[str] = (), urgent: bool = False,
    leaves_out: Collection[int] = (), word: str = "",
) -> OpenOffer:  # fmt: skip
    """Show one need to several centres, without a name; the first that takes it receives the person.

    Args:
        services: of ``offer_queries.capable``: one a centre, none of the sender's own.
        manner: how the person agreed that several centres see it.
        shown: how near to her home the cards may say that she lives.
        shares: codes of ``ConsentScope``: what goes along to the one that takes it.
        leaves_out: keys of centres that she does not want to see it; remembered for the next offers of her family.
        word: why a centre that was left out before may see this one; needed there, and it is forgotten then.

    Raises:
        ConsentMissing: nothing says how she agreed.
        NobodyToAsk: no service.
        AlreadyOpen: the need is offered already.
        OutOfReach: a service is of another compartment than the need: its name would tell.
        Unacceptable: no word on a centre that was left out before.
    """
    if not manner:
        raise ConsentMissing
    if not services:
        raise NobodyToAsk
    if any(service.compartment != need.compartment for service in services):
        raise OutOfReach
    known, asked = queries.left_out(need.household_id), {service.centre_id for service in services}
    leaving_out.allow_again(household=need.household_id, centres=asked, word=word, by=by)
    agreed = families.consent(
        person=need.person, covers=list(shares), manner=manner, centre=centre, by=by, compartment=need.compartment
    )
    days = int(queries.limits()["urgent_offer_days" if urgent else "offer_days"])
    made = OpenOffer(
        need=need, household_id=need.household_id, person=need.person, from_centre=centre, theme=need.theme,
        code=f"{readable_code(4)}-{readable_code(4)}", urgent=urgent, reach=reach, shown=shown, shares=sorted(shares),
        consent=agreed, manner=manner, shared=snapshot(need, shares), made_by=by, compartment=need.compartment,
        until=timezone.localdate() + timedelta(days=days),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyOpen from fault
    OfferCard.objects.bulk_create([_card(made, service) for service in services])
    leaving_out.remember(need=need, centres=set(leaves_out) - asked - known.keys(), by=by)
    journal.record("orientation.offered", made, by=by)
    _tell("oriented", made, made.shared["facts"])
    return made


def _card(made: OpenOffer, service: Service) -> OfferCard:
    """What one centre sees: nothing that was not agreed to."""
    facts = made.shared["facts"]
    place = {Shown.COMMUNE: facts.get("commune"), Shown.PROVINCE: facts.get("province")}.get(Shown(made.shown))
    return OfferCard(
        offer=made, service=service, centre_id=service.centre_id, from_centre_id=made.from_centre_id, theme=made.theme,
        sex=facts.get("sex") or "", age_band=facts.get("age_band") or "", place=place or "", urgent=made.urgent,
        made_at=made.made_at, until=made.until, compartment=made.compartment,
    )  # fmt: skip


@transaction.atomic
def take(*, card: OfferCard, by: User) -> Referral:
    """Take an open offer: it is now a referral that this centre has accepted, and its file is open here.

    Raises:
        OfferGone: another centre was quicker, it is no longer open, or whoever sent it may no longer open the file.
        NoLongerAble: this centre closed, or took back the service that was asked, since the offer was made.
        OutOfReach: it is not this centre's to take.
    """
    rows = call("jisr_take_offer", card.pk)
    if not rows:
        raise OutOfReach
    outcome, key = rows[0]
    if outcome == "unable":
        raise NoLongerAble
    if outcome != "taken":
        raise OfferGone
    referral = Referral.objects.select_related("service__programme").get(pk=key)
    journal.record("orientation.took_offer", referral, by=by)
    tell_answer(referral, referral.to_centre_id)
    call("jisr_open_for_referral", referral.pk, int(queries.weights()["access_days"]))
    return referral


@transaction.atomic
def decline(*, card: OfferCard, reason: str, by: User) -> None:
    """It is not for this centre; the others still see it.

    Raises:
        Unacceptable: no reason.
        OfferGone: it is no longer open.
    """
    if reason not in OFFER_REFUSALS:
        raise Unacceptable({"reason": _("Say why: it helps whoever sends the next one.")})
    if not call("jisr_decline_offer", card.pk, reason)[0][0]:
        raise OfferGone
    journal.record("orientation.declined_offer", card, by=by, reason=reason)


@transaction.atomic
def take_back(*, made: OpenOffer, reason: str, by: User) -> OpenOffer:
    """The sender takes an open offer back.

    Raises:
        Unacceptable: no reason.
        AlreadyAnswered: a centre took it before, or it has ended.
    """
    check_withdrawal(reason)
    return _close(made, OfferState.WITHDRAWN, reason=reason, by=by, verb="took_back_offer", event="retracted")


@transaction.atomic
def lapse(*, made: OpenOffer) -> OpenOffer:
    """Nobody took it in time: the need is to be oriented otherwise. Called by the job.

    Raises:
        AlreadyAnswered: it has ended in the meantime.
    """
    return _close(made, OfferState.EXPIRED, by="job:expire", verb="offer_lapsed", event="expired")


@transaction.atomic
def close(*, made: OpenOffer) -> OpenOffer:
    """The sender may no longer open the file: nobody takes it in her name any more. Called by the job.

    Raises:
        AlreadyAnswered: it has ended in the meantime.
    """
    reason = WithdrawalReason.NO_ACCESS
    return _close(made, OfferState.WITHDRAWN, by="job:close", verb="offer_closed", event="retracted", reason=reason)


def _close(made: OpenOffer, state: str, *, by: Any, verb: str, event: str, reason: str = "") -> OpenOffer:
    facts = made.shared["facts"]  # what goes along is gone once it has ended, and the file may be closed to the sender
    if not call("jisr_close_offer", made.pk, state, reason)[0][0]:
        raise AlreadyAnswered
    made.refresh_from_db()
    journal.record(f"orientation.{verb}", made, by=by, reason=reason)
    _tell(event, made, facts)
    return made


def _tell(code: str, made: OpenOffer, facts: dict[str, Any]) -> None:
    events.emit(
        code, centre=made.from_centre_id, subject=made, person=made.person_id, theme=made.theme,
        commune=facts.get("commune", ""), compartment=made.compartment,
        facts={k: facts.get(k) for k in ("sex", "age_band", "disability", "rural")},
    )  # fmt: skip
