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
    APPOINTMENT_MADE = "appointment.made", _("appointment given")
    APPOINTMENT_KEPT = "appointment.kept", _("appointment kept")
    APPOINTMENT_MISSED = "appointment.missed", _("appointment missed")
    STEP_PLANNED = "step.planned", _("step planned")
    STEP_DONE = "step.done", _("step done")
    ATTENDED = "attended", _("person attended")
    AID_GIVEN = "aid.given", _("aid given")
    OUTCOME = "outcome", _("outcome recorded")
    FOLLOWED = "followed", _("follow-up done")
    GIFT_VALUED = "gift.valued", _("value of a gift")
    PLAN_OPENED = "plan.opened", _("plan opened")
    PLAN_CLOSED = "plan.closed", _("plan closed")
    REENTERED = "reentered", _("family came back within a year")
    CONTACTED = "contacted", _("contact with a family")
    CERTIFIED = "certified", _("unit certified")
    PLACES_STATED = "places.stated", _("free places stated")
    DEPOSITED = "deposited", _("request deposited")
    COMPLETION = "completion", _("missing papers asked for")
    DECIDED = "decided", _("decision taken in time")
    DECIDED_LATE = "decided.late", _("decision taken late")
    APPEALED = "appealed", _("refusal appealed against")
    SETTLED = "settled", _("appeal answered")
    HANDED = "handed", _("handed over to the person")
    GAP_NONE = "gap.none", _("need without any service here")
    GAP_FULL = "gap.full", _("need for which every service is full")
    GAP_CONDITION = "gap.condition", _("need of a person whom no service takes")
    GAP_FAR = "gap.far", _("need whose services are too far")
    GAP_CLOSED = "gap.closed", _("need covered since")
    HINDERED = "hindered", _("something stood in the way")
    AUDIT_MADE = "audit.made", _("building looked at")
    WORKS_PROGRAMMED = "works.programmed", _("works programmed")
    WORKS_BEGUN = "works.begun", _("works begun")
    WORKS_RECEIVED = "works.received", _("works received")
    CENTRE_CLOSED = "centre.closed", _("centre closed for works")
    CENTRE_REOPENED = "centre.reopened", _("centre reopened after works")
    REVERSED = "reversed", _("an earlier event was wrong")
