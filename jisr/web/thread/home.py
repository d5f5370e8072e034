"""The first page of the thread: a search, the picture of a region or the country, figures, lists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from jisr.ledger.thread import queries
from jisr.ledger.thread.queries import Ground
from jisr.ledger.thread.rules import steps
from jisr.ledger.thread.rules.graph import Node
from jisr.ledger.thread.rules.knots import AgreementKnot
from jisr.territory import queries as territory
from jisr.web.access import open_to_all
from jisr.web.thread import lists, picture, words
from jisr.web.thread.asked import asked_of
from jisr.web.thread.people import People, people, stand


@dataclass(frozen=True, slots=True)
class Delay:
    """Days from signature to the first person served (G2).

    Attributes:
        days: the median, to the nearest day; None where no agreement has both days.
        n: agreements with both.
        of: agreements with a day of signature.
    """

    days: int | None
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Object lines that the thread joins (G5).

    Attributes:
        lines: all of them.
        measured: whose programme a measure names.
        heard: of these, those that a published contribution leads to.
    """

    lines: int
    measured: int
    heard: int

    @property
    def share(self) -> float | None:
        """Of all, those with both."""
        return self.heard / self.lines if self.lines else None


@require_safe
@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """The thread of a region or of the country, real or invented, never both."""
    regions = list(territory.regions())
    asked = asked_of(request, regions)
    held = queries.ground(demonstration=asked.invented)
    served = people(held)
    standing, behind = stand(held, served), queries.origins(held)
    columns = steps.columns(queries.reached(held, standing, behind, asked.region))
    labels, rtl = list(words.STEPS.values()), get_language_bidi()
    near = [row for row in held.agreements.values() if asked.region in {"", row.region}]
    page = {
        "asked": asked, "regions": regions, "invented": asked.invented, "demonstration": settings.DEMONSTRATION,
        "across": picture.across(labels, columns, rtl=rtl), "down": picture.down(labels, columns, rtl=rtl),
        "rows": _rows(columns, held, served, asked.region, near), "today": timezone.localdate(),
        "counted_at": served.counted_at, "delay": delay(near, held, served),
        "joined": joined(held, near, {Node("statement", str(key)) for key, one in behind.items() if one.contributions}),
        "lists": lists.counts(held, standing, served, asked.region),
        "found": queries.find(asked.words, held),
    }  # fmt: skip
    return render(request, "thread/home.html", page)


def _rows(
    columns: list[steps.Column], held: Ground, served: People, region: str, near: list[AgreementKnot]
) -> list[dict[str, Any]]:
    """The same figures as a table, each with what stands there on record."""
    paid: dict[str, int] = {}
    for row in near:
        paid[row.currency] = paid.get(row.currency, 0) + row.money.paid
    things: Mapping[str, Any] = {
        steps.MEASURE: sum(not region or row.is_of(region) for row in held.measures.values()),
        steps.AGREEMENT: len(near),
        steps.SERVED: sum(served.has(row.key) for row in near),
    }
    return [
        {
            "step": one.step, "label": words.STEPS[one.step], "column": one, "things": things.get(one.step),
            "paid": sorted((money, sum_) for money, sum_ in paid.items() if sum_) if one.step == steps.PAID else [],
            "definition": words.DEFINITIONS[one.step], "source": words.SOURCES[one.step],
        }
        for one in columns
    ]  # fmt: skip


def delay(near: Collection[AgreementKnot], held: Ground, served: People) -> Delay:
    """Days from the signature of agreements to the first person served under their programmes."""
    signed = [row for row in near if row.signed_on]
    days = [
        (first - row.signed_on).days
        for row in signed
        if row.signed_on and (first := served.first_on(row.key, {line.programme for line in held.lines_of(row.key)}))
    ]
    middle = steps.median_of(days)
    return Delay(None if middle is None else round(middle), len(days), len(signed))


def joined(held: Ground, near: Collection[AgreementKnot], said: Collection[Node]) -> Joined:
    """How many object lines a measure meets, and how many of these something said.

    Args:
        said: statements that come from a published contribution.
    """
    of = {row.key for row in near}
    lines = {Node("line", row.key) for row in held.lines.values() if row.agreement in of}
    measured = lines & held.graph.after(Node("measure", key) for key in held.measures)
    return Joined(len(lines), len(measured), len(measured & held.graph.after(said)))
