"""``names``: how many spellings of one name meet, and how many different names are taken for each other.

The pairs of tests/common/data/name_pairs.csv are cut in two by a hash of the Arabic name: rules were made while looking
at the misses of the first half only. An earlier state of the rules had been tuned on all of them, so a third set was
made of what nobody had looked at: names of public persons of Algeria and Tunisia that the pairs do not hold
(fresh_pairs.csv). Beside it: the communes of the census in both scripts, the spellings of communes that changed
between 2014 and 2024, and names of countries in Tachelhit, in Tifinagh and Latin letters.
"""

import csv
import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import Report, Result
from jisr.common.text import Part, deletions, name_whole, probes
from jisr.common.text.parts import sounds_of
from jisr.launch.environment import ROOT

PEERS: tuple[str, ...] = ()
DATA = ROOT / "tests" / "common" / "data"
PLACES = ROOT / "jisr" / "territory" / "data"


@dataclass(frozen=True)
class Pair:
    """Two spellings of one name, and how many bear it so.

    Attributes:
        kind: given, surname, or what the set is of; names of one kind are compared.
    """

    kind: str
    one: str
    other: str
    weight: int = 1


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """One line for each set; 0 when the half that was not looked at keeps its floors.

    Args:
        size: at most so many pairs of each set.
        engines: ours.
        out: where the lines are kept.
    """
    report = Report("names", engines, out)
    kept = True
    for name, pairs in sets().items():
        began, cpu = time.perf_counter(), time.process_time()
        met = meeting(pairs[:size])
        quality = {"set": name, **met, **colliding(pairs[:size]), "ms_a_name": _reading_ms(pairs[:size])}
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        report.say(Result("names", "ours", len(pairs[:size]), cpu, wall, quality))
        kept = kept and (name != "held_out" or (met["same"] >= 0.91 and met["probes_and_one_letter"] >= 0.99))
    return int(not kept)


def sets() -> dict[str, list[Pair]]:
    """The sets of pairs, by name."""
    public = [Pair(r["kind"], r["arabic_key"], r["latin"], int(r["count"])) for r in _rows(DATA / "name_pairs.csv")]
    places = [Pair("commune", row["name_ar"], row["name_fr"]) for row in _rows(PLACES / "communes.csv")]
    moved = _rows(PLACES / "crosswalk_2014_2024.csv")
    return {
        "tuned": [pair for pair in public if not held_out(pair.one)],
        "held_out": [pair for pair in public if held_out(pair.one)],
        "fresh": [Pair(row["country"], row["arabic_key"], row["latin"]) for row in _rows(DATA / "fresh_pairs.csv")],
        "communes": places,
        "communes_respelled": [
            Pair("commune", row[f"{name}_2014"], row[f"{name}_2024"])
            for row in moved for name in ("name", "name_ar") if row[f"{name}_2014"] != row[f"{name}_2024"]
        ],
        "tifinagh": [Pair("country", row["tifinagh"], row["latin"]) for row in _rows(DATA / "tifinagh_pairs.csv")],
    }  # fmt: skip


def held_out(arabic_key: str) -> bool:
    """Whether a name is of the half whose misses are not looked at."""
    return hashlib.sha256(arabic_key.encode()).digest()[0] % 2 == 1


def meeting(pairs: Sequence[Pair]) -> dict[str, float]:
    """Shares of spellings that meet, 0 to 1, each direction of asking counted half.

    Returns:
        same: one skeleton; ``same_by_bearers`` weighs each pair by who bears it; probes: asked for by one spelling,
        the other is among its readings; one_letter: skeletons one letter apart; probes_and_one_letter: both.
    """
    counted: Counter[str] = Counter()
    for pair in pairs:
        one, other = _part(pair.one), _part(pair.other)
        same = one.skeleton == other.skeleton
        counted["same"] += same
        counted["same_by_bearers"] += same * pair.weight
        counted["one_letter"] += bool(deletions(one.skeleton) & deletions(other.skeleton))
        for asked, stored in ((one, other), (other, one)):
            readings, keys = {key for key, _ in probes(asked)}, {stored.skeleton, *stored.pieces}
            counted["probes"] += bool(readings & keys)
            counted["probes_and_one_letter"] += bool(_near(readings) & _near(keys))
    bearers = sum(pair.weight for pair in pairs)
    each = {"same": 1, "same_by_bearers": bearers / len(pairs), "one_letter": 1}
    return {
        name: round(counted[name] / len(pairs) / each.get(name, 2), 4)
        for name in ("same", "same_by_bearers", "probes", "one_letter", "probes_and_one_letter")
    }


def colliding(pairs: Sequence[Pair]) -> dict[str, float]:
    """Chances that two different names drawn at random from one kind are taken for each other.

    Returns:
        collide: by their skeleton, each name as likely; collide_bearers: two bearers drawn at random have different
        names of one skeleton; namesakes: they have one name; collide_probes, collide_one_letter: as in ``meeting``.
    """
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        kinds[pair.kind][pair.one] += pair.weight
    sums: Counter[str] = Counter()
    for bearers in kinds.values():
        sums.update(_of_one_kind(bearers))
    names, people = sums["pairs"] or 1, sums["bearers"] or 1
    return {
        "collide": round(sums["skeleton"] / names, 6),
        "collide_bearers": round(sums["weighted"] / people, 6),
        "namesakes": round(sums["namesakes"] / people, 6),
        "collide_probes": round(sums["probes"] / names, 6),
        "collide_one_letter": round(sums["one_letter"] / names, 6),
    }


def _of_one_kind(bearers: Mapping[str, int]) -> Mapping[str, int]:
    alike: dict[str, list[str]] = defaultdict(list)
    near: dict[str, set[str]] = defaultdict(set)
    for name in bearers:
        key = _part(name).skeleton
        alike[key].append(name)
        for shorter in deletions(key):
            near[shorter].add(name)
    reached = sum(len(alike.get(key, ())) for name in bearers for key, _ in probes(_part(name)))
    together = sum(len(set().union(*(near[key] for key in deletions(_part(name).skeleton)))) for name in bearers)
    return {
        "pairs": len(bearers) * (len(bearers) - 1),
        "bearers": sum(bearers.values()) ** 2,
        "skeleton": sum(len(names) * (len(names) - 1) for names in alike.values()),
        "weighted": sum(
            sum(bearers[name] for name in names) ** 2 - sum(bearers[name] ** 2 for name in names)
            for names in alike.values()
        ),
        "namesakes": sum(count**2 for count in bearers.values()),
        "probes": reached - len(bearers),
        "one_letter": together - len(bearers),
    }


def _reading_ms(pairs: Sequence[Pair]) -> float:
    """Milliseconds of processor to read one name and its probes, none of its words met before."""
    for read_before in (name_whole, sounds_of, probes):
        read_before.cache_clear()
    began = time.process_time()
    for pair in pairs:
        probes(_part(pair.one))
        probes(_part(pair.other))
    return round((time.process_time() - began) / len(pairs) / 2 * 1000, 4)


def _near(keys: Iterable[str]) -> set[str]:
    return set().union(*map(deletions, keys))


def _part(name: str) -> Part:
    part = name_whole(name)
    if part is None:
        raise ValueError(f"{name!r} has no letter")
    return part


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
