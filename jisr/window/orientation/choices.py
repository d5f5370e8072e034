"""Closed lists of orientation; the state machine of a referral is a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReferralState(TextChoices):
    """Where a referral stands."""

    OFFERED = "offered", _("sent, waits for an answer")
    UNDER_STUDY = "under_study", _("under study")
    ACCEPTED = "accepted", _("accepted")
    BOOKED = "booked", _("accepted, date given")
    STARTED = "started", _("started")
    COMPLETED = "completed", _("completed")
    FAILED = "failed", _("did not succeed")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("expired without answer")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = ReferralState

#: state -> states that may follow it
TRANSITIONS: dict[str, frozenset[str]] = {
    S.OFFERED: frozenset({S.ACCEPTED, S.BOOKED, S.UNDER_STUDY, S.REFUSED, S.EXPIRED, S.WITHDRAWN}),
    S.UNDER_STUDY: frozenset({S.ACCEPTED, S.BOOKED, S.REFUSED, S.EXPIRED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.BOOKED, S.STARTED, S.FAILED, S.WITHDRAWN}),
    S.BOOKED: frozenset({S.BOOKED, S.STARTED, S.FAILED, S.WITHDRAWN}),
    S.STARTED: frozenset({S.COMPLETED, S.FAILED}),
    S.COMPLETED: frozenset(),
    S.FAILED: frozenset(),
    S.REFUSED: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
WAITING = frozenset({S.OFFERED, S.UNDER_STUDY})
LIVE = frozenset({S.OFFERED, S.UNDER_STUDY, S.ACCEPTED, S.BOOKED, S.STARTED})
CLOSED_UNMET = frozenset({S.REFUSED, S.EXPIRED, S.WITHDRAWN, S.FAILED})


class FailureReason(TextChoices):
    """Why an accepted referral did not succeed."""

    DID_NOT_COME = "did_not_come", _("the person did not come")
    STOPPED = "stopped", _("the person stopped")
    SERVICE_STOPPED = "service_stopped", _("the service stopped")
    MOVED = "moved", _("the person moved away")
    OTHER = "other", _("another reason, said in words")
