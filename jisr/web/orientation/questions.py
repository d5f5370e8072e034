"""On the page of a need: what is not known and would settle most services, asked and written down there.

Answers go into the family's file by a form that is posted; neither a need nor an answer stands in an address.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from jisr.centres.conditions import vocabulary
from jisr.common.errors import Unacceptable
from jisr.conditions import Question
from jisr.conditions.facts import CHOICE, NUMBER, YES_NO, Fact
from jisr.families import actions as families
from jisr.families import queries
from jisr.staff.rules import may
from jisr.web.access import needs
from jisr.web.conditions.shown import said
from jisr.web.forms import once
from jisr.web.window import found
from jisr.window.listening import queries as listening
from jisr.window.listening.models import Need
from jisr.window.orientation import asking

_MOST = 3


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it.

    Attributes:
        turns: how many services wait for the answer.
        options: (value, words); empty for a number.
        typed: what was typed or declared before.
        said_at: when it was declared.
    """

    fact: str
    words: str
    kind: str
    turns: int = 0
    options: Sequence[tuple[str, str]] = ()
    unit_most: int = 0
    typed: str = ""
    wrong: Any = ""
    said_at: datetime | None = None


def questions(request: HttpRequest, need: Need, *, without: Collection[int] = ()) -> list[Asked]:
    """What to ask next for an open need; nothing for whoever may not write in the file. A fixed number of queries.

    Args:
        without: keys of services that the need was sent to before.
    """
    if need.state != "open" or not may(request.post.role, "families.edit"):
        return []
    today = timezone.localdate()
    return [_asked(one) for one in asking.questions_for(need, on=today, most=_MOST, without=without)]


def answered(request: HttpRequest, need: Need) -> list[Asked]:
    """What was declared before, to be read, and said again where it has changed; two queries."""
    if need.state != "open" or not may(request.post.role, "families.edit"):
        return []
    rows = queries.declared_facts(need.person, need.household, compartment=need.compartment)
    return [replace(_asked(Question(name, 0, 0.0), row.value), said_at=row.said_at) for name, row in rows.items()]


def _asked(question: Question, typed: str = "", wrong: Any = "") -> Asked:
    fact = vocabulary().facts[question.fact]
    return Asked(
        fact.name, said(fact.question), fact.kind, question.turns, _options(fact), fact.most or 0, typed, wrong
    )


def _options(fact: Fact) -> list[tuple[str, str]]:
    if fact.kind == YES_NO:
        return [("yes", pgettext("answer", "yes")), ("no", pgettext("answer", "no"))]
    return [(code, said(words)) for code, words in fact.options.items()] if fact.kind == CHOICE else []


@needs("orientation.propose")
@require_http_methods(["GET", "POST"])
@once
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what the person answered, and rank again."""
    need = found(listening.need(pk))
    if not may(request.post.role, "families.edit"):
        raise PermissionDenied
    if request.method == "GET":
        return redirect("orientation:need", need.pk)
    typed = {name[2:]: value.strip() for name, value in request.POST.items() if name.startswith("f-")}
    given = {name: value for name, value in typed.items() if value and name in vocabulary().facts}
    values = {name: _value(vocabulary().facts[name], text) for name, text in given.items()}
    try:
        written = families.answer_facts(
            person=need.person, household=need.household, answers=values, by=request.user,
            compartment=need.compartment,
        )  # fmt: skip
    except Unacceptable as refusal:
        page = {"need": need, "questions": _again(given, refusal.fields)}
        return render(request, "orientation/questions_page.html", page)
    many = len(written)
    words = ngettext("%(n)s answer is in the file.", "%(n)s answers are in the file.", many) % {"n": many}
    messages.success(request, words if many else _("Nothing new was answered: the list stays as it was."))
    return redirect("orientation:need", need.pk)


def _value(fact: Fact, text: str) -> Any:
    if fact.kind == YES_NO:
        return {"yes": True, "no": False}.get(text, text)
    if fact.kind == NUMBER:
        return int(text) if text.isdecimal() and len(text) < 10 else text
    return text


def _again(given: Mapping[str, str], wrong: Mapping[str, Any]) -> list[Asked]:
    """The same questions with what was typed, and what is wrong beside it."""
    return [_asked(Question(name, 0, 0.0), text, wrong.get(name, "")) for name, text in given.items()]
