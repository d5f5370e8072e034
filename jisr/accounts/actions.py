"""Writing accounts: open one, choose a password, choose a language."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.common.keys import readable_code

#: 16 signs of an alphabet of 25: 74 bits, and short enough to be dictated.
_TEMPORARY_LENGTH = 16


class AccountExists(Refusal):
    """The address has an account already."""

    message = _("This address already has an account. Assign a post to it.")


@transaction.atomic
def open_account(*, email: str, display_name: str, language: str, by: User | None = None) -> tuple[User, str]:
    """Open an account, with a password to be handed over once and replaced at the first sign-in.

    Args:
        by: the administrator; None for whoever holds the server itself. Whom an invented administrator adds is
            invented too.

    Returns:
        The user, and the temporary password, which is stored nowhere.

    Raises:
        AccountExists: the address has an account already.
    """
    if User.objects.filter(email=email.strip().lower()).exists():
        raise AccountExists
    password = readable_code(_TEMPORARY_LENGTH)
    user = User.objects.create_user(
        email, password, display_name=display_name, language=language, password_is_temporary=True,
        is_demonstration=by is not None and by.is_demonstration,
    )  # fmt: skip
    journal.record("accounts.opened", user, by=by or "server")
    return user, password


@transaction.atomic
def renew_password(*, user: User, by: User | None) -> str:
    """A new temporary password for someone who lost hers; it is returned and stored nowhere.

    Her second step goes too, since telephone and password are often lost together; her open sessions end. She
    finds her old password refused, and the journal says by whom.

    Args:
        by: the administrator; None for whoever holds the server itself.
    """
    password = readable_code(_TEMPORARY_LENGTH)
    _set_password(user, password, temporary=True)
    Authenticator.objects.filter(user=user).delete()
    journal.record("accounts.password_renewed", user, by=by or "server")
    return password


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Keep the password that the user chose for herself."""
    _set_password(user, password, temporary=False)
    journal.record("accounts.password_chosen", user, by=user)


def _set_password(user: Any, password: str, *, temporary: bool) -> None:
    user.set_password(password)
    user.password_is_temporary = temporary
    user.save(update_fields=["password", "password_is_temporary"])
