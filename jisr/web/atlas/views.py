"""The page of the atlas: choose a service, a public and a way; see who reaches it, worst served first."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from jisr.atlas import queries
from jisr.atlas.choices import Demand, Level
from jisr.atlas.figures import Named, each
from jisr.staff.rules import may
from jisr.web import wording
from jisr.web.access import open_to_all
from jisr.web.atlas import drawing, floods, made_of, shown
from jisr.web.atlas.forms import AskForm, levels_of
from jisr.web.atlas.reading import Asked, Reading, Row, painted, read, value_of

PAGE = 10


@gzip_page
@require_safe
@open_to_all
def page(request: HttpRequest) -> HttpResponse:
    """The map, the table and the indices of one question; two queries once the ground is held."""
    ground = queries.ground()
    form = AskForm(request.GET, ground)
    more = {"form": form, "may_ask_needs": request.post is not None and may(request.post.role, "barometer.read")}
    if floods.is_too_often(request):
        return render(request, "atlas/page.html", more | {"refused": True}, status=HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return render(request, "atlas/page.html", more)
    reading = read(Asked.of(form.cleaned_data), ground)
    plans = request.post is not None and may(request.post.role, "atlas.plan")
    return render(request, "atlas/page.html", more | {"plans": plans} | shown_of(reading, number_of(request)))


def shown_of(reading: Reading, number: int) -> dict[str, Any]:
    """Everything the page says.

    Args:
        number: of the page of the table, from 1.
    """
    asked, rows = reading.asked, reading.rows
    last = max(1, -(-len(rows) // PAGE))
    number = min(number, last)
    picture = drawing.drawn(reading)
    by_code = {one.row.place.code: one for one in shown.told(reading, rows, drawing.inside)}
    listed, definitions = list(by_code.values()), shown.definitions(asked)
    return {
        "reading": reading, "asked": asked, "place": asked.within, "trail": trail(reading), "levels": _levels(asked),
        "map": picture, "patches": [(patch, by_code[patch.row.place.code]) for patch in picture.patches],
        "legend": shown.legend(reading), "worst": listed[0] if listed and listed[0].row.shade else None,
        "rows": listed[(number - 1) * PAGE : number * PAGE], "first": (number - 1) * PAGE, "page": number,
        "last": last, "whole": shown.cards(reading), "indices": shown.indices(reading), "groups": shown.groups(reading),
        "apart": made_of.apart(reading), "definition": definitions[asked.shown][1],
        "definitions": definitions.items(),
        "names": {code: name for code, (name, _about) in definitions.items()}, "counted": shown.of_whom(asked),
        "script": _script(reading, picture),
        "sources": made_of.sources(reading), "query": drawing.address(asked).partition("?")[2],
        "invented": reading.supply.invented,
    }  # fmt: skip


def trail(reading: Reading) -> list[tuple[Named | None, str]]:
    """The places above the one that is looked at, and their addresses; None is the country."""
    within, ground = reading.asked.within, reading.ground
    if within is None:
        return []
    above: list[Named | None] = [None]
    above += [one for one in ground.regions if within.code.startswith(f"{one.code}.")]
    return [(one, drawing.address(reading.asked, within=one.code if one else "", level="")) for one in above]


def _levels(asked: Asked) -> list[tuple[Any, str, bool]]:
    """(words, address, whether it is this one) of each level that the place can be parted into."""
    found = [Level(one) for one in levels_of(asked.within)]
    return [(one.label, drawing.address(asked, level=one), one == asked.level) for one in found]


def _script(reading: Reading, picture: drawing.Map) -> dict[str, Any]:
    """What ``atlas.js`` needs, in the words of the reader."""
    zooms = reading.asked.level != Level.COMMUNE
    address = drawing.address(reading.asked).partition("?")[2]
    regions = [one.code for one in reading.ground.regions]
    of_communes = "atlas:communes" if reading.asked.demand == Demand.PEOPLE else "atlas:communes_of_needs"
    return {
        **picture.told,
        "regions": {
            code: [static(f"territory/communes-{code}.json"), f"{reverse(of_communes, args=[code])}?{address}"]
            for code in regions if zooms
        },
        "words": {
            "open": _("See what is inside"), "close": _("Close"), "in": _("Zoom in"), "out": _("Zoom out"),
            "whole": _("Whole map"),
        },
    }  # fmt: skip


@gzip_page
@require_safe
@open_to_all
def communes(request: HttpRequest, region: str) -> HttpResponse:
    """The communes of a region in the classes of a question, for a map that is zoomed into."""
    ground = queries.ground()
    form = AskForm(request.GET, ground)
    if not form.is_valid() or region not in {one.code for one in ground.regions}:
        raise Http404
    if floods.is_too_often(request):
        return JsonResponse({}, status=HTTPStatus.TOO_MANY_REQUESTS)
    return communes_told(read(Asked.of(form.cleaned_data), ground), region)


def communes_told(reading: Reading, region: str) -> JsonResponse:
    """Code -> name, shade, figure and class of each commune of a region."""
    ground = reading.ground
    chosen = (ground.part(region) & reading.part).nonzero()[0]
    asked, ends = reading.asked, reading.ends
    lines = each(reading.view, chosen)
    rows = [
        Row(ground.communes[at], line, painted(asked, value_of(asked, line), ends))
        for at, line in zip(chosen.tolist(), lines, strict=True)
    ]
    told = shown.told(replace(reading, rows=rows), rows, drawing.inside)
    found = {one.row.place.code: [wording.name_of(one.row.place), one.row.shade, one.figure, one.kind] for one in told}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


def number_of(request: HttpRequest) -> int:
    """The page of the table; the first for anything that is none."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
