"""Many small rows on one form, keyed quickly and corrected as a whole: who was invited, who came."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.common.choices import Sex
from jisr.forum.actions.around import MOST_OF_A_KIND
from jisr.forum.choices import InvitedBy, SpeakerRole
from jisr.web import wording
from jisr.web.fields import TypedField
from jisr.web.forum.desk.team_forms import provinces_of
from jisr.web.widgets import DigitsInput
from jisr.web.window import Unhurried

#: More rows than any meeting needs; and how many empty ones are offered at a time.
MOST_ROWS, EMPTY_ROWS = 300, 6
_NOT_SAID = [("", _("not said"))]


class Row(Unhurried):
    """One row: people of one kind. A row without anything in it is left out."""

    role = forms.ChoiceField(
        label=_("In which quality"), required=False, choices=[("", _("Choose…")), *SpeakerRole.choices]
    )
    organisation = TypedField(
        label=_("Organisation"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    n = forms.IntegerField(
        label=_("People"), required=False, min_value=1, max_value=MOST_OF_A_KIND,
        widget=DigitsInput(),
        error_messages={
            "min_value": _("A number above zero."), "invalid": _("A whole number."),
            "max_value": _("So many do not fit into a hall. Check the number."),
        },
    )  # fmt: skip
    marks_optional = False

    @property
    def is_empty(self) -> bool:
        """Whether nobody is counted in it; a choice made beforehand counts nobody."""
        return not any(self.cleaned_data.get(name) for name in ("role", "organisation", "n"))

    def clean(self) -> dict[str, Any]:
        """Somebody is counted, and in a quality."""
        values = super().clean() or {}
        self.cleaned_data = values
        if not self.is_empty and not self.errors:
            if not values.get("role"):
                self.add_error("role", _("Say in which quality."))
            if not values.get("n"):
                self.add_error("n", _("How many?"))
        return values


class InvitationRow(Row):
    """People who were invited."""

    channel = forms.ChoiceField(label=pgettext_lazy("of invitation", "By"), choices=InvitedBy, initial=InvitedBy.LETTER)
    field_order = ("role", "organisation", "channel", "n")


class AttendanceRow(Row):
    """People who came.

    Args:
        provinces: (code, name) of the provinces that they may come from.
    """

    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[*_NOT_SAID, *[pair for pair in Sex.choices if pair[0]]]
    )
    province = forms.ChoiceField(label=_("Province or prefecture"), required=False)
    milieu = forms.ChoiceField(
        label=_("Milieu"), required=False, choices=[*_NOT_SAID, ("rural", _("rural")), ("urban", _("urban"))]
    )
    field_order = ("role", "organisation", "sex", "province", "milieu", "n")

    def __init__(self, *args: Any, provinces: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["province"].choices = [*_NOT_SAID, *provinces]


class Rows:
    """The rows of one form.

    Args:
        kind: of each row.
        data: what was sent, or None.
        stored: the rows as they are, by field.
        options: for each row.
    """

    def __init__(
        self, kind: type[Row], data: Any, stored: Sequence[Mapping[str, Any]], *, checked: bool, **options: Any
    ) -> None:
        sent = str(data.get("rows", "")) if data else ""
        count = min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() and len(sent) < 5 else len(stored)
        grows = not data or "more" in data
        self.count = max(1, min(count + (EMPTY_ROWS if grows else 0), MOST_ROWS))
        self.is_full = self.count == MOST_ROWS
        self.forms = [
            kind(data or None, prefix=f"r{n}", initial=stored[n] if n < len(stored) else {}, checked=checked, **options)
            for n in range(self.count)
        ]

    @property
    def wrong(self) -> list[tuple[int, Any]]:
        """(number of the row, its field) where something is to be corrected."""
        return [(n, one) for n, row in enumerate(self.forms, start=1) for one in row if one.errors]

    def are_valid(self) -> bool:
        """Whether every row says somebody in a quality, or nothing."""
        return not self.wrong

    def written(self) -> list[dict[str, Any]]:
        """The checked values of the rows in which somebody is counted."""
        return [dict(row.cleaned_data) for row in self.forms if not row.is_empty]


def province_choices(region: str | None) -> list[tuple[str, str]]:
    """The provinces of a region, or of the country, as choices; one query."""
    return [(row.pk, wording.name_of(row)) for row in provinces_of(region)]
