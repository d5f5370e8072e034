"""Whom changed conditions concern: invented people one by one, and how many of the centre's own files."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from jisr.barometer.rules import LEAST
from jisr.centres.conditions import profiles, vocabulary
from jisr.centres.models import Service
from jisr.conditions import judge, sentence_of
from jisr.conditions.judging import NO, UNKNOWN, YES
from jisr.conditions.trees import Facts, Tree, names
from jisr.families import queries as families
from jisr.staff.rules import may
from jisr.web.conditions.shown import language, said

#: Files looked at, the newest first: a centre with more sees what its newest say.
MOST = 300
ANSWERS = {
    YES: pgettext_lazy("conditions", "fits"),
    NO: pgettext_lazy("conditions", "does not fit"),
    UNKNOWN: pgettext_lazy("conditions", "something must be asked"),
}


@dataclass(frozen=True)
class Tried:
    """An invented person before and after."""

    name: str
    before: str
    after: str
    before_words: Any
    after_words: Any
    sentence: str

    @property
    def changes(self) -> bool:
        """Whether the change concerns somebody like this."""
        return self.before != self.after


@dataclass(frozen=True)
class Move:
    """How many people go from one answer to another.

    Attributes:
        people: None where they are fewer than a figure may be about.
    """

    before: Any
    after: Any
    people: int | None
    changes: bool


@dataclass(frozen=True)
class Preview:
    """What a change would do.

    Attributes:
        moves: of the people in the centre's own files; None where the reader may not open files.
        files: how many files were looked at.
        is_cut: whether there are more.
    """

    tried: list[Tried]
    moves: list[Move] | None
    files: int = 0
    is_cut: bool = False


def preview(request: HttpRequest, service: Service, before: Tree | None, after: Tree | None, *, on: date) -> Preview:
    """Whom it concerns that conditions are replaced by others; None stands for no conditions at all.

    Args:
        on: the day on which ages are counted.
    """
    tried = [_tried(one.label, one.facts or {}, before, after) for one in profiles()]
    post = request.post
    if not may(post.role, "families.open") or post.centre_id != service.centre_id:
        return Preview(tried, None)
    rows = list(families.households().filter(compartment="").order_by("-opened_on", "-id")[: MOST + 1])
    wanted = {name for tree in (before, after) if tree is not None for name in names(tree)}
    people = families.facts_of_members(rows[:MOST], on=on, names=sorted(wanted))
    counted = Counter((_answer(before, facts), _answer(after, facts)) for facts in people.values())
    moves = [
        Move(ANSWERS[old], ANSWERS[new], many if many >= LEAST else None, old != new)
        for (old, new), many in sorted(counted.items(), key=lambda one: (one[0][0] == one[0][1], -one[1]))
    ]
    return Preview(tried, moves, min(len(rows), MOST), len(rows) > MOST)


def _answer(tree: Tree | None, facts: Facts) -> str:
    return YES if tree is None else judge(tree, facts).answer


def _tried(label: Any, facts: Facts, before: Tree | None, after: Tree | None) -> Tried:
    old, new = _answer(before, facts), _answer(after, facts)
    sentence = sentence_of(after, facts, vocabulary(), language()) if after is not None else ""
    return Tried(said(label), old, new, ANSWERS[old], ANSWERS[new], sentence)
