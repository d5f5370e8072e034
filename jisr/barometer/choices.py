"""What the barometer counts and by what; each figure carries its definition and its source."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jisr.common.choices import EventCode


class Indicator(TextChoices):
    """A figure; its definition stands in ``DEFINITIONS``."""

    RECEIVED = "received", _("Received")
    ORIENTED = "oriented", _("Oriented")
    ANSWERED = "answered", _("Answered")
    ACCEPTED = "accepted", _("Accepted")
    LATE = "late", _("Waiting for an answer too long")
    DAYS = "days", _("Days until the answer")


DEFINITIONS = {
    Indicator.RECEIVED: _("Receptions: each time somebody was received at a centre, with a receipt."),
    Indicator.ORIENTED: _("Referrals sent by the centres: one need of one person to one service."),
    Indicator.ANSWERED: _("Of the referrals sent in the period, those that were accepted or refused, whenever."),
    Indicator.ACCEPTED: _("Of the referrals sent in the period, those that a service accepted, whenever."),
    Indicator.LATE: _(
        "Referrals that a centre has neither accepted nor refused after %(days)s days; those taken back or expired"
        " are left out."
    ),
    Indicator.DAYS: _("Median of the days from the sending of a referral to its answer, where there is one."),
}


class Delay(TextChoices):
    """A delay or an answer that is kept or not; its definition stands in ``DELAYS``."""

    WAIT = "wait", _("Days from the reception to the first interview")
    CLOSED = "closed", _("Referrals answered in time")
    LOST = "lost", _("Lost after orientation")
    IN_TIME = "in_time", _("Decisions taken in time")
    ASKED_MORE = "asked_more", _("Requests for which papers were asked for")
    HANDED = "handed", _("Days from the deposit to the hand-over")
    CAME_BACK = "came_back", _("Came back within a year")


DELAYS = {
    Delay.WAIT: _("Median, of the people received for the first time in the period who were listened to since."),
    Delay.CLOSED: _("Of the referrals sent at least %(within)s days ago, those answered within %(within)s days."),
    Delay.LOST: _(
        "Of the referrals sent at least %(lost)s days ago, those of which nothing was heard in %(lost)s days: no"
        " answer, no beginning, not taken back."
    ),
    Delay.IN_TIME: _("Of the decisions on deposited requests, those taken by the day on which they were owed."),
    Delay.ASKED_MORE: _("Of the requests deposited, those for which missing papers were asked for, the one time."),
    Delay.HANDED: _("Median, of what was handed over in the period: a card, a device, an attestation."),
    Delay.CAME_BACK: _("Families that came back within a year after their plan had ended."),
}
#: A median of days, and no share.
IN_DAYS = frozenset({Delay.WAIT, Delay.HANDED})
FUNNEL = _(
    "People received in the period; of them, those for whom a referral was sent since; of them, those for whom at"
    " least one answer came back."
)
#: What a programme has given to a person: a service that began, a step done, a presence, an aid, an outcome. That she
#: was sent to it, or accepted by it, is not yet a service.
GIVEN = (
    EventCode.STARTED, EventCode.COMPLETED, EventCode.STEP_DONE, EventCode.ATTENDED, EventCode.AID_GIVEN,
    EventCode.OUTCOME,
)  # fmt: skip
#: A need that nothing covers, by why; each until it is closed.
GAPS = (EventCode.GAP_NONE, EventCode.GAP_FULL, EventCode.GAP_CONDITION, EventCode.GAP_FAR)
LACKING = _(
    "Needs for which a social worker found no service that takes the person and can be reached, and that were sent to"
    " none since. Fewer than five people are not shown."
)
HINDERED = _(
    "Referrals that ended without a service, for which the person said what stood in the way, in the last year. One"
    " referral may have several obstacles. Fewer than five people are not shown."
)
SERVED = _(
    "Different people to whom something was given under the programmes that are paid for, within the period: a service"
    " that began or ended, a step done, a presence, an aid, an outcome. Each person counts once; fewer than five people"
    " are not shown."
)
NOT_ATTRIBUTED = _(
    "Different people to whom something was given in the same period and place without any programme being named. They"
    " are added to no agreement."
)
SOURCE = _("Events recorded by the window at the moment of each act; no name, no file.")


class Dimension(TextChoices):
    """By what figures are told apart."""

    UNIT = "unit", _("place")
    COMMUNE = "commune", _("commune where the person lives")
    PROVINCE = "province", _("province where the person lives")
    THEME = "theme", _("theme")
    SEX = "sex", _("sex")
    AGE = "age", _("age")
    MILIEU = "milieu", _("milieu")
    DISABILITY = "disability", _("disability")


class Milieu(TextChoices):
    """Kind of commune where the person lives."""

    RURAL = "rural", _("rural commune")
    URBAN = "urban", _("urban commune")
    UNKNOWN = "", _("not known")


class WithDisability(TextChoices):
    """What is recorded of a disability; silence is not a no."""

    YES = "yes", _("disability recorded")
    UNKNOWN = "", _("none recorded")
