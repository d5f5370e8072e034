"""``group``: likeness of contributions: how right on sentences kept out of its making, and how quick at a size."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from benchmarks import machine
from benchmarks.group_peer import PlainCorpus
from benchmarks.report import Report, Result, percentile_ms
from jisr.forum.likeness import Corpus, adjusted_rand, groups
from jisr.forum.likeness.kernels import average_groups
from jisr.forum.likeness.method import TOGETHER, WEIGHTS
from jisr.forum.likeness.thesaurus import Thesaurus, entries
from jisr.forum.likeness.vectors import Space, features
from jisr.launch.environment import ROOT

PEERS = ("half_thesaurus", "no_thesaurus", "tfidf")
GROUPING_S, LOOKUP_MS = 60.0, 150.0
LABELLED = ROOT / "tests" / "forum" / "likeness" / "data" / "labelled.yaml"
_AMONG, _LOOKUPS, _SEED = 5, 200, 20_260_205
_CUTS = [round(0.05 * step, 2) for step in range(1, 15)]
_SOMETHING = 1e-4  # a text with which nothing is shared is not found, in whatever place it stands

Item = Mapping[str, Any]


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Quality on the held-out half, then times on ``size`` texts; 0 when ours kept both promises of time.

    Args:
        size: contributions to group and to look among.
        engines: ours, ours with half of its thesaurus (chosen by lot) or none of it, plain TF-IDF of words.
        out: where the lines are kept.
    """
    report = Report("group", engines, out)
    items = yaml.safe_load(LABELLED.read_text(encoding="utf-8"))["items"]
    halves = [item for item in items if not item["held_out"]], [item for item in items if item["held_out"]]
    many = many_texts(halves[0], size)
    kept = True
    for engine in engines:
        # the bound of a peer is its own best, found where ours was: on the half that is not held out
        cut = TOGETHER if engine == "ours" else _best_cut(_corpus(engine, _texts(halves[0])), halves[0])
        right = quality(_corpus(engine, _texts(halves[1])), halves[1], cut)
        result = _timed(engine, many, halves[0], right)
        report.say(result)
        if engine == "ours":
            kept = result.wall_s < GROUPING_S and (percentile_ms(result.times_s, 0.95) or 0.0) < LOOKUP_MS
    return int(not kept)


def quality(corpus: Corpus | PlainCorpus, items: Sequence[Item], cut: float) -> dict[str, Any]:
    """How right the five nearest and the groups are, 0 to 1.

    Of each item, among the five nearest others: ``demand_at_5`` one makes the same demand, ``theme_at_5`` one has the
    same theme, ``found_at_5`` share of the same demand's items that could stand there, ``other_language_at_5`` the
    first when only items of other languages are looked among. Groups: adjusted Rand against demands, and themes.

    Args:
        corpus: of the texts of ``items``.
        cut: average likeness at which two groups are one.
    """
    at = {item["id"]: item for item in items}
    ranked = [
        [at[found.key] for found in corpus.nearest(item["text"], len(items), at_least=_SOMETHING, but=[item["id"]])]
        for item in items
    ]
    five = [ranking[:_AMONG] for ranking in ranked]
    across = [
        [found for found in ranking if found["language"] != item["language"]][:_AMONG]
        for item, ranking in zip(items, ranked, strict=True)
    ]
    right = [_same("demand", *pair) for pair in zip(items, five, strict=True)]
    alike = Counter(item["demand"] for item in items)
    found = [sum(hits) / min(_AMONG, alike[item["demand"]] - 1) for item, hits in zip(items, right, strict=True)]
    member = average_groups(corpus.vectors, cut).tolist()
    return {
        "held_out": len(items), "demand_at_5": _share(map(any, right)),
        "theme_at_5": _share(any(_same("theme", *pair)) for pair in zip(items, five, strict=True)),
        "found_at_5": _share(found),
        "other_language_at_5": _share(any(_same("demand", *pair)) for pair in zip(items, across, strict=True)),
        "by_language": {
            name: _share(any(hits) for item, hits in zip(items, right, strict=True) if item["language"] == name)
            for name in sorted({item["language"] for item in items})
        },
        "adjusted_rand": round(adjusted_rand(member, [at[key]["demand"] for key in corpus.keys]), 3),
        "adjusted_rand_themes": round(adjusted_rand(member, [at[key]["theme"] for key in corpus.keys]), 3),
        "cut": cut, "groups": len(set(member)), "demands": len(alike),
    }  # fmt: skip


def many_texts(items: Sequence[Item], size: int) -> dict[str, str]:
    """So many different texts made of clauses of labelled items and invented names of places; for time alone."""
    chance = random.Random(_SEED)  # noqa: S311  the same texts each time
    clauses: dict[str, list[str]] = {}
    for item in items:
        parts = item["text"].replace("،", ",").split(",")
        clauses.setdefault(item["language"], []).extend(part.strip() for part in parts)
    places = ["".join(chance.choice("بتجدرسعفقكلمنهوي") for _ in range(chance.randint(4, 7))) for _ in range(1_500)]
    made = {}
    for number in range(size):
        own = clauses[chance.choice(items)["language"]]
        made[f"k{number:06}"] = " ".join([*chance.sample(own, chance.randint(2, 3)), chance.choice(places)])
    return made


def _corpus(name: str, texts: Mapping[str, str]) -> Corpus | PlainCorpus:
    if name == "tfidf":
        return PlainCorpus(texts)
    ordered = [texts[key] for key in sorted(texts)]
    if name == "half_thesaurus":
        return Corpus(texts, Space.learn(ordered, known=_half_thesaurus()))
    if name == "no_thesaurus":
        kinds = {kind: weight for kind, weight in WEIGHTS.items() if kind in {"word", "gram", "sound"}}
        return Corpus(texts, Space.learn(ordered, kinds=kinds, meaning=0.0))
    return Corpus(texts)


def _half_thesaurus() -> Thesaurus:
    """The thesaurus with each term kept or lost by lot: sentences whose words it does not know."""
    chance = random.Random(_SEED)  # noqa: S311  the same texts each time
    return Thesaurus(
        {
            code: {
                name: [term for term in value if chance.random() < 0.5] if isinstance(value, list) else value
                for name, value in entry.items()
            }
            for code, entry in entries().items()
        }
    )


def _best_cut(corpus: Corpus | PlainCorpus, items: Sequence[Item]) -> float:
    demand = {item["id"]: item["demand"] for item in items}
    true = [demand[key] for key in corpus.keys]
    return max(_CUTS, key=lambda cut: adjusted_rand(average_groups(corpus.vectors, cut).tolist(), true))


def _timed(engine: str, many: Mapping[str, str], items: Sequence[Item], right: dict[str, Any]) -> Result:
    """Learn and group the many texts, then look up texts that are not among them."""
    features.cache_clear()
    cpu, started = time.process_time(), time.perf_counter()
    corpus = _corpus(engine, many)
    learnt = time.perf_counter() - started
    if isinstance(corpus, Corpus):
        right |= {"groups_of_many": len(groups(corpus))}
    else:
        right |= {
            "groups_of_many": None
        }  # its vectors are as wide as its vocabulary: grouped at the labelled size alone
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    right |= {"learnt_s": round(learnt, 2), **machine.about()}
    if isinstance(corpus, Corpus):
        began = time.perf_counter()
        corpus = corpus.with_added({"added": items[0]["text"]})
        right |= {"added_ms": round(1000 * (time.perf_counter() - began), 1)}
    times = []
    asked = [f"{one['text']} {two['text']}" for one, two in pairwise(items)]
    for text in (asked * 2)[:_LOOKUPS]:
        features.cache_clear()
        began = time.perf_counter()
        corpus.nearest(text, _AMONG)
        times.append(time.perf_counter() - began)
    return Result("group", engine, len(many), cpu, wall, right, times[1:], times[0], machine.peak_mb(os.getpid()))


def _texts(items: Sequence[Item]) -> dict[str, str]:
    return {item["id"]: item["text"] for item in items}


def _same(name: str, item: Item, found: Sequence[Item]) -> list[bool]:
    return [item[name] == each[name] for each in found]


def _share(values: Iterable[float]) -> float:
    return round(fmean(values), 3)
