"""Pages of those who keep the catalogue: find a centre, read it, correct it, say how many places are free."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jisr.centres import actions, queries
from jisr.centres.choices import CENTRE_TYPES, CentreType, PlacesSource
from jisr.centres.models import Centre, Operator, Service
from jisr.common.errors import Refusal, Stale
from jisr.common.text import clean_typed
from jisr.staff.rules import may
from jisr.territory.models import Province
from jisr.web import paging, wording
from jisr.web.access import needs, typed
from jisr.web.centres import days, kept, reach, told
from jisr.web.centres.forms import CentreForm, NewCentreForm, PlacesForm, ServiceForm, SiteForm, plain_amount
from jisr.web.forms import once, put_refusal
from jisr.web.window import found, read_version, two_versions

#: What a centre's own page repeats of each of its services.
_SITE = ("commune", "address", "lat", "lon")


@needs("centres.edit", "centres.import")
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    """Centres of the reader's part of the country, by name, type and province."""
    asked = {name: clean_typed(request.GET.get(name, "")) for name in ("text", "kind", "province")}
    scope = reach.shown(request)
    if not scope.get("province"):
        scope |= {"province": asked["province"]}
    rows = queries.centres(text=asked["text"], kind=asked["kind"], **scope)
    by = ("sort_ar" if wording.language() in {"ar", "zgh"} else "sort_fr", "pk")
    page = paging.page(rows, by=by, after=request.GET.get("after", ""))
    provinces = Province.objects.filter(region=scope["region"]) if scope.get("region") else Province.objects.all()
    context = {
        "page": page, "asked": asked, "kinds": CENTRE_TYPES, "may_add": _may_add(request),
        "provinces": [] if reach.shown(request).get("province") else provinces.order_by(by[0]),
        "imports": may(request.post.role, "centres.import"), "searched": any(asked.values()),
    }  # fmt: skip
    return render(request, "centres/list.html", context)


@needs("centres.edit", "centres.import")
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One centre, all it offers, and what can be corrected."""
    centre = found(queries.centre(pk))
    now, edits = timezone.localtime(), reach.edits(request, centre)
    notices = queries.notices(centre.pk, on=now.date())
    stops = queries.stops(centre.pk, on=now.date())
    context = {
        "centre": centre, "page": told.centre_page(centre, now, notices), "edits": edits,
        "told": days.told(notices, now.date()), "kept": _kept(centre, now.date()) if edits else None,
        "stops": [(stop, days.place_of(stop), days.rule_of(stop)) for stop in stops],
        "answer_days": next((row.answer_days for row in centre.services.all() if row.answer_days is not None), None),
        "halts_there": centre.type == CentreType.MOBILE_UNIT and not centre.confidential,
        "hidden": centre.confidential and not hasattr(centre, "site"),
    }  # fmt: skip
    return render(request, "centres/page.html", context)


def _kept(centre: Centre, today: date) -> dict[str, Any]:
    """What its keeper must know: which pages stand where, and who asks."""
    rows = {row.pk: kept.stand(row, today) for row in centre.services.all()}
    asked = queries.open_campaign(centre, on=today)
    worst = [row for row in centre.services.all() if rows[row.pk].state in {"warned", "hidden"}]
    return {
        "words": [(row, kept.standing_words(row, rows[row.pk])) for row in worst], "campaign": asked,
        "oldest": min((row.verified_on for row in centre.services.all()), default=None),
        "quiet": not asked and all(one.state == "fresh" for one in rows.values()),
    }  # fmt: skip


@needs("centres.edit")
@once
def new(request: HttpRequest) -> HttpResponse:
    """Add a centre to one's province."""
    if not _may_add(request):
        raise Http404
    operators = Operator.objects.filter(centres__province=request.post.province_id).distinct().order_by("name_ar")
    data = typed(request)
    form, site = NewCentreForm(data, operators=operators, initial={"answers": "list"}), SiteForm(data)
    if request.method == "POST" and form.is_valid() and _own_province(request, site):
        values = dict(form.cleaned_data)
        operator = values.pop("operator")
        centre = actions.create_centre(operator=operator, values=values, site=site.cleaned_data, by=request.user)
        messages.success(request, _("The centre is in the catalogue. Add what it offers."))
        return redirect("centres:page", centre.pk)
    return render(request, "centres/edit.html", {"form": form, "site": site, "centre": None})


def _may_add(request: HttpRequest) -> bool:
    return may(request.post.role, "centres.edit") and request.post.province_id is not None


def _own_province(request: HttpRequest, site: SiteForm) -> bool:
    if not site.is_valid():
        return False
    if site.cleaned_data["commune"].province_id == request.post.province_id:
        return True
    site.add_error("commune", _("This commune is outside your province."))
    return False


@needs("centres.edit")
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a centre; its place only where the reader may know it."""
    centre = reach.to_edit(request, pk)
    place = getattr(centre, "site", None)
    data = typed(request)
    form = CentreForm(data, initial={name: getattr(centre, name) for name in CentreForm.base_fields})
    if centre.confidential and place is None:
        del form.fields["confidential"]
    site = SiteForm(data, initial={name: getattr(place, name, None) for name in _SITE}) if place else None
    if request.method == "POST" and form.is_valid() and (site is None or site.is_valid()):
        try:
            actions.edit_centre(
                centre=centre, expected=read_version(request, centre.version), values=form.cleaned_data,
                site=site.cleaned_data if site else None, by=request.user,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect("centres:page", centre.pk)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=request.path)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "centres/edit.html", {"form": form, "site": site, "centre": centre})


@needs("centres.edit")
@once
def new_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a service to a centre."""
    centre = reach.to_edit(request, pk)
    form = ServiceForm(typed(request), centre=centre)
    if request.method == "POST" and form.is_valid():
        row = actions.create_service(centre=centre, values=form.cleaned_data, by=request.user)
        messages.success(request, _("The service is in the catalogue. Here is what its page still lacks."))
        return redirect("centres:quality", row.pk)
    context = {"form": form, "centre": centre, "service": None, "groups": form.groups()}
    return render(request, "centres/service.html", context)


@needs("centres.edit")
@once
def edit_service(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a service."""
    service = found(queries.service(pk))
    centre = reach.to_edit(request, service.centre_id)
    form = ServiceForm(typed(request), centre=centre, service=service)
    if request.method == "POST" and form.is_valid():
        try:
            version = read_version(request, service.version)
            actions.edit_service(service=service, expected=version, values=form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("centres:page", centre.pk)
        except Stale as stale:
            stale.current.cost_mad = plain_amount(stale.current.cost_mad)
            return two_versions(request, form, stale, cancel=request.path)
        except Refusal as refusal:
            put_refusal(form, refusal)
    context = {"form": form, "centre": centre, "service": service, "groups": form.groups()}
    return render(request, "centres/service.html", context)


@needs("centres.edit")
@once
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many places each service has today; only what was changed or confirmed is written."""
    centre = reach.to_edit(request, pk)
    services = list(centre.services.all())
    forms = [(row, _places_form(request, row)) for row in services]
    if request.method == "POST" and all(form.is_valid() for _row, form in forms):
        through = PlacesSource.DESK if request.post.centre_id else PlacesSource.PHONE
        said = [row for row, form in forms if _state(row, form.cleaned_data, by=request.user, through=through)]
        words = ngettext("Places said today for %(n)s service.", "Places said today for %(n)s services.", len(said))
        messages.success(request, words % {"n": len(said)})
        return redirect("centres:page", centre.pk)
    return render(request, "centres/places.html", {"centre": centre, "forms": forms})


def _places_form(request: HttpRequest, row: Service) -> PlacesForm:
    now = {
        "total": row.places_total, "free": row.places_free, "waiting": row.places_waiting,
        "saturation": row.saturation, "wait_days": row.wait_days,
    }  # fmt: skip
    return PlacesForm(typed(request), prefix=f"s{row.pk}", initial=now)


def _state(row: Service, values: dict[str, Any], **how: Any) -> bool:
    demand = (values.get("saturation") or "", values.get("wait_days"))
    if demand != (row.saturation, row.wait_days) or any(value not in {"", None} for value in demand):
        actions.state_demand(service=row, saturation=demand[0], wait_days=demand[1], by=how["by"])
    if values.get("total") is None:
        return demand != ("", None)
    actions.state_places(service=row, total=values["total"], free=values["free"], waiting=values["waiting"], **how)
    return True
