"""The closed vocabularies for everybody: to read, and as files for other programs."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jisr.centres import vocabularies
from jisr.centres.vocabularies import LANGUAGES, NAMES, Term, Vocabulary
from jisr.exchange import sheets
from jisr.web import wording
from jisr.web.access import open_to_all

_COLUMNS = (
    "vocabulary", "code", "under", "shown_to_the_person", *(f"label_{one}" for one in LANGUAGES),
    *(f"about_{one}" for one in LANGUAGES),
)  # fmt: skip


@require_safe
@open_to_all
def words(request: HttpRequest) -> HttpResponse:
    """Every vocabulary, with what it is for."""
    rows = [(one, said(one.labels), said(one.about), len(one.terms)) for one in map(vocabularies.read, NAMES)]
    return render(request, "portal/words.html", {"rows": rows})


@require_safe
@open_to_all
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """One vocabulary: code, word and description, level under level."""
    found = _found(name)
    rows = [(_shown(term), [_shown(inner) for inner in found.under(term.code)]) for term in found.under()]
    context = {"vocabulary": found, "title": said(found.labels), "about": said(found.about), "rows": rows}
    return render(request, "portal/vocabulary.html", context)


@require_safe
@open_to_all
def download(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One vocabulary in every language, as JSON or CSV."""
    found = _found(name)
    if form == "json":
        content, kind = json.dumps(as_data(found), ensure_ascii=False, indent=1).encode(), "application/json"
    else:
        content, kind = (
            sheets.as_csv(_COLUMNS, map(_row, [found.name] * len(found.terms), found.terms)),
            sheets.TYPES["csv"],
        )
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}.{form}"'
    return answer


def as_data(found: Vocabulary) -> dict[str, Any]:
    """A vocabulary as other programs read it; what is absent was not said by anybody."""
    terms = [
        {"code": term.code, "under": term.under or None, "shown_to_the_person": term.shown, "label": term.labels,
         "about": term.about}
        for term in found.terms
    ]  # fmt: skip
    return {"vocabulary": found.name, "label": found.labels, "about": found.about, "terms": terms}


def said(texts: dict[str, str]) -> str:
    """The text in the language of the reader; what nobody published in Tamazight is read in Arabic."""
    return texts.get(wording.language()) or texts["ar"]


def _found(name: str) -> Vocabulary:
    if name not in NAMES:
        raise Http404
    return vocabularies.read(name)


def _shown(term: Term) -> dict[str, Any]:
    return {"code": term.code, "label": said(term.labels), "about": said(term.about), "shown": term.shown}


def _row(name: str, term: Term) -> list[str]:
    shown = "yes" if term.shown else "no"
    texts = [*(term.labels.get(one, "") for one in LANGUAGES), *(term.about.get(one, "") for one in LANGUAGES)]
    return [name, term.code, term.under, shown, *texts]
