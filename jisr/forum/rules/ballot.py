"""What is voted on, one after another: wordings in several languages are one thing, and each voter has her order."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: Reader's language -> languages of the forum that she reads, the nearest first.
_READS: Mapping[str, tuple[str, ...]] = {
    "ar": ("ar", "darija", "hassania", "mixed"), "fr": ("fr", "mixed"), "en": ("en",),
    "zgh": ("tamazight", "tachelhit", "tarifit", "ar", "darija"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A current statement: one wording, in one language, of what is voted on."""

    key: Any
    language: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to vote on.

    Attributes:
        wordings: its current translations, the first one made first; all share their votes.
    """

    wordings: tuple[Wording, ...]

    @property
    def key(self) -> Any:
        """The key of the wording that was made first."""
        return self.wordings[0].key

    def for_reader(self, language: str) -> Wording:
        """The wording that a reader understands best; the first one made where none is in a language of hers."""
        for wanted in _READS.get(language, ()):
            for wording in self.wordings:
                if wording.language == wanted:
                    return wording
        return self.wordings[0]


def asked(wordings: Iterable[Wording], translated: Iterable[tuple[Any, Any]]) -> list[Asked]:
    """Current statements, those that are translations of one another together; the first one made first.

    Args:
        translated: pairs of statements of which one is a translation of the other, current or not.
    """
    leads: dict[Any, Any] = {}

    def leader(one: Any) -> Any:
        while leads.get(one, one) != one:
            one = leads[one]
        return one

    for one, other in translated:
        leads[leader(one)] = leader(other)
    together: dict[Any, list[Wording]] = defaultdict(list)
    for wording in sorted(wordings, key=lambda wording: (wording.made_at, str(wording.key))):
        together[leader(wording.key)].append(wording)
    return [Asked(tuple(found)) for found in together.values()]


def in_order(things: Iterable[Asked], voter: str) -> list[Asked]:
    """The order of one voter, the same each time: what comes first for one comes last for another, so that the first
    statement of a wave does not take all the votes of those who stop early.
    """
    return sorted(things, key=lambda one: hashlib.sha256(f"{voter}:{one.key}".encode()).digest())


def voted_on(things: Iterable[Asked], said: Mapping[Any, str]) -> dict[Any, str]:
    """Thing -> what a voter last said of it.

    Args:
        said: the same by statement; translations say the same.
    """
    found = {}
    for one in things:
        value = next((said[wording.key] for wording in one.wordings if wording.key in said), None)
        if value is not None:
            found[one.key] = value
    return found


def next_one(things: Sequence[Asked], done: Mapping[Any, str], after: Any = None) -> Asked | None:
    """The next thing that a voter has not voted on, behind the one she skipped and then round again; None at the end.

    Args:
        things: in her order.
        after: key of any wording of the one that she skipped or voted on just now.
    """
    place = next((n for n, one in enumerate(things) if after in {wording.key for wording in one.wordings}), -1)
    round_ = [*things[place + 1 :], *things[: place + 1]]
    return next((one for one in round_ if one.key not in done), None)
