"""What ``lookup`` asks, and how it is timed."""

import hashlib
import itertools
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connections

from benchmarks import machine
from benchmarks.lookup_ground import KINDS, Asked, Question, load, questions, timed
from benchmarks.lookup_peer import make_indexes, trigrams
from benchmarks.lookup_writer import register
from benchmarks.report import Report, Result, percentile_ms
from jisr.common import journal
from jisr.common.database import scope, speaker
from jisr.families import keying
from jisr.families.queries import known_persons
from jisr.launch.house import House

EACH = 300
#: What must hold at 10 million on two cores, otherwise idle.
P95_MS, RECALL, FIRST_WITH_COMMUNE, P95_BUSY_MS = 15.0, 0.99, 0.97, 40.0
_PROMISED = ("ordinary", "other spelling", "other script")
_CENTRE = 1000
_PEER_S = 14.0


def ask(report: Report, house: House, size: int) -> bool:
    """Restarted, warm, while others write, and beside trigrams; whether what is promised was kept."""
    asked = _ground(size)
    for what, value in _sizes().items():
        _said(f"{what}: {value}")
    kept = [_first_minute(report, size, house, asked)]
    database = _number(house)
    for kind, commune in itertools.product(KINDS, (False, True)):
        result = _ask(kind, size, questions(kind, asked, EACH, 77), database, commune=commune)
        report.say(result)
        kept.append(_is_kept(kind, commune, result))
    kept.append(_while_writing(report, size, asked, database))
    if "pg_trgm" in report.engines:
        _beside(report, size, asked, database)
    return all(kept)


def _number(house: House) -> int:
    """Process number of the database server."""
    return int((house.database.ground.cluster / "postmaster.pid").read_text().split()[0])


def _ground(size: int) -> list[Asked]:
    """The people, with their keys; made once."""
    token = speaker.set("owner")
    try:
        with connections["owner"].cursor() as cursor:
            with timed("people", _said):
                asked = load(cursor, size, 1, _said)
            cursor.execute("SELECT count(*) FROM families_personkey WHERE place = 0")
            if cursor.fetchone()[0] < size:
                with timed("keys", _said):
                    keying.rekey(say=_said)
                cursor.execute("VACUUM ANALYZE families_personkey")
    finally:
        speaker.reset(token)
    connections.close_all()
    return asked


def _sizes() -> dict[str, str]:
    """What the keys take on disk."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_size_pretty(pg_relation_size(oid)) FROM pg_class WHERE relname ~"
            " '^(personkey_|families_(personkey|skeleton|skeletonalias|person)(_pkey)?$)' ORDER BY relname"
        )
        return dict(cursor.fetchall())


_who = itertools.count(int(time.time()) % 1_000_000 * 1_000)


def _one(question: Question, *, commune: bool) -> tuple[float, int]:
    """Seconds of one search, and the place of who is meant (0: not among ten). Each in another user's name."""
    user = str(next(_who))
    speaks, lines = journal.speaking_for.set((user, "")), journal.gathered.set([])
    try:
        started = time.perf_counter()
        with scope(user=user, centres=[_CENTRE]):
            found = known_persons(
                question.name, born=question.born, year=question.year, sex=question.sex, limit=10,
                commune=question.commune if commune else "",
            )  # fmt: skip
            journal.leave()
        took = time.perf_counter() - started
    finally:
        journal.gathered.reset(lines)
        journal.speaking_for.reset(speaks)
    trace = hashlib.sha256(f"{question.key}/{user}".encode()).hexdigest()[:12]
    return took, next((place for place, one in enumerate(found, 1) if one.trace == trace), 0)


def _ask(kind: str, size: int, asked: Sequence[Question], database: int, *, commune: bool) -> Result:
    before, load_then = machine.cpu_s(database), machine.about()
    times, places, own = [], [], time.process_time()
    started = time.perf_counter()
    for question in asked:
        took, place = _one(question, commune=commune)
        times.append(took)
        places.append(place)
    after = machine.cpu_s(database)
    own = time.process_time() - own
    cpu = None if before is None or after is None else after - before
    quality = {
        "kind": kind + (", commune given" if commune else ""), "questions": len(asked),
        "recall_at_1": _share(places, 1), "recall_at_10": _share(places, 10), "p99_ms": percentile_ms(times, 0.99),
        "cpu_ms_database": None if cpu is None else round(cpu / len(asked) * 1000, 1),
        "cpu_ms_python": round(own / len(asked) * 1000, 1), **load_then,
    }  # fmt: skip
    return Result("lookup", "ours", size, cpu, time.perf_counter() - started, quality, times)


def _share(places: Sequence[int], most: int) -> float:
    return round(sum(0 < place <= most for place in places) / len(places), 3)


def _is_kept(kind: str, commune: bool, result: Result) -> bool:
    if kind not in _PROMISED:
        return True
    if commune:
        return bool(result.quality["recall_at_1"] >= FIRST_WITH_COMMUNE)
    return bool(result.quality["recall_at_10"] >= RECALL and (result.p95_ms or 0) <= P95_MS)


def _first_minute(report: Report, size: int, house: House, asked: list[Asked]) -> bool:
    """Restarted, its indexes read in by whoever restarts it, and asked at once."""
    connections.close_all()
    house.stop()
    house.start()
    with timed("warmed", _said):
        keying.warm()
    result = _ask("ordinary", size, questions("ordinary", asked, EACH, 5), _number(house), commune=False)
    report.say(_named(result, "ordinary, first searches after a restart"))
    return bool((result.p95_ms or 0) <= P95_BUSY_MS)


def _while_writing(report: Report, size: int, asked: list[Asked], database: int) -> bool:
    with _registrations() as written:
        result = _ask("ordinary", size, questions("ordinary", asked, EACH, 6), database, commune=False)
    report.say(_named(result, f"ordinary, during {written():.0f} registrations a second"))
    return bool((result.p95_ms or 0) <= P95_BUSY_MS)


@contextmanager
def _registrations() -> Iterator[Callable[[], float]]:
    """In the block another process registers 50 persons a second; then how many a second it was."""
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    stop, done = context.Event(), context.Value("d", 0.0)
    writer = context.Process(target=register, args=(_CENTRE + 1, 50, stop, done))
    writer.start()
    try:
        while done.value == 0.0 and writer.is_alive():
            time.sleep(0.1)
        yield lambda: done.value
    finally:
        stop.set()
        writer.join(30)


def _named(result: Result, kind: str) -> Result:
    return Result(
        result.job, result.engine, result.size, result.cpu_s, result.wall_s, {**result.quality, "kind": kind},
        result.times_s,
    )  # fmt: skip


def _beside(report: Report, size: int, asked: list[Asked], database: int) -> None:
    """The same questions to trigram indexes, each kind for so many seconds."""
    with connections["owner"].cursor() as cursor:
        with timed("trigram indexes", _said):
            make_indexes(cursor)
        for kind in ("ordinary", "year only", "other spelling", "other script"):
            times: list[float] = []
            places: list[int] = []
            before, started = machine.cpu_s(database), time.perf_counter()
            for question in questions(kind, asked, EACH, 77):
                if time.perf_counter() - started > _PEER_S and times:
                    break
                began = time.perf_counter()
                keys = trigrams(cursor, question)
                times.append(time.perf_counter() - began)
                places.append(keys.index(question.key) + 1 if question.key in keys else 0)
            after = machine.cpu_s(database)
            cpu = None if before is None or after is None else after - before
            quality = {
                "kind": kind, "questions": len(times), "recall_at_1": _share(places, 1),
                "recall_at_10": _share(places, 10), "p99_ms": percentile_ms(times, 0.99),
                "cpu_ms_database": None if cpu is None else round(cpu / len(times) * 1000, 1),
            }  # fmt: skip
            report.say(Result("lookup", "pg_trgm", size, cpu, time.perf_counter() - started, quality, times))


def _said(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
