"""Two pages for a wali: what goes together, what is done twice, where nobody is at work; in Arabic or in French."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_safe

from jisr.common import journal, pdf
from jisr.forum.models import Statement
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.choices import PairKind
from jisr.ledger.strategy.models import StrategyVersion
from jisr.ledger.strategy.rules.convergence import Pair
from jisr.web import said, wording
from jisr.web.access import needs
from jisr.web.strategy import told
from jisr.web.strategy.desk import gaps, reach
from jisr.web.strategy.desk.cells import Laid, laid
from jisr.web.strategy.desk.pairs import Comparison, comparison

TONGUES = ("ar", "fr")
_PAGE = files("jisr.web.strategy.desk").joinpath("summary.typ")
#: Pairs of each kind, gaps and statements that two pages hold.
MOST = {PairKind.DUPLICATE: 4, PairKind.COMPLEMENT: 3, PairKind.SEQUENCE: 2}
MOST_GAPS, MOST_COMMUNES, MOST_STATEMENTS = 4, 4, 4
MOST_LETTERS, MOST_TITLE, MOST_SENTENCE = 150, 90, 260


@needs("strategy.read")
@require_safe
def summary(request: HttpRequest, code: str, number: int, tongue: str) -> HttpResponse:
    """The paper; the journal keeps that it was taken away."""
    if tongue not in TONGUES:
        raise Http404
    row = reach.version(request, code, number)
    beside, over = comparison(row), laid(request, row)
    statements = queries.not_taken_up(row)
    with override(tongue):
        facts = facts_of(beside, over, list(statements[:MOST_STATEMENTS]), statements.count())
        title = facts.pop("title")
        paper = pdf.make(_PAGE, facts, language=tongue, title=title, made_at=timezone.now())
    journal.opened("strategy.summary_taken", f"strategy.strategyversion:{row.pk}")
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{code}-{number}-{tongue}.pdf"'
    return answer


def facts_of(beside: Comparison, over: Laid, statements: list[Statement], n: int) -> dict[str, Any]:
    """What the paper says, in the language that is active; every entry is text.

    Args:
        statements: those shown, of ``n`` that no measure takes up.
    """
    version, compared = beside.version, beside.compared
    place = told.place_names([over.place]).get(over.place, "")
    return {
        "title": _("Convergence: %(name)s") % {"name": _cut(wording.name_of(version.strategy), MOST_TITLE)},
        "lead": _scope(version, over, place), "demonstration": version.is_demonstration,
        "demonstration_words": _("Demonstration: this strategy and these programmes are invented."),
        "footer": _("Jisr · computed on %(day)s · the machine proposes, people decide")
        % {"day": wording.day(timezone.localdate())},
        "cards": _cards(beside), "kinds": [_kind(kind, beside) for kind in PairKind],
        "gaps_title": _("Where a need meets no line"), "gaps": list(_gaps(over)),
        "no_gaps": _("No such commune was found here."),
        "gaps_note": _("Census of 2024. A commune is named where the number is above that of the country and no measure"
                       " or line names it for these people and this theme."),
        "asked_title": _("Said in consultations, and taken up by no measure (%(n)s)") % {"n": wording.number(n)},
        "asked": [pdf.isolated(_cut(one.text)) for one in statements], "nothing": _("None."),
        "method_title": _("How it is computed"), "method": _method(beside),
        "left_out": _left_out(compared.left_out),
    }  # fmt: skip


def _scope(version: StrategyVersion, over: Laid, place: str) -> str:
    years = f"{over.window.since.year}–{over.window.until.year}"
    return _("Version %(number)s · %(place)s · %(years)s") % {
        "number": version.number, "place": place, "years": pdf.isolated(years),
    }  # fmt: skip


def _cards(beside: Comparison) -> list[dict[str, str]]:
    counts = beside.compared.counts
    cards = [
        (len(beside.measures), _("measures of the strategy")), (len(beside.lines), _("lines of other programmes")),
        *((counts.get(kind, 0), told.kind_label(kind)) for kind in PairKind),
    ]  # fmt: skip
    return [{"n": wording.number(n), "words": str(words)} for n, words in cards]


def _kind(kind: PairKind, beside: Comparison) -> dict[str, Any]:
    pairs = [pair for pair in beside.compared.pairs if pair.kind == kind]
    titles = {
        PairKind.DUPLICATE: _("Done twice? (%(n)s)"), PairKind.COMPLEMENT: _("What completes each other (%(n)s)"),
        PairKind.SEQUENCE: _("What can follow one another (%(n)s)"),
    }  # fmt: skip
    return {
        "title": titles[kind] % {"n": wording.number(beside.compared.counts.get(kind, 0))},
        "pairs": [_pair(pair, beside) for pair in pairs[: MOST[kind]]], "none": _("None."),
    }  # fmt: skip


def _pair(pair: Pair, beside: Comparison) -> dict[str, Any]:
    ours, theirs = beside.measures[pair.ours], beside.lines[pair.theirs]
    decision = beside.decision(pair)
    verdict = (
        _("Decided: %(verdict)s. %(reason)s")
        % {"verdict": decision.get_verdict_display(), "reason": pdf.isolated(_cut(decision.reason))}
        if decision
        else _("Waits for a decision.")
    )
    owner = said.of_language(theirs.plan, "owner") or wording.name_of(theirs.plan)
    return {
        "ours": _cut(told.title(ours), MOST_TITLE), "theirs": _cut(f"{told.title(theirs)} ({owner})", MOST_TITLE),
        "decided": decision is not None, "strength": wording.percent(pair.strength),
        "sentence": _cut(told.sentence(pair, ours, theirs, beside.ground), MOST_SENTENCE),
        "verdict": verdict,
    }  # fmt: skip


def _gaps(over: Laid) -> Iterator[dict[str, str]]:
    rows = [row for row in gaps.shown(gaps.found_gaps(over)) if row["n"]]
    for row in rows[:MOST_GAPS]:
        named = [
            f"{pdf.isolated(name)} ({wording.percent(value, 1)})" for name, value in row["communes"][:MOST_COMMUNES]
        ]
        n = ngettext("%(n)s commune", "%(n)s communes", row["n"]) % {"n": wording.number(row["n"])}
        yield {
            "title": str(row["indicator"].label),
            "words": _(
                "%(communes)s of %(above)s where the need is greater than in the country, %(people)s residents:"
                " %(names)s"
            )
            % {
                "communes": n, "above": wording.number(row["gap"].above),
                "people": wording.number(row["gap"].residents), "names": wording.listed(named),
            },
        }  # fmt: skip


def _method(beside: Comparison) -> str:
    weights = wording.listed([
        f"{label} {wording.percent(weight)}"
        for (label, _meaning), weight in zip(told.PARTS, beside.method.weights, strict=True)
    ])  # fmt: skip
    stability = beside.compared.stability
    return _(
        "Each measure is laid beside each line of others. Four parts count: %(weights)s. If each weight moves by"
        " %(moved)s, %(mean)s of the %(watched)s first pairs stay first, %(worst)s in the worst case. The order is a"
        " proposal; a decision is taken by people, with its reason."
    ) % {
        "weights": weights, "moved": wording.percent(beside.method.moved_by), "mean": wording.percent(stability.mean),
        "worst": wording.percent(stability.worst), "watched": wording.number(stability.watched),
    }  # fmt: skip


def _left_out(keys: Iterable[str]) -> str:
    n = len(list(keys))
    if not n:
        return ""
    return ngettext(
        "%(n)s line is compared with nothing, because its territory, themes or period are not published.",
        "%(n)s lines are compared with nothing, because their territory, themes or period are not published.", n,
    ) % {"n": wording.number(n)}  # fmt: skip


def _cut(text: str, most: int = MOST_LETTERS) -> str:
    """The beginning of a text, whole words; what has a direction of its own keeps it."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    cut = flat[:most].rsplit(" ", 1)[0]
    return f"{cut}…{pdf.END * (cut.count(pdf.ISOLATE) - cut.count(pdf.END))}"
