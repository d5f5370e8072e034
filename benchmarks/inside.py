"""The same pages inside this process: how many queries each makes, which is the slowest, what plain psycopg takes."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connections
from django.test import Client

from benchmarks.journey import Page

_READS = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
_SIZE = 90


@dataclass
class Asked:
    """The statements of one page: (login, text with its values), and how long each took."""

    statements: list[tuple[str, str]] = field(default_factory=list)
    times_s: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> tuple[float, str]:
        """Milliseconds and the beginning of the statement that took longest."""
        if not self.times_s:
            return 0.0, ""
        took, place = max((took, place) for place, took in enumerate(self.times_s))
        return round(took * 1000, 1), " ".join(_without_values(self.statements[place][1]).split())[:_SIZE]


class Inside:
    """Signed-in people before the product, without a server."""

    def __init__(self, posts: dict[str, Any]) -> None:
        """Enter as each post when it is first needed."""
        self._posts, self._clients = posts, {"": Client(headers={"accept-language": "ar"})}

    def statements(self, page: Page) -> Asked:
        """What a page asks of the database at its first address, warm."""
        path, sent = page.asked[0]
        client = self._client(page.who)
        for _ in range(2):
            with _listening() as asked:
                client.get(path) if sent is None else client.post(path, sent)
        return asked

    def _client(self, who: str) -> Client:
        if who not in self._clients:
            client = Client(headers={"accept-language": "ar"})
            client.post("/enter/demonstration/", {"post": str(self._posts[who])})
            self._clients[who] = client
        return self._clients[who]


class Floor:
    """The reads of a page by plain psycopg, as the same logins under the same walls: what any framework must pay."""

    def __init__(self) -> None:
        """Connect as each login."""
        self._connections = {alias: self.connected(alias) for alias in connections}

    def backends(self) -> list[int]:
        """Process numbers that serve these connections."""
        return [connection.info.backend_pid for connection in self._connections.values()]

    def times_s(self, asked: Asked, *, times: int) -> list[float]:
        """Seconds of the reads of a page, again and again; what they set is undone each time."""
        reads = [(alias, text) for alias, text in asked.statements if _READS.match(text)]
        return [self._once(reads) for _ in range(times)]

    def _once(self, reads: list[tuple[str, str]]) -> float:
        started = time.perf_counter()
        for alias, text in reads:
            self._connections[alias].execute(text).fetchall()
        took = time.perf_counter() - started
        for connection in self._connections.values():
            connection.rollback()
        return took

    @staticmethod
    def connected(alias: str) -> psycopg.Connection:
        """A connection of a login by plain psycopg."""
        connection = connections[alias]
        wanted = connection.get_connection_params()
        names = {"dbname", "user", "password", "host", "port"}
        return psycopg.connect(
            **{name: value for name, value in wanted.items() if name in names}, cursor_factory=psycopg.ClientCursor
        )

    def close(self) -> None:
        """Leave the database."""
        for connection in self._connections.values():
            connection.close()


@contextmanager
def _listening() -> Iterator[Asked]:
    """In the block, every statement of every login is heard."""
    asked = Asked()

    def hear(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = sql if many or params is None else context["cursor"].cursor.mogrify(sql, params)
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.statements.append((context["connection"].alias, text))
            asked.times_s.append(time.perf_counter() - started)

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(hear))
        yield asked


def _without_values(text: str) -> str:
    """A statement without what was typed or the keys in it: results are published."""
    return re.sub(r"'(?:[^']|'')*'", "?", text)
