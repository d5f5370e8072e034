"""After the results: conventions, instalments against proof, and visits, at the desk of the keeper."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_POST, require_safe

from jisr.common import journal, pdf
from jisr.ledger.agreements.choices import ProposalState
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.choices import ApplicantKind, CallState, Outcome
from jisr.ledger.calls.models import Application, Award, Decision, Proof, SiteVisit, Tranche
from jisr.staff.rules import may
from jisr.web import acting, wording
from jisr.web.access import needs, typed
from jisr.web.agreements.desk.forms import OnForm
from jisr.web.calls import words
from jisr.web.calls.desk import paying, reach
from jisr.web.calls.desk.files import SUFFIXES
from jisr.web.fields import AmountField, TypedField
from jisr.web.forms import once
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried, found
from jisr.web.wording import name_of

TRANCHES = (1, 2, 3)
_MOST_MAD = 100_000_000
_MUCH = gettext_lazy("This is far too much.")
_PAGE = Path(__file__).parents[2] / "templates" / "calls" / "convention.typ"


class AwardForm(Unhurried):
    """The convention of a project with up to three instalments."""

    amount = AmountField(
        label=gettext_lazy("Amount of the convention, in dirhams"), most=_MOST_MAD, too_much=_MUCH,
        error_messages={"required": gettext_lazy("Write the amount.")},
    )  # fmt: skip
    marks_optional = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for n in TRANCHES:
            first = n == 1
            self.fields[f"amount_{n}"] = AmountField(
                label=_("Instalment %(n)d, in dirhams") % {"n": n}, most=_MOST_MAD, too_much=_MUCH, required=first,
                error_messages={"required": _("Write the amount.")},
            )  # fmt: skip
            self.fields[f"for_{n}"] = TypedField(
                label=_("For what"), max_length=200, required=first,
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
                error_messages={"required": _("Say what it pays for.")},
            )  # fmt: skip
            self.fields[f"due_{n}"] = forms.DateField(
                label=_("Due on"), required=first, widget=DayInput(),
                error_messages={"required": _("Write the day."), "invalid": _("Write the day.")},
            )  # fmt: skip

    def tranches(self) -> list[dict[str, Any]]:
        """The instalments that were written down."""
        said = self.cleaned_data
        return [
            {"amount": said[f"amount_{n}"], "for_ar": said[f"for_{n}"], "due_on": said[f"due_{n}"]}
            for n in TRANCHES
            if said[f"amount_{n}"]
        ]

    def clean(self) -> dict[str, Any]:
        """An instalment is said whole or not at all."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for n in TRANCHES[1:]:
            parts = [said.get(f"{name}_{n}") for name in ("amount", "for", "due")]
            if any(parts) and not all(parts):
                self.add_error(f"amount_{n}", _("Give its amount, what it is for and its day, or leave it empty."))
        return said


class VisitForm(Unhurried):
    """What was found on the spot."""

    is_alive = forms.ChoiceField(
        label=gettext_lazy("Is the project running?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        error_messages={"required": gettext_lazy("Choose one.")},
    )  # fmt: skip
    jobs = forms.IntegerField(label=gettext_lazy("People who work in it"), min_value=0, max_value=10_000)
    women = forms.IntegerField(label=gettext_lazy("Women among them"), min_value=0, max_value=10_000)
    income = AmountField(
        label=gettext_lazy("Income of a month, in dirhams"), most=_MOST_MAD, too_much=_MUCH,
        error_messages={"required": gettext_lazy("Write 0 where there is none.")},
    )  # fmt: skip
    words = TypedField(
        label=gettext_lazy("What was seen"), required=False, max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), help_text=gettext_lazy("Name no person."),
    )  # fmt: skip
    marks_optional = False

    def said(self) -> dict[str, Any]:
        """What the act takes."""
        return self.cleaned_data | {"is_alive": self.cleaned_data["is_alive"] == "yes"}


@needs("calls.keep")
@require_safe
def awards(request: HttpRequest, code: str) -> HttpResponse:
    """Selected projects: those with a convention, those without, and what became of them."""
    row = reach.call(request, code)
    signed = {one.application_id: one for one in queries.awards_of(row)}
    selected = list(queries.decisions_of(row, Outcome.SELECTED)) if row.state == CallState.DECIDED else []
    values = {
        "call": row, "followed": queries.followed(row, whole=True),
        "rows": [(one, signed.get(one.application_id), words.province(row, one.province)) for one in selected],
    }  # fmt: skip
    return render(request, "calls/desk/awards.html", values)


@needs("calls.keep")
@once
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down the convention of a selected project."""
    rows = Decision.objects.select_related("call").filter(call__in=reach.calls(request), outcome=Outcome.SELECTED)
    row = found(rows.filter(application=pk).first())
    start = {"amount": f"{row.asked / 100:.2f}".removesuffix(".00")}
    form = AwardForm(typed(request), initial=start, checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.sign_award(
            decision=row, amount=form.cleaned_data["amount"], tranches=form.tranches(), by=request.user
        ),
        back=reverse("calls:desk:awards", args=[row.call.code]), back_words=name_of(row.call),
        done=_("The convention is written down, with its instalments and two visits."),
        title=_("Convention of project %(number)s") % {"number": row.number}, verb=_("Write it down"),
    )  # fmt: skip


@needs("calls.keep", "agreements.propose", "agreements.confirm")
@require_safe
def award(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One award: instalments, proofs, visits; for those who pay it without the file, which is not theirs to read."""
    row = found(_awards(request).filter(pk=pk).first())
    keeps = may(request.post.role, "calls.keep")
    proofs = Prefetch("proofs", Proof.objects.defer("sealed").order_by("handed_at"))
    values = {
        "award": row, "call": row.call, "visits": list(row.visits.all()), "keeps": keeps,
        "file": Application.objects.filter(pk=row.application_id).first(),
        "tranches": [
            (one, next((p for p in one.payments.all() if p.state == ProposalState.OPEN), None))
            for one in row.tranches.prefetch_related(proofs, "payments")
        ],
    }  # fmt: skip
    return render(request, "calls/desk/award.html", values | paying.doors(request))


@needs("calls.keep")
@require_POST
@once
def justify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proofs of an instalment are accepted."""
    row = _tranche(request, pk)
    return acting.done_or_said(
        request, lambda: actions.justify(tranche=row, by=request.user), done=_("Accepted: the next one can be paid."),
        back=paying.of_award(row),
    )  # fmt: skip


@needs("calls.keep")
@require_safe
def proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A proof as it was handed in."""
    row = found(Proof.objects.select_related("tranche").filter(call__in=reach.calls(request), pk=pk).first())
    journal.opened("calls.opened_proof", row)
    response = HttpResponse(queries.proof_content(row), content_type=row.media)
    response["Content-Disposition"] = f'attachment; filename="{row.item}-{row.tranche.place}.{SUFFIXES[row.media]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs("calls.keep")
@once
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what a visit found."""
    rows = SiteVisit.objects.select_related("award__call").filter(call__in=reach.calls(request))
    row = found(rows.filter(pk=pk, made_on=None).first())
    form = VisitForm(typed(request), checked=request.method == "POST")
    return acting.answered(
        request, form, lambda: actions.record_visit(visit=row, by=request.user, **form.said()),
        back=reverse("calls:desk:award", args=[row.award_id]), back_words=row.award.number,
        done=_("The visit is written down."), title=ngettext(
            "Visit %(months)d month after the convention", "Visit %(months)d months after the convention", row.months
        ) % {"months": row.months}, verb=_("Write down the visit"),
    )  # fmt: skip


@needs("calls.keep")
@once
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Announce the day of a visit."""
    rows = SiteVisit.objects.select_related("award__call").filter(call__in=reach.calls(request))
    row = found(rows.filter(pk=pk, made_on=None).first())
    form = OnForm(typed(request), initial={"on": row.planned_on or row.due_on}, checked=request.method == "POST")
    return acting.answered(
        request, form, lambda: actions.plan_visit(visit=row, on=form.cleaned_data["on"], by=request.user),
        back=reverse("calls:desk:award", args=[row.award_id]), back_words=row.award.number,
        done=_("The visit is announced. It stands on the page of her code; she is told if she left an address."),
        title=_("Announce a visit"), verb=_("Announce it"),
    )  # fmt: skip


@needs("calls.keep")
@require_safe
def convention(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The convention as a paper to sign, in Arabic whatever the reader's language: it binds in that language."""
    row = _award(request, pk)
    journal.opened("calls.printed_convention", row)
    who = queries.applicant_of(row.application)
    content = pdf.make(_PAGE, _facts(row, who or {}), language="ar", title=f"اتفاقية دعم مشروع {row.number}")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="convention-{row.number}.pdf"'
    return response


def _facts(row: Award, who: Mapping[str, Any]) -> dict[str, Any]:
    call = row.call
    with override("ar"):
        return {
            "demonstration": row.is_demonstration,
            "demonstration_words": "عرض توضيحي — هذه الاتفاقية وأطرافها متخيلون",
            "number": row.number, "call": call.name_ar, "office": call.office_ar,
            "signed_on": wording.day(row.signed_on),
            "organisation": who.get("organisation", ""), "name": who.get("name", ""),
            "kind": str(ApplicantKind(row.application.kind).label), "project": row.application.title,
            "place": next((one["ar"] for one in call.provinces if one["code"] == row.application.province), ""),
            "amount": wording.mad(row.amount),
            "tranches": [
                {"n": one.place, "amount": wording.mad(one.amount), "for": one.for_ar, "due": wording.day(one.due_on)}
                for one in row.tranches.all()
            ],
            "visits": [{"months": one.months, "due": wording.day(one.due_on)} for one in row.visits.all()],
        }  # fmt: skip


def _award(request: HttpRequest, pk: UUID) -> Award:
    return found(_awards(request).select_related("application").filter(pk=pk).first())


def _awards(request: HttpRequest) -> QuerySet[Award]:
    rows = Award.objects.select_related("call").prefetch_related("tranches", "visits")
    return rows.filter(call__in=reach.calls(request))


def _tranche(request: HttpRequest, pk: UUID) -> Tranche:
    return found(Tranche.objects.select_related("award").filter(call__in=reach.calls(request), pk=pk).first())
