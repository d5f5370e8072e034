"""Batches of a long file checked ahead of their turn, on every processor; each comes back as COPY reads it.

A short file is checked where it is read. The processes part from their parent after it has read what a file is, ask
no database, and end with it; one that is killed ends the step, which is then done again from its last batch.
"""

import os
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from itertools import chain, islice
from multiprocessing import get_context
from typing import NamedTuple

from jisr.common.processes import end_with
from jisr.exchange.families_sheets.checking import Checker
from jisr.exchange.families_sheets.problems import Problem
from jisr.exchange.families_sheets.staging import lines

Row = tuple[int, Sequence[str]]
#: Batches that are checked before it is worth starting processes.
_ALONE = 1
_PROCESSES = 2


class Ready(NamedTuple):
    """A batch, checked.

    Attributes:
        first, last: numbers of its rows in the file.
        read, staged, refused: how many rows.
        problems: why rows were refused; ``kinds`` counts them by column.
        rows, numbers: what goes into the staging tables.
    """

    first: int
    last: int
    read: int
    staged: int
    refused: int
    problems: list[Problem]
    kinds: Counter[str]
    rows: bytes
    numbers: bytes


def checked(checker: Checker, rows: Iterable[Row], size: int) -> Iterator[Ready]:
    """Check the rows in batches of that size, in their order."""
    left = iter(rows)
    batches = iter(lambda: list(islice(left, size)), [])
    for batch in islice(batches, _ALONE):
        yield _check(checker, batch)
    following = next(batches, None)
    if following is not None:
        with closing(_elsewhere(checker, chain([following], batches))) as ready:
            yield from ready


def _check(checker: Checker, batch: Sequence[Row]) -> Ready:
    done = checker.check(batch)
    kinds = Counter(one.column for one in done.problems)
    return Ready(
        batch[0][0], batch[-1][0], len(batch), len(done.rows), done.refused, done.problems, kinds,
        lines(done.rows), lines(done.numbers),
    )  # fmt: skip


def _elsewhere(checker: Checker, batches: Iterator[Sequence[Row]]) -> Generator[Ready, None, None]:
    fork, waiting = get_context("fork"), deque[Future[Ready]]()
    with ProcessPoolExecutor(_PROCESSES, mp_context=fork, initializer=_begin, initargs=(checker, os.getpid())) as pool:
        try:
            for batch in batches:
                waiting.append(pool.submit(_check_here, batch))
                if len(waiting) > _PROCESSES + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


_here: list[Checker] = []


def _begin(checker: Checker, parent: int) -> None:
    _here.append(checker)
    end_with(parent)


def _check_here(batch: Sequence[Row]) -> Ready:
    return _check(_here[0], batch)
