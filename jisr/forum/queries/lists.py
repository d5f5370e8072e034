"""Lists of the forum; each says how many queries it takes, whatever its length."""

from uuid import UUID

from django.db.models import BooleanField, Count, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jisr.forum.choices import ContributionState, StatementState
from jisr.forum.models import Answer, Attendance, Commitment, Contribution, Meeting, Seat, Statement, Wave
from jisr.forum.queries import lineage

_PLACES = ("region", "province")


def waves() -> QuerySet[Wave]:
    """Every wave, the newest first; one query."""
    return Wave.objects.select_related(*_PLACES).order_by("-opened_on", "-id")


def wave(code: str) -> Wave | None:
    """A wave by its code; one query."""
    return waves().filter(code=code).first()


def meetings(*, wave: UUID | None = None, region: str = "") -> QuerySet[Meeting]:
    """Meetings with their wave, each with ``day``: the one it was held on, or its wave opened on, to be ordered by."""
    rows = Meeting.objects.select_related("wave", "region", "province__region")
    rows = rows.annotate(day=Coalesce("held_on", F("wave__opened_on")))
    rows = rows.filter(wave=wave) if wave else rows
    return rows.filter(region=region) if region else rows


def meetings_of(wave: Wave) -> list[Meeting]:
    """The meetings of a wave in the order of their days."""
    return sorted(meetings(wave=wave.pk), key=lambda row: (row.held_on is None, row.held_on or wave.opened_on, row.pk))


def regions_met(*, wave: UUID | None = None) -> set[str]:
    """Codes of the regions in which a meeting was held or is planned."""
    return {code for code in meetings(wave=wave).values_list("region", flat=True).distinct().order_by() if code}


def meeting(code: str) -> Meeting | None:
    """A meeting by its code, with its wave; one query."""
    return Meeting.objects.select_related("wave", *_PLACES).filter(code=code).first()


def attendance(of: Meeting) -> QuerySet[Attendance]:
    """Who came to a meeting, by quality; one query."""
    return Attendance.objects.filter(meeting=of).select_related("province").order_by("role", "organisation", "id")


def published(*, wave: UUID | None = None, meeting: UUID | None = None) -> QuerySet[Contribution]:
    """Published contributions with their places; of a wave or of a meeting."""
    rows = Contribution.objects.filter(state=ContributionState.PUBLISHED).select_related(
        "region", "province", "commune"
    )
    rows = rows.filter(wave=wave) if wave else rows
    return rows.filter(meeting=meeting) if meeting else rows


def contribution(code: str) -> Contribution | None:
    """A contribution by its number, with its wave and meeting; one query."""
    rows = Contribution.objects.select_related("wave", "meeting", "region", "province", "commune")
    return rows.filter(code=code).first()


def commitments(meeting: Meeting) -> list[Commitment]:
    """What was promised at a meeting: what is past its day first, then by day."""
    rows = meeting.commitments.order_by(F("due_on").asc(nulls_last=True), "pk")
    return sorted(rows, key=lambda row: not row.is_late)


def to_answer(of: Wave) -> list[Contribution]:
    """Contributions of a wave that still lack an answer, the oldest first; four queries."""
    keys = lineage.unanswered(of)
    return list(Contribution.objects.filter(pk__in=keys).select_related("meeting", "region").order_by("said_on", "id"))


def statements(of: Wave) -> QuerySet[Statement]:
    """The current statements of a wave, with ``n_answers``; one query."""
    rows = Statement.objects.filter(wave=of, state=StatementState.ACTIVE)
    given = Answer.objects.filter(statement=OuterRef("pk")).order_by().values("statement").annotate(n=Count("pk"))
    # counted for the rows of a page, not joined to all of them
    return rows.annotate(n_answers=Coalesce(Subquery(given.values("n")), 0)).order_by("made_at", "id")


def statement(key: UUID) -> Statement | None:
    """A statement with its wave; one query."""
    return Statement.objects.select_related("wave").filter(pk=key).first()


def seats(of: Wave) -> QuerySet[Seat]:
    """Who sits on the team of a wave today, each with ``rests``: whether she still holds the post for it; one query."""
    return (
        Seat.objects.filter(_holding(), wave=of)
        .annotate(rests=rests())
        .select_related("user")
        .order_by("role", "since", "id")
    )


def rests() -> Func:
    """Whether whoever sits in a seat holds the post for it, as the doors of the team ask it too."""
    return Func("user_id", "wave_id", "role", function="jisr_forum_seat_rests", output_field=BooleanField())


def _holding() -> Q:
    today = timezone.localdate()
    return Q(since__lte=today) & (Q(until=None) | Q(until__gt=today))
