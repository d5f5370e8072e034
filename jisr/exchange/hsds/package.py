"""The whole catalogue as one file: tables with their description, and the same as JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from threading import Lock
from time import monotonic
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Count, Max, Sum
from django.utils import timezone

from jisr.centres.models import (
    Attribute,
    Capacity,
    Centre,
    Notice,
    Operator,
    Programme,
    Service,
    ServiceRule,
    Stop,
)
from jisr.exchange import sheets
from jisr.exchange.hsds.nesting import Nest, Objects, tables
from jisr.exchange.hsds.reading import Reader, operators
from jisr.exchange.hsds.standard import VERSION, Entity, Row, entities, links, profile
from jisr.exchange.hsds.vocabularies import taxonomies, terms
from jisr.exchange.models import ForeignObject

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
_IN_MEMORY = 1024**2
#: Seconds after which a package is made anew, whatever its marks.
_OLDEST = 600
_TYPES = {"s": "string", "n": "number", "u": "string", "l": "string", "e": "string", "t": "datetime", "b": "boolean"}
_FORMATS = {"u": "uuid", "l": "uri", "e": "email"}
#: No spreadsheet computes these, and programs want them as they are; keys, days and codes are most of all cells.
_PLAIN = re.compile(r"[0-9 ]*|\w[\w:.\-]*|\+[0-9 ]+|-?[0-9]+(\.[0-9]+)?")


class Shelf:
    """The last package of each catalogue, until something in it changes: made once, however many ask for it.

    What has no version of its own (a capacity, a word) shows after ``_OLDEST`` at the latest.
    """

    def __init__(self) -> None:
        self._making = Lock()
        self._kept: dict[bool, tuple[tuple[Any, ...], float, bytes]] = {}

    def package(self, *, invented: bool) -> bytes:
        """The package of today, as a visitor may have it."""
        with self._making:
            today = timezone.localdate()
            marks = (today, *_marks())
            known, made, content = self._kept.get(invented, ((), 0.0, b""))
            if known != marks or monotonic() - made > _OLDEST:
                file = io.BytesIO()  # some kilobytes a service once packed; what it is packed from waits on disk
                Writer(Reader(today, invented=invented)).write(file, at=timezone.now())
                content = file.getvalue()
                self._kept[invented] = marks, monotonic(), content
            return content


def _marks() -> tuple[Any, ...]:
    """What changes when somebody writes in the catalogue; two questions and some counts."""
    found: list[Any] = []
    for model in (Service, Centre):
        found += model._default_manager.aggregate(n=Count("pk"), v=Sum("version"), last=Max("pk")).values()
    found.append(Centre.objects.filter(confidential=True).count())
    for counted in (Operator, Programme, Notice, Stop, Capacity, Attribute, ForeignObject, ServiceRule):
        found.append(counted._default_manager.count())
    return tuple(found)


class Writer:
    """Tables as they grow, each row once; then the file.

    Args:
        reader: of the catalogue.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.files: dict[str, IO[str]] = {}
        self.columns: dict[str, list[str]] = {}
        self.rows: dict[str, Any] = {}
        self.seen: dict[str, set[str]] = {}
        self.counts: dict[str, int] = {}
        self.organizations: set[str] = set()
        self.json = {name: _temporary() for name in ("organizations", "services")}
        self.begun: set[str] = set()

    def write(self, to: IO[bytes], *, at: datetime) -> dict[str, int]:
        """Write the package; how many rows each table has."""
        for name, rows in (("taxonomy", taxonomies()), ("taxonomy_term", terms())):
            for row in rows:
                self.add(name, row)
        shared = self._organizations()
        for objects in self.reader.everything():
            objects["organization"], objects["program"] = shared["organization"], shared["program"]
            self._tables(objects)
            nest = Nest(objects)
            self._json("services", (nest.service(key) for key in objects["service"]))
        with ZipFile(to, "w", ZIP_DEFLATED) as parts:
            for name in self.files:
                _copy(parts, entities()[name].path, self.files[name])
            for name, file in self.json.items():
                file.write("\n]\n" if name in self.begun else "[]\n")
                _copy(parts, f"json/{name}.json", file)
            described = description(self.counts, at=at, invented=self.reader.invented)
            parts.writestr("datapackage.json", json.dumps(described, ensure_ascii=False, indent=1))
        for written in (*self.files.values(), *self.json.values()):
            written.close()
        return self.counts

    def add(self, entity: str, row: Row) -> None:
        """A row into its table, unless it is there."""
        seen = self.seen.setdefault(entity, set())
        # attributes that came from elsewhere may share a key: each stands under what it says something of
        mark = f"{row['id']}{row.get('link_id', '')}{row.get('resource_id', '')}"
        if mark in seen:
            return
        seen.add(mark)
        row = self._held(row)
        if entity not in self.files:
            self.files[entity] = _temporary()
            self.columns[entity] = list(entities()[entity].columns)
            self.rows[entity] = csv.writer(self.files[entity])
            self.rows[entity].writerow(self.columns[entity])
        # most of a row is not known, and not known is an empty cell
        self.rows[entity].writerow([cell(row[name]) if name in row else "" for name in self.columns[entity]])
        self.counts[entity] = self.counts.get(entity, 0) + 1

    def _held(self, row: Row) -> Row:
        """A row without links to what is not given out: an object that came alone names others that never came."""
        away = {
            name: target
            for name, target in (("parent_organization_id", "organization"), ("parent_id", "taxonomy_term"),
                                 ("taxonomy_id", "taxonomy"))
            if row.get(name) and row[name] not in self.seen.get(target, ()) and row[name] not in self.organizations
        }  # fmt: skip
        return {name: value for name, value in row.items() if name not in away} if away else row

    def _organizations(self) -> Objects:
        found = self.reader.organizations(operators(invented=self.reader.invented))
        self.organizations = set(found)
        shared: Objects = {"organization": found, "program": self.reader.programs()}
        self._tables(shared)
        self._json("organizations", iter(found.values()))
        return shared

    def _tables(self, objects: Objects) -> None:
        for entity, rows in objects.items():
            for key, row in rows.items():
                if key not in self.seen.get(entity, ()):
                    for name, one in tables(entity, row):
                        self.add(name, one)

    def _json(self, name: str, rows: Iterator[Row]) -> None:
        file = self.json[name]
        for row in rows:
            # whole: written piece by piece, a row of nested terms is a thousand calls
            file.write((",\n" if name in self.begun else "[\n") + json.dumps(row, ensure_ascii=False))
            self.begun.add(name)


def cell(value: Any) -> str:
    """A value as the text of a cell.

    >>> cell("+212500000000"), cell("=1+1"), cell(True), cell(None)
    ('+212500000000', "'=1+1", 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else sheets.guarded(text)


def description(counts: dict[str, int], *, at: datetime, invented: bool) -> dict[str, Any]:
    """The ``datapackage.json`` of a package: what stands in which table, and which row names which."""
    told = profile()
    return {
        "profile": "tabular-data-package",
        "name": "jisr-hsds-demonstration" if invented else "jisr-hsds",
        "title": "Jisr: demonstration, everything in it is invented" if invented else "Jisr: catalogue of services",
        "created": at.isoformat(timespec="seconds"),
        "licenses": [{"name": "CC0-1.0", "path": LICENCE}],
        "hsds": {"version": VERSION, "profile": told["name"], "profile_version": told["version"]},
        "timezone": told["timezone"],
        "resources": [_resource(entities()[name], counts) for name in entities() if name in counts],
    }


def _resource(entity: Entity, counts: Iterable[str]) -> dict[str, Any]:
    keys = [
        {"fields": field, "reference": {"resource": target, "fields": "id"}}
        for field, target in links(entity.name).items()
        if target in counts
    ]
    needed = {*entity.required, *entity.tabular} - {*entity.ones, "postal_code", "city", "address_1"}
    return {
        "profile": "tabular-data-resource", "name": entity.name, "path": entity.path, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "dialect": {"delimiter": ",", "doubleQuote": True},
        "schema": {
            "fields": [_field(name, kind, name in needed) for name, kind in entity.columns.items()],
            "primaryKey": "id", "foreignKeys": keys,
        },
    }  # fmt: skip


def _field(name: str, kind: str, needed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "type": _TYPES[kind]}
    if kind in _FORMATS:
        found["format"] = _FORMATS[kind]
    return found | ({"constraints": {"required": True}} if needed else {})


def _temporary() -> Any:
    # closed, and gone, with the answer that is made of them
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    return io.TextIOWrapper(file, encoding="utf-8", newline="")


def _copy(parts: ZipFile, name: str, file: Any) -> None:
    file.flush()
    file.buffer.seek(0)
    with parts.open(name, "w") as out:
        copyfileobj(file.buffer, out, _IN_MEMORY)
