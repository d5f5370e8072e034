"""Cases that a field expert reads and writes: what is given, on which day, and what must come out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jisr.common import yaml_text
from jisr.conditions.books import read_book
from jisr.conditions.judging import NO, UNKNOWN, YES, judge
from jisr.conditions.sentences import sentence

_ANSWERS: dict[Any, str] = {True: YES, False: NO, "unknown": UNKNOWN}


@dataclass(frozen=True)
class Case:
    """One line of experience.

    Attributes:
        rule: (package, name) of the rule file.
        says: words that must stand in the sentence, by language.
    """

    name: str
    rule: tuple[str, str]
    on: date
    given: Mapping[str, Any]
    answer: str
    missing: tuple[str, ...]
    says: Mapping[str, str]

    def wrong(self) -> list[str]:
        """What comes out otherwise than the case says; empty when all is right."""
        book = read_book(*self.rule)
        version = book.in_force(self.on)
        if version is None:
            return [f"no version of {book.code} holds on {self.on}"]
        verdict = judge(version.rule, self.given)
        found = []
        if verdict.answer != self.answer:
            found.append(f"the answer is {verdict.answer}, not {self.answer}")
        if set(verdict.missing) != set(self.missing):
            found.append(f"missing is {sorted(verdict.missing)}, not {sorted(self.missing)}")
        for language, words in self.says.items():
            said = sentence(verdict, book.facts, language)
            if words not in said:
                found.append(f"{words!r} is not in {said!r}")
        return found


def read_cases(path: Path) -> list[Case]:
    """The cases of a file."""
    told = yaml_text.read(path.read_text(encoding="utf-8"))
    package, name = told["rule"].split("/")
    return [
        Case(
            one["name"], (package, name), one["day"], one["given"], _ANSWERS[one["answer"]],
            tuple(one.get("missing", ())), one.get("says", {}),
        )
        for one in told["cases"]
    ]  # fmt: skip
