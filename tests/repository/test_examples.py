"""What a docstring shows is what the code answers."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for top in ("jisr", "benchmarks")
    for path in (ROOT / top).rglob("*.py")
    if re.search(r"^ *>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("name", MODULES)
def test_an_example_answers_what_it_says(name):
    """It is read before the code, and believed: one that is no longer so misleads whoever trusts it."""
    found = doctest.testmod(import_module(name))

    assert found.attempted and not found.failed
