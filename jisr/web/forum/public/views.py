"""The waves, their meetings on a map of our own, one wave, one meeting, and its minutes on paper."""

from dataclasses import dataclass, fields
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jisr.exchange import sheets
from jisr.forum import queries
from jisr.forum.models import Meeting
from jisr.forum.queries.sealed import Moderated
from jisr.forum.rules.asof import Response
from jisr.territory import queries as territory
from jisr.territory.models import Province, Region
from jisr.web import said
from jisr.web.access import open_to_all
from jisr.web.downloads import download
from jisr.web.forum.public import came
from jisr.web.paging import page
from jisr.web.territory.drawing import Drawing, draw
from jisr.web.wording import name_of

MEETINGS_A_PAGE, CONTRIBUTIONS_A_PAGE, STATEMENTS_A_PAGE = 25, 20, 20
#: Contributions on paper; the rest is behind the address printed under them.
MOST_ON_PAPER = 300
NOTHING = Response(0, 0, None, None)
_NEWEST = ("-said_on", "pk")


@dataclass(frozen=True, slots=True)
class Map:
    """The provinces of the country, drawn by the regions they belong to.

    Attributes:
        met: codes of the provinces in whose region a meeting was held or is planned.
        chosen: codes of the provinces of the region that the page is about.
    """

    drawing: Drawing
    met: set[str]
    chosen: set[str]


@require_safe
@open_to_all
def waves(request: HttpRequest) -> HttpResponse:
    """All waves, and all meetings on a map with the same list beside it; of one region where it is chosen."""
    provinces = list(territory.provinces())
    region = _region(provinces, request.GET.get("region", ""))
    became = queries.became()
    rows = page(
        queries.meetings(region=region.code if region else ""), by=("-day", "pk"), after=request.GET.get("after", ""),
        size=MEETINGS_A_PAGE,
    )  # fmt: skip
    found = list(queries.waves())
    values = {
        "waves": found, "by_wave": became.by_wave, "by_meeting": became.by_meeting, "page": rows, "region": region,
        "promised": queries.promised(), "map": _map(provinces, queries.regions_met(), reverse("forum:waves"), region),
        "invented": any(one.is_demonstration for one in found),
    }  # fmt: skip
    return render(request, "forum/waves.html", values)


@require_safe
@open_to_all
def wave(request: HttpRequest, code: str) -> HttpResponse:
    """One wave: its meetings, what was said, what it was joined in, what became of it."""
    row = _found(queries.wave(code))
    became = queries.became(row.pk)
    promised = queries.promised(wave=row.pk)
    joined = page(queries.statements(row), by=("-pk",), after=request.GET.get("statements", ""), size=STATEMENTS_A_PAGE)
    values = {
        "wave": row, "figures": became.by_wave.get(row.pk, NOTHING), "by_meeting": became.by_meeting,
        "promised": promised, "late": sum(one.late for one in promised.values()), "statements": joined,
        "meetings": queries.meetings_of(row), "invented": row.is_demonstration,
        "alike": queries.answered_alike(row), "kept": queries.kept(row), **_contributions(request, became, wave=row.pk),
    }  # fmt: skip
    return render(request, "forum/wave.html", values)


@require_safe
@open_to_all
def moderation(request: HttpRequest, code: str) -> HttpResponse:
    """The moderation log of a wave as a table: codes, days and reasons, never a word of anybody."""
    row = _found(queries.wave(code))
    lines = ((vars(line) | {"masks": " ".join(line.masks)}).values() for line in queries.moderation_log(row))
    content = sheets.as_csv([one.name for one in fields(Moderated)], map(list, lines))
    return download(content, "csv", f"moderation-{row.code}")


@require_safe
@open_to_all
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """One meeting: every fact that was published with its source, who came, what was said and promised."""
    row = _found(queries.meeting(code))
    values, became = _of_meeting(row)
    values |= {"compared": came.of_meeting(row, queries.represented(row)), "place": came.place_of(row)}
    tribune = queries.tribune(row)
    values["taking"] = tribune if queries.is_taking(row, tribune) else None
    return render(request, "forum/meeting.html", values | _contributions(request, became, meeting=row.pk))


@require_safe
@open_to_all
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """The minutes of a meeting, to be printed."""
    row = _found(queries.meeting(code))
    values, became = _of_meeting(row)
    values |= {
        "said": list(queries.published(meeting=row.pk).order_by("said_on", "pk")[:MOST_ON_PAPER]),
        "answered": became.answered, "address": request.build_absolute_uri(reverse("forum:meeting", args=[row.code])),
    }  # fmt: skip
    return render(request, "forum/minutes.html", values)


def _found(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


def _of_meeting(row: Meeting) -> tuple[dict[str, Any], queries.Became]:
    became = queries.became(row.wave_id)
    attended = list(queries.attendance(row))
    return {
        "meeting": row, "wave": row.wave, "figures": became.by_meeting.get(row.pk, NOTHING), "came": attended,
        "people": sum(one.n for one in attended), "commitments": queries.commitments(row), "minutes": said.minutes(row),
        "signings": list(row.signings.order_by("id")),
        "invented": row.is_demonstration,
    }, became  # fmt: skip


def _contributions(request: HttpRequest, became: queries.Became, **of: Any) -> dict[str, Any]:
    """A page of published contributions with the day on which each had its answer."""
    rows = page(queries.published(**of), by=_NEWEST, after=request.GET.get("after", ""), size=CONTRIBUTIONS_A_PAGE)
    return {"page": rows, "answered": became.answered}


def _region(provinces: list[Province], code: str) -> Region | None:
    return next((one.region for one in provinces if one.region_id == code), None)


def _map(provinces: list[Province], met: set[str], href: str, region: Region | None) -> Map | None:
    """The regions that have a meeting lead to the list of their meetings."""
    places = {
        one.code: (name_of(one.region), f"{href}?region={one.region_id}#meetings" if one.region_id in met else "")
        for one in provinces
    }
    if not places:
        return None
    return Map(
        draw("provinces", places), {one.code for one in provinces if one.region_id in met},
        {one.code for one in provinces if region and one.region_id == region.code},
    )  # fmt: skip
