"""Data directories of their own for the tests of the launcher."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from jisr.launch.cluster import Cluster


@contextmanager
def place():
    """A data directory that an unprivileged account can reach; emptied afterwards."""
    top = Path(tempfile.mkdtemp(prefix="jisr-launch-"))
    top.chmod(0o711)
    try:
        yield top / "data"
    finally:
        shutil.rmtree(top, ignore_errors=True)


@pytest.fixture
def data():
    """A data directory of its own, not made yet."""
    with place() as data:
        yield data


@pytest.fixture(scope="module")
def cluster():
    """A running cluster for the tests that only look at it."""
    with place() as data, Cluster(data, fast=True, tied=True) as running:
        yield running
