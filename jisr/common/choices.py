"""Closed lists shared by all rooms."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Compartment(TextChoices):
    """What does not exist for those who do not keep it."""

    VIOLENCE = "violence", _("violence")
    CHILD = "child", _("child protection")


class Sex(TextChoices):
    """Sex as recorded; unknown is said, not guessed."""

    FEMALE = "f", _("female")
    MALE = "m", _("male")
    UNKNOWN = "", _("not said")


class EventCode(TextChoices):
    """What can happen in the world; a code is never reused with another meaning."""

    RECEIVED = "received", _("person received")
    LISTENED = "listened", _("person listened to")
    CONSENTED = "consented", _("consent given")
    WITHDRAWN = "withdrawn", _("consent withdrawn")
    ORIENTED = "oriented", _("referral sent")
    ANSWERED = "answered", _("referral answered")
    ACCEPTED = "accepted", _("referral accepted")
    REFUSED = "refused", _("referral refused")
    EXPIRED = "expired", _("referral expired without answer")
    RETRACTED = "retracted", _("referral taken back by its sender")
    STARTED = "started", _("service started")
    COMPLETED = "completed", _("service completed")
    FAILED = "failed", _("service failed")
    STEP_PLANNED = "step.planned", _("step planned")
    STEP_DONE = "step.done", _("step done")
    ATTENDED = "attended", _("person attended")
    AID_GIVEN = "aid.given", _("aid given")
    OUTCOME = "outcome", _("outcome recorded")
    FOLLOWED = "followed", _("follow-up done")
    PLACES_STATED = "places.stated", _("free places stated")
    REVERSED = "reversed", _("an earlier event was wrong")
