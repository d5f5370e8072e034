"""What a kit carries to the hall and what it brings home; the kits of a wave."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jisr.common.crypto import decrypt, keyed_hash
from jisr.forum.choices import POST_OF_SEAT, ContributionState, MeetingState
from jisr.forum.models import (
    Answer,
    Attendance,
    Commitment,
    Contribution,
    Edge,
    EdgeFrom,
    EdgeTo,
    Kit,
    KitBundle,
    KitSecret,
    Meeting,
    OpenedKit,
    Signing,
    Statement,
    StatementVote,
    Tribune,
    Wave,
)
from jisr.forum.queries import sealed
from jisr.forum.queries.lists import seats
from jisr.forum.rules.brought import PLAIN
from jisr.staff.models import Post
from jisr.staff.queries import holding

#: The tables that a kit carries, those that others point at first.
CARRIED: tuple[Any, ...] = (
    Wave, Meeting, Tribune, Attendance, Commitment, Signing, Contribution, Statement, Edge, EdgeFrom, EdgeTo, Answer,
)  # fmt: skip
#: What stays on the main server of the rows that are carried: who wrote them, and hashes of its own key.
_LEFT = {"author_id": None, "by_id": None, "undone_by_id": None, "code_hash": ""}
_PEOPLE = ("role", "organisation", "sex", "province_id", "rural", "n")
_VOTE = ("id", "statement_id", "voter", "groups", "value", "by_slip", "at")


def secret_bound_to(found: str) -> str:
    """What a kept code belongs to."""
    return f"forum.kitsecret:{found}"


def bundle_key(kit: UUID) -> bytes:
    """The key that shuts what a kit brings home; worked out again from its number whenever it is needed."""
    return bytes.fromhex(keyed_hash(str(kit), purpose="forum.kit"))


def carried(meeting: Meeting) -> dict[str, list[dict[str, Any]]]:
    """The public rows of the wave of a meeting, table by table; thirteen queries.

    Nothing sealed, nothing that waits for moderation, no count of the meeting itself: it is made in the hall.
    """
    wave = meeting.wave_id
    shown = Contribution.objects.filter(wave=wave, state=ContributionState.PUBLISHED)
    hidden = EdgeFrom.objects.filter(contribution__isnull=False).exclude(contribution__in=shown)
    edges = Edge.objects.filter(wave=wave).exclude(pk__in=hidden.values("edge"))
    answers = Answer.objects.filter(Q(contribution=None) | Q(contribution__in=shown), wave=wave)
    found: dict[Any, QuerySet[Any]] = {
        Wave: Wave.objects.filter(pk=wave), Meeting: Meeting.objects.filter(wave=wave),
        Tribune: Tribune.objects.filter(meeting=meeting),
        Attendance: Attendance.objects.filter(wave=wave).exclude(meeting=meeting),
        Commitment: Commitment.objects.filter(wave=wave), Signing: Signing.objects.filter(wave=wave),
        Contribution: shown,
        Statement: Statement.objects.filter(wave=wave), Edge: edges, EdgeFrom: EdgeFrom.objects.filter(edge__in=edges),
        EdgeTo: EdgeTo.objects.filter(edge__in=edges), Answer: answers,
    }  # fmt: skip
    return {model._meta.label_lower: _rows(model, found[model]) for model in CARRIED}


def _rows(model: Any, rows: QuerySet[Any]) -> list[dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    return [row | {name: left for name, left in _LEFT.items() if name in row} for row in rows.values(*names)]


def team_of(wave: Wave) -> list[dict[str, Any]]:
    """Who sits on the team today, with what an account in the kit needs; never a password, nor what is made of one."""
    rows = list(seats(wave))
    posts = Post.objects.filter(holding(), user__in=[row.user_id for row in rows])
    regions = {(post.user_id, post.role): post.region_id for post in posts if post.region_id}
    return [
        {
            "email": row.user.email, "name": row.user.display_name, "language": row.user.language, "seat": row.role,
            "region": wave.region_id or regions.get((row.user_id, POST_OF_SEAT[row.role])),
        }
        for row in rows
    ]  # fmt: skip


def kits_of(wave: Wave) -> QuerySet[Kit]:
    """The kits of a wave with what came back of each, the last one first; two queries."""
    return Kit.objects.filter(wave=wave).select_related("meeting").prefetch_related("bundles").order_by("-cut_at", "id")


def bundle(key: UUID) -> KitBundle | None:
    """What was brought from a kit, with its wave and meeting; one query."""
    return KitBundle.objects.select_related("wave", "kit__meeting").filter(pk=key).first()


# in a kit


def opened_kit() -> OpenedKit | None:
    """Which kit this installation is; one query."""
    return OpenedKit.objects.select_related("wave", "meeting").first()


def gathered(opened: OpenedKit, *, closed_at: datetime, true_at: datetime | None) -> dict[str, Any]:
    """All that was gathered in this kit, its codes and its sealed words in the clear; four queries."""
    secrets = {row.hash: decrypt(bytes(row.sealed), bound_to=secret_bound_to(row.hash)) for row in _secrets()}
    rows = said_here(opened).select_related("verbatim")
    people = Attendance.objects.filter(meeting=opened.meeting_id)
    votes = StatementVote.objects.filter(wave=opened.wave_id).order_by("at", "id")
    return {
        "instance": opened.instance, "opened_at": opened.opened_at.isoformat(), "closed_at": closed_at.isoformat(),
        "true_at": true_at.isoformat() if true_at else None,
        "held_on": opened.meeting.held_on if opened.meeting.state != MeetingState.PLANNED else None,
        "contributions": [_said(row, secrets) for row in rows.order_by("id")],
        "people": list(people.order_by("id").values(*_PEOPLE)),
        "votes": [
            {**row, "at": row["at"].isoformat(), "name": secrets.get(row["voter"], "")} for row in votes.values(*_VOTE)
        ],
    }  # fmt: skip


def said_here(opened: OpenedKit) -> QuerySet[Contribution]:
    """What was said in this kit: what was carried here has no sealed words."""
    return Contribution.objects.filter(wave=opened.wave_id, verbatim__isnull=False)


def count_gathered(opened: OpenedKit) -> dict[str, int]:
    """How many contributions, votes and people this kit has; three queries."""
    people = Attendance.objects.filter(meeting=opened.meeting_id).values_list("n", flat=True)
    return {
        "new": said_here(opened).count(),
        "votes": StatementVote.objects.filter(wave=opened.wave_id).count(), "people": sum(people),
    }  # fmt: skip


def _secrets() -> Iterable[KitSecret]:
    return KitSecret.objects.all()


def _said(row: Contribution, secrets: dict[str, str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PLAIN} | {
        "id": row.pk, "client_key": row.client_key, "meeting_id": row.meeting_id,
        "words": sealed.opened(row.verbatim), "slip": secrets.get(row.code_hash, ""), "said_on": row.said_on,
        "received_at": row.received_at.isoformat(),
    }  # fmt: skip


# on the main server


def identities(wave: UUID, keys: Sequence[UUID]) -> set[UUID]:
    """Which of these identities the server has; one query."""
    rows = Contribution.objects.filter(Q(pk__in=keys) | Q(client_key__in=keys), wave=wave)
    return {client_key or key for key, client_key in rows.values_list("pk", "client_key")}
