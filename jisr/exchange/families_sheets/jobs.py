"""Work of the keeper: whatever a file of families waits for, each in a process of its own, which may fall alone."""

import subprocess
import sys

from django.conf import settings

from jisr.common.database import call, scope

#: A step that takes longer is stopped; it goes on at the next turn from where it was.
_LONGEST_S = 3_600
#: Told to the door: those tried more often are told to have failed by the reader itself.
_TRIES = 100


def read_files() -> int:
    """Treat every file that waits, one after the other; how many."""
    with scope(speaking="keeper"):
        due = call("jisr_imports_due", _TRIES)
    for key, author, centre in due:
        command = [sys.executable, "-m", "django", "read_import", str(key), str(author), str(centre)]
        subprocess.run(command, cwd=settings.ROOT.parent, timeout=_LONGEST_S, check=False)
    return len(due)


def forget_files() -> int:
    """Drop the files that nobody confirmed within their day; how many."""
    with scope(speaking="keeper"):
        ((gone,),) = call("jisr_forget_imports")
    return int(gone)
