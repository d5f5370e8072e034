"""Make a population of invented people, in the shares of the census."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jisr.exchange.population import loading, parquet
from jisr.exchange.population.households import DUPLICATES, Plan


class Command(BaseCommand):
    """``python -m jisr population --persons N``; run again after it was stopped, it goes on where it was."""

    help = (
        "Make a population of invented people with known duplicates, into the database or as Parquet files;"
        " the pairs that are one person are written beside, never into the database."
    )

    def add_arguments(self, parser: Any) -> None:
        """How many, which ones, where to."""
        parser.add_argument("--persons", type=int, default=1_000_000, help="rows of persons in all (1000000)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people (1)")
        parser.add_argument(
            "--duplicates", type=float, default=DUPLICATES, help="share of the rows planted twice (0.02)"
        )
        parser.add_argument("--parquet", type=Path, metavar="DIR", help="write Parquet files there, and no database")
        parser.add_argument("--truth", type=Path, metavar="DIR", help="where the pairs go (data directory/population)")
        parser.add_argument("--processes", type=int, default=parquet.PROCESSES, help="how many at once (2)")
        parser.add_argument("--drop", action="store_true", help="take the generated families away again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, telling how far it is."""
        truth = options["truth"] or Path(settings.DATA) / "population"
        try:
            if options["drop"]:
                self.stdout.write(f"population: {loading.drop(truth):,} households taken away")
                return
            self._make(self._plan(options), truth, options)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault

    def _plan(self, options: dict[str, Any]) -> Plan:
        plan = Plan(options["persons"], options["seed"], options["duplicates"])
        if plan.persons < 1 or plan.seed < 0 or not 0 <= plan.duplicates <= 0.4 or options["processes"] < 1:
            raise CommandError("--persons and --processes from 1, --seed from 0, --duplicates from 0 to 0.4")
        return plan

    def _make(self, plan: Plan, truth: Path, options: dict[str, Any]) -> None:
        told = self._progress(plan.persons)
        if options["parquet"]:
            parquet.write(plan, options["parquet"], processes=options["processes"], told=told)
        elif not loading.load(plan, truth, processes=options["processes"], told=told):
            self.stdout.write("population: already there")
            return
        self.stdout.write("population: done; who is whom stands in " + str(options["parquet"] or truth) + "/truth")

    def _progress(self, wanted: int) -> Callable[[int], None]:
        start, done = time.monotonic(), 0

        def told(persons: int) -> None:
            nonlocal done
            done += persons
            spent = time.monotonic() - start
            self.stdout.write(f"population: {done:,} of {wanted:,} persons ({spent:.0f} s)")
            self.stdout.flush()

        return told
