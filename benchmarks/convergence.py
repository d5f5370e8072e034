"""``convergence``: lines of two sets of programmes, each against each: scores, kinds, order, cells without a line."""

import csv
import os
import random
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.convergence_peer import plain_pairs
from benchmarks.report import Report, Result
from jisr.centres.choices import Public, Theme
from jisr.common import parameters
from jisr.launch.environment import ROOT
from jisr.ledger.strategy import kernels
from jisr.ledger.strategy.rules.convergence import Compared, Method, compare
from jisr.ledger.strategy.rules.coverage import Cover, Window
from jisr.ledger.strategy.rules.lines import NATION, Ground, Line

PEERS = ("plain",)
PROMISED_S, SAME = 10.0, 1e-9
_SEED, _A_THIRD, _SAMPLE, _MOST = 20_211_218, 3, 10, 200
_BEGIN, _AS_OF = date(2022, 1, 1), date(2026, 11, 1)


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Compare ``size`` lines with a third as many of ours; 0 when in time and equal to the plain loop.

    Args:
        size: lines of other people's programmes.
        engines: ours; and ``plain``, the formula as loops over sets and dicts, on a tenth of both sides.
        out: where the lines are kept.
    """
    report = Report("convergence", engines, out)
    ground, method = ground_of_the_country(), Method.of(
        parameters.values("jisr.ledger.strategy", "convergence", on=_AS_OF)
    )  # fmt: skip
    chance = random.Random(_SEED)  # noqa: S311  the same lines each time
    ours, theirs = (made_lines(chance, ground, n, name) for n, name in ((size // _A_THIRD, "m"), (size, "l")))
    theirs = [_kin(chance, ours[n % len(ours)], line) if n % _SAMPLE == 0 else line for n, line in enumerate(theirs)]
    cpu, began = time.process_time(), time.perf_counter()
    found = compare(ours, theirs, ground, method, most=_MOST)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    quality = {
        "ours": len(ours),
        "theirs": len(theirs),
        "pairs_a_s": round(len(ours) * len(theirs) / wall),
        **_said(found),
        **_covered([*ours, *theirs], ground),
    }
    report.say(Result("convergence", "ours", size, cpu, wall, quality | machine.about(), (), wall, _peak()))
    kept = wall < PROMISED_S
    if "plain" in engines:
        told = _beside(ours[::_SAMPLE], theirs[::_SAMPLE], ground, method)
        report.say(told)
        kept = kept and told.quality["equal"]
    return int(not kept)


def ground_of_the_country() -> Ground:
    """The communes of the census and the lists of the catalogue."""
    with (ROOT / "jisr" / "territory" / "data" / "communes.csv").open(encoding="utf-8") as file:
        people = {row["code"]: int(row["population"]) for row in csv.DictReader(file)}
    return Ground(people, Public.values, Theme.values)


def made_lines(chance: random.Random, ground: Ground, n: int, name: str) -> list[Line]:
    """So many lines: some of the whole country or a region, most of provinces or a handful of communes."""
    communes = list(ground.people)
    provinces = sorted({".".join(code.split(".")[:2]) for code in communes})
    regions = sorted({code.split(".")[0] for code in communes})
    lines = []
    for number in range(n):
        kind = chance.random()
        places = (
            [NATION] if kind < 0.05
            else [chance.choice(regions)] if kind < 0.3
            else chance.sample(provinces, chance.randint(1, 3)) if kind < 0.7
            else chance.sample(communes, chance.randint(1, 12))
        )  # fmt: skip
        since = _BEGIN + timedelta(chance.randint(0, 1_500))
        until = since + timedelta(chance.randint(100, 1_500))
        publics, themes = _weights(chance, ground.publics, 0), _weights(chance, ground.themes, 1)
        lines.append(Line(f"{name}{number}", frozenset(places), publics, themes, since, until))
    return lines


def _kin(chance: random.Random, ours: Line, theirs: Line) -> Line:
    """A line that does what one of ours does: at the same time, about something else, or some months later."""
    assert ours.since and ours.until
    later = timedelta(chance.choice([0, 0, (ours.until - ours.since).days + 90]) + chance.randint(0, 60))
    themes = theirs.themes if chance.random() < 0.5 else {**theirs.themes, **ours.themes}
    publics = {**theirs.publics, **ours.publics} if chance.random() < 0.5 else ours.publics
    return Line(theirs.key, ours.places, publics, themes, ours.since + later, ours.until + later)


def _weights(chance: random.Random, codes: Sequence[str], least: int) -> dict[str, float]:
    return {code: float(chance.randint(1, 5)) for code in chance.sample(codes, chance.randint(least, 3))}


def _said(found: Compared) -> dict[str, Any]:
    return {
        "pairs": dict(found.counts), "top_that_stays": round(found.stability.mean, 3),
        "top_that_stays_at_worst": round(found.stability.worst, 3), "watched": found.stability.watched,
    }  # fmt: skip


def _covered(lines: Sequence[Line], ground: Ground) -> dict[str, Any]:
    """Every public × theme of every commune in one go."""
    began = time.perf_counter()
    cover = Cover(lines, ground, Window(_BEGIN, date(2026, 12, 31)))
    bare = sum(int((cover.days(public, theme) == 0).sum()) for public in ground.publics for theme in ground.themes)
    cells = len(ground.people) * len(ground.publics) * len(ground.themes)
    return {"cells": cells, "cells_without_a_line": bare, "cells_s": round(time.perf_counter() - began, 2)}


def _beside(ours: Sequence[Line], theirs: Sequence[Line], ground: Ground, method: Method) -> Result:
    """The plain loop on a sample, and how far ours is from it there."""
    cpu, began = time.process_time(), time.perf_counter()
    plain = plain_pairs(ours, theirs, ground, method)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    began = time.perf_counter()
    one, other = ground.arrays(ours), ground.arrays(theirs)
    shared = kernels.parts(one, other, ground.residents)
    scores = kernels.score(shared, method.weights)
    our_wall = time.perf_counter() - began
    apart = max(
        max(abs(scores[i, j] - plain[i, j].score), *(abs(shared[:, i, j] - plain[i, j].parts)))
        for i in range(len(ours)) for j in range(len(theirs))
    )  # fmt: skip
    counted = compare(ours, theirs, ground, method, most=1).counts
    kinds: Mapping[str, int] = {
        kind: sum(pair.kind == kind for pair in plain.values()) for kind in ("duplicate", "complement", "sequence")
    }
    quality = {
        "ours": len(ours), "theirs": len(theirs), "apart_at_most": float(apart),
        "equal": bool(apart < SAME and counted == kinds), "pairs": kinds,
        "pairs_a_s": round(len(ours) * len(theirs) / wall),
        "ours_on_the_same_s": round(our_wall, 4), "times_ours": round(wall / our_wall, 1),
    }  # fmt: skip
    return Result("convergence", "plain", len(theirs), cpu, wall, quality, (), wall, _peak())


def _peak() -> float | None:
    return machine.peak_mb(os.getpid())
