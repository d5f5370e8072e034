"""Our closed lists as taxonomies of the standard, and back: codes, keys and names in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import override

from jisr.centres import choices
from jisr.common.choices import Sex
from jisr.exchange.hsds.keys import key_of
from jisr.exchange.hsds.standard import Row

_SEXES = {code: label for code, label in Sex.choices if code}
#: Taxonomy -> code -> label. Topics stand under their themes.
LISTS: dict[str, Mapping[str, Any]] = {
    "theme": {**choices.THEMES, **choices.TOPICS}, "public": choices.PUBLICS, "welcome": choices.WELCOMES,
    "mode": choices.MODES, "accessibility": choices.ACCESSIBILITY, "sex": _SEXES,
    "saturation": choices.SATURATIONS, "capacity": choices.CAPACITIES, "centre_type": choices.CENTRE_TYPES,
    "operator_kind": choices.OPERATOR_KINDS,
}  # fmt: skip
LANGUAGES = ("ar", "fr", "en")
#: Our languages in ISO 639-3 (the two of three letters in 639-1 as two), and back.
ISO = {
    "darija": "ary", "tachelhit": "shi", "tamazight": "tzm", "tarifit": "rif", "hassania": "mey", "arabic": "ar",
    "french": "fr", "english": "en", "sign": "xms",
}  # fmt: skip
FROM_ISO = {code: ours for ours, code in ISO.items()} | {"ara": "arabic", "fra": "french", "eng": "english"}


@dataclass(frozen=True)
class Named:
    """A label in three languages."""

    ar: str
    fr: str
    en: str

    @property
    def both(self) -> str:
        """Arabic and French, as a text without languages of its own says them."""
        return f"{self.ar} / {self.fr}"


def named(label: Any) -> Named:
    """A label of a closed list in three languages."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(label))
    return Named(*found)


@cache
def label(taxonomy: str, code: str) -> Named:
    """The label of a code."""
    return named(LISTS[taxonomy][code])


@cache
def labels(which: str) -> dict[str, Named]:
    """Labels of a closed list that is no taxonomy: languages, documents, zones, costs."""
    lists = {
        "language": choices.LANGUAGES, "document": choices.DOCUMENTS, "zone": choices.ZONES, "cost": choices.COSTS,
        "cost_per": choices.COSTS_PER, "mode": choices.MODES, "public": choices.PUBLICS,
        "welcome": choices.WELCOMES, "saturation": choices.SATURATIONS, "notice": choices.NOTICES,
    }  # fmt: skip
    return {code: named(text) for code, text in lists[which].items()}


@cache
def term(taxonomy: str, code: str) -> Row:
    """A code of ours as a taxonomy term; the same row is shared by all that bear it, and never changed."""
    names = label(taxonomy, code)
    parent, _point, under = code.partition(".")
    row: Row = {"id": key_of("taxonomy_term", taxonomy, code), "code": code, "name": names.ar, "description": names.fr}
    if under:
        row["parent_id"] = key_of("taxonomy_term", taxonomy, parent)
    return row | {
        "taxonomy": f"jisr:{taxonomy}", "language": "ar", "taxonomy_id": key_of("taxonomy", taxonomy),
        "name_ar": names.ar, "name_fr": names.fr, "name_en": names.en,
    }  # fmt: skip


@cache
def taxonomies() -> list[Row]:
    """Our closed lists as taxonomies."""
    return [
        {"id": key_of("taxonomy", name), "name": f"jisr:{name}", "description": _ABOUT[name], "version": "1.0"}
        for name in LISTS
    ]


@cache
def terms() -> list[Row]:
    """Every code of every list as a term; parents before what stands under them."""
    return [term(taxonomy, code) for taxonomy, codes in LISTS.items() for code in codes]


@cache
def by_key() -> dict[str, tuple[str, str]]:
    """Key of a term of ours -> (taxonomy, code)."""
    return {term(taxonomy, code)["id"]: (taxonomy, code) for taxonomy, codes in LISTS.items() for code in codes}


_ABOUT = {
    "theme": "What a service answers; a code with a point stands under the theme before it.",
    "public": "For whom a service is meant; none at all is everyone.",
    "welcome": "How far a service keeps to its publics.", "mode": "How people are received.",
    "accessibility": "What lets a disabled or illiterate person use the place.",
    "sex": "Sex of the people taken (link_type sex), or of staff who receive on request (link_type staff_gender).",
    "saturation": "How much more is asked of a service than it can give.",
    "capacity": "What is counted where places are limited; the value is how many there are.",
    "centre_type": "Kind of place.", "operator_kind": "Kind of body that runs a place.",
}  # fmt: skip
