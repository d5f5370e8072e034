"""Work of the night on families: sweeping after erasures, and the list of the erased beside the database."""

import json
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connections
from django.utils import timezone

from jisr.common import sweeping
from jisr.common.database import call, scope
from jisr.families import keying
from jisr.families.choices import RetentionRule
from jisr.families.models import Erasure, Household, Person
from jisr.families.queries import cutoff
from jisr.messages.models import Message
from jisr.messages.outlets.local import NAME as LETTERS

#: Where something of a person stands without pointing at her; beside the tables that an erasure touched.
_BESIDE = (
    "outgoing_message",
    "common_draft",
    "families_rightsrequest",
    "families_datakey",
    "families_personkey",
    "families_skeleton",
    "families_skeletonalias",
)
#: In the data directory: who was erased, for whoever puts a backup back.
ERASED = "erased.list"


def sweep_after_erasures(*, always: bool = False) -> sweeping.Swept | None:
    """Leave nothing of the erased in the files of the database and beside it; None where nobody was erased since.

    Speaks as the owner, outside any transaction: the keeper cannot, ``python -m jisr sweep`` does.
    """
    with scope(speaking="owner"):
        waiting = list(Erasure.objects.filter(swept_at=None))
        touched = {table for row in waiting for table in row.tables}
    if not waiting and not always:
        return None
    write_erased(settings.DATA / ERASED)
    names = _forget_names()
    # rows of lists (``importing``) are long deleted when somebody is erased; their bytes are not
    staged = _with("dies_at", "importing")
    swept = sweeping.sweep(touched | set(_BESIDE) | staged | (_of_persons() if always else set()))
    swept.names = names or 0
    if names is None:
        swept.waiting.append("names that nobody bears any more")
    forget_letters(settings.DATA / LETTERS)
    if swept.is_whole:
        with scope(speaking="owner"):
            Erasure.objects.filter(pk__in=[row.pk for row in waiting]).update(swept_at=timezone.now())
    return swept


def _forget_names() -> int | None:
    """Names that were hers alone leave the vocabulary of the search; None while somebody writes without an end."""
    try:
        with scope(speaking="owner"):
            return keying.forget_unused()
    except OperationalError:
        return None


def write_erased(path: Path) -> int:
    """Write the list of the erased: a key a line, and the compartment whose keepers still decide; how many.

    It names nobody: the keys point at nothing any more, but at what an older backup would bring back.
    """
    rows = _listed(path)  # after an older backup was put back, the file knows more than the database
    with scope(speaking="owner"):
        rows |= {str(key): kept for key, kept in Erasure.objects.order_by("at").values_list("person_key", "kept")}
    half = path.with_name(f"{path.name}.new")
    file = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, "".join(f"{key} {kept}".rstrip() + "\n" for key, kept in rows.items()).encode())
        os.fsync(file)
    finally:
        os.close(file)
    half.replace(path)
    return len(rows)


def erase_again(path: Path) -> int:
    """Erase from a restored database everybody on a list of the erased, and on its own; how many came back.

    For whoever restores, before anybody is let in, as the owner; then ``sweep_after_erasures(always=True)``.
    """
    with scope(speaking="owner"):
        known = {str(key): kept for key, kept in Erasure.objects.values_list("person_key", "kept")} | _listed(path)
        return sum(call("jisr_erase_again", UUID(key), kept)[0][0] for key, kept in sorted(known.items()))


def forget_letters(path: Path) -> int:
    """Drop from the file of a demonstration's messages those that the outbox no longer holds; how many."""
    if not path.is_file():
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()
    with scope(speaking="owner"):
        held = {str(key) for key in Message.objects.values_list("pk", flat=True)}
    kept = [line for line in lines if json.loads(line)["key"] in held]
    if len(kept) < len(lines):
        half = path.with_name(f"{path.name}.new")
        half.touch(mode=0o600)
        half.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
        half.replace(path)
    return len(lines) - len(kept)


def find_due() -> dict[str, int]:
    """Find anew what fell due under each rule, for somebody to sign; how many rows a rule."""
    with scope(speaking="keeper"):
        return {
            rule.value: call("jisr_retention_propose", rule.value, cutoff(rule.value))[0][0] for rule in RetentionRule
        }


def apply_signed() -> dict[str, int]:
    """Erase what was signed and is still due; how many rows a batch."""
    with scope(speaking="keeper"):
        signed = [key for (key,) in call("jisr_retention_signed")]
    done = {}
    for key in signed:
        with scope(speaking="keeper"):
            done[str(key)] = call("jisr_retention_apply", key)[0][0] or 0
    return done


def keep_no_longer() -> None:
    """Both, for the keeper."""
    apply_signed()
    find_due()


def _listed(path: Path) -> dict[str, str]:
    """Who stands in a list of the erased: {key: compartment whose keepers still decide}."""
    lines = path.read_text(encoding="ascii").splitlines() if path.is_file() else []
    parts = [line.split() for line in lines if line.strip()]
    return {str(UUID(key)): kept[0] if kept else "" for key, *kept in parts}


def _of_persons() -> set[str]:
    """Every table under a person or a household."""
    return _with("person_id", "household_id") | {Person._meta.db_table, Household._meta.db_table}


def _with(*columns: str) -> set[str]:
    """Tables that have one of these columns: sheets between their preview and the yes have ``dies_at``."""
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = ANY(%s)",
            [list(columns)],
        )
        return {name for (name,) in cursor.fetchall()}
