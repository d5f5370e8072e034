"""Lines of the journal as an auditor reads them: who, when, what, on which row; never a name of a person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from jisr.accounts.models import User
from jisr.common import sealing
from jisr.common.database import scope
from jisr.common.models import JournalLine, JournalSeal
from jisr.staff.models import Post
from jisr.staff.queries import with_places
from jisr.web.journal.verbs import in_words
from jisr.web.paging import Page, page


@dataclass(frozen=True)
class Line:
    """One line and what is known of it.

    Attributes:
        user: who did it; None for the system or a link.
        post: from which post; None where there was none.
        is_sealed: whether a sealed batch holds it.
    """

    line: JournalLine
    user: User | None
    post: Post | None
    what: Any
    is_sealed: bool


@dataclass(frozen=True)
class Health:
    """Whether the journal is whole.

    Attributes:
        late: a line waits for its seal for more than a minute.
        checked_at: when it was last read again; None when never.
        broken: what that reading found.
    """

    late: bool
    checked_at: datetime | None
    broken: Collection[sealing.Break]


def read(wanted: Mapping[str, Any], *, after: str, compartments: Collection[str]) -> tuple[Page, list[Line]]:
    """One page of lines, newest first.

    Args:
        wanted: room, day and by of the form; any may be empty.
        after: key of the page before.
        compartments: those that the reader keeps; lines of others do not exist for her.
    """
    with scope(speaking="sealer"):
        found = page(_wanted(wanted, compartments), by=("-at", "-id"), after=after)
        sealed = set(JournalSeal.objects.filter(line__in=[row.pk for row in found]).values_list("line", flat=True))
    posts = with_places(Post.objects.all()).in_bulk([row.post for row in found if row.post])
    by_key = {str(key): post for key, post in posts.items()}
    users = User.objects.in_bulk({int(row.by) for row in found if row.by.isdigit()})
    shown = [
        Line(
            row,
            users.get(int(row.by)) if row.by.isdigit() else None,
            by_key.get(row.post),
            in_words(row.verb),
            row.pk in sealed,
        )
        for row in found
    ]
    return found, shown


def health() -> Health:
    """The state of the seal and of the last reading."""
    check = sealing.last_check()
    return Health(sealing.late(), check[0] if check else None, check[1] if check else ())


def _wanted(wanted: Mapping[str, Any], compartments: Collection[str]) -> Any:
    rows = JournalLine.objects.filter(compartment__in=["", *compartments])
    if wanted.get("room"):
        rows = rows.filter(verb__startswith=f"{wanted['room']}.")
    if wanted.get("by"):
        rows = rows.filter(by=str(wanted["by"]))
    if wanted.get("day"):
        start = timezone.make_aware(datetime.combine(wanted["day"], time()))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows
