"""Looking for the start of a thread: sentences, statements, measures and agreements that hold some words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jisr.forum import queries as forum
from jisr.forum.choices import StatementState
from jisr.forum.models import Statement
from jisr.ledger.thread.queries.ground import Ground
from jisr.ledger.thread.rules.finding import holds, pattern, words_of
from jisr.ledger.thread.rules.knots import AgreementKnot, MeasureKnot

#: Rows of each kind that are shown, and that are read to find them.
MOST, READ = 20, 200


@dataclass(frozen=True, slots=True)
class Found:
    """What holds the words; of each kind the first ones."""

    statements: Sequence[Any]
    contributions: Sequence[Any]
    measures: Sequence[MeasureKnot]
    agreements: Sequence[AgreementKnot]

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.statements or self.contributions or self.measures or self.agreements)


def find(asked: str, held: Ground) -> Found | None:
    """What holds every word, in any spelling that folds alike; None where nothing is looked for. Two queries."""
    words = words_of(asked)
    if not words:
        return None
    statements = Statement.objects.filter(state=StatementState.ACTIVE, is_demonstration=held.is_demonstration)
    said = forum.published().filter(is_demonstration=held.is_demonstration)
    return Found(
        _of_forum(statements.select_related("wave"), words), _of_forum(said, words),
        _of_ledger(held.measures.values(), ("title_ar", "title_fr"), words),
        _of_ledger(held.agreements.values(), ("name_ar", "name_fr", "place_ar", "place_fr"), words),
    )  # fmt: skip


def _of_forum(rows: QuerySet[Any], words: list[str]) -> list[Any]:
    for word in words:
        rows = rows.filter(text__iregex=pattern(word))
    return [row for row in rows.order_by("-pk")[:READ] if holds(row.text, words)][:MOST]


def _of_ledger(rows: Iterable[Any], names: Sequence[str], words: list[str]) -> list[Any]:
    return [row for row in rows if holds(" ".join(getattr(row, name) for name in names), words)][:MOST]
