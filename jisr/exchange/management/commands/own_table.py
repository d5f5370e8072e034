"""``python -m jisr own_table douars FILE``: look at a table of an operator, and load it, whole or not at all."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jisr.exchange.own_tables import bus_days, douars
from jisr.exchange.own_tables.reading import File, WrongFile, read
from jisr.territory import actions
from jisr.territory.choices import OwnTable

#: Wrong rows that are named; the others are counted by reason.
NAMED = 40


class Command(BaseCommand):
    """Without ``--load`` nothing is written: the report says what would be."""

    help = (
        "Look at a table of douars (HCP's workbook; latitude and longitude in columns lat and lon where there are any),"
        " or of the days of the week on which a bus goes; --load loads it in place of the one before, whole or not at"
        " all; --drop takes it away."
    )

    def add_arguments(self, parser: Any) -> None:
        """Which table, which file, and whether to load it."""
        parser.add_argument("table", choices=OwnTable.values)
        parser.add_argument("file", nargs="?", type=Path, help="CSV in UTF-8, or a workbook")
        parser.add_argument("--load", action="store_true", help="load it, if every row is right")
        parser.add_argument("--drop", action="store_true", help="take away what was loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report; then load, or drop."""
        table = OwnTable(options["table"])
        if options["drop"]:
            self.stdout.write("taken away" if actions.drop_own_table(table) else "nothing was loaded")
            return
        if options["file"] is None:
            raise CommandError("Name the file to look at, or --drop.")
        needed = douars.NEEDED if table == OwnTable.DOUARS else bus_days.NEEDED
        try:
            file = read(options["file"], needed=needed)
        except (WrongFile, OSError) as fault:
            raise CommandError(f"{options['file'].name}: {fault}") from fault
        if table == OwnTable.DOUARS:
            self._douars(file, load=options["load"])
        else:
            self._bus_days(file, load=options["load"])

    def _douars(self, file: File, *, load: bool) -> None:
        found = douars.check(file.rows)
        self._report(file, found.wrong)
        for note in found.notes:
            self.stdout.write(note)
        if load:
            actions.load_douars(found.douars, checksum=file.checksum, source=file.name)
        self._done(load=load)

    def _bus_days(self, file: File, *, load: bool) -> None:
        found, wrong = bus_days.check(file.rows)
        self._report(file, wrong)
        self.stdout.write(f"{len(found):,} communes, {sum(days == 0 for days in found.values()):,} without a bus")
        if load:
            actions.load_bus_days(found, checksum=file.checksum, source=file.name)
        self._done(load=load)

    def _done(self, *, load: bool) -> None:
        self.stdout.write("loaded" if load else "every row is right; --load loads them. Nothing was written.")

    def _report(self, file: File, wrong: Sequence[tuple[int, str, str]]) -> None:
        """Name what is wrong.

        Raises:
            CommandError: anything is.
        """
        self.stdout.write(f"{file.name}: {len(file.rows):,} rows")
        if not wrong:
            return
        lines = [f"row {number}, {code or 'no code'}: {why}" for number, code, why in wrong[:NAMED]]
        more = Counter(why for _number, _code, why in wrong[NAMED:])
        lines += [f"and {count:,} more: {why}" for why, count in more.most_common(10)]
        raise CommandError("\n".join([f"{len(wrong):,} rows are wrong; nothing was written.", *lines]))
