"""Pages of a training unit: days, result, certificate; and the page on which a certificate is checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_GET, require_POST

from jisr.common import journal, pdf
from jisr.common.errors import Refusal, Stale
from jisr.web import wording
from jisr.web.access import needs, open_to_all, typed
from jisr.web.families.papers import answer
from jisr.web.forms import once, put_refusal
from jisr.web.pathways.depth_forms import CheckForm, ResultForm
from jisr.web.pathways.forms import AttendanceForm
from jisr.web.window import Unhurried, found, read_version
from jisr.window.pathways import actions, library, queries
from jisr.window.pathways.models import TrainingUnit
from jisr.window.pathways.rules import lacks_for_certificate, presence

_PAPER = Path(__file__).parents[1] / "templates" / "pathways" / "certificate.typ"


@needs("pathways.follow")
@require_GET
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A unit: who came when, how it ended, its certificate."""
    row = found(queries.unit(pk))
    journal.opened("pathways.opened_step", row.step)
    return _show(request, row)


def _show(request: HttpRequest, row: TrainingUnit, **bound: Any) -> HttpResponse:
    days = sorted(row.days.all(), key=lambda day: day.day, reverse=True)
    today, came = timezone.localdate(), [day.present for day in days]
    page = {
        "unit": row, "step": row.step, "days": days, "share": presence(came),
        "lacking": lacks_for_certificate(came, asked=row.attendance, result=row.result),
        "attendance_form": AttendanceForm(initial={"day": today}, auto_id="at_%s"),
        "result_form": ResultForm(initial={"result": row.result, "result_on": row.result_on or today}),
    }  # fmt: skip
    return render(request, "pathways/unit.html", page | bound)


def _do(request: HttpRequest, pk: UUID, name: str, form: Unhurried, act: Callable[[TrainingUnit], Any]) -> HttpResponse:
    row = found(queries.unit(pk))
    if form.is_valid():
        try:
            act(row)
            return redirect("pathways:unit", row.pk)
        except Stale:
            return redirect("pathways:unit", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _show(request, row, **({name: form} if name else {"notice": form.non_field_errors()}))


@needs("pathways.follow")
@require_POST
@once
def day(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note whether the person was there on a day of this unit."""
    form = AttendanceForm(request.POST, auto_id="at_%s")
    return _do(request, pk, "attendance_form", form, lambda row: actions.mark_attendance(
        step=row.step, unit=row, centre=request.post.centre, by=request.user, **form.cleaned_data
    ))  # fmt: skip


@needs("pathways.follow")
@require_POST
@once
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note how the unit ended."""
    form = ResultForm(request.POST)
    return _do(request, pk, "result_form", form, lambda row: actions.set_result(
        unit=row, version=read_version(request, row.version), by=request.user, **form.cleaned_data
    ))  # fmt: skip


@needs("pathways.follow")
@require_POST
@once
def certify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the certificate."""
    return _do(request, pk, "", Unhurried(request.POST), lambda row: actions.certify(
        unit=row, version=read_version(request, row.version), centre=request.post.centre, by=request.user
    ))  # fmt: skip


@needs("pathways.follow")
@require_GET
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate on paper, in Arabic and in French on one page."""
    row = found(queries.unit(pk))
    if not row.certificate:
        raise Http404
    journal.opened("pathways.printed_certificate", row)
    return answer(
        paper(row, request.build_absolute_uri(reverse("pathways:check"))), "certificate.pdf", "application/pdf"
    )


def paper(row: TrainingUnit, address: str) -> bytes:
    """Who, which unit, how many hours, when, by whom; no birth, no address, no result of another day."""
    person, centre = row.step.person, row.step.plan.centre
    code = row.certificate or ""
    shown = centre.operator if row.compartment or centre.confidential else centre
    halves = []
    for language in ("ar", "fr"):
        with override(language):
            halves.append({
                "rtl": language == "ar", "language": language, "title": _("Certificate of a training unit"),
                "name": person.shown if language == "ar" else person.shown_latin or person.shown,
                "said": _("has followed the unit and passed it"), "unit": _name_of(row, language),
                "hours": _("%(n)s hours") % {"n": row.hours}, "day": wording.day(row.certified_on),
                "centre": wording.name_of(shown),
                "number": _("Number of the certificate") + pgettext("after a label", ":"),
                "check": _("Whoever holds this paper can check it, by its number and the name on it, at:"),
            })  # fmt: skip
    with override("ar"):
        facts = {
            "halves": halves, "code": f"{code[:5]}-{code[5:]}", "address": address,
            "unit_code": row.code, "demonstration": row.household.is_demonstration,
            "demonstration_words": _("Demonstration: invented people, invented data."),
        }  # fmt: skip
        title = _("Certificate of a training unit")
    return pdf.make(_PAPER, facts, language="ar", title=title, made_at=timezone.now())


def _name_of(row: TrainingUnit, language: str) -> str:
    """The unit in the language of a half of the paper, where its name is still the one of its template."""
    template = library.templates().get(row.step.template.partition("@")[0])
    for shape in template.units if template else ():
        if shape.code == row.code and row.name in shape.name.values():
            return shape.name[language]
    return row.name


@open_to_all
def check(request: HttpRequest) -> HttpResponse:
    """Check a certificate by its number and the name on it; nothing is told for one of them alone."""
    form = CheckForm(typed(request), checked=request.method == "POST")
    asked = request.method == "POST" and form.is_valid()
    told = queries.certified(form.cleaned_data["code"], form.cleaned_data["name"]) if asked else None
    return render(request, "pathways/check.html", {"form": form, "asked": asked, "told": told})
