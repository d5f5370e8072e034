"""The statements that a measure takes up, chosen on its page: those it has, those that a search finds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jisr.common.keys import read_key
from jisr.forum.models import Statement
from jisr.ledger.strategy import queries
from jisr.territory.models import Region
from jisr.web import wording

_MOST_KEYS = 200


class TakenUp:
    """What was chosen, what was found, and what that changes.

    Args:
        data: what was sent or kept, or None.
        linked: statements that the measure takes up now.
        region: where a search begins.

    Attributes:
        chosen: statements that are ticked, and those that were linked when the page was first read.
        found: what the search finds beside them; None where nothing was sought.
        regions: codes and names of regions.
    """

    def __init__(self, data: Any, linked: Sequence[Statement], *, region: str | None, is_demonstration: bool) -> None:
        now = {one.pk for one in linked}
        self.shown = _keys(data, "shown") if data is not None else now
        self.ticked = _keys(data, "statement") if data is not None else now
        self.words = str(data.get("words", ""))[:200].strip() if data is not None else ""
        # a region is found by its code or not at all: what else is typed here never reaches the database
        self.regions = [(row.pk, wording.name_of(row)) for row in Region.objects.order_by("code")]
        asked = str(data.get("sought-region", "")) if data is not None else region or ""
        self.region = asked if asked in dict(self.regions) else ""
        keys = sorted(self.shown | self.ticked)
        self.chosen = queries.statements_named(keys, is_demonstration=is_demonstration) if keys else []
        self.found = None
        if data is not None and (self.words or data.get("find")):
            self.found = queries.statements_with(self.words, region=self.region, is_demonstration=is_demonstration)

    @property
    def new(self) -> list[Statement]:
        """What a search found that is not among the chosen ones."""
        known = {one.pk for one in self.chosen}
        return [one for one in self.found.rows if one.pk not in known] if self.found else []

    @property
    def takes_up(self) -> list[Statement]:
        """What is ticked now and was not."""
        return [one for one in self.chosen if one.pk in self.ticked - self.shown]

    @property
    def lets_go(self) -> list[Statement]:
        """What was ticked when the page was read, and is no longer; what a colleague ticked meanwhile stays."""
        return [one for one in self.chosen if one.pk in self.shown - self.ticked]


def _keys(data: Any, name: str) -> set[UUID]:
    return {key for key in map(read_key, data.getlist(name)[:_MOST_KEYS]) if key}
