"""The report of a package in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.exchange.choices import PackageEntity
from jisr.exchange.models import StagedPackage

MOST_SHOWN = 100
_MOST_NAMED = 12
#: Why something is set aside -> what to do.
WHY: dict[str, Promise] = {
    "outside": _("Its place lies outside the country. Choose a province to file it under, or leave it out."),
    "no_place": _("Its place is not known. Choose a province to file it under, or leave it out."),
    "no_owner": _("Nobody is named who runs it. Ask whoever made the package."),
    "other_region": _("It lies outside the region that you may edit. Leave it to the coordinator of that region."),
    "alike": _(
        "A centre of this name is here already, near this place. Is it another one? Say so under “Say what it means”."
    ),
    "its_place": _("The places where it is offered are set aside."),
    "not_offered": _("The package says that it is not offered any more."),
    "theme": _("Its words mean none of our themes. Say what they mean, or choose a theme for all of these."),
}
MENDED: dict[str, Promise] = {
    "presentation": _("texts in forms of letters made for printing: written in ordinary letters"),
    "direction": _("texts with invisible signs that turn their direction: the signs are taken out"),
    "invisible": _("texts with signs of no width or control signs: the signs are taken out"),
    "formula": _("texts that a spreadsheet would compute: kept as texts, and guarded in our tables"),
    "address": _("addresses that do not begin with http or https, or are none: left out"),
    "schemeless": _("addresses without http before them: written with it"),
    "email": _("e-mail addresses that are none: left out"),
    "number": _("numbers that are none: left out"),
    "moment": _("moments without a zone, or that are none: left out"),
    "not_listed": _("words that are not in the list of the standard: left out"),
    "left_out": _("parts that the standard does not have there: left out"),
    "long": _("texts of more than 20,000 letters: cut"),
    "key": _("keys that are not UUIDs: each got one that stays the same"),
    "keyless": _("rows without a key: each got one"),
}
_KINDS = dict(PackageEntity.choices)
_WRITTEN = (
    ("operators", _("New operators")), ("programmes", _("New programmes")), ("centres", _("New centres")),
    ("services", _("New services")),
)  # fmt: skip


@dataclass(frozen=True)
class Aside:
    """One thing that is left out."""

    what: Any
    name: str
    key: str
    why: Any


@dataclass(frozen=True)
class Counted:
    """So many of a kind, with the first of them."""

    what: Any
    number: int
    examples: list[str]


def aside(staged: StagedPackage, most: int) -> list[Aside]:
    """What is left out, each with its reason."""
    rows = staged.counts.get("aside", [])[:most]
    return [Aside(_KINDS[entity], name, key, WHY[why]) for why, entity, name, key in rows]


def _named(names: list[str]) -> list[str]:
    """The first of many names, and that there are more."""
    return names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], "…"]


def report(staged: StagedPackage) -> dict[str, Any]:
    """All that a page says of a package."""
    counts = staged.counts
    plan, examples = counts.get("plan", {}), counts.get("examples", {})
    left = {why: plan.get(f"aside.{why}", 0) for why in WHY}
    mended = counts.get("mended", {})
    return {
        "is_whole": not counts["dangling"] and not counts["repeated"],
        "written": [(label, plan.get(name, 0)) for name, label in _WRITTEN],
        "holds": [(_KINDS[name], many) for name, many in counts["objects"].items() if name in _KINDS],
        "speaks": _named(counts.get("speaks", [])), "speakers": len(counts.get("speaks", [])),
        "here": sum(many for name, many in plan.items() if name.startswith("known.")),
        "why": [Counted(WHY[why], many, []) for why, many in left.items() if many],
        "left": counts.get("aside_all", 0), "aside": aside(staged, MOST_SHOWN),
        "mended": [Counted(MENDED[kind], many, examples.get(kind, [])) for kind, many in mended.items()],
        "dangling": counts["dangling"], "links": sum(one["rows"] for one in counts["dangling"]),
        "repeated": [Counted(_KINDS.get(name, name), many, []) for name, many in counts["repeated"].items()],
        "older": counts["older"], "words": len(counts.get("words", [])), "something": any(
            plan.get(name, 0) for name, _label in _WRITTEN
        ) or counts.get("again", {}).get("news", False),
    }  # fmt: skip
