"""Pairs scored by Splink with the model of ``model.py``; the same calls serve DuckDB and Spark."""

import logging
from collections.abc import Mapping
from typing import Any

from splink import Linker

#: Splink tells its progress to a log; ours is a line of its own.
_QUIET = logging.ERROR


class Scorer:
    """A model over one table of persons; term frequencies are counted once."""

    def __init__(self, engine: Any, settings: Mapping[str, Any], table: Any) -> None:
        """Read the model.

        Args:
            engine: ``DuckDBAPI`` or ``SparkAPI``.
            settings: of ``model.settings``.
            table: the persons: a table's name, or a data frame of Spark.
        """
        self._engine = engine
        self.settings = settings
        persons = engine.register(table, dataset_display_name="registry")
        self._linker = Linker(persons, dict(settings), log_level=_QUIET, validate_settings=False)

    def score(self, pairs: Any, least: float) -> Any:
        """Pairs of a table that are one person with at least this probability, as a Splink data frame.

        Its columns: match_probability, person_l, person_r, and gamma_… of each comparison (see ``level``).
        """
        self._linker.table_management.register_blocked_pairs_for_predict(self._engine.register(pairs))
        return self._linker.inference.predict(threshold_match_probability=least, warning_mode="never")


def level(comparison: Mapping[str, Any], gamma: int) -> str:
    """What a comparison saw, by the number that Splink gives it: the last level is 0, "not known" is -1."""
    labels = [each["label_for_charts"] for each in comparison["comparison_levels"]]
    return labels[len(labels) - 1 - gamma] if gamma >= 0 else ""
