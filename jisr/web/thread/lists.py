"""The lists of the thread: what nobody asked for, what nobody funded, what was funded and served nobody on record."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.centres.choices import THEMES
from jisr.exchange import sheets
from jisr.ledger.thread import queries
from jisr.ledger.thread.queries import Ground, Item
from jisr.ledger.thread.rules.standing import Standing
from jisr.territory import queries as territory
from jisr.web.access import open_to_all
from jisr.web.thread import words
from jisr.web.thread.asked import asked_of
from jisr.web.thread.people import People, people, stand

#: Rows that a page shows; the sheet has all of them.
MOST = 100


def counts(held: Ground, standing: Standing, served: People, region: str) -> list[dict[str, Any]]:
    """Each list with how many rows it has in a region."""
    found = {
        "unasked": queries.unasked(held, standing),
        "unfunded": queries.unfunded(held, standing, queries.accepted(held.is_demonstration)),
        "unserved": _unserved(held, served),
    }
    return [
        {"name": name, "title": words.LISTS[name][0], "n": sum(row.fits(region, "") for row in rows)}
        for name, rows in found.items()
    ]


@require_safe
@open_to_all
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """One list, of a region or a theme where they are chosen."""
    rows, page = _read(request, name)
    title, about = words.LISTS[name]
    page |= {
        "name": name, "title": title, "about": about, "themes": sorted(THEMES.items(), key=lambda one: str(one[1])),
        "rows": [row_of(item) for item in rows[:MOST]], "n": len(rows), "more": len(rows) > MOST,
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "thread/list.html", page)


@require_safe
@open_to_all
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """The whole list as a table for any program."""
    rows, page = _read(request, name)
    content = sheets.as_csv(
        ("kind", "key", "title_ar", "title_fr", "regions", "themes", "stops_before", "demonstration"),
        ([sheets.guarded(value) for value in (
            item.kind, key_of(item), *_titles(item), " ".join(sorted(item.regions)), " ".join(sorted(item.themes)),
            item.stops, "yes" if page["invented"] else "no",
        )] for item in rows),
    )  # fmt: skip
    answer = HttpResponse(content, content_type=sheets.TYPES["csv"])
    mark = "demonstration-" if page["invented"] else ""
    answer["Content-Disposition"] = f'attachment; filename="{mark}{name}.csv"'
    return answer


def _read(request: HttpRequest, name: str) -> tuple[list[Item], dict[str, Any]]:
    if name not in words.LISTS:
        raise Http404
    regions = list(territory.regions())
    asked = asked_of(request, regions)
    theme = request.GET.get("theme", "")
    held = queries.ground(demonstration=asked.invented)
    served = people(held)
    standing = stand(held, served)
    found: Mapping[str, Any] = {
        "unasked": lambda: queries.unasked(held, standing),
        "unfunded": lambda: queries.unfunded(held, standing, queries.accepted(held.is_demonstration)),
        "unserved": lambda: _unserved(held, served),
    }
    theme = theme if theme in THEMES else ""
    rows = [item for item in found[name]() if item.fits(asked.region, theme)]
    return rows, {"asked": asked, "regions": regions, "theme": theme, "invented": asked.invented}


def _unserved(held: Ground, served: People) -> list[Item]:
    return queries.unserved(held, {key for key in held.agreements if served.has(key)}, served.of.keys())


def row_of(item: Item) -> dict[str, Any]:
    """What a page shows of a row."""
    return {
        "item": item, "kind": words.KINDS[item.kind], "stops": words.STOPS[item.stops],
        "href": reverse("thread:one", args=[item.kind, key_of(item)]),
    }  # fmt: skip


def key_of(item: Item) -> str:
    """As addresses of the thread name a row."""
    if item.kind == "statement":
        return str(item.row.pk)
    if item.kind == "measure":
        return str(item.row.address)
    return str(item.row.address if item.of else item.row.code)


def _titles(item: Item) -> tuple[str, str]:
    if item.kind == "statement":
        text = item.row.text
        return (text, "") if item.row.language not in {"fr", "en"} else ("", text)
    if item.kind == "measure":
        return item.row.title_ar, item.row.title_fr
    return item.row.name_ar, item.row.name_fr
