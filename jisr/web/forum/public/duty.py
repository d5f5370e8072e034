"""The duty to answer of one wave as it stood at the end of any day: by region and by body."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.forum import queries
from jisr.forum.choices import DateCertainty
from jisr.forum.models import Answer, Contribution, Wave
from jisr.territory import queries as territory
from jisr.web.access import open_to_all
from jisr.web.said import of_language


@require_safe
@open_to_all
def duty(request: HttpRequest, code: str) -> HttpResponse:
    """Response rate and median delay, as of today or of the day chosen."""
    wave = queries.wave(code)
    if wave is None:
        raise Http404
    today = timezone.localdate()
    on = min(_day(request.GET.get("on", "")) or today, today)
    names = _bodies(wave)
    regions = {region.code: region for region in territory.regions()}
    owed = queries.duty(wave, on=on)
    values: dict[str, Any] = {
        "wave": wave, "on": on, "today": today, "response": owed.response,
        "by_region": [(regions.get(key), row) for key, row in owed.by_region.items()],
        "by_body": [(names.get(key, key), row) for key, row in owed.by_body.items()],
        "undated": Contribution.objects.filter(wave=wave, said_certainty=DateCertainty.UNKNOWN).exists(),
        "invented": wave.is_demonstration,
    }  # fmt: skip
    return render(request, "forum/duty.html", values)


def _bodies(wave: Wave) -> dict[str, str]:
    """The name by which the figures know a body -> its name in the reader's language."""
    rows = Answer.objects.filter(wave=wave).order_by("body_ar", "body_fr").distinct("body_ar", "body_fr")
    return {row.body_ar or row.body_fr: of_language(row, "body") for row in rows}


def _day(typed: str) -> date | None:
    """A day as a browser sends it; None for anything else."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
