"""What the pages say of measures, lines and pairs, in the reader's language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from jisr.centres.choices import PUBLICS, THEMES
from jisr.common import pdf
from jisr.ledger.strategy.choices import PairKind
from jisr.ledger.strategy.models import Measure, PlanLine
from jisr.ledger.strategy.rules.convergence import COMPLEMENT, DUPLICATE, Common, Pair, common
from jisr.ledger.strategy.rules.lines import NATION, Ground
from jisr.territory.models import Commune, Province, Region
from jisr.web import said, wording

#: What each of the four parts is called, and what it means.
PARTS = (
    (
        pgettext_lazy("part of the score", "territory"),
        gettext_lazy("shared residents over those of the smaller of both"),
    ),
    (pgettext_lazy("part of the score", "publics"), gettext_lazy("for whom, as far as both say the same")),
    (pgettext_lazy("part of the score", "themes"), gettext_lazy("about what, as far as both say the same")),
    (pgettext_lazy("part of the score", "period"), gettext_lazy("common days over those of the shorter of both")),
)
MISSING = {
    "territory": pgettext_lazy("missing", "the territory"), "themes": pgettext_lazy("missing", "the themes"),
    "period": pgettext_lazy("missing", "the period"),
}  # fmt: skip
_BAR = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four parts of a score.

    Attributes:
        wide: of its bar, of a hundred.
    """

    label: Any
    meaning: Any
    value: float
    wide: float


@dataclass(frozen=True, slots=True)
class Weight:
    """One entry of a weighted list, with its share of the whole."""

    label: Any
    share: float
    alone: bool


def title(row: Any) -> str:
    """The title of a measure or a line in the reader's language, or the one it has."""
    return said.of_language(row, "title")


def parts(pair: Pair) -> list[Part]:
    """The four parts, in their order."""
    return [
        Part(label, meaning, value, round(_BAR * value, 1))
        for (label, meaning), value in zip(PARTS, pair.parts, strict=True)
    ]


def sentence(pair: Pair, ours: Measure, theirs: PlanLine, ground: Ground) -> str:
    """Why the two are what they are to each other, in one sentence."""
    shared = common(ours.line, theirs.line, ground)
    values = {
        "who": publics(shared.publics), "what": themes(shared.themes), "where": _where(shared),
        "days": pdf.isolated(wording.span(shared.days)),
    }  # fmt: skip
    if pair.kind == DUPLICATE:
        return _("Both are for %(who)s, about %(what)s, in %(where)s, at the same time for %(days)s.") % values
    if pair.kind == COMPLEMENT:
        apart = {"ours": themes(ours.themes), "theirs": themes(theirs.themes)}
        return _(
            "Both are for %(who)s in %(where)s, at the same time for %(days)s: one is about %(ours)s, the other about"
            " %(theirs)s."
        ) % (values | apart)
    first, second = (ours, theirs) if shared.ours_first else (theirs, ours)
    values |= {"first": title(first), "second": title(second), "between": wording.span(shared.between)}
    if shared.days:
        return (
            _(
                "Both are for %(who)s, about %(what)s, in %(where)s; “%(first)s” comes first, and they overlap for"
                " %(days)s."
            )
            % values
        )
    return (
        _(
            "Both are for %(who)s, about %(what)s, in %(where)s; “%(first)s” ends, and %(between)s later “%(second)s”"
            " begins."
        )
        % values
    )


def publics(codes: Iterable[str]) -> str:
    """A list of publics; everybody for none."""
    return _listed(codes, PUBLICS) or pgettext("public", "everybody")


def themes(codes: Iterable[str]) -> str:
    """A list of themes."""
    return _listed(codes, THEMES)


def weights(weighed: Mapping[str, float], labels: Mapping[str, Any]) -> list[Weight]:
    """A weighted list, the heaviest first."""
    whole = sum(weighed.values())
    found = [Weight(labels[code], weight / whole, len(weighed) == 1) for code, weight in weighed.items()]
    return sorted(found, key=lambda one: -one.share)


def place_names(codes: Collection[str]) -> dict[str, str]:
    """Name of each place by its code; at most three queries."""
    found = {NATION: _("the whole country")} if NATION in codes else {}
    for model, length in ((Region, 2), (Province, 6), (Commune, 12)):
        wanted = [code for code in codes if code != NATION and len(code) <= length and code not in found]
        if wanted:
            found |= {place.pk: wording.name_of(place) for place in model._default_manager.filter(pk__in=wanted)}
    return found


def named_places(rows: Sequence[Any]) -> dict[Any, list[str]]:
    """Key of each measure or line -> names of its places."""
    names = place_names({code for row in rows for code in row.places})
    return {row.pk: [names[code] for code in row.places if code in names] for row in rows}


def kind_label(kind: str) -> Any:
    """What two lines are to each other."""
    return PairKind(kind).label


def missing(names: Iterable[str]) -> str:
    """What is not published of a line that is not compared."""
    return wording.listed([str(MISSING[name]) for name in names])


def _listed(codes: Iterable[str], labels: Mapping[str, Any]) -> str:
    return wording.listed([pdf.isolated(labels[code]) for code in codes])


def _where(shared: Common) -> str:
    communes = ngettext("%(n)s commune", "%(n)s communes", shared.communes) % {"n": wording.number(shared.communes)}
    people = ngettext("%(n)s resident", "%(n)s residents", shared.residents) % {"n": wording.number(shared.residents)}
    return _("%(communes)s (%(people)s)") % {"communes": communes, "people": people}
