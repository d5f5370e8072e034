"""What a visitor says: where she lives and what she needs; nothing else is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import THEMES
from jisr.web.territory.fields import CommuneField


class FindForm(forms.Form):
    """A commune and a need."""

    marks_optional = False

    commune = CommuneField(label=_("Where do you live?"), help_text=_("Name of the commune, in Arabic or in French."))
    need = forms.ChoiceField(label=_("What do you need?"), choices=list(THEMES.items()), widget=forms.RadioSelect)

    def chosen(self) -> tuple[Any, str] | None:
        """Commune and theme, once both are known."""
        return (self.cleaned_data["commune"], self.cleaned_data["need"]) if self.is_bound and self.is_valid() else None
