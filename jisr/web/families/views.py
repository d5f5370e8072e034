"""Families: search before creating, the file as a path, who opened it, requests to open one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import scope
from jisr.common.errors import Refusal, Unacceptable
from jisr.families import actions, queries
from jisr.families.models import AccessRequest, Household
from jisr.staff.models import Post
from jisr.staff.queries import holding, with_places
from jisr.staff.rules import may
from jisr.web import wording
from jisr.web.access import needs, scope_of
from jisr.web.families import file
from jisr.web.families.forms import AskForm, OpenForm, SearchForm
from jisr.web.families.results import Results, look_for, look_for_number
from jisr.web.families.verbs import in_words
from jisr.web.forms import once, put_refusal
from jisr.web.window import found
from jisr.window.deposits import queries as deposits
from jisr.window.pathways import queries as pathways

_MOST_REQUESTS = 100


@needs("families.search")
def search(request: HttpRequest) -> HttpResponse:
    """Look for somebody before writing her down again; what is typed travels by POST alone."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    results: Results | None = None
    if form.is_bound and form.is_valid():
        try:
            results = _find(form)
        except Refusal as refusal:
            put_refusal(form, refusal)
    kept = _kept(form, results) if results is not None else []
    receives = may(request.post.role, "reception.receive")
    role = request.post.role
    return render(request, "families/search.html", {
        "form": form, "found": results, "kept": kept, "receives": receives, "decides": may(role, "families.decide"),
        "grants": may(role, "families.grant"), "retains": may(role, "families.retain"),
    })  # fmt: skip


def _kept(form: SearchForm, results: Results) -> list[tuple[str, str]]:
    """What the form for somebody new takes over, so that nothing is typed twice."""
    taken = [(name, form.data.get(name, "")) for name in ("name", "age", "born_on", "commune")]
    return [*taken, ("seen", results.traces)]


def _find(form: SearchForm) -> Results:
    said = form.cleaned_data
    if number := said["number"].strip():
        return look_for_number(number)
    commune = said["commune"].pk if said["commune"] else ""
    return look_for(form.birth(), name=said["name"], commune=commune, phone=said["phone"])


@needs("families.search")
@require_POST
@once
def ask(request: HttpRequest) -> HttpResponse:
    """Ask the centre in charge to open a file known elsewhere."""
    form = AskForm(request.POST)
    if "why" in request.POST and form.is_valid():
        try:
            actions.ask_access(centre=request.post.centre, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            messages.success(request, _("Asked. The answer will stand here."))
            return redirect("families:requests")
    elif "why" not in request.POST:
        form = AskForm(initial={"mark": request.POST.get("mark", "")})
    return render(request, "families/ask.html", {"form": form, "centre": _asked_centre(request)})


def _asked_centre(request: HttpRequest) -> Any:
    return found(queries.centre_asked(request.POST.get("mark", "")))


@needs("families.open")
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Requests to open a file: those that wait for an answer here, what is open elsewhere, those sent from here."""
    centres = [request.post.centre_id]
    page = {
        "waiting": queries.requests_to(centres)[:_MOST_REQUESTS],
        "opened": queries.opened_to_others(centres)[:_MOST_REQUESTS],
        "sent": queries.requests_from(centres)[:_MOST_REQUESTS],
        "grants": may(request.post.role, "families.grant")
    }  # fmt: skip
    return render(request, "families/requests.html", page)


@needs("families.grant")
@once
def answer(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Open the file to the centre that asks, until a day, or say no."""
    centres = [request.post.centre_id]
    row = found(
        AccessRequest.objects.filter(pk=asked, to_centre__in=centres).select_related("from_centre", "asked_by").first()
    )
    said = request.POST.get("answer") if request.method == "POST" else ""
    form = OpenForm(request.POST if said == "grant" else None)
    if said == "refuse" or (said == "grant" and form.is_valid()):
        try:
            actions.answer_access(
                request=row, granted=said == "grant", by=request.user, until=form.until() if said == "grant" else None
            )
            messages.success(request, _("Answered. The other centre sees it on its list."))
            return redirect("families:requests")
        except Unacceptable as refusal:
            put_refusal(form, refusal)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("families:requests")
    page = {"asked": row, "household": queries.household(row.household_id), "form": form}
    return render(request, "families/answer.html", page)


@needs("families.open")
@require_GET
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """A family's file, read as a path."""
    row = _household(household)
    role = request.post.role
    journal.opened("families.opened", row)
    able = {verb.replace(".", "_"): may(role, verb) for verb in _SHOWN_BY}
    shown = file.of(row, able=lambda verb: may(role, verb), keeps=bool(request.post.compartments))
    context = {
        "household": row, "file": shown, "may": able, "joinings": queries.joinings(row),
        "rights": list(queries.rights_of(row)[:20]), "deposits": list(deposits.deposits_of(row)[:20]),
    }  # fmt: skip
    if able["pathways_follow"]:
        context["signals"] = [wording.of_file(signal.rule.name) for signal in pathways.of_household(row)]
    if request.post.compartments:
        context["links"] = queries.links(row)
    return render(request, "families/household.html", context)


_SHOWN_BY = (
    "families.open", "families.edit", "families.decide", "reception.receive", "listening.read", "listening.listen",
    "orientation.propose", "pathways.follow", "journal.of_file", "deposits.receive", "deposits.decide",
)  # fmt: skip


@needs("journal.of_file")
@require_GET
def readers(request: HttpRequest, household: UUID) -> HttpResponse:
    """Who opened this file, to be shown to the person."""
    row = _household(household)
    # it is turned towards the person and printed: what stands in a compartment is not on it, whoever shows it
    with scope(**scope_of(request) | {"compartments": [row.compartment] if row.compartment else []}):
        lines = queries.readers(row)
    keys = {int(line.by) for line in lines if line.by.isdigit()}
    people = User.objects.in_bulk(keys)
    posts = {post.user_id: post for post in with_places(Post.objects.filter(holding(), user__in=keys))}
    for key, person in people.items():
        person.post = posts.get(key)
    shown = [(line.at, people.get(int(line.by)) if line.by.isdigit() else None, in_words(line.verb)) for line in lines]
    journal.opened("families.showed_readers", row)
    return render(request, "families/readers.html", {"household": row, "lines": shown})


def _household(key: UUID) -> Household:
    return found(queries.household(key))
