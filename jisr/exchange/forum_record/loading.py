"""The public record in the database: what the files say and nothing else, again whenever they change."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from jisr.common.database import scope
from jisr.exchange.bulk import put
from jisr.exchange.forum_record.reading import Record, Row, read
from jisr.forum.choices import Channel, ContributionState, Tongue
from jisr.forum.models import Answer, Commitment, Contribution, Meeting, Wave

#: What people add to a wave, and what the database keeps for itself: the files leave these as they are.
_NOT_OURS = frozenset({"id", "version", "closed_on", "received_at", "client_key", "code_hash", "masks", "written_at"})


def load(record: Record | None = None) -> dict[str, int]:
    """Write the record, or what changed in it, all or nothing.

    Speaks as the owner of the tables: never part of a request. No journal line: it is part of installing a version,
    not an act of a person.

    Args:
        record: what to load; the files that ship with this version when left out.

    Returns:
        how many rows were made, changed and taken back; zeros when the same record was there.

    Raises:
        BrokenRecord: the files are not what they should be; nothing was changed.
        ProtectedError: somebody works on a row that the files no longer have.
    """
    record = record or read()
    made: dict[str, int] = {"made": 0, "changed": 0, "taken back": 0}
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        waves = [row["id"] for row in record.waves]
        for model, rows in _rows(record):
            new, changed = put(model, rows, but=_NOT_OURS)
            made["made"] += new
            made["changed"] += changed
        for model in (Answer, Commitment, Contribution, Meeting):
            made["taken back"] += _take_back(model, waves, record)
    return made


def _rows(record: Record) -> Iterable[tuple[Any, list[Any]]]:
    """The rows of each model, those that others point at first."""
    yield Wave, [Wave(**row) for row in record.waves]
    yield Meeting, [Meeting(**row) for row in record.meetings]
    yield Contribution, [_contribution(row) for row in record.contributions]
    yield Commitment, [Commitment(**row) for row in record.commitments]
    yield Answer, [Answer(**row) for row in record.answers]


def _contribution(row: Row) -> Contribution:
    """A demand that was public before it came here: published from the start, with nothing sealed behind it."""
    values = {name: value for name, value in row.items() if name != "recorded_on"}
    recorded = datetime.combine(row["recorded_on"], time(), timezone.get_default_timezone())
    return Contribution(
        state=ContributionState.PUBLISHED, channel=Channel.WRITTEN, language=Tongue.MIXED, received_at=recorded,
        published_at=recorded, **values,
    )  # fmt: skip


def _take_back(model: Any, waves: Sequence[Any], record: Record) -> int:
    """Take back what an earlier edition of the files said and this one does not; what people gathered stays."""
    kinds = {
        Answer: record.answers, Commitment: record.commitments, Contribution: record.contributions,
        Meeting: record.meetings,
    }  # fmt: skip
    ours = [row["id"] for row in kinds[model]]
    found = model._default_manager.filter(wave__in=waves).exclude(sources=[]).exclude(pk__in=ours)
    count, _ = found.delete()
    return count
