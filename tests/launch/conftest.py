"""Data directories of their own for the tests of the launcher."""

import shutil
import tempfile
from pathlib import Path

import pytest

from jisr.launch.cluster import Cluster


@pytest.fixture
def data():
    """A data directory that an unprivileged account can reach; emptied afterwards, wherever the database lives."""
    top = Path(tempfile.mkdtemp(prefix="jisr-launch-"))
    top.chmod(0o711)
    yield top / "data"
    shutil.rmtree(top, ignore_errors=True)


@pytest.fixture
def cluster(data):
    """A running cluster of its own, stopped afterwards."""
    with Cluster(data, fast=True, tied=True) as running:
        yield running
