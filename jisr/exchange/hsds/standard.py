"""The entities of HSDS 3.1 as data (``standard.yaml``): their fields, which hangs on which, and our own fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jisr.common import yaml_text

VERSION = "3.1"
_HERE = Path(__file__).parent

#: A row of the standard: name of field -> text, number, list of rows or one row.
Row = dict[str, Any]


@dataclass(frozen=True)
class Entity:
    """One entity.

    Attributes:
        name: as the standard calls it, in the singular.
        path: of its table in a package.
        required: fields that every row has.
        tabular: fields that a row has besides where rows stand in tables.
        fields: name -> kind (s text, n number, u uuid, l uri, e e-mail, t moment).
        lists: name -> entity of each row of the list.
        ones: name -> entity of the one row.
        enums: name -> what its value may be.
        ours: fields of our profile: name -> (kind, what it says).
    """

    name: str
    path: str
    required: tuple[str, ...] = ()
    tabular: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    ones: dict[str, str] = field(default_factory=dict)
    enums: dict[str, list[str]] = field(default_factory=dict)
    ours: dict[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[str, str]:
        """Name -> kind of every field that stands in its table, those of our profile last."""
        return self.fields | {name: kind for name, (kind, _what) in self.ours.items()}


@cache
def entities() -> dict[str, Entity]:
    """Every entity by its name."""
    ours = _read("profile.yaml")["fields"]
    return {name: _entity(name, told, ours.get(name, {})) for name, told in _read("standard.yaml").items()}


def _entity(name: str, told: dict[str, Any], ours: dict[str, list[str]]) -> Entity:
    return Entity(
        name, told["path"], tuple(told.get("required", ())), tuple(told.get("tabular", ())), told["fields"],
        told.get("lists", {}), told.get("ones", {}), told.get("enums", {}),
        {field: (kind, what) for field, (kind, what) in ours.items()},
    )  # fmt: skip


@cache
def profile() -> dict[str, Any]:
    """What our profile says beside its fields."""
    return dict(_read("profile.yaml"))


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml_text.read((_HERE / name).read_text(encoding="utf-8"))
    return found


#: What stands by itself and is kept, given out and taken in as one object; all else hangs on one of these.
TOP = ("organization", "program", "location", "service", "service_at_location")
#: Rows that many objects share: each stands once in its table.
SHARED = ("taxonomy", "taxonomy_term", "unit")
#: field -> the entity that it names, where the field is not called after it.
_NAMED = {"parent_organization_id": "organization", "parent_id": "taxonomy_term"}
#: The two entities that hang on any row: the field that holds its key, the field that says which kind of row.
ANYWHERE = {"attribute": ("link_id", "link_entity"), "metadata": ("resource_id", "resource_type")}


@cache
def links(entity: str) -> dict[str, str]:
    """Field -> entity that it names, of one entity."""
    known = entities()
    found = {}
    for name, kind in known[entity].fields.items():
        target = _NAMED.get(name, name.removesuffix("_id"))
        if kind == "u" and name != "id" and target in known:
            found[name] = target
    return found


@cache
def parent_field(parent: str, child: str) -> str:
    """The field of a child's row that names its parent."""
    return ANYWHERE[child][0] if child in ANYWHERE else f"{parent}_id"


@cache
def own_lists(entity: str) -> dict[str, str]:
    """The lists of an entity that belong to it alone: other objects in them stand by themselves."""
    return {name: child for name, child in entities()[entity].lists.items() if child not in TOP}


@cache
def own_ones(entity: str) -> dict[str, str]:
    """The same of single rows."""
    return {name: child for name, child in entities()[entity].ones.items() if child not in TOP}


def walk(entity: str, row: Row) -> Iterator[tuple[str, Row]]:
    """A row and every row inside it, with their entities."""
    yield entity, row
    known = entities()[entity]
    for name, child in known.lists.items():
        for one in row.get(name) or ():
            yield from walk(child, one)
    for name, child in known.ones.items():
        if row.get(name):
            yield from walk(child, row[name])
