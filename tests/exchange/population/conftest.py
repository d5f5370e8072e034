"""A few communes of every kind, and the people drawn from their census."""

import numpy as np
import pytest

from jisr.exchange.population import households
from jisr.exchange.population.households import Plan, Population


def joined(population, kind):
    """Columns of all blocks."""
    blocks = list(population.blocks())
    return {name: np.concatenate([getattr(block, kind)[name] for block in blocks]) for name in getattr(blocks[0], kind)}


@pytest.fixture(scope="session")
def country():
    """The whole country, nobody registered twice: (households, persons)."""
    population = Population(Plan(32_768, seed=5, duplicates=0.0))
    return joined(population, "households"), joined(population, "persons")


@pytest.fixture(scope="session")
def twice():
    """A population of which a part is registered twice: (households, persons, truth)."""
    population = Population(Plan(12_000, seed=6, duplicates=0.3))
    return tuple(joined(population, kind) for kind in ("households", "persons", "truth"))


@pytest.fixture
def small_blocks(monkeypatch):
    """Several blocks of few people."""
    monkeypatch.setattr(households, "BLOCK", 700)
