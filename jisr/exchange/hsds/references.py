"""Which links of a package lead nowhere. A schema does not see it: each row is right, what it names is not there."""

from dataclasses import dataclass, field

from jisr.exchange.hsds.nesting import Objects
from jisr.exchange.hsds.standard import ANYWHERE, TOP, Row, entities, links

#: A single object names these without bringing them: its own page has them.
_ELSEWHERE = {"parent_organization_id", "parent_id", "taxonomy_id"}


@dataclass
class Dangling:
    """Links of one relation that lead nowhere.

    Attributes:
        relation: ``service.organization_id → organization``.
        rows: how many rows have one.
        examples: keys of the first rows.
    """

    relation: str
    rows: int = 0
    examples: list[str] = field(default_factory=list)


def dangling_rows(rows: dict[str, list[Row]]) -> list[Dangling]:
    """Of tables, in which every link must lead to a row."""
    keys = {entity: {row["id"] for row in found} for entity, found in rows.items()}
    told: dict[str, Dangling] = {}
    for entity, found in rows.items():
        for name, target in links(entity).items():
            for row in found:
                if row.get(name) and row[name] not in keys.get(target, ()):
                    _tell(told, f"{entity}.{name} → {target}", row)
        if entity in ANYWHERE:
            _anywhere(entity, found, keys, told)
    return sorted(told.values(), key=lambda one: -one.rows)


def _anywhere(entity: str, found: list[Row], keys: dict[str, set[str]], told: dict[str, Dangling]) -> None:
    name, kind = ANYWHERE[entity]
    every = set().union(*keys.values())
    for row in found:
        target = str(row.get(kind) or "")
        if row.get(name) and row[name] not in (keys.get(target, every) if target in entities() else every):
            _tell(told, f"{entity}.{name} → {target or '?'}", row)


def dangling_objects(objects: Objects) -> list[Dangling]:
    """Of objects in JSON: what an object names and does not bring, but for what its own page would have."""
    told: dict[str, Dangling] = {}
    for entity in TOP:
        for name, target in links(entity).items():
            for row in objects[entity].values() if name not in _ELSEWHERE and target in TOP else ():
                if row.get(name) and row[name] not in objects[target]:
                    _tell(told, f"{entity}.{name} → {target}", row)
    return sorted(told.values(), key=lambda one: -one.rows)


def repeated(rows: dict[str, list[Row]]) -> dict[str, int]:
    """entity -> rows that bear the key of another row and say something else; only of what stands by itself."""
    found = {}
    for entity in (*TOP, "taxonomy", "taxonomy_term"):
        first: dict[str, Row] = {}
        many = sum(first.setdefault(row["id"], row) != row for row in rows.get(entity, ()))
        if many:
            found[entity] = many
    return found


def _tell(told: dict[str, Dangling], relation: str, row: Row) -> None:
    one = told.setdefault(relation, Dangling(relation))
    one.rows += 1
    if len(one.examples) < 3:
        one.examples.append(str(row["id"]))
