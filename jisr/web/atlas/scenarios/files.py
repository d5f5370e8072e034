"""What somebody takes away from scenarios: a table, and a sheet for a meeting."""

from importlib.resources import files
from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.atlas import queries as atlas
from jisr.common import pdf
from jisr.exchange import sheets
from jisr.web import wording
from jisr.web.access import needs
from jisr.web.atlas import floods
from jisr.web.atlas.scenarios import maps, told
from jisr.web.atlas.scenarios import table as tables
from jisr.web.atlas.scenarios.drawn import Drawn
from jisr.web.atlas.scenarios.views import chosen
from jisr.web.downloads import download

_PAGE = files("jisr.web.atlas.scenarios") / "sheet.typ"
COLUMNS = ("code", "what", "scenario", "before", "after", "province", "on", "demonstration")
#: Rows of dirhams, people, kilometres or kilograms: a tenth is enough, and lets provinces add up. Of the others, more.
_TENTHS = frozenset({"cost", "by_mobile", "km", "co2_kg"})
#: Deeds, provinces and letters that a sheet has room for.
MOST_SITES, MOST_PROVINCES, MOST_TITLE = 8, 10, 60


@needs("atlas.plan")
@require_safe
@floods.worth(floods.COMPARED)
def table(request: HttpRequest) -> HttpResponse:
    """The comparison as a table."""
    scenarios = chosen(request)
    return as_table(scenarios) if scenarios else redirect("scenarios:list")


@needs("atlas.plan")
@require_safe
@floods.worth(floods.SHEET)
def sheet(request: HttpRequest) -> HttpResponse:
    """The comparison on one sheet."""
    scenarios = chosen(request)
    return as_sheet(scenarios) if scenarios else redirect("scenarios:list")


def as_table(scenarios: list[Drawn]) -> HttpResponse:
    """One line for each figure of each scenario, then for each province; what is not known is empty."""
    lines: list[list[Any]] = []
    for row in tables.rows(scenarios):
        lines += [
            [row.code, row.label, one.title, _cell(row.code, before), _cell(row.code, then), "", *_of(one)]
            for one, (before, then) in zip(scenarios, row.values, strict=True)
        ]
    for code, name, _words, values in tables.provinces(scenarios):
        lines += [
            ["gained", name.strip(f"{pdf.ISOLATE}{pdf.END}"), one.title, "", _cell("gained", n), code, *_of(one)]
            for one, n in zip(scenarios, values, strict=True)
        ]
    guarded = ([sheets.guarded(cell) for cell in line] for line in lines)
    return download(sheets.as_csv(COLUMNS, guarded), "csv", f"scenarios-{timezone.localdate()}")


def _of(one: Drawn) -> list[Any]:
    """The day of its catalogue, and whether its centres are invented."""
    return [one.on, int(one.is_demonstration)]


def _cell(code: str, value: float | None) -> str:
    """A number as a spreadsheet reads it: dirhams, not centimes; out of reach is ``inf``, not known is empty."""
    if value is None or value != value:
        return ""
    if not isfinite(value):
        return str(value)
    if code == "cost":
        value /= 100
    digits = 1 if code in _TENTHS or code.startswith("gained") else 4
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def as_sheet(scenarios: list[Drawn]) -> HttpResponse:
    """Maps side by side, the table, what each does and why, and how it was counted."""
    spoken = wording.language()
    said = facts(scenarios)
    made = pdf.make(_PAGE, said, language=spoken if spoken in {"ar", "fr", "en"} else "ar", title=said["title"])
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="scenarios-{timezone.localdate()}.pdf"'
    return answer


def facts(scenarios: list[Drawn]) -> dict[str, Any]:
    """What the sheet says, in the language that is active."""
    small, legend = maps.maps(scenarios)
    ground = atlas.ground()
    return {
        "title": _("Scenarios side by side") if len(scenarios) > 1 else _cut(scenarios[0].title),
        "lead": told.question(scenarios[0]) if tables.alike(scenarios) else _("They answer different questions."),
        "maps": [
            {"svg": maps.svg(one), "title": pdf.isolated(_cut(one.title)), "words": maps.what(scenarios)}
            for one in small
        ],
        "legend_title": maps.what(scenarios),
        "legend": [{"svg": maps.swatch(shade), "words": words} for shade, words in legend],
        "headings": ["", *(pdf.isolated(_cut(one.title)) for one in scenarios)],
        "rows": [[row.label, *(cell for _title, cell in row.cells)] for row in tables.rows(scenarios)],
        "provinces_title": _("Who gains, by province"),
        "provinces": [
            [name, *(cell for _title, cell in words)]
            for _code, name, words, _n in tables.provinces(scenarios)[:MOST_PROVINCES]
        ],
        "plans": [
            {
                "title": pdf.isolated(_cut(one.title)), "proved": " ".join(told.proved(one, ground)),
                "sites": [f"{told.named(site)} — {told.deed(site)}. {told.why(site, one.limit)}"
                          for site in one.figures["sites"][:MOST_SITES]],
                "more": _more(len(one.figures["sites"]) - MOST_SITES),
            }
            for one in scenarios
        ],
        "method_title": _("How it is counted"), "method": tables.method(scenarios),
        "footer": _("Jisr, scenarios of the atlas; catalogue of %(day)s") % {"day": wording.day(scenarios[0].on)},
        "demonstration": any(one.is_demonstration for one in scenarios),
        "demonstration_words": _("Demonstration — these centres and numbers are invented"),
    }  # fmt: skip


def _more(n: int) -> str:
    return _("and others: %(n)s") % {"n": wording.number(n)} if n > 0 else ""


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TITLE else f"{text[: MOST_TITLE - 1]}…"
