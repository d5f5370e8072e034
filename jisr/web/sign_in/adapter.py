"""What we keep of allauth: signing in, the second step, choosing a password. Everything else it can do is shut."""

import base64
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from jisr.accounts import actions
from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.crypto import decrypt, encrypt

_TOO_MANY = _("Too many attempts. Wait fifteen minutes, then try again.")


class Adapter(DefaultAccountAdapter):
    """Nobody opens an account for herself; no letter is sent; nothing is said about whether an address is known."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The address or the password is not right. Check both, then try again."),
        "incorrect_password": _("The password is not right. Try again."),
        "enter_current_password": _("The present password is not right. Try again."),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator opens accounts."""
        return False

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Remember that she came in, and speak her language where the browser has not chosen one."""
        journal.record("accounts.entered", user, by=user)
        response = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE
            )
        return response

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's own messages repeat the address on the screen; our pages say what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No letters: the journal remembers."""

    def set_password(self, user: User, password: str) -> None:
        """Keep the password that the user chose."""
        actions.choose_password(user=user, password=password)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether the password is the user's; counted like a sign-in."""
        found = authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of second steps are stored encrypted."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or its half minute is over. Type the one shown now."),
        "cannot_generate_recovery_codes": _("Activate the second step first."),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return base64.b64encode(encrypt(text, bound_to="mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return decrypt(base64.b64decode(encrypted_text), bound_to="mfa")
