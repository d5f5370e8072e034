"""Numbers that policy can change: dated, with a unit and a source, in ``parameters/*.yaml`` of the package."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text


class UnknownParameter(ValueError):
    """A fault of the caller: no such parameter, or none in force on the day."""


@cache
def read(package: str, name: str) -> Mapping[str, Mapping[str, Any]]:
    """Everything a parameter file says: name -> unit, values by day, source.

    Args:
        package: for instance ``jisr.window.orientation``.
        name: of the file, without ``.yaml``.

    Raises:
        UnknownParameter: an entry lacks its unit, values or source.
    """
    text = files(package).joinpath("parameters", f"{name}.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, Any]] = yaml_text.read(text)
    for key, entry in entries.items():
        if not {"unit", "values", "source"} <= entry.keys():
            raise UnknownParameter(f"{package} {name}: {key} needs unit, values and source")
    return entries


@lru_cache(maxsize=4_096)  # asked for each service of a list
def value(package: str, name: str, key: str, *, on: date) -> Any:
    """The value of one parameter in force on a day.

    Raises:
        UnknownParameter: no such parameter, or none in force yet.
    """
    dated = read(package, name).get(key, {}).get("values", {})
    known = [day for day in dated if day <= on]
    if not known:
        raise UnknownParameter(f"{package} {name}: no {key} in force on {on}")
    return dated[max(known)]


def values(package: str, name: str, *, on: date) -> dict[str, Any]:
    """All parameters of a file, as in force on a day."""
    return {key: value(package, name, key, on=on) for key in read(package, name)}
