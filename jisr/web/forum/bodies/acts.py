"""The programme of a body, what it asks for, and what the region answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jisr.forum import actions
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once
from jisr.web.forum.bodies import acting, reach
from jisr.web.forum.bodies.acting import answered
from jisr.web.forum.bodies.forms import AnswerForm, AskForm, PlanForm, SettleForm
from jisr.web.said import of_language


@needs("forum.advise")
@once
@not_again
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Write a line of the programme."""
    body = reach.body(request, code)
    form = PlanForm(typed(request), checked=request.method == "POST")
    return answered(
        request, form, lambda: actions.plan_item(body=body, by=request.user, **form.cleaned_data), body=body,
        done=_("The line is in the programme, with its day."), title=_("Add a line to the programme"),
        verb=_("Add it"),
    )  # fmt: skip


@needs("forum.advise")
@once
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a line of the programme was done, or given up."""
    row = reach.item(request, pk)
    form = SettleForm(typed(request), checked=request.method == "POST")
    return answered(
        request, form,
        lambda: actions.settle_item(item=row, expected=row.version, by=request.user, **form.cleaned_data),
        body=row.body, versioned=row, done=_("Noted, with what shows it."), title=_("What became of this line"),
        verb=_("Note it"), said=of_language(row, "what"),
    )  # fmt: skip


@needs("forum.advise")
@once
@not_again
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the region for means."""
    body = reach.body(request, code)
    form = AskForm(typed(request), checked=request.method == "POST")
    return answered(
        request, form, lambda: actions.ask_means(body=body, by=request.user, **form.cleaned_data), body=body,
        done=_("The request is sent. Everybody sees the days it waits."), title=_("Ask for means"),
        verb=_("Send the request"),
        lead=_("The request is public at once, and so are the days that it waits for an answer."),
    )  # fmt: skip


@needs("forum.answer")
@once
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a request for means."""
    row = reach.means(request, pk)
    form = AnswerForm(typed(request), initial=acting.office(request), checked=request.method == "POST")
    return answered(
        request, form,
        lambda: actions.answer_means(request=row, expected=row.version, by=request.user, **form.cleaned_data),
        body=row.body, versioned=row, done=_("The answer is published."), title=_("Answer a request for means"),
        verb=_("Publish the answer"), template="forum/bodies/answer.html", row=row, given=list(row.answers.all()),
    )  # fmt: skip
