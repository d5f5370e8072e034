"""What one client of ``writes`` does: through the product, and by hand with the same driver."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connections
from django.utils import timezone

from benchmarks.inside import Floor
from jisr.common import events, journal
from jisr.common.choices import EventCode
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.staff.queries import demonstration_posts

_SETTINGS = (
    "SELECT set_config('jisr.user', %s, true), set_config('jisr.centres', %s, true),"
    " set_config('jisr.compartments', '', true)"
)
_EVENT = (
    "INSERT INTO common_event (id, code, happened_on, recorded_at, centre_id, commune, programme, theme, sex, age_band,"
    " person, subject, compartment) VALUES (%s, 'received', %s, %s, %s, '', '', '', '', '', '', '', '')"
)
_LINE = (
    "INSERT INTO common_journalline (id, at, by, post, verb, subject, reason, compartment)"
    " VALUES (%s, %s, %s, '', 'benchmarks.wrote', %s, '', '')"
)


def somebody() -> tuple[int, int]:
    """A centre and the user of one of its workers."""
    with scope():
        post = next(post for post in demonstration_posts() if post.role == "social_worker")
    connections.close_all()  # what is open must not be shared with the processes that write
    return post.centre_id, post.user_id


def through_the_product(centre: int, user: int, seconds: float, most: int) -> dict[str, Any]:
    """One transaction after another, each with a line and an event, as an action does it."""

    def one() -> None:
        with scope(user=user, centres=[centre]):
            journal.record("benchmarks.wrote", f"centres.centre:{centre}", by=user)
            events.emit(EventCode.RECEIVED, centre=centre)

    return _timed(one, seconds, most)


def by_hand(centre: int, user: int, seconds: float, most: int) -> dict[str, Any]:
    """The same rows under the same walls by plain psycopg."""
    connection = Floor.connected("default")

    def one() -> None:
        with connection.transaction():
            now = timezone.now()
            connection.execute(_SETTINGS, [str(user), str(centre)])
            connection.execute(_LINE, [new_key(), now, str(user), f"centres.centre:{centre}"])
            connection.execute(_EVENT, [uuid.uuid4(), now.date(), now, centre])

    return _timed(one, seconds, most)


def verdict() -> Any:
    """What a reading of the whole journal finds."""
    found = journal.verify()
    connections.close_all()
    return found


def _timed(one: Callable[[], None], seconds: float, most: int) -> dict[str, Any]:
    times, errors = [], 0
    started, cpu = time.perf_counter(), time.process_time()
    while len(times) < most and time.perf_counter() - started < seconds:
        begun = time.perf_counter()
        try:
            one()
        except psycopg.Error:
            errors += 1
            continue
        times.append(time.perf_counter() - begun)
    return {
        "times_s": times, "errors": errors, "wall_s": time.perf_counter() - started,
        "cpu_s": time.process_time() - cpu,
    }  # fmt: skip
