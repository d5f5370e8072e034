"""What is looked at in a building, as data: codes with a word and a sentence in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text

#: Kinds of centres where people sleep: their kitchen, dormitories and showers are looked at too.
LODGING = frozenset(
    {"student_home", "care_children", "care_elderly", "care_women", "care_disabled", "care_homeless"}
)  # fmt: skip
#: A unit on wheels has no building; its days are logged instead.
WITHOUT_BUILDING = frozenset({"mobile_unit"})
ROLES = ("vital", "access", "needed", "noted")


@dataclass(frozen=True)
class Item:
    """One thing that is looked at.

    Attributes:
        code: for ever; the part before the point is its group.
        role: vital, access, needed or noted (outside the grade).
        labels: language -> word.
        about: language -> what to look for.
        kinds: "lodging" where it is asked of lodging centres alone; "" everywhere.
        measure: unit of a number beside the answer; "" for none.
    """

    code: str
    role: str
    labels: Mapping[str, str]
    about: Mapping[str, str]
    kinds: str = ""
    measure: str = ""


@cache
def items() -> dict[str, Item]:
    """All of them by code, in the order in which one walks through a building.

    Raises:
        ValueError: a role that the rules do not know.
    """
    said: dict[str, Any] = yaml_text.read(files(__package__).joinpath("items.yaml").read_text(encoding="utf-8"))
    found = {row["code"]: _item(row) for row in said["items"]}
    unknown = {one.role for one in found.values()} - set(ROLES)
    if unknown:
        raise ValueError(f"items of unknown roles: {sorted(unknown)}")
    return found


def _item(row: Mapping[str, Any]) -> Item:
    labels = {language: row[language] for language in ("ar", "fr", "en")}
    return Item(row["code"], row["role"], labels, row["about"], row.get("kinds", ""), row.get("measure", ""))


@cache
def asked(kind: str) -> tuple[Item, ...]:
    """What is looked at in a centre of a kind; nothing where there is no building.

    >>> [one.code for one in asked("student_home") if one.kinds]
    ['rooms.kitchen', 'rooms.dormitory', 'rooms.showers']
    >>> asked("mobile_unit")
    ()
    """
    if kind in WITHOUT_BUILDING:
        return ()
    return tuple(one for one in items().values() if not one.kinds or kind in LODGING)
