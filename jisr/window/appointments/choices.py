"""Closed lists of appointments; the state machine of one is a table."""

from django.db.models import TextChoices
from django.utils import dates
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Motive(TextChoices):
    """What time is given for. It stands in the agenda and on no message: it says little on purpose."""

    TALK = "talk", _("private interview")
    FOLLOW_UP = "follow_up", _("follow-up of a plan")
    PAPERS = "papers", _("help with papers")
    DEPOSIT = "deposit", _("deposit of a request")
    SERVICE = "service", _("a service of the centre")
    ADVICE = "advice", _("advice of a specialist")
    MEDIATION = "mediation", _("family mediation")
    HOME = "home", _("home visit")


class Gathering(TextChoices):
    """What several people come to together."""

    INFORMATION = "information", _("information session")
    PARENTING = "parenting", _("parenting session")
    INTAKE = "intake", _("intake of a training")
    MEDIATION = "mediation", _("mediation group")
    WORKSHOP = "workshop", _("workshop")


class Place(TextChoices):
    """Where it takes place."""

    CENTRE = "centre", _("at the centre")
    HOME = "home", _("at the person's home")
    PHONE = "phone", _("by telephone")
    MOBILE = "mobile", _("at a stop of the mobile unit")


class Season(TextChoices):
    """When a rule of a week holds."""

    ORDINARY = "ordinary", _("all year")
    RAMADAN = "ramadan", _("in Ramadan")


#: Days of a week, as Python counts them.
WEEKDAYS = [(str(n), name) for n, name in dates.WEEKDAYS.items()]


class State(TextChoices):
    """Where an appointment stands."""

    BOOKED = "booked", pgettext_lazy("of appointment", "given")
    KEPT = "kept", pgettext_lazy("of appointment", "the person came")
    MISSED = "missed", pgettext_lazy("of appointment", "the person did not come")
    CANCELLED = "cancelled", pgettext_lazy("of appointment", "cancelled")


#: state -> states that may follow it; what was noted by mistake is corrected, what was cancelled is booked anew
TRANSITIONS: dict[str, frozenset[str]] = {
    State.BOOKED: frozenset({State.BOOKED, State.KEPT, State.MISSED, State.CANCELLED}),
    State.KEPT: frozenset({State.MISSED}),
    State.MISSED: frozenset({State.KEPT}),
    State.CANCELLED: frozenset(),
}
#: States that take a place of a session, and an agent's time.
TAKING = (State.BOOKED, State.KEPT, State.MISSED)


class SessionState(TextChoices):
    """Where a session stands."""

    PLANNED = "planned", pgettext_lazy("of session", "planned")
    CANCELLED = "cancelled", pgettext_lazy("of session", "cancelled")


class CancelReason(TextChoices):
    """Why an appointment is cancelled."""

    PERSON = "person", _("the person asked")
    NOT_NEEDED = "not_needed", _("it is no longer needed")
    AGENT = "agent", _("whoever was to receive her cannot be there")
    CLOSED = "closed", _("the centre is closed then")
    MISTAKE = "mistake", _("it was written by mistake")


#: Reasons of the centre's side: the person does not know of it yet, and is told.
OUR_REASONS = (CancelReason.AGENT, CancelReason.CLOSED)


class Told(TextChoices):
    """How the person is reminded."""

    SMS = "sms", _("a text message to a safe telephone")
    CALL = "call", _("a telephone call by the centre, to a safe telephone")
    PAPER = "paper", _("a paper, given by hand")
    NOTHING = "nothing", _("not reminded, she wishes so")


class WaitState(TextChoices):
    """Where somebody who waits for a place stands."""

    WAITING = "waiting", pgettext_lazy("of a wait", "waits for a place")
    BOOKED = "booked", pgettext_lazy("of a wait", "has a place")
    LEFT = "left", pgettext_lazy("of a wait", "waits no longer")


class FeastState(TextChoices):
    """How sure the day of a feast is."""

    FIXED = "fixed", _("fixed by law")
    PROVISIONAL = "provisional", _("expected; it is known when the moon is seen")
    ANNOUNCED = "announced", _("announced")


class Feast(TextChoices):
    """Days off of the country, and the month that changes the hours."""

    NEW_YEAR = "new_year", _("New Year")
    MANIFESTO = "manifesto", _("Independence Manifesto Day")
    AMAZIGH_YEAR = "amazigh_year", _("Amazigh New Year")
    LABOUR = "labour", _("Labour Day")
    THRONE = "throne", _("Throne Day")
    OUED_ED_DAHAB = "oued_ed_dahab", _("Oued Ed-Dahab Day")
    REVOLUTION = "revolution", _("Revolution of the King and the People")
    YOUTH = "youth", _("Youth Day")
    UNITY = "unity", _("Unity Day")
    GREEN_MARCH = "green_march", _("Green March Day")
    INDEPENDENCE = "independence", _("Independence Day")
    RAMADAN = "ramadan", _("beginning of Ramadan")
    EID_FITR = "eid_fitr", _("Eid al-Fitr")
    EID_ADHA = "eid_adha", _("Eid al-Adha")
    HIJRI_YEAR = "hijri_year", _("Hijri New Year")
    MAWLID = "mawlid", _("the Prophet's birthday")
