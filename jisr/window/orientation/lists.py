"""In which list a referral stands: one table of conditions; for a centre, each referral is in exactly one of them.

A centre that sends to itself is the receiving side first. What is to be done stands before what is only followed.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.common.shortlist import first
from jisr.window.orientation.choices import CLOSED_UNMET, RUNNING, WAITING, ReferralState
from jisr.window.orientation.models import OpenOffer, Referral

S = ReferralState


class List(TextChoices):
    """The lists, in the order in which they are read."""

    ANSWER = "answer", _("To answer here")
    CARRY_OUT = "carry_out", _("Accepted here")
    OWED = "owed", _("An answer is owed to us")
    AGAIN = "again", _("To orient again")
    CONFIRM = "confirm", _("Ask the person")
    AWAITED = "awaited", _("Sent, answer awaited")
    FOLLOWED = "followed", _("Accepted elsewhere")
    ENDED = "ended", pgettext_lazy("list of referrals", "Ended")


#: Lists in which this centre must do something; the others are only followed.
TO_DO = (List.ANSWER, List.CARRY_OUT, List.OWED, List.AGAIN, List.CONFIRM)
#: Lists of the side that answers; the others are the sender's.
OF_RECEIVER = (List.ANSWER, List.CARRY_OUT)
_LISTED = (
    "need_id", "household_id", "code", "theme", "state", "urgent", "refusal", "shared", "answer_by", "decide_by",
    "sent_at", "answered_at", "booked_on", "ended_on", "compartment", "service__name_ar", "service__name_fr",
    "service__places_free", "next_service__name_ar", "next_service__name_fr", "need__theme",
    "from_centre__name_ar", "from_centre__name_fr", "to_centre__name_ar", "to_centre__name_fr", "to_centre__phone",
)  # fmt: skip


def overdue(today: date) -> Q:
    """An answer, or a decision under study, that is owed past its day."""
    return Q(state=S.OFFERED, answer_by__lt=today) | Q(state=S.UNDER_STUDY, decide_by__lt=today)


def shown_to(*, orients: bool) -> list[List]:
    """The lists of a role: whoever does not orient reads those of the answering side, and what ended there."""
    return list(List) if orients else [*OF_RECEIVER, List.ENDED]


def of(name: str, centres: Sequence[int], today: date, names: Sequence[str] = List.values) -> Any:
    """The referrals of one list of these centres, in no order.

    Args:
        names: the lists of the reader's role: what ended for the sender alone is not the answering side's.
    """
    here, sent = Q(to_centre__in=centres), Q(from_centre__in=centres)
    elsewhere = sent & ~here
    again = Q(state__in=CLOSED_UNMET) & sent & Q(need__state="open") & ~_went_on(centres) & ~_open_offer()
    confirm = Q(state=S.COMPLETED, confirmed_by_person=None) & sent
    in_time = Q(state=S.OFFERED, answer_by__gte=today) | Q(state=S.UNDER_STUDY, decide_by__gte=today)
    conditions = {
        List.ANSWER: here & Q(state__in=WAITING),
        List.CARRY_OUT: here & Q(state__in=RUNNING),
        List.OWED: elsewhere & overdue(today),
        List.AWAITED: elsewhere & in_time,
        List.FOLLOWED: elsewhere & Q(state__in=RUNNING),
        List.AGAIN: again,
        List.CONFIRM: confirm,
    }
    if name in conditions:
        return Referral.objects.filter(conditions[List(name)])
    ended = Referral.objects.exclude(state__in=[*WAITING, *RUNNING])
    if List.AGAIN not in names:
        return ended.filter(here)
    to_do = Q(pk__in=Referral.objects.filter(again)) | Q(pk__in=Referral.objects.filter(confirm))
    return ended.filter(here | sent).exclude(to_do)


def _went_on(centres: Sequence[int]) -> Exists:
    """Whether the need of a closed referral was sent on since, or still waits somewhere."""
    later = Q(sent_at__gt=OuterRef("sent_at")) | Q(sent_at=OuterRef("sent_at"), pk__gt=OuterRef("pk"))
    return Exists(
        Referral.objects.filter(from_centre__in=centres, need=OuterRef("need")).filter(
            ~Q(state__in=CLOSED_UNMET) | later
        )
    )


def _open_offer() -> Exists:
    return Exists(OpenOffer.objects.filter(need=OuterRef("need"), state="open"))


_ORDERS: dict[str, tuple[str, ...]] = {
    List.ANSWER: ("answer_by", "id"), List.CARRY_OUT: ("booked_on", "id"), List.OWED: ("answer_by", "id"),
    List.AWAITED: ("answer_by", "id"), List.FOLLOWED: ("booked_on", "id"), List.ENDED: ("-sent_at", "-id"),
    List.AGAIN: ("sent_at", "id"), List.CONFIRM: ("ended_on", "id"),
}  # fmt: skip


def rows(name: str, centres: Sequence[int], today: date, *, most: int, names: Sequence[str] = List.values) -> Any:
    """The first rows of a list, in its order."""
    shown = _LISTED if name == List.AGAIN else [path for path in _LISTED if not path.startswith("need__")]
    return first(of(name, centres, today, names).order_by(*_ORDERS[name]), most, *shown)


def counts(centres: Sequence[int], today: date, names: Sequence[str] = List.values) -> dict[str, int]:
    """How many referrals stand in each list; what the reader may not see is not counted."""
    return {name: of(name, centres, today, names).count() for name in names}
