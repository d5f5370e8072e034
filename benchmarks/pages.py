"""``pages``: every page of the journey under load, through the server as people meet it, with the floor beside it."""

import re
import threading
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from benchmarks import machine
from benchmarks.product import Product, product
from benchmarks.report import Report, Result, percentile_ms
from benchmarks.visitor import Visitor

#: The promise: this much at the 95th of a hundred answers.
PROMISED_MS = 150.0
PEERS = ("floor",)
_TIMES, _CLIENTS, _WARM = 40, 4, 2


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Walk all pages; 0 when none failed and none was slower than promised for one client.

    Args:
        size: people in the database.
        out: data directory of the database, kept; a temporary one when None.
    """
    with product(out, size) as made:
        made.speak()
        return _walk(made, size, Report("pages", engines, out))


def _walk(made: Product, size: int, report: Report) -> int:
    # the product's own models can be read only after ``speak``
    from benchmarks.ground import busiest, something_happens  # noqa: PLC0415
    from benchmarks.inside import Floor, Inside  # noqa: PLC0415
    from benchmarks.journey import pages  # noqa: PLC0415

    desk = busiest()
    inside, floor, walked = Inside(desk.posts), Floor(), pages(desk)
    slow, failed, heavy = [], [], []
    with made.serving() as port, made.keeping():
        visitors = _Visitors(port, desk.posts, lambda: something_happens(desk.centre))
        for page in walked:
            asked = inside.statements(page)
            result = _one(made, size, page, visitors, asked)
            report.say(result)
            report.say(_floor(made, size, page, floor, asked, result))
            if not page.stirred:
                report.say(_crowd(made, size, page, visitors))
            if result.quality["errors"]:
                failed.append(page.name)
            if result.quality["over_150_ms"]:
                slow.append(page.name)
            if result.quality["cpu_ms_a_page"] > PROMISED_MS:  # tells on a busy machine what a quiet one would say
                heavy.append(page.name)
    floor.close()
    told = {
        "page": "all",
        "pages": len(walked),
        "failed": failed,
        "over_150_ms": slow,
        "over_150_ms_of_processor": heavy,
        **machine.about(),
    }
    report.say(Result("pages", "ours", size, None, 0.0, told, peak_mb=machine.peak_mb(made.database)))
    return int(bool(slow or failed))


def _one(made: Product, size: int, page, visitors: "_Visitors", asked) -> Result:
    """One client, one page after another."""
    cold = visitors.ask(page, 1)
    visitors.ask(page, _WARM)
    used, started = _used(made), time.perf_counter()
    answers = visitors.ask(page, _TIMES)
    wall, cpu = time.perf_counter() - started, _since(made, used)
    slowest_ms, slowest = asked.slowest
    p95 = percentile_ms([took for _, took in answers], 0.95)
    quality = {
        "page": page.name, "clients": 1, "errors": sum(status != 200 for status, _ in answers + cold),
        "over_150_ms": p95 > PROMISED_MS, "cpu_ms_a_page": round((cpu or 0) * 1000 / _TIMES, 1),
        "queries": len(asked.statements), "slowest_query_ms": slowest_ms, "slowest_query": slowest,
    }  # fmt: skip
    return Result("pages", "ours", size, cpu, wall, quality, [took for _, took in answers], cold[0][1])


def _floor(made: Product, size: int, page, floor, asked, ours: Result) -> Result:
    """The reads of the same page by plain psycopg."""
    used, started = _used(made), time.perf_counter()
    mine = time.process_time()
    times = floor.times_s(asked, times=_TIMES)
    wall = time.perf_counter() - started
    cpu = _since(made, used)
    cpu = None if cpu is None else cpu + time.process_time() - mine
    own = percentile_ms(times, 0.5) or 0.1
    quality = {"page": page.name, "times_the_floor": round((ours.p50_ms or 0) / max(own, 0.1), 1)}
    return Result("pages", "floor", size, cpu, wall, quality, times)


def _crowd(made: Product, size: int, page, visitors: "_Visitors") -> Result:
    """Four clients at once, on the same processors as the server and the database."""
    answers: list[tuple[int, float]] = []
    threads = [
        threading.Thread(target=lambda who=who: answers.extend(visitors.ask(page, _TIMES // 4, client=who)))
        for who in range(_CLIENTS)
    ]
    for who in range(_CLIENTS):
        visitors.ask(page, 1, client=who)
    used, started = _used(made), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - started, _since(made, used)
    quality = {
        "page": page.name, "clients": _CLIENTS, "errors": sum(status != 200 for status, _ in answers),
        "pages_a_second": round(len(answers) / wall, 1),
    }  # fmt: skip
    return Result("pages", "ours", size, cpu, wall, quality, [took for _, took in answers])


class _Visitors:
    """Clients that keep their connection and their session, made when first needed."""

    def __init__(self, port: int, posts: dict, stir: Callable[[], None]) -> None:
        self._port, self._posts, self._stir, self._known = port, posts, stir, {}

    def ask(self, page, times: int, *, client: int = 0) -> list[tuple[int, float]]:
        """Status and seconds of so many answers, its addresses in turn."""
        visitor = self._visitor(page.who, client)
        answers = []
        for path, sent in islice(cycle(page.asked), times):
            if page.stirred:
                self._stir()
            status, text, took = visitor.ask(path, sent)
            if status == 200 and not re.search("</html>|^\\[", text):
                status = 0  # an answer that was cut
            answers.append((status, took))
        return answers

    def _visitor(self, who: str, client: int) -> Visitor:
        if (who, client) not in self._known:
            visitor = self._known[who, client] = Visitor(self._port)
            if who:
                visitor.enter(self._posts[who])
        return self._known[who, client]


def _used(made: Product) -> float | None:
    return machine.cpu_s(made.database, made.server.process.pid)


def _since(made: Product, before: float | None) -> float | None:
    return None if before is None else _used(made) - before
