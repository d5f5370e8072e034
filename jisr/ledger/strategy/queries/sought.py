"""Statements that a measure may take up, by words and by region."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jisr.common.text import fold
from jisr.forum.models import Statement
from jisr.ledger.strategy.queries.asked import current_statements

#: How many are looked through, the newest first, and how many are shown.
MOST_READ, MOST_FOUND = 5_000, 20


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found: the newest of them, and how many there are altogether."""

    rows: Sequence[Statement]
    count: int


def statements_with(words: str, *, region: str = "", is_demonstration: bool) -> Sought:
    """Current statements that hold all of these words, however they are spelled; two queries.

    A translation is left away: what it says is taken up in its own language.
    """
    wanted = fold(words, articles=True).split()
    rows = current_statements(is_demonstration)
    if region:
        rows = rows.filter(wave__region=region)
    texts = rows.order_by("-pk").values_list("pk", "text")[:MOST_READ]
    found = [pk for pk, text in texts if all(word in fold(text, articles=True) for word in wanted)]
    shown = Statement.objects.filter(pk__in=found[:MOST_FOUND]).select_related("wave").order_by("-pk")
    return Sought(list(shown), len(found))


def statements_named(keys: Sequence[UUID], *, is_demonstration: bool) -> list[Statement]:
    """The statements with these keys; one query."""
    rows = Statement.objects.filter(pk__in=keys, is_demonstration=is_demonstration)
    return list(rows.select_related("wave").order_by("-pk"))
