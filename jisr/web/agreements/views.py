"""Agreements for everybody: which there are, who pledged and paid what, what changed, who owes what this month."""

from calendar import monthrange
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.ledger.agreements import queries
from jisr.ledger.agreements.choices import AgreementState, MilestoneKind
from jisr.ledger.agreements.models import Agreement, Document
from jisr.ledger.agreements.rules.course import span
from jisr.ledger.agreements.rules.money import total
from jisr.territory import queries as territory
from jisr.web.access import open_to_all
from jisr.web.agreements import open_data, shown, tables
from jisr.web.agreements.handed import handed
from jisr.web.downloads import download
from jisr.web.thread import beside

#: Kinds of file that are sent as they are; each was read from its content when it was taken in.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


@require_safe
@open_to_all
def listed(request: HttpRequest) -> HttpResponse:
    """Every agreement, of a region, a state or a word where they are chosen; a fixed number of queries."""
    regions = list(territory.regions())
    asked, state, words = (request.GET.get(name, "").strip() for name in ("region", "state", "q"))
    every = list(queries.seen())
    rows = [row for row in every if _fits(row, asked, state, words)]
    rows.sort(key=lambda row: (row.is_demonstration, row.region_id or "", row.code))
    held = queries.versions([row.pk for row in rows])
    values = {
        "agreements": rows, "held": held, "claims": queries.claims(*[row.pk for row in rows]), "regions": regions,
        "region": asked, "state": state, "q": words, "states": AgreementState.choices,
        "invented": any(row.is_demonstration for row in rows), "every": len(every),
    }  # fmt: skip
    return render(request, "agreements/list.html", values)


def _fits(row: Agreement, region: str, state: str, words: str) -> bool:
    named = f"{row.name_ar} {row.name_fr} {row.place_ar} {row.place_fr}".casefold()
    return (
        region in {"", row.region_id or ("none" if row.is_demonstration else "all")}
        and state in {"", row.state}
        and all(word in named for word in words.casefold().split())
    )


@require_safe
@open_to_all
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """One agreement: parties, money, milestones, targets, what a person costs beside the other regions, documents."""
    row = _found(queries.agreement(code))
    others = [one for one in queries.seen() if not one.is_demonstration or one == row]
    page = page_of(request, row)
    page |= open_data.lacking(request, row, page)
    page["thread"] = beside.of_agreement(row)
    page["beside"] = shown.beside(queries.compared(others), list(territory.regions()), row)
    return render(request, "agreements/agreement.html", page)


def page_of(request: HttpRequest, row: Agreement) -> dict[str, Any]:
    """What every page about one agreement shows of it."""
    today = timezone.localdate()
    history = queries.history(row)
    content = history[-1] if history else None
    owed = queries.instalments([row.pk], today)[row.pk]
    lines = queries.by_party(content.shares if content else [], owed)
    claims, reached = queries.claims(row.pk)[row.pk], queries.reached(row.pk)[row.pk]
    stages = queries.course(row)
    money = total(line.amounts for line in lines)
    return {
        "agreement": row, "content": content, "history": history, "owed": owed, "lines": lines,
        "bars": shown.bars(lines), "total": money, "claims": claims,
        "handed": handed(content.lines if content else [], money.paid),
        "claims_out": queries.claims_taken_out(row),
        "pledged": [line.pledged for line in lines], "stages": stages, "course_days": span(stages),
        "signed": any(one.row.kind == MilestoneKind.SIGNED for one in stages), "taken_back": queries.taken_back(row),
        "counted": shown.counted(content.targets if content else [], reached), "documents": queries.documents(row),
        "invented": row.is_demonstration, "today": today,
        "address": request.build_absolute_uri(reverse("agreements:agreement", args=[row.code])),
    }  # fmt: skip


@require_safe
@open_to_all
def amendments(request: HttpRequest, code: str) -> HttpResponse:
    """Every version of an agreement, and what each changed."""
    row = _found(queries.agreement(code))
    return render(request, "agreements/amendments.html", changes_of(row))


def changes_of(row: Agreement) -> dict[str, Any]:
    """The versions of an agreement, the last one first, each with what it changed."""
    history = queries.history(row)
    steps = [
        (after, shown.amended(before, after, row.currency))
        for before, after in zip([None, *history], history, strict=False)
    ]
    return {"agreement": row, "steps": steps[::-1], "invented": row.is_demonstration}


@require_safe
@open_to_all
def owed(request: HttpRequest) -> HttpResponse:
    """Who owes what by the end of a month, the latest first."""
    month = _month(request.GET.get("month", ""))
    agreements = {row.pk: row for row in queries.seen()}
    standing = queries.instalments(agreements, timezone.localdate())
    rows = queries.owed_by((one for many in standing.values() for one in many), month)
    values = {
        "rows": [(one, agreements[one.instalment.agreement_id]) for one in rows], "until": month,
        "total": sum(one.amounts.owed for one in rows), "late": sum(one.amounts.owed for one in rows if one.is_late),
        "invented": any(agreements[one.instalment.agreement_id].is_demonstration for one in rows),
    }  # fmt: skip
    return render(request, "agreements/owed.html", values)


def _month(asked: str) -> date:
    """The last day of a month as addresses name it (2026-11); of this one where none is named."""
    try:
        day = date.fromisoformat(f"{asked}-01")
    except ValueError:
        day = timezone.localdate()
    return day.replace(day=monthrange(day.year, day.month)[1])


@require_safe
@open_to_all
def table(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """The shares or the instalments of an agreement as a table for any program.

    Args:
        what: shares or instalments.
    """
    row = _found(queries.agreement(code))
    if what not in tables.TABLES:
        raise Http404
    return download(tables.TABLES[what](row), "csv", f"{what}-{row.code}")


@require_safe
@open_to_all
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A public document, as it was taken in."""
    return sent(Document.objects.select_related("content").filter(pk=pk).first())


def sent(row: Document | None) -> HttpResponse:
    """The file of a document that the reader may open.

    Raises:
        Http404: there is none that she may know of.
    """
    if row is None or not hasattr(row, "content"):
        raise Http404
    answer = HttpResponse(bytes(row.content.content), content_type=row.media_type, headers=_HEADERS)
    ending = row.media_type.rpartition("/")[2]
    answer["Content-Disposition"] = f'attachment; filename="{row.kind}-{row.sha256[:12]}.{ending}"'
    return answer


def _found(row: Agreement | None) -> Agreement:
    if row is None:
        raise Http404
    return row
