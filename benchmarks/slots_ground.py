"""A centre with many agents whose days are nearly full, and four ways to find what is left of them."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from django.db import connections
from django.utils import timezone

from benchmarks.slots_days import DAYS, Answer, minute, working
from jisr.accounts.models import User
from jisr.centres.models import Centre, Operator
from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.staff.models import Post
from jisr.territory.models import Province
from jisr.window.appointments import queries
from jisr.window.appointments.models import Opening
from jisr.zone import ZONE

_HOURS = ((time(9), time(12)), (time(14), time(16, 30)))
_LONG = 30
_WEEK = timedelta(days=7)
_TAKE = "INSERT INTO appointments_hold (id, agent_id, during) VALUES (%s, %s, tstzrange(%s, %s))"

_GRID = """
WITH days AS (SELECT d::date AS day FROM generate_series({first}::timestamp, {last}::timestamp, interval '1 day') x(d)),
grid AS (
    SELECT o.agent_id, o.minutes, t.begins
    FROM days JOIN {opening} o.weekday::int = extract(isodow FROM day)::int - 1
    CROSS JOIN LATERAL {series}
    WHERE day NOT IN ({off})
)
SELECT agent_id, count(*), min(begins) FROM grid g
WHERE begins >= {now} AND NOT EXISTS (
    SELECT 1 FROM {hold} h WHERE h.agent_id = g.agent_id AND {meets})
GROUP BY agent_id
"""
_STEPS = "o.minutes * interval '1 minute'"


@dataclass(frozen=True)
class Town:
    """What was built: the centre, the first day, days off, and the moment at which everybody asks."""

    centre: Any
    first: date
    off: list[date]
    now: datetime


def build(agents: int, *, chance: random.Random, days: int, taken: float) -> Town:
    """A centre whose agents are open Monday to Friday, so many of their times taken by lot, on the same grid."""
    with scope(speaking="owner"):
        centre = _centre()
        first = timezone.localdate() + timedelta(days=1)
        off, _ramadan = queries.feasts(centre, first, first + timedelta(days=days))
        now = timezone.make_aware(datetime.combine(first, time()))
        town = Town(centre, first, sorted(off), now)
        known = list(Post.objects.filter(centre=centre).values_list("user_id", flat=True))
        if len(known) == agents:
            return town
        rows = []
        for n in range(agents):
            user = User.objects.create_user(f"agent{n}@slots.example", None, display_name=f"Agent {n}")
            user.is_demonstration = True
            user.save()
            Post.objects.create(
                user=user, role="social_worker", centre=centre, is_demonstration=True, since=first - _WEEK
            )
            Opening.objects.bulk_create(
                Opening(agent=user, centre=centre, weekday=str(day), starts=starts, ends=ends, minutes=_LONG,
                        motives=["talk"], since=first - _WEEK, said_by=user)
                for day in range(5) for starts, ends in _HOURS
            )  # fmt: skip
            rows += [(new_key(), user.pk, at, at + timedelta(minutes=_LONG)) for at in _grid(town)
                     if chance.random() < (1.0 if (at.date() - first).days < n else taken)]  # fmt: skip
        with connections["owner"].cursor() as cursor:
            cursor.executemany(_TAKE, rows)
            cursor.execute("ANALYZE appointments_hold; ANALYZE appointments_opening")
    return town


def _centre() -> Any:
    said = {"name_fr": "Slots", "name_ar": "مواعيد", "is_demonstration": True, "source": "benchmark"}
    operator, _new = Operator.objects.get_or_create(code="SLOTS", defaults=said | {"kind": "mutual_aid"})
    where = {"type": "assistance_centre", "operator": operator, "province": Province.objects.first()}
    centre, _new = Centre.objects.get_or_create(code="SLOTS", defaults=said | where)
    return centre


def _grid(town: Town) -> list[datetime]:
    """Every time of an agent, taken or not."""
    zone = ZoneInfo(ZONE)
    found = []
    for day in working(town.first, set(town.off)):
        for starts, ends in _HOURS if day.weekday() < 5 else ():
            at, over = (datetime.combine(day, hour, zone) for hour in (starts, ends))
            while at + timedelta(minutes=_LONG) <= over:
                found.append(at)
                at += timedelta(minutes=_LONG)
    return found


def ours(town: Town) -> Callable[[], Answer]:
    """The product's own question, under the scope of the centre."""

    def ask() -> Answer:
        with scope(centres=[town.centre.pk]):
            left = queries.free(town.centre.pk, motive="talk", first=town.first, days=DAYS, now=town.now)
        many: dict[int, int] = defaultdict(int)
        for agent in left.agents.tolist():
            many[agent] += 1
        return {agent: (many[agent], start) for agent, start in left.first().items()}

    return ask


def postgresql(town: Town) -> Callable[[], Answer]:
    """One query of the same tables: a grid of times, those that meet something taken left out."""
    wall = f"(day + o.{{}}) AT TIME ZONE '{ZONE}'"
    sql = _GRID.format(
        first="%s", last="%s", now="%s", off="SELECT unnest(%s::date[])", hold="appointments_hold",
        opening="appointments_opening o ON o.centre_id = %s AND 'talk' = ANY(o.motives) AND",
        series=f"generate_series({wall.format('starts')}, {wall.format('ends')} - {_STEPS}, {_STEPS}) t(begins)",
        meets="h.during && tstzrange(begins, begins + g.minutes * interval '1 minute')",
    )  # fmt: skip
    last = town.first + timedelta(days=DAYS - 1)

    def ask() -> Answer:
        with scope(speaking="owner"), connections["owner"].cursor() as cursor:
            cursor.execute(sql, [town.first, last, town.centre.pk, town.off, town.now])
            return {agent: (many, minute(at)) for agent, many, at in cursor.fetchall()}

    return ask


def python(town: Town) -> Callable[[], Answer]:
    """Rows read as they are, then loops: what is usually written first."""
    zone, off = ZoneInfo(ZONE), set(town.off)

    def ask() -> Answer:
        with scope(speaking="owner"), connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT agent_id, weekday, starts, ends, minutes FROM appointments_opening"
                " WHERE centre_id = %s AND 'talk' = ANY(motives)", [town.centre.pk],
            )  # fmt: skip
            open_ = cursor.fetchall()
            cursor.execute("SELECT agent_id, lower(during), upper(during) FROM appointments_hold ORDER BY 1, 2")
            taken: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
            for agent, starts, ends in cursor.fetchall():
                taken[agent].append((starts, ends))
        found: Answer = {}
        for day in working(town.first, off):
            for agent, weekday, starts, ends, long in open_:
                if int(weekday) != day.weekday():
                    continue
                at, over, step = (
                    datetime.combine(day, starts, zone),
                    datetime.combine(day, ends, zone),
                    timedelta(minutes=long),
                )
                near = [one for one in taken[agent] if one[0] < over and one[1] > at]
                while at + step <= over:
                    if not any(one[0] < at + step and one[1] > at for one in near):
                        many, first = found.get(agent, (0, minute(at)))
                        found[agent] = many + 1, min(first, minute(at))
                    at += step
        return found

    return ask


def duck(town: Town) -> Callable[[], Answer]:
    """The same query in a column store that holds the rows already: the reading from the database is not counted."""
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT agent_id, weekday, starts, ends, minutes FROM appointments_opening")
        open_ = cursor.fetchall()
        cursor.execute("SELECT agent_id, lower(during) AT TIME ZONE 'UTC', upper(during) AT TIME ZONE 'UTC'"
                       " FROM appointments_hold")  # fmt: skip
        taken = cursor.fetchall()
    store = duckdb.connect()
    store.execute("CREATE TABLE opening (agent_id bigint, weekday varchar, starts time, ends time, minutes int)")
    store.executemany("INSERT INTO opening VALUES (?, ?, ?, ?, ?)", open_)
    store.execute("CREATE TABLE hold (agent_id bigint, starts timestamp, ends timestamp)")
    store.executemany("INSERT INTO hold VALUES (?, ?, ?)", taken)
    store.execute("CREATE TABLE off (day date)")
    for day in town.off:
        store.execute("INSERT INTO off VALUES (?)", [day])
    # Morocco keeps UTC all year: the hour on the wall is the hour that is kept
    sql = _GRID.format(
        first=f"'{town.first}'", last=f"'{town.first + timedelta(days=DAYS - 1)}'", now=f"'{town.first}'",
        opening="opening o ON", hold="hold", off="SELECT day FROM off",
        series=f"(SELECT unnest(generate_series(day + o.starts, day + o.ends - {_STEPS}, {_STEPS})) AS begins) t",
        meets="h.starts < begins + g.minutes * interval '1 minute' AND h.ends > begins",
    )  # fmt: skip

    def ask() -> Answer:
        rows = store.execute(sql).fetchall()
        return {agent: (many, minute(at.replace(tzinfo=ZoneInfo("UTC")))) for agent, many, at in rows}

    return ask


ENGINES: dict[str, Callable[[Town], Callable[[], Answer]]] = {
    "ours": ours, "postgresql": postgresql, "python": python, "duckdb": duck,
}  # fmt: skip
