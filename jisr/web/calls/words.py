"""What the pages of the calls say: places, papers, questions, reasons and witnesses, in the language of the reader."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.common.money import MINOR
from jisr.conditions import Book, demands, judge, read_book
from jisr.conditions.books import Version
from jisr.conditions.sentences import in_language, reasons
from jisr.ledger.calls import queries
from jisr.ledger.calls.choices import ApplicantKind, Favoured, GroupKind, Method
from jisr.ledger.calls.models import Application, Call
from jisr.ledger.calls.rules.asked import Asked, asked
from jisr.ledger.calls.rules.papers import Listed, PaperList, paper_list
from jisr.web import wording

_PACKAGE = "jisr.ledger.calls"
#: Of a public, fewer projects than these are not counted before everybody.
FEWEST = 5


def tongue() -> str:
    """The language in which rule files and lists of papers are read."""
    return wording.language()[:2]


def province(call: Call, code: str) -> str:
    """What a province of a call is called."""
    return next((_said(one) for one in call.provinces if one["code"] == code), code)


def provinces(call: Call) -> list[tuple[str, str]]:
    """The provinces of a call, as choices."""
    return [(one["code"], _said(one)) for one in call.provinces]


def _said(one: Mapping[str, str]) -> str:
    return one["ar"] if tongue() == "ar" else one["fr"]


def group(call: Call, kind: str, of: str) -> str:
    """What a province or a public with reserved places is called."""
    return province(call, of) if kind == GroupKind.PROVINCE else str(Favoured(of).label)


def kinds(call: Call) -> list[tuple[str, str]]:
    """Who may apply, as choices."""
    return [(kind, str(label)) for kind, label in ApplicantKind.choices if kind in call.kinds]


def paper_labels(row: Application | queries.Mine, codes: Iterable[str]) -> list[str]:
    """What papers of an application are called, in the order of the list that is asked of it."""
    return queries.asked_of(row).labelled(codes, tongue())


def still_missing(row: Application | queries.Mine, there: Iterable[str]) -> list[str]:
    """What papers are called without which a file is not complete."""
    return [item.said(tongue()) for item in queries.asked_of(row).missing(there)]


def terms_of(call: Call, kind: str) -> dict[str, Any]:
    """What is asked of one kind of applicant, in plain sentences: conditions and papers, with version and source."""
    return said_of(asked(call, kind, wording.local_day(call.opens_at)))


def said_of(one: Asked) -> dict[str, Any]:
    """Conditions and papers in plain sentences, with version and source."""
    return conditions(one.kind, one.book, one.rule) | listing(one.papers, one.listed, one.kind)


def conditions(kind: str, book: Book, rule: Version | None) -> dict[str, Any]:
    """A version of a rule file in plain sentences, as it speaks of one kind of applicant."""
    told = demands(rule.rule, {"applicant": kind}, book.facts, tongue()) if rule else []
    return {
        "kind": kind, "label": str(ApplicantKind(kind).label), "demands": told,
        "rule_title": in_language(book.title, tongue()), "rule_since": rule.since if rule else None,
        "source": source(rule.source) if rule else {},
    }  # fmt: skip


def listing(papers: PaperList, listed: Listed, kind: str) -> dict[str, Any]:
    """A version of a list of papers, as one kind of applicant reads it."""
    return {
        "papers": [(item.said(tongue()), item.is_needed) for item in listed.items if kind in item.kinds],
        "papers_title": in_language(papers.title, tongue()), "papers_since": listed.since,
        "papers_source": source(listed.source),
    }  # fmt: skip


def source(told: Mapping[str, Any]) -> dict[str, Any]:
    """Where conditions were read, in the reader's language where it is said in both."""
    titles = told.get("titles")
    return dict(told) | ({"title": in_language(titles, tongue())} if titles else {})


def judged_by(row: Application) -> dict[str, Any]:
    """Titles and days of the rule and of the list of papers that an application was judged by."""
    book, papers = read_book(_PACKAGE, row.rule_file), paper_list(row.paper_file)
    return {
        "rule_title": in_language(book.title, tongue()), "rule_since": row.rule_since,
        "papers_title": in_language(papers.title, tongue()), "papers_since": row.papers_since,
    }  # fmt: skip


def why_not(application: Application) -> list[str]:
    """Conditions that an application does not meet, by the version that judged it."""
    file = read_book(_PACKAGE, application.rule_file)
    version = file.in_force(application.rule_since) if application.rule_since else None
    if version is None:
        return []
    return reasons(judge(version.rule, application.facts), file.facts, tongue())


def witness(call: Call, note: Mapping[str, Any], *, hidden: bool = False) -> str:
    """Why what is reserved could not be kept as it was published, with the numbers that show it.

    Args:
        hidden: for everybody: of a public no number of fewer than five (docs/decisions/0031-small-cells.md).
    """
    if note["why"] == "few":
        kind = GroupKind.PUBLIC if note["group"] in Favoured.values else GroupKind.PROVINCE
        there = note["there"]
        values = {
            "group": group(call, kind, note["group"]), "needed": wording.number(note["needed"]),
            "there": _few() if hidden and _is_told_of_few(kind, there) else wording.number(there),
        }  # fmt: skip
        return (
            _("%(group)s: %(needed)s places reserved, %(there)s applications that can be chosen. What is left goes to"
              " the order.") % values
        )  # fmt: skip
    if note["why"] == "dear":
        values = {"needed": wording.mad(note["needed"]), "there": wording.mad(note["there"])}
        return (
            _("The cheapest applications that would fill all reserved places cost at least %(needed)s; there are"
              " %(there)s. All reserved places were lowered alike until they fit.") % values
        )  # fmt: skip
    values = {"needed": wording.number(note["needed"]), "there": wording.number(note["there"])}
    return (
        _("At least %(needed)s applications would be needed to fill all reserved places; %(there)s can be chosen. All"
          " reserved places were lowered alike until they fit.") % values
    )  # fmt: skip


def side_by_side(call: Call, told: Mapping[str, Any], *, hidden: bool = False) -> list[dict[str, Any]]:
    """Both selections of a call as rows of a table: what is counted, best first, equal shares.

    Args:
        hidden: for everybody: of a public no number of fewer than five (docs/decisions/0031-small-cells.md).
    """
    if not told:
        return []
    first, second = (told["methods"][method] for method in Method.values)
    rows = [
        {"label": _("Projects selected"), "values": [first["count"], second["count"]], "is_money": False},
        {"label": _("Money given"), "values": [first["money"], second["money"]], "is_money": True},
    ]
    for key in first["groups"]:
        kind, of = key.split(":", 1)
        values = [one["groups"][key] for one in (first, second)]
        if hidden:
            values = [None if _is_told_of_few(kind, value) else value for value in values]
        rows.append({"label": group(call, kind, of), "values": values, "is_money": False})
    return rows


def _is_told_of_few(kind: str, count: int) -> bool:
    """Whether a count tells of somebody that she has a disability, or provides alone for her family."""
    return kind == GroupKind.PUBLIC and 0 < count < FEWEST


def _few() -> str:
    return _("fewer than %(n)s") % {"n": wording.number(FEWEST)}


def shared_out(call: Call) -> dict[str, Any]:
    """How equal shares begin in this very call: parts of the budget, and what each province or public holds.

    Empty where no places are reserved for anybody, or no budget was published.
    """
    quotas = list(call.quotas.all())
    parts = sum(one.heads for one in quotas)
    if not parts or not call.budget:
        return {}
    rows = [
        _("%(group)s: %(parts)s parts, %(amount)s")
        % {
            "group": group(call, one.kind, one.of), "parts": wording.number(one.heads),
            "amount": wording.mad(call.budget * one.heads // (parts * MINOR) * MINOR),
        }
        for one in quotas
    ]  # fmt: skip
    return {"parts": parts, "each": call.budget // (parts * MINOR) * MINOR, "rows": rows}


def days_left(days: int) -> str:
    """How long a call is still open."""
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": wording.number(days)}
