"""Forms of a package of services: the file, and what its words mean here."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr.centres import choices
from jisr.exchange.hsds.meaning import Meaning
from jisr.territory.models import Province


class SendForm(forms.Form):
    """A file, and who publishes it."""

    publisher = forms.CharField(
        label=_("Who publishes it"), max_length=120, strip=True,
        help_text=_(
            "Written as the last time: what a package brought is changed by packages of the same publisher alone."
        ),
        error_messages={"required": _("Write who publishes this package.")},
        widget=forms.TextInput(attrs={"list": "publishers", "autocomplete": "off"}),
    )  # fmt: skip

    file = forms.FileField(
        label=_("File"),
        help_text=_("A ZIP file with tables, or a JSON file; at most 10 megabytes."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Save it again with its rows, then choose it."),
        },
    )


class MeaningForm(forms.Form):
    """What a package does not say in our words."""

    theme = forms.ChoiceField(
        label=_("Theme of services whose words mean none of ours"), required=False,
        choices=[("", _("none: set them aside")), *choices.THEMES.items()],
    )  # fmt: skip
    centre_type = forms.ChoiceField(label=_("Type of the centres"), choices=list(choices.CENTRE_TYPES.items()))
    operator_kind = forms.ChoiceField(
        label=_("Kind of those who run them"), choices=list(choices.OPERATOR_KINDS.items())
    )
    province = forms.ChoiceField(
        label=_("Province under which to file what has no place in the country"), required=False,
        help_text=_("It is taken in without an address. Left empty, it is set aside."),
    )  # fmt: skip
    alike = forms.BooleanField(label=_("Take in also what looks like a centre that is here"), required=False)

    marks_optional = False

    def __init__(self, words: list[dict[str, Any]], region: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words
        named = "name_ar" if get_language() in {"ar", "zgh"} else "name_fr"
        rows = Province.objects.order_by(named)
        rows = rows.filter(region=region) if region else rows
        self.fields["province"].choices = [("", _("none: set it aside")), *rows.values_list("code", named)]
        ours = [
            ("", _("none of ours: keep the word as it is")),
            (_("Themes"), [(f"theme:{code}", label) for code, label in choices.THEMES.items()]),
            (_("Publics"), [(f"public:{code}", label) for code, label in choices.PUBLICS.items()]),
        ]
        for place, word in enumerate(words):
            self.fields[f"w{place}"] = forms.ChoiceField(label=word["name"] or "?", choices=ours, required=False)

    def rows(self) -> list[tuple[Any, dict[str, Any]]]:
        """Each foreign word with its field."""
        return [(self[f"w{place}"], word) for place, word in enumerate(self.words)]

    @staticmethod
    def initial_of(meaning: dict[str, Any], words: list[dict[str, Any]]) -> dict[str, Any]:
        """What was said, as the form shows it."""
        said = Meaning(**meaning)
        found = {f"w{place}": said.words.get(word["mark"], "") for place, word in enumerate(words)}
        return found | {name: value for name, value in meaning.items() if name != "words"}

    def said(self) -> dict[str, Any]:
        """Values of ``Meaning``."""
        told = self.cleaned_data
        words = {word["mark"]: told[f"w{place}"] for place, word in enumerate(self.words) if told[f"w{place}"]}
        kept = ("theme", "centre_type", "operator_kind", "province", "alike")
        return {name: told[name] for name in kept} | {"words": words}
