"""The journal: who did what, when; written with the act. Sealed and verified by ``sealing``."""

from contextvars import ContextVar
from typing import Any

from jisr.common.models import JournalLine
from jisr.common.sealing import seal as seal
from jisr.common.sealing import verify as verify

#: Openings, refusals and searches of the request, written in one INSERT before its answer leaves.
gathered: ContextVar[list[JournalLine] | None] = ContextVar("gathered", default=None)
#: Who speaks in this request: (key of the user, key of the post).
speaking_for: ContextVar[tuple[str, str]] = ContextVar("speaking_for", default=("", ""))


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
