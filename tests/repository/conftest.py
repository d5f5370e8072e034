"""The repository as the tests read it."""

import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root():
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def written():
    """Every file that people wrote and that belongs to the project, committed or about to be."""
    named = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if named.returncode:
        pytest.skip("this is not a git checkout: an archive holds no list of what belongs to the project")
    return [path for name in named.stdout.splitlines() if (path := ROOT / name).is_file()]


@pytest.fixture(scope="session")
def walls():
    """The contracts of the house, as import-linter reads them."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
