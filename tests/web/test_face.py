"""The frame of every page, its styles and its parts, without a browser."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.utils.translation import override

from jisr.web import icons
from tests.web.gallery import views
from tests.web.gallery.forms import EveryField

STATIC = Path(settings.ROOT) / "web" / "static" / "jisr"
PAGES = Path(settings.ROOT) / "web" / "templates"
GALLERY = Path(views.__file__).parent / "templates"
STYLES = sorted(STATIC.glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:left|right|top|bottom|width|height|min-width|min-height|max-width|max-height)\s*:"
    r"|(?:border-(?:top|bottom)-(?:left|right)-radius)\b|overflow-[xy]\s*:\s*hidden"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right))"
)
FOUR_SIDES = re.compile(r"(?<![\w-])(margin|padding|border-width|inset)\s*:\s*([^;]+);")
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")
TEXT_ON = {
    "paper": ("ink", "ink-soft", "green", "sky", "clay", "saffron"),
    "card": ("ink", "ink-soft", "green", "sky", "clay", "saffron"),
    "green-soft": ("ink", "green"),
    "saffron-soft": ("ink", "saffron"),
    "clay-soft": ("ink", "clay"),
    "sky-soft": ("ink", "sky"),
    "green": ("on-colour",),
    "green-deep": ("on-colour",),
    "clay": ("on-colour",),
}


class Page(HTMLParser):
    """What a test asks of a page: its elements with their attributes, and its text."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        """Keep the element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keep the text."""
        self.text += data

    def all(self, tag):
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(autouse=True)
def gallery_templates():
    """The templates of the gallery beside those of the product."""
    templates = [settings.TEMPLATES[0] | {"DIRS": [GALLERY]}]
    with override_settings(TEMPLATES=templates, ROOT_URLCONF="tests.web.gallery.site"):
        yield


def drawn(view, language="ar", **query):
    """A page of the gallery, in one language."""
    request = RequestFactory().get("/gallery/", query)
    with override(language):
        return Page(view(request).content.decode())


def said(source, language="ar", **values):
    """A line of template, rendered."""
    with override(language):
        return Template("{% load face %}" + source).render(Context(values))


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
@pytest.mark.parametrize("view", [views.parts, views.form, views.stale, views.confirm, views.paper])
def test_a_page_says_its_language_and_direction(view, language, direction):
    """A screen reader takes its voice from lang, the browser its side from dir."""
    page = drawn(view, language)

    assert page.all("html") == [{"lang": language, "dir": direction}]
    assert len(page.all("h1")) == len(page.all("main")) == 1


@pytest.mark.parametrize("view", [views.parts, views.form, views.stale, views.paper])
def test_a_page_asks_nothing_of_another_host(view):
    """A request elsewhere tells somebody that this person is in a social centre now."""
    page = drawn(view)
    addresses = [one.get(name) for _, one in page.elements for name in ("src", "href", "action") if one.get(name)]

    assert addresses
    assert not [address for address in addresses if re.match(r"(?:\w+:)?//", address)]


@pytest.mark.parametrize("view", [views.parts, views.form, views.stale, views.paper])
def test_a_page_has_nothing_that_the_policy_forbids(view):
    """Content-Security-Policy stops what stands inside the page: styles, scripts, handlers."""
    page = drawn(view)

    assert not page.all("style")
    assert all(script.get("src") for script in page.all("script"))
    assert not [name for _, one in page.elements for name in one if name == "style" or name.startswith("on")]


def test_the_demonstration_says_so_on_every_page():
    """Nobody may take an invented person for a real one, nor the other way round."""
    with override_settings(DEMONSTRATION=True):
        assert "جميع الأشخاص متخيَّلون" in drawn(views.form).text
    with override_settings(DEMONSTRATION=False):
        assert "متخيَّلون" not in drawn(views.form).text


def test_the_other_languages_are_buttons_of_a_form():
    """A GET changes nothing, so that a language is chosen by a POST; its name is read in its own voice."""
    page = drawn(views.parts)
    buttons = [button for button in page.all("button") if button.get("name") == "language"]

    assert {"method": "post", "action": "/language/"}.items() <= page.all("form")[0].items()
    assert [(button["value"], button["lang"]) for button in buttons] == [("fr", "fr"), ("en", "en")]


def test_typed_text_is_escaped_and_keeps_its_direction_to_itself():
    """«Aït <b>» in an Arabic line must neither turn the line round nor make it bold."""
    assert said("{{ name|typed }}", name="Aït <b>") == '<bdi class="typed" dir="auto">Aït &lt;b&gt;</bdi>'
    assert said("{{ ''|typed }}{{ none|typed }}", none=None) == ""


def test_a_code_reads_from_left_to_right():
    """Without isolation CHI-2026-00412 reads 00412-2026-CHI beside Arabic."""
    assert said("{{ 'CHI-2026-00412'|code }}") == '<bdi class="code" dir="ltr">CHI-2026-00412</bdi>'


def test_every_act_has_a_key_of_its_own():
    """The same key twice is one act: two forms of one page must not share one."""
    keys = re.findall(r'name="act_key" value="([0-9a-f-]{36})"', said("{% act_key %}{% act_key %}"))

    assert len(set(keys)) == 2


@pytest.mark.parametrize("name", sorted(icons.ICONS))
def test_a_drawing_is_never_read_out(name):
    """The word beside it is."""
    assert 'aria-hidden="true"' in said(f"{{% icon '{name}' %}}")


def test_an_error_stands_beside_its_field_and_is_tied_to_it():
    """A screen reader says the help and the error when it comes to the field."""
    page = drawn(views.form, empty=1)
    identified = {one["id"] for _, one in page.elements if "id" in one}
    tied = [one for _, one in page.elements if "aria-describedby" in one]

    assert len(tied) >= 5
    assert all(part in identified for one in tied for part in one["aria-describedby"].split())
    assert [one["id"] for one in page.all("input") if one.get("aria-invalid") == "true"][:1] == ["id_commune"]
    assert "Lhoussine" in [one.get("value") for one in page.all("input")]


def test_text_takes_the_direction_of_what_is_typed_and_numbers_do_not():
    """A Latin name is typed in an Arabic page every day; a telephone number never turns round."""
    fields = {one["name"]: one.get("dir") for one in drawn(views.form).all("input") if one.get("name")}

    assert (fields["name"], fields["commune"], fields["phone"]) == ("auto", "auto", "ltr")


def test_every_input_has_a_label():
    """An input without a name is a blank wall to whoever does not see it."""
    page = drawn(views.form)
    labelled = {label.get("for") for label in page.all("label")}
    inputs = [*page.all("input"), *page.all("select"), *page.all("textarea")]

    assert {one["id"] for one in inputs if one.get("type") != "hidden"} <= labelled


def test_three_faces_are_radio_buttons_with_words():
    """A drawing alone says nothing to whoever does not see it."""
    page = drawn(views.form)
    faces = [one for one in page.all("input") if one.get("name") == "faces"]

    assert [(one["type"], one["value"]) for one in faces] == [("radio", "3"), ("radio", "2"), ("radio", "1")]
    assert "لا بأس" in page.text


def test_what_differs_comes_first_and_nothing_typed_is_lost():
    """Two people saved the same form: the second sees both, and types nothing again."""
    page = drawn(views.stale)
    pairs = [one["class"] for one in page.all("div") if one.get("class", "").startswith("pair")]
    ticked = [one["value"] for one in page.all("input") if "checked" in one]

    assert pairs == sorted(pairs, key=lambda name: "differs" not in name)
    assert pairs.count("pair differs") == 3
    assert "Lhoussine" in [one.get("value") for one in page.all("input")]
    assert ticked == ["school", "week"]
    assert "الحسين" in page.text
    assert "تمدرس الأطفال ودعم مادي" in page.text


@pytest.mark.parametrize("status", [400, 403, 404, 419, 500])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_error_page_says_what_to_do_next(status, language):
    """An error without a way out sends the person home."""
    request = RequestFactory().get("/")
    with override(language):
        page = Page(views.error(request, status).content.decode())
        english = Page(views.error(RequestFactory().get("/"), status).content.decode())

    assert page.all("html")[0]["lang"] == language
    assert len(page.text.split()) > 20
    assert [one for one in page.all("a") if one.get("href") == "/"]
    assert page.text == english.text


def test_an_error_page_needs_nothing_of_a_request():
    """Django draws the pages of 400 and 500 without a context: they may not fail a second time."""
    with override("ar"):
        page = Page(Template("{% include '500.html' %}").render(Context()))

    assert page.all("html") == [{"lang": "ar", "dir": "rtl"}]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_no_left_and_no_right(path):
    """A page that is mirrored afterwards is wrong in the details; logical properties are right in both."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    css = re.sub(r"@media[^{]*\{", "{", css)
    sides = [match for match in FOUR_SIDES.findall(css) if len(match[1].split()) == 4 and _uneven(match[1])]

    assert not PHYSICAL.findall(css)
    assert not sides


def _uneven(value):
    """Whether the right and the left of a four-value shorthand differ."""
    _, right, _, left = value.split()
    return right != left


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_fetch_nothing_from_elsewhere(path):
    """Fonts and drawings are served by the product itself."""
    css = path.read_text("utf-8")

    assert not re.findall(r"https?:|@import|url\(\s*[\"']?//", css)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_read(theme):
    """WCAG 2.2 AA: 4.5 for text, 3 for the edges of what can be used."""
    css = (STATIC / "tokens.css").read_text("utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    tokens = dict(TOKEN.findall(light)) | (dict(TOKEN.findall(dark)) if theme == "dark" else {})

    for ground, words in TEXT_ON.items():
        for word in words:
            assert contrast(tokens[ground], tokens[word]) >= 4.5, f"{word} on {ground}"
    for edge in ("edge", "green", "clay", "saffron-line"):
        assert contrast(tokens["card"], tokens[edge]) >= 3, edge


def contrast(one, other):
    """The contrast ratio of two colours. Source: WCAG 2.2, definition of relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_first_visit_is_light():
    """Far under 200 kB without the letters, on a telephone in a corridor: styles and scripts take a quarter of it."""
    heavy = {
        page.relative_to(PAGES): weight
        for page in PAGES.rglob("*.html")
        if (weight := sum((STATIC / name).stat().st_size for name in fetched(page))) > 55_000
    }

    assert heavy == {}


def fetched(page):
    """The styles and scripts that a page asks for, with those of the pages that it extends."""
    text = page.read_text("utf-8")
    parent = re.search(r'{% extends "([^"]+)"', text)
    return set(re.findall(r'static "jisr/([\w-]+\.(?:css|js))"', text)) | (
        fetched(PAGES / parent[1]) if parent and (PAGES / parent[1]).exists() else set()
    )


def test_a_form_of_every_kind_comes_back_as_it_was_typed():
    """Rendering reads what was typed, never what is valid."""
    form = EveryField({"name": "  ", "words": "سطر\nسطر", "urgency": "tomorrow"})

    with override("ar"):
        page = Page(str(form))

    assert "سطر\nسطر" in page.text
    assert not form.is_valid()
