"""Taking a package of services in: read, checked, previewed, said what it means, then written whole or not at all."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.text import clean_typed, fold
from jisr.exchange.actions import NothingToTake, RefusedRows
from jisr.exchange.hsds.again import Again, lock, reported, said_again
from jisr.exchange.hsds.cleaning import Cleaner
from jisr.exchange.hsds.meaning import Meaning, words
from jisr.exchange.hsds.nesting import Objects, joined, nothing
from jisr.exchange.hsds.opening import Opened, opened, weigh
from jisr.exchange.hsds.planning import Planner
from jisr.exchange.hsds.references import Dangling, dangling_objects, dangling_rows, repeated
from jisr.exchange.hsds.updating import update
from jisr.exchange.hsds.writing import write
from jisr.exchange.models import StagedPackage
from jisr.exchange.sheet_actions import AllThere, TakenAlready

#: How long a preview waits for a yes.
PREVIEW_LIVES = timedelta(hours=24)
#: Of what is set aside and of foreign words, so many are kept to be shown; all are counted.
MOST_ASIDE, MOST_WORDS = 2_000, 200
MOST_PUBLISHER = 120


class LinksLeadNowhere(Refusal):
    """A package that would be half-loaded."""

    message = _(
        "%(count)s links of this package lead nowhere, as listed below. It is not taken in, not even in part."
        " Ask whoever made it for the missing rows, then send it again."
    )


class KeysTwice(Refusal):
    """Two rows claim to be the same thing."""

    message = _(
        "%(count)s rows of this package bear a key that another row has. Ask whoever made it for one without"
        " repetitions, then send it again."
    )


class DoesNotHold(Refusal):
    """Something in it contradicts itself in a way that nobody foresaw."""

    message = _("Something in this package contradicts itself. Nothing was written. Tell the administrator: %(what)s")


class SaidMeanwhile(Refusal):
    """What would change is not what the preview showed."""

    message = _(
        "Somebody changed one of these pages after this preview. Nothing was written. Send the package again to see"
        " the new preview."
    )


@transaction.atomic
def stage_package(*, name: str, content: bytes, by: User, region: str = "", publisher: str = "") -> StagedPackage:
    """Read and check a package, and keep what was read for the preview; the catalogue is not touched.

    A package whose links lead nowhere is kept as a report alone: it can be read, and never taken.

    Args:
        name: of the file.
        content: its bytes.
        by: who sends it.
        region: code of the only region in which she may write; "" for the country.
        publisher: who publishes it; what somebody else published is never changed by it.

    Raises:
        Refusal: the file is no package, or a trap.
    """
    found = opened(content)
    publisher = clean_typed(publisher)[:MOST_PUBLISHER]
    cleaner = Cleaner(is_tables=found.is_tables, publisher=fold(publisher))
    objects, wrong, twice = _cleaned(found, cleaner)
    weigh(objects)
    counts: dict[str, Any] = {
        "objects": {entity: len(rows) for entity, rows in objects.items() if rows}, "is_tables": found.is_tables,
        "older": found.older, "mended": dict(cleaner.counts), "examples": cleaner.examples,
        "keyless": dict(found.keyless), "dangling": [asdict(one) for one in wrong], "repeated": twice,
    }  # fmt: skip
    is_whole = not wrong and not twice
    meaning = _meant_before(publisher)
    if is_whole:
        counts["words"] = [asdict(one) for one in words(objects)[:MOST_WORDS]]
        counts |= _told(*_planned(objects, meaning, region, name, publisher, is_whole=found.is_tables))
        counts["speaks"] = [str(row.get("name") or "?") for row in objects["organization"].values()]
    staged = StagedPackage(
        publisher=publisher, author=str(by.pk),
        file_name=name[:120], dies_at=timezone.now() + PREVIEW_LIVES, unknown=found.unknown[:100],
        lines=[[entity, row] for entity, rows in objects.items() for row in rows.values()] if is_whole else [],
        counts=counts, meaning=meaning.packed(),
    )  # fmt: skip
    staged.save(force_insert=True)
    journal.record("centres.package_previewed", staged, by=by)
    return staged


def _cleaned(found: Opened, cleaner: Cleaner) -> tuple[Objects, list[Dangling], dict[str, int]]:
    if not found.is_tables:
        objects = nothing()
        for entity, rows in found.objects.items():
            for row in rows.values():
                clean = cleaner.row(entity, row)
                objects[entity][clean["id"]] = clean
        return objects, dangling_objects(objects), {}
    clean_rows = {entity: [cleaner.row(entity, row) for row in rows] for entity, rows in found.rows.items()}
    wrong, twice = dangling_rows(clean_rows), repeated(clean_rows)
    return (nothing() if wrong or twice else joined(clean_rows)), wrong, twice


def _meant_before(publisher: str) -> Meaning:
    """What the same author said of the last package of a publisher that she took in."""
    rows = StagedPackage.objects.filter(publisher=publisher).exclude(taken_at=None)
    last = rows.order_by("-taken_at").values_list("meaning", flat=True).first() if publisher else None
    return Meaning(**last) if last else Meaning()


def _planned(
    objects: Objects, meaning: Meaning, region: str, name: str, publisher: str, *, is_whole: bool
) -> tuple[Planner, Again]:
    who = fold(publisher)
    planner = Planner(
        objects, meaning, region=region, today=timezone.localdate(), source=_source(name), publisher=who
    )  # fmt: skip
    planner.made()
    return planner, said_again(planner, publisher=who, is_whole=is_whole)


def _source(name: str) -> str:
    return f"HSDS {name[:120]} {timezone.localdate().isoformat()}"


def _told(planner: Planner, again: Again) -> dict[str, Any]:
    plan = planner.plan
    return {
        "plan": dict(plan.counts), "aside": [list(one) for one in plan.aside[:MOST_ASIDE]],
        "aside_all": len(plan.aside), **reported(again, MOST_ASIDE),
    }  # fmt: skip


def objects_of(staged: StagedPackage) -> Objects:
    """What was read of a package."""
    objects = nothing()
    for entity, row in staged.lines:
        objects[entity][row["id"]] = row
    return objects


@transaction.atomic
def say_meaning(*, staged: StagedPackage, values: Mapping[str, Any], by: User, region: str = "") -> StagedPackage:
    """Say what the words of a package mean here, and where what has no place is filed; the preview follows.

    Args:
        values: of ``Meaning``.
    """
    held = _held(staged)
    meaning = Meaning(**values)
    held.meaning = meaning.packed()
    held.counts = held.counts | _told(*_plan_of(held, region))
    held.save(update_fields=["meaning", "counts"])
    journal.record("centres.package_meant", held, by=by)
    return held


def _plan_of(held: StagedPackage, region: str) -> tuple[Planner, Again]:
    meaning, is_whole = Meaning(**held.meaning), bool(held.counts["is_tables"])
    return _planned(objects_of(held), meaning, region, held.file_name, held.publisher, is_whole=is_whole)


def _held(staged: StagedPackage) -> StagedPackage:
    held = StagedPackage.objects.select_for_update().filter(pk=staged.pk).first()
    if held is None:
        raise OutOfReach
    if held.taken_at is not None:
        raise TakenAlready
    if held.counts["dangling"]:
        raise LinksLeadNowhere(count=sum(one["rows"] for one in held.counts["dangling"]))
    if held.counts["repeated"]:
        raise KeysTwice(count=sum(held.counts["repeated"].values()))
    return held


def take_package(*, staged: StagedPackage, by: User, region: str = "", without_refused: bool = False) -> StagedPackage:
    """Write a previewed package into the catalogue: all that is not set aside, or nothing.

    Args:
        staged: the preview.
        by: who says yes.
        without_refused: what is set aside is left out knowingly.

    Raises:
        TakenAlready, LinksLeadNowhere, KeysTwice, RefusedRows, AllThere, NothingToTake, DoesNotHold.
    """
    try:
        return _taken(staged, by, region, without_refused)
    except IntegrityError as broken:
        what = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None) or "?"
        raise DoesNotHold(what=what) from broken


@transaction.atomic
def _taken(staged: StagedPackage, by: User, region: str, without_refused: bool) -> StagedPackage:
    held = _held(staged)
    lock(fold(held.publisher))
    planner, again = _plan_of(held, region)
    plan, told = planner.plan, _told(planner, again)
    if plan.aside and not without_refused:
        raise RefusedRows(count=len(plan.aside))
    is_new = any(plan.counts[name] for name in ("operators", "programmes", "centres", "services"))
    if not is_new and not again.has_news:
        raise NothingToTake if plan.aside and not again.known else AllThere
    if any(told[name] != held.counts.get(name) for name in ("changed", "kept")):
        raise SaidMeanwhile
    today, source = timezone.localdate(), _source(held.file_name)
    update(again, by=by, source=source, today=today)
    write(planner, by=by, source=source, today=today)
    held.counts, held.lines, held.taken_at = held.counts | told, [], timezone.now()
    held.save(update_fields=["counts", "lines", "taken_at"])
    journal.record("centres.package_taken", held, by=by)
    return held
