"""What somebody does with a list of families: bring it, say what its columns are, decide, write it, give it up."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.text import clean_typed
from jisr.exchange.actions import RefusedRows
from jisr.exchange.choices import FamilyImportState, PairDecision
from jisr.exchange.families_sheets import store
from jisr.exchange.families_sheets.columns import NAMES
from jisr.exchange.families_sheets.looking import Look, Reading, fingerprint
from jisr.exchange.families_sheets.problems import OF_COLUMN
from jisr.exchange.families_sheets.reading import MOST_BYTES, kind_of, too_large
from jisr.exchange.models import FamilyImport, ImportPair, ImportPlan, ImportSource
from jisr.staff.models import Post

#: How long a file waits for the next word about it.
LIVES = timedelta(hours=24)
#: Files of one person that wait at the same time.
MOST_WAITING = 5


class NothingNamed(Refusal):
    """No column is a name."""

    message = _("Say which column holds the names: without a name nobody can be written.")


class NamedTwice(Refusal):
    """Two columns are said to be the same."""

    message = _("Two columns are said to be “%(label)s”. Choose one of them.")


class NotThere(Refusal):
    """It is not in the state that the act needs."""

    message = _("This file is not waiting for that any more. Open its page again.")


class NothingNew(Refusal):
    """Everything in the file is there."""

    message = _("Nothing in this file is new, and nothing changes. Nothing was written.")


class TooMany(Refusal):
    """Too many files at once."""

    message = _("%(most)s of your files are waiting already. Write or give up one of them first.")


class NoHousehold(Refusal):
    """Households are said to be in a column, and none is."""

    message = _("Say which column holds the number of the household, or how else households are told apart.")


@transaction.atomic
def bring(*, name: str, chunks: Iterable[bytes], size: int, centre: Centre, by: Post) -> FamilyImport:
    """Take a file in, sealed; it is opened by the reader of files, in a process of its own.

    Args:
        name: of the file; its ending says what it is.
        chunks: its bytes.
        size: how many.

    Raises:
        WrongKind, TooLarge, TooMany.
    """
    kind = kind_of(name)
    if size > MOST_BYTES:
        raise too_large()
    if FamilyImport.objects.filter(done_at=None, dies_at__gt=timezone.now()).count() >= MOST_WAITING:
        raise TooMany(most=MOST_WAITING)
    row = FamilyImport(
        author=str(by.user_id), post=str(by.pk), centre=centre, kind=kind, size=size,
        dies_at=timezone.now() + LIVES,
    )  # fmt: skip
    row.sealed = store.seal(row, {"name": clean_typed(name)[-120:]})
    row.pieces = store.keep(row, chunks)
    row.save(force_insert=True)
    journal.record("families.import_brought", row, by=by.user)
    return row


@transaction.atomic
def read_again(*, importing: FamilyImport, encoding: str, separator: str, by: User) -> None:
    """Open the file again in other letters, or cut at another sign.

    Raises:
        NotThere.
    """
    held = _held(importing, (FamilyImportState.LOOKED,))
    told = store.told(held)
    layout = told["look"]["layout"]
    told = {"name": told["name"], "layout": layout | {"encoding": encoding, "separator": separator}}
    FamilyImport.objects.filter(pk=held.pk).update(
        state=FamilyImportState.SENT, sealed=store.seal(held, told), dies_at=timezone.now() + LIVES
    )
    journal.record("families.import_read_again", held, by=by)


@transaction.atomic
def give_meaning(*, importing: FamilyImport, reading: Reading, list_name: str, by: User) -> None:
    """Say what the columns are; remembered for this list, and all rows are checked now.

    Args:
        list_name: under which the centre will bring it again.

    Raises:
        NothingNamed, NamedTwice, NoHousehold, NotThere.
    """
    codes = list(reading.columns.values())
    if not set(codes) & {*NAMES, "full_name"}:
        raise NothingNamed
    if reading.group == "key" and "household" not in codes:
        raise NoHousehold
    held = _held(importing, (FamilyImportState.LOOKED, FamilyImportState.CHECKED))
    told = store.told(held)
    look = Look.unpacked(told["look"])
    source, _made = ImportSource.objects.update_or_create(
        centre_id=held.centre_id, name=clean_typed(list_name)[:40],
        defaults={
            "fingerprint": fingerprint(look.headings), "mapping": reading.packed(), "used_at": timezone.now(),
        },
    )  # fmt: skip
    call("jisr_import_drop", held.pk, False)
    FamilyImport.objects.filter(pk=held.pk).update(
        state=FamilyImportState.MAPPED, source=source, commune=reading.commune, rows_read=0, rows_total=None, counts={},
        sealed=store.seal(held, told | {"reading": reading.packed()}), dies_at=timezone.now() + LIVES, tries=0,
    )  # fmt: skip
    journal.record("families.import_given_meaning", held, by=by)


def remembered(importing: FamilyImport, look: Look) -> ImportSource | None:
    """The list that had these headings last."""
    sources = ImportSource.objects.filter(centre_id=importing.centre_id, fingerprint=fingerprint(look.headings))
    return sources.order_by("-used_at").first()


@transaction.atomic
def decide(*, importing: FamilyImport, decisions: dict[Any, str], by: User) -> None:
    """Say of rows that look like somebody whether they are; one by one or many at once.

    Args:
        decisions: key of a pair -> a code of ``PairDecision``, or "" for not yet.

    Raises:
        NotThere.
    """
    held = _held(importing, (FamilyImportState.CHECKED,))
    for decision in ("", *PairDecision.values):
        keys = [key for key, said in decisions.items() if said == decision]
        if keys:
            ImportPair.objects.filter(importing=held.pk, pk__in=keys).update(decision=decision)
    journal.record("families.import_decided", held, by=by)


@transaction.atomic
def decide_all(*, importing: FamilyImport, decision: str, least: float, by: User) -> None:
    """The same word for every pair that is still open and at least so much alike.

    Raises:
        NotThere.
    """
    held = _held(importing, (FamilyImportState.CHECKED,))
    ImportPair.objects.filter(importing=held.pk, decision="", score__gte=least).update(decision=decision)
    journal.record("families.import_decided", held, by=by)


@transaction.atomic
def keep_or_take(*, importing: FamilyImport, rows: Collection[int], shown: Collection[int], by: User) -> None:
    """Of rows that say something else than what was corrected by hand: take the file's word for these.

    Args:
        rows: numbers of the rows to take.
        shown: numbers of the rows that were on the page.

    Raises:
        NotThere.
    """
    held = _held(importing, (FamilyImportState.CHECKED,))
    conflicts = ImportPlan.objects.filter(importing=held.pk, state="conflict", n__in=shown)
    conflicts.filter(n__in=rows).update(take=True)
    conflicts.exclude(n__in=rows).update(take=False)
    journal.record("families.import_decided", held, by=by)


@transaction.atomic
def confirm(*, importing: FamilyImport, by: User, without_refused: bool = False) -> None:
    """Have it written: all accepted rows in one piece, or none.

    Args:
        without_refused: the refused rows are left out knowingly.

    Raises:
        RefusedRows, NothingNew, NotThere.
    """
    held = _held(importing, (FamilyImportState.CHECKED,))
    figures = Figures.of(held)
    if figures.refused and not without_refused:
        raise RefusedRows(count=figures.refused)
    if not figures.written:
        raise NothingNew
    FamilyImport.objects.filter(pk=held.pk).update(
        state=FamilyImportState.CONFIRMED, tries=0, fault="", dies_at=timezone.now() + LIVES
    )
    journal.record("families.import_confirmed", held, by=by)


@transaction.atomic
def give_up(*, importing: FamilyImport, by: User) -> None:
    """Forget the file and all that was read of it; nothing was written.

    Raises:
        NotThere.
    """
    waiting = set(FamilyImportState) - {FamilyImportState.TAKEN, FamilyImportState.CANCELLED}
    held = _held(importing, tuple(waiting))
    call("jisr_import_drop", held.pk, True)
    FamilyImport.objects.filter(pk=held.pk).update(
        state=FamilyImportState.CANCELLED, sealed=None, done_at=timezone.now()
    )
    journal.record("families.import_given_up", held, by=by)


def _held(importing: FamilyImport, states: Collection[str]) -> FamilyImport:
    held = FamilyImport.objects.select_for_update().filter(pk=importing.pk).first()
    if held is None:
        raise OutOfReach
    if held.state not in states:
        raise NotThere
    return held


class Figures:
    """What a file comes to, row by row; no row is counted twice."""

    def __init__(self, counts: dict[str, Any]) -> None:
        found = counts.get("found", {})
        self.changed, self.same = found.get("changed", 0), found.get("same", 0)
        self.conflicts, self.joined = found.get("conflict", 0), found.get("joined", 0)
        between = sum(found.get(why, 0) for why in OF_COLUMN)
        self.refused = counts.get("refused", 0) + between
        self.homes, self.alike, self.linked = found.get("homes", 0), found.get("alike", 0), found.get("linked", 0)
        there = self.changed + self.same + self.conflicts + self.linked
        self.new = counts.get("staged", 0) - there - between
        self.rows = counts.get("staged", 0) + counts.get("refused", 0)
        self.reviewed = counts.get("reviewed", 0)

    @property
    def known(self) -> int:
        """Rows of somebody who is here already, and is not written again."""
        return self.same + self.linked

    @property
    def written(self) -> int:
        """Rows that would write something."""
        return self.new + self.changed + self.conflicts

    @classmethod
    def of(cls, importing: FamilyImport) -> "Figures":
        """The figures of a file that was checked."""
        return cls(importing.counts)
