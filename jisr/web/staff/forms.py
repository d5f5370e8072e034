"""Forms of posts and accounts."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from jisr.accounts.choices import Language
from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common.choices import Compartment
from jisr.staff import rules
from jisr.staff.choices import Level, role_choices
from jisr.territory.models import Province, Region
from jisr.web.fields import TypedField
from jisr.web.widgets import DayInput

_PLACES: dict[str, type[Model]] = {Level.CENTRE: Centre, Level.PROVINCE: Province, Level.REGION: Region}


class AssignForm(forms.Form):
    """Who, in which role, where, from when until when, and which protected files."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
    place = forms.CharField(
        label=_("Code of the place"), required=False, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Of the centre, province or region; empty for a role held over the whole country."),
    )  # fmt: skip
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    compartments = forms.MultipleChoiceField(
        label=_("Protected files kept"), required=False, choices=Compartment.choices,
        widget=forms.CheckboxSelectMultiple, help_text=_("Only for social workers of these files."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The user and the place in place of the address and the code."""
        given = super().clean() or {}
        if self.errors:
            return given
        user = User.objects.filter(email=given.pop("email").lower()).first()
        if user is None:
            self.add_error("email", _("No account has this address. Open one first."))
        level = rules.level_of(given["role"])
        place = self._place(level, given["place"].strip())
        return given | {"user": user, "place": place}

    def _place(self, level: Level | None, code: str) -> Any:
        if level == Level.NATION:
            if code:
                self.add_error("place", _("This role is held over the whole country: leave the code empty."))
            return None
        model = _PLACES[level or Level.CENTRE]
        place = model._default_manager.filter(code=code).first() if code else None
        if place is None:
            self.add_error("place", _("No such place at the level of this role. Check the code."))
        return place


class AccountForm(forms.Form):
    """Whose account, and the language of her pages."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    display_name = TypedField(label=_("Name shown to colleagues"), max_length=120)
    language = forms.ChoiceField(label=_("Language of the pages"), choices=Language.choices)


class EndForm(forms.Form):
    """The first day on which the post no longer holds."""

    on = forms.DateField(label=_("No longer from"), required=False, widget=DayInput)
