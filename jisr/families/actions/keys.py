"""Keys of persons: sealing what still stands in clear, and changing the key that wraps them all. By the owner."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connections, transaction

from jisr.common import ring
from jisr.common.crypto import decrypt
from jisr.common.database import speaker
from jisr.families.models import DataKey, SealsWords, WrappingKey
from jisr.families.models.sealed import MARK, bound, made_key, sealed

#: Rows of one transaction: a table is never held for long, and whoever was cut short goes on where it was.
_BATCH = 500


class Place(NamedTuple):
    """Where words stand: a table, the text or the old sealed value in it, and whose they are."""

    label: str
    table: str
    name: str
    plain: str
    target: str
    person: str
    waits: str


#: What stands in the row of a person herself is bound to her key (``Person.bound_words``).
_HERSELF = "families.person"
#: Identity numbers were sealed by the key of the installation before persons had keys.
_NUMBERS = Place(
    "families.identity", "families_identity", "sealed", "sealed", "sealed", "t.person_id",
    f"left(encode(t.sealed, 'hex'), {len(MARK) * 2}) <> '{MARK.hex()}'",
)  # fmt: skip


def places() -> list[Place]:
    """Every column whose words are kept sealed, from the models themselves."""
    found = [_NUMBERS]
    for model in apps.get_models():
        if issubclass(model, SealsWords):
            found += [place_of(model, name) for name in model.sealed_words]
    return found


def place_of(model: type[SealsWords], name: str) -> Place:
    """Where one text of a model stands."""
    return Place(
        model._meta.label_lower, model._meta.db_table, name, name, f"{name}_sealed", model.person_sql, f"t.{name} <> ''"
    )


def seal_what_is_plain(only: list[Place] | None = None) -> int:
    """Seal words that stand in clear: written before persons had keys, or loaded in bulk; how many.

    Speaks as the owner; each batch is a transaction of its own, so it can be ended and begun again at any time.
    """
    done = 0
    for place in only or places():
        while sealed_now := _seal_batch(place):
            done += sealed_now
    return done


def _seal_batch(place: Place) -> int:
    alias = speaker.get()
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, {place.person}, t.compartment, t.{place.plain} FROM {place.table} t WHERE {place.waits}"
            f" LIMIT {_BATCH} FOR UPDATE OF t SKIP LOCKED"
        )
        rows = cursor.fetchall()
        keys = _keys({(person, compartment) for _row, person, compartment, _text in rows}, cursor)
        blank = "" if place.plain == place.target else f", {place.plain} = ''"
        cursor.executemany(
            f"UPDATE {place.table} SET {place.target} = %s{blank} WHERE id = %s",
            [(_sealed(place, row, text, *keys[person, kept]), row) for row, person, kept, text in rows],
        )
    return len(rows)


def _sealed(place: Place, row: UUID, text: Any, key: UUID, data: bytes) -> bytes:
    said = text if isinstance(text, str) else decrypt(bytes(text), bound_to=str(row))
    return sealed(said, key, data, bound_to=bound(place.label, key if place.label == _HERSELF else row, place.name))


def _keys(wanted: set[tuple[UUID, str]], cursor: Any) -> dict[tuple[UUID, str], tuple[UUID, bytes]]:
    """A key for each person and compartment; those who have none get one. In SQL: a migration calls it too."""
    found: dict[tuple[UUID, str], tuple[UUID, bytes]] = {}
    cursor.execute(
        "SELECT id, person_id, compartment, wrapped, wrapped_by FROM families_datakey WHERE person_id = ANY(%s)"
        " ORDER BY id DESC",
        [list({person for person, _compartment in wanted})],
    )
    for key, person, compartment, wrapped, mark in cursor.fetchall():
        found[person, compartment] = key, ring.unwrap(wrapped, mark, bound_to=str(key))
    new = []
    for person, compartment in sorted(wanted - found.keys()):
        row, data = made_key(person, compartment)
        new.append((row.pk, person, compartment, row.wrapped, row.wrapped_by_id, row.made_at))
        found[person, compartment] = row.pk, data
    cursor.executemany(
        "INSERT INTO families_datakey (id, person_id, compartment, wrapped, wrapped_by, made_at)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        new,
    )
    return found


def admit_ring() -> None:
    """Let the database know the wrapping keys of the ring: keys under any other are refused by it."""
    for mark in ring.ring().keys:
        WrappingKey.objects.get_or_create(mark=mark)


def rotate() -> Iterator[int]:
    """Wrap every key of a person by a new wrapping key, in batches; cut short, the next call goes on.

    While it runs both wrapping keys are good. At its end the old one leaves the database, which refuses a key of a
    person under it from then on, and then the ring; the words themselves are not touched. Speaks as the owner.

    Yields:
        Keys wrapped anew so far.
    """
    held, done = ring.begin_rotation(), 0
    admit_ring()
    while moved := _rewrap_batch(held.current):
        done += moved
        yield done
    with transaction.atomic(using=speaker.get()):
        WrappingKey.objects.exclude(mark=held.current).delete()
    ring.retire()
    yield done


def _rewrap_batch(current: str) -> int:
    with transaction.atomic(using=speaker.get()):
        rows = list(DataKey.objects.exclude(wrapped_by=current).select_for_update().order_by("id")[:_BATCH])
        for row in rows:
            data = ring.unwrap(bytes(row.wrapped), row.wrapped_by_id, bound_to=str(row.pk))
            row.wrapped, row.wrapped_by_id = ring.wrap(data, bound_to=str(row.pk))
        DataKey.objects.bulk_update(rows, ["wrapped", "wrapped_by"])
    return len(rows)
