"""The file of the public record of agreements, read and checked; pure: no database (rules: data/README.md)."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jisr.common import yaml_text
from jisr.common.money import MINOR

DATA = Path(__file__).parent / "data" / "agreements.yaml"
#: Keys of rows are made from their codes, so that a file that changes finds its row again.
NAMESPACE = uuid.UUID("0b7a3f0e-6a54-5f0e-8f5b-6a6972616772")

Row = dict[str, Any]

_SAID = {"ar", "fr", "sources"}
_KEYS = {
    "source": {"outlet", "title", "url"},
    "party": {"kind", "ar", "fr"},
    "agreement": {
        "code", "region", "place_ar", "place_fr", "name_ar", "name_fr", "about_ar", "about_fr", "state", "sources",
        "envelope", "shares", "targets", "provisions", "milestones", "claims", "reached",
    },
    "shares": {"party", "amount"},
    "targets": {"unit", "public", "number", "province", "sources"},
    "provisions": {"kind", *_SAID},
    "milestones": {"kind", "day", "precision", *_SAID},
    "claims": {"about", "value", "approx", "party", *_SAID},
    "reached": {"unit", "public", "number", "rural", "day", "province", "sources"},
}  # fmt: skip
PARTS = ("shares", "targets", "provisions", "milestones", "claims", "reached")
_MONEY = {"envelope", "share"}


class BrokenRecord(ValueError):
    """The file is not what it should be; the message names each thing that is wrong."""


def key(kind: str, code: str) -> uuid.UUID:
    """The key of the row of a kind that has this code."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{code}")


def read(path: Path = DATA) -> Row:
    """What the file says: ``parties`` and ``agreements``, sources in full, amounts in minor units.

    Raises:
        BrokenRecord: something has no source, one language only, or a word that nobody reads.
    """
    content = yaml_text.read(path.read_text(encoding="utf-8"))
    if wrong := list(_faults(content)):
        raise BrokenRecord("; ".join(wrong))
    told = {
        name: {"title": f"{one['title']} — {one['outlet']}", "url": one["url"], "read_on": content["read_on"]}
        for name, one in content["sources"].items()
    }
    return {"parties": content["parties"], "agreements": [_whole(row, told) for row in content["agreements"]]}


def _whole(row: Row, told: Mapping[str, Row]) -> Row:
    found = {**row, "sources": [told[one] for one in row["sources"]]}
    found["envelope"] = row["envelope"] * MINOR if "envelope" in row else None
    for part in PARTS:
        found[part] = [_minor(part, one, told) for one in row.get(part, [])]
    return found


def _minor(part: str, row: Row, told: Mapping[str, Row]) -> Row:
    found = {**row, "sources": [told[one] for one in row.get("sources", [])]}
    if part == "shares" and "amount" in row:
        found["amount"] = row["amount"] * MINOR
    if part == "claims" and "value" in row and row["about"] in _MONEY:
        found["value"] = row["value"] * MINOR
    return found


def _faults(content: Row) -> Iterator[str]:
    """What is wrong with the file, a sentence each."""
    codes = [row["code"] for row in content["agreements"]]
    yield from (f"{code} stands twice" for code in sorted({code for code in codes if codes.count(code) > 1}))
    for kind, name, row in _rows(content):
        if unread := {str(one) for one in row} - _KEYS[kind]:
            yield f"{name}: nobody reads {', '.join(sorted(unread))} in {kind}"
        if "sources" in _KEYS[kind] and not row.get("sources"):
            yield f"{name}: no source in {kind}"
        if lost := [one for one in row.get("sources", []) if one not in content["sources"]]:
            yield f"{name}: no such source: {', '.join(lost)}"
        if "party" in row and row["party"] not in content["parties"]:
            yield f"{name}: no such party: {row['party']}"
        if "day" in row and type(row["day"]) is not date:
            yield f"{name}: not a day: {row['day']!r}"
        if _one_sided(row):
            yield f"{name}: Arabic without French, or the reverse, in {kind}"


def _rows(content: Row) -> Iterator[tuple[str, str, Row]]:
    yield from (("source", name, row) for name, row in content["sources"].items())
    yield from (("party", name, row) for name, row in content["parties"].items())
    for agreement in content["agreements"]:
        yield "agreement", agreement["code"], agreement
        yield from ((part, agreement["code"], row) for part in PARTS for row in agreement.get(part, []))


def _one_sided(row: Row) -> bool:
    pairs = [("ar", "fr"), *((f"{name}_ar", f"{name}_fr") for name in ("name", "about", "place"))]
    return any(bool(row.get(arabic)) != bool(row.get(french)) for arabic, french in pairs)
