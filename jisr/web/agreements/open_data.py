"""Agreements as open data: the files of IATI and OC4IDS, what they are, and what an agreement still lacks for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.exchange.standards import iati, missing, oc4ids, reading
from jisr.exchange.standards.codes import said
from jisr.exchange.standards.rows import Agreement as Told
from jisr.exchange.standards.rows import Publication, Words
from jisr.ledger.agreements import queries
from jisr.ledger.agreements.models import Agreement, Version
from jisr.web.access import open_to_all

#: Name of a file -> its media type and the language of its texts; "" for both.
FILES = {
    "iati.xml": ("application/xml; charset=utf-8", ""),
    "oc4ids.json": ("application/json", "ar"),
    "oc4ids-fr.json": ("application/json", "fr"),
}
#: What is missing -> what it is, and what that does to the files.
GAPS: dict[str, Promise] = {
    "start": _("The day it began: no milestone shows it under way, and its first day is not written."),
    "parties": _("Its parties."),
    "about": _("What it is about, in a few sentences: its name stands for them."),
    "contradiction": _("One envelope: sources contradict one another. Every figure goes out as text; none is chosen."),
    "envelope": _("Its envelope."),
    "shares": _("The share of each party."),
    "signed": _("The day it was signed: pledges are dated by the first day that is known, and say so."),
    "period": _("Its first and its last day: without them, targets go out as text."),
    "instalments": _("Its instalments: without them there is no budget by year and no planned payment."),
    "targets": _("How many people it promises to reach."),
    "documents": _("Its text: no document of it is shown to everybody."),
    "addresses": _("The address of some of its sources: their titles go out as text."),
    "publisher": _("An identifier of the publisher, registered with IATI: the administrator of this product sets it."),
}


@dataclass(frozen=True)
class Lacking:
    """Something that the standards ask for and that is not there.

    Attributes:
        href: the form that takes it; "" where the reader cannot fill it in.
        blocks: the IATI file leaves the agreement out for it.
    """

    words: Promise
    href: str
    blocks: bool


def publication(request: HttpRequest, *, invented: bool = False) -> Publication:
    """Who publishes, as the installation says, and where its pages are."""
    who, base = settings.PUBLISHER, request.build_absolute_uri(reverse("agreements:list"))
    name = Words(who["name_ar"], who["name_fr"])
    if invented:
        mark = said("demonstration")
        name = Words(f"{name.ar} — {mark.ar}", f"{name.fr} — {mark.fr}")
    return Publication(
        ref=who["ref"] or "JISR", name=name, kind=who["kind"], prefix=who["prefix"] or "jisr", page=base + "{code}/",
        document=base + "documents/{key}/", at=timezone.now(), is_demonstration=invented,
    )  # fmt: skip


@require_safe
@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """What is given out, how it is made, under which licence, and which agreements the IATI file has no place for."""
    found = list(queries.seen())
    told = reading.agreements([row for row in found if not row.is_demonstration])
    by = publication(request)
    left_out = [
        (row, [GAPS[gap.code] for gap in missing.gaps(row, by) if gap.blocks])
        for row in told
        if not missing.given(row, by)
    ]
    values = {
        "count": len(told), "given": len(told) - len(left_out), "left_out": left_out, "licence": oc4ids.LICENCE,
        "files": FILES, "any_invented": any(row.is_demonstration for row in found),
        "registered": bool(settings.PUBLISHER["ref"]), "ref": by.ref,
    }  # fmt: skip
    return render(request, "agreements/open_data.html", values)


@require_safe
@open_to_all
def given(request: HttpRequest, what: str, code: str = "") -> HttpResponse:
    """The agreements, or one of them, as a file; never an invented one.

    Args:
        what: one of ``FILES``.
    """
    return _file(request, what, code, invented=False)


@require_safe
@open_to_all
def invented(request: HttpRequest, what: str, code: str = "") -> HttpResponse:
    """The same of the invented agreements alone, under a name that says so and that nobody indexes."""
    answer = _file(request, what, code, invented=True)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _file(request: HttpRequest, what: str, code: str, *, invented: bool) -> HttpResponse:
    found = queries.seen().filter(is_demonstration=invented)
    rows = reading.agreements(list(found.filter(code=code) if code else found))
    by = publication(request, invented=invented)
    if what == "iati.xml":
        rows = [row for row in rows if missing.given(row, by)]
    if not rows:
        raise Http404
    media_type, language = FILES[what]
    answer = HttpResponse(_written(request, rows, by, language), content_type=media_type)  # which reads it to its end
    name = "-".join(filter(None, ("demonstration" if invented else "", code, what)))
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _written(request: HttpRequest, rows: Sequence[Told], by: Publication, language: str) -> Iterator[bytes]:
    if language:
        return oc4ids.document(rows, by, language=language, uri=request.build_absolute_uri(request.path))
    return iati.document(rows, by)


def lacking(
    request: HttpRequest, row: Agreement, page: dict[str, Any], *, draft: Version | None = None, keeps: bool = False
) -> dict[str, Any]:
    """What a page says of the files of one agreement, from what it has read already.

    Args:
        page: as ``views.page_of`` makes it.
        draft: the version in preparation, which counts where none holds yet.
        keeps: whether the reader may fill in what is missing.
    """
    contents = page["history"] or (list(queries.contents([draft]).values()) if draft else [])
    papers = [one for one in page["documents"] if one.is_public]
    milestones = [stage.row for stage in page["stages"]]
    told = reading.told(row, contents, [], milestones, papers, page["claims"], [])
    by = publication(request, invented=row.is_demonstration)
    registered = not keeps or row.is_demonstration or bool(settings.PUBLISHER["ref"])
    gaps = missing.gaps(told, by, registered=registered)
    where = _forms(row, draft) if keeps else {}
    return {
        "lacking": [Lacking(GAPS[gap.code], where.get(gap.where, ""), gap.blocks) for gap in gaps],
        "in_iati": not any(gap.blocks for gap in gaps), "is_given": bool(page["history"]),
        "files_of": "agreements:invented_of" if row.is_demonstration else "agreements:given_of",
    }  # fmt: skip


def _forms(row: Agreement, draft: Version | None) -> dict[str, str]:
    """Where each thing that is missing can be written."""
    forms = {"edit": "edit", "milestone": "milestone", "document": "add_document"}
    found = {where: reverse(f"agreements:desk:{name}", args=[row.code]) for where, name in forms.items()}
    if draft is not None:
        found["version"] = reverse("agreements:desk:version", args=[draft.pk])
    elif row.state != "closed":
        found["version"] = reverse("agreements:desk:amend", args=[row.code])
    return found
