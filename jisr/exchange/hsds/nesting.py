"""Objects of the standard in its three shapes: each by itself, one inside the other, and rows of tables. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from jisr.exchange.hsds.standard import (
    ANYWHERE,
    SHARED,
    TOP,
    Row,
    entities,
    own_lists,
    own_ones,
    parent_field,
)

#: entity -> key -> object, without the other objects that it names.
Objects = dict[str, dict[str, Row]]


def nothing() -> Objects:
    """No object of any kind."""
    return {entity: {} for entity in (*TOP, "taxonomy", "taxonomy_term")}


def put(objects: Objects, entity: str, row: Row) -> None:
    """Add an object."""
    objects[entity][row["id"]] = row


class Nest:
    """Objects one inside the other, as the standard's pages answer."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.at_service = _grouped(objects["service_at_location"].values(), "service_id")
        self.of_organization = {
            name: _grouped(objects[entity].values(), "organization_id")
            for name, entity in (("locations", "location"), ("programs", "program"), ("services", "service"))
        }

    def service(self, key: str) -> Row:
        """A service with its organization, its programme and the places where it is offered."""
        row = self.objects["service"][key]
        return self._with_owner(row) | _some(
            service_at_locations=[self._placed(one) for one in self.at_service.get(key, ())]
        )

    def brief_service(self, key: str) -> Row:
        """A service with what it has one of: for lists."""
        return self._with_owner(plain("service", self.objects["service"][key]), brief=True)

    def organization(self, key: str, *, services: bool = False) -> Row:
        """An organization with its places, programmes and services.

        Args:
            services: whole ones; else their keys and names.
        """
        row = dict(self.objects["organization"][key])
        for name, of in self.of_organization.items():
            found = list(of.get(key, ()))
            if name == "services":
                found = [
                    self._served(one) if services else {"id": one["id"], "name": one["name"], "status": one["status"]}
                    for one in found
                ]
            row |= _some(**{name: found})
        return row

    def brief_organization(self, key: str) -> Row:
        """The same for lists."""
        return plain("organization", self.objects["organization"][key])

    def service_at_location(self, key: str) -> Row:
        """A service at a place, with both."""
        row = self.objects["service_at_location"][key]
        return self._placed(row) | {"service": self._with_owner(self.objects["service"][row["service_id"]])}

    def brief_service_at_location(self, key: str) -> Row:
        """The same for lists."""
        row = plain("service_at_location", self.objects["service_at_location"][key])
        place = self.objects["location"].get(row["location_id"])
        found = {"location": plain("location", place)} if place else {}
        return row | found | {"service": self.brief_service(row["service_id"])}

    def _served(self, row: Row) -> Row:
        return row | _some(service_at_locations=[self._placed(one) for one in self.at_service.get(row["id"], ())])

    def _placed(self, row: Row) -> Row:
        place = self.objects["location"].get(row.get("location_id", ""))
        return row | ({"location": place} if place else {})

    def _with_owner(self, row: Row, *, brief: bool = False) -> Row:
        found = {}
        for name in ("organization", "program"):
            one = self.objects[name].get(row.get(f"{name}_id", ""))
            if one:
                found[name] = plain(name, one) if brief else one
        return row | found


def plain(entity: str, row: Row) -> Row:
    """The fields of a row alone, without what hangs on it."""
    columns = entities()[entity].columns
    return {name: value for name, value in row.items() if name in columns}


def tables(entity: str, row: Row) -> Iterator[tuple[str, Row]]:
    """One object as rows of tables: (entity, row); what it names comes before it, what hangs on it after it."""
    for child_name, child in own_ones(entity).items():
        if row.get(child_name):
            yield from tables(child, row[child_name])
    yield entity, plain(entity, row)
    for name, child in own_lists(entity).items():
        for one in row.get(name) or ():
            hung = one | {parent_field(entity, child): row["id"]}
            if child in ANYWHERE:
                hung[ANYWHERE[child][1]] = entity
            yield from tables(child, hung)


def split(entity: str, row: Row, objects: Objects) -> None:
    """Nested objects as objects by themselves, added to those that are known; of two sayings the fuller stays."""
    own = {name: value for name, value in row.items() if name not in _others(entity)}
    for name, other in entities()[entity].ones.items():
        inner = row.get(name)
        if other in TOP and isinstance(inner, dict):
            own.setdefault(f"{other}_id", inner.get("id"))
            split(other, inner, objects)
    for name, other in entities()[entity].lists.items():
        for inner in _rows_in(row, name) if other in TOP else ():
            field = f"{entity}_id"
            named = inner if field not in entities()[other].fields else {field: row.get("id"), **inner}
            split(other, named, objects)
    known = objects[entity].get(str(row.get("id", "")), {})
    fuller, other_one = (own, known) if len(own) >= len(known) else (known, own)
    objects[entity][str(row.get("id", ""))] = {**other_one, **fuller}


def _rows_in(row: Row, name: str) -> list[Row]:
    """The objects of a list; what is no list, or no object, was never one."""
    told = row.get(name)
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _others(entity: str) -> set[str]:
    known = entities()[entity]
    return {name for name, other in {**known.lists, **known.ones}.items() if other in TOP}


def joined(found: dict[str, list[Row]]) -> Objects:
    """Rows of tables as objects: each row under the one that it hangs on.

    Args:
        found: entity -> rows; every link was checked.
    """
    shared = {entity: {str(row["id"]): row for row in found.get(entity, ())} for entity in SHARED}
    children: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for parent in entities():
        for name, child in own_lists(parent).items():
            children[parent, name] = _grouped(_hung(found.get(child, ()), parent, child), parent_field(parent, child))
    objects = nothing()
    for entity in objects:
        for row in found.get(entity, ()):
            put(objects, entity, _whole(entity, row, children, shared))
    return objects


def _hung(rows: Iterable[Row], parent: str, child: str) -> Iterator[Row]:
    if child not in ANYWHERE:
        return iter(rows)
    kind = ANYWHERE[child][1]
    return (row for row in rows if row.get(kind) in {None, "", parent})


def _whole(entity: str, row: Row, children: Any, shared: Any) -> Row:
    found = dict(row)
    for name, child in own_lists(entity).items():
        inner = children[entity, name].get(str(row["id"]), ())
        hidden = {parent_field(entity, child)}
        rows = [
            {key: value for key, value in _whole(child, one, children, shared).items() if key not in hidden}
            if child not in ANYWHERE else _whole(child, one, children, shared)
            for one in inner
        ]  # fmt: skip
        if rows:
            found[name] = rows
    for name, child in own_ones(entity).items():
        key = found.get({"taxonomy_detail": "taxonomy_id"}.get(name, f"{child}_id"))
        if key and str(key) in shared.get(child, ()):
            found[name] = shared[child][str(key)]
    return found


def _grouped(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.get(field):
            groups.setdefault(str(row[field]), []).append(row)
    return groups


def _some(**lists: list[Row]) -> Row:
    return {name: rows for name, rows in lists.items() if rows}
