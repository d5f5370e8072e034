"""Danger: one button, one page that says what happens, and what was said is with a centre that receives.

Two rooms that do not know each other are joined here, in one transaction: the forum gives away, reception takes in.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.common.choices import Compartment
from jisr.common.errors import Refusal
from jisr.forum import actions
from jisr.forum.choices import DestroyedReason
from jisr.forum.models import Contribution
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import reach
from jisr.web.window import found
from jisr.window.reception import actions as reception
from jisr.window.reception import queries as centres
from jisr.window.reception.queries import Competent, Told

#: What the danger is -> the compartment that keeps it.
KINDS: dict[str, tuple[Any, str]] = {
    "violence": (gettext_lazy("Violence against her, or against another adult"), Compartment.VIOLENCE),
    "child": (gettext_lazy("A child is at risk"), Compartment.CHILD),
    "other": (gettext_lazy("Another danger to somebody's life or health"), ""),
}


class DangerForm(forms.Form):
    """What the danger is: that decides who takes it in.

    Args:
        proposed: kind -> the centre that would take it in.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What is the danger?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what the danger is: that decides who takes it in.")},
    )  # fmt: skip

    def __init__(self, *args: Any, proposed: dict[str, Competent], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(code, _goes_to(code, one)) for code, one in proposed.items()]


@needs("forum.moderate")
@once
def danger(request: HttpRequest, code: str) -> HttpResponse:
    """Pass a disclosure of danger to the reception of a centre. Pressed twice, it is passed once."""
    row = reach.contribution(request, code)
    verbatim = found(getattr(row, "verbatim", None))  # what was read in public sources was never sealed
    if verbatim.destroyed_on is not None:
        passed = verbatim.destroyed_reason == DestroyedReason.PASSED
        messages.info(request, str(actions.AlreadyHandedOver()) if passed else _("The sealed words were destroyed."))
        return redirect("forum:desk:contribution", row.code)
    proposed = _proposed(row)
    form = DangerForm(typed(request), proposed=proposed)
    if request.method == "POST" and proposed and form.is_valid():
        try:
            _pass_on(row, proposed[form.cleaned_data["kind"]], request)
            messages.success(request, _("It was passed on. A social worker finds it first in her list."))
            return redirect("forum:desk:contribution", row.code)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {"contribution": row, "form": form, "proposed": proposed}
    return render(request, "forum/desk/danger.html", page)


def _proposed(row: Contribution) -> dict[str, Competent]:
    """Kind -> the centre that would take it in; empty where nobody receives in the region."""
    found_for = {
        code: centres.competent(
            compartment=compartment, region=row.region_id or row.wave.region_id, province=row.province,
            commune=row.commune, is_demonstration=row.is_demonstration,
        )
        for code, (_label, compartment) in KINDS.items()
    }  # fmt: skip
    return {code: one for code, one in found_for.items() if one is not None}


def _goes_to(code: str, one: Competent) -> str:
    """ "A child is at risk: to the centre X, where its team for child protection alone reads it"."""
    values = {"danger": KINDS[code][0], "centre": wording.name_of(one.centre)}
    if not one.compartment:
        return _("%(danger)s. It goes to the reception of: %(centre)s") % values
    return _("%(danger)s. It goes to: %(centre)s, where only the team for it reads it") % values


def _pass_on(row: Contribution, chosen: Competent, request: HttpRequest) -> None:
    with transaction.atomic():
        handed = actions.hand_over(contribution=row, by=request.user)
        reception.take_in_alert(
            chosen=chosen, told=Told(handed.words, handed.reply_channel, handed.reply_to), language=handed.language,
            said_on=handed.said_on, province=handed.province, commune=handed.commune,
        )  # fmt: skip
