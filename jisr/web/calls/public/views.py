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
from jisr.ledger.calls.rules.asked import asked
from jisr.ledger.calls.rules.codes import new_code
from jisr.web.access import open_to_all
from jisr.web.calls import words
from jisr.web.calls.public import floods, reach
from jisr.web.calls.public.apply_form import fact_field, fact_value, kind_of
from jisr.web.fields import TypedField
from jisr.web.forms import put_refusal
from jisr.web.paging import page
from jisr.web.uncached import shut
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
    criteria = list(row.criteria.all())
    return {
        "call": row, "invented": row.is_demonstration, "open": row.is_open(), "over": row.is_over(),
        "days": words.days_left(max((row.closes_at - timezone.now()).days, 0)),
        "kinds": [label for _kind, label in words.kinds(row)],
        "asked": [] if row.is_record else [words.terms_of(row, kind) for kind, _label in words.kinds(row)],
        "provinces": [name for _code, name in words.provinces(row)], "criteria": criteria,
        "extensions": list(row.extensions.all()),
        "most_points": sum(one.most for one in criteria),
        "quotas": [(words.group(row, one.kind, one.of), one.at_least) for one in row.quotas.all() if one.at_least],
        "decided": row.state == CallState.DECIDED,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@open_to_all
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Whether one may apply: one question after the other, and no more than it takes. Nothing is kept."""
    row = reach.call(code)
    if row.is_record:
        raise Http404
    kind = kind_of(row, request.POST.get("f_applicant") or request.GET.get("kind", ""))
    values = {"call": row, "invented": row.is_demonstration, "open": row.is_open()}
    if not kind:
        values |= {"asked": "applicant", "question": _("Who applies?"), "options": words.kinds(row)}
        return shut(render(request, "calls/check.html", values))
    return shut(render(request, "calls/check.html", values | _checked(row, kind, request.POST)))


def _checked(row: Call, kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """The next question of the rule file of a kind of applicant, or what comes out."""
    terms = asked(row, kind, timezone.localdate())
    book, version = terms.book, terms.rule
    if version is None:
        raise Http404
    language, facts, pairs = words.tongue(), {"applicant": kind}, [("f_applicant", kind)]
    for fact in book.facts.values():
        if fact.name == "applicant":
            continue
        field = fact_field(fact, language)
        try:
            said = field.clean(typed.get(f"f_{fact.name}", ""))
        except forms.ValidationError:
            continue
        if (known := fact_value(fact, said)) is not None:
            facts[fact.name] = known
            pairs.append((f"f_{fact.name}", typed[f"f_{fact.name}"]))
    name = next_question(version.rule, facts)
    verdict = judge(version.rule, facts)
    options = []
    if name and book.facts[name].options:
        options = [(code, in_language(told, language)) for code, told in book.facts[name].options.items()]
    elif name and book.facts[name].kind == "yes_no":
        options = [("yes", _("yes")), ("no", _("no"))]
    return {
        "kind": kind, "kind_label": ApplicantKind(kind).label, "verdict": verdict, "pairs": pairs, "asked": name,
        "question": in_language(book.facts[name].question, language) if name else "", "options": options,
        "sentence": sentence(verdict, book.facts, language), "source": words.source(version.source),
        "since": version.since, "rule_title": in_language(book.title, language),
    }  # fmt: skip


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
