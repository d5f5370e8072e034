"""Who may come to a page: two marks for views, the post that speaks, the scope it speaks under, the lock.

Every view carries ``@needs(verb)`` or ``@open_to_all``; one that carries neither is shut. The access table
(``jisr.staff.choices``) decides, the walls of the database decide again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import urlencode

from jisr.accounts.sessions import over
from jisr.common import drafts, journal
from jisr.common.database import scope
from jisr.staff import queries
from jisr.staff.choices import ROLES, VERBS
from jisr.staff.models import Post
from jisr.staff.rules import may
from jisr.web import lock

View = TypeVar("View", bound=Callable[..., Any])

#: Not a verb of the table: pages of one's own account, open to whoever has signed in, with or without a post.
SIGNED_IN = "signed_in"


@dataclass(frozen=True)
class Mark:
    """What a view asks of whoever comes.

    Attributes:
        verbs: one of them is needed; empty for a page open to all.
        speaking: the login under which an open page speaks.
    """

    verbs: tuple[str, ...] = ()
    speaking: str = "public"


_SHUT = Mark(verbs=("",))
_OPEN = Mark()


def needs(*verbs: str) -> Callable[[View], View]:
    """Mark a view: it needs a current post whose role may do one of the verbs, or ``SIGNED_IN``.

    Raises:
        ValueError: a verb is not in the table.
    """
    unknown = set(verbs) - set(VERBS) - {SIGNED_IN}
    if unknown or not verbs:
        raise ValueError(f"not in the access table: {sorted(unknown)}")
    return _marking(Mark(verbs=verbs))


def open_to_all(view: View) -> View:
    """Mark a view: no account is needed, and it speaks as ``jisr_public`` whoever looks."""
    return _marking(_OPEN)(view)


def sign_in_page(view: View) -> View:
    """Mark a view that lets people in: open to all, and able to read accounts, posts and attempts."""
    return _marking(Mark(speaking="default"))(view)


def _marking(mark: Mark) -> Callable[[View], View]:
    def marked(view: View) -> View:
        view.access = mark
        return view

    return marked


def mark_of(view: Any) -> Mark:
    """The mark of a view; shut when it has none."""
    return getattr(view, "access", _SHUT)


def scope_of(request: HttpRequest) -> dict[str, Any]:
    """What ``jisr.common.database.scope`` takes for this request; set before the innermost middleware runs."""
    mark: Mark = request.access
    if not mark.verbs:
        return {"speaking": mark.speaking}
    if not request.user.is_authenticated:
        return {"speaking": "public"}
    return queries.scope_of(request.post, user=request.user)


def typed(request: HttpRequest) -> Any:
    """What a form is made of: what was posted, or what was kept when the session locked or the page closed.

    Use it instead of ``request.POST or None``: ``form = ReceiveForm(typed(request))``.
    """
    if request.method == "POST":
        return request.POST
    key = request.GET.get("draft", "")
    return drafts.fields_of(key, place=request.path) if key and request.user.is_authenticated else None


class PostOfTheRequest:
    """Sets ``request.post``, ``request.locked`` and ``request.access``, and stops whoever may not come.

    It stands just outside the scope: sessions and posts are read before there is one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; then renew the time last seen and forbid every cache."""
        mark = request.access = _mark_of_path(request.path_info)
        request.over = request.user.is_authenticated and over(request.session)
        if request.over and not mark.verbs:
            logout(request)
        signed_in = request.user.is_authenticated
        request.locked = signed_in and (request.over or lock.is_locked(request))
        speaks = signed_in and not request.locked
        request.posts = queries.current_posts(request.user) if speaks else []
        request.post = _chosen(request)
        response = _with_words(request, self.get_response(request))
        if signed_in:
            response = self._leave(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let in, send to sign in, or refuse."""
        mark = mark_of(view)
        if not mark.verbs:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if request.over:
            return _to_begin_again(request)
        if request.locked and not lock.opens(request):
            return _to_unlock(request)
        if SIGNED_IN in mark.verbs:
            return None
        first = _first_things_first(request)
        if first is None:
            _refuse(request, mark)
        return first

    def _leave(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method == "GET" and response.status_code in {404, 405} and _draft_of_place(request):
            response = redirect(_with(reverse("drafts:again"), draft=request.GET["draft"]))
        sent = request.method == "POST" and response.status_code in {302, 303} and not hasattr(request, "keeps_draft")
        if sent and not request.locked:
            _forget_draft(request)
        if request.user.is_authenticated and not request.locked:
            lock.seen(request, response)
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        return response


def _with_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What is only sent and was opened all the same says so: a page loaded again, or asked for in another language."""
    if request.method != "GET" or response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
        return response
    told = render(request, "405.html", status=response.status_code)
    told["Allow"] = response["Allow"]
    return told


def _mark_of_path(path: str) -> Mark:
    try:
        return mark_of(resolve(path).func)
    except Resolver404:
        return _OPEN


def _chosen(request: HttpRequest) -> Post | None:
    """The post chosen in this session, or the newest."""
    posts: list[Post] = request.posts
    wanted = request.session.get("post")
    return next((post for post in posts if str(post.pk) == wanted), posts[0] if posts else None)


def _first_things_first(request: HttpRequest) -> HttpResponse | None:
    """A password of one's own and, where the role asks for it, a second step come before any work."""
    if request.user.password_is_temporary:
        return redirect("account_change_password")
    post: Post | None = request.post
    # a kit asks for no second step: over plain http its secret could be heard, and what it opens is one meeting
    if post and ROLES[post.role].needs_totp and not settings.KIT and not _has_second_step(request):
        return redirect("mfa_activate_totp")
    return None


def _has_second_step(request: HttpRequest) -> bool:
    entered_by_click = settings.DEMONSTRATION and request.user.is_demonstration and request.session.get("demonstration")
    return bool(entered_by_click) or is_mfa_enabled(request.user, [Authenticator.Type.TOTP])


def _refuse(request: HttpRequest, mark: Mark) -> None:
    post: Post | None = request.post
    if post and any(may(post.role, verb) for verb in mark.verbs):
        return
    journal.opened("access.refused", f"route:{request.resolver_match.view_name}", reason=(mark.verbs[0])[:60])
    raise PermissionDenied


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    after = request.get_full_path() if request.method == "GET" else ""
    return redirect(_with(reverse("account_login"), next=after))


def _to_unlock(request: HttpRequest) -> HttpResponse:
    """Keep what was typed, then ask for the password."""
    kept = _kept(request)
    return redirect(_with(reverse("sign_in:unlock"), draft=kept, next="" if kept else request.get_full_path()))


def _to_begin_again(request: HttpRequest) -> HttpResponse:
    """Keep what was typed, end the session, and ask for everything again."""
    kept = _kept(request)
    after = _with(request.path, draft=kept) if kept else request.get_full_path()
    logout(request)
    return redirect(_with(reverse("account_login"), next=after))


def _kept(request: HttpRequest) -> str:
    """The key of a draft of what was posted; "" for a request that only reads."""
    if request.method != "POST":
        return ""
    return str(drafts.keep(author=request.user, place=request.path, fields=request.POST).pk)


def _draft_of_place(request: HttpRequest) -> bool:
    """Whether something is kept for this address, which has no page of its own to show it in."""
    if not request.GET.get("draft"):
        return False
    with scope(user=request.user.pk):
        return drafts.fields_of(request.GET["draft"], place=request.path) is not None


def _forget_draft(request: HttpRequest) -> None:
    with scope(user=request.user.pk):
        drafts.forget(place=request.path)


def _with(path: str, **query: str) -> str:
    kept = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
