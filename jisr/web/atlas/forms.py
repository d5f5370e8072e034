"""What somebody asks the atlas: it stands in the address, and says nothing of a person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jisr.atlas.choices import WHO_OF, Level, Limit, Sharing, Shown, Supply, Way, Who
from jisr.atlas.figures import Ground, Named
from jisr.centres.choices import Theme

#: What is asked where the address says nothing.
DEFAULTS = {
    "theme": Theme.DISABILITY.value, "who": "", "way": Way.TAXI.value, "limit": Limit.HOUR.value,
    "supply": Supply.TOTAL.value, "sharing": Sharing.TWO_STEP.value, "shown": Shown.MINUTES.value,
    "level": "", "within": "",
}  # fmt: skip


class AskForm(forms.Form):
    """Theme, public, way, limit, what is counted, what the map shows, and where."""

    marks_optional = False

    theme = forms.ChoiceField(label=_("Service about"), choices=Theme.choices)
    who = forms.ChoiceField(
        label=_("For whom"), required=False, choices=[("", _("The public of the service")), *Who.choices]
    )
    way = forms.ChoiceField(label=_("How people go"), choices=Way.choices)
    limit = forms.ChoiceField(label=_("Too far beyond"), choices=Limit.choices)
    supply = forms.ChoiceField(label=_("What is shared"), choices=Supply.choices)
    sharing = forms.ChoiceField(label=_("How places are shared"), choices=Sharing.choices)
    shown = forms.ChoiceField(label=_("The map shows"), choices=Shown.choices)
    level = forms.ChoiceField(
        label=_("One line for each"), required=False, choices=[("", _("Chosen for you")), *Level.choices]
    )
    within = forms.CharField(required=False, widget=forms.HiddenInput, max_length=12)

    def __init__(self, given: Any, ground: Ground) -> None:
        super().__init__(DEFAULTS | {name: given[name] for name in DEFAULTS if name in given})
        self._ground = ground

    def clean_within(self) -> Named | None:
        """The region or province that is looked at, or None for the country.

        Raises:
            ValidationError: there is no such place.
        """
        code = self.cleaned_data["within"]
        if not code:
            return None
        places = [*self._ground.regions, *self._ground.provinces]
        found = next((one for one in places if one.code == code), None)
        if found is None:
            raise ValidationError(
                _("We know no region or province with this code. Choose one on the map or in the table.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        """The public of the theme, and the level below the place, where none was chosen.

        Raises:
            ValidationError: the level is not below the place.
        """
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        said["who"] = said["who"] or WHO_OF.get(said["theme"], Who.ALL).value
        levels = levels_of(said["within"])
        if said["level"] and said["level"] not in levels:
            self.add_error("level", _("Inside this place, choose a smaller level."))
            return said
        said["level"] = said["level"] or levels[0]
        return said


def levels_of(within: Named | None) -> list[str]:
    """Levels that a place can be parted into, the one that is shown first in front."""
    if within is None:
        return [Level.PROVINCE.value, Level.REGION.value, Level.COMMUNE.value]
    if "." not in within.code:
        return [Level.PROVINCE.value, Level.COMMUNE.value]
    return [Level.COMMUNE.value]
