"""Coming in, going out, the lock, the choice of a post, and the one-click entrances of the demonstration."""

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.base import views as second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jisr.accounts.models import User
from jisr.common import drafts, journal
from jisr.staff import queries
from jisr.web import lock
from jisr.web.access import SIGNED_IN, needs, sign_in_page
from jisr.web.nav import doors
from jisr.web.sign_in.forms import PasswordOnlyForm, PostForm

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class _Enter(account.LoginView):
    """The sign-in page; in the demonstration it also lists the invented people."""

    template_name = "sign_in/enter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The invented people by role, in the demonstration and only there."""
        people = queries.demonstration_posts() if settings.DEMONSTRATION else []
        return super().get_context_data(**kwargs) | {"people": people}


class _Leave(account.LogoutView):
    template_name = "sign_in/leave.html"


class _ChoosePassword(account.PasswordChangeView):
    template_name = "sign_in/password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever enters by one click has no password to change."""
        if not request.user.has_usable_password():
            return redirect("sign_in:home")
        return super().dispatch(request, *args, **kwargs)

    def get_default_success_url(self) -> str:
        """On to the first page."""
        return reverse("sign_in:home")


class _SecondStep(second_step.AuthenticateView):
    template_name = "sign_in/second_step.html"


class _Activate(totp.ActivateTOTPView):
    template_name = "sign_in/activate.html"


class _Again(account.ReauthenticateView):
    template_name = "sign_in/again.html"


class _SecondStepAgain(second_step.ReauthenticateView):
    template_name = "sign_in/again.html"


class _Deactivate(totp.DeactivateTOTPView):
    template_name = "sign_in/deactivate.html"


class _NewCodes(recovery.GenerateRecoveryCodesView):
    template_name = "sign_in/new_codes.html"


enter = sign_in_page(_Enter.as_view())
second = sign_in_page(_SecondStep.as_view())
leave = sign_in_page(_Leave.as_view())
choose_password = needs(SIGNED_IN)(_ChoosePassword.as_view())
activate = needs(SIGNED_IN)(_Activate.as_view())
deactivate = needs(SIGNED_IN)(_Deactivate.as_view())
again = needs(SIGNED_IN)(_Again.as_view())
second_again = needs(SIGNED_IN)(_SecondStepAgain.as_view())
new_codes = needs(SIGNED_IN)(_NewCodes.as_view())


@needs(SIGNED_IN)
def security(request: HttpRequest) -> HttpResponse:
    """One's own account: whether a second step is active, and the way to change things."""
    active = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    return render(request, "sign_in/security.html", {"active": active})


@needs(SIGNED_IN)
def codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes that are still good, to be printed."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    own = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.RECOVERY_CODES)
    return render(request, "sign_in/codes.html", {"codes": own.wrap().get_unused_codes()})


@needs(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the role: the first door that it opens, else the choice of a post."""
    opened = doors(request) if request.post else []
    return redirect(opened[0].href if opened else "sign_in:posts")


@needs(SIGNED_IN)
def posts(request: HttpRequest) -> HttpResponse:
    """Choose the post to work from; or read that there is none."""
    held = request.posts
    chosen = {"post": str(request.post.pk)} if request.post else {}
    form = PostForm(request.POST or None, posts=held, initial=chosen)
    if request.method == "POST" and form.is_valid():
        request.session["post"] = form.cleaned_data["post"]
        journal.record("staff.post_chosen", f"staff.post:{form.cleaned_data['post']}", by=request.user)
        return redirect("sign_in:home")
    return render(request, "sign_in/posts.html", {"form": form, "held": held})


@needs(SIGNED_IN)
@require_POST
def shut(request: HttpRequest) -> HttpResponse:
    """Lock the session before leaving the desk."""
    lock.shut(request)
    return redirect(_unlock_then(request.POST.get("next", "")))


@needs(SIGNED_IN)
@sensitive_post_parameters("password")
def unlock(request: HttpRequest) -> HttpResponse:
    """Ask for the password again; then the page that was left, with everything typed."""
    if not request.locked:
        return redirect(_place_after(request))
    by_click = _enters_by_click(request.user)
    form = None if by_click else PasswordOnlyForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None or _is_hers(request, form.cleaned_data["password"]):
            lock.open_again(request)
            return redirect(_place_after(request))
        form.add_error("password", get_adapter().error_messages["incorrect_password"])
    kept = drafts.draft_of(request.GET.get("draft", ""))
    return render(request, "sign_in/unlock.html", {"form": form, "kept": kept})


@sign_in_page
@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Enter as one of the invented people, with one click. Outside the demonstration this page does not exist."""
    if not settings.DEMONSTRATION:
        raise Http404
    wanted = request.POST.get("post", "")
    post = next((post for post in queries.demonstration_posts() if str(post.pk) == wanted), None)
    if post is None:
        raise Http404
    login(request, post.user, backend=_BACKEND)
    request.session["demonstration"], request.session["post"] = True, str(post.pk)
    journal.record("accounts.entered", post.user, by=post.user, reason="demonstration")
    return redirect("sign_in:home")


def _enters_by_click(user: Any) -> bool:
    return settings.DEMONSTRATION and user.is_demonstration and not user.has_usable_password()


def _is_hers(request: HttpRequest, password: str) -> bool:
    user: User | None = authenticate(request, email=request.user.email, password=password)
    return user is not None and user.pk == request.user.pk


def _unlock_then(after: str) -> str:
    return f"{reverse('sign_in:unlock')}?{urlencode({'next': after})}" if after else reverse("sign_in:unlock")


def _place_after(request: HttpRequest) -> str:
    """Where to go once the session is open again: the form with its draft, the page that was left, or the first."""
    draft = drafts.draft_of(request.GET.get("draft", ""))
    if draft:
        return f"{draft.place}?{urlencode({'draft': draft.pk})}"
    after = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return after if safe and after.startswith("/") else reverse("sign_in:home")
