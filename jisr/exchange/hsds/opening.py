"""A package out of an uploaded file: its rows by table. What could harm is refused before it is unpacked."""

import csv
import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.common import yaml_text
from jisr.common.errors import Refusal
from jisr.exchange.centres_import.reading import MOST_BYTES, Unreadable
from jisr.exchange.hsds.keys import key_of
from jisr.exchange.hsds.nesting import Objects, nothing, split
from jisr.exchange.hsds.standard import Row, entities

#: Of a package: how many files, how large each and all of them unpacked, and how many times its packed size.
MOST_FILES, MOST_OF_ONE, MOST_UNPACKED, MOST_TIMES = 60, 50 * 1024**2, 150 * 1024**2, 150
#: Rows of all tables together, blank ones among them; cells of one table, the empty ones among them.
MOST_ROWS, MOST_CELLS = 400_000, 16_000_000
#: A package's description of itself.
MOST_DESCRIBED = 2 * 1024**2
_MEGA = 1024**2
_SYMLINK = 0o120000
#: What a number, or the signs around a list, take at least.
_SIGNS = 2


class NotAPackage(Refusal):
    """Neither a package nor an object of the standard."""

    message = _(
        "This is no package of services. Send a ZIP file with the tables of HSDS (services.csv, organizations.csv …),"
        " or a JSON file with services or organisations."
    )


class TooMuch(Refusal):
    """More than a request should hold, or a trap."""

    message = _(
        "The package is too large. Send at most %(megabytes)s megabytes, which unpack to at most %(unpacked)s"
        " megabytes in %(files)s files; divide it where it holds more."
    )

    def __init__(self) -> None:
        super().__init__(megabytes=MOST_BYTES // _MEGA, unpacked=MOST_UNPACKED // _MEGA, files=MOST_FILES)


class NameLeadsOut(Refusal):
    """A file that would be written elsewhere."""

    message = _("The package holds a file whose name leads out of it (%(name)s). Ask whoever made it for another one.")


@dataclass
class Opened:
    """What stands in a package.

    Attributes:
        rows: entity -> rows of its table, as read; of a package of tables.
        objects: objects by themselves; of a file of JSON.
        is_tables: whether it came as tables, which are complete: every link leads somewhere.
        unknown: files that are no table of the standard, and columns that no entity has (``file: column``).
        older: tables of an older version of the standard that were read.
        keyless: entity -> rows that had no key and got one.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    objects: Objects = field(default_factory=nothing)
    is_tables: bool = False
    unknown: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    keyless: Counter[str] = field(default_factory=Counter)


def opened(content: bytes) -> Opened:
    """The rows of an uploaded file.

    Raises:
        NotAPackage, TooMuch, NameLeadsOut, Unreadable.
    """
    if len(content) > MOST_BYTES:
        raise TooMuch
    if content.startswith(b"PK"):
        return _unpacked(content)
    return _of_json(content)


def _unpacked(content: bytes) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = _of_parts(parts, len(content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as damage:
        raise Unreadable from damage
    if not any(found.rows.get(name) for name in ("service", "organization", "location")):
        raise NotAPackage
    return found


def _of_parts(parts: zipfile.ZipFile, packed: int) -> Opened:
    listed = [part for part in parts.infolist() if not part.is_dir()]
    _harmless(listed, packed)
    named = _named_by_description(parts, listed)
    found, left, rows = Opened(is_tables=True), MOST_UNPACKED, 0
    for part in listed:
        path = PurePosixPath(part.filename)
        if path.suffix.lower() != ".csv":
            if path.suffix.lower() not in {".json", ".md", ".txt"}:
                found.unknown.append(part.filename[:100])
            continue
        stem = path.stem.lower()
        entity = _tables().get(stem) or named.get(part.filename)
        if not entity:
            found.unknown.append(part.filename[:100])
            continue
        text = _read(parts, part, left)
        left -= len(text)
        table = _table(entity, stem, text, found)
        rows += len(table)
        if rows > MOST_ROWS:
            raise TooMuch
        found.rows.setdefault(entity, []).extend(table)
    return found


def _harmless(listed: list[zipfile.ZipInfo], packed: int) -> None:
    if len(listed) > MOST_FILES:
        raise TooMuch
    for part in listed:
        path = PurePosixPath(part.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in part.filename or part.external_attr >> 16 == _SYMLINK:
            raise NameLeadsOut(name=part.filename[:60])
        if part.file_size > MOST_OF_ONE:
            raise TooMuch
    whole = sum(part.file_size for part in listed)
    if whole > MOST_UNPACKED or whole > MOST_TIMES * packed:
        raise TooMuch


def _read(parts: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    """What a part really unpacks to: it may say less than it is."""
    most = min(MOST_OF_ONE, left)
    with parts.open(part) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooMuch
    return content


def _named_by_description(parts: zipfile.ZipFile, listed: list[zipfile.ZipInfo]) -> dict[str, str]:
    """File -> entity, as the package's own description says; nothing where it has none that can be read."""
    told = next((part for part in listed if PurePosixPath(part.filename).name == "datapackage.json"), None)
    if told is None:
        return {}
    try:
        resources = json.loads(_read(parts, told, MOST_DESCRIBED))["resources"]
        folder = PurePosixPath(told.filename).parent
        found = {str(folder / one["path"]): _tables().get(str(one["name"]).lower(), "") for one in resources}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {path: entity for path, entity in found.items() if entity}


@cache
def _tables() -> dict[str, str]:
    """Name of a table, in any version of the standard -> entity; what 3.1 has no place for is left out."""
    found: dict[str, str] = {}
    for name, entity in entities().items():
        found |= {name: name, PurePosixPath(entity.path).stem: name, f"{name}s": name}
    found |= _older()["tables"]
    return {name: entity for name, entity in found.items() if entity}


@cache
def _older() -> dict[str, Any]:
    text = Path(__file__).with_name("older.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml_text.read(text)
    return found


def _table(entity: str, stem: str, content: bytes, found: Opened) -> list[Row]:
    csv.field_size_limit(_MEGA)
    if content.count(b",") > MOST_CELLS:
        raise TooMuch
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    lines = _lines(text)
    if not lines:
        return []
    if stem in _older()["tables"]:
        found.older.append(stem)
    renamed, known = _older()["fields"].get(entity, {}), entities()[entity].columns
    head = [one.strip() for one in lines[0][1]]
    names = [renamed.get(one, one) if one not in known else one for one in head]
    found.unknown += [f"{stem}: {one}"[:100] for one in names if one and one not in known]
    always = _older()["values"].get(entity, {}).get(stem, {})
    rows = []
    for number, cells in lines[1:]:
        row = always | {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip() and name in known}
        if len(row) > len(always):
            rows.append(_keyed(entity, number, row, found))
    return rows


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """(number, cells) of the lines that say something; fifty megabytes of nothing are not held in memory.

    Raises:
        TooMuch: more lines than a package may have.
        Unreadable: no table.
    """
    found = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            if number > MOST_ROWS + 1:
                raise TooMuch
            if cells:
                found.append((number, cells))
    except csv.Error as damage:
        raise Unreadable from damage
    return found


def _keyed(entity: str, number: int, row: Row, found: Opened) -> Row:
    """A row with a key; the older versions leave many without one."""
    if not row.get("id"):
        found.keyless[entity] += 1
        row["id"] = key_of("row", entity, number, *(f"{name}={row[name]}" for name in sorted(row)))
    if entity == "schedule" and "byday" in row:
        row["byday"] = _DAYS.get(str(row["byday"]).strip().lower(), row["byday"])
    return row


_DAYS = {
    "monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA",
    "sunday": "SU",
}  # fmt: skip


def _of_json(content: bytes) -> Opened:
    try:
        told = _sound(json.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError) as wrong:
        raise NotAPackage from wrong
    found = Opened()
    for entity, row in _objects_in(told):
        split(entity, row, found.objects)
    if not any(found.objects.values()):
        raise NotAPackage
    return found


def _sound(told: Any) -> Any:
    """The same without halves of letters and nulls, which JSON can say and no database keeps."""
    if isinstance(told, str):
        return told.encode(errors="replace").decode().replace("\0", "")
    if isinstance(told, list):
        return [_sound(one) for one in told]
    return {_sound(name): _sound(value) for name, value in told.items()} if isinstance(told, dict) else told


def weigh(told: Any) -> None:
    """Count what it would take to keep this; what many rows share is written with each of them.

    Raises:
        TooMuch: a few megabytes would become gigabytes.
    """
    left, waiting = MOST_UNPACKED, [told]
    while waiting:
        one = waiting.pop()
        left -= len(one) if isinstance(one, str) else _SIGNS
        if left < 0:
            raise TooMuch
        if isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


def _objects_in(told: Any) -> list[tuple[str, Row]]:
    """(entity, object) of an object, a list of them, or a page of an answer."""
    if isinstance(told, dict) and isinstance(told.get("contents"), list):
        told = told["contents"]
    if isinstance(told, dict) and not told.get("id"):
        lists = [(_tables().get(name, ""), rows) for name, rows in told.items() if isinstance(rows, list)]
        return [(entity, row) for entity, rows in lists for row in rows if entity and _is_object(row)]
    rows = told if isinstance(told, list) else [told]
    return [(entity, row) for row in rows if _is_object(row) and (entity := _kind(row))]


def _is_object(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("id"), str | int) and bool(row["id"])


def _kind(row: Row) -> str:
    """Which entity an object is, by what only that one has."""
    if "status" in row or "service_at_locations" in row:
        return "service"
    if "location_type" in row:
        return "location"
    if "service" in row or "location" in row:
        return "service_at_location"
    return "organization" if "name" in row and "description" in row else ""
