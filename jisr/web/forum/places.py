"""Where a contribution is about, in the forms that take one in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.territory.models import Commune


class CommuneOfRegion(forms.Form):
    """A form with a commune that lies in the region that is consulted.

    Attributes:
        region: code of that region; "" or None for the whole country.
    """

    region: str | None = None

    def clean_commune(self) -> Commune | None:
        """A commune of the region that is consulted: another one is a slip of the pen."""
        commune: Any = self.cleaned_data["commune"]
        if commune is not None and self.region and commune.province.region_id != self.region:
            raise forms.ValidationError(_("This commune is outside the region of this consultation."))
        return commune
