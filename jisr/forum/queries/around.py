"""What surrounds a meeting and its wave: invitations, who came of them, promises, who could be seated."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from jisr.accounts.models import User
from jisr.forum.choices import POST_OF_SEAT, SeatRole, SpeakerRole
from jisr.forum.models import Attendance, Commitment, Invitation, Meeting, MinutesDraft, Seat, Wave
from jisr.forum.queries.lists import attendance, rests, seats
from jisr.forum.rules.stamp import stamp
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.territory.models import Region


@dataclass(frozen=True, slots=True)
class Turnout:
    """People of one quality: how many were invited, how many came; None where nobody wrote it down."""

    label: Any
    invited: int | None
    came: int | None


def invitations(of: Meeting) -> QuerySet[Invitation]:
    """Who was invited to a meeting; for its team, one query."""
    return Invitation.objects.filter(meeting=of).order_by("role", "organisation", "channel")


def invitations_stamp(of: Meeting) -> int:
    """What the invitations of a meeting are now, as a version; one query."""
    return stamp(invitations(of).values_list("role", "organisation", "channel", "n"))


def attendance_stamp(of: Meeting) -> int:
    """What is written of who came to a meeting, as a version; one query."""
    return stamp(attendance(of).values_list("role", "organisation", "sex", "province_id", "rural", "n"))


def came_of_invited(of: Meeting) -> list[Turnout]:
    """Each quality that was invited or came, in the order of the list; two queries."""
    invited = dict(Invitation.objects.filter(meeting=of).values_list("role").annotate(Sum("n")).order_by())
    came = dict(Attendance.objects.filter(meeting=of).values_list("role").annotate(Sum("n")).order_by())
    return [
        Turnout(role.label, invited.get(role.value, 0 if invited else None), came.get(role.value, 0 if came else None))
        for role in SpeakerRole
        if role.value in invited or role.value in came
    ]


def with_minutes(meeting: Meeting) -> Meeting:
    """The meeting, carrying its minutes as they are being written; for its team, one query at most."""
    draft = MinutesDraft.objects.filter(meeting=meeting).first()
    if draft is not None:
        meeting.minutes_ar, meeting.minutes_fr = draft.minutes_ar, draft.minutes_fr
    return meeting


def promises(of: Wave) -> list[Commitment]:
    """What was promised in a wave: what is past its day first, then by day, what is settled last; one query."""
    rows = Commitment.objects.filter(wave=of).select_related("meeting").order_by(F("due_on").asc(nulls_last=True), "pk")
    return sorted(rows, key=lambda row: (row.state != "promised", not row.is_late))


def seatable(of: Wave, role: str, sought: str = "") -> QuerySet[Post]:
    """Posts of colleagues who may be given a seat: they hold its post in the region and do not sit there yet.

    Args:
        role: of the seat.
        sought: part of a name; everybody when left out.
    """
    seated = seats(of).filter(role=role).values("user")
    rows = Post.objects.filter(
        holding(), role=POST_OF_SEAT[role], user__is_active=True, user__is_demonstration=of.is_demonstration
    ).exclude(user__in=seated)
    rows = rows.filter(region=of.region_id) if of.region_id else rows
    if sought:
        rows = rows.filter(Q(user__display_name__icontains=sought))
    return rows.select_related("user").order_by("user__display_name", "user_id").distinct()


def without_secretary(region: Region, *, is_demonstration: bool) -> QuerySet[Wave]:
    """Open waves over a region that had a secretary and have none: her seat or its post has ended; one query.

    A wave that was only read in public sources never had a team, and is not offered one.
    """
    seated = Seat.objects.filter(wave=OuterRef("pk"), role=SeatRole.SECRETARY)
    rows = Wave.objects.filter(Exists(seated), ~Exists(seated.filter(holding(), rests())), closed_on=None)
    rows = rows.filter(over(region), is_demonstration=is_demonstration)
    return rows.order_by("-opened_on", "-id")


def over(region: Region) -> Q:
    """Condition on waves of a region, and on those of the whole country."""
    return Q(region=region) | Q(region=None)


def colleague(key: str) -> User | None:
    """An account by its key as a form sends it; None for no key."""
    return User.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
