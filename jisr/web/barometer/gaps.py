"""What nothing covers, for whoever answers for a place: counts by theme and by commune, never a family."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jisr.barometer.choices import HINDERED, LACKING, SOURCE
from jisr.barometer.rules import Lacking
from jisr.centres.choices import THEMES, Obstacle
from jisr.web.access import needs
from jisr.web.barometer import places
from jisr.web.barometer.reading import hindering, lacking
from jisr.window.orientation.gaps.choices import EVENTS


@needs("barometer.read")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Needs that nothing covers in the place of the post, and what stood in the way of services that were found.

    As they stood last Sunday. A fixed number of queries.
    """
    ground = places.ground_of(request.post)
    reading = lacking(ground, compartments=request.post.compartments)
    hindered = hindering(ground, compartments=request.post.compartments).report
    context = {
        "found": reading.report, "counted_at": reading.counted_at, "definition": LACKING, "source": SOURCE,
        "tables": _tables(reading.report, ground), "hindered": hindered, "hindered_definition": HINDERED,
        "hindered_tables": _hindered(hindered, ground),
    }  # fmt: skip
    return render(request, "barometer/gaps.html", context)


def _tables(found: Lacking, ground: places.Ground) -> list[tuple[str, Any, list[tuple[Any, Any]]]]:
    whys = {event.value: why.label for why, event in EVENTS.items()}
    return _by(found, ground, (_("By what is lacking"), whys))


def _hindered(found: Lacking, ground: places.Ground) -> list[tuple[str, Any, list[tuple[Any, Any]]]]:
    """What stood in the way first: the other two tables say where, and for what."""
    tables = _by(found, ground, (_("By what stood in the way"), dict(Obstacle.choices)))
    return [tables[-1], *tables[:-1]]


def _by(
    found: Lacking, ground: places.Ground, why: tuple[Any, Mapping[str, Any]]
) -> list[tuple[str, Any, list[tuple[Any, Any]]]]:
    """(code, heading, (name, figure)) of each table."""
    codes = [code for code, _figure in found.tables.get("place", ())]
    by_commune = ground.area.communes
    named: Mapping[str, Any] = places.communes(codes, "") if by_commune else places.provinces(codes)
    headings = [
        ("theme", _("By theme"), {**THEMES, "": _("other, in the person's words")}),
        ("place", _("By commune where people live") if by_commune else _("By province"), named),
        ("why", *why),
    ]
    return [
        (code, heading, [(names.get(value, value), one) for value, one in found.tables.get(code, ())])
        for code, heading, names in headings
    ]
