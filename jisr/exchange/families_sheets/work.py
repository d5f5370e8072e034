"""The reader of files: looks, checks, compares, writes. Killed at any moment, it goes on where it was, or nothing is.

Each step is done again from its last committed batch: a batch of rows and the note of how far it reached are one
transaction, and a second reader of the same file finds that the note has moved on and leaves. Writing is one
transaction for the whole file (docs/decisions/0088).
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call, scope
from jisr.common.errors import Refusal
from jisr.common.text import FOLD_VERSION
from jisr.exchange.choices import FamilyImportState
from jisr.exchange.families_sheets import store
from jisr.exchange.families_sheets.ahead import Row, checked
from jisr.exchange.families_sheets.checking import Checker
from jisr.exchange.families_sheets.looking import Look, Reading, look
from jisr.exchange.families_sheets.reading import AS_TEXT, Layout, rows
from jisr.exchange.families_sheets.reviewing import send_for_review
from jisr.exchange.families_sheets.staging import stage
from jisr.exchange.models import FamilyImport, ImportPlan
from jisr.families.keying import arrays, keys_of, read
from jisr.families.models import Person
from jisr.families.models.sealed import read_keys
from jisr.territory.models import Commune

BATCH = 5_000
#: From so many new rows on the planner is told at once; of fewer it hears in time.
MANY = 10_000
#: A step begun so often without an end will not end: the file is left alone, and its sender told.
MOST_TRIES = 3


class Overtaken(Exception):
    """Another reader works on the same file and is further."""


def work(pk: UUID, *, author: str, centre: int) -> str:
    """Do what a file waits for; where it stands then.

    Args:
        pk: of the import.
        author, centre: whose it is; the scope under which everything is done.
    """
    speak: dict[str, Any] = {"user": author, "centres": [centre]}
    with scope(**speak):
        importing = FamilyImport.objects.select_for_update().filter(pk=pk, state__in=_STEPS).first()
        if importing is None:
            return ""
        if importing.tries >= MOST_TRIES:
            _stop(importing, "stopped")
            return FamilyImportState.FAILED
        FamilyImport.objects.filter(pk=pk).update(tries=importing.tries + 1)
    try:
        _STEPS[importing.state](importing, speak)
    except Overtaken:
        return ""
    except store.Lost:
        with scope(**speak):
            _stop(importing, "lost")
    except Refusal as refusal:
        with scope(**speak):
            _stop(importing, "refused", str(type(refusal).__name__), refusal)
    with scope(**speak):
        return FamilyImport.objects.values_list("state", flat=True).get(pk=pk)


def _stop(importing: FamilyImport, fault: str, name: str = "", refusal: Refusal | None = None) -> None:
    """Leave the file alone, and say why; what was staged of it goes.

    Nothing is said of a file that was given up, or dropped by an erasure, meanwhile: its first rows would be kept anew.
    """
    told = store.told(importing)
    if refusal is not None:
        told["refusal"] = [name, {key: str(value) for key, value in refusal.values.items()}]
    stopped = FamilyImport.objects.filter(pk=importing.pk, state=importing.state).update(
        state=FamilyImportState.FAILED, fault=fault, sealed=store.seal(importing, told), done_at=timezone.now()
    )
    if stopped:
        call("jisr_import_drop", importing.pk, True)


def _look(importing: FamilyImport, speak: dict[str, Any]) -> None:
    with scope(**speak):
        told = store.told(importing)
        layout = Layout(**told["layout"]) if "layout" in told else None
        if layout is None and importing.kind != "csv":
            importing.pieces = store.keep_as_text(importing)
            layout = Layout("csv", *AS_TEXT)
        told["look"] = look(store.content(importing), importing.kind, layout).packed()
        moved = FamilyImport.objects.filter(pk=importing.pk, state=FamilyImportState.SENT).update(
            state=FamilyImportState.LOOKED, sealed=store.seal(importing, told), tries=0, pieces=importing.pieces
        )
        if not moved:
            raise Overtaken


def _check(importing: FamilyImport, speak: dict[str, Any]) -> None:
    told = store.told(importing)
    seen, reading = Look.unpacked(told["look"]), Reading.unpacked(told["reading"])
    with scope(**speak):
        if importing.rows_read and call("jisr_import_reached", importing.pk) != [(importing.counts["staged"],)]:
            raise store.Lost
        communes = frozenset(Commune.objects.values_list("code", flat=True))
    is_text = seen.layout.kind == "csv"
    checker = Checker(importing.pk, reading, communes, timezone.localdate(), is_text=is_text)
    counts: dict[str, Any] = {
        "reached": seen.layout.header, "staged": 0, "refused": 0, "folding": FOLD_VERSION,
    } | importing.counts  # fmt: skip
    left = _after(_read(importing, seen.layout, speak), counts["reached"])
    done = importing.rows_read
    for batch in checked(checker, left, BATCH):
        counts |= {
            "reached": batch.last, "staged": counts["staged"] + batch.staged,
            "refused": counts["refused"] + batch.refused, "kinds": dict(Counter(counts.get("kinds", {})) + batch.kinds),
        }  # fmt: skip
        with scope(**speak):
            stage(batch.rows, batch.numbers)
            store.note(importing, batch.first, batch.problems)
            moved = FamilyImport.objects.filter(pk=importing.pk, state="mapped", rows_read=done).update(
                rows_read=done + batch.read, counts=counts, tries=0
            )
            if not moved:
                raise Overtaken
        done += batch.read
    _compare(importing, speak, done, counts)


def _read(importing: FamilyImport, layout: Layout, speak: dict[str, Any]) -> Iterator[Row]:
    """Rows of the file, each piece read in a moment of its own: no transaction stays open while rows are checked."""
    pieces = store.content(importing)
    source = pieces.chunks

    def chunks() -> Iterator[bytes]:
        left = source()
        while True:
            with scope(**speak):
                chunk = next(left, None)
            if chunk is None:
                return
            yield chunk

    pieces.chunks = chunks
    return rows(pieces, layout)


def _after(read: Iterator[Row], reached: int) -> Iterator[Row]:
    return (row for row in read if row[0] > reached)


def _compare(importing: FamilyImport, speak: dict[str, Any], total: int, counts: dict[str, Any]) -> None:
    with scope(**speak):
        call("jisr_import_compare", importing.pk)
        call("jisr_import_liken", importing.pk)
        ((found,),) = call("jisr_import_counts", importing.pk)
        moved = FamilyImport.objects.filter(pk=importing.pk, state="mapped", rows_read=total).update(
            state=FamilyImportState.CHECKED, rows_total=total, tries=0, counts=counts | {"found": json.loads(found)}
        )
        if not moved:
            raise Overtaken
        journal.record("families.import_compared", importing, by=importing.author)


def _take(importing: FamilyImport, speak: dict[str, Any]) -> None:
    """Write the file, all of it or nothing."""
    token = journal.speaking_for.set((importing.author, importing.post))
    try:
        with scope(**speak):
            outcome = _write(importing)
    except IntegrityError:
        # somebody else's file, or the same one sent twice, wrote the same numbers first: it is compared again
        outcome = "moved"
    finally:
        journal.speaking_for.reset(token)
    if outcome == "moved":
        with scope(**speak):
            FamilyImport.objects.filter(pk=importing.pk, state="confirmed").update(state="mapped", fault="moved")
    elif outcome == "lost":
        raise store.Lost
    elif importing.counts["staged"] >= MANY:
        with scope(**speak):
            call("jisr_import_learn", importing.pk)


@transaction.atomic
def _write(importing: FamilyImport) -> str:
    held = FamilyImport.objects.select_for_update().filter(pk=importing.pk, state="confirmed").first()
    if held is None:
        raise Overtaken
    ((outcome,),) = call("jisr_import_take", held.pk)
    if outcome:
        transaction.set_rollback(True)
        return str(outcome)
    _make_findable(held)
    _seal(held.pk)
    by = User.objects.get(pk=held.author)
    reviewed = send_for_review(call("jisr_import_reviews", held.pk))
    found = _became(held)
    call("jisr_import_drop", held.pk, True)
    FamilyImport.objects.filter(pk=held.pk).update(
        state=FamilyImportState.TAKEN, sealed=None, tries=0, fault="", done_at=timezone.now(),
        counts=held.counts | {"reviewed": reviewed, "found": found},
    )  # fmt: skip
    journal.record("families.imported", held, by=by)
    return ""


def _became(held: FamilyImport) -> dict[str, int]:
    """What the rows came to, once what was said of likenesses and corrections is done: counted as they were before."""
    ((counted,),) = call("jisr_import_counts", held.pk)
    plans = ImportPlan.objects.filter(importing=held.pk)
    states = dict(plans.order_by().values_list("state").annotate(Count("pk")))
    taken = plans.filter(state="conflict", take=True).count()
    return held.counts["found"] | {
        "changed": states.get("changed", 0) + taken, "conflict": states.get("conflict", 0) - taken,
        "linked": states.get("linked", 0), "repeated": plans.filter(why="repeated").count(),
        "homes": json.loads(counted)["homes"],
    }  # fmt: skip


def _make_findable(importing: FamilyImport) -> None:
    """Search keys of those whom the file brought, folded when it was checked, and of those whose name it changed."""
    as_checked = importing.counts.get("folding") == FOLD_VERSION
    if as_checked:
        words = (read(text) for (text,) in call("jisr_import_spellings", importing.pk))
        call("jisr_index_persons", *arrays((), parts=(one.part for one in words if one.part is not None)))
        call("jisr_import_keys", importing.pk)
    named = call("jisr_import_named", importing.pk, not as_checked)
    for start in range(0, len(named), BATCH):
        batch = ((person, keys_of(*names)) for person, *names in named[start : start + BATCH])
        call("jisr_index_persons", *arrays(batch))


def _seal(pk: UUID) -> None:
    """Disabilities, under the key of each person: the doors of the database see none of them."""
    said = {person: (text, fills) for person, text, fills in call("jisr_import_disabilities", pk)}
    keys = list(said)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        read_keys(batch)
        for person in Person.objects.filter(pk__in=batch):
            text, fills = said[person.pk]
            if person.disability != text and not (fills and person.disability):
                person.disability = text
                person.save(update_fields=["disability_plain", "disability_sealed"])


_STEPS = {"sent": _look, "mapped": _check, "confirmed": _take}
