"""The pages of whoever holds a code: open it, hand in a paper, appeal."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jisr.common.errors import Refusal
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.queries import Mine
from jisr.ledger.calls.rules.codes import tidy
from jisr.web.access import open_to_all
from jisr.web.calls.public import apply as applying
from jisr.web.calls.public import floods, standing
from jisr.web.calls.public.held import code_of
from jisr.web.forms import put_refusal
from jisr.web.forum.public import guesses
from jisr.web.forum.public.slip import NoSuchCode, TooManyCodes
from jisr.web.uncached import shut

#: Bytes: the other fields of a form with a file are never as long.
_MORE_THAN_FIELDS = 20_000


class CodeForm(forms.Form):
    """The code of a receipt, or of something that was kept."""

    code = forms.CharField(
        label=gettext_lazy("Your code"), max_length=40,
        help_text=gettext_lazy("It stands on your receipt, or on the page that kept what you wrote."),
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Type your code.")},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@open_to_all
def mine(request: HttpRequest) -> HttpResponse:
    """Type the code; posted: the application, or what was being written."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _opened(request, form.cleaned_data["code"])
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = 429 if isinstance(refusal, TooManyCodes) else 200
    return shut(render(request, "calls/code.html", {"form": form}, status=status))


@require_POST
@open_to_all
def paper(request: HttpRequest) -> HttpResponse:
    """Hand in one paper; whole, or nothing of it is there."""
    told, code = _told(request)
    form = standing.PaperForm(request.POST, request.FILES, mine=told) if told else None
    if form is None:
        return shut(render(request, "calls/code.html", {"form": CodeForm()}))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            floods.count(request)
            if file.size > actions.LARGEST:
                raise actions.TooLarge
            actions.hand_in(code=code, item=form.cleaned_data["item"], content=file.read(), size=file.size)
            return standing.shown(request, code, done=_("The paper has arrived whole."))
        except Refusal as refusal:
            put_refusal(form, refusal)
    _say_cut(request, form)
    return standing.shown(request, code, paper_form=form)


@require_POST
@open_to_all
def proof(request: HttpRequest) -> HttpResponse:
    """Show what an instalment became; whole, or nothing of it is there."""
    told, code = _told(request)
    if told is None:
        return shut(render(request, "calls/code.html", {"form": CodeForm()}))
    form = standing.ProofForm(request.POST, request.FILES)
    if form.is_valid():
        said, file = form.cleaned_data, form.cleaned_data["file"]
        try:
            floods.count(request)
            if file.size > actions.LARGEST:
                raise actions.TooLarge
            actions.prove(code=code, tranche=said["tranche"], item=said["item"], content=file.read(), size=file.size)
            return standing.shown(request, code, done=_("It has arrived whole. The keeper of the call looks at it."))
        except Refusal as refusal:
            put_refusal(form, refusal)
    _say_cut(request, form)
    return standing.shown(request, code, proof_form=form)


@require_POST
@open_to_all
def appeal(request: HttpRequest) -> HttpResponse:
    """Appeal against a decision."""
    told, code = _told(request)
    form = standing.AppealForm(request.POST)
    if told is None:
        return shut(render(request, "calls/code.html", {"form": CodeForm()}))
    if form.is_valid():
        try:
            floods.count(request)
            actions.appeal(code=code, words=form.cleaned_data["words"])
            return standing.shown(request, code, done=_("Your appeal has arrived. The answer will stand on this page."))
        except Refusal as refusal:
            put_refusal(form, refusal)
    return standing.shown(request, code, appeal_form=form)


@require_POST
@open_to_all
def messages(request: HttpRequest) -> HttpResponse:
    """Leave an address where one wants to be told, or take it back."""
    told, code = _told(request)
    form = standing.ToldForm(request.POST)
    if told is None:
        return shut(render(request, "calls/code.html", {"form": CodeForm()}))
    if form.is_valid():
        typed = form.cleaned_data["reply_to"]
        try:
            floods.count(request)
            actions.leave_contact(code=code, application=told.key, reply_to=typed)
            done = _("Messages go there from now on.") if typed.strip() else _("No message goes out any more.")
            return standing.shown(request, code, done=done)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return standing.shown(request, code, told_form=form)


def _say_cut(request: HttpRequest, form: forms.Form) -> None:
    """A form that ended inside its file has none: say so, and not that a file should be chosen."""
    if "file" in form.errors and int(request.META.get("CONTENT_LENGTH") or 0) > _MORE_THAN_FIELDS:
        del form.errors["file"]
        form.add_error("file", str(actions.CutOnItsWay()))


def _opened(request: HttpRequest, typed: str) -> HttpResponse:
    if guesses.are_too_many(request):
        raise TooManyCodes
    code = tidy(typed)
    if queries.by_code(code) is not None:
        return standing.shown(request, code)
    found = applying.opened(request, code)
    if found is None:
        guesses.count(request)
        raise NoSuchCode
    return found


def _told(request: HttpRequest) -> tuple[Mine | None, str]:
    """The application of the page that was sent; None for a page that is too old."""
    try:
        code = code_of(request.POST.get("held", ""))
    except Refusal:
        return None, ""
    return queries.by_code(code), code
