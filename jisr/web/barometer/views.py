"""The page of figures of whoever answers for a place: what was received, oriented and answered, and who must act."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jisr.barometer.choices import DEFINITIONS, FUNNEL, SOURCE, Dimension, Indicator
from jisr.barometer.rules import Figure, Line, Period, Shape
from jisr.common import journal
from jisr.exchange import sheets
from jisr.staff.rules import may
from jisr.web.access import needs
from jisr.web.barometer import charts, delays, places, rows
from jisr.web.barometer.reading import Reading, lacking, read, shape
from jisr.web.downloads import download
from jisr.web.reception import alerts
from jisr.web.wording import MONTHS, month

_COLUMNS = ("indicator", "by", "code", "name", "since", "until", "value", "of", "hidden", "source")


@needs("barometer.read")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Figures of the place of the post, in one period. A fixed number of queries."""
    part = _part(request)
    ground = places.ground_of(request.post)
    reading = _read(request, ground, part)
    report, rtl = reading.report, get_language_bidi()
    names = rows.names_of(report, ground)
    tables = rows.tables(report, ground, names)
    by_place = tables.get(Dimension.COMMUNE) or tables[Dimension.UNIT]
    drawing, patches = rows.patches(by_place, ground, names[by_place.code])
    context = {
        "report": report, "counted_at": reading.counted_at, "periods": _periods(report.shape), "part": part,
        "definitions": _definitions(report.shape), "source": SOURCE, "funnel_definition": FUNNEL,
        "funnel": charts.funnel([_("received"), _("oriented"), _("with an answer")], report.funnel, rtl=rtl),
        "trend": charts.trend(report.trend, rtl=rtl), "late": rows.must_answer(report),
        "by_unit": tables[Dimension.UNIT] if len(ground.area.units) > 1 else None, "by_place": by_place,
        "by_theme": tables[Dimension.THEME],
        "others": [tables[code] for code in (Dimension.SEX, Dimension.AGE, Dimension.MILIEU, Dimension.DISABILITY)],
        "drawing": drawing, "patches": patches, "shades": range(1, rows.SHADES + 1),
        "prepares": may(request.post.role, "forum.survey"), "late_alerts": alerts.late(request.post),
        "lacking": lacking(ground, compartments=request.post.compartments).report.total,
        "delays": delays.shown(ground, request.post.compartments),
    }  # fmt: skip
    return render(request, "barometer/page.html", context)


@needs("barometer.read")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV, the hidden ones hidden; the journal keeps that they were taken away."""
    ground = places.ground_of(request.post)
    reading = _read(request, ground, _part(request))
    journal.opened("barometer.exported", f"staff.post:{request.post.pk}")
    lines = chain(_exported(reading, ground), _delays(ground, request.post.compartments))
    return download(sheets.as_csv(_COLUMNS, lines), "csv", f"figures-{reading.report.shape.today}")


def _read(request: HttpRequest, ground: places.Ground, part: int | None) -> Reading:
    return read(ground, part=part, compartments=request.post.compartments)


def _part(request: HttpRequest) -> int | None:
    """Which three months were asked for; all twelve for anything else."""
    asked = request.GET.get("period", "")
    return int(asked) if asked in {str(place) for place in range(len(shape().parts))} else None


def _periods(seen: Shape) -> list[tuple[str, str]]:
    """(value of ``period``, words), the twelve months first, then the newest part."""
    parts = [(str(place), _span(period)) for place, period in enumerate(seen.parts)]
    return [("", _("Last 12 months")), *reversed(parts)]


def _span(period: Period) -> str:
    """Its first and last month; the year once where it is the same."""
    same = period.since.year == period.last.year
    first = str(MONTHS[period.since.month - 1]) if same else month(period.since)
    return f"{first} \u2013 {month(period.last)}"


def _definitions(seen: Shape) -> dict[str, Any]:
    return {code.value: words % {"days": seen.late_days} for code, words in DEFINITIONS.items()}


def _exported(reading: Reading, ground: places.Ground) -> Iterator[list[Any]]:
    report = reading.report
    yield from _cells("all", "", "", report.total)
    yield _cell(Indicator.ACCEPTED, "all", "", "", report.accepted)
    yield _cell(Indicator.DAYS, "all", "", "", report.days)
    yield _cell(Indicator.LATE, "all", "", "", report.late_total)
    for line in report.trend:
        yield from _cells("month", f"{line.key:%Y-%m}", month(line.key), line)
    for table in rows.tables(report, ground, rows.names_of(report, ground)).values():
        for row in table.rows:
            yield from _cells(table.code, row.line.key, row.name, row.line)
    known = places.centres([late.centre for late in report.late])
    for late in report.late:
        centre = known.get(late.centre)
        name = places.chosen(centre.name_ar, centre.name_fr) if centre else ""
        yield _cell(Indicator.LATE, "centre", late.centre, name, late.count)


def _delays(ground: places.Ground, compartments: tuple[str, ...]) -> Iterator[list[Any]]:
    for one in delays.shown(ground, compartments):
        yield _cell(one.code, "all", "", "", one.figure)


def _cells(by: str, code: Any, name: Any, line: Line) -> Iterator[list[Any]]:
    for indicator in charts.KINDS:
        yield _cell(indicator, by, code, name, getattr(line, indicator))


def _cell(indicator: str, by: str, code: Any, name: Any, figure: Figure) -> list[Any]:
    """One line of the export; a hidden figure is empty and says so."""
    value = "" if figure.value is None else figure.value
    return [
        str(indicator), by, code, sheets.guarded(name), figure.period.since, figure.period.last, value,
        "" if figure.denominator is None else figure.denominator, int(figure.hidden), figure.source,
    ]  # fmt: skip
