"""Pages of a building: what is known of it, its sheets and their photographs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.centres.works import actions, queries, rules
from jisr.centres.works.choices import NEXT
from jisr.centres.works.items import asked, items
from jisr.centres.works.models import BuildingAudit, Finding
from jisr.common import journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.web.access import needs, typed
from jisr.web.acting import done_or_said
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.window import found
from jisr.web.works import reach, words
from jisr.web.works.forms import PhotoForm, SheetForm, weak_of

#: Sheets and operations that the page of a building lists.
_MOST = 20


@needs("works.keep", "barometer.read")
@require_safe
def building(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of one building: its state, its works, its energy."""
    centre = reach.centre(request, pk)
    last = queries.last_audit(pk)
    findings = queries.findings(last)
    today = timezone.localdate()
    operations = [
        {"row": row, "costs": rules.costs(row.lines.all()), "days": rules.days_shut(row.closures.all(), today),
         "tone": words.tone(row.state), "open": bool(NEXT[row.state])}
        for row in queries.operations(pk)[:_MOST]
    ]  # fmt: skip
    context = {
        "centre": centre, "has_building": bool(asked(centre.type)), "last": last, "keeps": reach.keeps(request, pk),
        "state": _state(last, findings, centre.type), "sheets": list(queries.sheets(pk)[:_MOST]),
        "weak": [words.label(code) for code in weak_of(last, findings)], "operations": operations,
    }  # fmt: skip
    return render(request, "works/building.html", context)


def _state(last: BuildingAudit | None, findings: dict[str, Finding], kind: str) -> dict[str, Any] | None:
    """The grade with what it rests on, as it is worked out today from the sheet."""
    if last is None:
        return None
    looks = {code: one.look for code, one in findings.items()}
    graded = rules.grade(looks, asked(kind), actions.limits(last.on))
    return {
        "grade": last.get_grade_display(), "tone": words.tone(last.grade), "lost": graded.lost,
        "decided_by": [words.label(code) for code in graded.decided_by],
        "unseen": sum(look == "unseen" for look in looks.values()), "of": len(looks),
    }  # fmt: skip


@needs("works.keep")
@once
@not_again
def new_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Walk through the building and say what is there; the answers of the last sheet stand ready."""
    centre = reach.centre(request, pk, to_keep=True)
    last = queries.last_audit(pk)
    form = SheetForm(typed(request), kind=centre.type, before=queries.findings(last))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            row = actions.make_audit(
                centre=centre, on=values["on"], said=form.said(), note=values["note"], by=request.user
            )
            messages.success(request, _("The sheet is kept. Add photographs of what is to be repaired."))
            return redirect("works:sheet", row.pk)
        except Unacceptable as refusal:
            put_refusal(form, Unacceptable({form.field_of(name): said for name, said in refusal.fields.items()}))
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "works/new_sheet.html", {"form": form, "centre": centre, "last": last})


@needs("works.keep", "barometer.read")
@require_safe
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sheet as it was kept, with its photographs."""
    return _sheet_page(request, reach.sheet(request, pk), None)


def _sheet_page(request: HttpRequest, row: BuildingAudit, form: PhotoForm | None) -> HttpResponse:
    findings = queries.findings(row)
    known = items()
    photos = queries.photos(row)
    groups: dict[Any, list[dict[str, Any]]] = {}
    for code in (code for code in known if code in findings):
        found = findings[code]
        groups.setdefault(words.GROUPS[code.partition(".")[0]], []).append({
            "label": words.label(code), "finding": found, "tone": words.tone(found.look),
            "unit": known[code].measure,
        })  # fmt: skip
    keeps = reach.keeps(request, row.centre_id)
    context = {
        "sheet": row, "centre": row.centre, "groups": list(groups.items()), "keeps": keeps,
        "state": _state(row, findings, row.centre.type),
        "photos": [(one, words.label(one.item) if one.item else _("The whole building")) for one in photos],
        "form": form or (PhotoForm(None, None, kind=row.centre.type) if keeps else None),
    }  # fmt: skip
    return render(request, "works/sheet.html", context)


@needs("works.keep")
@require_POST
@once
def add_photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a photograph to a sheet."""
    row = reach.sheet(request, pk, to_keep=True)
    form = PhotoForm(request.POST, request.FILES, kind=row.centre.type)
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.add_photo(
                audit=row, item=values["item"], content=values["photo"].read(actions.LARGEST + 1),
                size=values["photo"].size, nobody=values["nobody"], by=request.user,
            )  # fmt: skip
            messages.success(request, _("The photograph is kept, without the place where it was taken."))
            return redirect(reverse("works:sheet", args=[row.pk]) + "#photos")
        except actions.NotAPhoto as refusal:
            form.add_error("photo", str(refusal))
        except Refusal as refusal:
            put_refusal(form, refusal)
    form.data = form.data.copy()
    form.data.pop("nobody", None)  # the next photograph is another one: whether somebody is in it is asked again
    return _sheet_page(request, row, form)


@needs("works.keep", "barometer.read")
@require_safe
def photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A photograph, for those who may see it; its opening is written down."""
    row = found(queries.photo(pk))
    reach.sheet(request, row.audit_id)
    journal.opened("works.photo_opened", row)
    response = HttpResponse(actions.opened_photo(row), content_type=row.media)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@needs("works.keep")
@require_POST
@once
def drop_photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a photograph for good."""
    row = reach.kept(request, queries.photo(pk))
    return done_or_said(
        request, lambda: actions.drop_photo(photo=row, by=request.user), done=_("The photograph is removed for good."),
        back=reverse("works:sheet", args=[row.audit_id]),
    )  # fmt: skip
