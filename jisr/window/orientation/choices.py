"""Closed lists of orientation; the state machine of a referral is a table, and so is what it is called outside."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import NEVER_SHOWN, RefusalReason


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

#: state -> states that may follow it; the database holds the same table (``models.Moves``)
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
RUNNING = frozenset({S.ACCEPTED, S.BOOKED, S.STARTED})
LIVE = WAITING | RUNNING
CLOSED_UNMET = frozenset({S.REFUSED, S.EXPIRED, S.WITHDRAWN, S.FAILED})
#: An answer; the words by which a partner gives one are the same on every way (list, link, code, text message, paper).
ANSWERS = frozenset({S.ACCEPTED, S.BOOKED, S.UNDER_STUDY, S.REFUSED})
#: What the person is told of, in words that say nothing; the rest is told to the worker who looks for another way.
TOLD_TO_HER = frozenset({S.ACCEPTED, S.BOOKED, S.REFUSED, S.EXPIRED})

#: state -> (status of a FHIR R4 Task, what the business calls it). Rejected, cancelled, on hold and failed need a
#: reason (Gravity SDOH Clinical Care); nothing here is on hold.
TASK_STATUS: dict[str, tuple[str, str]] = {
    S.OFFERED: ("requested", "Waits for an answer"),
    S.UNDER_STUDY: ("received", "Under study"),
    S.ACCEPTED: ("accepted", "Accepted, no day yet"),
    S.BOOKED: ("accepted", "Accepted, day given"),
    S.STARTED: ("in-progress", "Service under way"),
    S.COMPLETED: ("completed", "Service given"),
    S.FAILED: ("failed", "Did not succeed"),
    S.REFUSED: ("rejected", "Refused"),
    S.EXPIRED: ("cancelled", "Nobody answered in time"),
    S.WITHDRAWN: ("cancelled", "Taken back by the sender"),
}
NEEDS_A_REASON = frozenset({"rejected", "cancelled", "on-hold", "failed"})


class FailureReason(TextChoices):
    """Why an accepted referral did not succeed."""

    DID_NOT_COME = "did_not_come", _("the person did not come")
    STOPPED = "stopped", _("the person stopped")
    SERVICE_STOPPED = "service_stopped", _("the service stopped")
    MOVED = "moved", _("the person moved away")
    OTHER = "other", _("another reason, said in words")


class WithdrawalReason(TextChoices):
    """Why the sender took a referral, or an open offer, back."""

    DECLINED = "declined", _("the person no longer wishes it")
    SERVED = "served", _("she was helped elsewhere")
    MISTAKE = "mistake", _("it was sent by mistake")
    CHANGED = "changed", _("her situation has changed")
    NO_ACCESS = "no_access", _("the centre that sent it may no longer open the file")
    NOT_SAID = "not_said", _("not said")


#: Not chosen by anybody: what the keeper of the house writes, and what was written before a reason was asked for.
_NOT_CHOSEN = frozenset({WithdrawalReason.NO_ACCESS, WithdrawalReason.NOT_SAID})
WITHDRAWALS = [(code, label) for code, label in WithdrawalReason.choices if code not in _NOT_CHOSEN]

_R = RefusalReason
#: Reason of a refusal -> whether the person is told it. The others are words between professionals: she hears that
#: this centre cannot receive her now, which is true, and what comes next.
SEEN_BY_PERSON: dict[str, bool] = {reason: reason not in NEVER_SHOWN for reason in RefusalReason}


#: Why a centre leaves an open offer to the others: what can be said of a service before anybody has a name.
OFFER_REFUSALS = (_R.FULL, _R.NOT_PUBLIC, _R.AGE, _R.ZONE, _R.CLOSED)


class Through(TextChoices):
    """By which way an answer came."""

    LIST = "list", _("in the centre's own list")
    LINK = "link", _("through the link")
    CODE = "code", _("by the code on paper")
    SMS = "sms", pgettext_lazy("through", "by text message")
    SLIP = "slip", _("by telephone or on paper")
    OFFER = "offer", _("by taking an open offer")


#: What a partner writes behind her code in a text message -> (state, reason). Printed with the code.
SMS_ANSWERS: dict[str, tuple[str, str]] = {
    "1": (S.ACCEPTED, ""),
    "2": (S.UNDER_STUDY, ""),
    "3": (S.REFUSED, _R.FULL),
    "4": (S.REFUSED, _R.NOT_PUBLIC),
    "5": (S.REFUSED, _R.PAPERS),
    "6": (S.REFUSED, _R.CLOSED),
}


class Face(IntegerChoices):
    """How the person found it: three faces, chosen by her."""

    SAD = 1, _("not satisfied")
    NEUTRAL = 2, _("so-so")
    GLAD = 3, _("satisfied")


class AskedBy(TextChoices):
    """Where the person was asked what she got."""

    COUNTER = "counter", _("at the counter")
    PHONE = "phone", _("by telephone")


class OfferState(TextChoices):
    """Where an open offer stands for whoever sent it."""

    OPEN = "open", _("open: the first centre that takes it receives the person")
    TAKEN = "taken", _("taken by a centre")
    EXPIRED = "expired", _("nobody took it in time")
    WITHDRAWN = "withdrawn", _("taken back")


class CardState(TextChoices):
    """Where an open offer stands for one of the centres that see it."""

    OPEN = "open", _("may be taken")
    TAKEN = "taken", _("taken here")
    GONE = "gone", _("another centre took it")
    DECLINED = "declined", _("not for this centre")
    CLOSED = "closed", _("no longer open")


class Shown(TextChoices):
    """How near to her home an open offer says that the person lives."""

    NOTHING = "nothing", _("not at all")
    PROVINCE = "province", _("her province")
    COMMUNE = "commune", _("her commune")


class Reach(TextChoices):
    """How far an open offer goes."""

    PROVINCE = "province", _("centres of her province")
    REGION = "region", _("centres of her region")
    NATION = "nation", _("centres of the whole country")
