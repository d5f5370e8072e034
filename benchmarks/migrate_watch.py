"""Two clients that never pause, and somebody who notes whom they wait for."""

import threading
import time
from collections.abc import Sequence
from typing import Any, Self

import psycopg

_LOOK_S = 0.02
#: Which lock somebody waits for, and what whoever holds it is doing: of others' work the owner sees locks, not words.
_WAITING = """
SELECT coalesce(l.relation::regclass::text, l.locktype) || ' ' || l.mode,
       left(regexp_replace(other.query, '\\s+', ' ', 'g'), 120)
       || CASE other.state WHEN 'active' THEN '' ELSE ' (done)' END,
       extract(epoch FROM clock_timestamp() - l.waitstart)::float8
FROM pg_locks l, unnest(pg_blocking_pids(l.pid)) blocking JOIN pg_stat_activity other ON other.pid = blocking
WHERE NOT l.granted AND l.waitstart IS NOT NULL
"""


class Client(threading.Thread):
    """One person at a desk: the same statements again and again, each in a transaction of its own."""

    def __init__(self, address: str, statements: Sequence[str], stopped: threading.Event) -> None:
        """Name what is done; ``start`` begins."""
        super().__init__(daemon=True)
        self._address, self._statements, self._stopped = address, statements, stopped
        self.times: list[tuple[float, float]] = []
        self.failed: list[str] = []

    def run(self) -> None:
        """Work until stopped."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            while not self._stopped.is_set():
                for statement in self._statements:
                    self._one(connection, statement)

    def longest_s(self, since: float = 0.0) -> float:
        """The longest statement that ended after a moment of the monotonic clock, in seconds."""
        return max((took for at, took in self.times if at >= since), default=0.0)

    def _one(self, connection: psycopg.Connection[Any], statement: str) -> None:
        started = time.monotonic()
        try:
            with connection.transaction():
                connection.execute("SELECT set_config('jisr.centres', '1', true), set_config('jisr.user', '1', true)")
                connection.execute(statement.encode())
        except psycopg.Error as error:
            self.failed.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
            self._stopped.wait(0.05)
        ended = time.monotonic()
        self.times.append((ended, ended - started))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stopped.set()
        self.join()


class Watch(threading.Thread):
    """Notes who waits for a lock of whom."""

    def __init__(self, address: str) -> None:
        """Name the database; the owner's address tells what others do."""
        super().__init__(daemon=True)
        self._address, self._stopped = address, threading.Event()
        self._seen: dict[tuple[str, str], float] = {}
        self._spent: dict[str, float] = {}

    def run(self) -> None:
        """Look until stopped."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            while not self._stopped.wait(_LOOK_S):
                for waiting, other, waited in connection.execute(_WAITING.encode()):
                    self._seen[waiting, other] = max(waited, self._seen.get((waiting, other), 0.0))
                    self._spent[other] = self._spent.get(other, 0.0) + _LOOK_S

    def longest(self, most: int = 3) -> list[dict[str, Any]]:
        """The longest waits: for how long, what waited, and what it waited for."""
        order = sorted(self._seen.items(), key=lambda one: -one[1])[:most]
        return [{"s": round(s, 3), "lock": lock, "for": other} for (lock, other), s in order]

    def behind(self, most: int = 5) -> list[tuple[str, float]]:
        """Behind which statement others waited most, in seconds, about; ``(done)``: it held on after it had ended."""
        return [(said, round(s, 2)) for said, s in sorted(self._spent.items(), key=lambda one: -one[1])[:most]]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stopped.set()
        self.join()
