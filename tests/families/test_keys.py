"""Keys of persons: what lies under them, who reads them, and how the key that wraps them is changed."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st

from jisr.common import ring
from jisr.common.crypto import encrypt
from jisr.common.database import scope, speaker
from jisr.families import actions as families
from jisr.families import queries
from jisr.families.actions import keys
from jisr.families.models import DataKey, Identity, Person, WrappingKey
from jisr.families.models.sealed import is_sealed, opened, sealed
from jisr.window.listening import actions as listening
from jisr.window.listening.models import Interview, Need, Note
from tests.stories import listened, received, under, with_children

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
#: The owner of the tables is another login: it sees what was committed.
COMMITTED = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NUMBER, NOTE = "JB778899", "زمردة في السر"


@pytest.fixture
def home():
    """A household with every kind of word that is sealed, in the open and in a compartment."""
    with under("keeper") as held:
        visit = received(held, names={"disability": "motor"})
        _girl, boy = with_children(held, visit.household)
        families.add_identity(person=visit.person, kind="cin", number=NUMBER, by=held.user)
        listened(held, visit, (boy, "disability"), note=NOTE, strengths="قوة", risks="خطر", secrecy="author")
        listening.listen(
            person=visit.person, centre=held.centre, by=held.user, note="إفصاح", compartment="violence",
            needs=[{"person": visit.person, "theme": "shelter", "words": "مأوى"}],
        )  # fmt: skip
        return visit.household


def words(household):
    """Everything sealed of a household, as its keeper reads it."""
    with under("keeper"):
        return [
            *(p.disability for p in Person.objects.filter(household=household).order_by("id")),
            *(row.number for row in Identity.objects.filter(household=household)),
            *((i.strengths, i.risks) for i in Interview.objects.filter(household=household).order_by("id")),
            *(n.words for n in Need.objects.filter(household=household).order_by("id")),
            *(n.text for n in Note.objects.filter(household=household).order_by("id")),
        ]


def owned(sql, *values):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@COMMITTED
def test_no_word_stands_in_clear(home):
    """Not in the columns of before either."""
    said = words(home)
    with under("keeper"):
        for place in keys.places():
            stored = owned(f"SELECT {place.target} FROM {place.table} t WHERE household_id = %s", home.pk)
            assert all(is_sealed(value) for (value,) in stored if value is not None), place
            assert owned(f"SELECT count(*) FROM {place.table} t WHERE {place.waits}") == [(0,)], place

    assert {"motor", "hearing", NUMBER, NOTE, "إفصاح", "مأوى", ("قوة", "خطر")} <= set(said)


def test_a_key_is_read_by_whoever_reads_its_person_and_no_other(home):
    """And the key of what was said in a compartment by its keepers alone: counting keys tells nothing."""
    mine = Q(person__household=home)
    seen = {}
    for who in ("keeper", "worker", "director", "far_worker", "child_keeper", "shelter_keeper"):
        with under(who):
            seen[who] = sorted(DataKey.objects.filter(mine).values_list("compartment", flat=True))

    assert seen.pop("keeper") == ["", "", "violence"]
    assert seen.pop("worker") == seen.pop("director") == ["", ""]
    assert set(map(tuple, seen.values())) == {()}


def test_a_page_reads_the_keys_of_a_household_in_one_query(home):
    """However many of its persons and words it shows; and asks again in the next request."""
    for _request in range(2):
        with under("keeper"):
            rows = [*Person.objects.filter(household=home), *Need.objects.filter(household=home)]
            with CaptureQueriesContext(connections["default"]) as read:
                assert [row.disability if isinstance(row, Person) else row.words for row in rows]
            assert len(read) == 1


@COMMITTED
def test_what_was_written_before_persons_had_keys_stays_readable_and_is_sealed(home):
    """In clear, or under the key of the installation."""
    before = words(home)
    with scope(speaking="owner"):
        for place in keys.places():
            if place == keys._NUMBERS:
                number = Identity.objects.get(household=home)
                Identity.objects.filter(pk=number.pk).update(sealed=encrypt(NUMBER, bound_to=str(number.pk)))
                continue
            model = next(m for m in keys.apps.get_models() if m._meta.label_lower == place.label)
            for row in model.objects.filter(household=home):
                plain = {f"{place.name}_plain": getattr(row, place.name), f"{place.name}_sealed": None}
                model.objects.filter(pk=row.pk).update(**plain)
        DataKey.objects.all().delete()
    assert words(home) == before

    with scope(speaking="owner"):
        assert keys.seal_what_is_plain() >= 8
        assert keys.seal_what_is_plain() == 0

    assert words(home) == before
    test_no_word_stands_in_clear(home)


def test_a_correction_is_sealed_and_a_refused_one_leaves_no_key(home):
    """A key of an undone act is not used by the next one."""
    with under("keeper") as held:
        girl = Person.objects.get(given_ar="إيمان")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            girl.save_version(girl.version, disability="visual")
            raise ZeroDivisionError
        girl = families.change_person(
            person=Person.objects.get(pk=girl.pk), version=1, by=held.user, given_ar="إيمان", disability="autism"
        )
        assert Person.objects.get(pk=girl.pk).disability == girl.disability == "autism"
        assert queries.facts_of_event(girl, home)["disability"] is True
        cured = families.change_person(person=girl, version=2, by=held.user, given_ar="إيمان", disability="")
        assert (cured.disability, Person.objects.get(pk=girl.pk).disability_sealed) == ("", None)


def test_her_words_follow_her_into_another_row(home):
    """Where two files are joined, the value and its key go over to the one that stays, and it is read there."""
    with under("keeper"):
        woman, _girl, boy = Person.objects.filter(household=home).order_by("born_on")
        DataKey.objects.filter(person=boy).update(person=woman)
        Person.objects.filter(pk=woman.pk).update(disability_sealed=boy.disability_sealed)
        assert Person.objects.get(pk=woman.pk).disability == "hearing"


@given(text=st.text(min_size=1, max_size=300), other=st.uuids())
@laws(max_examples=50)
def test_words_open_with_their_key_where_they_stand_alone(text, other):
    """Not in another row, and not at all once the key is gone."""
    with scope():
        row, data = keys.made_key(other, "")
        value = sealed(text, row.pk, data, bound_to="here")

        assert opened(value, bound_to="here") == ""
        keys.ring.unwrap(row.wrapped, row.wrapped_by_id, bound_to=str(row.pk))
        assert text.encode() not in value or len(text) < 3


@pytest.fixture
def own_ring(tmp_path, settings):
    """A ring of this test's own, which begins with the key of the installation."""
    settings.WRAPPING_FILE = tmp_path / "wrapping.keys"
    return settings


@COMMITTED
def test_a_rotation_keeps_all_readable_and_the_old_key_opens_nothing(home, own_ring, monkeypatch):
    """Cut short after its first batch, both keys are good; begun again it ends, and the old key is refused."""
    before, old = words(home), ring.ring()
    monkeypatch.setattr(keys, "_BATCH", 2)
    token = speaker.set("owner")
    try:
        begun = keys.rotate()
        assert next(begun) == 2
        assert {len(ring.ring().keys), DataKey.objects.values("wrapped_by").distinct().count()} == {2}
        assert words(home) == before
        assert list(keys.rotate())[-1] >= 1
    finally:
        speaker.reset(token)

    assert words(home) == before
    held = ring.ring()
    assert list(held.keys) == [held.current] != [old.current]
    assert own_ring.WRAPPING_FILE.stat().st_mode & 0o777 == 0o600
    with scope(speaking="owner"):
        assert set(WrappingKey.objects.values_list("mark", flat=True)) == {held.current}
        for row in DataKey.objects.all():
            with pytest.raises(Exception, match=r"^$"):  # InvalidTag says nothing
                ring.decrypt_with(old.keys[old.current], row.wrapped, bound_to=f"wrapped key of a person:{row.pk}")
        late = DataKey.objects.first()
        with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
            DataKey.objects.filter(pk=late.pk).update(wrapped_by=old.current)
            connections["owner"].check_constraints()
    _put_back(own_ring)


def _put_back(settings):
    """The keys of other tests are wrapped by the ring of the installation."""
    settings.WRAPPING_FILE.unlink()
    with scope(speaking="owner"):
        keys.admit_ring()


@COMMITTED
def test_the_commands_do_the_same(home, own_ring, capsys):
    """Once more, by name."""
    call_command("rotate")
    call_command("seal_words")

    said = capsys.readouterr().out
    assert "keys wrapped anew" in said and "0 values sealed" in said
    assert NOTE in words(home)
    _put_back(own_ring)
