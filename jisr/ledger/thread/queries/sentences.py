"""Sentences as the figures of the thread count them: published contributions, and how far each comes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jisr.forum import queries as forum
from jisr.forum.choices import AnswerKind, ContributionState
from jisr.forum.models import Answer, Contribution, Statement, Wave
from jisr.forum.queries.settled import records
from jisr.ledger.thread.queries.ground import Ground
from jisr.ledger.thread.rules import steps
from jisr.ledger.thread.rules.graph import Node, of_kind
from jisr.ledger.thread.rules.standing import Standing

#: Answers by which a body takes on to do something.
TAKEN_ON = (AnswerKind.ACCEPTED, AnswerKind.ADAPTED)


def origins(held: Ground) -> dict[UUID, forum.Behind]:
    """Statement that a measure takes up -> what it comes from; one query at most."""
    return forum.behind(held.taken_up)


def reached(
    held: Ground, standing: Standing, behind: Mapping[UUID, forum.Behind], region: str = ""
) -> dict[str, set[str]]:
    """Step -> keys of the published contributions found there; five queries at most.

    Args:
        behind: as ``origins`` gives it.
        region: code of the region in which they were said; "" for all.
    """
    waves = set(Wave.objects.filter(is_demonstration=held.is_demonstration).values_list("pk", flat=True))
    said: set[str] = set()
    answered: set[str] = set()
    for wave, record in records().items():
        if wave in waves:
            of_wave = {str(row.node) for row in record.said if region in {"", row.region}}
            said |= of_wave
            answered |= of_wave & {str(node) for node in record.settled()}
    found = {steps.SAID: said, steps.ANSWERED: answered}
    for step, there in (
        (steps.MEASURE, standing.to_measure), (steps.AGREEMENT, standing.to_agreement),
        (steps.PAID, standing.to_paid), (steps.SERVED, standing.to_served),
    ):  # fmt: skip
        statements = [UUID(key) for key in of_kind(there, "statement")]
        found[step] = said & {str(key) for one in statements for key in behind[one].contributions}
    return found


@dataclass(frozen=True, slots=True)
class Accepted:
    """A statement that a body said it takes on.

    Attributes:
        starts: the statements it went into, itself among them.
        regions, themes: of the contributions it came from, and of its wave.
    """

    row: Any
    starts: Collection[Node]
    regions: Collection[str]
    themes: Collection[str]


def accepted(demonstration: bool) -> list[Accepted]:
    """Statements whose answer takes on to do something, in the order of those answers; four queries."""
    given = Answer.objects.filter(
        is_demonstration=demonstration, statement__isnull=False, kind__in=TAKEN_ON
    ).order_by("answered_on", "pk")  # fmt: skip
    keys = list(dict.fromkeys(given.values_list("statement", flat=True)))
    rows = Statement.objects.select_related("wave").in_bulk(keys)
    behind, after = forum.behind(keys), forum.onward_of(keys)
    every = {key for one in behind.values() for key in one.contributions}
    facts: Mapping[UUID, tuple[str, str]] = {
        pk: (region or "", theme)
        for pk, region, theme in Contribution.objects.filter(pk__in=every, state=ContributionState.PUBLISHED)
        .values_list("pk", "region", "theme")
    }  # fmt: skip
    return [
        Accepted(
            rows[key], {Node("statement", str(one)) for one in {key, *after[key]}},
            {facts[one][0] for one in behind[key].contributions if one in facts} | {rows[key].wave.region_id or ""},
            {facts[one][1] for one in behind[key].contributions if one in facts} - {""},
        )
        for key in keys
    ]  # fmt: skip
