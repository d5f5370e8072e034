"""Forms of the works: the long sheet, an operation and its steps, a closure."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.centres.models import Centre, Programme
from jisr.centres.works.actions import Said
from jisr.centres.works.choices import Look, WhyAbandoned
from jisr.centres.works.items import Item, asked
from jisr.centres.works.models import BuildingAudit, Finding, WorkLine
from jisr.web import fields
from jisr.web.fields import AmountField
from jisr.web.widgets import DigitsInput
from jisr.web.wording import name_of
from jisr.web.works import words

#: More than any building of the field costs.
MOST_DIRHAMS = 500_000_000
_TOO_MUCH = _("Check the amount: it is more than any building costs.")
_NO_DAY = _("Write the day.")


def amount(label: Any, help_text: Any = "") -> AmountField:
    """An amount that may be left out."""
    return AmountField(label=label, required=False, most=MOST_DIRHAMS, too_much=_TOO_MUCH, help_text=help_text)


def count(label: Any, *, most: int = 100_000, help_text: Any = "", required: bool = False) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label, required=required, min_value=0, max_value=most, widget=DigitsInput(), help_text=help_text,
        error_messages={"required": _("Write the number."), "invalid": _("Write the number in digits.")},
    )  # fmt: skip


def today_field(label: Any) -> forms.DateField:
    """A day that is needed."""
    return fields.day(label, missing=_NO_DAY)


class SheetForm(forms.Form):
    """Everything that is looked at in a building; what is not answered was not looked at.

    Args:
        kind: of the centre.
        before: what the last sheet says, by code; the new one begins from it.
    """

    on = today_field(_("Day of the visit"))

    def __init__(self, data: Any, *, kind: str, before: Mapping[str, Finding]) -> None:
        self.items = asked(kind)
        started: dict[str, Any] = {"on": timezone.localdate()}
        for one in self.items:
            if one.code in before:
                found = before[one.code]
                started |= {
                    _name(one): found.look,
                    _name(one, "note"): found.note,
                    _name(one, "number"): found.measured,
                }
        super().__init__(data, initial=started)
        for one in self.items:
            self._ask(one)
        self.fields["note"] = fields.text(_("On the whole building"), 1000, rows=3)

    def _ask(self, one: Item) -> None:
        self.fields[_name(one)] = forms.ChoiceField(
            label=words.label(one), help_text=words.about(one), required=False, widget=forms.RadioSelect,
            choices=[(code, said) for code, said in Look.choices],
            initial=Look.UNSEEN,
        )  # fmt: skip
        self.fields[_name(one)].marks_optional = False
        if one.measure:
            self.fields[_name(one, "number")] = count(_("Measured, in centimetres"), most=999)
        self.fields[_name(one, "note")] = fields.line(_("Note"), 300)

    def groups(self) -> list[tuple[Any, list[dict[str, Any]]]]:
        """The fields as one walks through the building: (group, its things)."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.items:
            number = self[_name(one, "number")] if one.measure else None
            row = {
                "look": self[_name(one)], "note": self[_name(one, "note")], "number": number,
                "role": words.ROLES.get(one.role, ""),
            }  # fmt: skip
            found.setdefault(one.code.partition(".")[0], []).append(row)
        return [(words.GROUPS[code], rows) for code, rows in found.items()]

    def said(self) -> dict[str, Said]:
        """What the sheet says, as the act takes it."""
        values = self.cleaned_data
        return {
            one.code: Said(
                values[_name(one)] or Look.UNSEEN, values.get(_name(one, "number")), values[_name(one, "note")]
            )
            for one in self.items
        }

    def field_of(self, code: str) -> str:
        """The field in which something is said of a thing."""
        return next((_name(one) for one in self.items if one.code == code), code)


def _name(item: Item, part: str = "look") -> str:
    return f"{item.code.replace('.', '_')}_{part}"


class PhotoForm(forms.Form):
    """One photograph of a sheet."""

    item = forms.ChoiceField(label=_("What the photograph shows"), required=False)
    photo = forms.FileField(
        label=_("Photograph"), help_text=_("JPEG or PNG, at most 8 MB. Where and when it was taken is removed."),
        error_messages={"required": _("Choose a photograph.")}, widget=forms.FileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    nobody = forms.BooleanField(
        label=_("Nobody can be recognised in it: no face, no name on a door or a paper"),
        error_messages={"required": _("A photograph in which somebody can be recognised is not kept.")},
    )

    def __init__(self, data: Any, files: Any, *, kind: str) -> None:
        super().__init__(data, files)
        whole = [("", _("The whole building"))]
        self.fields["item"].choices = whole + [(one.code, words.label(one)) for one in asked(kind)]
        self.fields["item"].marks_optional = False


class OperationForm(forms.Form):
    """What is done, who pays, and on what.

    Args:
        weak: codes of what the last sheet calls less than good.
        programmes: those that may pay.
    """

    title = fields.line(
        _("What is done"),
        200,
        required=True,
        help_text=_("For example: roof and ramp."),
        error_messages={"required": _("Say in a few words what is done.")},
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(),
        label=_("Paid by"),
        required=False,
        empty_label=_("Not attributed yet"),
        help_text=_("The programme that pays, so that its money can be followed."),
    )
    items = forms.MultipleChoiceField(
        label=_("Works on"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What the last sheet calls less than good. Each becomes a line, to be priced."),
    )  # fmt: skip

    def __init__(self, data: Any, *, weak: Iterable[str], programmes: Any) -> None:
        super().__init__(data)
        choices = [(code, words.label(code)) for code in weak]
        self.fields["items"].choices = choices
        if not choices:
            del self.fields["items"]
        self.fields["programme"].queryset = programmes
        self.fields["programme"].label_from_instance = name_of


class LineForm(forms.Form):
    """One work: what on what, its cost, its days."""

    item = forms.ChoiceField(label=_("On what"))
    what = fields.line(_("What exactly"), 200)
    estimate = amount(_("Estimated cost, in dirhams"))
    paid = amount(_("Paid so far, in dirhams"), _("Left empty: nothing yet."))
    planned_since = fields.day(_("Planned from"))
    planned_until = fields.day(_("Planned until"))
    since = fields.day(_("Begun on"))
    until = fields.day(_("Ended on"))
    contractor = fields.line(_("Contractor"), 200, help_text=_("The name of the company, where it is public."))

    def __init__(self, data: Any, *, kind: str, line: WorkLine | None = None) -> None:
        started = {name: getattr(line, name) for name in self.base_fields} if line else {}
        for name in ("estimate", "paid"):
            started[name] = _plain(started.get(name))
        super().__init__(data, initial=started)
        self.fields["item"].choices = [(one.code, words.label(one)) for one in asked(kind)]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        values = super().clean() or {}
        values["paid"] = values.get("paid") or 0
        for first, last in (("planned_since", "planned_until"), ("since", "until")):
            if values.get(first) and values.get(last) and values[last] < values[first]:
                self.add_error(last, _("The last day comes before the first."))
        if values.get("until") and not values.get("since") and "since" not in self.errors:
            self.add_error("since", _("Write when it began too."))
        return values


def _plain(minor: int | None) -> str:
    """An amount as somebody would type it."""
    if not minor:
        return ""
    return f"{minor // 100}" if minor % 100 == 0 else f"{minor / 100:.2f}".replace(".", ",")


class StepForm(forms.Form):
    """An operation goes on."""

    on = today_field(_("On which day"))
    said = fields.text(_("What there is to say"), 500, rows=2)

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, **options)


class AbandonForm(StepForm):
    """It is given up."""

    why = forms.ChoiceField(
        label=_("Why it is given up"), choices=WhyAbandoned.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )  # fmt: skip
    field_order = ("why", "on", "said")

    def clean(self) -> dict[str, Any]:
        """Another reason is written down."""
        values = super().clean() or {}
        if values.get("why") == WhyAbandoned.OTHER and not values.get("said"):
            self.add_error("said", _("Write the reason."))
        return values


class ReceiveForm(StepForm):
    """What the works mended, and what is not right yet."""

    mended = forms.MultipleChoiceField(
        label=_("Mended: good from now on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A new sheet says so, and the grade follows. What is not ticked stays as it was."),
    )
    reserves = fields.text(
        _("What is not right yet"),
        2000,
        rows=3,
        help_text=_("One thing a line; each stays open until it is put right."),
    )
    due_on = fields.day(_("To be put right by"))
    field_order = ("on", "mended", "reserves", "due_on", "said")

    def __init__(self, data: Any, *, lines: Iterable[WorkLine]) -> None:
        super().__init__(data)
        self.lines = {str(one.pk): one for one in lines}
        self.fields["mended"].choices = [
            (key, " · ".join(filter(None, [words.label(one.item), one.what]))) for key, one in self.lines.items()
        ]

    def reserved(self) -> list[tuple[str, Any]]:
        """(what, by when), one for each line that was written."""
        rows = [row.strip() for row in self.cleaned_data["reserves"].splitlines()]
        return [(row[:300], self.cleaned_data["due_on"]) for row in rows if row]


class ShutForm(forms.Form):
    """The centre is closed for works, and where people go meanwhile."""

    since = today_field(_("First day closed"))
    until = fields.day(_("Last day closed"), _("Left empty: until it reopens."))
    to = forms.ModelChoiceField(
        Centre.objects.none(),
        label=_("Received meanwhile by"),
        required=False,
        empty_label=_("No centre"),
    )
    moved = count(_("People received there"))
    nowhere = count(_("People received nowhere meanwhile"), help_text=_("Counted, so that it is seen."))

    def __init__(self, data: Any, *, others: Any) -> None:
        super().__init__(data, initial={"since": timezone.localdate()})
        self.fields["to"].queryset = others
        self.fields["to"].label_from_instance = name_of


class ReopenForm(forms.Form):
    """The centre receives people again."""

    on = today_field(_("First day open again"))

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})


def weak_of(sheet: BuildingAudit | None, findings: Mapping[str, Finding]) -> list[str]:
    """Codes of what a sheet calls to repair, out of use or absent."""
    return [code for code, one in findings.items() if one.look in {"repair", "out", "absent"}] if sheet else []
