"""The thread as open data: every public link, in codes; the invented ones in a file of their own."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.common.periods import iso_day
from jisr.exchange import sheets
from jisr.forum.choices import ContributionState
from jisr.forum.models import Answer, Contribution
from jisr.ledger.thread import queries
from jisr.ledger.thread.queries import Ground
from jisr.ledger.thread.rules.graph import Node
from jisr.territory import queries as territory
from jisr.web.access import open_to_all
from jisr.web.thread.asked import asked_of
from jisr.web.thread.people import people

COLUMNS = ("from_kind", "from", "to_kind", "to", "on", "value", "unit")


@require_safe
@open_to_all
def links(request: HttpRequest, form: str) -> HttpResponse:
    """Every public link of the thread as JSON or as a table.

    Args:
        form: json or csv.
    """
    if form not in {"json", "csv"}:
        raise Http404
    asked = asked_of(request, territory.regions())
    rows = list(rows_of(queries.ground(demonstration=asked.invented)))
    name = "demonstration-thread" if asked.invented else "thread"
    if form == "json":
        told = {
            "demonstration": asked.invented, "made_on": timezone.localdate().isoformat(),
            "links": [dict(zip(COLUMNS, row, strict=True)) for row in rows],
        }  # fmt: skip
        answer: HttpResponse = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    else:
        content = sheets.as_csv(COLUMNS, ([sheets.guarded("" if one is None else one) for one in row] for row in rows))
        answer = HttpResponse(content, content_type=sheets.TYPES["csv"])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def rows_of(held: Ground) -> Iterator[tuple[Any, ...]]:
    """The links from what was said to whom it served; a fixed number of queries."""
    yield from _forum(held)
    for source, target in sorted(held.graph.links):
        yield (source.kind, code_of(held, source), target.kind, code_of(held, target), None, None, "")
    served = people(held)
    for row in held.agreements.values():
        if row.money.paid:
            yield ("agreement", row.code, "payment", "", iso_day(row.money.first_on), row.money.paid, row.currency)
        counted = served.of.get(row.key)
        if counted is not None and served.has(row.key):
            value = None if counted.people.hidden else counted.people.value
            yield ("agreement", row.code, "served", "", iso_day(counted.first_on), value, "people")


def _forum(held: Ground) -> Iterator[tuple[Any, ...]]:
    """What was said behind each statement that a measure takes up, and what was answered to it."""
    origins = queries.origins(held)
    every = {key for one in origins.values() for key in one.contributions}
    codes = {
        pk: (code, said_on, certainty)
        for pk, code, said_on, certainty in Contribution.objects.filter(
            pk__in=every, state=ContributionState.PUBLISHED
        ).values_list("pk", "code", "said_on", "said_certainty")
    }  # fmt: skip
    for statement, behind in sorted(origins.items()):
        for code, said_on, certainty in sorted(codes[key] for key in behind.contributions if key in codes):
            told = None if certainty == "unknown" else said_on.isoformat()
            yield ("contribution", code, "statement", str(statement), told, None, "")
    given = Answer.objects.filter(statement__in=list(origins)).order_by("answered_on", "pk")
    for statement, kind, day in given.values_list("statement", "kind", "answered_on"):
        yield ("statement", str(statement), "answer", kind, day.isoformat(), None, "")


def code_of(held: Ground, node: Node) -> str:
    """As addresses name a node."""
    if node.kind == "measure":
        return held.measures[node.key].address
    if node.kind == "line":
        return held.lines[node.key].address
    return held.agreements[node.key].code if node.kind == "agreement" else str(node.key)
