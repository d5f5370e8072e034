"""What only a person can say of a foreign package: what its words mean here, and where what has no place is filed."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from jisr.exchange.hsds.nesting import Objects
from jisr.exchange.hsds.standard import Row
from jisr.exchange.hsds.vocabularies import LISTS, by_key


@dataclass
class Meaning:
    """What was said.

    Attributes:
        theme: of services whose words are not mapped; "" refuses them.
        centre_type, operator_kind: of centres and operators that say none.
        province: where what has no place in the country is filed; "" sets it aside.
        words: mark of a foreign word -> ``list:code``; a word without stays an attribute.
        alike: take in also what looks like a centre that is here.
    """

    theme: str = ""
    centre_type: str = "assistance_centre"
    operator_kind: str = "association"
    province: str = ""
    words: dict[str, str] = field(default_factory=dict)
    alike: bool = False

    def packed(self) -> dict[str, Any]:
        """For the staging table."""
        return asdict(self)


@dataclass(frozen=True)
class Word:
    """A word of somebody else's list, and how many services bear it."""

    mark: str
    taxonomy: str
    name: str
    services: int


def mark_of(term: Row) -> str:
    """What tells a foreign word from others."""
    return str(term.get("id", ""))


def ours(attribute: Row) -> tuple[str, str] | None:
    """(list, code) of an attribute in our own words; None where it is somebody else's."""
    term = attribute.get("taxonomy_term") or {}
    found = by_key().get(str(term.get("id", "")))
    if found:
        return found
    listed, code = str(term.get("taxonomy", "")), str(term.get("code", ""))
    taxonomy = listed.removeprefix("jisr:")
    return (taxonomy, code) if listed != taxonomy and code in LISTS.get(taxonomy, {}) else None


def words(objects: Objects) -> list[Word]:
    """The foreign words that describe services, the most frequent first."""
    counts: Counter[str] = Counter()
    names: dict[str, tuple[str, str]] = {}
    for service in objects["service"].values():
        for attribute in service.get("attributes") or ():
            term = attribute.get("taxonomy_term")
            if term and ours(attribute) is None:
                counts[mark_of(term)] += 1
                names[mark_of(term)] = str(term.get("taxonomy", "")), str(term.get("name", ""))
    return [Word(mark, *names[mark], many) for mark, many in counts.most_common()]


def codes(row: Row, part: str) -> list[str]:
    """Codes that attributes of ours say of a row in one part (``link_type``)."""
    return [
        found[1]
        for attribute in row.get("attributes") or ()
        if (found := ours(attribute)) and str(attribute.get("link_type") or found[0]) == part
    ]
