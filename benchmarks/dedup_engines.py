"""One engine of ``dedup`` on one input: ``python -m benchmarks.dedup_engines ENGINE PEOPLE ANSWER``.

The answer is a Parquet file: one, other, score, and whether the engine would propose the pair.
"""

import logging
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from jisr.exchange.duplicates.batch import Batch, Rules, about
from jisr.exchange.duplicates.workspace import MEMORY_MB, workspace

#: The day whose parameters hold.
_TODAY = date(2026, 11, 22)
#: From here on plain Splink's pair is taken for one; its usual advice.
_PLAIN = 0.95
_ROWS = r"""(
    SELECT p.person AS uid, p.household, '' AS compartment, p.given_ar, p.family_ar, p.given_fr, p.family_fr, p.sex,
        p.born_on, p.born_about, h.commune, right(regexp_replace(p.phone, '\D', '', 'g'), 9) AS phone, '' AS phone_2,
        '' AS cin, '' AS idcs
    FROM read_parquet('{people}/persons/*.parquet') p JOIN read_parquet('{people}/households/*.parquet') h
        ON h.household = p.household
)"""


def ours(people: str, answer: str) -> None:
    """The product's own search, from rows to pairs."""
    rules = Rules.of(_TODAY)
    with (
        tempfile.TemporaryDirectory() as data,
        workspace(Path(data), about(rules), memory_mb=MEMORY_MB) as place,
    ):
        batch = Batch(place, rules, lambda line: print(line, file=sys.stderr, flush=True))
        batch.take(_ROWS.format(people=people))
        batch.search()
        place.run(
            "COPY (SELECT p.uid AS one, q.uid AS other, j.score, true AS chosen FROM links l"
            " JOIN judged j ON j.one = l.one AND j.other = l.other"
            f" JOIN raw p ON p.person = l.one JOIN raw q ON q.person = l.other) TO '{answer}'"
        )


def splink(people: str, answer: str) -> None:
    """Splink as its guide has it: names in one column each, whichever script, trained on these rows."""
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})
    connection.execute(
        "CREATE TABLE people AS SELECT uid AS unique_id, lower(coalesce(nullif(given_fr, ''), given_ar)) AS given,"
        " lower(coalesce(nullif(family_fr, ''), family_ar)) AS family, sex, CAST(born_on AS VARCHAR) AS born_on,"
        f" commune, nullif(phone, '') AS phone FROM {_ROWS.format(people=people)}"
    )
    engine = DuckDBAPI(connection)
    linker = Linker(engine.register("people"), plain(), log_level=logging.ERROR)
    trained(linker, [["given", "family"], ["commune", "born_on"]])
    found = linker.inference.predict(threshold_match_probability=0.2)
    connection.execute(
        "COPY (SELECT unique_id_l AS one, unique_id_r AS other, match_probability AS score,"
        f" match_probability >= {_PLAIN} AS chosen FROM {found.physical_name}) TO '{answer}'"
    )


def plain() -> SettingsCreator:
    """The model of Splink's own examples, on our columns."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("given", [0.92, 0.85]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("family", [0.92, 0.85]).configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("born_on", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("commune").configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "family"), block_on("family", "born_on"), block_on("given", "born_on", "commune"),
            block_on("phone", "born_on"),
        ],
    )  # fmt: skip


def trained(linker: Any, rules: list[list[str]], recall: float = 0.6) -> None:
    """Train a model on its own rows, without knowing what is so."""
    linker.training.estimate_probability_two_random_records_match([block_on(*rules[0])], recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))


if __name__ == "__main__":
    {"ours": ours, "splink": splink}[sys.argv[1]](sys.argv[2], sys.argv[3])
