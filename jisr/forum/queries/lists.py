"""Lists of the forum; each says how many queries it takes, whatever its length."""

from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from jisr.accounts.models import User
from jisr.forum.choices import ContributionState, StatementState
from jisr.forum.models import Attendance, Contribution, Meeting, Seat, Statement, Verbatim, Wave
from jisr.forum.queries import lineage

_PLACES = ("region", "province")


def waves() -> QuerySet[Wave]:
    """Every wave, the newest first, with ``n_meetings`` and ``n_contributions`` that the reader sees; one query."""
    return (
        Wave.objects.select_related(*_PLACES)
        .annotate(n_meetings=_many(Meeting), n_contributions=_many(Contribution))
        .order_by("-opened_on", "-id")
    )


def wave(code: str) -> Wave | None:
    """A wave by its code; one query."""
    return waves().filter(code=code).first()


def meetings(of: Wave) -> QuerySet[Meeting]:
    """The meetings of a wave by day, those without one last, with ``n_people`` and ``n_contributions``; one query."""
    people = Attendance.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(all=Sum("n"))
    said = Contribution.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(all=Count("id"))
    return (
        Meeting.objects.filter(wave=of)
        .select_related(*_PLACES)
        .annotate(n_people=Coalesce(Subquery(people.values("all")), 0))
        .annotate(n_contributions=Coalesce(Subquery(said.values("all")), 0))
        .order_by("held_on", "id")
    )


def meeting(code: str) -> Meeting | None:
    """A meeting by its code, with its wave; one query."""
    return Meeting.objects.select_related("wave", *_PLACES).filter(code=code).first()


def attendance(of: Meeting) -> QuerySet[Attendance]:
    """Who came to a meeting, by quality; one query."""
    return Attendance.objects.filter(meeting=of).select_related("province").order_by("role", "organisation", "id")


def contributions(
    of: Wave, *, meeting: Meeting | None = None, state: str = "", kind: str = "", theme: str = "", region: str = "",
    province: str = "", channel: str = "",
) -> QuerySet[Contribution]:  # fmt: skip
    """Contributions of a wave that the reader sees, the newest first; one query. What is "" is not asked for."""
    asked = {
        "meeting": meeting, "state": state, "kind": kind, "theme": theme, "region": region, "province": province,
        "channel": channel,
    }  # fmt: skip
    rows = Contribution.objects.filter(wave=of, **{name: value for name, value in asked.items() if value})
    return rows.select_related("meeting", "region", "province", "commune").order_by("-said_on", "-id")


def contribution(code: str) -> Contribution | None:
    """A contribution by its number, with its wave and meeting; one query."""
    rows = Contribution.objects.select_related("wave", "meeting", "region", "province", "commune")
    return rows.filter(code=code).first()


def to_moderate(of: Wave) -> QuerySet[Verbatim]:
    """Sealed words that wait for a moderator, the oldest first, each with its contribution; one query.

    Read them with ``sealed.read_sealed``, which leaves a line on the journal.
    """
    rows = Verbatim.objects.filter(wave=of, contribution__state=ContributionState.SAID)
    return rows.select_related("contribution__meeting").order_by("contribution__received_at", "contribution")


def to_answer(of: Wave) -> list[Contribution]:
    """Contributions of a wave that still lack an answer, the oldest first; four queries."""
    keys = lineage.unanswered(of)
    return list(Contribution.objects.filter(pk__in=keys).select_related("meeting", "region").order_by("said_on", "id"))


def statements(of: Wave) -> QuerySet[Statement]:
    """The current statements of a wave, with ``n_answers``; one query."""
    rows = Statement.objects.filter(wave=of, state=StatementState.ACTIVE)
    return rows.annotate(n_answers=Count("answers")).order_by("made_at", "id")


def statement(key: UUID) -> Statement | None:
    """A statement with its wave; one query."""
    return Statement.objects.select_related("wave").filter(pk=key).first()


def seats(of: Wave) -> QuerySet[Seat]:
    """Who sits on the team of a wave today; one query."""
    return Seat.objects.filter(_holding(), wave=of).select_related("user").order_by("role", "since", "id")


def my_seats(user: User) -> QuerySet[Seat]:
    """Where a user sits today, the newest wave first; one query."""
    rows = Seat.objects.filter(_holding(), user=user).select_related("wave")
    return rows.order_by("-wave__opened_on", "-wave", "role")


def _holding() -> Q:
    today = timezone.localdate()
    return Q(since__lte=today) & (Q(until=None) | Q(until__gt=today))


def _many(model: Any) -> Any:
    rows = model.objects.filter(wave=OuterRef("pk")).order_by().values("wave").annotate(all=Count("id"))
    return Coalesce(Subquery(rows.values("all")), 0)
