"""Pages of energy and water: meters, readings, bills; the log of a mobile unit."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.centres.works import actions, queries, rules
from jisr.centres.works.choices import MeterKind
from jisr.centres.works.items import WITHOUT_BUILDING
from jisr.centres.works.models import Meter, MeterReading
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.periods import months_after
from jisr.web import acting
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.wording import day, month, name_of
from jisr.web.works import reach, words
from jisr.web.works.energy_forms import BillForm, LogForm, MeterForm, ReadForm

_ACT = "works/act.html"
#: Readings of a meter that a page shows; months of the table.
_SHOWN, MONTHS_SHOWN = 14, 12


@needs("works.keep", "barometer.read")
@require_safe
def energy(request: HttpRequest, pk: int) -> HttpResponse:
    """What a centre uses, month by month, and what that rests on."""
    centre = reach.centre(request, pk)
    if centre.type in WITHOUT_BUILDING:
        return redirect("works:log", pk)
    today = timezone.localdate()
    first = months_after(today.replace(day=1), 1 - MONTHS_SHOWN)
    meters = queries.meters(pk)
    told = queries.tells(meters, first, today)
    places = queries.places(pk)
    by_kind = {one.kind: one for one in told}
    network, sun = by_kind.get(MeterKind.ELECTRICITY), by_kind.get(MeterKind.SOLAR)
    context = {
        "centre": centre, "keeps": reach.keeps(request, pk), "rows": [_meter(one) for one in meters],
        "table": _table(told, first, today), "kinds": [(words.KINDS[one.kind], one.unit) for one in told],
        "totals": [_total(one, places) for one in told], "places": places, "first": first, "today": today,
        "solar": rules.solar_share(network.months, sun.months) if network and sun else None,
    }  # fmt: skip
    return render(request, "works/energy.html", context)


def _meter(row: Meter) -> dict[str, Any]:
    readings = list(row.readings.all())
    return {"row": row, "readings": readings[:_SHOWN], "more": len(readings) > _SHOWN, "bills": list(row.bills.all())}


def _table(told: list[queries.Tells], first: date, today: date) -> list[dict[str, Any]]:
    """The newest month first: what each kind used, and what that rests on."""
    months = [one.first for one in told[0].months] if told else []
    return [
        {"month": month(of), "cells": [
            {"kind": words.KINDS[one.kind], "unit": one.unit, "how": one.months[place].how,
             "amount": None if one.months[place].amount is None else words.amount(one.months[place].amount),
             "tone": words.tone(one.months[place].how)} for one in told
        ]}
        for place, of in reversed(list(enumerate(months)))
    ]  # fmt: skip


def _total(told: queries.Tells, places: int | None) -> dict[str, Any]:
    total = rules.total(told.months)
    each = rules.per_place_day(told.months, places)
    measured = sum(one.how == "measured" for one in told.months)
    return {
        "kind": words.KINDS[told.kind], "unit": told.unit, "amount": None if total is None else words.amount(total),
        "each": None if each is None else words.amount(each, 2), "measured": measured, "of": len(told.months),
    }  # fmt: skip


@needs("works.keep")
@once
def new_meter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a meter."""
    centre = reach.centre(request, pk, to_keep=True)
    form = MeterForm(typed(request))
    return acting.answered(
        request, form, lambda: actions.add_meter(centre=centre, by=request.user, **form.cleaned_data),
        back=reverse("works:energy", args=[pk]), back_words=name_of(centre), template=_ACT,
        done=_("The meter is written down. Its first reading begins the count."), title=_("New meter"),
        verb=_("Save the meter"),
    )  # fmt: skip


@needs("works.keep")
@once
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what a meter shows; where it shows less than before, say what happened."""
    meter = reach.meter(request, pk)
    form = ReadForm(typed(request), asks=request.POST.get("asks") == "1")
    asks = "what" in form.fields
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _written(meter, form.cleaned_data, request)
            messages.success(request, _("The reading is written down."))
            return redirect("works:energy", meter.centre_id)
        except actions.Contradicts as refusal:
            asks, form = True, ReadForm(request.POST, asks=True)
            form.is_valid()
            said = _("A meter never runs backwards, and it showed %(value)s on %(day)s.") % {
                "value": words.amount(refusal.other.value, 1), "day": day(refusal.other.on),
            }  # fmt: skip
            form.add_error("value", said)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "works/read.html", {"form": form, "meter": meter, "asks": asks, "centre": meter.centre})


def _written(meter: Meter, values: dict[str, Any], request: HttpRequest) -> None:
    """The reading, after what somebody says of the one that it contradicts."""
    what, by = values.get("what"), request.user
    if what == "replaced":
        actions.replace_meter(
            meter=meter, on=values["on"], number=values["number"], starts_at=values["value"], by=by
        )  # fmt: skip
        return
    reading = {"meter": meter, "on": values["on"], "value": values["value"], "estimated": values["estimated"], "by": by}
    try:
        with transaction.atomic():
            actions.read_meter(**reading)
    except actions.Contradicts as refusal:
        if what != "earlier" or not isinstance(refusal.other, MeterReading):
            raise
        actions.strike_reading(reading=refusal.other, by=by)
        actions.read_meter(**reading)


@needs("works.keep")
@require_POST
@once
def strike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A reading was a mistake."""
    row = reach.kept(request, MeterReading.objects.filter(pk=pk).select_related("centre__province").first())
    return acting.done_or_said(
        request, lambda: actions.strike_reading(reading=row, by=request.user),
        done=_("The reading is struck: it stays on record and is counted no longer."),
        back=reverse("works:energy", args=[row.centre_id]),
    )  # fmt: skip


@needs("works.keep")
@once
def bill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a bill of a meter."""
    meter = reach.meter(request, pk)
    form = BillForm(typed(request))
    return acting.answered(
        request, form, lambda: actions.add_bill(meter=meter, by=request.user, **form.cleaned_data),
        back=reverse("works:energy", args=[meter.centre_id]), back_words=name_of(meter.centre), template=_ACT,
        done=_("The bill is written down."), title=_("New bill"), verb=_("Save the bill"),
    )  # fmt: skip


@needs("works.keep", "barometer.read")
@once
@not_again
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """The days of a mobile unit, and the one to write down."""
    keeps = reach.keeps(request, pk)
    centre = reach.centre(request, pk, to_keep=request.method == "POST")
    days = list(queries.unit_days(pk)[:366])
    form = LogForm(typed(request), last=days[0].comes_at if days else None) if keeps else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            actions.log_day(centre=centre, by=request.user, **form.cleaned_data)
            messages.success(request, _("The day is written down."))
            return redirect("works:log", pk)
        except Unacceptable as refusal:
            put_refusal(form, refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "centre": centre, "form": form if centre.type in WITHOUT_BUILDING else None, "days": days[:60],
        "km": sum(one.km for one in days), "count": len(days), "keeps": keeps, "stops": sum(one.stops for one in days),
        "is_unit": centre.type in WITHOUT_BUILDING,
    }  # fmt: skip
    return render(request, "works/log.html", context)
