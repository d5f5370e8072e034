"""``doctor``: what runs, what is wrong, and what to do, a line each. It changes nothing."""

import argparse
import json
from collections.abc import Iterator, Sequence

from jisr.launch.doctor.database import looked_into
from jisr.launch.doctor.findings import Finding, Verdict
from jisr.launch.doctor.machine import looked_at
from jisr.launch.doctor.saved import kept_safe
from jisr.launch.house import House


def main(arguments: Sequence[str]) -> int:
    """The command: 0 when nothing needs a hand, else 1."""
    parser = argparse.ArgumentParser(prog="python -m jisr doctor", description=__doc__)
    parser.add_argument(
        "--deep", action="store_true", help="start the database if it does not run, and read the whole journal again"
    )
    parser.add_argument("--json", action="store_true", help="a list of objects: name, verdict, says, do")
    asked = parser.parse_args(arguments)
    found = list(examined(House(), deep=asked.deep))
    if asked.json:
        print(json.dumps([one.told() for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(one)
    return 1 if any(one.needs_a_hand for one in found) else 0


def examined(house: House, *, deep: bool = False) -> Iterator[Finding]:
    """Everything that was looked at, in the order in which it stands on the screen.

    Args:
        deep: start the database when it does not run, and read the whole journal again.
    """
    yield from looked_at(house)
    yield from looked_into(house, deep=deep)
    yield from kept_safe(house)


__all__ = ["Finding", "Verdict", "examined", "main"]
