"""What can be measured is named, one sentence each, without starting anything."""

import subprocess
import sys

from jisr.launch.environment import ROOT


def test_the_list_names_every_benchmark_with_a_sentence():
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [line.split()[0] for line in told] == [
        "pages", "writes", "group", "forum", "convergence", "select", "bundle", "allocate", "reach", "names", "dedup",
        "lookup", "import", "slots", "orient", "setup", "migrate",
    ]  # fmt: skip
    assert all(". (" in line and "ours" in line for line in told)


def test_an_engine_that_is_not_there_is_named():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "writes", "--engines", "ours,nobody"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "nobody" in done.stderr
