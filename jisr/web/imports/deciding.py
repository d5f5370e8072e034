"""Before a file is written: who looks like whom, what was changed by hand, the report of every row, and the yes."""

from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.common.keys import read_key
from jisr.exchange.choices import FamilyImportState, PairDecision
from jisr.exchange.families_sheets import actions, store
from jisr.exchange.families_sheets import export as exporting
from jisr.exchange.families_sheets.looking import Look
from jisr.exchange.families_sheets.problems import Problem
from jisr.exchange.families_sheets.reading import rows as rows_of
from jisr.exchange.models import FamilyImport, ImportPair, ImportPlan
from jisr.families.models import Person
from jisr.web.access import needs
from jisr.web.forms import once
from jisr.web.imports import shown
from jisr.web.imports.forms import AllForm
from jisr.web.imports.views import of, said_no
from jisr.web.sheet_forms import TakeForm

_A_PAGE = 40
_AT_ONCE = 2_000


@needs("families.import")
@once
def alike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rows that look like somebody, beside whom they look like."""
    row = of(pk)
    if row.state != FamilyImportState.CHECKED:
        return redirect("imports:one", pk)
    if request.method == "POST":
        said = {key[5:]: value for key, value in request.POST.items() if key.startswith("pair-")}
        known = ImportPair.objects.filter(importing=pk).values_list("pk", flat=True)
        chosen = {one: said[str(one)] for one in known.filter(pk__in=_keys(said)) if said[str(one)] in _WORDS}
        try:
            actions.decide(importing=row, decisions=chosen, by=request.user)
        except Refusal as refusal:
            said_no(request, refusal)
        return redirect(f"{request.path}?after={_number(request.POST.get('next', ''))}")
    after = _number(request.GET.get("after", ""))
    pairs = list(_pairs(pk).filter(n__gt=after)[: _A_PAGE + 1])
    page = {"row": row, "after": after, "more": len(pairs) > _A_PAGE, "form": AllForm(), "words": PairDecision.choices}
    pairs = pairs[:_A_PAGE]
    page |= {"pairs": _beside(pk, pairs), "open_pairs": shown.open_pairs(pk), "next": pairs[-1].n if pairs else 0}
    return render(request, "imports/alike.html", page)


_WORDS = frozenset({"", *PairDecision.values})


def _keys(said: dict[str, str]) -> list[UUID]:
    return [key for key in map(read_key, said) if key]


def _number(text: str) -> int:
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdigit() and len(text) < 11 else 0


def _pairs(importing: UUID) -> Any:
    rows = ImportPair.objects.filter(importing=importing).order_by("n", "-score", "person_id", "other", "id")
    return rows.defer("hidden")


def _beside(importing: UUID, pairs: list[ImportPair]) -> list[dict[str, Any]]:
    says = shown.says_of(importing, sorted({n for pair in pairs for n in (pair.n, pair.other) if n}))
    persons = Person.objects.select_related("household__commune").in_bulk(
        [one.person_id for one in pairs if one.person_id]
    )
    centres = shown.centres_of(pairs)
    return [
        {
            "pair": pair, "row": says.get(pair.n), "other": says.get(pair.other or 0),
            "person": persons.get(pair.person_id), "centre": centres.get(pair.centre_id or 0),
            "reasons": [shown.REASONS[code] for code in pair.reasons],
        }
        for pair in pairs
    ]  # fmt: skip


@needs("families.import")
@require_POST
def alike_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same word for all that are open."""
    row, form = of(pk), AllForm(request.POST)
    if form.is_valid():
        try:
            actions.decide_all(
                importing=row, decision=form.cleaned_data["decision"], least=float(form.cleaned_data["least"]),
                by=request.user,
            )  # fmt: skip
        except Refusal as refusal:
            said_no(request, refusal)
    return redirect("imports:one", pk)


@needs("families.import")
@once
def conflicts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was corrected here by hand since the list was last brought, and says something else now."""
    row = of(pk)
    if row.state != FamilyImportState.CHECKED:
        return redirect("imports:one", pk)
    if request.method == "POST":
        numbers = {name: [_number(one) for one in request.POST.getlist(name)] for name in ("take", "shown")}
        try:
            actions.keep_or_take(importing=row, rows=numbers["take"], shown=numbers["shown"], by=request.user)
        except Refusal as refusal:
            said_no(request, refusal)
        return redirect(f"{request.path}?after={_number(request.POST.get('next', ''))}")
    after = _number(request.GET.get("after", ""))
    found = shown.of_state(pk, "conflict", _A_PAGE + 1, after)
    page = {"row": row, "rows": found[:_A_PAGE], "more": len(found) > _A_PAGE, "after": after}
    return render(request, "imports/conflicts.html", page | {"next": found[:_A_PAGE][-1].n if found else 0})


@needs("families.import")
@require_POST
@once
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The yes: all accepted rows, or none."""
    row, form = of(pk), TakeForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm(importing=row, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            said_no(request, refusal)
    return redirect("imports:one", pk)


@needs("families.import")
@require_POST
def give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget the file."""
    row = of(pk)
    try:
        actions.give_up(importing=row, by=request.user)
        messages.success(request, _("The file was forgotten. Nothing was written."))
    except Refusal as refusal:
        said_no(request, refusal)
    return redirect("imports:list")


@needs("families.import")
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Every row of the file and what becomes of it, in the reader's language, to be corrected and sent again."""
    row = of(pk)
    if row.state != FamilyImportState.CHECKED:
        return redirect("imports:one", pk)
    journal.opened("families.import_report", row)
    look = Look.unpacked(store.told(row)["look"])
    # on disk, never in memory whole: a list may have a million rows; the answer closes the file, and it is gone
    file = TemporaryFile()  # noqa: SIM115
    for line in exporting.report(look.headings, _found(row, look)):
        file.write(line.encode())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="report.csv", content_type="text/csv; charset=utf-8")


def _found(row: FamilyImport, look: Look) -> Iterator[tuple[int, list[str], str, str]]:
    wrong = _of_rows(store.problems(row.pk))
    problem = next(wrong, None)
    read = (one for one in rows_of(store.content(row), look.layout) if one[0] > look.layout.header)
    while batch := list(islice(read, _AT_ONCE)):
        span = {"n__gte": batch[0][0], "n__lte": batch[-1][0]}
        plans = {plan.n: plan for plan in ImportPlan.objects.filter(importing=row.pk, **span)}
        near = set(ImportPair.objects.filter(importing=row.pk, decision="", **span).values_list("n", flat=True))
        for number, cells in batch:
            if problem is not None and problem[0] == number:
                yield number, cells, str(shown.STATES["refused"]), problem[1]
                problem = next(wrong, None)
                continue
            plan = plans.get(number)
            why = shown.of_plan(plan).sentence() if plan and plan.state in {"refused", "repeated"} else ""
            if number in near:
                why = _("Looks like somebody who is known: see the page of likenesses.")
            yield number, cells, str(shown.STATES[plan.state if plan else "new"]), why


def _of_rows(problems: Iterator[Problem]) -> Iterator[tuple[int, str]]:
    """(row, all its reasons) of the rows with problems, in their order."""
    number, reasons = 0, [""]
    for problem in problems:
        if problem.row != number and number:
            yield number, " ".join(reasons)
        if problem.row != number:
            number, reasons = problem.row, []
        reasons.append(f"{problem.label()}: {problem.sentence()}")
    if number:
        yield number, " ".join(reasons)
