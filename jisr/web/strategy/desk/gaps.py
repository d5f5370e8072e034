"""Where a need meets no line, what people asked for, and the statements that no measure takes up."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.barometer.choices import Dimension
from jisr.centres.choices import PUBLICS, THEMES
from jisr.common.errors import Refusal
from jisr.forum.models import Statement
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.rules.coverage import NEEDS, Gap, gap
from jisr.territory.choices import INDICATORS
from jisr.web.access import needs, typed
from jisr.web.barometer.places import ground_of
from jisr.web.barometer.reading import read
from jisr.web.forms import once, put_refusal
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach
from jisr.web.strategy.desk.cells import Laid, laid
from jisr.web.strategy.desk.forms import TakeUpForm
from jisr.web.window import found

#: Communes of a gap that are named at once, and statements on a page.
MOST_NAMED, MOST_STATEMENTS = 8, 30
#: The census writes shares from 0 to 100.
_HUNDRED = 100
_BY_CODE = {one.code: one for one in INDICATORS}


@needs("strategy.read")
@require_safe
def gaps(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Needs of the census without a line, theme by theme what was asked for, and statements that nobody takes up."""
    row = reach.version(request, code, number)
    over = laid(request, row)
    statements, said = queries.not_taken_up(row), queries.asked(row)
    page = {
        **reach.frame(request, row, "gaps"), "gaps": shown(found_gaps(over)), "window": over.window,
        "place": told.place_names([over.place]).get(over.place, ""), "themes": _themes(request, said, over),
        "unheard": _unheard(said, over)[:MOST_STATEMENTS],
        "links": queries.taken_up(row), "statements": statements[:MOST_STATEMENTS], "n": statements.count(),
        "most": MOST_STATEMENTS,
    }  # fmt: skip
    return render(request, "strategy/desk/gaps.html", page)


@needs("strategy.edit")
@once
def take_up(request: HttpRequest, code: str, number: int, statement: UUID) -> HttpResponse:
    """Note which measure takes a statement up."""
    row = reach.version(request, code, number)
    said = found(Statement.objects.filter(pk=statement, is_demonstration=row.is_demonstration).first())
    measures = queries.measures_of(row)
    back = reverse("strategy:desk:gaps", args=[code, number])
    form = TakeUpForm(typed(request), checked=request.method == "POST", measures=measures)
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in measures if str(one.pk) == form.cleaned_data["measure"])
        try:
            actions.take_up(measure=chosen, statement=said, by=request.user)
            messages.success(request, _("Noted. Both pages show it, and lead to each other."))
            return redirect(back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("A measure takes it up"), "verb": _("Note it"), "back": back,
        "back_words": _("What nobody covers"), "said": said.text,
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("strategy.edit")
@once
def let_go(request: HttpRequest, code: str, number: int, measure: UUID, statement: UUID) -> HttpResponse:
    """Note that a measure does not take a statement up after all."""
    row = reach.version(request, code, number)
    link = found(next((one for one in queries.taken_up(row) if (one.measure_id, one.statement_id) ==
                       (measure, statement)), None))  # fmt: skip
    back = reverse("strategy:desk:gaps", args=[code, number])
    if request.method == "POST":
        actions.let_go(measure=link.measure, statement=link.statement, by=request.user)
        messages.success(request, _("Noted: nobody takes it up any more, unless another measure does."))
        return redirect(back)
    page = {
        "title": _("The measure does not take it up?"), "text": link.statement.text, "verb": _("Take the link away"),
        "cancel": back,
    }  # fmt: skip
    return render(request, "confirm.html", page)


def found_gaps(over: Laid) -> list[Gap]:
    """Of each need, where it is above that of the country and neither we nor others are at work."""
    values, here = queries.needs(), over.ground.within([over.place])
    both = over.ours.joined(over.theirs)
    return [gap(need, values[need.code], both, over.ground, here) for need in NEEDS]


def shown(found_here: list[Gap]) -> list[dict[str, Any]]:
    """Gaps as the page says them, those with most residents first; three queries for the names."""
    named = {code for one in found_here for code in list(one.communes)[:MOST_NAMED]}
    names = told.place_names(named)
    rows = []
    for one in found_here:
        first = list(one.communes.items())[:MOST_NAMED]
        rows.append({
            "gap": one, "indicator": _BY_CODE[one.need.code], "public": PUBLICS[one.need.public],
            "theme": THEMES[one.need.theme], "n": len(one.communes), "more": len(one.communes) - len(first),
            "nation": one.nation / _HUNDRED,
            "communes": [(names.get(code, code), value / _HUNDRED) for code, value in first],
        })  # fmt: skip
    return sorted(rows, key=lambda row: -row["gap"].residents)


def _unheard(asked: list[queries.Asked], over: Laid) -> list[dict[str, Any]]:
    """Themes brought forward in a province or region where no line of anybody is about them, the most said first."""
    both, inside = over.ours.joined(over.theirs), over.ground.within([over.place])
    where = {place: over.ground.within([place]) & inside for place in {one.place for one in asked}}
    bare = []
    for one in asked:
        here = where[one.place]
        if here.any() and not both.reaches(one.theme, here):
            bare.append(one)
    names = told.place_names({one.place for one in bare})
    return [{"label": THEMES[one.theme], "place": names.get(one.place, ""), "n": one.n} for one in bare]


def _themes(request: HttpRequest, said: list[queries.Asked], over: Laid) -> list[dict[str, Any]]:
    """Theme by theme: who came to the window for it, what was said about it, and how many lines there are."""
    asked: Counter[str] = Counter()
    for one in said:
        asked[one.theme] += one.n
    report = read(ground_of(request.post), part=None, compartments=request.post.compartments).report
    came = {str(line.key): line for line in report.tables.get(Dimension.THEME, [])}
    ours, theirs = over.ours.by_theme(), over.theirs.by_theme()
    rows = [
        {"label": label, "asked": asked[code], "came": came.get(code), "ours": ours[code], "theirs": theirs[code],
         "bare": not ours[code] and not theirs[code]}
        for code, label in THEMES.items()
        if asked[code] or code in came or ours[code] or theirs[code]
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row["bare"], -row["asked"]))
