"""One page that prepares a consultation: what the province has, who waits, what was said and promised before."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jisr.barometer.choices import DEFINITIONS, SOURCE, Dimension
from jisr.forum import queries
from jisr.staff.choices import Level
from jisr.staff.models import Post
from jisr.territory import queries as territory
from jisr.territory.choices import INDICATORS
from jisr.territory.models import Province
from jisr.web.access import needs
from jisr.web.barometer import places, rows
from jisr.web.barometer.reading import read
from jisr.web.preparation import reads
from jisr.web.territory.figures import shown

#: What the census says of who may need help, in the order in which a room asks for it.
_CENSUS = (
    "age_0_14_pct", "age_60_plus_pct", "disability_pct", "widowed_female_pct", "no_education_pct",
    "enrolment_6_11_girls_pct", "activity_rate_female_pct", "running_water_pct", "km_to_paved_road",
)  # fmt: skip
_MOST_SAID, _MOST_MEETINGS, _MOST_PROMISED = 12, 3, 12


@needs("forum.survey")
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The provinces that the post may prepare; straight on where there is one."""
    provinces = list(_within(request.post))
    if len(provinces) == 1:
        return redirect("preparation:province", provinces[0].code)
    return render(request, "preparation/choose.html", {"provinces": provinces})


@needs("forum.survey")
@require_GET
def province(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that a consultation in a province starts from, on one sheet. A fixed number of queries."""
    place = territory.provinces().filter(pk=code).first()
    if place is None:
        raise Http404
    if not _within(request.post).filter(pk=code).exists():
        raise PermissionDenied
    supply, meetings = reads.supply(place), list(reads.met(place)[:_MOST_MEETINGS])
    said = list(reads.said_before(place)[:_MOST_SAID])
    answered = queries.became().answered
    context = {
        "place": place, "today": timezone.localdate(), "far_km": reads.far_km(),
        "supply": [row for row in supply if row.centres], "lacking": [row for row in supply if not row.centres],
        "meetings": meetings, "said": [(one, answered.get(one.pk)) for one in said],
        "promised": list(reads.promised(meetings)[:_MOST_PROMISED]), "census": _census(place),
        **_figures(place, request),
    }  # fmt: skip
    return render(request, "preparation/province.html", context)


def _within(post: Post) -> Any:
    """Provinces of the place of a post."""
    provinces = Province.objects.select_related("region").order_by("region_id", "code")
    if post.level == Level.NATION:
        return provinces
    return provinces.filter(region=post.region_id) if post.region_id else provinces.filter(pk=post.province_id)


def _figures(place: Province, request: HttpRequest) -> dict[str, Any]:
    """What the barometer hands in: counts of its province, the small ones hidden, whoever prepares."""
    ground = places.ground_of(Post(province=place))  # read as whoever holds the province reads it
    reading = read(ground, part=None, compartments=request.post.compartments)
    report = reading.report
    tables = rows.tables(report, ground, rows.names_of(report, ground))
    days = {"days": report.shape.late_days}
    return {
        "report": report, "counted_at": reading.counted_at, "by_theme": tables.get(Dimension.THEME),
        "late": rows.must_answer(report), "source": SOURCE,
        "definitions": {code.value: words % days for code, words in DEFINITIONS.items()},
    }  # fmt: skip


def _census(place: Province) -> list[tuple[Any, str, str]]:
    """(indicator, here, in the region) of the census."""
    chosen = {one.code: one for one in INDICATORS}
    return [
        (
            chosen[code].label,
            shown(chosen[code], getattr(place, code)),
            shown(chosen[code], getattr(place.region, code)),
        )
        for code in _CENSUS
    ]
