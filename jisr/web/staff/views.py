"""Posts and accounts, for administrators: who holds what, give a post, end one, open an account."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jisr.accounts import actions as accounts
from jisr.accounts.models import User
from jisr.common.errors import Refusal
from jisr.common.text import clean_typed
from jisr.staff import actions, queries
from jisr.staff.models import Post
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.staff.forms import AccountForm, AssignForm, EndForm

_A_PAGE = 50


@needs("staff.manage")
@require_http_methods(["GET"])
def posts(request: HttpRequest) -> HttpResponse:
    """Posts that hold today or will; or those that ended."""
    ended = request.GET.get("ended") == "1"
    page = Paginator(queries.all_posts(ended=ended), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/posts.html", {"page": page, "ended": ended, "today": timezone.localdate()})


@needs("staff.manage")
@once
def assign(request: HttpRequest) -> HttpResponse:
    """Give a post."""
    sought = clean_typed(request.GET.get("q", ""))
    form = AssignForm(typed(request), initial={"since": timezone.localdate()} | _asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign(by=request.user, **form.cleaned_data)
            return redirect("staff:posts")
        except Refusal as refusal:
            put_refusal(form, refusal)
    found = queries.places(sought) if sought else []
    return render(request, "staff/assign.html", {"form": form, "sought": sought, "found": found})


@needs("staff.manage")
@once
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a post."""
    post = get_object_or_404(queries.with_places(Post.objects.all()), pk=key)
    form = EndForm(typed(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(post=post, by=request.user, on=form.cleaned_data["on"])
            return redirect("staff:posts")
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "staff/end.html", {"form": form, "held": post})


@needs("staff.manage")
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its temporary password is shown once, in the answer, and kept nowhere."""
    form = AccountForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            user, password = accounts.open_account(by=request.user, **form.cleaned_data)
            return render(request, "staff/password.html", {"whose": user, "password": password})
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "staff/account.html", {"form": form})


@needs("staff.manage")
def renew_password(request: HttpRequest, key: int) -> HttpResponse:
    """A new temporary password for someone who lost hers."""
    user = get_object_or_404(User, pk=key)
    if request.method != "POST":
        return render(request, "staff/renew.html", {"whose": user})
    password = accounts.renew_password(user=user, by=request.user)
    return render(request, "staff/password.html", {"whose": user, "password": password})


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the page before already knows: the account by its key, the place by its code."""
    key = request.GET.get("user", "")
    user = User.objects.filter(pk=key).first() if key.isdecimal() else None
    return ({"email": user.email} if user else {}) | {
        name: request.GET[name] for name in ("place", "role") if name in request.GET
    }
