"""The same page where needs that nothing covers share the places: for whoever reads figures of an area.

The counts are the barometer's, already hidden where they would tell of few people; the atlas is handed them, and reads
the catalogue as a visitor does.
"""

import hashlib
from typing import Any

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jisr.atlas import queries
from jisr.atlas.choices import Demand
from jisr.atlas.figures import Ground, Needs
from jisr.common.database import scope
from jisr.web.access import needs
from jisr.web.atlas import files, floods, views
from jisr.web.atlas.forms import AskForm
from jisr.web.atlas.reading import Asked, Reading, read
from jisr.web.barometer import places
from jisr.web.barometer.reading import lacking_where


@needs("barometer.read")
@require_safe
@floods.worth(1)
def page(request: HttpRequest) -> HttpResponse:
    """Map, table and indices, places being shared among needs. A fixed number of queries."""
    ground, form = _form(request)
    if not form.is_valid():
        return render(request, "atlas/page.html", {"form": form, "of_needs": True})
    shown = views.shown_of(_reading(request, ground, form), views.number_of(request))
    return render(request, "atlas/page.html", {"form": form, "of_needs": True} | shown)


@needs("barometer.read")
@require_safe
@floods.worth(1)
def communes(request: HttpRequest, region: str) -> HttpResponse:
    """The communes of a region, for a map that is zoomed into."""
    ground, form = _form(request)
    if not form.is_valid() or region not in {one.code for one in ground.regions}:
        raise Http404
    return views.communes_told(_reading(request, ground, form), region)


@needs("barometer.read")
@require_safe
@floods.worth(1)
def figures(request: HttpRequest, form: str) -> HttpResponse:
    """The table as a file, alone or with boundaries."""
    ground, asked = _form(request)
    if not asked.is_valid():
        return redirect(f"{reverse('atlas:needs')}?{request.GET.urlencode()}")
    return files.table(_reading(request, ground, asked), form)


def _form(request: HttpRequest) -> tuple[Ground, AskForm]:
    """The question; where it names no place, of the province or region that the post answers for."""
    with scope(speaking="public"):
        ground = queries.ground()
    asked = request.GET.copy()
    asked.setdefault("within", _area(request.post))
    return ground, AskForm(asked, ground)


def _area(post: Any) -> str:
    """Code of the province or region of a post; "" for the country."""
    return str(post.province_id or (post.centre.province_id if post.centre else "") or post.region_id or "")


def _reading(request: HttpRequest, ground: Ground, form: AskForm) -> Reading:
    asked = Asked.of(form.cleaned_data, demand=Demand.NEEDS)
    found = lacking_where(places.ground_of(request.post), compartments=request.post.compartments)
    counts = _counts(found.report.of(asked.theme), ground, _area(request.post))
    with scope(speaking="public"):
        return read(asked, ground, needs=Needs(counts, hashlib.sha256(counts.tobytes()).hexdigest()))


def _counts(found: dict[str, int | None], ground: Ground, area: str) -> Any:
    """(communes,) needs; not known where they are hidden, and outside the area: nobody counted there."""
    counts = np.where(ground.part(area), 0.0, np.nan)
    for at, commune in enumerate(ground.communes):
        if commune.code in found:
            n = found[commune.code]
            counts[at] = np.nan if n is None else float(n)
    return counts
