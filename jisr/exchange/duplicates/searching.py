"""One whole search: read the registry, find pairs, hand them over, leave nothing behind."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jisr.exchange.duplicates import registry
from jisr.exchange.duplicates.batch import Batch, Pair, Rules, about
from jisr.exchange.duplicates.workspace import MEMORY_MB, workspace

_ROWS = "rows.csv"


def search(
    data: Path, rules: Rules, propose: Callable[[Sequence[Pair]], int], *, say: Callable[[str], Any],
    fresh: bool = False, memory_mb: int = MEMORY_MB,
) -> int:  # fmt: skip
    """Find persons who stand in the registry twice and hand each pair over; how many pairs were new.

    Args:
        data: the data directory.
        propose: see ``Batch.hand_over``.
        say: told a line at a time how far it is.
        fresh: do not go on with a search that was killed.
        memory_mb: what the engine may hold in memory; beyond it works on disk.

    Raises:
        AlreadyRunning: another search works in this data directory.
    """
    with workspace(data, about(rules), memory_mb=memory_mb, fresh=fresh) as place:
        if place.resumed:
            say("going on with the search that was stopped")
        batch = Batch(place, rules, say)
        if not place.done("read"):
            rows = place.directory / _ROWS
            registry.read_into(rows)
            # an empty cell is an empty text, but no date
            batch.take(f"read_csv('{rows}', header = true, all_varchar = true, nullstr = '')")
            rows.unlink()
        batch.search()
        new = batch.hand_over(propose)
        say(f"handed over: {new} new pairs")
        return new
