"""Forms of a list of families: the file, what its columns are, what is decided, and why families leave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.exchange.choices import ExportReason, PairDecision
from jisr.exchange.families_sheets.columns import COLUMNS
from jisr.exchange.families_sheets.export import FORMS
from jisr.exchange.families_sheets.letters import ENCODINGS
from jisr.exchange.families_sheets.looking import Look, Reading
from jisr.exchange.families_sheets.reading import SEPARATORS
from jisr.territory.search import index

_ENCODINGS = {
    "utf-8": _("Unicode (UTF-8)"), "cp1256": _("Windows, Arabic (1256)"), "cp1252": _("Windows, Western (1252)"),
    "utf-16-le": "Unicode (UTF-16 LE)", "utf-16-be": "Unicode (UTF-16 BE)", "iso-8859-6": _("ISO, Arabic (8859-6)"),
}  # fmt: skip
_SIGNS = {",": _("comma"), ";": _("semicolon"), "\t": _("tabulation"), "|": _("upright stroke")}
_GROUPS = (
    ("key", _("a column says the household")), ("row", _("each row lives alone")),
    ("phone", _("those with one telephone live together")),
    ("address", _("those with one address live together")),
)  # fmt: skip


class SendForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV, XLSX or Parquet; at most 1,000,000 rows and 400 megabytes."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Save it again with its rows, then choose it."),
        },
    )  # fmt: skip


class AgainForm(forms.Form):
    """Other letters, another separator."""

    encoding = forms.ChoiceField(label=_("Letters of the file"), choices=[(one, _ENCODINGS[one]) for one in ENCODINGS])
    separator = forms.ChoiceField(label=_("Between columns"), choices=[(one, _SIGNS[one]) for one in SEPARATORS])


class MeaningForm(forms.Form):
    """What each column is, and what only a person can say of a list."""

    list_name = forms.CharField(
        label=_("Name of this list"),
        max_length=40,
        help_text=_("The same name next time: the list is known again by it."),
        error_messages={"required": _("Give the list a name.")},
    )
    group = forms.ChoiceField(label=_("Who lives together?"), choices=_GROUPS, widget=forms.RadioSelect)
    order = forms.ChoiceField(
        label=_("Birth dates are written"),
        choices=(("day", _("day first: 31/12/1988")), ("month", _("month first: 12/31/1988"))),
    )
    hijri = forms.BooleanField(label=_("Years such as 1410 are Hijri years"), required=False)
    family_first = forms.BooleanField(label=_("Whole names begin with the surname"), required=False)
    commune = forms.CharField(
        label=_("Commune of households that name none"), required=False, max_length=120,
        help_text=_("Code or name; leave it empty where every row says its commune."),
    )  # fmt: skip

    marks_optional = False

    def __init__(self, look: Look, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.look = look
        fields = [("", pgettext_lazy("column", "left out")), *((column.code, column.label) for column in COLUMNS)]
        for place, heading in enumerate(look.headings):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=heading or str(place + 1), choices=fields, required=False
            )

    def columns(self) -> list[tuple[Any, list[str]]]:
        """Each column's field with its first values."""
        return [
            (self[f"c{place}"], [row[place] for row in self.look.samples if row[place]][:3])
            for place in range(len(self.look.headings))
        ]

    @staticmethod
    def initial_of(reading: Reading, list_name: str) -> dict[str, Any]:
        """A reading as the form shows it."""
        columns = {f"c{place}": code for place, code in reading.columns.items()}
        return columns | {
            "list_name": list_name, "group": reading.group, "order": "month" if reading.month_first else "day",
            "hijri": reading.hijri, "family_first": reading.family_first, "commune": reading.commune,
        }  # fmt: skip

    def clean_commune(self) -> str:
        """The code of the commune; "" for none."""
        text = self.cleaned_data["commune"].strip()
        if not text:
            return ""
        matches = [match.commune for match in index().find(text, limit=2) if match.is_exact]
        if len(matches) != 1:
            raise forms.ValidationError(_("Write the code of one commune, or a name that only one bears."))
        return matches[0].code

    def clean(self) -> dict[str, Any]:
        """No two columns are the same."""
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for name in [name for name in self.fields if name.startswith("c") and name[1:].isdigit()]:
            code = cleaned.get(name)
            if code and code in seen:
                self.add_error(name, _("Another column is said to be this already."))
            seen[code or ""] = name
        return cleaned

    def reading(self) -> Reading:
        """What was said."""
        said = self.cleaned_data
        places = range(len(self.look.headings))
        return Reading(
            {place: said[f"c{place}"] for place in places if said.get(f"c{place}")}, said["group"],
            said["order"] == "month", said["hijri"], said["family_first"], said["commune"],
        )  # fmt: skip


class AllForm(forms.Form):
    """One word for all that are much alike."""

    decision = forms.ChoiceField(label=_("All of them are"), choices=PairDecision.choices)
    least = forms.ChoiceField(
        label=_("that are at least"),
        choices=(("0", _("alike at all")), ("0.9", _("very much alike")), ("1", _("of one identity number"))),
    )


class ExportForm(forms.Form):
    """Why, in which form, and whether with identity numbers."""

    reason = forms.ChoiceField(
        label=_("Why do they leave?"), choices=ExportReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say why: it stands in the journal and in each file.")},
    )  # fmt: skip
    form = forms.ChoiceField(label=_("Form of the file"), choices=[(one, one.upper()) for one in FORMS])
    numbers = forms.BooleanField(label=_("With identity numbers, readable by whoever has the file"), required=False)
