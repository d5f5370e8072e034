"""The labelled sentences that tests may read: never the half that is held out."""

from pathlib import Path

import pytest

from jisr.common import yaml_text
from jisr.forum.likeness import Corpus

DATA = Path(__file__).with_name("data") / "labelled.yaml"


@pytest.fixture(scope="session")
def labelled():
    """All items of the set; only its shape may be tested with them."""
    return yaml_text.read(DATA.read_text(encoding="utf-8"))["items"]


@pytest.fixture(scope="session")
def items(labelled):
    """The items that are not held out, by their keys."""
    return {item["id"]: item for item in labelled if not item["held_out"]}


@pytest.fixture(scope="session")
def corpus(items):
    """A corpus of them."""
    return Corpus({key: item["text"] for key, item in items.items()})
