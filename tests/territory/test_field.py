"""The field of a commune: a text that becomes a commune, or says what to do next."""

import re

import pytest
from django import forms
from django.utils.translation import override

from jisr.territory.models import Commune
from jisr.web.territory.fields import CommuneField

pytestmark = pytest.mark.usefixtures("whole_territory")


class Address(forms.Form):
    """A form with a commune, as in a reception."""

    commune = CommuneField()


class Perhaps(forms.Form):
    """A form whose commune may stay empty."""

    commune = CommuneField(required=False)


def sent(**data):
    """The form as the browser sends it."""
    return Address(data)


@pytest.mark.parametrize(
    "typed", ["شيشاوة", "Chichaoua", "chichaoua (Chichaoua)", "07.161.01.01", "  ﺷﻴﺸﺎﻭﺓ\u202e ", "Chichaoua, Chichaoua"]
)
def test_a_name_becomes_its_commune(typed):
    """In either script, with its province, by its code, with what a paste brings along."""
    form = sent(commune=typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"] == Commune(pk="07.161.01.01")
    assert form.cleaned_data["commune"].province.region_id == "07"


def test_a_close_name_asks_did_you_mean_and_a_choice_answers_it():
    """Without a script: the error offers radio buttons; one click and the same button go on."""
    form = sent(commune="لالة عزيزه")

    assert not form.is_valid()
    assert form.errors.as_data()["commune"][0].code == "close"
    page = form.as_div()
    assert 'value="لالة عزيزه"' in page
    code = re.search(r'name="commune_meant" value="([^"]+)"', page)[1]

    again = sent(commune="لالة عزيزه", commune_offered="لالة عزيزه", commune_meant=code)

    assert again.is_valid()
    assert again.cleaned_data["commune"].name_fr == "Lalla Aaziza"


def test_a_choice_for_an_earlier_text_does_not_count():
    """Whoever types another name after a choice means the name."""
    form = sent(commune="Chichaoua", commune_offered="لالة عزيزه", commune_meant="07.161.05.09")

    assert form.is_valid()
    assert form.cleaned_data["commune"].pk == "07.161.01.01"


def test_namesakes_are_offered_each_with_its_province():
    """The machine never chooses between two communes of one name."""
    form = sent(commune="Tazarine")

    assert form.errors.as_data()["commune"][0].code == "several"
    with override("fr"):
        page = form.as_div()
    assert "Tazarine (Zagora)" in page
    assert "Tazarine (Taza)" in page


@pytest.mark.parametrize("typed", ["zzzzzz", "99.999.99.99", "؟؟"])
def test_an_unknown_name_says_what_to_do(typed):
    """And offers nothing where nothing is near."""
    form = sent(commune=typed)

    assert form.errors.as_data()["commune"][0].code == "unknown"
    assert "commune_meant" not in form.as_div()


def test_a_forged_choice_is_refused():
    """A radio button's value is as much typed as a text."""
    form = sent(commune="x", commune_offered="x", commune_meant="' OR 1=1")

    assert not form.is_valid()


def test_empty_is_none_where_it_may_be():
    """Not every address is known at a first visit."""
    form = Perhaps({"commune": "  "})

    assert form.is_valid()
    assert form.cleaned_data["commune"] is None
    assert sent(commune="").errors.as_data()["commune"][0].code == "required"


@pytest.mark.parametrize(("language", "label"), [("ar", "شيشاوة (شيشاوة)"), ("fr", "Chichaoua (Chichaoua)")])
def test_a_commune_is_shown_with_its_province_in_the_readers_language(language, label):
    """What stands in the field is found again when it is sent back unchanged."""
    commune = Commune.objects.select_related("province").get(pk="07.161.01.01")

    with override(language):
        page = Address(initial={"commune": commune}).as_div()

    assert f'value="{label}"' in page
    assert "commune_meant" not in page
    assert sent(commune=label).is_valid()


def test_the_same_commune_spelled_otherwise_is_no_change():
    """A form that only respells a name must not write a line of history."""
    commune = Commune.objects.select_related("province").get(pk="07.161.01.01")

    same = Address({"commune": "شيشاوه"}, initial={"commune": commune})
    other = Address({"commune": "Imintanoute"}, initial={"commune": commune})

    assert not same.has_changed()
    assert other.has_changed()


def test_the_input_is_a_plain_text_field_with_suggestions_beside():
    """It works without a script; the list comes from our own address."""
    page = Address().as_div()

    assert 'dir="auto"' in page
    assert 'data-combo="/territory/suggest/"' in page
    assert "combobox.js" in page
