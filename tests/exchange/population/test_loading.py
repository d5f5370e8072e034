"""The population in the database: labelled, found, resumed after a kill, refused beside real people, taken away."""

import gc
import os
import signal
from collections import Counter
from multiprocessing import get_context

import duckdb
import pytest
from django.db import connections

from jisr.common.database import scope
from jisr.exchange.population import bare, loading
from jisr.exchange.population.households import Plan, Population
from jisr.families.models import Access, Consent, Household, Membership, Person, Phone
from jisr.families.queries import known_persons
from jisr.territory.models import Commune
from tests.ground import OWN, user_of
from tests.stories import received, under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def plan(small_blocks):
    """Three blocks of people in the provinces of the tests."""
    with scope(speaking="owner"):
        communes = frozenset(Commune.objects.values_list("code", flat=True))
    return Plan(2_000, seed=8, duplicates=0.15, communes=communes)


@pytest.fixture
def truth(tmp_path):
    """A directory for the pairs; whatever is left of a population is gone after."""
    yield tmp_path / "population"
    loading.drop(tmp_path / "population")


def _owned(query):
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _shape():
    """Keys, indexes and silent triggers of the tables."""
    keys = _owned("SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND convalidated")
    indexes = _owned("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    silent = _owned("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'")
    return Counter(keys), Counter(indexes), silent


def _killed_after_a_chunk(plan, truth):
    """Load in another process, which is killed by SIGKILL once its first chunk is there."""

    def begin():
        gc.freeze()  # what a browser of another test left in this process is not the child's to collect
        connections.close_all()
        loading.load(plan, truth, processes=1, chunk=1, told=lambda n: n and os.kill(os.getpid(), signal.SIGKILL))

    connections.close_all()
    process = get_context("fork").Process(target=begin)
    process.start()
    process.join()
    return process.exitcode


def test_a_load_that_was_killed_goes_on_and_is_taken_away(plan, truth):
    """No row twice, none lost, keys and indexes as before; labelled in every row; each person is found."""
    before = _shape()
    assert _killed_after_a_chunk(plan, truth) == -signal.SIGKILL
    assert 0 < len(_owned("SELECT id FROM families_person")) < plan.persons
    assert _shape() != before
    told = []

    assert loading.load(plan, truth, processes=1, chunk=2, told=told.append)

    made = list(Population(plan).blocks())
    for kind, key, rows in (("persons", "person", Person), ("households", "household", Household)):
        wanted = [value for block in made for value in getattr(block, kind)[key]]
        with scope(speaking="owner"):
            assert sorted(map(str, rows.objects.values_list("pk", flat=True))) == sorted(wanted)
    assert told[0] == 700 and sum(told) == plan.persons
    assert _shape() == before
    _holds(made, truth)
    assert not loading.load(plan, truth, processes=1), "a second time there is nothing to do"
    with pytest.raises(loading.Another):
        loading.load(Plan(500, communes=plan.communes), truth, processes=1)

    assert loading.drop(truth) == sum(len(block.households["desk"]) for block in made)
    assert _shape() == before
    assert not any(_owned(f"SELECT 1 FROM {table} LIMIT 1") for table in bare.TABLES)
    assert not list(truth.rglob("*.parquet"))


def _holds(made, truth):
    """Labels, relations, telephones and keys of what was loaded."""
    persons = sum(len(block.persons["sex"]) for block in made)
    with scope(speaking="owner"):
        assert not Household.objects.filter(is_demonstration=False).exists()
        assert not Household.objects.exclude(reference__startswith="DEMO-").exists()
        assert Membership.objects.filter(until=None, relation="head").count() == Household.objects.count()
        assert Membership.objects.count() == persons
        assert Access.objects.values("household").distinct().count() == Household.objects.count()
        phones = sum((block.persons["phone"] != "").sum() for block in made)
        assert Phone.objects.count() == phones and not Phone.objects.exclude(number__startswith="+21250").exists()
        desks = list(Household.objects.filter(opened_by_id=OWN).values_list("pk", flat=True))
        somebody = Person.objects.filter(household__in=desks).exclude(family_ar="").first()
        centres = Household.objects.values("opened_by").distinct().count()
    assert centres > 1
    with under("officer"):
        found = known_persons(f"{somebody.given_ar} {somebody.family_ar}", born=somebody.born_on)
        assert somebody.pk in {known.person.pk for known in found if known.person}
    with duckdb.connect() as connection:
        pairs = connection.execute(f"SELECT person, duplicate FROM '{truth}/truth/*.parquet'").fetchall()
    assert len(pairs) == sum(len(block.truth["kind"]) for block in made)
    with scope(speaking="owner"):
        assert Person.objects.filter(pk__in=[key for pair in pairs for key in pair]).count() == len(set(sum(pairs, ())))


def test_it_is_refused_beside_real_families(plan, truth):
    """One household that is not of the demonstration is enough; nothing was touched."""
    before = _shape()
    with under("worker") as held:
        household = received(held).household
    with scope(speaking="owner"):
        Household.objects.filter(pk=household.pk).update(is_demonstration=False)

    with pytest.raises(loading.RealFamilies, match="1 households here that are not of the demonstration"):
        loading.load(plan, truth, processes=1)

    assert _shape() == before and not truth.exists()


def test_families_somebody_worked_with_stay(small_blocks, truth):
    """A consent hangs on one of them: nothing goes, and it is said why."""
    loading.load(Plan(60, communes=frozenset({"07.161.01.01"})), truth, processes=1)
    with scope(speaking="owner"):
        person = Person.objects.first()
        consent = Consent.objects.create(
            household_id=person.household_id, person=person, covers=["name"], manner="spoken", centre_id=OWN,
            taken_by=user_of("worker"),
        )  # fmt: skip
    try:
        with pytest.raises(loading.WorkedWith):
            loading.drop(truth)
        assert len(_owned("SELECT id FROM families_person")) == 60
    finally:
        with scope(speaking="owner"):
            consent.delete()
