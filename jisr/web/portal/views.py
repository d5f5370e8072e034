"""Public pages, without an account: find a service near home, read what it is, where, when and what to bring."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.centres import queries
from jisr.centres.choices import Theme
from jisr.centres.models import Centre
from jisr.web.access import open_to_all
from jisr.web.centres import days, told
from jisr.web.portal import results
from jisr.web.portal.forms import FindForm

MOST_RESULTS = 12
#: Needs for which the page can be left in one touch: somebody may look over the shoulder.
DISCREET = frozenset({Theme.VIOLENCE, Theme.SHELTER, Theme.LEGAL, Theme.CHILD_PROTECTION})


@require_safe
@open_to_all
def find(request: HttpRequest) -> HttpResponse:
    """Choose a commune and a need; see services on a map and as a list, the nearest first."""
    asked = "commune" in request.GET or "need" in request.GET
    form = FindForm(request.GET if asked else None)
    chosen = form.chosen()
    context: dict[str, Any] = {"form": form, "totals": None if chosen else queries.totals()}
    if chosen:
        commune, need = chosen
        now = timezone.localtime()
        found = queries.near(commune, need, on=now.date(), limit=MOST_RESULTS, wanted=form.wanted(now))
        notices = queries.notices_of([one.service.centre_id for one in found], on=now.date())
        shown = results.results(found, now, notices)
        halts = days.halts(queries.stops_in(commune.pk, on=now.date()), now.date(), most=3)
        context |= {
            "commune": commune, "need": Theme(need).label, "halts": halts, "narrowed": form.narrowed(),
            "results": shown, "map": results.map_of(shown, commune),
            "elsewhere": bool(found) and not any(one.takes_from_here for one in found),
            "discreet": need in DISCREET, "invented": any(one.service.is_demonstration for one in shown),
        }  # fmt: skip
    return render(request, "portal/find.html", context)


@require_safe
@open_to_all
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """One service: for whom, when, where, what to bring."""
    row = queries.service(pk)
    if row is None:
        raise Http404
    shown = [results.Result(1 if results.point(row.centre) else 0, row)]
    now = timezone.localtime()
    notices = queries.notices(row.centre_id, on=now.date())
    page = told.service_page(row, now, notices, queries.capacities([row.pk]).get(row.pk, []))
    context = {"service": row, "centre": row.centre, "page": page, "halts": _halts(row.centre, now)}
    return render(request, "portal/service.html", context | _shared(row, shown))


@require_safe
@open_to_all
def centre(request: HttpRequest, pk: int) -> HttpResponse:
    """One centre and all it offers."""
    row = queries.public_centre(pk)
    if row is None:
        raise Http404
    services = list(row.services.all())
    for one in services:
        one.centre = row
    shown = [results.Result(1, services[0])] if services and results.point(row) else []
    now = timezone.localtime()
    notices = queries.notices(row.pk, on=now.date())
    page = told.centre_page(row, now, notices) | {"told": days.told(notices, now.date())}
    context = {"centre": row, "page": page, "halts": _halts(row, now)}
    return render(request, "portal/centre.html", context | _shared(row, shown))


def _halts(centre: Centre, now: datetime) -> list[days.Halt]:
    if centre.confidential:
        return []
    return days.halts(queries.stops(centre.pk, on=now.date()), now.date())


def _shared(row: Any, shown: list[results.Result]) -> dict[str, Any]:
    themes = {one.service.theme for one in shown} | {getattr(row, "theme", "")}
    centre_of = getattr(row, "centre", row)
    return {
        "map": results.map_of(shown) if shown and shown[0].number else None, "invented": row.is_demonstration,
        "discreet": centre_of.confidential or bool(themes & DISCREET),
    }  # fmt: skip
