"""What somebody takes away from the atlas: a table, boundaries with figures, a picture, a sheet for a meeting."""

from collections.abc import Callable, Iterator
from functools import wraps
from importlib.resources import files
from math import isfinite
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.atlas import queries
from jisr.common import pdf
from jisr.exchange import sheets
from jisr.web import wording
from jisr.web.access import open_to_all
from jisr.web.atlas import drawing, floods, made_of, paper, shown
from jisr.web.atlas.forms import AskForm
from jisr.web.atlas.outlines import geometry
from jisr.web.atlas.reading import FAR, Asked, Reading, Row, read
from jisr.web.downloads import download

COLUMNS = (
    "code", "name_ar", "name_fr", "people", "minutes", "out_of_reach", "share_within", "places_per_1000",
    "communes_not_known", "shade", "theme", "who", "way", "limit_min", "supply", "on", "travel_model", "demonstration",
    "days_until_next", "sharing", "demand",
)  # fmt: skip
_HERE = files("jisr.web.atlas")
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
WORST = 10
_COSTS = {"sheet": floods.SHEET, "picture": floods.SHEET}
_COUNTED = ("minutes", "within", "reach")

View = Callable[..., HttpResponse]


def _asked(view: Callable[..., HttpResponse]) -> View:
    """Hand the view the reading; an address that asks for nothing known leads to the page, which says what is wrong."""

    @wraps(view)
    def answering(request: HttpRequest, **named: Any) -> HttpResponse:
        if floods.is_too_often(request, cost=_COSTS.get(request.resolver_match.url_name, 1)):
            return redirect(reverse("atlas:page"))
        ground = queries.ground()
        form = AskForm(request.GET, ground)
        if not form.is_valid():
            return redirect(f"{reverse('atlas:page')}?{request.GET.urlencode()}")
        return view(read(Asked.of(form.cleaned_data), ground), **named)

    return answering


@require_safe
@open_to_all
@_asked
def figures(reading: Reading, form: str) -> HttpResponse:
    """The table, or the table with its boundaries.

    Args:
        form: csv or geojson.
    """
    return table(reading, form)


def table(reading: Reading, form: str) -> HttpResponse:
    """The table of a reading as a file.

    Raises:
        Http404: no such form.
    """
    name = _name(reading)
    if form == "csv":
        lines = ([sheets.guarded("" if cell is None else cell) for cell in row] for row in _cells(reading))
        return download(sheets.as_csv(COLUMNS, lines), "csv", name)
    if form != "geojson":
        raise Http404
    answer = JsonResponse(_features(reading), json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/geo+json"
    return _kept(answer, f"{name}.geojson")


@require_safe
@open_to_all
@_asked
def picture(reading: Reading, form: str) -> HttpResponse:
    """The map with its legend as a picture.

    Args:
        form: svg or png.
    """
    if form not in _TYPES:
        raise Http404
    said = facts(reading)
    made = pdf.picture(_HERE / "picture.typ", said, language=_tongue(), title=said["title"], form=form)
    return _kept(HttpResponse(made, content_type=_TYPES[form]), f"{_name(reading)}.{form}")


@require_safe
@open_to_all
@_asked
def sheet(reading: Reading) -> HttpResponse:
    """The map, its legend, the worst-served places and what the figures mean, on one sheet for a wall."""
    said = facts(reading)
    made = pdf.make(_HERE / "sheet.typ", said, language=_tongue(), title=said["title"])
    return _kept(HttpResponse(made, content_type="application/pdf"), f"{_name(reading)}.pdf")


def facts(reading: Reading) -> dict[str, Any]:
    """What the sheet and the picture say, in the language that is active; every entry is text."""
    asked = reading.asked
    place = wording.name_of(asked.within) if asked.within else _("The whole country")
    worst = shown.told(reading, reading.rows[:WORST], drawing.inside)
    definitions = shown.definitions(asked)
    method = [str(definitions[code][1]) for code in dict.fromkeys((asked.shown.value, "people"))]
    return {
        "title": _("%(theme)s: %(shown)s") % {"theme": asked.theme.label, "shown": asked.shown.label},
        "lead": _lead(reading, place),
        "map": paper.map_svg(reading), "map_words": _("Map: %(shown)s") % {"shown": asked.shown.label},
        "swatches": {str(one.shade): paper.swatch_svg(one.shade) for one in shown.legend(reading)},
        "colour": _("colour of the class"), "legend_title": _("Classes of the map"),
        "legend": [{"shade": str(one.shade), "words": one.words} for one in shown.legend(reading)],
        "cards": [{"n": value, "words": str(label)} for _code, label, value, _about in shown.cards(reading)],
        "worst_title": _("Worst served first"),
        "headings": [pgettext("territory", "Place"), *(definitions[code][0] for code in _COUNTED)],
        "worst": [
            {"n": wording.number(n), "name": pdf.isolated(one.name), "minutes": one.minutes, "within": one.within,
             "reach": one.reach}
            for n, one in enumerate(worst, 1)
        ],
        "method_title": _("What is counted"),
        "method": [
            *method, *made_of.sources(reading), *made_of.apart(reading), _("Boundaries of 2014 (HCP), simplified."),
        ],
        "footer": _("Jisr, atlas; figures of %(day)s") % {"day": wording.day(reading.on)},
        "demonstration": reading.supply.invented,
        "demonstration_words": _("Demonstration — these centres and numbers are invented"),
    }  # fmt: skip


def _lead(reading: Reading, place: str) -> str:
    asked = reading.asked
    return _("%(place)s. Counted: %(who)s. Way: %(way)s, limit %(limit)s.") % {
        "place": pdf.isolated(place), "who": asked.who.label, "way": asked.way_label, "limit": asked.limit.label,
    }  # fmt: skip


def _cells(reading: Reading) -> Iterator[list[Any]]:
    """Lines of the table, worst served first; what is not known is empty."""
    asked = reading.asked
    shared = [
        asked.theme.value, asked.who.value, asked.way, asked.limit.value, asked.supply.value, reading.on,
        reading.ways.model, int(reading.supply.invented),
    ]  # fmt: skip
    for row in reading.rows:
        line = row.line
        yield [
            row.place.code, row.place.name_ar, row.place.name_fr, _whole(line.people), _number(line.minutes, 1),
            int(line.minutes == float("inf")), _number(line.within, 4), _number(line.reach, 3), line.unknown,
            row.shade if 0 < row.shade < FAR else None, *shared, _number(line.days, 1), asked.sharing.value,
            asked.demand.value,
        ]  # fmt: skip


def _features(reading: Reading) -> dict[str, Any]:
    """A collection of features as RFC 7946 has it; what is not known is null."""
    asked = reading.asked
    rings = drawing.rings_of(asked.level, asked.within.code if asked.within else "")
    cells = {row.place.code: dict(zip(COLUMNS, line, strict=True)) for row, line in _beside(reading)}
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature", "id": code, "geometry": geometry(rings[code]),
                "properties": cell | {"on": cell["on"].isoformat()},
            }
            for code, cell in cells.items() if code in rings
        ],
    }  # fmt: skip


def _beside(reading: Reading) -> Iterator[tuple[Row, list[Any]]]:
    yield from zip(reading.rows, _cells(reading), strict=True)


def _number(value: float, decimals: int) -> float | None:
    return round(value, decimals) if isfinite(value) else None


def _whole(value: float) -> int | None:
    return round(value) if isfinite(value) else None


def _name(reading: Reading) -> str:
    asked = reading.asked
    where = asked.within.code.replace(".", "-") if asked.within else "country"
    return f"atlas-{asked.theme.value.replace('_', '-')}-{where}-{reading.on}"


def _tongue() -> str:
    spoken = wording.language()
    return spoken if spoken in {"ar", "fr", "en"} else "ar"


def _kept(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
