"""The journal: who did what, when; written with the act, sealed in batches, verifiable line by line."""

import hashlib
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.models import JournalBatch, JournalLine, JournalSeal

#: Openings, refusals and searches of the request, written in one INSERT before its answer leaves.
gathered: ContextVar[list[JournalLine] | None] = ContextVar("gathered", default=None)
#: Who speaks in this request: (key of the user, key of the post).
speaking_for: ContextVar[tuple[str, str]] = ContextVar("speaking_for", default=("", ""))

_BATCH = 5_000
_START = "0" * 64
#: No transaction lasts longer, so that no line can commit behind the sealer's back.
SEALING_WINDOW = timedelta(hours=1)


def record(verb: str, subject: Any, *, by: Any = None, reason: str = "", compartment: str = "") -> None:
    """Write the line of an act, in the transaction of the act.

    Args:
        verb: ``room.verb``, for instance ``orientation.proposed``.
        subject: the row, or text ``label:key``.
        by: the user, or the name of a job; the speaker of the request when left out.
        reason: a code.
        compartment: of the subject; taken from it when it has one.
    """
    _line(verb, subject, by=by, reason=reason, compartment=compartment).save(force_insert=True)


def opened(verb: str, subject: Any, *, reason: str = "", compartment: str = "") -> None:
    """Remember a reading, a refusal or a search; nothing is shown whose line is not on disk."""
    line = _line(verb, subject, by=None, reason=reason, compartment=compartment)
    lines = gathered.get()
    if lines is None:
        line.save(force_insert=True)
    else:
        lines.append(line)


def leave() -> None:
    """Write what the request has gathered: its last statement."""
    lines = gathered.get()
    if lines:
        JournalLine.objects.bulk_create(lines)
        lines.clear()


def _line(verb: str, subject: Any, *, by: Any, reason: str, compartment: str) -> JournalLine:
    user, post = speaking_for.get()
    who = user if by is None else str(getattr(by, "pk", by))
    household = getattr(subject, "household_id", None)
    if household is None and getattr(getattr(subject, "_meta", None), "label_lower", "") == "families.household":
        household = subject.pk
    return JournalLine(
        by=who, post=post, verb=verb, reason=reason, household_id=household,
        subject=subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}",
        compartment=compartment or getattr(subject, "compartment", ""),
    )  # fmt: skip


def leaf(line: JournalLine) -> str:
    """SHA-256 of everything a line says."""
    parts = (
        line.id, line.at.isoformat(timespec="microseconds"), line.by, line.post, line.verb, line.subject,
        line.household_id or "", line.reason, line.compartment,
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def merkle_root(leaves: list[str]) -> str:
    """Root of the binary Merkle tree over the leaves; an odd last one is carried up.

    >>> merkle_root(["aa"])
    'aa'
    """
    level = leaves
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256("".join(pair).encode()).hexdigest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0] if level else _START


def _chain(previous: str, n: int, root: str) -> str:
    return hashlib.sha256(f"{previous}|{n}|{root}".encode()).hexdigest()


def seal() -> int:
    """Seal the lines that no batch holds yet, oldest first; the number of lines sealed.

    Speaks as the sealer. Two sealers at once: the second fails on the batch number and seals nothing.
    """
    with scope(speaking="sealer"):
        recent = JournalLine.objects.filter(at__gt=timezone.now() - SEALING_WINDOW)
        sealed = JournalSeal.objects.filter(line__in=recent.values("id")).values_list("line", flat=True)
        lines = list(recent.exclude(id__in=set(sealed)).order_by("id")[:_BATCH])
        if not lines:
            return 0
        last = JournalBatch.objects.order_by("-n").first()
        n, previous = (last.n + 1, last.chain) if last else (1, _START)
        leaves = [leaf(line) for line in lines]
        root = merkle_root(leaves)
        batch = JournalBatch.objects.create(
            n=n, lines=len(lines), root=root, previous=previous, chain=_chain(previous, n, root)
        )
        JournalSeal.objects.bulk_create(
            JournalSeal(line=line.id, batch=batch, place=place, leaf=leaves[place]) for place, line in enumerate(lines)
        )
        return len(lines)


@dataclass(frozen=True)
class Verdict:
    """What verification found: how much was read, and every break by name."""

    lines: int
    batches: int
    unsealed: int
    broken: list[str]


def verify() -> Verdict:
    """Read the whole journal again and name the first broken lines.

    Speaks as the sealer.
    """
    with scope(speaking="sealer"), transaction.atomic(using="sealer"):
        broken: list[str] = []
        lines = {line.id: line for line in JournalLine.objects.all().iterator(chunk_size=10_000)}
        previous, expected, sealed = _START, 1, 0
        for batch in JournalBatch.objects.order_by("n"):
            if batch.n != expected:
                broken.append(f"batch {expected} is missing")
            leaves = list(_checked(batch, lines, broken))
            sealed += len(leaves)
            if batch.previous != previous or merkle_root(leaves) != batch.root or len(leaves) != batch.lines:
                broken.append(f"batch {batch.n} does not hold what was sealed")
            elif batch.chain != _chain(previous, batch.n, batch.root):
                broken.append(f"batch {batch.n} was chained again")
            previous, expected = batch.chain, batch.n + 1
        return Verdict(lines=len(lines), batches=expected - 1, unsealed=len(lines) - sealed, broken=broken)


def _checked(batch: JournalBatch, lines: dict, broken: list[str]) -> Iterable[str]:
    for seal_ in batch.seals.order_by("place"):
        line = lines.get(seal_.line)
        if line is None:
            broken.append(f"batch {batch.n}, place {seal_.place}: line {seal_.line} is gone")
        elif leaf(line) != seal_.leaf:
            broken.append(f"batch {batch.n}, place {seal_.place}: line {seal_.line} was changed")
        yield seal_.leaf
