"""Advisory bodies for everybody: where they are, who sits in them, what they plan and ask, what became of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.forum import queries
from jisr.forum.choices import BodyKind, ItemState
from jisr.forum.models import AdvisoryBody, ProgrammeItem
from jisr.forum.rules.bodies import is_late
from jisr.territory import queries as territory
from jisr.territory.models import Province, Region
from jisr.web.access import open_to_all
from jisr.web.forum.public.views import Map
from jisr.web.territory.drawing import draw
from jisr.web.wording import name_of

#: The law that makes three of them at the council of each region, as the directorate of local authorities tells it.
LAW = "https://www.collectivites-territoriales.gov.ma/index.php/fr/instances-consultatives"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a programme as its page shows it.

    Attributes:
        late: its day is past and nothing was done, or it was done after it.
        days: how many days late it is, or was.
    """

    item: ProgrammeItem
    late: bool
    days: int


@require_safe
@open_to_all
def bodies(request: HttpRequest) -> HttpResponse:
    """All bodies by region, on a map with the same list beside it; of one region or kind where it is chosen."""
    kind, asked = request.GET.get("kind", ""), request.GET.get("region", "")
    kind = kind if kind in BodyKind.values else ""
    provinces, every = list(territory.provinces()), list(queries.bodies())
    region = next((one.region for one in provinces if one.region_id == asked), None)
    rows = [one for one in every if kind in {"", one.kind} and (region is None or one.region_id == region.code)]
    order = {code: place for place, code in enumerate(BodyKind.values)}
    rows.sort(key=lambda one: (one.region_id or "", order[one.kind], one.name_ar))
    there = {one.region_id for one in every if one.region_id}
    values = {
        "bodies": rows, "tallies": queries.tallies(rows), "kinds": BodyKind.choices, "kind": kind, "region": region,
        "regions": len({one.region_id for one in provinces}), "there": len(there), "law": LAW,
        "map": _map(provinces, there, region), "invented_bodies": any(one.is_demonstration for one in rows),
    }  # fmt: skip
    return render(request, "forum/bodies/list.html", values)


@require_safe
@open_to_all
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: mandate, members, programme, requests with the days they wait, opinions and what became of them."""
    row = queries.body(code)
    if row is None:
        raise Http404
    tally = queries.tallies([row])[row.pk]
    values: dict[str, Any] = {
        "body": row, "tally": tally, "figures": tally.figures, "members": queries.members_of(row),
        "programme": _lines(row, timezone.localdate()), "requests": queries.requests_of(row),
        "opinions": queries.opinions_of(row), "law": LAW, "invented_bodies": row.is_demonstration,
        "address": request.build_absolute_uri(reverse("forum:body", args=[row.code])),
    }  # fmt: skip
    return render(request, "forum/bodies/public.html", values)


def _lines(body: AdvisoryBody, today: date) -> list[Line]:
    found = []
    for item in queries.programme_of(body):
        by = item.done_on or today
        late = item.state != ItemState.DROPPED and is_late(item.due_on, item.done_on, today)
        found.append(Line(item, late, max((by - item.due_on).days, 0)))
    return found


def _map(provinces: list[Province], there: set[str], region: Region | None) -> Map | None:
    """The regions that have a body on record lead to the list of their bodies."""
    href = reverse("forum:bodies_list")
    places = {
        one.code: (name_of(one.region), f"{href}?region={one.region_id}#bodies" if one.region_id in there else "")
        for one in provinces
    }
    if not places:
        return None
    return Map(
        draw("provinces", places), {one.code for one in provinces if one.region_id in there},
        {one.code for one in provinces if region and one.region_id == region.code},
    )  # fmt: skip
