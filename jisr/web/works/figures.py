"""Figures of the works: rehabilitated, accessible, graded, green, of the place of the post."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.barometer.rules import Figure, Period
from jisr.barometer.rules.figures import count
from jisr.centres import queries as catalogue
from jisr.centres.models import Centre
from jisr.centres.works import queries, rules
from jisr.centres.works.choices import Grade
from jisr.common import journal
from jisr.common.periods import months_after
from jisr.exchange import sheets
from jisr.territory.models import Province, Region
from jisr.web.access import needs
from jisr.web.centres import reach
from jisr.web.downloads import download
from jisr.web.wording import language, name_of
from jisr.web.works import words
from jisr.web.works.energy import MONTHS_SHOWN

#: Where the figures come from.
SOURCE = "works"
#: Centres that the list of a province names.
_MOST = 300
_COLUMNS = (
    "code", "name", "buildings", "with_sheet", "accessible", *(f"grade_{one.value or 'none'}" for one in Grade),
    "planned", "rehabilitated", "kwh", "m3", "solar_share", "km", "estimated",
)  # fmt: skip


@needs("barometer.read")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What the buildings of a place are worth, by province, region or centre."""
    if request.post.centre_id:
        return redirect("works:building", request.post.centre_id)
    shown = _shown(request)
    period, total, lines = _counted(shown, invented=request.post.is_demonstration)
    context = {
        "place": shown["place"], "total": _line(None, "", total, period), "lines": lines, "period": period,
        "by_centre": bool(shown["province"]), "grades": [(one.label, words.tone(one.value)) for one in Grade],
        "asked": shown["asked"], "deeper": "province" if shown["region"] else "region",
    }  # fmt: skip
    return render(request, "works/figures.html", context)


@needs("barometer.read")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV; the journal keeps that it was taken away."""
    shown = _shown(request)
    _period, _total, lines = _counted(shown, invented=request.post.is_demonstration)
    journal.opened("works.figures_exported", f"staff.post:{request.post.pk}")
    return download(sheets.as_csv(_COLUMNS, [_exported(one) for one in lines]), "csv", "works")


def _shown(request: HttpRequest) -> dict[str, Any]:
    """The place that is counted: that of the post, or a part of it that was asked for."""
    scope = reach.shown(request)
    region = scope.get("region") or request.GET.get("region", "")
    province = scope.get("province") or request.GET.get("province", "")
    inside = Province.objects.filter(pk=province) if province else Province.objects.none()
    if scope.get("region"):
        inside = inside.filter(region=scope["region"])
    if (one := inside.first()) is not None:
        return {"province": one.pk, "region": "", "place": one, "asked": "" if scope.get("province") else one.pk}
    place = Region.objects.filter(pk=region).first() if region else None
    found = place.pk if place else ""
    return {"province": "", "region": found, "place": place, "asked": "" if scope.get("region") else found}


def _counted(shown: dict[str, Any], *, invented: bool) -> tuple[Period, rules.Counted, list[dict[str, Any]]]:
    """The time of what meters tell, all of the place added up, and its parts.

    Args:
        shown: the place, as ``_shown`` gives it.
        invented: whether the reader is of the demonstration: she counts what is invented, others what is real.
    """
    today = timezone.localdate()
    first = months_after(today.replace(day=1), 1 - MONTHS_SHOWN)
    period = Period(first, today)
    chosen = catalogue.centres(province=shown["province"], region=shown["region"])
    chosen = chosen.filter(closed_on=None, confidential=False, is_demonstration=invented)
    rows = list(chosen.select_related(None).order_by("pk").values_list(
        "pk", "type", "province__region" if not (shown["province"] or shown["region"]) else "province"
    ))  # fmt: skip
    if shown["province"]:
        rows = [(key, kind, key) for key, kind, _place in rows]
    standings = queries.standings(rows, first, today)
    parts = rules.count_standings(standings)
    total = rules.count_standings(replace(one, place="*") for one in standings).get("*", rules.Counted())
    names = _names(shown, list(parts))
    lines = [_line(key, name, parts[key], period) for key, name in names]
    if shown["province"]:
        order = {grade: place for place, grade in enumerate(["D", "C", "B", "A", "", None])}
        lines.sort(key=lambda one: order[one["grade"]])
    return period, total, lines[:_MOST]


def _names(shown: dict[str, Any], keys: list[Any]) -> list[tuple[Any, str]]:
    """What each part is called, in the order of its name."""
    models: dict[bool, Any] = {True: Centre, False: Province if shown["region"] else Region}
    model = models[bool(shown["province"])]
    by = "sort_ar" if language() in {"ar", "zgh"} else "sort_fr"
    return [(row.pk, name_of(row)) for row in model.objects.filter(pk__in=keys).order_by(by, "pk")]


def _line(key: Any, name: str, one: rules.Counted, period: Period) -> dict[str, Any]:
    """One row of the table; each number a figure with what it is made of."""
    grade = next(iter(one.grades), None) if sum(one.grades.values()) == 1 and one.buildings == 1 else None
    return {
        "key": key, "name": name, "counted": one, "grade": grade,
        "grade_said": Grade(grade).label if grade is not None else "", "grade_tone": words.tone(grade or ""),
        "sheets": _share(one.audited, one.buildings, period), "accessible": _share(one.accessible, one.audited, period),
        "rehabilitated": _share(one.received, one.planned, period),
        "grades": [(code.label, one.grades[code.value], words.tone(code.value)) for code in Grade],
        "kwh": _quantity(one.kwh, period), "water": _quantity(one.water, period), "km": _quantity(one.km, period),
        "solar": one.solar_share,
    }  # fmt: skip


def _share(part: int, whole: int, period: Period) -> Figure:
    return count(part, period, SOURCE, of=whole)


def _quantity(value: Any, period: Period) -> Figure | None:
    """A quantity; None where nobody measured."""
    return None if value is None else count(round(value), period, SOURCE)


def _exported(line: dict[str, Any]) -> list[Any]:
    one = line["counted"]
    blank = ["" if line[name] is None else line[name].value for name in ("kwh", "water")]
    return [
        line["key"], sheets.guarded(line["name"]), one.buildings, one.audited, one.accessible,
        *(one.grades[code.value] for code in Grade), one.planned, one.received, *blank,
        "" if line["solar"] is None else round(line["solar"], 3), "" if one.km is None else one.km, int(one.estimated),
    ]  # fmt: skip
