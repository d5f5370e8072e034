"""One line of JSON for each engine: quality first, warm and cold apart."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Result:
    """What one engine did on one input.

    Attributes:
        engine: "ours" or the name of what stands beside it.
        size: of the input; persons, or writes.
        cpu_s: seconds of processor, of all processes that worked; None where the system does not tell.
        wall_s: seconds on the clock.
        times_s: each warm answer, in seconds.
        cold_s: the first answer.
        peak_mb: most memory held.
        quality: what was right or wrong with the answers.
    """

    job: str
    engine: str
    size: int
    cpu_s: float | None
    wall_s: float
    quality: Mapping[str, Any]
    times_s: Sequence[float] = field(default=(), repr=False)
    cold_s: float | None = None
    peak_mb: float | None = None

    @property
    def p50_ms(self) -> float | None:
        """Half of the answers came sooner."""
        return percentile_ms(self.times_s, 0.50)

    @property
    def p95_ms(self) -> float | None:
        """All but one of twenty answers came sooner."""
        return percentile_ms(self.times_s, 0.95)

    def line(self) -> str:
        """The line that is printed."""
        said = {
            "job": self.job, "engine": self.engine, "size": self.size, "cpu_s": _short(self.cpu_s),
            "wall_s": _short(self.wall_s), "p50_ms": self.p50_ms, "p95_ms": self.p95_ms,
            "cold_s": _short(self.cold_s), "peak_mb": self.peak_mb, "quality": self.quality,
        }  # fmt: skip
        return json.dumps(said, ensure_ascii=False, default=str)


class Report:
    """Prints each line as it comes, and keeps all of them in a file beside the answers."""

    def __init__(self, job: str, engines: Sequence[str], out: Path | None) -> None:
        """Begin; ``out`` is the directory of the answers, or None."""
        self.engines = engines
        self._path = out / f"{job}.jsonl" if out else None
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text("")

    def say(self, result: Result) -> None:
        """Print a line, unless its engine was not asked for."""
        if result.engine not in self.engines:
            return
        print(result.line(), flush=True)
        if self._path:
            with self._path.open("a") as file:
                file.write(result.line() + "\n")


def percentile_ms(times_s: Sequence[float], share: float) -> float | None:
    """The time within which this share of the answers came (nearest rank), in milliseconds.

    >>> percentile_ms([0.010, 0.020, 0.030], 0.5)
    20.0
    """
    if not times_s:
        return None
    return round(sorted(times_s)[math.ceil(share * len(times_s)) - 1] * 1000, 1)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
