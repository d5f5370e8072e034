"""The user: an address to sign in with and a name to be called by. What she may do stands in ``jisr.staff``."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from jisr.accounts.choices import Language
from jisr.common.prepared import Prepared
from jisr.common.walls import Grant


class Users(BaseUserManager["User"]):
    """Users, found by their address whatever its case."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """A user with this address; without a password she cannot sign in by one."""
        user = self.model(email=email.strip().lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get(self, *args: Any, **values: Any) -> "User":
        """One user. Who comes with a session is found by her key, at every request: that query is written once."""
        if args or self._db or values.keys() != {"pk"} or not isinstance(values["pk"], int):
            return super().get(*args, **values)
        found = _BY_KEY(key=values["pk"])
        if not found:
            raise self.model.DoesNotExist
        return found[0]

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an address as somebody typed it."""
        return self.get(email=(username or "").strip().lower())


_BY_KEY: Prepared["User"] = Prepared(lambda key: User.objects.filter(pk=key), key=-1)


class User(AbstractBaseUser):
    """Someone who can sign in. No rights hang here: a right is a post, from a day until a day."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name shown to colleagues"), max_length=120)
    language = models.CharField(_("language of the pages"), max_length=2, choices=Language, default=Language.ARABIC)
    is_active = models.BooleanField(_("may sign in"), default=True)
    password_is_temporary = models.BooleanField(
        _("must choose a password"), default=False, help_text=_("The password was made by someone else.")
    )
    is_demonstration = models.BooleanField(_("invented, for the demonstration"), default=False)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="user_id_demonstration"),
            models.CheckConstraint(name="user_email_is_lower_case", condition=models.Q(email=Lower("email"))),
            # is_active and is_demonstration are not among the columns: no request opens a way in without password
            Grant(
                name="user_sign_in", to="jisr_app",
                verbs="SELECT, INSERT, UPDATE (password, last_login, language, password_is_temporary)",
                reason="read by sign-in before any scope exists; names of colleagues, no person of a file",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:  # reaches logs: never a name or an address
        return f"accounts.user:{self.pk}"
