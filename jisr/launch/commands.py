"""``python -m jisr COMMAND``: the launcher's own commands, and every management command with the database running."""

import errno
import os
import runpy
import sys
from importlib import import_module

import psycopg

from jisr.launch.environment import OWNER, data_directory
from jisr.launch.errors import CannotStart, full_disk
from jisr.launch.house import House
from jisr.launch.run import run

HELP = """\
python -m jisr COMMAND

  run            start everything and say where to look (make run); KIT=FILE serves the hall of a meeting
  setup          words, fonts and styles; no database (make setup)
  prepare        all that stands before the first page: tables, territory, demonstration
  doctor         what runs, where the data is, what is wrong and what to do; --deep reads more, --json for a program
  backup         one sealed file of everything: --to DIRECTORY --keep N --without-key --phrase
  restore FILE   a backup put back into an empty place and compared: --into DIRECTORY
  rehearse       the last backup restored beside the data, compared, timed, taken away
  kit_codes      in a meeting kit: codes for the team to sign in with
  keep           seal the journal each second (run does it too)
  send           hand over the messages that are due (keep does it too)
  duplicates     compare the whole register and propose who stands in it twice
  own_table      a table of douars or of bus days: --load puts it in, --drop takes it away
  travel         minutes by road of your own router, for the atlas: --router ADDRESS --kind osrm
  population     an invented population at the size of a nation
  rekey          make the keys of the search anew, after the rules of folding changed
  journal verify read the whole journal again and name the first broken line
  rotate         wrap the keys of all persons by a new wrapping key; cut short, it goes on
  sweep          leave nothing of the erased in the files of the database (run does it at night)
  retention      what was kept long enough: --preview finds it, --apply erases what was signed (keep does both)
  migrate, territory, demonstration, words, shell, ...
                 any management command, with the database running: python -m jisr help --commands
"""


def main(arguments: list[str]) -> int:
    """Do one command; the exit code."""
    try:
        return _command(arguments)
    except CannotStart as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        print(full_disk(data_directory()), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _command(arguments: list[str]) -> int:
    name = arguments[0] if arguments else "help"
    if arguments in ([], ["help"], ["-h"], ["--help"]):
        print(HELP, end="")
        return 0
    if name in _OWN:
        if arguments[1:]:
            raise CannotStart(f"{name} takes no argument. What there is: python -m jisr help")
        return _OWN[name]()
    if name in _READ_IN_LATER:
        return int(import_module(_READ_IN_LATER[name]).main(arguments[1:]))
    with House() as house:
        os.environ.update(house.environment())
        if name in _OF_TABLES and not _has_tables(house):
            raise CannotStart("There are no tables here yet. make run, or python -m jisr prepare, makes them.")
        sys.argv = ["python -m jisr", *arguments]
        runpy.run_module("django", run_name="__main__")  # read in here: the launcher's own commands do without
    return 0


def _has_tables(house: House) -> bool:
    with psycopg.connect(house.environment()[OWNER]) as owner:
        return owner.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone() == (True,)


def _setup() -> int:
    House().prepare_files()
    return 0


def _prepare() -> int:
    with House() as house:
        house.prepare()
    return 0


#: Management commands that work on what is stored.
_OF_TABLES = frozenset({
    "keep", "send", "duplicates", "population", "rekey", "journal", "rotate", "sweep", "retention", "erase_again",
    "seal_words", "own_table", "travel",
})  # fmt: skip
_OWN = {"run": run, "setup": _setup, "prepare": _prepare}
#: Commands with arguments of their own; what they need (encryption) is no part of a start.
_READ_IN_LATER = {
    "backup": "jisr.launch.backups.make",
    "restore": "jisr.launch.backups.restore",
    "rehearse": "jisr.launch.backups.rehearse",
    "doctor": "jisr.launch.doctor",
}
