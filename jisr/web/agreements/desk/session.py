"""The sheet of a commission before its session: envelope, who paid what, what is late, how many women, at what cost."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.ledger.agreements import queries
from jisr.ledger.agreements.choices import LIVING
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.agreements.queries import Content, Owed
from jisr.ledger.agreements.rules.money import total
from jisr.territory import queries as territory
from jisr.web.access import needs
from jisr.web.agreements import shown
from jisr.web.agreements.desk import reach
from jisr.web.said import of_language


@needs("agreements.read")
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """All agreements of the region that are alive, on one sheet; a fixed number of queries."""
    today = timezone.localdate()
    rows = [row for row in reach.agreements(request) if row.state in LIVING]
    keys = [row.pk for row in rows]
    held, standing = queries.versions(keys), queries.instalments(keys, today)
    contents, reached = queries.contents(list(held.values())), queries.reached(*keys)
    compared = queries.compared([*(one for one in queries.seen() if not one.is_demonstration), *_invented(rows)])
    sheets = [
        _sheet(row, contents[held[row.pk].pk], standing[row.pk], reached[row.pk], today) for row in rows
    ]  # fmt: skip
    late = [(one, sheet["agreement"]) for sheet in sheets for one in sheet["late"]]
    page = {
        "sheets": sheets, "today": today, "rows": sorted(late, key=lambda pair: -pair[0].days_late),
        "envelope": sum(sheet["content"].version.envelope or 0 for sheet in sheets),
        "total": sum(one.amounts.owed for one, _row in late), "late": sum(one.amounts.owed for one, _row in late),
        "whole": total(sheet["total"] for sheet in sheets), "desk": True,
        "beside": _beside(compared, rows), "place": _place(rows) or request.post.place_name,
        "invented": any(row.is_demonstration for row in rows),
    }  # fmt: skip
    return render(request, "agreements/desk/session.html", page)


def _place(rows: list[Agreement]) -> str:
    """The invented region, where all agreements are of it: what is invented stands under no real name."""
    invented = [row for row in rows if row.region_id is None]
    return of_language(invented[0], "place") if invented and len(invented) == len(rows) else ""


def _invented(rows: list[Agreement]) -> list[Agreement]:
    return [row for row in rows if row.is_demonstration]


def _sheet(row: Agreement, content: Content, owed: list[Owed], reached: list[Any], today: date) -> dict[str, Any]:
    lines = queries.by_party(content.shares, owed)
    return {
        "agreement": row, "content": content, "lines": lines, "total": total(line.amounts for line in lines),
        "late": [one for one in owed if one.is_late], "owed": owed, "bars": shown.bars(lines),
        "counted": shown.counted(content.targets, reached),
    }  # fmt: skip


def _beside(compared: list[Any], rows: list[Agreement]) -> list[shown.RegionCost]:
    """The region of the reader first where it is invented, and every region of the country."""
    regions = list(territory.regions())
    real = [one for one in compared if not one.agreement.is_demonstration]
    ours = [one for one in compared if one.agreement in rows]
    here = ours[0].agreement if ours else None
    others = shown.beside(real, regions)
    if here is None:
        return others
    name = next((one.name for one in shown.beside(ours, regions, here) if one.is_here), "")
    rest = [one for one in others if one.name != name]
    return [shown.RegionCost(name, True, ours), *rest]
