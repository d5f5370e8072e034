"""What a visitor says: where she lives and what she needs; more only if she wants to narrow the list."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import PUBLICS, THEMES
from jisr.centres.queries import Wanted
from jisr.web.territory.fields import CommuneField
from jisr.web.widgets import DigitsInput

#: What narrows the list, in the order of the page.
MORE = ("age", "public", "day", "hour", "room")
NOW = "now"
_HOURS = [(f"{hour}", format_lazy("{}:00", f"{hour:02d}")) for hour in range(7, 22)]


class FindForm(forms.Form):
    """A commune and a need, and what narrows the list."""

    marks_optional = False

    commune = CommuneField(label=_("Where do you live?"), help_text=_("Name of the commune, in Arabic or in French."))
    need = forms.ChoiceField(label=_("What do you need?"), choices=list(THEMES.items()), widget=forms.RadioSelect)
    age = forms.IntegerField(
        label=_("For somebody of what age?"), required=False, min_value=0, max_value=120, widget=DigitsInput()
    )
    public = forms.ChoiceField(label=_("Open to"), required=False, choices=[("", _("everyone")), *PUBLICS.items()])
    day = forms.ChoiceField(
        label=_("Open on"), required=False,
        choices=[("", _("any day")), (NOW, _("now")), *((str(n), name) for n, name in WEEKDAYS.items())],
    )  # fmt: skip
    hour = forms.ChoiceField(label=_("At what hour"), required=False, choices=[("", _("any hour")), *_HOURS])
    room = forms.BooleanField(label=_("Not those that are full or overburdened"), required=False)

    def chosen(self) -> tuple[Any, str] | None:
        """Commune and theme, once both are known."""
        return (self.cleaned_data["commune"], self.cleaned_data["need"]) if self.is_bound and self.is_valid() else None

    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.cleaned_data.get(name) not in {"", None, False} for name in MORE)

    def wanted(self, now: datetime) -> Wanted:
        """What narrows the list, with the day and hour that are meant."""
        said = self.cleaned_data
        return Wanted(age=said["age"], public=said["public"], at=self._at(now), with_room=said["room"])

    def _at(self, now: datetime) -> datetime | None:
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        if not day and not hour:
            return None
        if day == NOW or not day:
            return now.replace(hour=int(hour), minute=0) if hour and day != NOW else now
        ahead = (int(day) - now.weekday()) % 7
        return (now + timedelta(days=ahead)).replace(hour=int(hour or 10), minute=0)
