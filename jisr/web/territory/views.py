"""Pages of places: the list of communes, one commune, one province, one region; and suggestions for a field."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.common.text import clean_typed
from jisr.territory import queries
from jisr.territory.choices import MatchReason
from jisr.territory.models import Place, Province, Region
from jisr.territory.search import MOST_LETTERS, Match
from jisr.web.access import open_to_all
from jisr.web.paging import page
from jisr.web.territory.drawing import Drawing, draw
from jisr.web.territory.figures import SOURCES, blocks
from jisr.web.wording import language

MOST_FOUND = 30
PAGE = 25


@require_safe
@open_to_all
def communes(request: HttpRequest) -> HttpResponse:
    """The list of communes: what is looked for, or all of them in the order of their names."""
    typed = clean_typed(request.GET.get("q", ""))[:MOST_LETTERS]
    provinces = list(queries.provinces())
    province = next((one for one in provinces if one.code == request.GET.get("province")), None)
    values: dict[str, Any] = {"typed": typed, "province": province, "by_region": _by_region(provinces)}
    if typed:
        values["found"] = _found(typed, province)
        return render(request, "territory/communes.html", values)
    rows = queries.communes(province=province.code if province else "")
    values["page"] = page(rows, by=(_sort_key(), "code"), after=request.GET.get("after", ""), size=PAGE)
    values["drawing"] = None if province else _country(provinces)
    return render(request, "territory/communes.html", values)


@require_safe
@open_to_all
def commune(request: HttpRequest, code: str) -> HttpResponse:
    """One commune: where it is, who lives there, what the census says, what is around it."""
    place = get_object_or_404(queries.communes(), pk=code)
    province = place.province
    around = {one.code: (_name(one), _address(one)) for one in queries.communes(province=province.code)}
    values = {
        "place": place,
        "kind": place.get_type_display(),
        "province": province,
        "region": province.region,
        "blocks": blocks(place, province),
        "sources": SOURCES,
        "compared": province,
        "compared_kind": province.get_type_display(),
        "drawing": draw(f"communes-{province.region_id}", around, here=place.code, point=place.point),
        "former": list(queries.former_names_of(place)),
        "arrondissements": list(queries.arrondissements_of(place)),
        "neighbours": list(queries.neighbours_of(place)),
        "growth": _growth(place.population_2014, place.population),
    }
    return render(request, "territory/commune.html", values)


@require_safe
@open_to_all
def province(request: HttpRequest, code: str) -> HttpResponse:
    """One province or prefecture: its communes, and what the census says."""
    place = get_object_or_404(queries.provinces(), pk=code)
    inside = list(queries.communes(province=code).order_by(_sort_key(), "code"))
    values = {
        "place": place,
        "kind": place.get_type_display(),
        "region": place.region,
        "blocks": blocks(place, place.region),
        "sources": SOURCES,
        "compared": place.region,
        "compared_kind": _("region"),
        "inside": inside,
        "drawing": draw(f"communes-{place.region_id}", {one.code: (_name(one), _address(one)) for one in inside}),
    }
    return render(request, "territory/province.html", values)


@require_safe
@open_to_all
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region: its provinces, and what the census says."""
    place = get_object_or_404(queries.regions(), pk=code)
    inside = list(queries.provinces().filter(region=code))
    values = {
        "place": place,
        "kind": _("region"),
        "blocks": blocks(place),
        "sources": SOURCES,
        "inside": inside,
        "drawing": draw("provinces", {one.code: (_name(one), _address(one)) for one in inside}),
    }
    return render(request, "territory/region.html", values)


@require_safe
@open_to_all
def suggest(request: HttpRequest) -> JsonResponse:
    """Communes for what is being typed, as ``combobox.js`` takes them; nothing about persons comes or goes."""
    matches = queries.find_communes(clean_typed(request.GET.get("q", "")))
    spoken = language()
    answers = [
        {"value": match.commune.code, "label": match.commune.label(spoken), "note": note(match)} for match in matches
    ]
    return JsonResponse(answers, safe=False)


def note(match: Match) -> str:
    """Why a commune answers, in words, where its name alone does not say it."""
    sentences = {
        MatchReason.FORMER_NAME: _("spelled %(name)s in 2014"),
        MatchReason.FORMER_CODE: _("code %(name)s in 2014"),
        MatchReason.ARRONDISSEMENT: _("%(name)s is one of its arrondissements"),
    }
    sentence = sentences.get(MatchReason(match.why), "")
    return sentence % {"name": match.matched} if sentence else ""


def _found(typed: str, province: Province | None) -> list[dict[str, Any]]:
    matches = queries.find_communes(typed, province=province.code if province else None, limit=MOST_FOUND)
    rows = {row.code: row for row in queries.communes_by_code([match.commune.code for match in matches])}
    return [
        {"commune": rows[match.commune.code], "note": note(match), "reason": MatchReason(match.why).label}
        for match in matches
        if match.commune.code in rows
    ]


def _by_region(provinces: list[Province]) -> list[tuple[Region, list[Province]]]:
    groups: dict[str, tuple[Region, list[Province]]] = {}
    for one in provinces:
        groups.setdefault(one.region_id, (one.region, []))[1].append(one)
    return list(groups.values())


def _country(provinces: list[Province]) -> Drawing | None:
    places = {one.code: (_name(one), _address(one)) for one in provinces}
    return draw("provinces", places) if places else None


def _growth(before: int | None, now: int) -> float | None:
    """Share by which the population grew since the census before, or None where that is not known."""
    return now / before - 1 if before else None


def _sort_key() -> str:
    return "sort_ar" if language() in {"ar", "zgh"} else "sort_fr"


def _name(place: Place) -> str:
    return place.name_ar if language() in {"ar", "zgh"} else place.name_fr


def _address(place: Place) -> str:
    return reverse(f"territory:{place._meta.model_name}", args=[place.code])
