"""The invented families: as the acts write them, alive for every role, nobody real, protected where it must."""

import random
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

import jisr
from jisr.common import journal, sealing
from jisr.common.crypto import keyed_hash
from jisr.common.database import scope
from jisr.common.models import Event, JournalLine
from jisr.common.text import fold
from jisr.exchange.demonstration import families, names, network, people, volume
from jisr.exchange.demonstration.catalogue import Catalogue
from jisr.exchange.demonstration.chronicle import Chronicle
from jisr.exchange.demonstration.clock import Clock
from jisr.exchange.demonstration.ground import read_grounds
from jisr.exchange.demonstration.lives import Lives
from jisr.families.models import Household, Person
from jisr.families.queries import known_persons
from jisr.staff.models import Post
from jisr.staff.queries import scope_of
from jisr.staff.rules import may
from jisr.territory.models import Commune
from jisr.web.work import tasks
from jisr.window.listening.models import Interview, Need
from jisr.window.orientation.models import Referral
from jisr.window.orientation.sharing import snapshot
from jisr.window.reception.models import Visit

PERSONS = 150


@pytest.fixture(scope="module")
def village(django_db_setup, django_db_blocker):
    """Territory, network, people and families as the command loads them, committed; everything is emptied after."""
    with django_db_blocker.unblock():
        call_command("territory", verbosity=0)
        with scope(speaking="owner"):
            network.draw(read_grounds(), timezone.localdate()).save()
        people.load(timezone.localdate())
        made = families.load(timezone.localdate(), persons=PERSONS)
        yield made
        call_command("flush", database="owner", verbosity=0, interactive=False)


def _owned(model):
    with scope(speaking="owner"):
        return list(model.objects.all())


def _posts():
    return list(Post.objects.filter(user__email__endswith=people.DOMAIN).select_related("user", "centre"))


def test_no_invented_surname_is_borne_by_anybody_in_the_lists():
    """So no given name and surname are joined in a real person of the lists, in either script."""
    arabic, latin = names.seen()

    for name, spellings in names.surnames():
        assert fold(name) not in arabic
        assert not {fold(spelling) for spelling in spellings} & latin
    assert len(names.surnames()) > 200


def test_the_same_numbers_choose_the_same_names():
    """A fault that somebody reports can be seen by somebody else."""
    one, other = names.Names(random.Random(7)), names.Names(random.Random(7))

    assert [(one.given("f"), one.surname()) for _ in range(50)] == [
        (other.given("f"), other.surname()) for _ in range(50)
    ]


def test_it_is_loaded_once_and_says_what_it_made(village):
    """A second time finds its rows and makes none."""
    assert village["persons"] >= PERSONS
    assert families.load(timezone.localdate()) == {"persons": 0}
    assert {household.is_demonstration for household in _owned(Household)} == {True}


def test_nothing_happens_in_the_future(village):
    """Dates are relative to the day of loading."""
    now = timezone.now()

    assert all(visit.came_at <= now for visit in _owned(Visit))
    assert all(event.recorded_at <= now and event.happened_on <= timezone.localdate() for event in _owned(Event))
    assert all(line.at <= now for line in _owned(JournalLine))


def test_the_journal_of_the_demonstration_is_whole(village):
    """Its lines are sealed as they are written."""
    verdict = sealing.verify()

    assert (verdict.unsealed, list(verdict.broken)) == (0, [])
    assert verdict.lines == village["journal lines"]


def test_it_writes_no_verb_that_the_acts_do_not_write(village):
    """An auditor cannot tell the demonstration's lines by their form."""
    said = set(re.findall(r'record\(\s*f?"([a-z_.]+)', _source())) | {"families.opened"}
    states = {"accepted", "booked", "under_study", "refused"}  # orientation.answer records its state
    known = said | {f"orientation.{state}" for state in states}

    assert {line.verb for line in _owned(JournalLine)} <= known


def test_every_answer_has_its_events(village):
    """The figures of the demonstration are those of its referrals."""
    referrals = _owned(Referral)
    told = Counter((event.code, event.subject) for event in _owned(Event))
    answered = {"accepted", "booked", "started", "completed", "failed", "refused"}

    for referral in referrals:
        subject = keyed_hash(str(referral.pk), purpose="subject")
        assert told["oriented", subject] == 1
        assert told["answered", subject] == (referral.state in answered)
        assert told["refused", subject] == (referral.state == "refused")
        assert told["completed", subject] == (referral.state == "completed")
    assert len({referral.state for referral in referrals}) >= 7


def test_what_goes_along_with_a_referral_has_the_shape_that_the_act_gives_it(village):
    """The receiving centre's page reads it by its keys."""
    with scope(speaking="owner"):
        rows = Referral.objects.select_related("need__household__commune__province", "need__person").order_by("id")[:25]
        for referral in rows:
            expected = snapshot(referral.need, referral.shares)
            assert referral.shared.keys() == expected.keys()
            for part in expected:
                same = type(expected[part])
                assert isinstance(referral.shared[part], same)
                if same is dict:
                    assert referral.shared[part].keys() == expected[part].keys()
            for part in ("name", "situation", "contact", "need"):
                assert referral.shared.get(part) == expected.get(part)


def test_each_role_that_works_finds_something_waiting(village):
    """Whoever tries the demonstration sees its point in a minute."""
    working = [post for post in _posts() if may(post.role, "work.read")]

    assert len(working) >= 9
    for post in working:
        with scope(**scope_of(post, user=post.user)):
            assert tasks.of(post).tasks, f"nothing waits for {post.user.email}"


def test_protected_files_are_there_for_their_keepers_alone(village):
    """A disclosure inside an open file, and files that are wholly a child's."""
    seen = {}
    for post in _posts():
        if post.centre_id and post.role == "social_worker":
            with scope(**scope_of(post, user=post.user)):
                hidden = [*Need.objects.exclude(compartment=""), *Interview.objects.exclude(compartment=""),
                          *Household.objects.exclude(compartment="")]  # fmt: skip
                seen[post.user.email.partition("@")[0]] = {row.compartment for row in hidden}

    assert seen["protected.chichaoua"] == {"violence"}
    assert seen["child.taroudannt"] == {"child"}
    assert seen["social.chichaoua"] == set()


def test_somebody_invented_is_found_by_her_name(village):
    """Names are indexed as the acts index them."""
    post = next(post for post in _posts() if post.user.email.startswith("reception.chichaoua"))
    speaks = journal.speaking_for.set((str(post.user_id), str(post.pk)))
    with scope(**scope_of(post, user=post.user)):
        person = Person.objects.exclude(given_ar="").exclude(family_ar="").exclude(given_fr="").order_by("id").first()

        assert person.pk in {known.person.pk for known in known_persons(person.shown) if known.is_here}
        assert person.pk in {known.person.pk for known in known_persons(person.shown_latin) if known.is_here}
    journal.speaking_for.reset(speaks)


def test_households_look_like_their_commune(village):
    """Sizes, ages and relations that a census would accept."""
    today = timezone.localdate()
    with scope(speaking="owner"):
        rows = list(Household.objects.prefetch_related("persons", "memberships"))

    for household in rows:
        relations = Counter(member.relation for member in household.memberships.all())
        assert relations["head"] == 1
        assert relations["spouse"] <= 1
        assert 1 <= len(household.persons.all()) <= 12
        assert all(date(today.year - 100, 1, 1) < person.born_on <= today for person in household.persons.all())


def test_the_same_day_tells_the_same_lives(village):
    """Keys and hashes belong to an installation; what happened does not."""
    assert _lives() == _lives()


def _lives():
    with scope(speaking="owner"):
        chance = random.Random(3)
        catalogue = Catalogue(chance)
        catalogue.staff(list(catalogue.centres.values()))
        chronicle = Chronicle(chance)
        now = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)
        lives = Lives(catalogue, chronicle, Clock(chance, timezone.localdate(), now), families.sayings(), frozen=True)
        for _ in range(20):
            lives.ordinary(chance.choice(catalogue.desks(2)[0]))
    columns = {Person: ("given_ar", "family_fr", "born_on"), Referral: ("state", "theme", "reasons", "code"),
               Need: ("theme", "state"), Event: ("code", "happened_on", "theme")}  # fmt: skip
    return {model: repr(list(chronicle.sheets[model].read(*names))) for model, names in columns.items()}


def test_volume_gives_back_the_keys_and_indexes_it_took(village):
    """Every one, as it was; and it refuses a database that has families."""
    before = _keys()

    with volume._bare_tables():
        assert len(_keys()) < len(before)

    assert _keys() == before
    with pytest.raises(volume.NotEmpty):
        volume.load(timezone.localdate(), persons=volume.FROM)


def _keys():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' UNION ALL"
            " SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        )
        return set(cursor.fetchall())


def _source():
    everything = Path(jisr.__file__).parent.rglob("*.py")
    return "".join(path.read_text("utf-8") for path in everything if "actions" in path.parent.name + path.stem)


def test_without_a_network_nothing_is_invented(django_db_setup, django_db_blocker):
    """A country without centres has nobody to receive anybody."""
    with django_db_blocker.unblock(), scope(speaking="owner"):
        assert Commune.objects.exists()
        lives = Lives(_Nowhere(), None, Clock(random.Random(1), timezone.localdate(), timezone.now()), {}, frozen=False)
        assert families.tell(lives, ([], []), 10) == Counter()


class _Nowhere:
    """A catalogue of nothing."""
