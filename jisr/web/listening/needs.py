"""Pages of one need: add it to an interview, correct it, close it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.common.errors import Refusal, Stale
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.listening.forms import CloseNeedForm, CorrectNeedForm, NeedForm
from jisr.web.window import found, members, read_version, two_versions
from jisr.window.listening import actions, queries


@needs("listening.listen")
@once
@not_again
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a need that came up after the interview was written."""
    interview = found(queries.interview(pk))
    people = {
        str(person.pk): person
        for person in interview.household.persons.filter(memberships__until=None).order_by("born_on", "id")
    }
    form = NeedForm(
        typed(request), people=members(people.values(), timezone.localdate()),
        initial={"person": str(interview.person_id)}, checked=request.method == "POST",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data | {"person": people[form.cleaned_data["person"]]}
            actions.add_need(interview=interview, by=request.user, **values)
            return redirect("listening:interview", interview.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {"form": form, "interview": interview, "title": _("Another need"), "verb": _("Add this need")}
    return render(request, "listening/need.html", page)


@needs("listening.listen")
@once
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a need; what a colleague saved in between is shown beside what was typed."""
    need = found(queries.need(pk))
    back = reverse("listening:interview", args=[need.interview_id])
    start = {"theme": need.theme, "gravity": need.gravity, "words": need.words}
    form = CorrectNeedForm(typed(request), initial=start, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        version = read_version(request, need.version)
        try:
            actions.change_need(need=need, version=version, by=request.user, **form.cleaned_data)
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {"form": form, "interview": need.interview, "need": need}
    return render(request, "listening/need.html", page | {"title": _("Correct this need"), "verb": _("Save")})


@needs("listening.listen")
@once
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a need is met, or that it is closed without being met."""
    need = found(queries.need(pk))
    back = reverse("listening:interview", args=[need.interview_id])
    form = CloseNeedForm(typed(request))
    if request.method == "POST" and form.is_valid():
        version = read_version(request, need.version)
        try:
            actions.close_need(need=need, version=version, by=request.user, **form.cleaned_data)
            return redirect(back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Close this need"), "text": need.get_theme_display(), "form": form, "verb": _("Close this need"),
        "cancel": back, "versioned": need,
    }  # fmt: skip
    return render(request, "confirm.html", page)
