"""A commune as a person types it: a text that becomes a commune, with "did you mean" where it does not."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from jisr.common.text import clean_typed
from jisr.territory.models import Commune
from jisr.territory.queries import commune_meant, find_communes
from jisr.territory.search import MOST_LETTERS, Found, Match
from jisr.web.wording import language

MOST_CHOICES = 5


class CommuneInput(forms.TextInput):
    """A text with suggestions while one types; without scripts, radio buttons of what may have been meant.

    A radio button chosen counts as long as the text beside it was not changed since it was offered.
    """

    template_name = "territory/commune_input.html"

    class Media:
        js = (forms.widgets.Script("jisr/combobox.js", type="module"),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "maxlength": MOST_LETTERS} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs beside Django's own: the address of suggestions, and the choices if any."""
        context = super().get_context(name, value, attrs)
        typed = str(value or "")
        meant = [] if not typed or commune_meant(typed) else find_communes(typed, limit=MOST_CHOICES)
        context["widget"] |= {"suggest": reverse_lazy("territory:suggest"), "meant": _choices(meant), "typed": typed}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The code chosen among what was offered for this very text, or else the text."""
        typed, chosen = data.get(name), data.get(f"{name}_meant")
        return chosen if chosen and data.get(f"{name}_offered") == typed else typed


class CommuneField(forms.Field):
    """A field whose value is a ``Commune``.

    Accepts a name in Arabic or French, with or without its province, and codes of 2024 and 2014.
    """

    widget = CommuneInput
    default_error_messages = {
        "required": _("Write the name of the commune."),
        "unknown": _("We did not find this commune. Check the name, or add the province."),
        "close": _("We did not find this commune. Did you mean one of these?"),
        "several": _("Several communes have this name. Choose which one."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("Commune"), "help_text": _("In Arabic or in Latin letters.")} | options)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: the name with its province for a commune, or what was typed."""
        if isinstance(value, Commune):
            return label(value)
        match = commune_meant(value) if isinstance(value, str) and value[:2].isdigit() else None
        return match.commune.label(language()) if match else value

    def to_python(self, value: Any) -> Commune | None:
        """The commune that was meant.

        Raises:
            ValidationError: none, or more than one.
        """
        if isinstance(value, Commune):
            return value
        typed = clean_typed(str(value or ""))
        if not typed:
            return None
        matches = find_communes(typed, limit=MOST_CHOICES)
        exact = [match for match in matches if match.is_exact]
        if len(exact) != 1:
            code = "several" if exact else "close" if matches else "unknown"
            raise ValidationError(self.error_messages[code], code=code)
        try:
            return Commune.objects.select_related("province__region").get(pk=exact[0].commune.code)
        except Commune.DoesNotExist:
            raise ValidationError(self.error_messages["unknown"], code="unknown") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another commune is named, however it is spelled."""
        match = commune_meant(str(data or ""))
        before = initial.pk if isinstance(initial, Commune) else initial
        return (match.commune.code if match else data or None) != (before or None)


def label(commune: Commune) -> str:
    """Name and province in the reader's language, which no two communes share."""
    province = commune.province
    return Found(
        code=commune.pk, name_ar=commune.name_ar, name_fr=commune.name_fr, province=province.pk,
        province_ar=province.name_ar, province_fr=province.name_fr, population=commune.population,
    ).label(language())  # fmt: skip


def _choices(matches: list[Match]) -> list[dict[str, str]]:
    return [{"code": match.commune.code, "label": match.commune.label(language())} for match in matches]
