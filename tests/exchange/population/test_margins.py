"""What the census says of a commune is what its generated people are, as far as chance allows."""

from dataclasses import replace

import numpy as np
import pytest

from jisr.exchange.population.households import AS_OF, Plan, Population
from jisr.exchange.population.margins import draw_margins, read_census, tilt
from jisr.exchange.population.structures import DIVORCED, WIDOWED, library
from tests.exchange.population.conftest import joined


@pytest.fixture(scope="module")
def places():
    """Four communes unlike each other: a city, a mountain, a village of old people, a town of the south."""
    census = read_census()
    share = census.share
    large = census.households > 1_500
    unlike = [
        np.argmax(census.households),
        *(np.argmax(np.where(large, figures, 0)) for figures in (census.size, share["age_60_plus"], share["hassania"])),
    ]
    plan = Plan(32_768, seed=11, duplicates=0.0, communes=frozenset(census.code[unlike].tolist()))
    population = Population(plan)
    census = replace(read_census(plan.communes), households=np.ones(4))  # as many of each
    population.margins = draw_margins(census)
    return population.margins.census, joined(population, "households"), joined(population, "persons")


def test_the_weights_of_every_commune_meet_its_census():
    """Expected, not drawn: no tolerance of chance is needed. Where a few families live, no mix may give it all."""
    census, homes = read_census(), library()
    weights = tilt(census)
    lived_in = census.households >= 150

    people = weights @ homes.sizes
    women = homes.woman & (homes.years >= 15)
    expected = {
        "size": people,
        "age_0_14": weights @ homes.sums(homes.years < 15) / people,
        "age_60_plus": weights @ homes.sums(homes.years >= 60) / people,
        "female": weights @ homes.sums(homes.woman) / people,
        "widowed_female": weights @ homes.sums(women & (homes.marital == WIDOWED)) / (weights @ homes.sums(women)),
        "divorced_female": weights @ homes.sums(women & (homes.marital == DIVORCED)) / (weights @ homes.sums(women)),
    }

    for name, found in expected.items():
        wanted = census.size if name == "size" else census.share[name]
        assert np.abs(found - wanted)[lived_in].max() < 0.004, name


def test_generated_shares_are_those_of_the_census(places):
    """Within sampling error, by commune: members of a household are alike, so the error is doubled for it."""
    census, households, persons = places
    commune = _commune(households, persons)
    age = (AS_OF - persons["born_on"]).astype(int) // 365.2425
    woman = persons["sex"] == "f"
    grown = woman & (age >= 15)
    asked = age >= 10
    shares = {
        "age_0_14": (age < 15, age >= 0), "age_60_plus": (age >= 60, age >= 0), "female": (woman, age >= 0),
        "widowed_female": (persons["marital_state"] == "widowed", grown),
        "divorced_female": (persons["marital_state"] == "divorced", grown),
        "illiteracy_10plus": (persons["literacy"] == "no", asked),
        "illiteracy_10plus_female": (persons["literacy"] == "no", asked & woman),
        "disability": (persons["disability"] != "", age >= 0),
        "activity_rate": (np.isin(persons["work"], ["employed", "unemployed"]), age >= 15),
        "activity_rate_female": (np.isin(persons["work"], ["employed", "unemployed"]), grown),
        "enrolment_6_11": (persons["schooled"] == 1, (age >= 6) & (age < 12)),
    }  # fmt: skip

    for place, code in enumerate(census.code):
        for name, (which, among) in shares.items():
            here = among & (commune == code)
            wanted = census.share[name][place]
            error = np.sqrt(max(wanted * (1 - wanted), 0.002) / here.sum())
            assert abs((which & here).sum() / here.sum() - wanted) < 2 * 4 * error + 0.004, (code, name)


def test_homes_and_languages_are_those_of_the_census(places):
    """Housing and the language of a household, by commune."""
    census, households, persons = places
    of_person = _commune(households, persons)
    for place, code in enumerate(census.code):
        here = households["commune"] == code
        error = 4 * np.sqrt(0.25 / here.sum())
        spoken = sum(census.share[name][place] for name in ("tachelhit", "tamazight", "tarifit", "hassania"))
        assert abs((households["language"][here] != "darija").mean() - min(1.0, spoken)) < error
        for name, of in (("owner", "owner"), ("electricity", "electricity"), ("running_water", "running_water")):
            assert abs(households[name][here].mean() - census.share[of][place]) < error
        size = (of_person == code).sum() / here.sum()
        assert abs(size - census.size[place]) < 4 * 2 / np.sqrt(here.sum())


def _commune(households, persons):
    """Where each person lives."""
    at = dict(zip(households["household"].tolist(), households["commune"].tolist(), strict=True))
    return np.array([at[key] for key in persons["household"].tolist()])
