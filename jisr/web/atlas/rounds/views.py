"""The desk of rounds: begin one, look at its calendar, change a stop or a day, publish it whole or not at all."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from jisr.atlas import queries as atlas
from jisr.atlas.rounds import actions, queries
from jisr.atlas.rounds.choices import OPEN, RoundState
from jisr.atlas.rounds.models import MobileRound
from jisr.centres.models import Centre
from jisr.common.errors import Refusal
from jisr.territory.models import Province
from jisr.web import acting, paging, wording
from jisr.web.access import needs, typed
from jisr.web.atlas import floods
from jisr.web.atlas.rounds import asking, drawing, reach
from jisr.web.atlas.rounds.forms import ListForm, PlaceForm, RoundForm, SwapForm
from jisr.web.atlas.rounds.shown import Sheet
from jisr.web.centres.days import rule_of
from jisr.web.forms import once, put_refusal
from jisr.web.window import found

_PLANS = "rounds.plan"
#: A plan takes a few seconds.
_LOOK_AGAIN_S = 3


@needs(_PLANS)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Rounds of the place of the post."""
    return render(
        request,
        "atlas/rounds/desk.html",
        {"page": paging.page(reach.listed(request), by=("-made_on", "-pk"), after=request.GET.get("after", ""))},
    )


@needs(_PLANS)
@floods.worth(floods.COMPARED)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Begin a round: a service and a province in the address, then units, places and hours."""
    ask = ListForm(request.GET.dict(), Province.objects.filter(**reach.provinces(request)).order_by("code"))
    if not ask.is_valid():
        return render(request, "atlas/rounds/new.html", {"ask": ask})
    province, limit = ask.cleaned_data["province"], int(ask.cleaned_data["limit"])
    minutes, ground = asking.minutes_to(ask.cleaned_data["theme"], limit), atlas.ground()
    chosen = ground.part(province).nonzero()[0].tolist()
    units = reach.units(request, province)
    places = [(ground.communes[at].code, wording.name_of(ground.communes[at])) for at in chosen]
    form = RoundForm(
        typed(request), units=units, places=places,
        ticked=[ground.communes[at].code for at in chosen if minutes[at] > limit],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask(
                question=asking.question_of(form.cleaned_data, units), theme=ask.cleaned_data["theme"],
                province=found(Province.objects.filter(pk=province).first()), by=request.user,
            )  # fmt: skip
            return redirect("rounds:draft", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    told = {ground.communes[at].code: _way(float(minutes[at])) for at in chosen}
    names = dict(places)
    rows = [(*row, names[row[0]], told[row[0]]) for row in form.rows()]
    return render(request, "atlas/rounds/new.html", {"ask": ask, "form": form, "rows": rows, "units": units})


def _way(minutes: float) -> str:
    return wording.duration(minutes) if minutes < float("inf") else _("out of reach")


@needs(_PLANS)
@require_GET
@floods.worth(1)
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A round: how its planning stands, or its calendar."""
    row = reach.to_plan(request, pk)
    if row.answer is None:
        failed = row.state == RoundState.FAILED
        waiting = render(request, "atlas/rounds/waiting.html", {"round": row, "failed": failed})
        if not failed:
            waiting["Refresh"] = str(_LOOK_AGAIN_S)  # without a script; a link beside it does the same
        return waiting
    return render(request, "atlas/rounds/draft.html", page_of(request, row) | {
        "open": row.state in OPEN, "published": row.state == RoundState.PUBLISHED,
        "unsaid": reach.offering_nothing(row),
    })  # fmt: skip


def page_of(request: HttpRequest, row: MobileRound) -> dict[str, Any]:
    """What the page of a round shows, at the desk and in public."""
    sheet = Sheet(row)
    months = sheet.months()
    asked = request.GET.get("month", "")
    chosen = next((one for one in months if f"{one:%Y-%m}" == asked), None) or _soon(months, row.first_on)
    units = Centre.objects.in_bulk(row.centres)
    return {
        "round": row, "sheet": sheet, "months": [(one, f"{one:%Y-%m}", one == chosen) for one in months],
        "month": chosen, "weeks": sheet.month(chosen) if chosen else [], "figures": sheet.figures(),
        "lines": sheet.lines(), "apart": sheet.apart(), "would_do": sheet.would_do(), "odd": sheet.odd_days(),
        "map": drawing.drawn(sheet), "invented": any(one.is_demonstration for one in units.values()),
        "bases": sheet.question.bases, "communes": _communes(sheet),
    }  # fmt: skip


def _soon(months: list[date], first: date) -> date | None:
    """The month that is shown at first: of the coming week, or of the second week of a calendar that is to begin."""
    soon = max(timezone.localdate(), first + timedelta(days=7)).replace(day=1)
    return next((one for one in months if one >= soon), months[-1] if months else None)


def _communes(sheet: Sheet) -> list[tuple[str, str]]:
    """(code, name) of each commune that is visited: it has a sheet for its board."""
    ground = {one.code: one for one in atlas.ground().communes}
    seen = {sheet.question.spots[line.at].commune for line in sheet.lines()}
    return sorted(((code, wording.name_of(ground[code])) for code in seen if code in ground), key=lambda one: one[1])


@needs(_PLANS)
@once
def place(request: HttpRequest, pk: UUID, at: int) -> HttpResponse:
    """Change how one place is visited, then plan again."""
    row = reach.to_plan(request, pk)
    sheet = Sheet(row)
    spot = found(sheet.question.spots[at] if at < len(sheet.question.spots) else None)
    asked = spot.asked
    slot = "" if asked.weekday is None else str(asked.weekday)
    if asked.unit is not None and asked.week is not None and asked.weekday is not None:
        slot = asking.slot_code(asked.unit, asked.week, asked.weekday)
    form = PlaceForm(
        typed(request), slots=[*sheet.weekday_slots(), *sheet.slots()],
        initial={"slot": slot, "limit_days": asked.limit_days, "visit_min": asked.visit_min},
    )  # fmt: skip
    return _changed(
        request, row, form, lambda: asking.with_place(sheet.question, at, form.cleaned_data), title=sheet.place(at)
    )


@needs(_PLANS)
@once
def swap(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Exchange two days of a unit, then plan again."""
    row = reach.to_plan(request, pk)
    sheet = Sheet(row)
    answer = found(sheet.answer)
    form = SwapForm(typed(request), slots=sheet.slots())
    return _changed(
        request, row, form, title=_("Exchange two days"),
        make=lambda: asking.swapped(sheet.question, answer, form.cleaned_data["one"], form.cleaned_data["other"]),
    )  # fmt: skip


def _changed(request: HttpRequest, row: MobileRound, form: Any, make: Any, *, title: str) -> HttpResponse:
    return acting.answered(
        request, form, lambda: actions.change(row=row, version=row.version, question=make(), by=request.user),
        back=reverse("rounds:draft", args=[row.pk]), back_words=pgettext("of units", "Back to the round"),
        done=_("It is planned again with what you changed."), title=title, verb=_("Plan again"), versioned=row,
    )  # fmt: skip


@needs(_PLANS)
@once
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What publishing writes and ends, and the press that does it."""
    row = reach.to_plan(request, pk)
    if row.state != RoundState.PLANNED:
        return redirect("rounds:draft", row.pk)
    if request.method == "POST":
        return acting.done_or_said(
            request, lambda: actions.publish(row=row, version=_version(request, row), by=request.user),
            done=_("The round is published: its stops stand in the catalogue."),
            back=reverse("rounds:draft", args=[row.pk]),
        )  # fmt: skip
    sheet = Sheet(row)
    ending = [(one, f"{wording.weekday(one.since)} · {rule_of(one)}") for one in queries.replaced(row)]
    page = {"round": row, "sheet": sheet, "lines": sheet.lines(), "missing": len(sheet.apart()), "ending": ending}
    page["unsaid"] = reach.offering_nothing(row)
    return render(request, "atlas/rounds/publish.html", page)


def _version(request: HttpRequest, row: MobileRound) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else row.version


@needs(_PLANS)
@once
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away, once it was asked."""
    row = reach.to_plan(request, pk)
    if request.method == "POST":
        return acting.done_or_said(
            request, lambda: actions.drop(row=row, by=request.user), done=_("The draft is thrown away."),
            back=reverse("rounds:desk"),
        )  # fmt: skip
    return _asked(request, row, title=_("Throw this draft away?"), verb=pgettext("a draft", "Throw it away"))


def _asked(request: HttpRequest, row: MobileRound, **said: Any) -> HttpResponse:
    text = f"{row.get_theme_display()} · {wording.name_of(row.province)}"
    page = {"text": text, "danger": True, "cancel": reverse("rounds:draft", args=[row.pk])}
    return render(request, "confirm.html", page | said)


@needs(_PLANS)
@once
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a published round back, once it was asked: people count on its days."""
    row = reach.to_plan(request, pk)
    if request.method == "POST":
        return acting.done_or_said(
            request, lambda: actions.end(row=row, by=request.user),
            done=_("The round has ended: its stops are struck from today on."), back=reverse("rounds:desk"),
        )  # fmt: skip
    return _asked(
        request, row, title=_("End this round?"), verb=_("End it: strike its stops"),
        consequences=[
            _("Its stops to come are struck from the catalogue, and orientation proposes them no longer."),
            _("Sheets that hang on notice boards still tell its days: have them taken down."),
        ],
    )  # fmt: skip


@needs(_PLANS)
@require_POST
@once
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new draft from the same question: what changes a published round."""
    row = reach.to_plan(request, pk)
    try:
        made = actions.ask(
            question=Sheet(row).question, theme=row.theme, province=row.province, by=request.user
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("rounds:draft", row.pk)
    return redirect("rounds:draft", made.pk)
