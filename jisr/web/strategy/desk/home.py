"""What the strategist has before her: versions, programmes of others, and what each may do next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.common.errors import Refusal
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Measure, PlanLine
from jisr.staff.rules import may
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.acting import answered, done_or_said
from jisr.web.forms import once, put_refusal
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach
from jisr.web.strategy.desk.forms import InForceForm, LeaveOutForm, PlanForm, StrategyForm, VersionForm
from jisr.web.window import found

#: Measures beyond which a list offers its buttons at its end too.
MANY = 8


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
    is_draft = row.state == VersionState.DRAFT
    page = {
        **reach.frame(request, row, "version"), "groups": groups, "n": len(measures),
        "left_out": queries.left_out(row) if is_draft else [], "many": len(measures) > MANY,
        "places": told.named_places(measures), "is_draft": is_draft,
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
            said = _("The strategy is begun. Write its measures one by one, or take them in from a sheet.")
            messages.success(request, said)
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
            said = _("The programme is noted. Write its lines one by one, or take them in from a sheet.")
            messages.success(request, said)
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
            messages.success(request, _("The draft holds every measure in force. Change them here, or by a sheet."))
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
    """Leave a measure out of a draft, with a word why."""
    row = reach.measure(request, pk)
    form = LeaveOutForm(typed(request), checked=request.method == "POST")
    return answered(
        request, form, lambda: actions.leave_out(row=row, why=form.cleaned_data["why"], by=request.user),
        done=_("Left out of the draft. It can be brought back below."), title=_("Leave this measure out?"),
        verb=_("Leave it out"), lead=told.title(row), **_to_version(row),
    )  # fmt: skip


@needs("strategy.edit")
@once
def leave_line_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a line out of somebody's programme, with a word why."""
    row = reach.line(request, pk)
    form = LeaveOutForm(typed(request), checked=request.method == "POST")
    return answered(
        request, form, lambda: actions.leave_out(row=row, why=form.cleaned_data["why"], by=request.user),
        done=_("Left out of the programme. It can be brought back below."), title=_("Leave this line out?"),
        verb=_("Leave it out"), lead=told.title(row), **_to_plan(row),
    )  # fmt: skip


@needs("strategy.edit")
@require_POST
@once
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a measure back into a draft."""
    row = reach.measure(request, pk)
    back = _to_version(row)["back"]
    return done_or_said(request, lambda: actions.bring_back(row=row, by=request.user), done=_("It is back."), back=back)


@needs("strategy.edit")
@require_POST
@once
def bring_line_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a line back into somebody's programme."""
    row = reach.line(request, pk)
    back = _to_plan(row)["back"]
    return done_or_said(request, lambda: actions.bring_back(row=row, by=request.user), done=_("It is back."), back=back)


def _to_version(row: Measure) -> dict[str, Any]:
    strategy = row.of.strategy
    back = reverse("strategy:desk:version", args=[strategy.code, row.of.number])
    return {"back": back, "back_words": wording.name_of(strategy)}


def _to_plan(row: PlanLine) -> dict[str, Any]:
    back = reverse("strategy:desk:send_lines", args=[row.plan.code])
    return {"back": back, "back_words": wording.name_of(row.plan)}
