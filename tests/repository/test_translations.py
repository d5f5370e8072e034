"""Every sentence of the product exists in Arabic and in French, once, and says the same thing."""

from pathlib import Path

import polib
import pytest
from django.conf import settings

from jisr.web import msgids, words

PACKAGE = Path(settings.ROOT)


def test_every_sentence_is_in_arabic_and_in_french():
    """A person reads a refusal in her language or does not read it at all."""
    assert words.faults(PACKAGE) == []


@pytest.fixture
def small_product(tmp_path):
    """A package of one Python file, one template and an area of words."""
    package = tmp_path / "jisr"
    (package / "templates").mkdir(parents=True)
    (package / "views.py").write_text(
        'a = _("Hello %(name)s")\nb = ngettext("%(n)s need", "%(n)s needs", n)\nc = pgettext("month", "May")\n'
    )
    (package / "templates" / "page.html").write_text(
        '{% translate "Save" %}'
        "{% blocktranslate with x=y trimmed %}\n  {{ x }} is 100%\n  sure\n{% endblocktranslate %}"
    )
    return package


def catalogue(package, area, language, rows, **metadata):
    """Write a catalogue; a row is (context, singular, plural, texts)."""
    file = polib.POFile()
    file.metadata = {"Language": language, "Plural-Forms": words.PLURALS[language]} | metadata
    for context, singular, plural, texts in rows:
        numbered = {"msgid_plural": plural, "msgstr_plural": dict(enumerate(texts))} if plural else {"msgstr": texts[0]}
        file.append(polib.POEntry(msgid=singular, msgctxt=context or None, **numbered))
    path = package / "locale" / area / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(str(path))


FRENCH = [
    ("", "Hello %(name)s", "", ["Bonjour %(name)s"]),
    ("", "%(n)s need", "%(n)s needs", ["%(n)s besoin", "%(n)s besoins"]),
    ("month", "May", "", ["mai"]),
    ("", "Save", "", ["Enregistrer"]),
    ("", "%(x)s is 100%% sure", "", ["%(x)s est sûr à 100%%"]),
]
ARABIC = [
    ("", "Hello %(name)s", "", ["مرحبا %(name)s"]),
    ("", "%(n)s need", "%(n)s needs", ["لا حاجة", "حاجة واحدة", "حاجتان", "%(n)s حاجات", "%(n)s حاجة", "%(n)s حاجة"]),
    ("month", "May", "", ["ماي"]),
    ("", "Save", "", ["حفظ"]),
    ("", "%(x)s is 100%% sure", "", ["%(x)s متأكد 100%%"]),
]


def faults(package):
    """The faults of the small product."""
    return words.faults(package, package / "locale")


def test_a_complete_product_has_no_fault(small_product):
    """The check is quiet when all is well: otherwise nobody would listen to it."""
    catalogue(small_product, "base", "ar", ARABIC)
    catalogue(small_product, "base", "fr", FRENCH)

    assert faults(small_product) == []


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (FRENCH[1:], "no fr for 'Hello %(name)s'"),
        ([*FRENCH[:3], ("", "Save", "", [""]), FRENCH[4]], "no fr for 'Save'"),
        ([("", "Hello %(name)s", "", ["Bonjour %(nom)s"]), *FRENCH[1:]], "placeholders"),
        ([*FRENCH, ("", "Gone", "", ["Parti"])], "nothing says it"),
        ([*FRENCH[:3], ("", "Save", "", ["Bénéficiaire"]), FRENCH[4]], "never said"),
        ([FRENCH[0], ("", "%(n)s need", "%(n)s needs", ["un besoin", "%(n)s besoins"]), *FRENCH[2:]], "placeholders"),
    ],
)
def test_a_spoilt_catalogue_is_noticed(small_product, spoilt, said):
    """Each kind of fault turns the check red; in French the first form stands for nought too."""
    catalogue(small_product, "base", "ar", ARABIC)
    catalogue(small_product, "base", "fr", spoilt)

    assert [line for line in faults(small_product) if said in line]


def test_one_sentence_is_translated_in_one_area(small_product):
    """Two translations of one sentence: which of them shows would hang on the order of folders."""
    catalogue(small_product, "base", "ar", ARABIC)
    catalogue(small_product, "base", "fr", FRENCH)
    catalogue(small_product, "window", "fr", [("", "Save", "", ["Sauvegarder"])])

    assert faults(small_product) == ["window/fr: 'Save': translated otherwise in base"]


def test_a_wrong_plural_rule_is_noticed(small_product):
    """With another rule the third form would be said of eleven."""
    catalogue(small_product, "base", "ar", ARABIC, **{"Plural-Forms": "nplurals=6; plural=n;"})
    catalogue(small_product, "base", "fr", FRENCH)

    assert [line for line in faults(small_product) if "Plural-Forms" in line]


def test_a_sentence_that_is_no_literal_is_refused():
    """No catalogue can hold what is put together while the product runs."""
    with pytest.raises(msgids.NotLiteral):
        list(msgids.of_python('_(f"{n} families")'))


def test_catalogues_are_compiled_once(small_product):
    """A second start finds nothing to do; a changed catalogue is compiled again."""
    catalogue(small_product, "base", "fr", FRENCH)
    locale = small_product / "locale"

    first, second = words.compile_all(locale), words.compile_all(locale)

    assert (first, second) == (1, 0)
    assert list(locale.rglob("*.part")) == []
