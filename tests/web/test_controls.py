"""Controls drawn by functions say what Django's templates say, whatever was typed."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from hypothesis import given, settings
from hypothesis import strategies as some

from jisr.web.controls import DRAWN
from jisr.web.renderer import FaceRenderer
from jisr.web.widgets import DayInput, PhoneInput

#: Said by our controls alone: the direction of letters, and what tells an empty place from a filled one.
OURS = {"dir", "placeholder"}
GROUPS = [("", "—"), ("a", "قرية"), ("b&", "l’<eau>"), ("g", [("c", "ج"), ("2026", 2026)])]
WIDGETS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput,
    forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput, forms.FileInput, forms.Textarea,
    forms.SearchInput, DayInput, PhoneInput,
]  # fmt: skip
CHOICES = [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]
signs = some.text(alphabet=some.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
attributes = some.fixed_dictionaries(
    {}, optional={"id": signs.filter(str.strip), "class": signs, "required": some.booleans(), "rows": some.integers()}
)


class Told(HTMLParser):
    """What a piece of a page says: its controls with their attributes, and the letters in and around them."""

    def __init__(self, page):
        super().__init__()
        self.controls, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in {"input", "textarea", "select", "option", "optgroup"}:
            self.controls.append((tag, sorted((name, value or "") for name, value in attrs if name not in OURS)))

    def handle_data(self, data):
        self.words += data.split()


def both(widget, name, value, attrs):
    """The same control, by our functions and by Django's templates."""
    drawn, plain = (
        Told(widget.render(name, value, attrs, renderer=one)) for one in (FaceRenderer(), DjangoTemplates())
    )
    return (drawn.controls, drawn.words), (plain.controls, plain.words)


@pytest.mark.parametrize("kind", WIDGETS)
@settings(max_examples=20)
@given(name=signs, value=some.none() | signs, attrs=attributes)
def test_a_control_says_what_its_template_would(kind, name, value, attrs):
    drawn, plain = both(kind(), name, value, attrs)
    assert drawn == plain


@pytest.mark.parametrize("kind", CHOICES)
@settings(max_examples=20)
@given(value=some.sampled_from(["", "a", "b&", "c", "2026", "none"]), attrs=attributes)
def test_a_list_says_what_its_template_would(kind, value, attrs):
    several = kind in {forms.SelectMultiple, forms.CheckboxSelectMultiple}
    drawn, plain = both(kind(choices=GROUPS), "n", [value] if several else value, attrs)
    assert drawn[0] == plain[0]
    assert sorted(drawn[1]) == sorted(plain[1])


def test_typed_letters_turn_by_themselves_and_latin_signs_never():
    """A name in Arabic begins at the right in a French page; a telephone number does not."""
    sides = [Turned(widget.render("n", None, renderer=FaceRenderer())).side
             for widget in (forms.TextInput(), forms.Textarea(), PhoneInput(), forms.NumberInput(), DayInput(),
                            forms.TextInput({"dir": "ltr"}))]  # fmt: skip

    assert sides == ["auto", "auto", "ltr", "ltr", None, "ltr"]


class Turned(HTMLParser):
    """The direction of the only control of a piece."""

    side = None

    def __init__(self, page):
        super().__init__()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.side = dict(attrs).get("dir")


def test_every_template_that_is_drawn_is_one_of_djangos():
    """A name that changes in Django would be drawn by a template again, and nobody would notice."""
    for name in DRAWN:
        assert DjangoTemplates().get_template(name)
