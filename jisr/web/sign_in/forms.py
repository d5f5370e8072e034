"""Forms of sign-in, in our own words."""

from typing import Any

from allauth.account.fields import PasswordField, SetPasswordField
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """An address and a password."""

    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, password = self.fields["login"], self.fields["password"]
        address.label, password.label = _("E-mail address"), _("Password")
        address.widget.attrs = {"type": "email", "autocomplete": "username", "dir": "ltr", "inputmode": "email"}
        password.widget.attrs = {"autocomplete": "current-password", "dir": "ltr"}
        password.help_text = ""


class PasswordOnlyForm(forms.Form):
    """The password once more."""

    marks_optional = False
    password = PasswordField(label=_("Password"), autocomplete="current-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs |= {"placeholder": "", "dir": "ltr"}


class AgainForm(ReauthenticateForm):
    """The password once more, before the second step is changed."""

    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", "dir": "ltr"}


class ChoosePasswordForm(ChangePasswordForm):
    """A new password in place of the present one."""

    marks_optional = False
    oldpassword = PasswordField(label=_("Present password"), autocomplete="current-password")
    password1 = SetPasswordField(
        label=_("New password"),
        help_text=_("At least 12 signs. Three or four words that do not belong together are easy to remember."),
    )
    password2 = PasswordField(label=_("New password once more"), autocomplete="new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("oldpassword", "password1", "password2"):
            self.fields[name].widget.attrs |= {"placeholder": "", "dir": "ltr"}

    def clean(self) -> Any:
        """Both new ones are the same."""
        given = super(ChangePasswordForm, self).clean()
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two new passwords differ. Type the second one again."))
        return given


class _Code:
    """The field of a six-digit code, as telephones and browsers fill it in."""

    marks_optional = False
    fields: dict[str, Any]

    def dress(self, help_text: Any) -> None:
        """Label and attributes of the field ``code``."""
        field = self.fields["code"]
        field.label, field.help_text = _("Code"), help_text
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "maxlength": 16}


class SecondStepForm(_Code, AuthenticateForm):
    """The code of the telephone, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress(_("The six digits that your telephone shows now, or one of your recovery codes."))


class ActivateForm(_Code, ActivateTOTPForm):
    """The first code of a telephone that was just joined."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress(_("The six digits that your telephone shows now."))


class PostForm(forms.Form):
    """Which of one's posts to work from."""

    post = forms.ChoiceField(label=_("Work as"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, posts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(str(post.pk), lazy(_named, str)(post)) for post in posts]


def _named(post: Any) -> str:
    return capfirst(gettext("%(role)s, %(place)s") % {"role": post.role_label, "place": post.place_name})
