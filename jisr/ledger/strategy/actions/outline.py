"""The order of a draft: its axes and objectives with their titles, and the places of measures."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Stale, Unacceptable
from jisr.common.text import clean_typed, fold
from jisr.ledger.strategy.actions.reach import drafted
from jisr.ledger.strategy.models import Axis, Measure, Objective, StrategyVersion

#: Rows are moved here first: two of them may never stand in one place, not even for a moment.
_ASIDE = 10_000


@dataclass(frozen=True, slots=True)
class Heading:
    """An axis or an objective as it is to be.

    Attributes:
        name: of its row in the form, beside which a refusal stands.
        key: of what is there; None for a new one.
        axis: key of the axis of an objective; None for an axis.
        place: where it is wanted; those with the same one stay as they came.
    """

    name: str
    key: UUID | None
    axis: UUID | None
    title_ar: str
    title_fr: str
    place: int


def stamp(version: StrategyVersion) -> str:
    """What the order of a version was when it was read: two people who change it at once are told; three queries."""
    said: list[Any] = []
    for model in (Axis, Objective):
        rows = model._default_manager.filter(of=version).order_by("pk")
        said += rows.values_list("pk", "place", "title_ar", "title_fr")
    said += Measure.objects.filter(of=version, dropped=False).order_by("pk").values_list("pk", "place")
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


@transaction.atomic
def arrange(
    *, version: StrategyVersion, headings: Sequence[Heading], places: Mapping[UUID, int], expected: str, by: User
) -> None:
    """Write the titles and the order of axes and objectives, and the places of measures, all at once.

    Args:
        headings: every axis and objective that is there, and new ones.
        places: measure -> where it is wanted among those of its objective.
        expected: the stamp of what was read.

    Raises:
        InForce: the version is no draft.
        Stale: somebody changed it meanwhile.
        Unacceptable: a heading without a title, or with the title of another beside it.
    """
    held = drafted(version, by)
    if stamp(held) != expected:
        raise Stale(held)
    tidy = [
        Heading(one.name, one.key, one.axis, clean_typed(one.title_ar), clean_typed(one.title_fr), one.place)
        for one in headings
    ]
    wrong = _wrong(tidy)
    if wrong:
        raise Unacceptable(wrong)
    _put(Axis, [one for one in tidy if one.axis is None], held)
    axes = set(Axis.objects.filter(of=held).values_list("pk", flat=True))
    for axis in dict.fromkeys(one.axis for one in tidy if one.axis is not None):
        if axis not in axes:
            raise OutOfReach
        _put(Objective, [one for one in tidy if one.axis == axis], held, axis_id=axis)
    _place_measures(held, places)
    journal.record("strategy.arranged", held, by=by)


def _wrong(headings: Iterable[Heading]) -> dict[str, Any]:
    """Name of the row -> what is wrong with it."""
    wrong: dict[str, Any] = {}
    seen: set[tuple[UUID | None, str, str]] = set()
    for one in headings:
        title = (one.axis, fold(one.title_ar), fold(one.title_fr))
        if not (one.title_ar or one.title_fr):
            wrong[one.name] = _("Write a title, in Arabic or in French.")
        elif title in seen:
            wrong[one.name] = _("Another one has this title: a measure could not tell which of the two is meant.")
        seen.add(title)
    return wrong


def _put(model: Any, headings: Sequence[Heading], version: StrategyVersion, **beside: Any) -> None:
    """Headings beside one another, in their order; new ones among them."""
    there = model._default_manager.filter(of=version, **beside).in_bulk()
    if {one.key for one in headings if one.key is not None} != set(there):
        raise OutOfReach
    for place, row in enumerate(there.values(), _ASIDE):
        model._default_manager.filter(pk=row.pk).update(place=place)
    for place, one in enumerate(sorted(headings, key=lambda one: one.place), 1):
        values = {"place": place, "title_ar": one.title_ar, "title_fr": one.title_fr}
        if one.key is None:
            model._default_manager.create(of=version, is_demonstration=version.is_demonstration, **values, **beside)
        else:
            model._default_manager.filter(pk=one.key).update(**values)


def _place_measures(version: StrategyVersion, places: Mapping[UUID, int]) -> None:
    rows = list(Measure.objects.filter(of=version, dropped=False, pk__in=places))
    for row in rows:
        row.place = places[row.pk]
    Measure.objects.bulk_update(rows, ["place"])
