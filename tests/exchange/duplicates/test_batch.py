"""What a search over everybody must find, must never join, and must leave behind: nothing."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import astuple, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import pytest

from jisr.exchange.duplicates import clusters, model, names, tables
from jisr.exchange.duplicates.batch import Batch, Rules, about
from jisr.exchange.duplicates.leftovers import PLACE, AlreadyRunning, clear
from jisr.exchange.duplicates.workspace import workspace
from jisr.families.choices import LikenessReason
from jisr.launch.environment import ROOT
from tests.exchange.duplicates.registered import EACH, KINDS, Registry, Row, registry

RULES = Rules.of(date(2026, 11, 22))
#: So that there are several parts to be stopped between.
AT_ONCE = 1_000


def searched(data, found: Registry, *, say=lambda line: None):
    """The pairs of a search over these rows, in their order."""
    with workspace(data, about(RULES), memory_mb=200) as place:
        batch = Batch(place, RULES, say, at_once=AT_ONCE)
        columns = zip(*(astuple(row) for row in found.rows), strict=True)
        rows = {
            name: np.array(["" if value is None else str(value) for value in column], dtype=object)
            for name, column in zip(tables.RAW, columns, strict=True)
        }
        place.connection.register("rows", rows)
        batch.take("rows")
        place.connection.unregister("rows")
        batch.search()
        handed = []
        batch.hand_over(lambda pairs: handed.extend(pairs) or len(pairs))
        return handed


def with_compartments() -> Registry:
    """Invented people, three of whose pairs touch a compartment: one wholly, two from outside."""
    made = registry(7)
    inside, across, apart = [pair for pair, kind in made.truth.items() if kind == "day and month"][:3]
    moved = {
        inside[0]: "violence",
        inside[1]: "violence",
        across[0]: "violence",
        apart[0]: "child",
        apart[1]: "violence",
    }
    made.rows = [replace(row, compartment=moved.get(row.uid, "")) for row in made.rows]
    made.inside, made.across = inside, (across, apart)
    return made


@pytest.fixture(scope="module")
def people():
    """The same people for every test."""
    return with_compartments()


@pytest.fixture(scope="module")
def told():
    """The lines of the search."""
    return []


@pytest.fixture(scope="module")
def found(people, told, tmp_path_factory):
    """What one search finds, undisturbed."""
    data = tmp_path_factory.mktemp("data")
    handed = searched(data, people, say=told.append)
    assert not (data / PLACE).exists(), "names of people are left behind"
    return {(min(one, other), max(one, other)): (score, reasons) for one, other, score, reasons in handed}


def said_of(row: Row) -> clusters.Facts:
    """What can contradict, read by the test itself."""
    about_then = row.born_about or (row.born_on.month, row.born_on.day) == (1, 1)
    given = frozenset({row.given_ar or row.given_fr})
    return clusters.Facts(str(row.household), row.sex, row.born_on.year, about_then, None, None, given)


def test_every_kind_of_duplicate_is_found(people, found):
    """A kind that is not found at all would not show in a figure over all of them."""
    by_kind = Counter(kind for pair, kind in people.truth.items() if pair in found or pair in people.across)

    assert {kind: by_kind[kind] for kind in KINDS if by_kind[kind] < 0.8 * EACH} == {}
    assert sum(by_kind.values()) >= 0.93 * len(people.truth)


def test_hardly_anybody_is_taken_for_another(people, found):
    """Of a hundred pairs that people look at, one may be wrong."""
    assert sum(pair not in people.truth for pair in found) <= 0.01 * len(found)


def test_each_pair_stands_once_with_what_spoke_for_it(found, told):
    """Whoever decides reads why; the score is a probability."""
    assert all(RULES.propose_from <= score <= 1 and reasons for score, reasons in found.values())
    assert {reason for _, reasons in found.values() for reason in reasons} <= set(LikenessReason.values)
    assert any("part 2 of" in line for line in told)


def test_a_pair_across_a_compartment_is_never_handed_over(people, found):
    """Whoever decides about the open file would learn of the hidden one; inside, its keepers decide."""
    assert people.inside in found
    assert not set(people.across) & set(found)
    stands = {row.uid: row.compartment for row in people.rows}
    assert all(stands[one] == stands[other] for one, other in found)


def test_no_cluster_joins_who_contradict_each_other(people, found):
    """Neither a pair nor a chain of pairs makes one person of a man and a woman, or of two housemates."""
    facts = {row.uid: said_of(row) for row in people.rows}
    groups: dict = {}
    for one, other in found:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(joined, joined))

    for group in {frozenset(group) for group in groups.values()}:
        assert len(group) <= RULES.most_in_cluster
        for one, other in combinations(group, 2):
            assert not clusters.contradiction(facts[one], facts[other], generation=RULES.generation)


def test_a_search_that_was_killed_goes_on_and_finds_the_same(people, found, tmp_path):
    """Killed between two parts: what was scored is kept, no pair comes twice, none is lost."""
    done = subprocess.run([sys.executable, "-m", __name__, str(tmp_path)], cwd=ROOT, check=False,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})  # fmt: skip
    assert done.returncode == 9
    assert (tmp_path / PLACE).stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o177 == 0 for file in (tmp_path / PLACE).glob("*.duckdb*"))
    assert not clear(tmp_path), "it is young: the next search goes on with it"

    lines: list[str] = []
    handed = searched(tmp_path, people, say=lines.append)

    assert any("kept from before" in line and "part 1 of" in line for line in lines)
    assert len(handed) == len(found)
    assert {(min(one, other), max(one, other)) for one, other, *_ in handed} == set(found)


def test_what_was_left_long_ago_is_cleared_away(tmp_path):
    """Names of people do not lie about; and two searches are not at work in one place."""
    with pytest.raises(ZeroDivisionError), workspace(tmp_path, {"version": 1}, memory_mb=100):
        with pytest.raises(AlreadyRunning), workspace(tmp_path, {"version": 1}, memory_mb=100):
            pass
        raise ZeroDivisionError
    assert (tmp_path / PLACE).exists()
    with workspace(tmp_path, {"version": 2}, memory_mb=100) as place:
        assert not place.resumed, "another version does not go on with it"
    assert not (tmp_path / PLACE).exists()

    with pytest.raises(ZeroDivisionError), workspace(tmp_path, {"version": 2}, memory_mb=100):
        raise ZeroDivisionError
    os.utime(tmp_path / PLACE / "about.json", (0, 0))
    assert clear(tmp_path)
    assert not (tmp_path / PLACE).exists()


def test_one_link_does_not_chain_two_groups():
    """Connected components made one person of thousands at a million: a bridge must be surer than a pair."""
    same = clusters.Facts(None, "f", 1980, False, None, None, frozenset({"ftm"}))
    sure, weak = 0.999, RULES.bridge_from - 0.01
    links = [clusters.Link(1, 2, sure), clusters.Link(3, 4, sure), clusters.Link(2, 3, weak)]

    kept = list(
        clusters.gather(links, dict.fromkeys(range(1, 5), same), most=8, bridge=RULES.bridge_from, generation=12)
    )

    assert [(link.one, link.other, cluster) for link, cluster in kept] == [(1, 2, 1), (3, 4, 3)]


def test_a_letter_left_out_is_one_letter_in_either_script():
    """DuckDB measures bytes: an Arabic letter of two would be as far as two Latin ones."""
    letters = [names.folded(spelling).letters for spelling in ("طاهر", "طار", "Tahar", "Tahr")]

    far = duckdb.execute("SELECT levenshtein(?, ?), levenshtein(?, ?)", letters).fetchall()

    assert far == [(1, 1)]


def test_weights_and_conditions_name_the_same_levels():
    """A level without a weight would count for nothing, a weight without a level for nobody."""
    figures = model.weights()

    assert {name: {level for level in levels if level} for name, levels in model.CONDITIONS.items()} == {
        name: set(levels) for name, levels in figures.items() if name != "version"
    }


def _stop(line: str) -> None:
    if "part 1 of" in line:
        os._exit(9)


if __name__ == "__main__":
    searched(Path(sys.argv[1]), with_compartments(), say=_stop)
