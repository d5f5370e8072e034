"""Nothing that was started outlives a killed starter, whenever the kill comes."""

import subprocess
import sys
import textwrap

import pytest

#: Ends its starter by kill -9 at a chosen moment of the start of a program that would run for a minute.
STARTER = """
    import os, signal, subprocess, sys, time
    from jisr.launch.parents import end_with_parent

    signal.signal(signal.SIGTERM, lambda *_: None)  # as a program that ends in order has
    ask, moment, starter = end_with_parent(), sys.argv[1], os.getpid()

    def before_it_runs():
        if moment == "before":
            os.kill(starter, signal.SIGKILL)
            time.sleep(0.2)
        ask()
        if moment == "after":
            os.kill(starter, signal.SIGKILL)
            time.sleep(0.2)

    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], preexec_fn=before_it_runs)
    os.kill(starter, signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program that its starter died")
@pytest.mark.parametrize("moment", ["before", "after", "running"])
def test_a_program_ends_with_its_starter(moment):
    """Its output stays open as long as it runs: a reader that comes to the end knows that it is gone."""
    starter = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(STARTER), moment], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )

    starter.communicate(timeout=20)
