"""The matrix of themes and publics, and one of its cells on a map: who is at work where, ours, others, both, nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.centres.choices import PUBLICS, THEMES
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import StrategyVersion
from jisr.ledger.strategy.rules.coverage import NEEDS, Cover, Window
from jisr.ledger.strategy.rules.lines import NATION, Ground, Line
from jisr.territory.models import Province, Region
from jisr.web import wording
from jisr.web.access import needs
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach
from jisr.web.territory.drawing import Drawing, Shape, draw

BOTH, OURS, THEIRS, NOBODY = "both", "ours", "theirs", "nobody"
#: Strategies without an end are looked at for so many years from today.
_YEARS = 5


@dataclass(frozen=True, slots=True)
class Laid:
    """A version and the lines of others laid over the ground for a time.

    Attributes:
        place: code of a region or province, or ``MA``.
    """

    ground: Ground
    ours: Cover
    theirs: Cover
    lines: Sequence[Line]
    place: str
    window: Window


@dataclass(frozen=True, slots=True)
class Cell:
    """One theme for one public: shares of residents' days, and who is at work at all."""

    theme: str
    public: str
    ours: float
    theirs: float
    state: str
    here: bool


@dataclass(frozen=True, slots=True)
class Patch:
    """A place on the map, and who is at work there."""

    shape: Shape
    state: str


def laid(request: HttpRequest, version: StrategyVersion) -> Laid:
    """What the page is about: the place and the years that were asked for, else those of the strategy."""
    measures, lines = queries.measures_of(version), queries.lines_of(version)
    ours, theirs = ([row.line for row in rows] for rows in (measures, lines))
    ground, window = queries.ground(), _window(request, version)
    place = _place(request, version, ours)
    return Laid(
        ground, Cover(ours, ground, window), Cover(theirs, ground, window), [*ours, *theirs], place, window
    )  # fmt: skip


@needs("strategy.read")
@require_safe
def cells(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The matrix, and the chosen cell on a map with the same figures as a table."""
    row = reach.version(request, code, number)
    over = laid(request, row)
    here = over.ground.within([over.place])
    themes, publics = _named(over.lines)
    chosen = _chosen(request, over, themes, publics)
    matrix = [
        {"theme": theme, "label": THEMES[theme],
         "cells": [_cell(over, here, theme, public, chosen) for public in publics]}
        for theme in themes
    ]  # fmt: skip
    page = {
        **reach.frame(request, row, "cells"), "matrix": matrix, "publics": [PUBLICS[public] for public in publics],
        "place": over.place, "places": _places(), "window": over.window, "years": _years(row),
        "year": request.GET.get("year", ""), "theme": chosen and THEMES[chosen[0]],
        "public": chosen and PUBLICS[chosen[1]], "asked": chosen, "nation": NATION,
    }  # fmt: skip
    if chosen:
        drawing, patches, table = _drawn(over, *chosen)
        page |= {"drawing": drawing, "patches": patches, "table": table}
    return render(request, "strategy/desk/cells.html", page)


def _cell(over: Laid, here: Any, theme: str, public: str, chosen: tuple[str, str] | None) -> Cell:
    ours, theirs = (side.share(public, theme, here) for side in (over.ours, over.theirs))
    return Cell(theme, public, ours, theirs, _state(ours > 0, theirs > 0), chosen == (theme, public))


def _state(ours: bool, theirs: bool) -> str:
    if ours and theirs:
        return BOTH
    return OURS if ours else THEIRS if theirs else NOBODY


def _named(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """Themes and publics that any line or any need names, in the order of their lists."""
    themes = {theme for line in lines for theme in line.themes} | {need.theme for need in NEEDS}
    publics = {public for line in lines for public in line.publics} | {need.public for need in NEEDS}
    return [code for code in THEMES if code in themes], [code for code in PUBLICS if code in publics]


def _chosen(
    request: HttpRequest, over: Laid, themes: Sequence[str], publics: Sequence[str]
) -> tuple[str, str] | None:  # fmt: skip
    """The cell that was asked for, else the first that has a line."""
    asked = request.GET.get("theme", ""), request.GET.get("public", "")
    if asked[0] in themes and asked[1] in publics:
        return asked
    return next(((theme, public) for theme in themes for public in publics
                 if any(line.names(public, theme) and not line.missing for line in over.lines)), None)  # fmt: skip


def _drawn(over: Laid, theme: str, public: str) -> tuple[Drawing, list[Patch], list[dict[str, Any]]]:
    """The map of the cell, and a row for each place on it: communes of a province or region, provinces of a country."""
    ours, theirs = over.ours.days(public, theme), over.theirs.days(public, theme)
    communes = list(over.ground.people)
    by_place: dict[str, list[int]] = {}
    for n, commune in enumerate(communes):
        if over.place == NATION:
            by_place.setdefault(".".join(commune.split(".")[:2]), []).append(n)
        elif f"{commune}.".startswith(f"{over.place}."):
            by_place.setdefault(commune, []).append(n)
    names = told.place_names(by_place)
    region = over.place.partition(".")[0]
    boundaries = "provinces" if over.place == NATION else f"communes-{region}"
    state = {
        code: _state(any(ours[n] for n in inside), any(theirs[n] for n in inside)) for code, inside in by_place.items()
    }
    drawing = draw(boundaries, {code: (names.get(code, code), "") for code in by_place})
    patches = [Patch(shape, state[shape.code]) for shape in drawing.shapes]
    return drawing, patches, _table(over, theme, public, names if over.place == NATION else {})


def _table(over: Laid, theme: str, public: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Shares by province, the least covered first."""
    codes = sorted({".".join(code.split(".")[:2]) for code in over.ground.people if
                    over.place == NATION or f"{code}.".startswith(f"{over.place}.")})  # fmt: skip
    known = names or told.place_names(codes)
    rows = []
    for code in codes:
        here = over.ground.within([code])
        ours, theirs = (side.share(public, theme, here) for side in (over.ours, over.theirs))
        rows.append({"name": known.get(code, code), "ours": ours, "theirs": theirs,
                     "state": _state(ours > 0, theirs > 0)})  # fmt: skip
    return sorted(rows, key=lambda row: (max(row["ours"], row["theirs"]), row["name"]))


def _window(request: HttpRequest, version: StrategyVersion) -> Window:
    year = request.GET.get("year", "")
    if year in {str(one) for one in _years(version)}:
        return Window(date(int(year), 1, 1), date(int(year), 12, 31))
    years = _years(version)
    return Window(date(years[0], 1, 1), date(years[-1], 12, 31))


def _years(version: StrategyVersion) -> list[int]:
    """The years of a strategy."""
    first = version.since.year if version.since else timezone.localdate().year
    last = version.until.year if version.until else first + _YEARS - 1
    return list(range(first, last + 1))


def _place(request: HttpRequest, version: StrategyVersion, ours: Sequence[Line]) -> str:
    """The place that was asked for; else the region of the strategy, or the one in which all its measures are."""
    asked = request.GET.get("place", "")
    if asked == NATION or (asked and asked in {code for code, _name in _places()}):
        return asked
    if version.strategy.region_id:
        return version.strategy.region_id
    regions = {place.partition(".")[0] for line in ours for place in line.places}
    return next(iter(regions)) if len(regions) == 1 else NATION


def _places() -> list[tuple[str, str]]:
    """The country, then each region with its provinces; two queries."""
    regions = {one.pk: wording.name_of(one) for one in Region.objects.order_by("code")}
    found = [(NATION, _("the whole country"))]
    provinces = list(Province.objects.order_by("code"))
    for code, name in regions.items():
        found.append((code, name))
        found += [(one.pk, f"— {wording.name_of(one)}") for one in provinces if one.region_id == code]
    return found
