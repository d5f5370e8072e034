"""Who comes to which desk: a wave on whose team the reader sits today, in the post from which she speaks."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jisr.forum import queries
from jisr.forum.choices import POST_OF_SEAT
from jisr.forum.models import Commitment, Contribution, Meeting, Seat, Statement, Wave
from jisr.web.window import found


def seats(request: HttpRequest) -> QuerySet[Seat]:
    """The seats that the reader holds today, of the role of her post: two posts are worn one at a time."""
    today, role = timezone.localdate(), request.post.role
    held: Sequence[str] = [seat for seat, post in POST_OF_SEAT.items() if post == role]
    return Seat.objects.filter(
        Q(until=None) | Q(until__gt=today), user=request.user.pk, role__in=held, since__lte=today
    )  # fmt: skip


def waves(request: HttpRequest) -> QuerySet[Wave]:
    """The waves of the reader, those still open first."""
    return Wave.objects.filter(Exists(seats(request).filter(wave=OuterRef("pk")))).order_by("-closed_on", "-opened_on")


def wave(request: HttpRequest, code: str) -> Wave:
    """A wave of the reader.

    Raises:
        Http404: she has no seat there, or there is none.
    """
    return found(waves(request).filter(code=code).first())


def without_secretary(request: HttpRequest) -> QuerySet[Wave]:
    """Open waves over the region of the post that have no secretary any more."""
    return queries.without_secretary(request.post.region, is_demonstration=request.user.is_demonstration)


def wave_of_region(request: HttpRequest, code: str) -> Wave:
    """An open wave over the region of the post, with or without a secretary.

    Raises:
        Http404: there is none.
    """
    rows = Wave.objects.filter(queries.over(request.post.region), closed_on=None)
    return found(rows.filter(is_demonstration=request.user.is_demonstration, code=code).first())


def is_over(request: HttpRequest, row: Wave) -> bool:
    """Whether somebody asks for a form of a wave that is closed: its page says so, before anything is typed in vain.

    What was typed meanwhile is not lost: it is refused in its form.
    """
    return row.closed_on is not None and request.method != "POST"


def meeting(request: HttpRequest, code: str) -> Meeting:
    """A meeting of a wave of the reader."""
    return found(Meeting.objects.select_related("wave").filter(wave__in=waves(request), code=code).first())


def seats_of_team(request: HttpRequest) -> QuerySet[Seat]:
    """The seats that hold today on the teams of the reader."""
    today = timezone.localdate()
    rows = Seat.objects.filter(Q(until=None) | Q(until__gt=today), wave__in=waves(request), since__lte=today)
    return rows.select_related("wave", "user")


def commitment(request: HttpRequest, key: UUID) -> Commitment:
    """A commitment of a wave of the reader."""
    rows = Commitment.objects.select_related("meeting", "wave").filter(wave__in=waves(request))
    return found(rows.filter(pk=key).first())


def contribution(request: HttpRequest, code: str) -> Contribution:
    """A contribution of a wave of the reader, in any state."""
    rows = Contribution.objects.select_related("wave", "meeting", "region", "province", "commune", "verbatim")
    return found(rows.filter(wave__in=waves(request), code=code).first())


def statement(request: HttpRequest, key: UUID) -> Statement:
    """A statement of a wave of the reader."""
    return found(Statement.objects.select_related("wave").filter(wave__in=waves(request), pk=key).first())
