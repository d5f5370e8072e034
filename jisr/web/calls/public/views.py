"""Public pages of the calls: what is open, the terms of each, whether one may apply, and the results."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jisr.common.errors import Refusal
from jisr.conditions import judge, next_question, sentence
from jisr.conditions.sentences import in_language
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.choices import ApplicantKind, CallState, Method, Outcome
from jisr.ledger.calls.models import Call
from jisr.ledger.calls.rules.codes import new_code
from jisr.ledger.calls.rules.papers import Item
from jisr.web import wording
from jisr.web.access import open_to_all
from jisr.web.calls import words
from jisr.web.calls.public import floods, reach
from jisr.web.calls.public.apply_form import fact_field, fact_value
from jisr.web.fields import TypedField
from jisr.web.forms import put_refusal
from jisr.web.forum.public.slip import shut
from jisr.web.paging import page
from jisr.web.widgets import PhoneInput


class HelpForm(forms.Form):
    """Where an association may call back."""

    name = TypedField(
        label=gettext_lazy("How should they call you?"), max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a name, as you like.")},
    )  # fmt: skip
    phone = forms.CharField(
        label=pgettext_lazy("of applicant", "Telephone"), max_length=30, min_length=9, widget=PhoneInput(),
        error_messages={"required": gettext_lazy("Write a number at which you can be reached.")},
    )  # fmt: skip
    words = TypedField(
        label=gettext_lazy("With what do you need help?"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    marks_optional = False


@require_safe
@open_to_all
def calls(request: HttpRequest) -> HttpResponse:
    """Every call: those one can apply to, those that are over, and those read elsewhere."""
    rows = list(queries.calls().exclude(state=CallState.DRAFTED))
    parts = {
        "open": [row for row in rows if row.is_open()],
        "later": [row for row in rows if not row.is_record and row.opens_at > timezone.now()],
        "over": [row for row in rows if not row.is_record and row.is_over()],
        "records": [row for row in rows if row.is_record],
    }
    return render(request, "calls/list.html", parts | {"invented": any(row.is_demonstration for row in rows)})


@require_safe
@open_to_all
def call(request: HttpRequest, code: str) -> HttpResponse:
    """The terms of a call, as everybody reads them."""
    row = reach.call(code)
    return render(request, "calls/call.html", _terms(row) | {"address": request.build_absolute_uri(request.path)})


def _terms(row: Call) -> dict[str, Any]:
    version = words.book(row).in_force(wording.local_day(row.opens_at))
    criteria = list(row.criteria.all())
    return {
        "call": row, "invented": row.is_demonstration, "open": row.is_open(), "over": row.is_over(),
        "days": words.days_left(max((row.closes_at - timezone.now()).days, 0)),
        "kinds": [label for kind, label in ApplicantKind.choices if kind in row.kinds],
        "provinces": [name for _code, name in words.provinces(row)], "criteria": criteria,
        "extensions": list(row.extensions.all()),
        "most_points": sum(one.most for one in criteria),
        "papers": [_paper(item) for item in words.list_of_papers(row)],
        "source": _source(version.source) if version else {},
        "quotas": [(words.group(row, one.kind, one.of), one.at_least) for one in row.quotas.all() if one.at_least],
        "decided": row.state == CallState.DECIDED,
    }  # fmt: skip


def _source(told: Mapping[str, Any]) -> dict[str, Any]:
    """Where the conditions were read, in the reader's language where it is said in both."""
    titles = told.get("titles")
    return dict(told) | ({"title": in_language(titles, words.tongue())} if titles else {})


def _paper(item: Item) -> tuple[str, dict[str, Any]]:
    kinds = [str(label) for kind, label in ApplicantKind.choices if kind in item.kinds]
    return item.said(words.tongue()), {"kinds": kinds, "is_needed": item.is_needed}


@require_http_methods(["GET", "POST"])
@open_to_all
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether one may apply: one question after the other, and no more than it takes. Nothing is kept."""
    row = reach.call(code)
    book = words.book(row)
    version = book.in_force(timezone.localdate())
    if row.is_record or version is None:
        raise Http404
    language, facts, pairs = words.tongue(), {}, []
    for fact in book.facts.values():
        field = fact_field(fact, language)
        try:
            typed = field.clean(request.POST.get(f"f_{fact.name}", ""))
        except forms.ValidationError:
            continue
        if (known := fact_value(fact, typed)) is not None:
            facts[fact.name] = known
            pairs.append((f"f_{fact.name}", request.POST[f"f_{fact.name}"]))
    asked = next_question(version.rule, facts)
    verdict = judge(version.rule, facts)
    options = []
    if asked and book.facts[asked].options:
        options = [(c, in_language(w, language)) for c, w in book.facts[asked].options.items() if c in row.kinds]
    elif asked and book.facts[asked].kind == "yes_no":
        options = [("yes", _("yes")), ("no", _("no"))]
    values = {
        "call": row, "invented": row.is_demonstration, "verdict": verdict, "pairs": pairs, "asked": asked,
        "question": in_language(book.facts[asked].question, language) if asked else "", "options": options,
        "sentence": sentence(verdict, book.facts, language), "source": _source(version.source), "since": version.since,
        "open": row.is_open(),
    }  # fmt: skip
    return shut(render(request, "calls/check.html", values))


@require_http_methods(["GET", "POST"])
@open_to_all
def ask_help(request: HttpRequest, code: str) -> HttpResponse:
    """Ask an association to call back."""
    row = reach.call(code)
    if not row.is_open():
        raise Http404
    form, done = HelpForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            floods.count(request)
            actions.ask_help(call=row, code=new_code(), person=form.cleaned_data)
            done = True
        except Refusal as refusal:
            put_refusal(form, refusal)
    values = {"call": row, "invented": row.is_demonstration, "form": form, "done": done}
    return shut(render(request, "calls/help.html", values))


@require_safe
@open_to_all
def results(request: HttpRequest, code: str) -> HttpResponse:
    """The results of a call, by number: who is selected, who waits, who is not, and why; both methods beside."""
    row = reach.call(code)
    if row.state != CallState.DECIDED:
        raise Http404
    outcome = request.GET.get("outcome", Outcome.SELECTED)
    outcome = outcome if outcome in Outcome.values else Outcome.SELECTED
    by = ("number",) if outcome == Outcome.REFUSED else ("place", "number")
    found = page(queries.decisions_of(row, outcome), by=by, after=request.GET.get("after", ""))
    values = {
        "call": row, "invented": row.is_demonstration, "page": found, "outcome": outcome, "outcomes": Outcome.choices,
        "rows": [(one, words.province(row, one.province)) for one in found],
        "followed": queries.followed(row), "address": request.build_absolute_uri(request.path),
        "beside": words.side_by_side(row, row.selection, hidden=True), "method": Method(row.method).label,
        "witnesses": [words.witness(row, note, hidden=True) for note in row.selection.get("notes", ())],
        "shared": words.shared_out(row),
    }  # fmt: skip
    return render(request, "calls/results.html", values)
