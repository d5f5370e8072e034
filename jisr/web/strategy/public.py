"""Public pages: strategies, one strategy with its measures, one measure, programmes of others."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.centres.choices import PUBLICS, THEMES
from jisr.exchange import sheets
from jisr.exchange.strategy_sheets import export
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import StrategyVersion
from jisr.web.access import open_to_all
from jisr.web.downloads import download
from jisr.web.strategy import followed, told
from jisr.web.thread import beside
from jisr.web.window import found

_DIGITS = 4


@require_safe
@open_to_all
def strategies(request: HttpRequest) -> HttpResponse:
    """Every strategy in force, and every programme of others that is on record."""
    versions, plans = list(queries.current_versions()), list(queries.plans())
    page = {"versions": versions, "plans": plans, "invented": any(one.is_demonstration for one in [*versions, *plans])}
    return render(request, "strategy/list.html", page)


@require_safe
@open_to_all
def strategy(request: HttpRequest, code: str) -> HttpResponse:
    """One strategy: the version in force or an earlier one, its axes, objectives and measures."""
    version = found(_version(request, code))
    groups = queries.shape(version)
    rows = [row for group in groups for row in group.measures]
    page = {
        "version": version, "strategy": version.strategy, "groups": groups, "n": len(rows),
        "places": told.named_places(rows), "versions": queries.versions(version.strategy),
        "address": request.build_absolute_uri(request.path), "invented": version.is_demonstration,
    }  # fmt: skip
    return render(request, "strategy/strategy.html", page)


@require_safe
@open_to_all
def measure(request: HttpRequest, code: str, measure: str) -> HttpResponse:
    """One measure: who does it, where, for whom, by when, with what money, and what people said that it takes up."""
    version = found(_version(request, code))
    row = found(queries.measure(version, measure))
    budgets = sorted(row.budgets.all(), key=lambda one: one.year)
    page = {
        "version": version, "strategy": version.strategy, "measure": row, "budgets": budgets,
        "total": sum(one.amount for one in budgets), "places": told.named_places([row])[row.pk],
        "publics": told.weights(row.publics, PUBLICS), "themes": told.weights(row.themes, THEMES),
        "indicators": sorted(row.indicators.all(), key=lambda one: one.place),
        "programmes": [one.programme for one in row.through.all()],
        "statements": [one.statement for one in row.taken_up.all()], "thread": beside.of_measure(row, version),
        "followed": followed.of_measure(version, row.code, timezone.localdate()),
        "address": request.build_absolute_uri(request.path), "invented": version.is_demonstration,
    }  # fmt: skip
    return render(request, "strategy/measure.html", page)


@require_safe
@open_to_all
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody else's programme, line by line, as far as it is published."""
    row = found(queries.plan(code))
    lines = [line for line in queries.line_rows(row) if not line.dropped]
    places = told.named_places(lines)
    page = {
        "plan": row, "invented": row.is_demonstration, "address": request.build_absolute_uri(request.path),
        "lines": [
            {"line": line, "places": places[line.pk], "publics": told.weights(line.publics, PUBLICS),
             "themes": told.weights(line.themes, THEMES)}
            for line in lines
        ],
    }  # fmt: skip
    return render(request, "strategy/plan.html", page)


@require_safe
@open_to_all
def measures_sheet(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The measures of a version as a sheet, in the columns in which they can come back."""
    version = found(_version(request, code))
    return download(export.measures(version, _form(form)), form, f"{code}-{version.number}")


@require_safe
@open_to_all
def plan_sheet(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The lines of a programme as a sheet, in the columns in which they can come back."""
    row = found(queries.plan(code))
    return download(export.lines(row, _form(form)), form, row.code)


def _form(form: str) -> str:
    if form not in sheets.TYPES:
        raise Http404
    return form


def _version(request: HttpRequest, code: str) -> StrategyVersion | None:
    """The version that is asked for by its number, or the one in force; a draft does not exist here."""
    asked: Any = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else None
    return queries.version(code, number)
