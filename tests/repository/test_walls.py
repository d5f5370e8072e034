"""The rooms know only the rooms under them."""

import subprocess
import sys
from pathlib import Path

POLICY_SIDE = ("forum", "ledger", "atlas", "rights")


def test_every_wall_stands(root):
    """One import in the wrong direction and the house is a heap."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[done.stdout.find("Contracts") :]


def test_the_policy_side_never_reaches_a_family(root, walls):
    """Each such room is added to the contract on the day it is made."""
    made = {f"jisr.{room}" for room in POLICY_SIDE if (root / "jisr" / room / "__init__.py").exists()}
    held = {
        module
        for wall in walls
        if set(wall.get("forbidden_modules", ())) >= {"jisr.families", "jisr.window"}
        for module in wall["source_modules"]
    }

    assert made <= held
