"""Reads of advisory bodies; each says how many queries it takes, whatever the length."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from jisr.accounts.models import User
from jisr.forum.choices import ItemState, OpinionState
from jisr.forum.models import (
    AdvisoryBody,
    BodyMember,
    BodySeat,
    MeansAnswer,
    MeansRequest,
    Opinion,
    OpinionOutcome,
    ProgrammeItem,
)
from jisr.forum.rules import bodies as rules


@dataclass(frozen=True, slots=True)
class Tally:
    """What a list says of a body.

    Attributes:
        late: lines of its programme that are past their day.
    """

    figures: rules.Figures = field(default_factory=rules.Figures)
    parity: rules.Parity = field(default_factory=lambda: rules.Parity(0, 0, 0))
    late: int = 0

    @property
    def members(self) -> int:
        """How many sit in it today."""
        return self.parity.women + self.parity.men + self.parity.unsaid


def bodies(*, region: str = "", kind: str = "") -> QuerySet[AdvisoryBody]:
    """Advisory bodies with their region, in the order of the regions; one query."""
    rows = AdvisoryBody.objects.select_related("region").order_by("region", "kind", "name_ar", "id")
    rows = rows.filter(region=region) if region else rows
    return rows.filter(kind=kind) if kind else rows


def body(code: str) -> AdvisoryBody | None:
    """A body by its code; one query."""
    return bodies().filter(code=code).first()


def bodies_of(user: User) -> QuerySet[AdvisoryBody]:
    """The bodies in which somebody sits today; one query."""
    held = BodySeat.objects.filter(_sitting("member__"), user=user)
    return bodies().filter(pk__in=held.values("body"))


def bodies_kept(user: User, region: str | None) -> QuerySet[AdvisoryBody]:
    """The bodies of a region as its own people see them; those of an invented region with them."""
    return bodies().filter(Q(region=region) | Q(region=None), is_demonstration=user.is_demonstration)


def members_of(of: AdvisoryBody, *, past: bool = False) -> list[BodyMember]:
    """Who sits in a body today, or who left it: the chair first, then the rapporteur; one query."""
    order = {"chair": 0, "rapporteur": 1}
    rows = BodyMember.objects.filter(~_sitting() if past else _sitting(), body=of).order_by("since", "id")
    return sorted(rows, key=lambda row: order.get(row.part, 2))


def programme_of(of: AdvisoryBody) -> list[ProgrammeItem]:
    """The programme of a body in the order of its days; one query."""
    return list(ProgrammeItem.objects.filter(body=of).order_by("due_on", "id"))


def requests_of(*of: AdvisoryBody) -> list[MeansRequest]:
    """Requests for means with their answers, each with ``standing`` as of today, those that wait first; two queries."""
    rows = MeansRequest.objects.filter(body__in=of).select_related("body__region")
    answers = MeansAnswer.objects.order_by("answered_on", "id")
    return _stood(rows.prefetch_related(Prefetch("answers", answers)).order_by("-asked_on", "-id"))


def _stood(rows: Iterable[MeansRequest]) -> list[Any]:
    today = timezone.localdate()
    found: list[Any] = list(rows)
    for row in found:
        row.standing = rules.standing(row.asked_on, told(row), today)
    return sorted(found, key=lambda row: (not row.standing.waits, -row.standing.days if row.standing.waits else 0))


def told(request: MeansRequest) -> list[tuple[str, date, date | None]]:
    """The answers to a request as the rules take them."""
    return [(one.kind, one.answered_on, one.next_on) for one in request.answers.all()]


def opinions_of(*of: AdvisoryBody) -> list[Opinion]:
    """Opinions given, the newest first, each with ``former``: those it replaced, the newest first; one query.

    A corrected opinion stands in the place of the one that it replaces, which is read under it.
    """
    rows = Opinion.objects.filter(body__in=of, state=OpinionState.GIVEN).order_by("-given_on", "-id")
    found = {row.pk: row for row in rows.select_related("body__region", "outcome", "wave", "contribution")}
    replaced = {row.replaces_id for row in found.values()}
    current: list[Any] = [row for row in found.values() if row.pk not in replaced]
    for row in current:
        row.former = _before(row, found)
    return current


def _before(row: Opinion, found: Mapping[UUID, Opinion]) -> list[Opinion]:
    former: list[Opinion] = []
    while (before := row.replaces_id) is not None and before in found:
        row = found[before]
        former.append(row)
    return former


def drafts_of(*of: AdvisoryBody) -> list[Opinion]:
    """Opinions that bodies are writing, those due first at the top; one query, empty for whoever is no member."""
    rows = Opinion.objects.filter(body__in=of, state=OpinionState.DRAFT).select_related("body")
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or row.begun_on, row.pk))


def open_items(*of: AdvisoryBody, until: date) -> list[ProgrammeItem]:
    """Lines of programmes that are neither done nor given up, due by a day, the earliest first; one query."""
    due = {"state": ItemState.PLANNED, "due_on__lte": until}
    return list(ProgrammeItem.objects.filter(body__in=of, **due).select_related("body").order_by("due_on", "id"))


def tallies(of: Iterable[AdvisoryBody]) -> dict[UUID, Tally]:
    """The public figures of each of several bodies; five queries."""
    rows = list(of)
    late = {row["body"]: row["n"] for row in _late(rows)}
    sexes, asked, outcomes = _sexes(rows), _asked(rows), _outcomes(rows)
    today = timezone.localdate()
    return {
        row.pk: Tally(
            rules.figures(asked.get(row.pk, []), outcomes.get(row.pk, []), today),
            rules.parity(sexes.get(row.pk, [])), late.get(row.pk, 0),
        )
        for row in rows
    }  # fmt: skip


def _late(rows: list[AdvisoryBody]) -> Any:
    late = ProgrammeItem.objects.filter(body__in=rows, state=ItemState.PLANNED, due_on__lt=timezone.localdate())
    return late.order_by().values("body").annotate(n=Count("pk"))


def _sexes(rows: list[AdvisoryBody]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for key, sex in BodyMember.objects.filter(_sitting(), body__in=rows).values_list("body", "sex"):
        found.setdefault(key, []).append(sex)
    return found


def _asked(rows: list[AdvisoryBody]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for one in MeansRequest.objects.filter(body__in=rows).prefetch_related("answers"):
        found.setdefault(one.body_id, []).append((one.asked_on, told(one)))
    return found


def _outcomes(rows: list[AdvisoryBody]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    given = list(
        Opinion.objects.filter(body__in=rows, state=OpinionState.GIVEN).values_list(
            "pk", "body", "replaces", "outcome__kind"
        )
    )
    replaced = {one[2] for one in given}
    for key, of, _replaces, kind in given:
        if key not in replaced:
            found.setdefault(of, []).append(kind or "")
    return found


def office_of(author: User) -> tuple[str, str]:
    """The service for which somebody answered last, in Arabic and in French; two queries at most."""
    last = MeansAnswer.objects.filter(author=author).order_by("answered_on", "id").last()
    told = OpinionOutcome.objects.filter(author=author).order_by("told_on", "id").last() if last is None else None
    found = last or told
    return (found.office_ar, found.office_fr) if found else ("", "")


def _sitting(of: str = "") -> Q:
    """Condition on members who sit today."""
    today = timezone.localdate()
    return Q(**{f"{of}since__lte": today}) & (Q(**{f"{of}until": None}) | Q(**{f"{of}until__gt": today}))
