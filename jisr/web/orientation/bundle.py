"""The page of a family's bundle: which day, where, who, with which papers, how far; sent in one confirmed act."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jisr.centres.choices import DOCUMENTS, Document
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families import queries as families
from jisr.families.models import Household
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.orientation.forms import ReferForm
from jisr.web.window import found
from jisr.web.wording import name_of
from jisr.window.appointments import queries as times
from jisr.window.listening.models import Need
from jisr.window.orientation.actions import ConsentMissing
from jisr.window.orientation.bundling import actions, queries
from jisr.window.orientation.bundling.kernels import Trip
from jisr.window.orientation.bundling.queries import FamilyBundle
from jisr.window.orientation.bundling.rules import Figures, away_from_home
from jisr.window.orientation.gaps.choices import Why

_HOUR, _KILO = 60, 1000
#: Days in which a plan finds its weekdays, however many of them are off.
_AHEAD = 60


class BundleForm(ReferForm):
    """Which visits are sent, and what goes along with all of them."""

    part = forms.CharField(required=False, widget=forms.HiddenInput)
    visits = forms.MultipleChoiceField(
        label=gettext_lazy("Visits"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "The services changed since this page was opened. Read the bundle again, then send it."
            )
        },
    )  # fmt: skip

    def __init__(self, *args: Any, bundle: FamilyBundle, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = [_key(offer.need, offer.service) for trip in bundle.made.plan.trips for offer, _at in trip.visits]
        self.fields["visits"].choices = [(key, key) for key in chosen]
        self.fields["visits"].initial = chosen
        self.fields["part"].initial = bundle.compartment


@dataclass(frozen=True, slots=True)
class Visit:
    """A line of a day: at what time, for whom, where, and what to bring."""

    key: str
    need: Need
    service: Any
    begins: time
    documents: list[str]
    nothing_to_bring: bool
    to_ask: bool
    hours_known: bool


@dataclass(frozen=True, slots=True)
class Outing:
    """A day: where, when they leave and are back, how far; in Ramadan, hours are not those of the plan."""

    on: date
    ramadan: bool
    place: str
    leaves: time
    back: time
    metres: float | None
    visits: list[Visit]


class Calendar(NamedTuple):
    """What the coming weeks ask of a trip: feasts on which nobody receives, and the days of Ramadan."""

    off: Collection[date]
    ramadan: Collection[date]


@dataclass(frozen=True, slots=True)
class Shown:
    """A bundle as a page shows it.

    Attributes:
        left: (need, why nothing covers it, since when that is noted or None).
        spared: (what, kind of number, of the bundle, of the nearest services).
    """

    bundle: FamilyBundle
    outings: list[Outing]
    left: list[tuple[Need, Any, date | None]]
    spared: list[tuple[Any, str, float | None, float | None]]
    form: BundleForm
    chosen: set[str]
    better: str

    @property
    def is_to_note(self) -> bool:
        """Whether something that nothing covers is not noted yet."""
        return any(since is None for _need, _why, since in self.left)


@needs("orientation.propose")
@once
def page(request: HttpRequest, household: UUID) -> HttpResponse:
    """The bundles of a family; ``?paper=1`` is the sheet that is handed to it."""
    row = found(families.household(household))
    made, today = queries.bundles(row), timezone.localdate()
    year = Calendar(*times.feasts(request.post.centre, today, today + timedelta(days=_AHEAD)))
    if request.GET.get("paper") == "1":
        journal.opened("orientation.printed_bundle", row)
        return render(
            request, "orientation/bundle_sheet.html", {"household": row, "shown": _shown(made[0], year, None)}
        )
    form = None
    if request.method == "POST":
        part = next((one for one in made if one.compartment == request.POST.get("part", "")), None)
        form = BundleForm(typed(request), bundle=found(part))
        if form.is_valid() and _sent(request, row, found(part), form):
            return redirect("families:household", row.pk)
    journal.opened("orientation.opened_bundle", row)
    page = {
        "household": row, "cancel": reverse("families:household", args=[row.pk]),
        "parts": [_shown(one, year, form) for one in made if one.needs or one.compartment == row.compartment],
    }  # fmt: skip
    return render(request, "orientation/bundle.html", page)


def _sent(request: HttpRequest, row: Household, bundle: FamilyBundle, form: BundleForm) -> bool:
    values = {name: form.cleaned_data[name] for name in ("shares", "manner", "urgent")}
    visits = [tuple(key.split("~", 1)) for key in form.cleaned_data["visits"]]
    try:
        sent = actions.propose(
            household=row, bundle=bundle, visits=visits, centre=request.post.centre, by=request.user, **values
        )
    except ConsentMissing as refusal:
        form.add_error("manner", str(refusal))
        return False
    except Refusal as refusal:
        put_refusal(form, refusal)
        return False
    words = ngettext("%(n)s referral was sent.", "%(n)s referrals were sent.", len(sent)) % {"n": len(sent)}
    noted = len(bundle.made.plan.uncovered)
    if noted:
        words = f"{words} {_('What nothing covers is noted, and the delegation counts it.')}"
    messages.success(request, words)
    return True


def _shown(bundle: FamilyBundle, year: Calendar, form: BundleForm | None) -> Shown:
    plan = bundle.made.plan
    typed_here = form is not None and form.data.get("part", "") == bundle.compartment
    own = form if form is not None and typed_here else BundleForm(bundle=bundle)
    left = [
        (bundle.needs[key], Why(bundle.why[key]).label, gap.since if (gap := _gap(bundle, key)) else None)
        for key in plan.uncovered
    ]
    figures, nearest = bundle.made.figures, bundle.made.nearest_figures
    return Shown(
        bundle, [_outing(bundle, trip, year) for trip in plan.trips], left, _spared(figures, nearest), own,
        set(own["visits"].value() or ()), _better(figures, nearest),
    )  # fmt: skip


def _gap(bundle: FamilyBundle, key: str) -> Any:
    return bundle.gaps.get(bundle.needs[key].pk)


def _outing(bundle: FamilyBundle, trip: Trip, year: Calendar) -> Outing:
    on = bundle.day(trip.day, year.off)
    first = trip.visits[0][0]
    ranked = bundle.places[first.need, first.service].ranked
    minutes = queries.minutes_of(ranked)
    leaves, back = away_from_home(trip, minutes)
    visits = [_visit(bundle, offer.need, offer.service, begins) for offer, begins in trip.visits]
    site = queries.site_of(ranked.service)
    shown = trip.place.startswith("commune:") and site is not None
    return Outing(
        on=on, ramadan=on in year.ramadan, place=name_of(site.commune) if shown else name_of(ranked.service.centre),
        leaves=_clock(leaves), back=_clock(back), metres=None if ranked.km is None else ranked.km * _KILO,
        visits=visits,
    )  # fmt: skip


def _visit(bundle: FamilyBundle, need: str, service: str, begins: int) -> Visit:
    ranked = bundle.places[need, service].ranked
    row = ranked.service
    return Visit(
        key=_key(need, service), need=bundle.needs[need], service=row, begins=_clock(begins),
        documents=[str(DOCUMENTS[code]) for code in row.documents if code != Document.NOTHING],
        nothing_to_bring=Document.NOTHING in row.documents, to_ask=ranked.verdict == "unknown",
        hours_known=bool(row.hours or row.centre.hours),
    )  # fmt: skip


def _spared(ours: Figures, nearest: Figures) -> list[tuple[Any, str, float | None, float | None]]:
    """(what, kind of number, of the bundle, of the nearest services): for the table that stands beside.

    Kilometres, and what follows from them, are None where a way is not known: never as if it were nothing.
    """

    def along(figures: Figures, value: float) -> float | None:
        return None if figures.unknown else value

    return [
        (_("Trips"), "number", ours.trips, nearest.trips),
        (_("Places to go to"), "number", ours.places, nearest.places),
        (_("Kilometres, there and back"), "distance", along(ours, ours.km * _KILO),
         along(nearest, nearest.km * _KILO)),
        (_("Time away from home"), "duration", ours.minutes, nearest.minutes),
        (_("CO2 of all who travel, kilograms"), "decimal", along(ours, ours.co2_g / _KILO),
         along(nearest, nearest.co2_g / _KILO)),
    ]  # fmt: skip


def _better(ours: Figures, nearest: Figures) -> str:
    """What the family is spared, or what better services cost it, in one sentence; nothing where it is neither."""
    trips = nearest.trips - ours.trips
    if trips < 0:
        return ngettext(
            "The services that suit best take %(n)s trip more than the nearest ones.",
            "The services that suit best take %(n)s trips more than the nearest ones.", -trips,
        ) % {"n": -trips}  # fmt: skip
    if not trips:
        return ""
    return ngettext(
        "%(n)s trip less than with the nearest service for each need.",
        "%(n)s trips less than with the nearest service for each need.", trips,
    ) % {"n": trips}  # fmt: skip


def _clock(minute: int) -> time:
    return time(minute // _HOUR % 24, minute % _HOUR)


def _key(need: str, service: str) -> str:
    return f"{need}~{service}"
