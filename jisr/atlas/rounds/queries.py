"""Reads of rounds, and the problem that a question is: its ways over the communes as they are loaded."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from jisr.atlas.queries import ground
from jisr.atlas.rounds.choices import RoundState
from jisr.atlas.rounds.models import MobileRound
from jisr.atlas.rounds.rules import Base, Problem, Question, Spot, ways
from jisr.atlas.travel import points, speeds
from jisr.centres.models import Stop
from jisr.centres.queries import stops

#: What everybody may read: not who planned it.
_SHOWN = (
    "version", "theme", "province", "centres", "question", "answer", "model", "state", "made_on", "published_on",
    "first_on", "last_on",
)  # fmt: skip


def published() -> QuerySet[MobileRound]:
    """Rounds that everybody may read, those that begin last in front."""
    rows = MobileRound.objects.filter(state=RoundState.PUBLISHED).select_related("province")
    return rows.only(*_SHOWN, "province__code", "province__name_ar", "province__name_fr").order_by("-first_on", "pk")


def published_round(key: UUID | str) -> MobileRound | None:
    """One of them."""
    return published().filter(pk=key).first()


def rounds(*, province: str = "", region: str = "", centre: int | None = None) -> QuerySet[MobileRound]:
    """Rounds of a place or of one unit, drafts among them, the newest first."""
    rows = MobileRound.objects.select_related("province__region", "made_by")
    if centre is not None:
        return rows.filter(centres__contains=[centre]).order_by("-made_on", "-pk")
    chosen = {"province": province, "province__region": region}
    return rows.filter(**{name: value for name, value in chosen.items() if value}).order_by("-made_on", "-pk")


def round_of(key: UUID | str) -> MobileRound | None:
    """One round, whatever its state."""
    return MobileRound.objects.select_related("province__region", "made_by").filter(pk=key).first()


def problem_of(question: Question, on: date) -> Problem:
    """The problem of a question: ways over the communes by a car of the house (decision 0113).

    A place in a commune that is not loaded has no way to anywhere.

    Args:
        on: the day whose speeds hold.
    """
    there = ground()
    at = {one.code: number for number, one in enumerate(there.communes)}
    nodes: list[Base | Spot] = [*question.bases, *question.spots]
    known = np.array([one.commune in at for one in nodes], dtype=np.bool_)
    hung = points(
        there.net, [at[one.commune] for one in nodes if one.commune in at],
        lat=_degrees([one.lat for one in nodes], known), lon=_degrees([one.lon for one in nodes], known),
    )  # fmt: skip
    minutes, km = (np.full((len(nodes), len(nodes)), np.inf) for _ in range(2))
    grid = np.ix_(known, known)
    minutes[grid], km[grid] = ways(there.net, hung, speeds(on))
    return Problem(
        len(question.bases), tuple(one.asked for one in question.spots), minutes, km, question.weekdays,
        question.opens_min, question.closes_min,
    )  # fmt: skip


def _degrees(values: Collection[float | None], known: NDArray[np.bool_]) -> list[float]:
    return [np.nan if one is None else one for one, is_known in zip(values, known, strict=True) if is_known]


def replaced(row: MobileRound) -> list[Stop]:
    """Stops of the units from the first day of a round on: what ends when it is published."""
    return [one for centre in row.centres for one in stops(centre, on=row.first_on)]
