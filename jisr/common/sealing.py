"""Sealing the journal: committed lines go into batches, each a Merkle root chained to the one before.

Lines are not chained where they are written: a chain in the request would let one writer wait for another (894
requests a second against 3,223). The sealer, a login of its own, reads committed lines and keeps the hash of each, so
that verification names the line that was changed and not only its batch.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.db import connections
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.common.crypto import keyed_hash
from jisr.common.database import scope
from jisr.common.models import JournalBatch, JournalCheck, JournalDay, JournalLine, JournalSeal

_BATCH = 5_000
_BATCHES_A_TRANSACTION = 200
_START = "0" * 64
#: No transaction lasts longer (roles.sql), so that no line can be committed behind the sealer's back.
SEALING_WINDOW = timedelta(hours=1)
#: Almost every line is committed within this time; looking no further back keeps the pass of each second cheap.
QUICK_WINDOW = timedelta(minutes=2)
#: A line that waits longer for its seal is an alarm: the keeper does not run, or something is wrong.
LATE = timedelta(minutes=1)
#: Number of the lock that keeps two sealers apart; any constant would do.
_SEALERS = 7_416_105


class Told(Protocol):
    """A line, as far as it is sealed: a row of the journal, or one on its way to it."""

    id: Any
    at: Any
    by: Any
    post: Any
    verb: Any
    subject: Any
    household_id: Any
    reason: Any
    compartment: Any


def leaf(line: Told) -> str:
    """SHA-256 of everything a line says."""
    at, household = line.at.astimezone(UTC).isoformat(timespec="microseconds"), line.household_id or ""
    parts = (line.id, at, line.by, line.post, line.verb, line.subject, household, line.reason, line.compartment)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def merkle_root(leaves: Sequence[str]) -> str:
    """Root of the binary Merkle tree over the leaves; an odd last one is carried up.

    >>> merkle_root(["aa"])
    'aa'
    """
    level = list(leaves)
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256("".join(pair).encode()).hexdigest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0] if level else _START


def batches(
    lines: Iterable[Any], last: JournalBatch | None, *, size: int = _BATCH
) -> Iterator[tuple[JournalBatch, list[JournalSeal]]]:
    """The lines as chained batches with the seals of each, unsaved.

    Args:
        lines: in the order in which they are sealed.
        last: the batch that stands at the end of the chain; None for a new journal.
        size: lines to a batch.
    """
    rows = list(lines)
    for start in range(0, len(rows), size):
        leaves = [leaf(line) for line in rows[start : start + size]]
        n, previous = (last.n + 1, last.chain) if last else (1, _START)
        root = merkle_root(leaves)
        last = JournalBatch(n=n, lines=len(leaves), root=root, previous=previous, chain=_chain(previous, n, root))
        yield (
            last,
            [
                JournalSeal(line=row.id, batch=last, place=place, leaf=hashed)
                for place, (row, hashed) in enumerate(zip(rows[start : start + size], leaves, strict=True))
            ],
        )


def seal(window: timedelta = SEALING_WINDOW) -> int:
    """Seal the lines that no batch holds yet, oldest first; the number of lines sealed.

    Speaks as the sealer. Where another sealer is at work, this one seals nothing.

    Args:
        window: how far behind the last seal it looks for lines that were committed late.
    """
    with scope(speaking="sealer"):
        if not _alone():
            return 0
        last = JournalBatch.objects.order_by("-n").first()
        lines = list(_unsealed(last, window).order_by("id")[:_BATCH])
        for batch, seals in batches(lines, last):
            batch.save(force_insert=True)
            JournalSeal.objects.bulk_create(seals)
        return len(lines)


def seal_whatever_waits() -> int:
    """Seal every line that no batch holds, however old: after a load behind the sealer's back. Their number.

    Speaks as the sealer, some transactions after another, so that none outlives its time limit.
    """
    sealed = 0
    while done := _seal_some(_BATCHES_A_TRANSACTION * _BATCH):
        sealed += done
    return sealed


def _seal_some(most: int) -> int:
    with scope(speaking="sealer"):
        if not _alone():
            return 0
        last = JournalBatch.objects.order_by("-n").first()
        waiting = JournalLine.objects.filter(~_has_seal()).order_by("id")[:most].iterator(chunk_size=_BATCH)
        done = 0
        while lines := list(islice(waiting, _BATCH)):
            for batch, seals in batches(lines, last):
                batch.save(force_insert=True)
                JournalSeal.objects.bulk_create(seals)
                last = batch
            done += len(lines)
        return done


def late() -> bool:
    """Whether a line has been waiting for its seal for more than a minute: an alarm. Speaks as the sealer."""
    with scope(speaking="sealer"):
        last = JournalBatch.objects.order_by("-n").first()
        return _unsealed(last, SEALING_WINDOW).filter(at__lt=timezone.now() - LATE).exists()


def sign_day(now: datetime | None = None) -> JournalDay | None:
    """Sign where the chain stood at the end of the last day with batches; once a day. Speaks as the sealer."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with scope(speaking="sealer"):
        last = JournalBatch.objects.filter(sealed_at__lt=midnight).order_by("-n").first()
        if last is None or JournalDay.objects.filter(batch__gte=last.n).exists():
            return None
        day = timezone.localdate(last.sealed_at)
        return JournalDay.objects.create(
            day=day, batch=last.n, chain=last.chain, signature=_signature(day, last.n, last.chain)
        )


def note_head(path: Path) -> None:
    """Write outside the database where the chain stands now; a tail cut off later no longer fits. As the sealer."""
    with scope(speaking="sealer"):
        last = JournalBatch.objects.order_by("-n").first()
    if last is None:
        return
    head = {"batch": last.n, "chain": last.chain, "signature": _signature(None, last.n, last.chain)}
    half = path.with_suffix(".new")
    half.write_text(json.dumps(head))
    half.replace(path)


@dataclass(frozen=True)
class Break:
    """One thing that verification found broken.

    Attributes:
        kind: missing, changed, gone, places, previous, chain, day, head or unsealed.
        batch: number of the batch; for unsealed, how many lines.
        place: of the line in its batch.
        line: key of the line.
    """

    kind: str
    batch: int
    place: int = 0
    line: str = ""

    def __str__(self) -> str:
        sentences = {
            "missing": _("Batch %(batch)s is missing."),
            "changed": _("Batch %(batch)s, place %(place)s: line %(line)s was changed."),
            "gone": _("Batch %(batch)s, place %(place)s: line %(line)s is gone."),
            "places": _("Batch %(batch)s does not hold all the lines that it sealed."),
            "previous": _("Batch %(batch)s does not follow from the one before it."),
            "chain": _("Batch %(batch)s was sealed again with other lines."),
            "day": _("Batch %(batch)s is not what was signed at the end of its day."),
            "head": _("The journal no longer reaches batch %(batch)s, which was sealed here."),
            "unsealed": _("%(batch)s lines were written behind the sealer's back."),
        }
        return sentences[self.kind] % {"batch": self.batch, "place": self.place, "line": self.line}


@dataclass(frozen=True)
class Verdict:
    """What verification found: how much was read, how much waits for its seal, every break by name."""

    lines: int
    batches: int
    unsealed: int
    broken: Sequence[Break]


def verify(head: Path | None = None) -> Verdict:
    """Read the whole journal again and name every broken line. Speaks as the sealer.

    Args:
        head: file written by ``note_head``; without it, or before the first one, only signed days guard the tail.
    """
    # sealing goes on meanwhile: what claims how far the chain reached is read before the chain itself
    said = json.loads(head.read_text()) if head is not None and head.is_file() else None
    with scope(speaking="sealer"):
        chains: dict[int, str] = {}
        days, last = list(JournalDay.objects.order_by("day")), JournalBatch.objects.order_by("-n").first()
        broken = [*_batches_checked(chains), *_days_checked(chains, days), *_head_checked(chains, said)]
        waiting = Q() if last is None else Q(at__gt=last.sealed_at - SEALING_WINDOW)
        unsealed = JournalLine.objects.filter(~_has_seal())
        counted = unsealed.aggregate(all=Count("pk"), waiting=Count("pk", filter=waiting))
        if counted["all"] > counted["waiting"]:
            broken.append(Break("unsealed", counted["all"] - counted["waiting"]))
        return Verdict(JournalLine.objects.count(), len(chains), counted["all"], broken)


def remember(verdict: Verdict) -> JournalCheck:
    """Keep when the journal was read again and what was found, for the auditor's page. Speaks as the sealer."""
    kept = [vars(one) for one in verdict.broken[:50]]
    with scope(speaking="sealer"):
        return JournalCheck.objects.create(broken=kept)


def last_check() -> tuple[datetime, list[Break]] | None:
    """When the journal was last read again, and what was broken; None when never. Speaks as the sealer."""
    with scope(speaking="sealer"):
        check = JournalCheck.objects.order_by("-at").first()
    return (check.at, [Break(**one) for one in check.broken]) if check else None


def _batches_checked(chains: dict[int, str]) -> Iterator[Break]:
    previous, expected = _START, 1
    for batch in JournalBatch.objects.order_by("n").iterator(chunk_size=500):
        for missing in range(expected, batch.n):
            yield Break("missing", missing)
        leaves: list[str] = []
        yield from _lines_checked(batch, leaves)
        if len(leaves) != batch.lines or merkle_root(leaves) != batch.root:
            yield Break("places", batch.n)
        if batch.n == expected and batch.previous != previous:
            yield Break("previous", batch.n)
        if batch.chain != _chain(batch.previous, batch.n, batch.root):
            yield Break("chain", batch.n)
        previous, expected = batch.chain, batch.n + 1
        chains[batch.n] = batch.chain


def _lines_checked(batch: JournalBatch, leaves: list[str]) -> Iterator[Break]:
    seals = list(JournalSeal.objects.filter(batch=batch).order_by("place"))
    lines = JournalLine.objects.in_bulk([one.line for one in seals])
    for one in seals:
        line = lines.get(one.line)
        if line is None:
            yield Break("gone", batch.n, one.place, str(one.line))
        elif leaf(line) != one.leaf:
            yield Break("changed", batch.n, one.place, str(one.line))
        leaves.append(one.leaf)


def _days_checked(chains: dict[int, str], days: Iterable[JournalDay]) -> Iterator[Break]:
    for signed in days:
        true = signed.signature == _signature(signed.day, signed.batch, signed.chain)
        if not true or chains.get(signed.batch) != signed.chain:
            yield Break("day", signed.batch)


def _head_checked(chains: dict[int, str], said: dict[str, Any] | None) -> Iterator[Break]:
    if said is None:
        return
    true = said["signature"] == _signature(None, said["batch"], said["chain"])
    if not true or chains.get(said["batch"]) != said["chain"]:
        yield Break("head", said["batch"])


def _unsealed(last: JournalBatch | None, window: timedelta) -> QuerySet[JournalLine]:
    lines = JournalLine.objects.filter(~_has_seal())
    return lines if last is None else lines.filter(at__gt=last.sealed_at - window)


def _has_seal() -> Any:
    return Exists(JournalSeal.objects.filter(line=OuterRef("pk")))


def _alone() -> bool:
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALERS])
        return bool(cursor.fetchone()[0])


def _chain(previous: str, n: int, root: str) -> str:
    return hashlib.sha256(f"{previous}|{n}|{root}".encode()).hexdigest()


def _signature(day: date | None, n: int, chain: str) -> str:
    return keyed_hash(f"{day or 'head'}|{n}|{chain}", purpose="journal")
