"""What is done before the first page, each only when its sources changed; ``jisr.launch.prepare`` does it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jisr.launch.environment import ROOT
from jisr.launch.locks import alone

#: The variable that tells the steps which database they prepare.
DATABASE_MARK = "JISR_DATABASE_MARK"
#: The file, in the data directory, that lists who can be tried in the demonstration.
ACCOUNTS = "demonstration.txt"
#: Files that come with Leaflet and that no page of ours loads.
_NOT_ASKED_FOR = ("*-src*", "*.map", "draw", "proj4*", "Control.*", "leaflet.forms*", "leaflet.extras*")


@dataclass(frozen=True)
class Step:
    """One step of the preparation.

    Attributes:
        name: its name, and the name of its mark.
        command: the management command and its arguments.
        sources: globs of the files it is made from; none: it is done once.
        says: what the person waiting is told.
        stored: whether what it makes is in the database.
    """

    name: str
    command: tuple[str, ...]
    sources: tuple[str, ...]
    says: str
    stored: bool

    def mark(self, database: str) -> str:
        """What changes when the step has to be done again.

        Args:
            database: what tells this database from another.
        """
        digest = hashlib.sha256(" ".join(self.command).encode())
        if self.stored:
            digest.update(database.encode())
        for path in sorted(path for pattern in self.sources for path in ROOT.glob(pattern) if _is_source(path)):
            digest.update(f"{path.relative_to(ROOT)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()


def _is_source(path: Path) -> bool:
    """What Python compiled is made from the sources: it would change their mark from one start to the next."""
    return path.is_file() and path.suffix != ".pyc"


FILES = (
    Step("words", ("words",), ("jisr/locale/**/*.po",), "the words of each language", stored=False),
    Step("fonts", ("fonts",), ("jisr/web/font*.py", "requirements.txt"), "the fonts", stored=False),
    Step(
        "static",
        # of what comes with the map, only what a page asks for: the rest is most of the time of pressing
        ("collectstatic", "--no-input", *(part for name in _NOT_ASKED_FOR for part in ("--ignore", name))),
        ("jisr/*/static/**/*", "jisr/web/font*.py", "requirements.txt"),
        "styles and scripts",
        stored=False,
    ),
)
STORED = (
    Step(
        "migrate",
        ("migrate", "--no-input"),
        ("jisr/**/migrations/*.py", "jisr/common/open_tables.py", "requirements.txt"),
        "the tables and their walls",
        stored=True,
    ),
    Step("territory", ("territory",), ("jisr/territory/**/*",), "regions, provinces and communes", stored=True),
    Step(
        "rekey",
        ("rekey", "--if-due"),
        ("jisr/common/text/*.py", "jisr/families/keying/*.py"),
        "the keys by which people are found",
        stored=True,
    ),
    Step(
        "forum_record",
        ("forum_record",),
        ("jisr/exchange/forum_record/*.py", "jisr/exchange/forum_record/data/*"),
        "the public record of consultations",
        stored=True,
    ),
    Step(
        "agreements_record",
        ("agreements_record",),
        ("jisr/exchange/agreements_record/*.py", "jisr/exchange/agreements_record/data/*"),
        "the public record of agreements",
        stored=True,
    ),
    Step(
        "strategy_record",
        ("strategy_record",),
        ("jisr/exchange/strategy_record/*.py", "jisr/exchange/strategy_record/data/*"),
        "the public record of strategies",
        stored=True,
    ),
)
DEMONSTRATION = (
    Step("demonstration", ("demonstration",), (), "the demonstration", stored=True),
    Step(
        "demonstration_forum",
        ("demonstration_forum",),
        ("jisr/exchange/demonstration/forum/*",),
        "the demonstration's consultation",
        stored=True,
    ),
    Step(
        "demonstration_ledger",
        ("demonstration_ledger",),
        ("jisr/exchange/demonstration/ledger/*",),
        "the demonstration's promises and money",
        stored=True,
    ),
    Step(
        "demonstration_scenarios",
        ("demonstration_scenarios",),
        ("jisr/exchange/demonstration/scenarios.py",),
        "the demonstration's scenarios",
        stored=True,
    ),
    Step(
        "accounts",
        ("demonstration_accounts", "--to", ACCOUNTS),
        ("jisr/exchange/demonstration/*", "jisr/staff/choices.py", "jisr/locale/staff/**/*.po"),
        "the list of who can be tried",
        stored=True,
    ),
)
#: A kit brings its own consultation, and nothing invented.
OF_KIT = tuple(step for step in STORED if step.name in {"migrate", "territory"})
ALL = {step.name: step for step in (*FILES, *STORED, *DEMONSTRATION)}


def left_to_do(steps: Iterable[Step], data: Path, database: str) -> list[Step]:
    """The steps whose mark is not today's, in order."""
    marks = _marks(data)
    return [step for step in steps if marks.get(step.name) != step.mark(database)]


def _marks(data: Path) -> dict[str, str]:
    path = data / "steps.json"
    return json.loads(path.read_text()) if path.is_file() else {}


def done(step: Step, data: Path, mark: str) -> None:
    """Note that a step is whole.

    Args:
        mark: what ``step.mark`` said before the step began.

    Raises:
        CannotStart: the other line of steps holds the note for a minute.
    """
    busy = f"Another process has been writing {data / 'steps.json'} for a minute. End it, then start again."
    with alone(data / "steps.lock", wait_s=60, otherwise=busy):
        marks = _marks(data) | {step.name: mark}
        half = data / "steps.new"
        half.write_text(json.dumps(marks, indent=1))
        half.rename(data / "steps.json")
