"""Words that lie under a key of their person: without that key, destroyed at her erasure, nobody reads them.

Which columns: identity numbers, the kind of a disability, and all that is said in listening under professional
secrecy (notes, needs, strengths and risks), whoever may read it: a rule by secrecy would leave in clear what is moved
into a compartment later. A key belongs to a person and a compartment, so that neither a row nor a key tells whoever
stands outside that something was said inside.

A column of such words has two places: ``NAME_sealed``, and ``NAME_plain``, where words stand that were written before
(or by a bulk load) until ``families.actions.seal_what_is_plain`` comes by. Each sealed value names its key, so it stays
readable when files are merged and the key goes with the rest of a person.
"""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common import ring
from jisr.common.crypto import decrypt_with, encrypt_with, new_data_key
from jisr.common.database import kept
from jisr.common.models import CompartmentField, Keyed
from jisr.common.prepared import Prepared
from jisr.common.walls import OPEN, Policy

#: In front of a value under a person's key; what was sealed by the key of the installation begins by chance.
MARK = b"JPK1"
_KEY_ID = slice(len(MARK), len(MARK) + 16)


class WrappingKey(models.Model):
    """A wrapping key that may wrap, by its mark: keys under one that was retired are refused by the database."""

    mark = models.CharField(primary_key=True, max_length=16)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("wrapping key")

    def __str__(self) -> str:
        return f"wrapping key {self.mark}"


class DataKey(Keyed):
    """The data key of one person, wrapped; destroyed when she is erased."""

    person = models.ForeignKey("families.Person", models.CASCADE, related_name="keys")
    wrapped = models.BinaryField()
    wrapped_by = models.ForeignKey(WrappingKey, models.PROTECT, related_name="+", db_column="wrapped_by")
    made_at = models.DateTimeField(default=timezone.now)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("key of a person")
        constraints: ClassVar = [
            Policy(
                name="datakey_scope", to="jisr_app", verbs="SELECT, INSERT, UPDATE (person_id)",
                using="EXISTS (SELECT FROM families_person p WHERE p.id = person_id)",
            ),
            Policy(name="datakey_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]  # fmt: skip


def made_key(person: UUID, compartment: str) -> tuple[DataKey, bytes]:
    """A new key of a person, not saved yet, and what it opens with."""
    row, data = DataKey(person_id=person, compartment=compartment), new_data_key()
    row.wrapped, row.wrapped_by_id = ring.wrap(data, bound_to=str(row.pk))
    return row, data


def sealed(text: str, key: UUID, data: bytes, *, bound_to: str) -> bytes:
    """Words under a data key, with the name of the key in front."""
    return MARK + key.bytes + encrypt_with(data, text.encode(), bound_to=bound_to)


def bound(label: str, pk: Any, name: str) -> str:
    """What sealed words are bound to: moved to another row or column they do not open."""
    return f"{label}:{pk}:{name}"


def is_sealed(value: Any) -> bool:
    """Whether a value lies under the key of a person."""
    return bytes(value[: len(MARK)]) == MARK


def key_of(value: Any) -> UUID:
    """The key that a sealed value names."""
    return UUID(bytes=bytes(value[_KEY_ID]))


def opened(value: Any, *, bound_to: str) -> str:
    """The words again; "" where their key is not there: destroyed, or none of the reader's."""
    value = bytes(value)
    key = key_of(value)
    known = kept()
    if key not in known:
        known |= _keys_beside(key)
    data = known.get(key) or _keys_beside(key).get(key)
    return decrypt_with(data, value[_KEY_ID.stop :], bound_to=bound_to).decode() if data else ""


def read_keys(persons: Any) -> None:
    """Read the keys of these persons at once, for a list that shows words of many households."""
    known = kept()
    known |= _unwrapped(_KEYS_OF(persons=list(persons)))


_KEYS_OF: Prepared[DataKey] = Prepared(
    lambda persons: DataKey.objects.filter(person_id__any_of=persons), persons=[UUID(int=0)]
)


def _keys_beside(key: UUID) -> dict[UUID, bytes]:
    """The keys of everybody in the household: whoever reads one of them mostly reads the others too."""
    return _unwrapped(DataKey.objects.filter(person__household__persons__keys=key).distinct())


def _unwrapped(rows: Any) -> dict[UUID, bytes]:
    return {row.pk: ring.unwrap(bytes(row.wrapped), row.wrapped_by_id, bound_to=str(row.pk)) for row in rows}


class Words(property):
    """A text of a row that is kept sealed; read and written like any text."""

    def __init__(self, name: str) -> None:
        """Name the text; its columns are ``name_sealed`` and ``name_plain``."""
        super().__init__(self._read, self._write)
        self.name = name

    def _read(self, row: "SealsWords") -> str:
        waiting = row.waiting_words
        if self.name in waiting:
            return waiting[self.name]
        value = getattr(row, f"{self.name}_sealed")
        if value is None:
            return cast("str", getattr(row, f"{self.name}_plain"))
        return opened(value, bound_to=row.bound_words(self.name, key_of(value)))

    def _write(self, row: "SealsWords", text: str) -> None:
        row.waiting_words[self.name] = text or ""


class SealsWords(models.Model):
    """A row some of whose words lie under the key of its person."""

    #: Names of its sealed texts.
    sealed_words: ClassVar[tuple[str, ...]] = ()
    #: SQL, on the row ``t``, that gives the key of its person.
    person_sql: ClassVar[str] = "t.person_id"

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Seal what was written, then save the row, then the key if it is a new one."""
        columns, key = self._sealed_columns(self.waiting_words)
        for name, value in columns.items():
            setattr(self, name, value)
        super().save(*args, **options)
        self.waiting_words.clear()
        if key is not None:
            key.save(force_insert=True)

    @property
    def waiting_words(self) -> dict[str, str]:
        """Words written to the row and not saved yet."""
        return cast("dict[str, str]", self.__dict__.setdefault("_waiting_words", {}))

    def bound_words(self, name: str, key: UUID) -> str:
        """What its words are bound to: the row; of a person's own, see ``Person``."""
        return bound(self._meta.label_lower, self.pk, name)

    def person_of_words(self) -> UUID:
        """Whose key seals them."""
        return cast("UUID", getattr(self, "person_id"))  # noqa: B009 - a column of those who have one

    def save_version(self, expected: int, **values: Any) -> None:
        """As ``Versioned.save_version``, the words of ``values`` sealed."""
        said = {name: values.pop(name) or "" for name in self.sealed_words if name in values}
        columns, key = self._sealed_columns(said)
        super().save_version(expected, **values, **columns)  # type: ignore[misc]  # beside Versioned
        for name in said:
            self.waiting_words.pop(name, None)
        if key is not None:
            key.save(force_insert=True)

    def _sealed_columns(self, said: dict[str, str]) -> tuple[dict[str, Any], DataKey | None]:
        columns: dict[str, Any] = {}
        for name in said:
            columns |= {f"{name}_plain": "", f"{name}_sealed": None}
        if not any(said.values()):
            return columns, None
        made, key, data = self.key_of_words()
        for name, text in said.items():
            if text:
                columns[f"{name}_sealed"] = sealed(text, key, data, bound_to=self.bound_words(name, key))
        return columns, made

    def key_of_words(self) -> tuple[DataKey | None, UUID, bytes]:
        """The key of the person for this compartment; asked of the database, where an undone act left none."""
        person, compartment = self.person_of_words(), getattr(self, "compartment", "")
        row = DataKey.objects.filter(person=person, compartment=compartment).order_by("id").first()
        if row is not None:
            return None, row.pk, ring.unwrap(bytes(row.wrapped), row.wrapped_by_id, bound_to=str(row.pk))
        row, data = made_key(person, compartment)
        return row, row.pk, data
