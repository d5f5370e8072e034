"""The process that does the steps: ``python -m jisr.launch.prepare NAME...``, with the owner's address.

Apart from the launcher, which never loads Django and so starts at once when nothing is left to do.
"""

import os
import sys

import django
from django.core.management import call_command

from jisr.launch.environment import data_directory
from jisr.launch.steps import ALL, DATABASE_MARK, done


def main(names: list[str]) -> int:
    """Do the named steps one after another; each is marked when it is whole, so an interrupted start goes on there."""
    django.setup()
    for name in names:
        step = ALL[name]
        mark = step.mark(os.environ[DATABASE_MARK])
        call_command(*step.command, verbosity=0)
        done(step, data_directory(), mark)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
