"""Who may act on a wave, and the refusals that every act of the forum shares."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.errors import OutOfReach, Refusal
from jisr.forum.choices import SeatRole
from jisr.forum.models import Seat, Wave


class NotOnTheTeam(Refusal):
    """The writer has no seat from which this can be done."""

    message = _("This is done by somebody else on the team of this consultation. Ask its secretary.")


class WaveClosed(Refusal):
    """Nothing changes any more."""

    message = _("This consultation is closed. Open a new one, or write to its secretary.")


class SeatRefused(Refusal):
    """The colleague lacks the post that goes with the seat."""

    message = _("This colleague has no post for this seat in this region. Ask an administrator for the post first.")


class SeatedAlready(Refusal):
    """The same seat twice."""

    message = _("This colleague already sits on the team in this role.")


class LastSecretary(Refusal):
    """Somebody must be able to close the wave."""

    message = _("A consultation keeps one secretary. Give the seat to someone else first.")


class NotHeldYet(Refusal):
    """Who came and what was said there is written down afterwards."""

    message = _("This meeting is only planned. Note first that it was held.")


class MinutesClosed(Refusal):
    """What was published of a meeting is not rewritten."""

    message = _("The minutes of this meeting are closed and public. Write what is new into the next meeting.")


class StillUnanswered(Refusal):
    """A wave closes when everybody has had an answer."""

    message = _("Contributions without an answer: %(count)d. Answer each of them, then close the consultation.")


class AnsweredAlike(Refusal):
    """The same words for many who were not joined."""

    message = _(
        "These words already answer five contributions one by one. Join them in one statement and answer it, or say"
        " what is particular to this one."
    )


class NotModerated(Refusal):
    """What is sealed is neither joined nor answered."""

    message = _("This contribution waits for moderation. Publish it or withhold it first.")


class NameLeft(Refusal):
    """Something that may tell who somebody is stands open."""

    message = _("A name, a number or an address may still be readable. Cover it, or confirm that it may stay.")


class TellsWhatIsCovered(Refusal):
    """A sentence says a word that a published text covers."""

    message = _("This sentence says a word that was covered in what was published. Say it without that word.")


class NotTogether(Refusal):
    """Contributions or statements of two waves, or ones that are no longer current."""

    message = _("Some of these were replaced or belong to another consultation. Open the page again and choose anew.")


class Circle(Refusal):
    """A statement would come from itself."""

    message = _("One of these comes from the other. A statement cannot come from itself.")


class NotUndone(Refusal):
    """Something later rests on it."""

    message = _("Something later rests on this. Take back the later step first.")


#: What the functions of the database answer, other than nothing.
ANSWERS: dict[str, type[Refusal]] = {
    "not_yours": NotOnTheTeam,
    "gone": OutOfReach,
    "no_post": SeatRefused,
    "held": SeatedAlready,
    "last": LastSecretary,
    "closed": WaveClosed,
    "wrong": OutOfReach,
}


def on_team(wave_id: Any, by: User, *roles: str) -> str:
    """The seat from which somebody acts on a wave today.

    Args:
        roles: seats that may do it; any seat when left out.

    Raises:
        NotOnTheTeam: she holds none of them.
    """
    today = timezone.localdate()
    held = Seat.objects.filter(
        Q(until=None) | Q(until__gt=today), wave=wave_id, user=by, role__in=roles or SeatRole.values, since__lte=today
    )
    role = held.order_by("role").values_list("role", flat=True).first()
    if role is None:
        raise NotOnTheTeam
    return role


def opened(wave_id: Any) -> Wave:
    """The wave, locked against other acts on its lineage and against its closing.

    Raises:
        WaveClosed: it is closed.
        OutOfReach: there is none.
    """
    wave = Wave.objects.select_for_update(no_key=True).filter(pk=wave_id).first()
    if wave is None:
        raise OutOfReach
    if wave.closed_on is not None:
        raise WaveClosed
    return wave


def still_open(wave: Wave) -> None:
    """Refuse early what the database would refuse late.

    Raises:
        WaveClosed: the wave was closed since.
    """
    if Wave.objects.filter(pk=wave.pk, closed_on__isnull=False).exists():
        raise WaveClosed
