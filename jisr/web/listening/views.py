"""Pages of listening: write an interview down, read it again, add a note."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from jisr.centres.choices import THEMES
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families import queries as families
from jisr.families.models import Household, Person
from jisr.families.rules import age
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.listening.forms import DisclosureForm, InterviewForm, Needs, NoteForm
from jisr.web.window import found, members
from jisr.window.listening import actions, queries
from jisr.window.listening.models import Interview
from jisr.window.orientation import queries as orientation
from jisr.window.orientation.rules import need_status
from jisr.window.reception import queries as reception
from jisr.window.reception.choices import VisitState
from jisr.window.reception.models import Visit


@dataclass
class Subject:
    """Whose interview is being written, and from where it was begun.

    Attributes:
        visit: the reception that it follows, if any.
        compartments: where it may be kept; empty for an ordinary interview.
    """

    household: Household
    visit: Visit | None = None
    compartments: Sequence[str] = ()
    person: str = ""
    people: list[Person] = field(default_factory=list)

    def choices(self) -> list[tuple[str, str]]:
        """Members of the household as choices."""
        return members(self.people, timezone.localdate())

    def form(self, data: Any, *, checked: bool) -> InterviewForm:
        """The form of the interview itself."""
        options = {"people": self.choices(), "initial": {"person": self.person}, "checked": checked}
        if self.compartments:
            return DisclosureForm(data, compartments=self.compartments, **options)
        return InterviewForm(data, **options)

    def rows(self, data: Any, *, checked: bool) -> Needs:
        """The rows of its needs, one for each reason of the visit."""
        themes = [reason for reason in self.visit.reasons if reason in THEMES] if self.visit else []
        return Needs(data, people=self.choices(), person=self.person, themes=themes, checked=checked)

    def member(self, key: str) -> Person:
        """The member with this key, chosen in a form."""
        return next(person for person in self.people if str(person.pk) == key)


@needs("listening.listen")
@once
@not_again
def after_visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Listen to somebody who was received."""
    visit = found(reception.visit(pk))
    household = found(families.household(visit.household_id))
    return _listen(request, Subject(household, visit, person=str(visit.person_id)))


@needs("listening.listen")
@once
@not_again
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Listen to a family that is followed already."""
    household = found(families.household(pk))
    return _listen(request, Subject(household, person=request.GET.get("person", "")))


@needs("listening.listen")
@once
@not_again
def disclosure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a disclosure, in a compartment that the reader's post keeps; the page exists for no other post."""
    household = found(families.household(pk))
    # a family wholly in a compartment speaks in that one alone
    kept = [code for code in request.post.compartments if household.compartment in {"", code}]
    if not kept:
        raise Http404
    subject = Subject(household, compartments=kept, person=request.GET.get("person", ""))
    return _listen(request, subject)


def _listen(request: HttpRequest, subject: Subject) -> HttpResponse:
    subject.people = subject.household.members
    if subject.person not in {str(person.pk) for person in subject.people}:
        subject.person = str(subject.people[0].pk) if subject.people else ""
    data, asked = typed(request), request.method == "POST" and "more" not in request.POST
    if request.method == "POST" and not asked:
        data = _with_one_more(data)
    form, rows = subject.form(data, checked=asked), subject.rows(data, checked=asked)
    if asked and all([form.is_valid(), rows.is_valid()]):
        try:
            return redirect("listening:interview", _write(request, subject, form, rows).pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    if request.method == "GET":
        # the line of a disclosure's page is of its compartment too: who opened this file must not tell
        journal.opened("listening.prepared", subject.household, compartment=next(iter(subject.compartments), ""))
    return render(request, "listening/new.html", _page(subject, form, rows))


def _write(request: HttpRequest, subject: Subject, form: InterviewForm, rows: Needs) -> Interview:
    values = dict(form.cleaned_data)
    written = [row | {"person": subject.member(row["person"])} for row in rows.written()]
    return actions.listen(
        person=subject.member(values.pop("person")), centre=request.post.centre, by=request.user, needs=written,
        visit=subject.visit, **values,
    )  # fmt: skip


def _with_one_more(data: QueryDict) -> QueryDict:
    """What was typed, with one more row of a need."""
    data = data.copy()
    count = data.get("needs-TOTAL_FORMS", "")
    if count.isascii() and count.isdigit() and len(count) < 3:
        data["needs-TOTAL_FORMS"] = str(int(count) + 1)
    return data


def _page(subject: Subject, form: InterviewForm, rows: Needs) -> dict[str, Any]:
    visit = subject.visit
    return {
        "form": form, "rows": rows, "household": subject.household, "visit": visit,
        "people": [(person, age(person.born_on, timezone.localdate())) for person in subject.people],
        "protected": bool(subject.compartments),
        "reasons": [THEMES.get(reason, reason) for reason in visit.reasons] if visit else [],
        "heard_before": bool(visit and visit.state == VisitState.LISTENED),
        "left": bool(visit and visit.state == VisitState.LEFT),
    }  # fmt: skip


@needs("listening.read")
def interview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An interview: needs with where each stands, strengths, risks, the notes that the reader may read."""
    row = found(queries.interview(pk))
    journal.opened("listening.opened_interview", row)
    return render(request, "listening/interview.html", _read(row) | {"note_form": NoteForm()})


@needs("listening.listen")
@once
@not_again
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a note to an interview."""
    row = found(queries.interview(pk))
    form = NoteForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_note(interview=row, by=request.user, **form.cleaned_data)
            return redirect("listening:interview", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "listening/interview.html", _read(row) | {"note_form": form})


def _read(row: Interview) -> dict[str, Any]:
    states: dict[UUID, list[str]] = {}
    for referral in orientation.referrals(row.household):
        states.setdefault(referral.need_id, []).append(referral.state)
    listed = sorted(row.needs.all(), key=lambda need: (-need.gravity, need.pk))
    lines = [(need, need_status(need.state, states.get(need.pk, []))) for need in listed]
    first = next((need.pk for need, status in lines if status == "open"), None)
    return {"interview": row, "lines": lines, "first": first, "notes": sorted(row.notes.all(), key=lambda n: n.pk)}
