"""The file as it came, in sealed pieces: no name of it lies in the open, on a disk or in a table."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from jisr.common.crypto import decrypt, decrypt_bytes, encrypt, encrypt_bytes
from jisr.exchange.families_sheets.problems import Problem
from jisr.exchange.families_sheets.reading import Content
from jisr.exchange.models import FamilyImport, ImportNote, ImportPiece

_PIECE = 1024**2


class Lost(Exception):
    """Pieces are missing: the database fell, and what is unlogged went with it."""


def keep(importing: FamilyImport, chunks: Iterable[bytes]) -> int:
    """Seal a file in pieces; how many."""
    place, held = 0, b""
    for chunk in chunks:
        held += chunk
        while len(held) >= _PIECE:
            _add(importing, place, held[:_PIECE])
            place, held = place + 1, held[_PIECE:]
    if held:
        _add(importing, place, held)
        place += 1
    return place


def _add(importing: FamilyImport, place: int, piece: bytes) -> None:
    ImportPiece(
        importing=importing.pk, author=importing.author, place=place,
        sealed=encrypt_bytes(piece, bound_to=f"importpiece:{importing.pk}:{place}"),
    ).save(force_insert=True)  # fmt: skip


def content(importing: FamilyImport) -> Content:
    """The file again, piece by piece.

    Raises:
        Lost: while it is read, where a piece is missing.
    """
    pk, many = importing.pk, importing.pieces

    def chunks() -> Iterator[bytes]:
        for place in range(many):
            piece = ImportPiece.objects.filter(importing=pk, place=place).values_list("sealed", flat=True).first()
            if piece is None:
                raise Lost
            yield decrypt_bytes(bytes(piece), bound_to=f"importpiece:{pk}:{place}")

    return Content(chunks)


def seal(importing: FamilyImport, told: dict[str, Any]) -> bytes:
    """What is told of a file, its name and headings too, encrypted."""
    return encrypt(json.dumps(told, ensure_ascii=False), bound_to=f"familyimport:{importing.pk}")


def told(importing: FamilyImport) -> dict[str, Any]:
    """The same again; {} once nothing is kept."""
    if importing.sealed is None:
        return {}
    return json.loads(decrypt(bytes(importing.sealed), bound_to=f"familyimport:{importing.pk}"))


def note(importing: FamilyImport, first: int, problems: list[Problem]) -> None:
    """Keep why rows of a batch were refused."""
    if not problems:
        return
    packed = json.dumps([problem.packed() for problem in problems], ensure_ascii=False)
    ImportNote(
        importing=importing.pk, author=importing.author, first=first,
        sealed=encrypt(packed, bound_to=f"importnote:{importing.pk}"),
    ).save(force_insert=True)  # fmt: skip


def problems(importing: UUID) -> Iterator[Problem]:
    """Why rows were refused, in the order of the file."""
    notes = ImportNote.objects.filter(importing=importing).order_by("first", "id")
    for one in notes.iterator(chunk_size=20):
        for packed in json.loads(decrypt(bytes(one.sealed), bound_to=f"importnote:{importing}")):
            yield Problem(**packed)
