"""The stages of a batch, from rows to pairs: each is done wholly or not at all, and told on a line.

names -> persons and keys -> scores, part by part -> clusters -> pairs handed over, some hundreds at a time
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby, islice
from typing import Any
from uuid import UUID

import numpy as np
from splink import DuckDBAPI

from jisr.common import parameters
from jisr.common.text import FOLD_VERSION
from jisr.exchange.duplicates import clusters, model, names, scoring, tables
from jisr.exchange.duplicates.workspace import Workspace

#: Pairs of which this is likely or more are kept until the share of this registry is known.
_WORTH_KEEPING = 0.1
_LEAST_SHARE, _ROUNDS = 0.002, 20
#: Pairs handed over in one transaction.
_HANDED = 500
_TYPES = {
    "uid": "UUID", "household": "UUID", "born_on": "DATE", "born_about": "BOOLEAN", "commune": "VARCHAR",
}  # fmt: skip

Pair = tuple[UUID, UUID, float, Sequence[str]]


@dataclass(frozen=True)
class Rules:
    """The figures of ``parameters/duplicates.yaml``, as in force on a day."""

    propose_from: float
    bridge_from: float
    most_in_cluster: int
    most_under_key: int
    generation: int
    expected_share: float

    @classmethod
    def of(cls, on: date, **others: Any) -> "Rules":
        """Those of a day, with some replaced."""
        values = parameters.values("jisr.exchange", "duplicates", on=on)
        return cls(**(values | {name: value for name, value in others.items() if value is not None}))


@dataclass
class Batch:
    """One search for duplicates in a workspace.

    Attributes:
        say: told of each stage, a line at a time.
        at_once: pairs scored at once, about: what bounds the memory.
    """

    place: Workspace
    rules: Rules
    say: Callable[[str], Any] = field(default=lambda line: None)
    at_once: int = 2_000_000
    begun: float = field(default_factory=time.monotonic)

    def take(self, source: str) -> None:
        """Read the raw rows.

        Args:
            source: what DuckDB reads after FROM; its columns are ``tables.RAW``.
        """
        columns = ", ".join(f"CAST({name} AS {_TYPES.get(name, 'VARCHAR')}) AS {name}" for name in tables.RAW)

        def read() -> None:
            self.place.run(
                f"CREATE TABLE raw AS SELECT CAST(row_number() OVER () AS INTEGER) AS person, {columns} FROM {source}"
            )

        self._stage("read", read, "SELECT count(*) || ' persons' FROM raw")

    def search(self) -> None:
        """Everything between the raw rows and the pairs."""
        self._stage("names", self._names, "SELECT count(*) || ' spellings' FROM names")
        self._stage("keys", self._keys, "SELECT count(*) || ' shared keys' FROM usable")
        self._scores()
        self._stage("share", self._share, "SELECT round(100 * share, 1) || ' % stand there twice' FROM expected")
        self._stage("components", self._components)
        self._stage("clusters", self._clusters, (
            "SELECT count(*) || ' pairs in ' || count(DISTINCT cluster) || ' clusters, ' ||"
            " (SELECT count(*) FROM parted) - count(*) || ' left apart' FROM links"
        ))  # fmt: skip

    def pairs(self, after: int = -1) -> Iterator[tuple[int, Pair]]:
        """Pairs that stand, those of a cluster together, each with its place in that order."""
        labels = {each["output_column_name"]: each for each in self._settings()["comparisons"]}
        gammas = ", ".join(f"a.gamma_{name}" for name in labels)
        found = self.place.connection.cursor().execute(
            f"SELECT l.place, one.uid, other.uid, a.score, {gammas} FROM links l"
            " JOIN judged a ON a.one = l.one AND a.other = l.other"
            " JOIN raw one ON one.person = l.one JOIN raw other ON other.person = l.other"
            " WHERE l.place > ? ORDER BY l.place", [after],
        )  # fmt: skip
        while rows := found.fetchmany(_HANDED):
            for place, one, other, score, *seen in rows:
                yield place, (one, other, score, _reasons(labels, seen))

    def hand_over(self, propose: Callable[[Sequence[Pair]], int]) -> int:
        """Hand the pairs over, some hundreds at a time; a batch that was killed goes on after the last that was taken.

        Args:
            propose: takes pairs in one transaction and leaves out those that it has already; how many were new.
        """
        self.place.run("CREATE TABLE IF NOT EXISTS handed (place INTEGER, new INTEGER)")
        left = self.pairs(self.place.one("SELECT coalesce(max(place), -1) FROM handed"))
        while block := list(islice(left, _HANDED)):
            new = propose([pair for _, pair in block])
            self.place.run("INSERT INTO handed VALUES (?, ?)", [block[-1][0], new])
        return int(self.place.one("SELECT coalesce(sum(new), 0) FROM handed"))

    def _names(self) -> None:
        one_of = " UNION ".join(
            f"SELECT {column} AS spelling FROM raw WHERE {column} <> ''"
            for column in ("given_ar", "family_ar", "given_fr", "family_fr")
        )
        fields = names.Folded._fields
        self.place.run(f"CREATE TABLE names ({', '.join(f'{each} VARCHAR' for each in fields)})")
        for folded in names.in_batches([spelling for (spelling,) in self.place.run(one_of)]):
            columns = zip(*folded, strict=True)
            self._put(
                "some_names",
                {name: np.array(column, dtype=object) for name, column in zip(fields, columns, strict=True)},
            )
            self.place.run("INSERT INTO names SELECT * FROM some_names")

    def _keys(self) -> None:
        tables.make(self.place.run, "duckdb", self.rules.most_under_key)
        self.place.run("DROP TABLE keys")

    def _scores(self) -> None:
        """Each part of the keys by itself: what was scored when the machine stopped is not scored again."""
        pairs = int(self.place.one("SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM usable"))
        parts = 1 + pairs // self.at_once
        gammas = [f"gamma_{each['output_column_name']}" for each in self._settings()["comparisons"]]
        columns = ["one INTEGER", "other INTEGER", "bits DOUBLE", *(f"{gamma} TINYINT" for gamma in gammas)]
        self._stage("scores", lambda: self.place.run(f"CREATE TABLE alike ({', '.join(columns)})"))
        scorer = None
        for part in range(parts):
            name = f"scores {part}"
            if not self.place.done(name):
                scorer = scorer or scoring.Scorer(DuckDBAPI(self.place.connection), self._settings(), "persons")
            self._stage(
                name,
                partial(self._score, scorer, part, parts, gammas),
                f"SELECT 'part {part + 1} of {parts}: ' || count(*) || ' pairs alike so far' FROM alike",
            )

    def _score(self, scorer: scoring.Scorer | None, part: int, parts: int, gammas: Sequence[str]) -> None:
        self.place.run(f"CREATE TABLE candidates AS {tables.pairs(part, parts)}")
        if scorer and self.place.one("SELECT count(*) FROM candidates"):
            found = scorer.score("candidates", _WORTH_KEEPING)
            self.place.run(
                "INSERT INTO alike SELECT least(person_l, person_r), greatest(person_l, person_r), match_weight,"
                f" {', '.join(gammas)} FROM {found.physical_name}"
            )
            found.drop_table_from_database_and_remove_from_cache()
        self.place.run("DROP TABLE candidates")

    def _share(self) -> None:
        """How many stand there twice is learned of this registry; what the rules expect is where it begins.

        The chance of any pair is the one figure of the model that another registry cannot know.
        """
        persons, expected = int(self.place.one("SELECT count(*) FROM raw")), self.rules.expected_share
        bits = self.place.connection.execute("SELECT bits FROM alike").fetchnumpy()["bits"]
        share = expected
        for _ in range(_ROUNDS):
            likely = 1 / (1 + np.exp2(-np.clip(bits + np.log2(share / expected), -60, 60)))
            share = float(np.clip(likely.sum() / max(persons, 1), _LEAST_SHARE, expected))
        self.place.run(
            "CREATE TABLE expected AS SELECT ? AS share, ? AS bits", [share, float(np.log2(share / expected))]
        )
        self.place.run(
            "CREATE VIEW judged AS SELECT a.*, 1 / (1 + power(2, -least(greatest(a.bits + e.bits, -60), 60))) AS score"
            " FROM alike a, expected e"
        )

    def _components(self) -> None:
        ends = self.place.connection.execute(
            "SELECT one, other FROM judged WHERE score >= ? ORDER BY one, other", [self.rules.propose_from]
        ).fetchnumpy()
        labels = clusters.components(ends["one"], ends["other"])
        self._put("parted", {"one": ends["one"], "other": ends["other"], "component": labels})

    def _clusters(self) -> None:
        self.place.run("CREATE TABLE links (one INTEGER, other INTEGER, cluster INTEGER, place INTEGER)")
        kept: list[tuple[clusters.Link, int]] = []
        place = 0
        for _, rows in groupby(self._linked(), key=lambda row: row[0]):
            kept += self._gathered(list(rows))
            if len(kept) >= names.BATCH:
                place = self._keep(kept, place)
                kept = []
        self._keep(kept, place)

    def _linked(self) -> Iterator[tuple[Any, ...]]:
        """Links with the facts of both persons, component after component; read beside what is being written."""
        facts = ", ".join(
            f"{side}.household, {side}.sex, {side}.year, {side}.about, {side}.cin, {side}.idcs,"
            f" {side}.given_key, {side}.given_key_2" for side in ("p", "q")
        )  # fmt: skip
        found = self.place.connection.cursor().execute(
            f"SELECT c.component, a.one, a.other, a.score, {facts} FROM parted c"
            " JOIN judged a ON a.one = c.one AND a.other = c.other"
            " JOIN persons p ON p.person = a.one JOIN persons q ON q.person = a.other ORDER BY c.component"
        )
        while rows := found.fetchmany(names.BATCH):
            yield from rows

    def _gathered(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[clusters.Link, int]]:
        facts: dict[int, clusters.Facts] = {}
        for _, one, other, _score, *seen in rows:
            facts[one], facts[other] = _facts(seen[:8]), _facts(seen[8:])
        rules = self.rules
        return list(clusters.gather(
            (clusters.Link(one, other, score) for _, one, other, score, *_seen in rows), facts,
            most=rules.most_in_cluster, bridge=rules.bridge_from, generation=rules.generation,
        ))  # fmt: skip

    def _keep(self, kept: Sequence[tuple[clusters.Link, int]], place: int) -> int:
        if kept:
            kept = sorted(kept, key=lambda each: (each[1], each[0].one, each[0].other))
            self._put("standing", {
                "one": [link.one for link, _ in kept], "other": [link.other for link, _ in kept],
                "cluster": [cluster for _, cluster in kept], "place": range(place, place + len(kept)),
            })  # fmt: skip
            self.place.run("INSERT INTO links SELECT * FROM standing")
        return place + len(kept)

    def _put(self, table: str, values: Mapping[str, Any]) -> None:
        self.place.connection.register("handed_in", {name: np.asarray(each) for name, each in values.items()})
        self.place.run(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM handed_in")
        self.place.connection.unregister("handed_in")

    def _settings(self) -> dict[str, Any]:
        return model.settings(int(self.place.one("SELECT count(*) FROM raw")), self.rules.expected_share)

    def _stage(self, name: str, do: Callable[[], Any], tell: str = "") -> None:
        already = self.place.done(name)
        self.place.stage(name, do)
        if tell:
            kept = ", kept from before" if already else ""
            self.say(f"{name.split()[0]}: {self.place.one(tell)} ({time.monotonic() - self.begun:.1f} s{kept})")


def about(rules: Rules) -> dict[str, Any]:
    """What must be equal for a batch to go on with what another one left."""
    return {
        "model": str(model.weights()["version"]),
        "folding": FOLD_VERSION,
        "rules": [str(value) for value in vars(rules).values()],
    }


def _facts(seen: Sequence[Any]) -> clusters.Facts:
    household, sex, year, is_about, cin, idcs, *given = seen
    return clusters.Facts(str(household), sex, year, is_about, cin, idcs, frozenset(filter(None, given)))


def _reasons(labels: Mapping[str, Mapping[str, Any]], seen: Sequence[int]) -> list[str]:
    """What speaks for a pair and what against it, as codes of ``families.choices.LikenessReason``, each once."""
    levels = ((name, scoring.level(each, gamma)) for (name, each), gamma in zip(labels.items(), seen, strict=True))
    told = (model.REASONS.get(name, {}).get(level, "") for name, level in levels)
    return list(dict.fromkeys(reason for reason in told if reason))
