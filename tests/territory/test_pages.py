"""Pages of places: open to all, in both languages, a fixed number of queries, no zero for what is not known."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import override

from jisr.territory.choices import INDICATORS
from jisr.territory.models import Commune, Indicators
from jisr.web.territory.figures import blocks, shown
from tests.reading import unmarked

pytestmark = [
    pytest.mark.django_db(databases=["default", "public"]),
    pytest.mark.usefixtures("whole_territory"),
]

COMMUNE, WITHOUT_DATA = "07.161.01.01", "12.391.05.05"


def get(client, route, *args, language="ar", **query):
    """A page as a visitor without an account sees it."""
    return client.get(reverse(f"territory:{route}", args=args), query, headers={"accept-language": language})


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    ("route", "args"),
    [("communes", []), ("commune", [COMMUNE]), ("commune", [WITHOUT_DATA]), ("commune", ["06.141.01.0"]),
     ("province", ["07.161"]), ("region", ["07"])],
)  # fmt: skip
def test_every_page_opens_in_every_language(client, route, args, language):
    """Without an account."""
    response = get(client, route, *args, language=language)

    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


@pytest.mark.parametrize(
    ("route", "args", "queries"),
    [("communes", [], 2), ("commune", [COMMUNE], 5), ("commune", ["06.141.01.0"], 5), ("province", ["07.161"], 2),
     ("region", ["07"], 2)],
)  # fmt: skip
def test_a_page_makes_a_fixed_number_of_queries(client, django_assert_num_queries, route, args, queries):
    """Whatever the length of its lists; the scope of the request takes four on top (its savepoint, its settings)."""
    with django_assert_num_queries(queries + 4, using="public"):
        get(client, route, *args)


def test_pages_of_the_list_hold_every_commune_once(client):
    """Turning pages to the end loses none and shows none twice."""
    seen, after = [], None
    while True:
        page = get(client, "communes", language="fr", **({"after": after} if after else {})).context["page"]
        seen += [row.code for row in page]
        if not page.next_key:
            break
        after = page.next_key

    assert len(seen) == len(set(seen)) == 1_503


def test_the_list_is_sorted_by_the_readers_alphabet(client):
    """The article and the hamza do not decide where a name stands."""
    french = [row.sort_fr for row in get(client, "communes", language="fr").context["page"]]
    arabic = [row.sort_ar for row in get(client, "communes", language="ar").context["page"]]

    assert french == sorted(french)
    assert arabic == sorted(arabic)


def test_a_search_shows_why_each_commune_is_found(client):
    """The old spelling is named beside the new one."""
    response = get(client, "communes", language="fr", q="امكارطو")

    assert "M&#x27;garto" in response.content.decode()
    assert "écrite امكارطو en 2014" in unmarked(response)


def test_a_search_within_a_province_stays_there(client):
    """The filter of the form and the search work together."""
    rows = get(client, "communes", q="Tazarine", province="08.587").context["found"]

    assert {row["commune"].province_id for row in rows} == {"08.587"}


@pytest.mark.parametrize("query", [{"q": "zzzzzz"}, {"q": "<script>"}, {"province": "' OR 1=1"}, {"after": "///"},
                                   {"q": "x" * 5_000}])  # fmt: skip
def test_odd_questions_get_a_page(client, query):
    """Nothing found teaches what to try; nothing typed is run."""
    response = get(client, "communes", **query)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("route", "code"), [("commune", "99.999.99.99"), ("province", "06.141.01.00"), ("region", "99")]
)
def test_a_place_that_is_not_there_is_not_found(client, route, code):
    """A préfecture d'arrondissements is no province of its own."""
    assert get(client, route, code).status_code == 404


def test_missing_figures_say_no_data(client):
    """Every indicator of a commune without data says so; none says zero."""
    response = get(client, "commune", WITHOUT_DATA, language="fr")
    lines = [line for block in response.context["blocks"] for line in block.lines]

    absent = [line for line in lines if not line.here]
    assert len(absent) >= 30
    assert unmarked(response).count("pas de donnée") >= len(absent)
    assert not any(line.here.startswith("0") for line in lines if line in absent)


def test_every_figure_has_its_definition_source_and_date(client):
    """The page holds the words of each indicator and where it is from."""
    response = get(client, "commune", COMMUNE, language="fr")
    page = unmarked(response)

    with override("fr"):
        words = [" ".join(str(word).split()) for one in INDICATORS for word in (one.label, one.base)]
    assert [word for word in words if word not in page] == []
    assert "recensement général de la population et de l" in page
    assert "septembre 2024" in page


def test_every_indicator_is_a_column_and_every_column_is_shown():
    """A number that is kept and not shown, or shown and not kept, is a fault."""
    kept = {field.name for field in Indicators._meta.local_fields} - {
        "population_municipal", "population_urban", "population_rural",
    }  # fmt: skip

    assert {code for one in INDICATORS for code in (one.code, one.before) if code} == kept


def test_numbers_are_written_in_the_readers_way():
    """A share with its sign, a count without decimals, nothing for nothing."""
    commune = Commune.objects.get(pk=COMMUNE)
    share, count = INDICATORS[0], INDICATORS[-1]

    with override("fr"):
        assert shown(share, 49.25) == "49,2\u00a0%"
        assert shown(count, 1151.0) == "1\u202f151"
        assert shown(share, None) == ""
        assert shown(share, 0.0) == "0,0\u00a0%"
        assert all(line.here for line in blocks(commune)[0].lines)


@pytest.mark.parametrize(("language", "label"), [("ar", "شيشاوة (شيشاوة)"), ("fr", "Chichaoua (Chichaoua)")])
def test_suggestions_come_as_the_field_takes_them(client, language, label):
    """Code, name with province, and why where the name does not say it."""
    answers = json.loads(get(client, "suggest", language=language, q="chichaoua").content)

    assert answers[0] == {"value": COMMUNE, "label": label, "note": ""}
    assert json.loads(get(client, "suggest", q="Maarif").content)[0]["note"]


@pytest.mark.parametrize("typed", ["", "a", "\u202e", "zzzz"])
def test_nothing_to_suggest_is_an_empty_list(client, typed):
    """And never an error."""
    assert isinstance(json.loads(get(client, "suggest", q=typed).content), list)


@pytest.mark.parametrize("route", ["communes", "suggest"])
def test_only_reading_is_possible(client, route):
    """Places are not written through pages."""
    assert client.post(reverse(f"territory:{route}")).status_code in {403, 405}


def test_a_page_is_light(client):
    """The whole country with its map, before compression, under 200 kB."""
    assert len(get(client, "communes").content) < 200_000
    assert len(get(client, "commune", COMMUNE).content) < 200_000
