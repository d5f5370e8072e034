"""Reports of danger at reception: read, taken on, ended by a visit or with a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from jisr.accounts.models import User
from jisr.centres.choices import Theme
from jisr.common.errors import Refusal
from jisr.staff.models import Post
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.reception.forms import GUARDED, VisitForm
from jisr.web.window import found
from jisr.window.reception import actions, queries
from jisr.window.reception.choices import AlertClosed, AlertState, Channel, Urgency
from jisr.window.reception.models import Alert, Visit

#: Who is told that reports wait: a number, for the place of the post.
_ANSWERS_FOR = frozenset({"centre_director", "provincial_delegate"})
_THEMES: dict[str, str] = {kept: str(theme) for theme, kept in GUARDED.items() if theme in Theme.values}


class ReceiptForm(forms.Form):
    """The receipt of a visit that answers the report."""

    receipt = forms.CharField(
        label=gettext_lazy("Number of the receipt"), max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Type the number that stands on the receipt.")},
    )  # fmt: skip


class CloseForm(forms.Form):
    """Why a report ends without a visit."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is it closed?"), choices=AlertClosed, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why it is closed.")},
    )  # fmt: skip


@needs("reception.receive")
@require_GET
def alert(request: HttpRequest, alert: UUID) -> HttpResponse:
    """What was disclosed, where she may be reached, and what can be done; each opening is on the journal."""
    return _show(request, _alert(alert), ReceiptForm())


@needs("reception.receive")
@require_POST
@once
def take(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Take it on: colleagues see who has it."""
    row = _alert(alert)
    try:
        actions.take_on_alert(alert=row, by=request.user)
        messages.success(request, _("You have taken it on. Your colleagues see it."))
    except Refusal:
        messages.warning(request, _("Somebody took it on before you. Its present state is shown."))
    return redirect("reception:alert", row.pk)


@needs("reception.receive")
@require_POST
@once
def visit(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Say which visit answers it, by the number of its receipt."""
    row = _alert(alert)
    form = ReceiptForm(request.POST)
    if form.is_valid():
        try:
            one = Visit.objects.filter(receipt=form.cleaned_data["receipt"].upper(), centre=row.centre_id).first()
            if one is None:
                form.add_error("receipt", _("No visit of this centre has this number. Compare it with the receipt."))
            else:
                actions.alert_received(alert=row, visit=one, by=request.user)
                messages.success(request, _("Noted: this visit answers the report."))
                return redirect("reception:alert", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _show(request, row, form)


@needs("reception.receive")
@once
def close(request: HttpRequest, alert: UUID) -> HttpResponse:
    """End it without a visit, with a reason."""
    row = _alert(alert)
    form = CloseForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_alert(alert=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Closed. The reason and your name stay on record."))
            return redirect("reception:alert", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Close the report without a visit"), "form": form, "verb": _("Close it"), "danger": True,
        "text": _("Only when somebody has tried everything, or knows that there is no danger."),
        "cancel": reverse("reception:alert", args=[row.pk]),
    }  # fmt: skip
    return render(request, "confirm.html", page)


def behind(request: HttpRequest) -> Alert | None:
    """The open report that a visit is about to answer, where the page was reached from one."""
    try:
        key = UUID(request.POST.get("alert") or request.GET.get("alert", ""))
    except ValueError:
        return None
    row = queries.alert(key)
    return row if row is not None and row.state in queries.OPEN_ALERTS else None


def start(alert: Alert | None) -> dict[str, Any]:
    """What is filled in beforehand for a visit that answers a report."""
    if alert is None:
        return {}
    reasons = [_THEMES[alert.compartment]] if alert.compartment in _THEMES else []
    begun: dict[str, Any] = {"urgency": Urgency.NOW, "channel": Channel.PHONE, "compartment": alert.compartment}
    return begun | {"reasons": reasons} | ({"commune": alert.commune} if alert.commune_id else {})


def kept_in(alert: Alert | None, form: VisitForm) -> str:
    """The compartment of the visit: that of the report, whatever was chosen, where the report has one."""
    return (alert.compartment if alert else "") or form.kept_in


def answered(alert: Alert | None, visit: Visit, by: User) -> None:
    """Close the report with the visit that answers it."""
    if alert is not None:
        actions.alert_received(alert=alert, visit=visit, by=by)


def late(post: Post) -> str:
    """What whoever answers for a centre or a province is told of reports that nobody takes on; "" for none."""
    if post.role not in _ANSWERS_FOR:
        return ""
    n = queries.late_alerts()
    if not n:
        return ""
    said = {
        "centre_director": ngettext(
            "%(n)s report of danger has waited in your centre for more than a day. See that it is taken on now.",
            "%(n)s reports of danger have waited in your centre for more than a day. See that they are taken on now.",
            n,
        ),
        "provincial_delegate": ngettext(
            "%(n)s report of danger has waited in your province for more than a day. Telephone the centres now.",
            "%(n)s reports of danger have waited in your province for more than a day. Telephone the centres now.",
            n,
        ),
    }
    return said[post.role] % {"n": wording.number(n)}


def _alert(key: UUID) -> Alert:
    return found(queries.alert(key))


def _show(request: HttpRequest, row: Alert, form: ReceiptForm) -> HttpResponse:
    page = {
        "alert": row, "told": queries.opened_alert(row), "form": form, "open": row.state in queries.OPEN_ALERTS,
        "waits": row.state == AlertState.WAITING, "mine": row.taken_by_id == request.user.pk,
    }  # fmt: skip
    return render(request, "reception/alert.html", page)
