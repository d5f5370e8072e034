"""The people of ``dedup``, as Parquet: ``python -m benchmarks.dedup_people SIZE SEED SHARE DIRECTORY``."""

import sys
from pathlib import Path

from jisr.exchange.population import parquet
from jisr.exchange.population.households import Plan

if __name__ == "__main__":
    size, seed, share, directory = sys.argv[1:]
    parquet.write(Plan(int(size), int(seed), float(share)), Path(directory))
