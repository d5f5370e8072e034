"""The file as it came, in sealed pieces: no name of it lies in the open, on a disk or in a table."""

import json
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from jisr.common.crypto import decrypt, decrypt_bytes, encrypt, encrypt_bytes
from jisr.exchange.families_sheets.problems import Problem
from jisr.exchange.families_sheets.reading import IN_MEMORY, Content, as_text
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


def keep_as_text(importing: FamilyImport) -> int:
    """A workbook, or a table in Parquet, as the same rows of a text, in place of what came; how many pieces.

    From then on nobody needs its own reader, which weighs, and which a hostile file may fell: not when a reader that
    was killed goes on, nor the page that gives every row back.

    Raises:
        Refusal: it is no readable table, or more than one takes.
    """
    came = content(importing)
    with TemporaryFile(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as file:
        for line in as_text(came, importing.kind):
            file.write(line.encode())
        file.seek(0)
        ImportPiece.objects.filter(importing=importing.pk).delete()
        return keep(importing, iter(lambda: file.read(_PIECE), b""))


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
