"""Pages of an operation: its course, its works and costs, what is reserved, the days it shuts the centre."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jisr.centres.models import Centre, Programme
from jisr.centres.works import actions, queries, rules
from jisr.centres.works.choices import NEXT, State
from jisr.centres.works.models import Operation, WorksClosure
from jisr.common.errors import Refusal
from jisr.web import acting
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.parts import Step
from jisr.web.window import read_version
from jisr.web.wording import day, name_of
from jisr.web.works import reach, words
from jisr.web.works.forms import (
    AbandonForm,
    LineForm,
    OperationForm,
    ReceiveForm,
    ReopenForm,
    ShutForm,
    StepForm,
    weak_of,
)

_ACT = "works/act.html"


@needs("works.keep")
@once
@not_again
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an operation from what the last sheet found."""
    centre = reach.centre(request, pk, to_keep=True)
    last = queries.last_audit(pk)
    form = OperationForm(typed(request), weak=weak_of(last, queries.findings(last)), programmes=_programmes(centre))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            row = actions.diagnose(
                centre=centre, audit=last, title=values["title"], programme=values["programme"],
                items=values.get("items", ()), by=request.user,
            )  # fmt: skip
            messages.success(request, _("The operation is open. Price its works."))
            return redirect("works:operation", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    shown = {
        "form": form, "title": _("New operation"), "verb": _("Open the operation"), "back_words": name_of(centre),
        "back": reverse("works:building", args=[pk]),
    }  # fmt: skip
    return render(request, _ACT, shown)


def _programmes(centre: Centre) -> Any:
    """What may pay today for works of a centre: of its own world, invented or real."""
    today = timezone.localdate()
    rows = Programme.objects.filter(is_demonstration=centre.is_demonstration, since__lte=today)
    return rows.exclude(until__lt=today).order_by("name_ar")


@needs("works.keep", "barometer.read")
@require_safe
def operation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One operation, from its diagnosis on."""
    row = reach.operation(request, pk)
    today = timezone.localdate()
    closures = list(row.closures.all())
    lines = [(one, words.label(one.item)) for one in row.lines.all()]
    context = {
        "operation": row, "centre": row.centre, "keeps": reach.keeps(request, row.centre_id), "lines": lines,
        "course": _course(row), "costs": rules.costs(row.lines.all()), "open": bool(NEXT[row.state]),
        "tone": words.tone(row.state),
        "reserves": list(row.reserves.all()), "closures": closures, "days": rules.days_shut(closures, today),
        "moved": sum(one.moved or 0 for one in closures), "nowhere": sum(one.nowhere or 0 for one in closures),
        "waits": sum(one.lifted_on is None for one in row.reserves.all()),
        "ways": [(one.value, _VERBS[one]) for one in _ORDER if one in NEXT[row.state]],
    }  # fmt: skip
    return render(request, "works/operation.html", context)


#: What a button says that leads there.
_VERBS: dict[str, Any] = {
    State.PROGRAMME: gettext_lazy("Programme these works"), State.WORKS: gettext_lazy("Say that works begin"),
    State.RECEPTION: gettext_lazy("Receive the works"), State.CLOSED: gettext_lazy("Finish the operation"),
    State.ABANDONED: gettext_lazy("Give the operation up"),
}  # fmt: skip
_DONE: dict[str, Any] = {
    State.PROGRAMME: gettext_lazy("The works are programmed."), State.WORKS: gettext_lazy("The works have begun."),
    State.RECEPTION: gettext_lazy("The works are received; the sheet of the building follows."),
    State.CLOSED: gettext_lazy("The operation is finished."),
    State.ABANDONED: gettext_lazy("The operation is given up; why stays on record."),
}  # fmt: skip
_ORDER = (State.PROGRAMME, State.WORKS, State.RECEPTION, State.CLOSED, State.ABANDONED)


def _course(row: Operation) -> list[Step]:
    """The steps across the top, each with its day."""
    days = {one.state: one.on for one in row.steps.all()}
    reached = list(words.COURSE).index(row.state) if row.state in words.COURSE else -1
    drawn = []
    for place, state in enumerate(words.COURSE):
        last = state == words.COURSE[-1]
        now = place == reached and not last
        done = state in days and not now
        drawn.append(Step(
            State(state).label, "now" if now else "done" if done else "later", day(days[state]) if state in days else ""
        ))  # fmt: skip
    return drawn


@needs("works.keep")
@once
def move(request: HttpRequest, pk: UUID, to: str) -> HttpResponse:
    """An operation goes on to a state that the table allows."""
    row = reach.operation(request, pk, to_keep=True)
    if to not in NEXT[row.state]:
        raise Http404
    form, act = _step(request, row, to)
    return acting.answered(
        request, form, act, back=reverse("works:operation", args=[row.pk]), back_words=row.title, template=_ACT,
        done=_DONE[to], title=_VERBS[to], verb=_VERBS[to], versioned=row, danger=to == State.ABANDONED,
    )  # fmt: skip


def _step(request: HttpRequest, row: Operation, to: str) -> tuple[StepForm, Callable[[], Any]]:
    """The form of a step, and the act that it is."""
    data = typed(request)
    expected = read_version(request, row.version)
    if to == State.RECEPTION:
        receiving = ReceiveForm(data, lines=row.lines.all())

        def receive() -> None:
            values = receiving.cleaned_data
            mended = [receiving.lines[key].pk for key in values["mended"]]
            actions.receive(
                operation=row, expected=expected, on=values["on"], said=values["said"], mended=mended, by=request.user,
                reserves=receiving.reserved(),
            )  # fmt: skip

        return receiving, receive
    form = AbandonForm(data) if to == State.ABANDONED else StepForm(data)
    acts: dict[str, Callable[..., None]] = {
        State.PROGRAMME: actions.programme, State.WORKS: actions.begin, State.CLOSED: actions.finish,
        State.ABANDONED: actions.abandon,
    }  # fmt: skip
    return form, lambda: acts[to](operation=row, expected=expected, by=request.user, **form.cleaned_data)


@needs("works.keep")
@once
@not_again
def new_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a work."""
    row = reach.operation(request, pk, to_keep=True)
    form = LineForm(typed(request), kind=row.centre.type)
    return acting.answered(
        request, form, lambda: actions.add_line(operation=row, values=form.cleaned_data, by=request.user),
        back=reverse("works:operation", args=[row.pk]), back_words=row.title, done=_("Saved."), template=_ACT,
        title=_("Add a work"), verb=_("Save this work"),
    )  # fmt: skip


@needs("works.keep")
@once
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Price a work, say what was paid and when it was done."""
    row = reach.kept(request, queries.line(pk))
    form = LineForm(typed(request), kind=row.operation.centre.type, line=row)
    expected = read_version(request, row.version)
    return acting.answered(
        request, form,
        lambda: actions.edit_line(line=row, expected=expected, values=form.cleaned_data, by=request.user),
        back=reverse("works:operation", args=[row.operation_id]), back_words=row.operation.title, done=_("Saved."),
        title=words.label(row.item), verb=_("Save this work"), versioned=row, template=_ACT,
    )  # fmt: skip


@needs("works.keep")
@require_POST
@once
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was not right is put right today."""
    row = reach.kept(request, queries.reserve(pk))
    return acting.done_or_said(
        request, lambda: actions.lift(reserve=row, on=timezone.localdate(), by=request.user),
        done=_("Noted as put right today."), back=reverse("works:operation", args=[row.operation_id]),
    )  # fmt: skip


@needs("works.keep")
@once
@not_again
def shut(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell that the centre is closed for these works."""
    row = reach.operation(request, pk, to_keep=True)
    near = {"province": row.centre.province_id, "is_demonstration": row.centre.is_demonstration}
    others = Centre.objects.filter(closed_on=None, confidential=False, **near).exclude(pk=row.centre_id)
    form = ShutForm(typed(request), others=others.order_by("sort_ar"))
    return acting.answered(
        request, form, lambda: actions.shut(operation=row, by=request.user, **form.cleaned_data),
        back=reverse("works:operation", args=[row.pk]), back_words=row.title, template=_ACT,
        done=_("The public page of the centre tells the closure."), title=_("Close the centre for these works"),
        verb=_("Tell the closure"),
        lead=_("Shown on the public page and to everyone who sends people here, until the centre reopens."),
    )  # fmt: skip


@needs("works.keep")
@once
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The centre receives people again."""
    row: WorksClosure = reach.kept(request, queries.closure(pk))
    if row.ended:
        raise Http404
    form = ReopenForm(typed(request))
    return acting.answered(
        request, form, lambda: actions.reopen(closure=row, by=request.user, **form.cleaned_data),
        back=reverse("works:operation", args=[row.operation_id]), back_words=row.operation.title, template=_ACT,
        done=_("The centre is open again, and its page says so."), title=_("Reopen the centre"),
        verb=_("Reopen the centre"),
    )  # fmt: skip
