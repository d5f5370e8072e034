"""``forum``: a wave as large as one can be: keying with suggestions and its public pages, through the server."""

import random
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import yaml

from benchmarks import machine
from benchmarks.forum_ground import CODE
from benchmarks.group import LABELLED, many_texts
from benchmarks.product import Product, product
from benchmarks.report import Report, Result, percentile_ms
from benchmarks.visitor import Visitor

PEERS = ("trigrams",)
#: The promise for each request while somebody keys, and for each public page that nothing changed since.
PROMISED_MS = 150.0
_PEOPLE, _TIMES, _SLIPS, _SEED, _READY_S = 2_000, 100, 60, 20_260_205, 180
_KEY, _ALIKE = f"/forum/desk/wave/{CODE}/key/", f"/forum/desk/wave/{CODE}/key/alike/"
_DRAW = f"/forum/desk/wave/{CODE}/statements/new/"
_PAGES = {
    "the waves": "/forum/", "one wave": f"/forum/waves/{CODE}/", "one meeting": f"/forum/meetings/{CODE}-3/",
    "duty to answer": f"/forum/waves/{CODE}/answers/",
    "duty to answer, another day": f"/forum/waves/{CODE}/answers/?on=2026-05-01",
}  # fmt: skip


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Quality, then times; 0 when every warm answer kept the promise.

    Args:
        size: contributions of the wave.
        engines: ours, and a trigram index of the database over the same published texts.
        out: data directory of the database, kept; a temporary one when None.
    """
    with product(out, _PEOPLE) as made:
        command = [sys.executable, "-m", "benchmarks.forum_ground", str(size)]
        subprocess.run(command, env=made.house.environment(), check=True)
        owner = made.house.environment()["JISR_DB_OWNER"]
        made.speak()
        with made.serving() as port:
            return _measured(made, port, size, owner, Report("forum", engines, out))


def _measured(made: Product, port: int, size: int, owner: str, report: Report) -> int:
    texts = list(many_texts(yaml.safe_load(LABELLED.read_text(encoding="utf-8"))["items"], size).values())
    sheets, visitor, kept = _slips(texts), Visitor(port), True
    visitor.enter(_post("wave_secretary").pk)
    read, first = _until_ready(visitor, texts[1])
    found = [_finds(visitor.ask(_ALIKE, {"text": typed})[1], n) for n, typed in sheets]
    for name, ask in _keying(visitor, texts).items():
        times, used = _used(made, lambda ask=ask: [ask(n) for n in range(_TIMES)])
        about = used | {
            "of": name,
            "doubles_found": sum(found) / len(found),
            "first_answer_s": first,
            "read_in_s": read,
        }
        kept &= _say(report, "ours", size, times, about)
    for name, path in _PAGES.items():
        cold, cold_used = _used(made, lambda path=path: [_changed(visitor, texts, path)])
        times, used = _used(made, lambda path=path: [visitor.ask(path)[2] for _ in range(_TIMES)])
        about = used | {"of": name, "cold_cpu_ms": cold_used["cpu_ms_a_request"]}
        kept &= _say(report, "ours", size, times, about, cold[0])
    _joining(made, port, size, report)
    if "trigrams" in report.engines:
        _trigrams(owner, size, sheets, report)
    return int(not kept)


def _joining(made: Product, port: int, size: int, report: Report) -> None:
    """The page on which statements are drawn: until its groups are found, and then."""
    visitor = Visitor(port)
    visitor.enter(_post("moderator").pk)
    started = time.perf_counter()
    first = visitor.ask(_DRAW)[2]
    while 'name="group-0"' not in visitor.ask(_DRAW)[1] and time.perf_counter() - started < _READY_S:
        time.sleep(0.5)
    about = {"of": "drawing, with groups", "grouped_in_s": round(time.perf_counter() - started, 2)}
    times, used = _used(made, lambda: [visitor.ask(_DRAW)[2] for _ in range(_TIMES // 4)])
    _say(report, "ours", size, times, about | used, first)


def _used(made: Product, work: Callable[[], list[float]]) -> tuple[list[float], dict[str, Any]]:
    """Seconds of each answer, and processor time of one, server and database together: a busy machine tells it too."""
    before = machine.cpu_s(made.database, made.server.process.pid)
    times = work()
    after = machine.cpu_s(made.database, made.server.process.pid)
    took = None if before is None or after is None else round(1000 * (after - before) / len(times), 1)
    return times, {"cpu_ms_a_request": took}


def _say(
    report: Report, engine: str, size: int, times: Sequence[float], about: dict[str, Any], cold: float | None = None
) -> bool:
    report.say(Result("forum", engine, size, None, sum(times), about | machine.about(), times, cold))
    return (percentile_ms(times, 0.95) or 0.0) < PROMISED_MS


def _post(role: str) -> Any:
    from jisr.common.database import scope  # noqa: PLC0415 - the product's models can be read only after ``speak``
    from jisr.staff.queries import demonstration_posts  # noqa: PLC0415

    with scope():
        return next(post for post in demonstration_posts() if post.role == role)


def _until_ready(visitor: Visitor, text: str) -> tuple[float, float]:
    """Seconds until all others are read, and of the first answer, which says that they are not."""
    started = time.perf_counter()
    first = visitor.ask(_ALIKE, {"text": text})[2]
    while "data-alike-again" in visitor.ask(_ALIKE, {"text": text})[1]:
        if time.perf_counter() - started > _READY_S:
            raise SystemExit("the contributions of the wave are not read")
        time.sleep(0.2)
    return round(time.perf_counter() - started, 2), round(first, 3)


def _keying(visitor: Visitor, texts: Sequence[str]) -> dict[str, Callable[[int], float]]:
    def alike(n: int) -> float:
        return visitor.ask(_ALIKE, {"text": f"{texts[n]} {texts[-n]}"})[2]

    def form(n: int) -> float:
        return visitor.ask(_KEY)[2]

    def sent(n: int) -> float:
        return _key(visitor, f"{texts[n]} {texts[-n]}")

    def after_one_came(n: int) -> float:
        _key(visitor, f"{texts[-n]} {texts[n]}")
        return alike(n + 200)

    return {"looking": alike, "the form": form, "sent": sent, "looking after one came": after_one_came}


def _key(visitor: Visitor, text: str) -> float:
    """A sheet is keyed."""
    sheet = {"channel": "paper", "language": "mixed", "kind": "proposal", "text": text, "paper": "slip"}
    status, page, took = visitor.ask(_KEY, {**sheet, "client_key": str(uuid.uuid4()), "act_key": str(uuid.uuid4())})
    if status != 200 or "/forum/slip/" not in page:
        raise SystemExit(f"a sheet was not keyed: {status}")
    return took


def _changed(visitor: Visitor, texts: Sequence[str], path: str) -> float:
    """Seconds of a page after something changed in the wave."""
    from django.utils import timezone  # noqa: PLC0415

    from jisr.common.database import scope  # noqa: PLC0415
    from jisr.forum.models import Contribution  # noqa: PLC0415

    with scope(user=_post("moderator").user_id):
        row = Contribution.objects.filter(wave__code=CODE, state="said").earliest("id")
        row.save_version(row.version, state="published", text=texts[0], published_at=timezone.now())
    return visitor.ask(path)[2]


def _slips(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Published sheets keyed a second time by somebody who leaves out a letter and writes one twice."""
    lot = random.Random(_SEED)  # noqa: S311 - the same slips each time
    made = []
    for n in lot.sample([n for n in range(len(texts)) if n % 10 != 9], _SLIPS):
        text = texts[n]
        gone, twice = sorted(lot.sample(range(len(text)), 2))
        made.append((n, text[:gone] + text[gone + 1 : twice] + text[twice] * 2 + text[twice + 1 :]))
    return made


def _finds(page: str, n: int) -> bool:
    """Whether a page names the sheet as keyed already."""
    return f'value="B{n:07}"' in page


def _trigrams(owner: str, size: int, sheets: Sequence[tuple[int, str]], report: Report) -> None:
    """The same look-up by pg_trgm with its index: what a database offers by itself."""
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        started = time.perf_counter()
        connection.execute("CREATE INDEX trigrams_of_texts ON forum_contribution USING gist (text gist_trgm_ops)")
        built = time.perf_counter() - started
        times, found = [], []
        for n, typed in sheets:
            began = time.perf_counter()
            rows = connection.execute(
                "SELECT code, similarity(text, %s) FROM forum_contribution WHERE state = 'published'"
                " ORDER BY text <-> %s LIMIT 5",
                (typed, typed),
            ).fetchall()
            times.append(time.perf_counter() - began)
            found.append(any(code == f"B{n:07}" for code, _likeness in rows))
        connection.rollback()
    about = {"of": "looking", "doubles_found": sum(found) / len(found), "read_in_s": round(built, 2)}
    _say(report, "trigrams", size, times[1:], about, times[0])
