"""The page of a paper slip: what became of a contribution, for whoever holds its code, published or not.

The code is posted, never part of an address; a wrong one and an unknown one get the same words.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jisr.centres.choices import THEMES
from jisr.common.errors import Refusal
from jisr.forum import queries
from jisr.forum.choices import AnswerKind, Kind, WithheldReason
from jisr.web.access import open_to_all
from jisr.web.forms import put_refusal
from jisr.web.forum.desk.reply import ReplyFields
from jisr.web.forum.public import guesses
from jisr.web.held import Held, NotHeld
from jisr.web.uncached import shut

#: The code on the page that it opened.
HELD = Held("forum.tell", 3_600)


class NoSuchCode(Refusal):
    """Mistyped, never given, or of another place: nobody is told which."""

    message = _("No slip has this code. Compare it with the paper, letter by letter, and type it again.")


class TooManyCodes(Refusal):
    """Somebody tries codes from this address."""

    message = _("Too many wrong codes were typed from this connection. Wait a quarter of an hour, then try again.")


class PageTooOld(Refusal):
    """A form that was left open, or that this server did not make."""

    message = _("This page was left open too long. Type the code of your slip again.")


class TellForm(ReplyFields):
    """Where whoever holds the slip wants to hear of the answer; empty takes it back.

    The page holds no code, only what this server makes of it again, for an hour: a page that is saved tells nothing.
    """

    held = forms.CharField(max_length=400, widget=forms.HiddenInput)
    field_order = ("held", "reply_to", "reply_consent")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "reply_to" in self.fields:
            self.fields["reply_to"].help_text = _("Sealed: nobody reads it. Empty takes back what you left.")
            self.fields["reply_consent"].label = _("Write to me there. The message names nothing, nor me")


def tell_form(code: str, withheld_reason: str) -> TellForm | None:
    """The form beside a slip; None where nothing is told: no channel, or a danger that left for a centre."""
    form = TellForm(initial={"held": HELD.token(code)})
    return form if "reply_to" in form.fields and withheld_reason != WithheldReason.DANGER else None


def code_held(token: str) -> str:
    """The code that a page of this server held.

    Raises:
        PageTooOld: it was made more than an hour ago, or elsewhere.
    """
    try:
        return HELD.code(token)
    except NotHeld as fault:
        raise PageTooOld from fault


class SlipForm(forms.Form):
    """The code of a paper slip."""

    code = forms.CharField(
        label=_("Code of your slip"), max_length=40,
        help_text=_("It stands on the paper that you were given. Capital or small letters make no difference."),
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code of your slip.")},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@open_to_all
def slip(request: HttpRequest) -> HttpResponse:
    """Type the code; posted: read what became of the contribution."""
    form = SlipForm(request.POST or None)
    values: dict[str, Any] = {}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            values = read(request, form.cleaned_data["code"])
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = 429 if isinstance(refusal, TooManyCodes) else 200
    return shut(render(request, "forum/slip.html", {"form": form} | values, status=status))


def read(request: HttpRequest, typed: str) -> dict[str, Any]:
    """What the page says about a code.

    Raises:
        TooManyCodes: so many wrong ones came from this address that none is tried, right or wrong.
        NoSuchCode: no contribution has it.
    """
    if guesses.are_too_many(request):
        raise TooManyCodes
    found = queries.by_slip(typed)
    if found is None:
        guesses.count(request)
        raise NoSuchCode
    return {
        "invented": found.is_demonstration, "wave": found.wave_fr,
        "told": found, "kind": Kind(found.kind).label, "theme": THEMES.get(found.theme, ""),
        "tell": tell_form(typed, found.withheld_reason),
        "withheld": dict(WithheldReason.choices).get(found.withheld_reason, ""),
        "answers": [(one, AnswerKind(one.kind).label) for one in found.answers],
    }  # fmt: skip
