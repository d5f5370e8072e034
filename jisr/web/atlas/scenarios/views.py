"""Pages of scenarios: the list, the beginning, one of them with what can be done with it, several side by side."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from jisr.atlas import queries as atlas
from jisr.atlas.scenarios import actions, queries
from jisr.atlas.scenarios.choices import LIMITS, Deed, State
from jisr.atlas.scenarios.models import Scenario
from jisr.common.errors import Refusal
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.acting import answered, done_or_said
from jisr.web.atlas import floods
from jisr.web.atlas.forms import DEFAULTS, AskForm
from jisr.web.atlas.scenarios import choosing, maps, table, told
from jisr.web.atlas.scenarios.drawn import Drawn, of_row
from jisr.web.atlas.scenarios.forms import BeginForm, CopyForm, PutForm, RulesForm, ShareForm, rules_of
from jisr.web.forms import once, put_refusal
from jisr.web.window import found

#: Days that a link opens where nobody says otherwise.
LINK_DAYS = 30


@needs("atlas.plan")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Her scenarios and those that her colleagues kept; links that she made."""
    ground = atlas.ground()
    names = {one.code: one for one in (*ground.regions, *ground.provinces)}
    rows = [(row, names.get(row.within)) for row in queries.listed().defer("kept")]
    titles = {str(row.pk): row.title for row, _place in rows}
    links = [(link, [titles[str(key)] for key in link.scenarios if str(key) in titles]) for link in queries.links()]
    page = {"rows": rows, "links": links, "most": LIMITS.compared, "me": request.user.pk}
    return render(request, "atlas/scenarios/list.html", page)


@needs("atlas.plan")
@once
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a scenario; the question is that of the page of the atlas it was opened from."""
    ground = atlas.ground()
    asked = AskForm(request.GET, ground)
    start = {name: DEFAULTS[name] for name in ("theme", "way", "limit", "supply")} | {"who": "all"}
    if asked.is_valid():
        within = asked.cleaned_data["within"]
        start = {name: asked.cleaned_data[name] for name in start} | {"within": within.code if within else ""}
    form = BeginForm(typed(request), ground=ground, initial=start, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        row = actions.begin(by=request.user, **form.cleaned_data)
        return redirect("scenarios:one", row.pk)
    page = {
        "form": form, "title": _("Begin a scenario"), "verb": _("Begin it"), "back": reverse("scenarios:list"),
        "back_words": _("Scenarios"), "lead": _("Then choose by hand what is done where, or have a plan computed."),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("atlas.plan")
@require_safe
@floods.worth(floods.COMPARED)
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One scenario: what it does and why, what it changes, and what can be done with it."""
    row, ground = _row(pk), atlas.ground()
    drawn = of_row(row, ground, _("The whole country"))
    mine = row.author_id == request.user.pk
    since = queries.since(row) if row.state == State.KEPT else None
    small, legend = maps.maps([drawn])
    page = {
        "row": row, "drawn": drawn, "question": told.question(drawn), "proved": told.proved(drawn, ground),
        "sites": [(site, told.named(site), told.deed(site), told.why(site, drawn.limit))
                  for site in drawn.figures["sites"]],
        "writes": mine and row.state == State.DRAFT, "deeds": Deed.choices, "rows": table.rows([drawn]),
        "provinces": table.provinces([drawn]), "method": table.method([drawn]), "small": small, "legend": legend,
        "measured": maps.what([drawn]), "units": told.units(drawn),
        "changed": told.changed(since) if since else [], "since": since, "titles": [drawn.title],
        "to_strategy": may(request.post.role, "strategy.edit"), "elsewhere": drawn.figures["elsewhere"],
        "gained": told.count(drawn.figures["groups"][drawn.who]["gained"]),
    }  # fmt: skip
    return render(request, "atlas/scenarios/one.html", page)


def _of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the draft that the reader writes; of one that she kept meanwhile, in another tab, its page says so.

    Another's has no page to write on.
    """

    @wraps(view)
    def answering(request: HttpRequest, pk: UUID, **named: Any) -> HttpResponse:
        row = _row(pk)
        found(row if row.author_id == request.user.pk else None)
        if row.state == State.KEPT:
            messages.error(request, str(actions.IsKept()))
            return redirect("scenarios:one", pk)
        return view(request, row, **named)

    return answering


@needs("atlas.plan")
@once
@_of_draft
def change(request: HttpRequest, row: Scenario) -> HttpResponse:
    """Rules, budget and costs."""
    form = RulesForm(typed(request), initial=rules_of(row), checked=request.method == "POST")
    return answered(
        request, form,
        lambda: actions.change(scenario=row, by=request.user, expected=row.version, **form.said()),
        back=reverse("scenarios:one", args=[row.pk]), back_words=row.title, done=_("Written."),
        title=_("Rules, budget and costs"), verb=_("Save"), versioned=row, template="atlas/scenarios/rules.html",
    )  # fmt: skip


@needs("atlas.plan")
@floods.worth(floods.COMPARED)
@once
@_of_draft
def put(request: HttpRequest, row: Scenario, deed: str) -> HttpResponse:
    """Choose by hand where something is done."""
    kind = found(next((one for one in Deed if one.value == deed), None))
    start = {"size": row.sizes[kind], "days": 1, "year": row.first_year}
    choices = choosing.choices(row, kind)
    form = PutForm(typed(request), deed=kind, choices=choices, initial=start, checked=request.method == "POST")

    def act() -> None:
        said = form.cleaned_data
        actions.pick(
            scenario=row, by=request.user, deed=kind, places=said["places"], size=said["size"],
            days=said.get("days", 0), year=said["year"],
        )  # fmt: skip

    listed = _("The %(n)s with most people too far are listed.") % {"n": choosing.LISTED}
    lead = listed if len(choices) >= choosing.LISTED else _("Those with most people too far stand first.")
    return answered(
        request, form, act, back=reverse("scenarios:one", args=[row.pk]), back_words=row.title,
        done=_("It is in the plan."), title=str(kind.label), verb=_("Put it into the plan"),
        template="atlas/scenarios/put.html",
        lead=lead if choices else _("There is no place in this territory where this can be done."), empty=not choices,
    )  # fmt: skip


@needs("atlas.plan")
@require_POST
@once
@_of_draft
def take_out(request: HttpRequest, row: Scenario) -> HttpResponse:
    """Take a place out of the plan."""
    deed, place = request.POST.get("deed", ""), request.POST.get("place", "")
    return done_or_said(
        request, lambda: actions.take_out(scenario=row, by=request.user, deed=deed, place=place),
        done=_("Taken out of the plan."), back=reverse("scenarios:one", args=[row.pk]),
    )  # fmt: skip


@needs("atlas.plan")
@require_POST
@floods.worth(floods.PLAN)
@once
@_of_draft
def compute(request: HttpRequest, row: Scenario) -> HttpResponse:
    """Compute the plan that is best under the rules."""
    return done_or_said(
        request, lambda: actions.compute(scenario=row, by=request.user),
        done=_("Computed. What is proved of it stands above the plan."), back=reverse("scenarios:one", args=[row.pk]),
    )  # fmt: skip


@needs("atlas.plan")
@floods.worth(floods.COMPARED)
@once
@_of_draft
def keep(request: HttpRequest, row: Scenario) -> HttpResponse:
    """Keep a scenario as it is."""
    back = reverse("scenarios:one", args=[row.pk])
    if request.method == "POST":
        return done_or_said(
            request, lambda: actions.keep(scenario=row, by=request.user), back=back,
            done=_("Kept. It shows these figures whatever becomes of the catalogue, and can be shared."),
        )  # fmt: skip
    page = {
        "title": _("Keep this scenario?"), "text": row.title, "verb": pgettext("scenario", "Keep it"), "cancel": back,
        "consequences": [
            _("Its figures stay, with the services, the census and the costs they were computed from."),
            _("It is not changed any more; another one can be drawn from it."),
            _("Colleagues who plan can read it."),
        ],
    }  # fmt: skip
    return render(request, "confirm.html", page)


@needs("atlas.plan")
@once
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draw another one from a scenario."""
    row = _row(pk)
    form = CopyForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            other = actions.copy(scenario=row, by=request.user, title=form.cleaned_data["title"])
            return redirect("scenarios:one", other.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Draw another one from it"), "verb": _("Begin it"), "back_words": row.title,
        "back": reverse("scenarios:one", args=[pk]), "lead": _("The same question, rules, costs and plan: change any."),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("atlas.plan")
@once
@_of_draft
def throw_away(request: HttpRequest, row: Scenario) -> HttpResponse:
    """Throw a draft away."""
    if request.method == "POST":
        return done_or_said(
            request, lambda: actions.throw_away(scenario=row, by=request.user), done=_("The draft is gone."),
            back=reverse("scenarios:list"),
        )  # fmt: skip
    page = {
        "title": _("Throw this draft away?"), "text": row.title, "verb": pgettext("a draft", "Throw it away"),
        "danger": True, "cancel": reverse("scenarios:one", args=[row.pk]),
    }  # fmt: skip
    return render(request, "confirm.html", page)


@needs("atlas.plan")
@require_safe
@floods.worth(floods.COMPARED)
def beside(request: HttpRequest) -> HttpResponse:
    """Two to four side by side; one alone as well."""
    scenarios = chosen(request)
    if not scenarios:
        messages.error(request, _("Choose two to four scenarios to compare."))
        return redirect("scenarios:list")
    page = compared(scenarios) | {
        "shares": all(one.is_kept for one in scenarios), "form": ShareForm(initial={"days": LINK_DAYS}),
        "query": request.GET.urlencode(), "files": ("scenarios:table", "scenarios:sheet"),
    }  # fmt: skip
    return render(request, "atlas/scenarios/beside.html", page)


def chosen(request: HttpRequest) -> list[Drawn]:
    """The scenarios that an address names, in its order; those that the reader may not see are not there."""
    ground, whole = atlas.ground(), _("The whole country")
    return [of_row(row, ground, whole) for row in picked(request.GET.getlist("s"))]


def picked(keys: list[str]) -> list[Scenario]:
    """Scenarios by what was ticked, at most as many as stand side by side."""
    rows = []
    for key in list(dict.fromkeys(keys))[: LIMITS.compared]:
        row = queries.scenario(key) if _is_key(key) else None
        rows += [row] if row else []
    return rows


def compared(scenarios: list[Drawn]) -> dict[str, Any]:
    """What a page says of several scenarios."""
    small, legend = maps.maps(scenarios)
    return {
        "scenarios": scenarios, "titles": [one.title for one in scenarios], "rows": table.rows(scenarios),
        "provinces": table.provinces(scenarios), "method": table.method(scenarios), "small": small, "legend": legend,
        "measured": maps.what(scenarios), "alike": table.alike(scenarios),
        "questions": [told.question(one) for one in scenarios],
        "invented": any(one.is_demonstration for one in scenarios),
        "plans": [(one, [(told.named(site), told.deed(site), told.why(site, one.limit))
                         for site in one.figures["sites"]]) for one in scenarios],
    }  # fmt: skip


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _row(pk: UUID) -> Scenario:
    return found(queries.scenario(pk))
