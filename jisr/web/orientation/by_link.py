"""The page of a partner without an account: one referral, by the secret of its link.

What opens the shared part is a code sent to the centre's telephone. Once typed it stays in a signed cookie of
this address alone, ten minutes, out of reach of scripts: not in the page, the address or the history.
A reading writes nothing but its line in the journal.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jisr.centres.choices import REFUSALS, THEMES
from jisr.centres.models import Centre, Service
from jisr.common.errors import Refusal
from jisr.web.access import open_to_all
from jisr.web.forms import put_refusal
from jisr.web.orientation import shared
from jisr.web.orientation.forms import AnswerCodeForm, AnswerForm, CodeForm
from jisr.web.uncached import shut
from jisr.window.orientation import link
from jisr.window.orientation.actions import AlreadyAnswered
from jisr.window.orientation.choices import SEEN_BY_PERSON, WAITING, ReferralState

_COOKIE, _SALT = "link", "orientation.link"
_LIFE_S = link.CODE_MINUTES * 60


@open_to_all
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """What the holder of a link may read; posted: the answer."""
    try:
        door = link.read(secret, code=_kept(request))
        if request.method == "GET":
            return _show(request, secret, door)
        return _answer(request, secret, door)
    except link.LinkDead:
        return _dead(request)


def _answer(request: HttpRequest, secret: str, door: link.Door) -> HttpResponse:
    form = AnswerForm(request.POST)
    if door.state not in WAITING:  # no form is left on the page that could say what is wrong with what was typed
        return _show(request, secret, door, notice=str(AlreadyAnswered()), status=409)
    if form.is_valid():
        try:
            link.answer(secret, **form.cleaned_data)
            return shut(redirect("orientation:by_link", secret))
        except AlreadyAnswered as refusal:
            return _show(request, secret, link.read(secret, code=_kept(request)), notice=str(refusal), status=409)
        except link.LinkDead:
            raise
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _show(request, secret, door, form=form)


@open_to_all
@require_http_methods(["POST"])
def send_code(request: HttpRequest, secret: str) -> HttpResponse:
    """Send a code to the telephone known for the centre."""
    try:
        door = link.read(secret)
        sent = link.send_code(secret)
        response = _show(request, secret, door, sent=sent)
    except link.LinkDead:
        return _dead(request)
    except Refusal as refusal:
        return _show(request, secret, door, notice=str(refusal), status=409)
    response.delete_cookie(_COOKIE, path=_path(secret))
    return response


@open_to_all
@require_http_methods(["POST"])
def open_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Type the code: what was shared is then shown, for ten minutes, in this browser."""
    form = CodeForm(request.POST)
    try:
        door = link.read(secret)
        if form.is_valid():
            link.open_with(secret, form.cleaned_data["code"])
            return shut(_keep(redirect("orientation:by_link", secret), secret, form.cleaned_data["code"]))
    except link.LinkDead:
        return _dead(request)
    except Refusal as refusal:
        put_refusal(form, refusal)
    return _show(request, secret, door, code_form=form)


@open_to_all
@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Type the code that is printed beside the link: it leads to the page of the link."""
    form = AnswerCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return shut(redirect("orientation:by_link", form.cleaned_data["code"]))
    return shut(render(request, "orientation/by_code.html", {"form": form}))


def _path(secret: str) -> str:
    return reverse("orientation:by_link", args=[secret])


def _keep(response: HttpResponse, secret: str, code: str) -> HttpResponse:
    response.set_signed_cookie(
        _COOKIE, link.digits(code), salt=_SALT, max_age=_LIFE_S, path=_path(secret), httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _kept(request: HttpRequest) -> str:
    """The code typed before in this browser; "" where there is none, or the cookie was altered or is old."""
    try:
        return request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=_LIFE_S) or ""
    except signing.BadSignature:
        return ""


def _dead(request: HttpRequest) -> HttpResponse:
    """The same page for a link past its time and for one that was altered."""
    return shut(render(request, "orientation/by_link_dead.html", status=404))


def _show(
    request: HttpRequest, secret: str, door: link.Door, *, form: AnswerForm | None = None,
    code_form: CodeForm | None = None, sent: link.Sent | None = None, notice: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    centres = {row.pk: row for row in Centre.objects.filter(pk__in=[door.from_centre, door.to_centre])}
    context: dict[str, Any] = {
        "door": door, "secret": secret, "theme": THEMES.get(door.theme, door.theme), "who": shared.who(door.facts),
        "from_centre": centres.get(door.from_centre), "to_centre": centres.get(door.to_centre),
        "service": Service.objects.filter(pk=door.service).first(), "late": door.answer_by < timezone.localdate(),
        "shares": shared.parts({}, door.shares), "parts": shared.parts(door.shared, door.shares) if door.opened else [],
        "waits": door.state in WAITING, "state": ReferralState(door.state).label, "notice": notice,
        "refusal": REFUSALS.get(door.refusal, ""), "form": form or AnswerForm(), "code_form": code_form or CodeForm(),
        "sent": sent, "between_us": bool(door.refusal) and not SEEN_BY_PERSON[door.refusal],
        "shows_message": settings.DEMONSTRATION,
    }  # fmt: skip
    return shut(render(request, "orientation/by_link.html", context, status=status))
