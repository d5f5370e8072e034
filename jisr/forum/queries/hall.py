"""What the hall needs to know: whether a meeting takes contributions, how many came, and what stands on its screen."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from jisr.common.database import call
from jisr.forum.choices import MeetingState, StatementState
from jisr.forum.models import Contribution, Meeting, Statement, Tribune
from jisr.forum.queries.lists import published

#: Meetings that may take contributions: their minutes are not closed yet.
TAKING = (MeetingState.PLANNED, MeetingState.HELD)
_PLACES = ("meeting__wave", "meeting__region", "meeting__province__region", "meeting__wave__region")
# From the published contributions of a meeting down to every statement that came of them, over edges that hold.
_DOWN = """WITH RECURSIVE live AS (
    SELECT f.statement_id AS one, f.contribution_id AS said, t.statement_id AS other
    FROM forum_edge e JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
    WHERE e.undone_at IS NULL AND e.wave_id = %s
), down AS (
    SELECT l.other, l.said FROM live l JOIN forum_contribution c ON c.id = l.said
    WHERE c.meeting_id = %s AND c.state = 'published'
    UNION SELECT l.other, d.said FROM down d JOIN live l ON l.one = d.other
)"""
_JOINED = f"({_DOWN} SELECT other FROM down)"  # noqa: S608 - constants of this file
_HOLDING = f"({_DOWN} SELECT said FROM down)"  # noqa: S608


def tribune(meeting: Meeting) -> Tribune | None:
    """The tribune of a meeting; None where nobody ever opened one; one query."""
    return Tribune.objects.filter(meeting=meeting).first()


def tribune_of(number: int) -> Tribune | None:
    """The tribune with a number, with its meeting; one query."""
    return Tribune.objects.select_related("meeting").filter(number=number).first()


def hall(code: str) -> tuple[Meeting | None, Tribune | None]:
    """A meeting by its code with its wave and places, and its tribune; one query where there is one, else two."""
    found = Tribune.objects.select_related(*_PLACES).filter(meeting__code=code).first()
    if found is not None:
        return found.meeting, found
    rows = Meeting.objects.select_related("wave__region", "region", "province__region")
    return rows.filter(code=code).first(), None


def is_taking(meeting: Meeting, tribune: Tribune | None) -> bool:
    """Whether whoever writes is heard at this moment; the database decides again.

    Args:
        meeting: with its wave.
    """
    return _may_take(meeting, tribune) and tribune is not None and tribune.opens_at <= timezone.now()


def opens_later(meeting: Meeting, tribune: Tribune | None) -> bool:
    """Whether the moment at which it opens is still to come."""
    return _may_take(meeting, tribune) and not is_taking(meeting, tribune)


def _may_take(meeting: Meeting, tribune: Tribune | None) -> bool:
    is_open = meeting.state in TAKING and meeting.wave.closed_on is None
    return is_open and tribune is not None and not tribune.is_over


def heard(meeting: Meeting) -> int:
    """How many contributions came to a meeting so far, whatever became of them; for anybody, one query."""
    ((count,),) = call("jisr_forum_heard", meeting.pk)
    return int(count)


def joined_from(meeting: Meeting) -> QuerySet[Statement]:
    """The current statements that published contributions of a meeting went into, the newest first."""
    keys = RawSQL(_JOINED, [meeting.wave_id, meeting.pk])  # noqa: S611 - a constant of this file
    return Statement.objects.filter(pk__in=keys, state=StatementState.ACTIVE).order_by("-made_at", "-pk")


def not_joined(meeting: Meeting) -> QuerySet[Contribution]:
    """The published contributions of a meeting that stand by themselves, the newest first."""
    keys = RawSQL(_HOLDING, [meeting.wave_id, meeting.pk])  # noqa: S611 - a constant of this file
    return published(meeting=meeting.pk).exclude(pk__in=keys).order_by("-published_at", "-pk")
