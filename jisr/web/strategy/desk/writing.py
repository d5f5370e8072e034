"""A measure of a draft, or a line of somebody's programme, written on one page without a sheet."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.centres.models import Programme
from jisr.common.errors import Refusal, Stale, Unacceptable
from jisr.common.text import fold
from jisr.exchange.strategy_sheets.cells import named_places
from jisr.exchange.strategy_sheets.columns import BY_CODE, LINES, MEASURES
from jisr.exchange.strategy_sheets.export import cells_of_line, cells_of_measure
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Measure, StrategyVersion
from jisr.ledger.strategy.rules.sheets import LineRow, MeasureRow
from jisr.territory.models import Province, Region
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.forms import once
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach
from jisr.web.strategy.desk.taking_up import TakenUp
from jisr.web.strategy.desk.written import MeasureFields, PlanLineFields, Written
from jisr.web.window import read_version

#: Value of the choice of an axis or objective -> what a sheet says of it.
Under = Mapping[str, Mapping[str, str]]


@needs("strategy.edit")
@once
def add_measure(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add a measure to a draft."""
    return _measure(request, reach.version(request, code, number), None)


@needs("strategy.edit")
@once
def edit_measure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a measure of a draft."""
    row = reach.measure(request, pk)
    return _measure(request, row.of, row)


def _measure(request: HttpRequest, version: StrategyVersion, measure: Measure | None) -> HttpResponse:
    back = reverse("strategy:desk:version", args=[version.strategy.code, version.number])
    if version.state != VersionState.DRAFT:
        messages.error(request, str(actions.InForce()))
        return redirect(back)
    stored = queries.measure(version, measure.code) if measure else None
    start = queries.measure_row(stored) if stored else MeasureRow("")
    under, choices = _under(version)
    data = typed(request)
    initial = {
        **vars(start), "under": str(stored.objective_id or stored.axis_id or "") if stored else "",
        "code": _next_code(version),
    }  # fmt: skip
    fields = MeasureFields(
        data, initial=initial, checked=_saves(request), under=choices, programmes=_programmes(version)
    )
    sheet = Written(
        fields, data, start, kind=MEASURES, places=_in_words(start.places), checked=_saves(request)
    )  # fmt: skip
    linked = [one.statement for one in stored.taken_up.all()] if stored else []
    statements = TakenUp(data, linked, region=version.strategy.region_id, is_demonstration=version.is_demonstration)

    def act(row: MeasureRow) -> str:
        found = actions.save_measure(
            version=version, row=row, by=request.user, measure=measure, takes_up=statements.takes_up,
            lets_go=statements.lets_go, expected=read_version(request, measure.version) if measure else 0,
        )  # fmt: skip
        return f"{back}#m-{found.pk}"

    page = {
        "title": told.title(measure) if measure else _("Add a measure"), "back": back, "row": measure,
        "back_words": wording.name_of(version.strategy), "statements": statements, "start": start,
        "version": version,
    }  # fmt: skip
    return _written(request, sheet, act, page, under=under, stored=start if measure else None)


@needs("strategy.edit")
@once
def add_line(request: HttpRequest, code: str) -> HttpResponse:
    """Add a line to somebody's programme."""
    return _line(request, reach.plan(request, code), None)


@needs("strategy.edit")
@once
def edit_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a line of somebody's programme."""
    row = reach.line(request, pk)
    return _line(request, row.plan, row)


def _line(request: HttpRequest, plan: Any, line: Any) -> HttpResponse:
    back, data = reverse("strategy:desk:send_lines", args=[plan.code]), typed(request)
    start = queries.line_row(line) if line else LineRow("")
    initial = {**vars(start), "budget": cells_of_line(start)["budget"], "code": ""}
    fields = PlanLineFields(data, initial=initial, checked=_saves(request), programmes=_programmes(plan))
    sheet = Written(
        fields, data, start, kind=LINES, places=_in_words(start.places), checked=_saves(request)
    )  # fmt: skip

    def act(row: LineRow) -> str:
        expected = read_version(request, line.version) if line else 0
        actions.save_line(plan=plan, row=row, by=request.user, line=line, expected=expected)
        return back

    page = {
        "title": told.title(line) if line else _("Add a line"), "back": back, "back_words": wording.name_of(plan),
        "row": line, "start": start,
    }  # fmt: skip
    return _written(request, sheet, act, page, under={}, stored=start if line else None)


def _written(
    request: HttpRequest, sheet: Written, act: Callable[[Any], str], page: dict[str, Any], *, under: Under, stored: Any
) -> HttpResponse:
    """The page of the form; once it is saved, where ``act`` leads."""
    expected, beside = page["row"].version if page["row"] else 0, None
    row = sheet.read(under, is_demonstration=request.user.is_demonstration) if _saves(request) else None
    if row is not None:
        try:
            after = act(row)
            messages.success(request, _("Saved."))
            return redirect(after)
        except Stale:
            beside = _differing(stored, row)
        except Unacceptable as refusal:
            for name, said in refusal.fields.items():
                sheet.fields.add_error(name if name in sheet.fields.fields else None, str(said))
        except actions.CodeTaken as refusal:
            sheet.fields.add_error("code" if page["row"] is None else None, str(refusal))
        except Refusal as refusal:
            sheet.fields.add_error(None, str(refusal))
    elif request.method == "POST":
        expected = read_version(request, expected)
    page |= {"sheet": sheet, "expected": expected, "beside": beside, "places": _datalist()}
    return render(request, "strategy/desk/write.html", page, status=409 if beside is not None else 200)


def _saves(request: HttpRequest) -> bool:
    """Whether the form is to be saved: neither shown, nor asked for more rows or for statements."""
    return request.method == "POST" and not {"more", "find"} & set(request.POST)


def _differing(stored: MeasureRow | LineRow, row: MeasureRow | LineRow) -> list[tuple[Any, str]]:
    """Heading and stored value of what somebody else saved otherwise than it is typed here."""
    cells = cells_of_measure if isinstance(stored, MeasureRow) else cells_of_line
    there, here = cells(stored), cells(row)
    return [
        (BY_CODE[column].label, there.get(column, ""))
        for column in dict.fromkeys([*there, *here]) if there.get(column, "") != here.get(column, "")
    ]  # fmt: skip


def _under(version: StrategyVersion) -> tuple[Under, list[tuple[str, str]]]:
    """What a sheet says of each axis and objective, and the choices; two queries."""
    axes, objectives = queries.headings(version)
    said: dict[str, Mapping[str, str]] = {}
    choices = []
    for axis in axes:
        said[str(axis.pk)] = {"axis_ar": axis.title_ar, "axis_fr": axis.title_fr}
        choices.append((str(axis.pk), told.title(axis)))
        for one in (one for one in objectives if one.axis_id == axis.pk):
            titles = {"objective_ar": one.title_ar, "objective_fr": one.title_fr}
            said[str(one.pk)] = {**said[str(axis.pk)], **titles}
            choices.append((str(one.pk), f"{told.title(axis)} › {told.title(one)}"))
    return said, choices


def _programmes(of: Any) -> list[tuple[str, str]]:
    """Codes and names of the catalogue's programmes; one query."""
    rows = Programme.objects.filter(is_demonstration=of.is_demonstration).order_by("code")
    return [(row.code, wording.name_of(row)) for row in rows]


def _next_code(version: StrategyVersion) -> str:
    """A code that no measure of any version has: what a code meant it goes on meaning; one query."""
    taken = set(Measure.objects.filter(of__strategy=version.strategy_id).values_list("code", flat=True))
    return next(code for code in (f"M-{n:02}" for n in range(1, len(taken) + 2)) if code not in taken)


def _in_words(codes: Sequence[str]) -> list[str]:
    """Names of places where a name means one place alone, else codes; the whole country as it is called."""
    names, known = told.place_names(codes), named_places() if codes else {}
    return [names[code] if known.get(fold(names.get(code, ""))) == {code} else code for code in codes]


def _datalist() -> list[str]:
    """Names of regions and provinces, as suggestions; two queries."""
    return [wording.name_of(row) for model in (Region, Province) for row in model._default_manager.order_by("code")]
