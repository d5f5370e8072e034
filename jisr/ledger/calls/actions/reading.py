"""Files are given to two readers each, in equal parts; a third reads where they are far apart."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.calls.choices import ApplicationState, CallState
from jisr.ledger.calls.models import Application, Call, Reading
from jisr.ledger.calls.rules.points import TWO, needs_third


class TooFewReaders(Refusal):
    """Two people have to read each file, a third where they differ."""

    message = _("There are too few readers for what waits. Ask an administrator for one more reader of files.")


@transaction.atomic
def give_files(*, call: Call, readers: Sequence[User], by: User) -> int:
    """Give every complete file the readers that it lacks; how many readings were given.

    Each file has two readers; a third where the two are further apart than the published gap; another one in place of
    whoever declared a conflict of interest. Whoever has least to read gets the next one.

    Raises:
        TooFewReaders: nobody is left for some file.
        OutOfReach: the call is not being read, or a reader has no post for it.
    """
    if call.state != CallState.ANNOUNCED or not call.is_over():
        raise OutOfReach
    rows: dict[Any, list[Reading]] = defaultdict(list)
    load: Counter[Any] = Counter({reader.pk: 0 for reader in readers if reader.pk != by.pk})
    for one in Reading.objects.filter(call=call).order_by("place"):
        rows[one.application_id].append(one)
        if one.reader_id in load and not one.conflict:
            load[one.reader_id] += 1
    given = []
    files = Application.objects.filter(call=call, state=ApplicationState.COMPLETE).order_by("deposited_at", "pk")
    for key in files.values_list("pk", flat=True):
        given += _readings(call, key, rows[key], load)
    try:
        with transaction.atomic():
            Reading.objects.bulk_create(given)
    except DatabaseError as fault:
        raise OutOfReach from fault
    journal.record("calls.gave_files", call, by=by)
    return len(given)


def _readings(call: Call, key: Any, there: Sequence[Reading], load: Counter[Any]) -> list[Reading]:
    """The readings that one file lacks."""
    held = [one for one in there if not one.conflict]
    places = {1, 2} - {one.place for one in held}
    totals = [one.total for one in held if one.total is not None]
    if len(held) == TWO and needs_third(totals, call.gap):
        places = {3}
    found: list[Reading] = []
    for place in sorted(places):
        taken = {one.reader_id for one in (*there, *found)}
        free = [reader for reader in load if reader not in taken]
        if not free:
            raise TooFewReaders
        reader = min(free, key=lambda one: (load[one], one))
        load[reader] += 1
        found.append(
            Reading(
                call=call, application_id=key, reader_id=reader, place=place, is_demonstration=call.is_demonstration
            )
        )
    return found


@transaction.atomic
def read(*, reading: Reading, points: Mapping[str, int], words: str, by: User) -> Reading:
    """Give the points of one file, criterion by criterion; they may be given again until the selection is proposed.

    Args:
        points: key of a criterion: points; all of them.

    Raises:
        OutOfReach: it is not hers, or the selection is proposed.
        Unacceptable: a criterion without points, or with more than it gives.
    """
    _hers(reading, by)
    criteria = list(reading.call.criteria.all())
    wrong: dict[str, Any] = {
        f"c{one.place}": _("Choose a number from 0 to %(most)d.") % {"most": one.most}
        for one in criteria
        if not 0 <= points.get(str(one.pk), -1) <= one.most
    }
    said = clean_typed(words, lines=True)
    if not said:
        wrong["words"] = _("Say in words why: the keeper reads it beside the points.")
    if wrong:
        raise Unacceptable(wrong)
    kept = {str(one.pk): int(points[str(one.pk)]) for one in criteria}
    _write(reading, points=kept, total=sum(kept.values()), words=said, read_at=timezone.now())
    journal.record("calls.read_file", reading, by=by)
    return reading


@transaction.atomic
def declare_conflict(*, reading: Reading, why: str, by: User) -> Reading:
    """She knows who applies, or gains from it: the file leaves her at once, and goes to somebody else.

    Raises:
        OutOfReach: it is not hers, or she has read it.
        Unacceptable: without a word why.
    """
    _hers(reading, by)
    if reading.read_at is not None:
        raise OutOfReach
    words = clean_typed(why)
    if not words:
        raise Unacceptable({"why": _("Say in a few words what ties you to this file.")})
    _write(reading, conflict=words)
    journal.record("calls.declared_conflict", reading, by=by)
    return reading


def _hers(reading: Reading, by: User) -> None:
    if reading.reader_id != by.pk or reading.conflict or reading.call.state != CallState.ANNOUNCED:
        raise OutOfReach


def _write(reading: Reading, **values: Any) -> None:
    try:
        with transaction.atomic():
            written = Reading.objects.filter(pk=reading.pk).update(**values)
    except DatabaseError as fault:  # the selection was proposed in this very moment
        raise OutOfReach from fault
    if not written:
        raise OutOfReach
    for name, value in values.items():
        setattr(reading, name, value)
