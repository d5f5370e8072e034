"""What the database says: whether it answers, its migrations, clock, journal, and work that is overdue."""

import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from jisr import ZONE
from jisr.launch.backups.likeness import migrations
from jisr.launch.backups.read import known_migrations
from jisr.launch.backups.workshop import management
from jisr.launch.cluster import Cluster
from jisr.launch.doctor.findings import Finding, ago, mind, unknown, well, wrong
from jisr.launch.environment import KEY, OWNER
from jisr.launch.errors import CannotStart
from jisr.launch.house import House

#: A clock that is further from the database's signs and expires at odd times.
CLOCK_S = 2.0
#: A line waits no longer for its seal while the keeper runs.
SEALED_WITHIN = timedelta(minutes=1)
READ_AGAIN_WITHIN = timedelta(days=2)
#: The last batches are chained again here; ``--deep`` reads every line.
BATCHES = 200
#: What the keeper finds by itself, and how many rows of it have waited longer than they may.
OVERDUE = {
    "messages to send": (
        "outgoing_message",
        "state = 'queued' AND coalesce(next_try_at, made_at) < now() - interval '15 minutes'",
    ),
    "referrals to remind of or to end": (
        "orientation_referral",
        "state = 'offered' AND answer_by < CURRENT_DATE - 1",
    ),
    "drafts to forget": ("common_draft", "dies_at < now() - interval '1 hour'"),
    "lists read in to forget": ("exchange_stagedimport", "dies_at < now() - interval '1 hour'"),
    "sheets read in to forget": ("exchange_stagedsheet", "dies_at < now() - interval '1 hour'"),
}
#: A database of an older version may lack one: its migrations say so, above.
_JOURNAL = (
    "common_journalline",
    "common_journalseal",
    "common_journalbatch",
    "common_journalday",
    "common_journalcheck",
)


def looked_into(house: House, *, deep: bool) -> Iterator[Finding]:
    """The database, where it answers; started first when everything is to be read."""
    with contextlib.ExitStack() as stack:
        try:
            if deep and house.database.exists():
                stack.enter_context(house)
            answers = _there(house) and house.database.answers()
        except (CannotStart, psycopg.Error) as sentence:
            yield wrong("database", str(sentence).splitlines()[0], "see what it says")
            return
        if not answers:
            yield _silent(house)
            return
        with psycopg.connect(house.database.addresses()[OWNER]) as owner:
            yield from _asked(house, owner)
        if deep:
            yield _read_again(house)


def _there(house: House) -> bool:
    return not isinstance(house.database, Cluster) or (house.data.is_dir() and house.database.exists())


def _silent(house: House) -> Finding:
    if not house.embedded:
        return wrong("database", "the server of DATABASE_URL does not answer", "ask who keeps it")
    if not _there(house):
        return unknown("database", "none yet", "make run makes it")
    return unknown("database", "not running, so what it holds was not looked at", "doctor --deep starts it")


def _asked(house: House, owner: psycopg.Connection) -> Iterator[Finding]:
    where = "a server of its own" if not house.embedded else "embedded"
    size = _one(owner, "SELECT pg_size_pretty(pg_database_size(current_database()))")
    yield well("database", f"{where}, PostgreSQL {owner.info.server_version // 10_000}, {size}")
    yield _clock(owner)
    if not (had := migrations(owner)):
        yield unknown("migrations", "the database holds no table yet", "make run makes them")
        return
    yield _migrations(set(had))
    if all(_exists(owner, table) for table in _JOURNAL):
        yield _opens(house, owner)
        yield _chain(owner)
        yield _unsealed(owner)
        yield _verified(owner)
    yield _overdue(owner)
    yield from _cut_up(owner)


def _clock(owner: psycopg.Connection) -> Finding:
    there = _one(owner, "SELECT extract(epoch FROM clock_timestamp())::float8")
    apart = abs(there - time.time())
    if apart > CLOCK_S:
        return wrong(
            "clock", f"{apart:.0f} s from the database's", "set both by NTP (timedatectl says whether it is on)"
        )
    if not _same_hour(owner):
        return wrong("clock", "the database knows another hour of Morocco", "renew its server's time zones (tzdata)")
    if _exists(owner, "common_journalbatch"):
        last = _one(owner, "SELECT max(sealed_at) FROM common_journalbatch")
        if last and last > datetime.now(UTC) + timedelta(seconds=CLOCK_S):
            return wrong(
                "clock", f"the last seal is of {last:%Y-%m-%d %H:%M}, which is yet to come", "set the clock by NTP"
            )
    return well("clock", f"{apart:.2f} s from the database's")


def _same_hour(owner: psycopg.Connection) -> bool:
    there = owner.execute(
        "SELECT to_char(to_timestamp(%s) AT TIME ZONE %s, 'HH24')", [now := time.time(), ZONE]
    ).fetchone()
    return there == (f"{datetime.fromtimestamp(now, ZoneInfo(ZONE)):%H}",)


def _migrations(had: set[str]) -> Finding:
    ours = known_migrations()
    rooms = {name.partition(".")[0] for name in ours}
    newer = sorted(name for name in had - ours if name.partition(".")[0] in rooms)
    if newer:
        return wrong("migrations", f"the database is of a newer version ({newer[-1]})", "install that version of Jisr")
    if missing := sorted(ours - had):
        return mind(
            "migrations", f"{len(missing)} not applied, first {missing[0]}", "make run, or python -m jisr migrate"
        )
    return well("migrations", f"all {len(ours)} applied")


def _opens(house: House, owner: psycopg.Connection) -> Finding:
    """Whether the key here is the one that signed the journal: a wrong one opens nothing that is sealed."""
    if not (house.data / KEY).is_file():
        return unknown("key opens", "there is no key here")
    signed = _signed(house.data, owner)
    if signed is None:
        return unknown("key opens", "nothing is signed yet to try it on")
    said, signature = signed
    if not hmac.compare_digest(signature_of(said, (house.data / KEY).read_bytes()), signature):
        return wrong("key opens", "the key here is not the one of this data", "put the right one back from a backup")
    return well("key opens", "it signs as it did when the journal was last signed")


def signature_of(said: str, material: bytes) -> str:
    """What the key signs with, made as ``jisr.common.crypto.keyed_hash`` does: that one needs the settings."""
    key = hashlib.blake2b(material, person=b"hashes", digest_size=32).digest()
    return hmac.new(key, b"journal\0" + said.encode(), hashlib.sha256).hexdigest()


def _signed(data: Path, owner: psycopg.Connection) -> tuple[str, str] | None:
    row = owner.execute(
        "SELECT day, batch, chain, signature FROM common_journalday ORDER BY day DESC LIMIT 1"
    ).fetchone()
    if row:
        return f"{row[0]}|{row[1]}|{row[2]}", row[3]
    head = data / "journal.head"
    if not head.is_file():
        return None
    said = json.loads(head.read_text())
    return f"head|{said['batch']}|{said['chain']}", said["signature"]


def _chain(owner: psycopg.Connection) -> Finding:
    asked = "SELECT n, root, previous, chain, sealed_at FROM common_journalbatch ORDER BY n DESC LIMIT %s"
    rows = owner.execute(asked, [BATCHES]).fetchall()
    if not rows:
        return unknown("journal", "nothing is sealed yet", "the keeper seals: make run")
    for number, (n, root, previous, chain, _at) in enumerate(rows):
        made = hashlib.sha256(f"{previous}|{n}|{root}".encode()).hexdigest()
        follows = number + 1 == len(rows) or (rows[number + 1][0], rows[number + 1][3]) == (n - 1, previous)
        if made != chain or not follows:
            return wrong(
                "journal", f"batch {n} does not follow from the one before it", "python -m jisr journal verify"
            )
    return well("journal", f"the last {len(rows)} of {rows[0][0]:,} batches follow; last sealed {ago(rows[0][4])}")


def _unsealed(owner: psycopg.Connection) -> Finding:
    # keys follow time (UUIDv7): what a batch of the last hour left out is found without reading the whole journal
    asked = (
        "SELECT count(*), min(at) FROM common_journalline l WHERE at < now() - %s AND"
        " NOT EXISTS (SELECT FROM common_journalseal s WHERE s.line = l.id)"
        " AND at > coalesce((SELECT max(sealed_at) FROM common_journalbatch), '-infinity') - interval '1 hour'"
    )
    count, oldest = owner.execute(asked, [SEALED_WITHIN]).fetchone()  # type: ignore[misc]
    if count:
        says = f"{count:,} lines wait, the first since {ago(oldest).removesuffix(' ago')}"
        return mind("unsealed lines", says, "does the keeper run? make run, or python -m jisr journal seal")
    return well("unsealed lines", "none waits longer than a minute")


def _verified(owner: psycopg.Connection) -> Finding:
    row = owner.execute("SELECT at, broken FROM common_journalcheck ORDER BY at DESC LIMIT 1").fetchone()
    if row is None:
        return unknown("journal read", "never read again yet", "the keeper does once a day; doctor --deep does now")
    if row[1]:
        return wrong(
            "journal read", f"{len(row[1])} breaks found {ago(row[0])}", "python -m jisr journal verify names them"
        )
    if datetime.now(UTC) - row[0] > READ_AGAIN_WITHIN:
        return mind(
            "journal read", f"last read again {ago(row[0])}", "does the keeper run? python -m jisr journal verify"
        )
    return well("journal read", f"read again {ago(row[0])}, whole")


def _overdue(owner: psycopg.Connection) -> Finding:
    waiting = [
        f"{count:,} {name}"
        for name, (table, overdue) in OVERDUE.items()
        if _exists(owner, table) and (count := _one(owner, f"SELECT count(*) FROM {table} WHERE {overdue}"))  # noqa: S608
    ]
    if waiting:
        return mind("jobs", f"overdue: {', '.join(waiting)}", "does the keeper run? make run; its log says what fails")
    return well("jobs", "nothing is overdue")


def _cut_up(owner: psycopg.Connection) -> Iterator[Finding]:
    """Tables in parts: a row in the part for everything else says that the next part was not made in time."""
    asked = "SELECT partrelid::regclass::text, partdefid::regclass::text FROM pg_partitioned_table WHERE partdefid <> 0"
    for table, rest in owner.execute(asked).fetchall():
        if _one(owner, f"SELECT EXISTS (SELECT FROM {rest})"):  # noqa: S608
            yield mind("parts", f"{table} has rows outside its parts", "make the missing part")
        else:
            yield well("parts", f"{table}: every row has its part")


def _read_again(house: House) -> Finding:
    done = management(["journal", "verify"], house.data, house.database.addresses())
    lines = [line for line in done.stdout.splitlines() if line]
    broken = [line for line in lines if line.startswith("BROKEN")]
    if broken or not lines:
        return wrong(
            "whole journal", " / ".join(broken) or done.stderr.strip()[-200:], "keep this data; tell the auditor"
        )
    return well("whole journal", lines[-1])


def _one(owner: psycopg.Connection, asked: str) -> Any:
    return owner.execute(asked.encode()).fetchone()[0]  # type: ignore[index]


def _exists(owner: psycopg.Connection, table: str) -> bool:
    return owner.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone() == (True,)
