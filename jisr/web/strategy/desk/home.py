"""What the strategist has before her: versions, programmes of others, and what each may do next."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.choices import VersionState
from jisr.staff.rules import may
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach
from jisr.web.strategy.desk.forms import InForceForm, PlanForm, StrategyForm, VersionForm
from jisr.web.window import found


@needs("strategy.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Strategies with their versions, and programmes of others."""
    side = request.user.is_demonstration
    page = {
        "versions": queries.versions(demonstration=side), "plans": queries.plans(demonstration=side),
        "edits": may(request.post.role, "strategy.edit"),
    }  # fmt: skip
    return render(request, "strategy/desk/home.html", page)


@needs("strategy.read")
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version with its measures, drafts too, and what can be done with it."""
    row = reach.version(request, code, number)
    groups = queries.shape(row)
    measures = [one for group in groups for one in group.measures]
    page = {
        **reach.frame(request, row, "version"), "groups": groups, "n": len(measures),
        "places": told.named_places(measures), "is_draft": row.state == VersionState.DRAFT,
        "has_draft": queries.versions(row.strategy).filter(state=VersionState.DRAFT).exists(),
    }  # fmt: skip
    return render(request, "strategy/desk/version.html", page)


@needs("strategy.edit")
@once
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a strategy."""
    form = StrategyForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.begin_strategy(by=request.user, **form.cleaned_data)
            messages.success(request, _("The strategy is begun. Take its measures in from a sheet."))
            return redirect("strategy:desk:version", row.strategy.code, row.number)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Begin a strategy"), "verb": _("Begin it"), "back": reverse("strategy:desk:home"),
        "back_words": _("Strategies"), "lead": _("Its first version is a draft: nobody outside reads it yet."),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("strategy.edit")
@once
def note_plan(request: HttpRequest) -> HttpResponse:
    """Note somebody else's programme."""
    form = PlanForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.begin_plan(by=request.user, **form.cleaned_data)
            messages.success(request, _("The programme is noted. Take its lines in from a sheet."))
            return redirect("strategy:desk:send_lines", row.code)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Note a programme of others"), "verb": _("Note it"),
        "back": reverse("strategy:desk:home"), "back_words": _("Strategies"),
        "lead": _("As it is published, or as its owner handed it over. Its page is public."),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("strategy.edit")
@once
def next_version(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version of a strategy, from the one in force."""
    strategy = found(queries.strategy(code))
    found(strategy if strategy.is_demonstration == request.user.is_demonstration else None)
    form = VersionForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.begin_version(strategy=strategy, by=request.user, **form.cleaned_data)
            messages.success(request, _("The draft holds every measure in force. Change it by a sheet."))
            return redirect("strategy:desk:version", code, row.number)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Prepare the next version"), "verb": _("Begin the draft"),
        "back": reverse("strategy:desk:home"), "back_words": _("Strategies"), "lead": wording.name_of(strategy),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("strategy.edit")
@once
def in_force(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The draft is decided."""
    row = reach.version(request, code, number)
    form = InForceForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_in_force(version=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The version is in force, and public."))
            return redirect("strategy:desk:version", code, number)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Put this version in force"), "verb": _("Put it in force"),
        "back": reverse("strategy:desk:version", args=[code, number]), "back_words": wording.name_of(row.strategy),
        "lead": _("From then on everybody reads it, and it is not rewritten: a change makes a new version."),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("strategy.edit")
@once
def leave_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a measure out of a draft."""
    row = reach.measure(request, pk)
    back = reverse("strategy:desk:version", args=[row.of.strategy.code, row.of.number])
    if request.method == "POST":
        try:
            actions.leave_out(row=row, by=request.user)
            messages.success(request, _("Left out of the draft. A sheet that names its code brings it back."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(back)
    page = {"title": _("Leave this measure out?"), "text": told.title(row), "verb": _("Leave it out"), "cancel": back}
    return render(request, "confirm.html", page)


@needs("strategy.edit")
@once
def leave_line_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a line out of somebody's programme."""
    row = reach.line(request, pk)
    back = reverse("strategy:desk:send_lines", args=[row.plan.code])
    if request.method == "POST":
        actions.leave_out(row=row, by=request.user)
        messages.success(request, _("Left out of the programme. A sheet that names its code brings it back."))
        return redirect(back)
    page = {"title": _("Leave this line out?"), "text": told.title(row), "verb": _("Leave it out"), "cancel": back}
    return render(request, "confirm.html", page)
