"""A preview in words: which centres are new, and what changes in those that are known."""

from dataclasses import dataclass, field
from typing import Any

from jisr.exchange.centres_import.columns import BY_CODE
from jisr.exchange.models import StagedImport
from jisr.web import wording


@dataclass(frozen=True)
class Change:
    """One value before and after, under its heading; ``of`` is the service, or "" for the centre itself."""

    label: str
    before: str
    after: str
    of: str = ""


@dataclass(frozen=True)
class Row:
    """One centre of a preview."""

    code: str
    name: str
    rows: list[int]
    services: int
    changes: list[Change] = field(default_factory=list)


def new(staged: StagedImport, most: int) -> list[Row]:
    """The centres that would be added."""
    return [_row(centre) for centre in staged.centres if centre["state"] == "new"][:most]


def changed(staged: StagedImport, most: int) -> list[Row]:
    """The centres that would change, with each value that does."""
    return [_row(centre, _changes(centre)) for centre in staged.centres if centre["state"] == "changed"][:most]


def _row(centre: dict[str, Any], changes: list[Change] | None = None) -> Row:
    values = centre["values"]
    names = [values.get("name_ar", ""), values.get("name_fr", "")]
    name = next((name for name in (names if wording.language() in {"ar", "zgh"} else names[::-1]) if name), "")
    return Row(centre["code"], name, centre["rows"], len(centre["services"]), changes or [])


def _changes(centre: dict[str, Any]) -> list[Change]:
    found = [_change(*change) for change in centre["changes"]]
    for code, service in centre["services"].items():
        if service["state"] == "new":
            found.append(Change(_label("theme"), "", _words("theme", service["values"].get("theme", "")), of=code))
        found += [_change(column, before, after, of=code) for column, before, after in service["changes"]]
    return found


def _change(column: str, before: Any, after: Any, *, of: str = "") -> Change:
    return Change(_label(column), _words(column, before), _words(column, after), of)


def _label(column: str) -> str:
    return str(BY_CODE[column].label)


def _words(column: str, value: Any) -> str:
    """A value as a reader says it: codes of a closed list by their labels."""
    labels = BY_CODE[column].values or {}
    if column == "cost_amount" and value != "":
        return wording.mad(value)
    if isinstance(value, list):
        return wording.listed([str(labels.get(one, one)) for one in value])
    return str(labels.get(value, value))
