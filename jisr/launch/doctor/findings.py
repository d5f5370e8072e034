"""What doctor says of one thing: a verdict in words, a sentence, and what to do."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands with one thing."""

    WELL = "well"
    MIND = "mind"
    WRONG = "wrong"
    UNKNOWN = "not looked at"


@dataclass(frozen=True)
class Finding:
    """One line.

    Attributes:
        name: of what was looked at.
        says: a sentence.
        do: what to do; "" where nothing is to be done.
    """

    name: str
    verdict: Verdict
    says: str
    do: str = ""

    @property
    def needs_a_hand(self) -> bool:
        """Whether somebody has to do something."""
        return self.verdict in {Verdict.MIND, Verdict.WRONG}

    def told(self) -> dict[str, str]:
        """The same for a program."""
        return {"name": self.name, "verdict": str(self.verdict), "says": self.says, "do": self.do}

    def __str__(self) -> str:
        return f"{self.name:<16} {self.verdict.upper():<14}{self.says}{f' -> {self.do}' if self.do else ''}"


def well(name: str, says: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Verdict.WELL, says)


def mind(name: str, says: str, do: str) -> Finding:
    """Somebody should do something soon."""
    return Finding(name, Verdict.MIND, says, do)


def wrong(name: str, says: str, do: str) -> Finding:
    """Somebody must do something now."""
    return Finding(name, Verdict.WRONG, says, do)


def unknown(name: str, says: str, do: str = "") -> Finding:
    """It could not be looked at."""
    return Finding(name, Verdict.UNKNOWN, says, do)


def ago(moment: datetime) -> str:
    """How long ago, in words: ``3 minutes ago``."""
    return f"{lasting(datetime.now(UTC) - moment)} ago"


def lasting(time: timedelta) -> str:
    """A length of time in words."""
    seconds = max(0, int(time.total_seconds()))
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
