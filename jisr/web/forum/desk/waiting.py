"""What waits at the desk of a wave: each thing in one list, the oldest first; a fixed number of queries."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.forum import queries
from jisr.forum.choices import ContributionState, StatementState, WithheldReason
from jisr.forum.models import Contribution, Statement, Wave
from jisr.forum.rules.lineage import Ways, settling
from jisr.web import wording
from jisr.web.forum.desk import told
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.face import code, typed

#: More than anybody does in a day; the oldest come first.
MOST = 50


@dataclass(frozen=True)
class Thing:
    """Something that waits.

    Attributes:
        kind: moderate, join or answer.
        since: the day on which it was said; of a statement, the earliest of those that it holds.
        of: the contribution, or the statement with how many unanswered ones it holds.
    """

    kind: str
    since: date
    key: Any
    is_statement: bool = False
    holds: int = 1


@dataclass(frozen=True)
class Waiting:
    """All that waits in a wave.

    Attributes:
        things: the oldest first.
        answered: how many contributions have their answer.
    """

    things: list[Thing]
    answered: int

    def count(self, kind: str) -> int:
        """How many of a kind."""
        return sum(thing.kind == kind for thing in self.things)


#: What waits in a wave that is closed.
NOTHING = Waiting([], 0)


def of(wave: Wave) -> Waiting:
    """What waits in a wave; four queries."""
    return of_each([wave])[wave.pk]


def of_each(waves: Collection[Wave]) -> dict[UUID, Waiting]:
    """What waits in each of these waves; four queries, however many there are."""
    if not waves:
        return {}
    edges = queries.edges(*waves, undone=False)
    settled, ways = settling(queries.answered(*waves), edges), Ways(edges)
    bare = Statement.objects.filter(wave__in=waves, state=StatementState.ACTIVE, answers=None)
    current = set(bare.values_list("id", flat=True))
    gathered = {wave.pk: _Gathered() for wave in waves}
    said = Contribution.objects.filter(wave__in=waves).exclude(withheld_reason=WithheldReason.DANGER)
    rows = said.values_list("wave", "id", "state", "said_on")
    for of_wave, key, state, said_on in rows.order_by("said_on", "id"):
        held_by = ways.below(key) & current
        gathered[of_wave].add(key, state, said_on, is_answered=settled(key) is not None, held_by=held_by)
    return {key: one.waiting() for key, one in gathered.items()}


class _Gathered:
    """What waits in one wave, as its contributions come in; unanswered statements stand for what they hold."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.held: dict[Any, tuple[int, date]] = {}
        self.n_answered = 0

    def add(self, key: Any, state: str, said_on: date, *, is_answered: bool, held_by: set[Any]) -> None:
        self.n_answered += is_answered
        if state == ContributionState.SAID:
            self.things.append(Thing("moderate", said_on, key))
        elif not is_answered and held_by:
            for one in held_by:
                n, first = self.held.get(one, (0, said_on))
                self.held[one] = (n + 1, min(first, said_on))
        elif not is_answered:
            self.things.append(Thing("join" if state == ContributionState.PUBLISHED else "answer", said_on, key))

    def waiting(self) -> Waiting:
        held = [Thing("answer", first, key, True, n) for key, (n, first) in self.held.items()]
        things = sorted([*self.things, *held], key=lambda thing: (thing.since, str(thing.key)))
        if settings.KIT:  # what was said in the hall; the rest is done on the main server
            things = [thing for thing in things if thing.kind == "moderate"]
        return Waiting(things, self.n_answered)


def tasks(things: list[Thing], able: Callable[[str], bool]) -> list[Task]:
    """The lines of the list; two queries.

    Args:
        able: whether the reader's post may do a verb.
    """
    contributions = Contribution.objects.in_bulk([thing.key for thing in things if not thing.is_statement])
    statements = Statement.objects.in_bulk([thing.key for thing in things if thing.is_statement])
    today = timezone.localdate()
    lines = [
        _of_statement(thing, statements, able, today) if thing.is_statement
        else _of_contribution(thing, contributions, able, today)
        for thing in things
    ]  # fmt: skip
    return [line for line in lines if line is not None]


def _of_statement(thing: Thing, rows: Mapping[Any, Statement], able: Callable[[str], bool], today: date) -> Task | None:
    row = rows.get(thing.key)
    if row is None:
        return None
    answers = able("forum.answer")
    return Task(
        what=typed(row.text), why=told.of_contributions(thing.holds), tone="soon", tag=_tag("answer", thing, today),
        href=reverse(f"forum:desk:{'answer_statement' if answers else 'statement'}", args=[row.pk]),
        verb=pgettext("button", "Answer") if answers else pgettext("button", "Open"),
    )  # fmt: skip


def _of_contribution(
    thing: Thing, rows: Mapping[Any, Contribution], able: Callable[[str], bool], today: date
) -> Task | None:
    row = rows.get(thing.key)
    if row is None:
        return None
    route, verb = _next(thing.kind, able)
    words = typed(told.short(row.text)) if row.text else row.get_withheld_reason_display() or row.get_channel_display()
    return Task(
        what=fill("%(number)s · %(what)s", number=code(row.code), what=told.subject(row)), why=words,
        tone="soon" if thing.kind == "moderate" else "", tag=_tag(thing.kind, thing, today),
        href=reverse(f"forum:desk:{route}", args=[row.code]), verb=verb,
    )  # fmt: skip


def _next(kind: str, able: Callable[[str], bool]) -> tuple[str, str]:
    """Where a line leads, for what the reader may do."""
    if kind == "moderate" and able("forum.moderate"):
        return "moderate", pgettext("button", "Moderate")
    if kind == "answer" and able("forum.answer"):
        return "answer", pgettext("button", "Answer")
    if kind == "join" and able("forum.answer"):
        return "answer", pgettext("button", "Answer")
    return "contribution", pgettext("button", "Open")


def labels() -> dict[str, str]:
    """The kinds, in words."""
    return {"moderate": _("to moderate"), "join": _("to join"), "answer": _("to answer")}


def _tag(kind: str, thing: Thing, today: date) -> str:
    return f"{labels()[kind]} · {wording.ago(thing.since, today=today)}"
