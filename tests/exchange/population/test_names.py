"""Nobody generated bears the name of somebody in the lists."""

import numpy as np
import pytest

from jisr.exchange.population.given import given_names
from jisr.exchange.population.lists import given_seen, plain, spellings_seen, surnames_seen
from jisr.exchange.population.respelling import model, respell
from jisr.exchange.population.surnames import FAMILIES, SPELLINGS, surnames


def test_surnames_are_a_nations_and_none_is_in_the_lists():
    """In Arabic, and in each spelling of its lines; nor is one a given name, so that none is joined when parts are
    swapped."""
    names = surnames()
    forbidden, given = surnames_seen(), given_seen()
    ranks = [*range(500), *range(500, len(names.arabic), 40)]

    assert len(names.arabic) > 0.9 * FAMILIES
    assert len({plain(name) for name in names.arabic}) == len(names.arabic)
    assert not {plain(name) for name in names.arabic} & (forbidden | given)
    spelled = {names.spelling(rank, place) for rank in ranks for place in range(SPELLINGS)}
    assert not {plain(name) for name in spelled} & forbidden
    assert np.diff(names.cumulated, prepend=0)[0] == pytest.approx(0.011, abs=0.002)


@pytest.mark.parametrize("people", ["country", "twice"])
def test_no_given_name_and_surname_are_joined_in_a_person_of_the_lists(people, request):
    """In either script, whatever a planted duplicate did to them."""
    persons = request.getfixturevalue(people)[1]
    for script in ("ar", "fr"):
        pairs = set(zip(persons[f"given_{script}"], persons[f"family_{script}"], strict=True))
        families = {family: plain(family) in surnames_seen() for _, family in pairs}
        joined = {given for given, family in pairs if families[family]}
        assert not {given for given in joined if plain(given) in given_seen()}


def test_plain_forms_leave_out_what_differs_between_writings():
    """Article, accents, hamza, spaces and dashes; two names stay two."""
    assert plain("El-Idrissi") == plain("Idrissi") == plain("al idrissi") == plain("Idrîssi")
    assert plain("الإدريسي") == plain("ادريسى")
    assert plain("Benali") != plain("Ali") and plain("العلوي") != plain("العلمي")


def test_given_names_are_those_of_the_lists_with_their_spellings():
    """Compounds are made of two of them, and know what is said of them for short."""
    names = given_names()
    arabic = dict(zip(names.arabic.tolist(), zip(names.short_arabic, names.short_latin, strict=True), strict=True))

    assert arabic["عبد اللطيف"] == ("لطيف", "Latif") and arabic["عبد العزيز"] == ("عزيز", "Aziz")
    assert arabic["فاطمة الزهراء"] == ("فاطمة", "Fatima") and arabic["محمد"] == ("", "")
    assert {"Mohamed", "Mohammed", "Muhammad"} <= set(names.latin)


def test_a_respelling_is_no_spelling_of_the_lists(seed=3):
    """And says the same consonants by other letters that the lists know of."""
    import random

    chance = random.Random(seed)
    written = {respell("Chraibi", chance, not_in=spellings_seen()) for _ in range(60)}

    assert len(written) > 8 and not {name.casefold() for name in written} & spellings_seen()
    assert ("u", "ou") in {(before, after) for before, found in model().items() for after, _ in found}
