"""Make a population of invented people, in the shares of the census."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jisr.exchange.population import parquet
from jisr.exchange.population.households import DUPLICATES, Plan


class Command(BaseCommand):
    """``python -m jisr population --persons N``; run again after it was stopped, it goes on where it was."""

    help = "Make a population of invented people with known duplicates: into the database, or as Parquet files."

    def add_arguments(self, parser: Any) -> None:
        """How many, which ones, where to."""
        parser.add_argument("--persons", type=int, default=1_000_000, help="rows of persons in all (1000000)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people (1)")
        parser.add_argument(
            "--duplicates", type=float, default=DUPLICATES, help="share of them registered twice (0.02)"
        )
        parser.add_argument("--parquet", type=Path, metavar="DIR", help="write Parquet files there")
        parser.add_argument("--processes", type=int, default=parquet.PROCESSES, help="how many at once (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, telling how far it is."""
        plan = Plan(options["persons"], options["seed"], options["duplicates"])
        start, done = time.monotonic(), 0

        def told(persons: int) -> None:
            nonlocal done
            done += persons
            self.stdout.write(f"population: {done:,} of {plan.persons:,} persons ({time.monotonic() - start:.0f} s)")

        try:
            parquet.write(plan, options["parquet"], processes=options["processes"], told=told)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
