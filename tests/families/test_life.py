"""What happens in a household: who leaves, who comes back, who is brought to safety; each half keeps its own."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.common.errors import OutOfReach, Unacceptable
from jisr.families import actions as families
from jisr.families import queries
from jisr.families.actions import LeftBefore
from jisr.families.choices import Ended
from jisr.families.models import Membership, Person
from jisr.territory.models import Commune
from jisr.window.reception import actions as reception
from tests.access.people import entered
from tests.access.probes import counted
from tests.ground import TAROUDANNT, post_of
from tests.stories import listened, received, under, with_children
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}
TODAY = timezone.localdate


def text(answer):
    """The page, without what changes from one showing to the next."""
    page = answer.content.decode().replace("&#x27;", "'").replace("’", "'")
    return re.sub(r"(act_key|csrfmiddlewaretoken|nonce)[^>]*", "", page)


def of(visit):
    """The household as its page reads it."""
    return queries.household(visit.household_id)


@pytest.fixture
def family():
    """A mother, her daughter and her son, received at the first centre."""
    with under("worker") as held:
        visit = received(held)
        girl, boy = with_children(held, visit.household)
    return visit, girl, boy


def test_who_leaves_is_no_member_and_nothing_of_hers_is_lost(family):
    """Her needs and visits stay; she is no longer offered where somebody of the family is chosen."""
    visit, girl, boy = family
    with under("worker") as held:
        listened(held, visit, (girl, "student_lodging"))
        families.leave(person=girl, why="marriage", on=TODAY(), by=held.user)

        assert {one.pk for one in of(visit).members} == {visit.person_id, boy.pk}
        assert Person.objects.get(pk=girl.pk).marital_state == "married"
        with pytest.raises(LeftBefore):
            families.leave(person=girl, why="moved", on=TODAY(), by=held.user)
    page = text(entered("worker").get(f"/families/household/{visit.household_id}/", **FRENCH))
    assert "départ par mariage" in page
    form = text(entered("worker").get(f"/listening/household/{visit.household_id}/new", **FRENCH))
    assert str(girl.pk) not in form
    assert str(boy.pk) in form


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each is rolled back
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=6))
def test_a_person_belongs_to_one_household_at_most(family, steps):
    """Whatever is tried, in whatever order: at most one membership holds, and none ends before it begins."""
    _visit, girl, _boy = family
    with under("worker") as held, transaction.atomic():
        mark = transaction.savepoint()
        for leaves, days in steps:
            on = TODAY() - timedelta(days=days)
            try:
                if leaves:
                    families.leave(person=girl, why="moved", on=on, by=held.user)
                else:
                    families.come_back(person=girl, on=on, by=held.user)
            except (LeftBefore, OutOfReach, Unacceptable):
                pass
            rows = list(Membership.objects.filter(person=girl))
            assert sum(row.until is None for row in rows) <= 1
            assert all(row.until is None or row.since <= row.until for row in rows)
        transaction.savepoint_rollback(mark)


def test_a_household_has_one_head(family):
    """A second one is refused with what to do; the head is changed for everybody at once."""
    visit, girl, boy = family
    with under("worker") as held:
        household = of(visit)
        with pytest.raises(Unacceptable):
            families.change_person(person=girl, version=girl.version, relation="head", by=held.user, given_ar="إيمان")
        with pytest.raises(IntegrityError), transaction.atomic():
            girl.memberships.update(relation="head")
        relations = {visit.person_id: "parent", girl.pk: "head", boy.pk: "sibling"}
        with pytest.raises(Unacceptable):
            families.change_head(household=household, relations=relations | {boy.pk: "head"}, by=held.user)
        families.change_head(household=household, relations=relations, by=held.user)

        kept = dict(Membership.objects.filter(household=household).values_list("person_id", "relation"))
    assert kept == relations


def test_each_half_sees_its_own(family):
    """A child who lives with two households: a centre that may open one file meets nothing of the other."""
    visit, girl, _boy = family
    with under("far_worker") as far:
        other = received(far, given="زهرة", family="أمزيل", commune=TAROUDANNT)
    with under("worker") as held:
        new = families.move_out(
            persons=[girl], commune=Commune.objects.get(pk=TAROUDANNT), locality="الحي", centre=visit.centre,
            why="moved", on=TODAY(), by=held.user,
        )  # fmt: skip
        [again] = new.persons.all()
        household = of(visit)
        both = queries.other_files(list(household.persons.all()))
        assert [row.pk for row in both[girl.pk]] == [again.pk]
        with pytest.raises(OutOfReach):
            families.move(persons=[again], to=new, why="moved", on=TODAY(), by=held.user, relations={})
        assert queries.by_reference(other.household.reference) is None
    with under("far_worker"):
        assert queries.other_files([other.person]) == {}
        assert not Person.objects.filter(pk__in=[girl.pk, again.pk]).exists()


def test_an_identity_number_goes_along_and_consents_do_not(family):
    """She is found by her card in the new file too; what she agreed to is asked again."""
    visit, girl, _boy = family
    with under("worker") as held:
        families.add_identity(person=girl, kind="cin", number="JB123456", by=held.user)
        families.consent(person=girl, covers=["name"], manner="spoken", centre=visit.centre, by=held.user)
        new = families.move_out(
            persons=[girl], commune=visit.household.commune, locality="", centre=visit.centre, why="marriage",
            on=TODAY(), by=held.user,
        )  # fmt: skip

        assert {known.person.household_id for known in queries.known_identity("JB123456")} == {
            visit.household_id, new.pk,
        }  # fmt: skip
        assert not new.consents.exists()


def test_brought_to_safety_nothing_changes_outside(family):
    """Twins: before and after, a colleague meets the same file, counts, search and journal, letter by letter."""
    visit, girl, _boy = family
    colleague = entered("worker")
    pages = (f"/families/household/{visit.household_id}/", f"/families/household/{visit.household_id}/readers/")
    seen = lambda: [text(colleague.get(path, **FRENCH)) for path in pages]  # noqa: E731
    seen(), seen()  # opening it is a line of the journal: both looks come after the same number of them
    with under("worker"):
        found = [known.trace for known in queries.known_persons("فاطمة أيت وكريم")]
    before, numbers = seen()[0], counted("worker")

    with under("keeper") as keeper:
        household = of(visit)
        new = families.bring_to_safety(
            persons=[household.members[0], girl], compartment="violence", locality="عنوان سري",
            commune=Commune.objects.get(pk=TAROUDANNT), centre=visit.centre, by=keeper.user,
        )  # fmt: skip
        assert {len(rows) for rows in queries.other_files(household.members).values()} == {1}

    assert seen()[0] == before
    after = counted("worker")
    assert {key: after[key] - numbers[key] for key in after if after[key] != numbers[key]}.keys() <= {"common_act"}
    with under("worker"):
        assert [known.trace for known in queries.known_persons("فاطمة أيت وكريم")] == found
        assert queries.by_reference(new.reference) is None
    assert colleague.get(f"/families/household/{new.pk}/").status_code == 404
    assert entered("keeper").get(f"/families/household/{new.pk}/").status_code == 200
    assert entered("worker").get(f"/families/household/{visit.household_id}/safety/").status_code == 404


def test_from_an_open_file_no_protected_one_can_be_told():
    """Who was first written in a compartment and comes into the open carries no trace of it there."""
    with under("keeper") as keeper:
        visit = received(keeper, given="مخفية", family="تماما", compartment="violence")
        new = families.move_out(
            persons=[visit.person], commune=visit.household.commune, locality="", centre=visit.centre, why="moved",
            on=TODAY(), by=keeper.user,
        )  # fmt: skip
        [again] = new.persons.all()
        assert again.compartment == ""
        assert again.origin is None
        assert [row.pk for row in queries.other_files([again])[again.pk]] == [visit.person_id]
    with under("worker"):
        assert queries.other_files([again]) == {}


def test_who_opened_is_shown_without_what_is_protected(family):
    """The keeper turns the screen towards the person: lines of the compartment are not on it."""
    visit, _girl, _boy = family
    with under("keeper") as keeper:
        listened(keeper, visit, (visit.person, "violence"), compartment="violence", note="سر")
        assert any(line.verb.startswith("listening") for line in queries.readers(visit.household))

    page = entered("keeper").get(f"/families/household/{visit.household_id}/readers/", **FRENCH)

    assert not any("entendu" in str(what) or "écout" in str(what) for _at, _by, what in page.context["lines"])


def test_a_childs_paper_asks_which_adult_is_safe(family):
    """Before a receipt of a child is printed somebody says to whom it goes; an adult's is printed at once."""
    visit, girl, boy = family
    with under("worker") as held:
        mine = reception.receive(person=girl, centre=visit.centre, by=held.user, reasons=["schooling"])
    worker = entered("worker")
    path = f"/reception/visit/{mine.pk}/print/?size=slip"

    asked = worker.get(path, **FRENCH)
    assert str(visit.person_id) in text(asked)
    assert str(boy.pk) not in text(asked)
    assert mine.receipt not in text(asked)
    assert mine.receipt in text(worker.get(f"{path}&to={visit.person_id}", **FRENCH))
    assert mine.receipt in text(worker.get(f"{path}&to=child", **FRENCH))
    assert mine.receipt not in text(worker.get(f"{path}&to={uuid.uuid4()}", **FRENCH))
    assert visit.receipt in text(worker.get(f"/reception/visit/{visit.pk}/print/", **FRENCH))

    worker.post(f"/families/person/{girl.pk}/papers/", act(adult=str(visit.person_id)))
    assert "checked" in text(worker.get(path, **FRENCH))
    with under("worker") as held, pytest.raises(OutOfReach):
        families.hand_papers_to(child=Person.objects.get(pk=girl.pk), adult=received(held).person, by=held.user)


def test_the_whole_way_by_the_pages(family):
    """By the forms as a worker fills them in: leave, come back, head, referent, resources; wrong input is told."""
    visit, girl, boy = family
    worker, file = entered("worker"), f"/families/household/{visit.household_id}/"
    person = f"/families/person/{girl.pk}/"

    assert (
        worker.post(f"{person}left/", act(why="moved", on="01/01/2099", where="unknown"), **FRENCH).status_code == 200
    )
    wrong = worker.post(f"{person}left/", act(why="moved", on="", where="file", reference="ZZZZ"), **FRENCH)
    assert {"on", "reference"} <= set(wrong.context["form"].errors)
    answer = worker.post(f"{person}left/", act(why="moved", on=f"{TODAY():%d/%m/%Y}", where="unknown"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert worker.post(f"{person}back/", act(on=f"{TODAY():%d/%m/%Y}", relation="child")).status_code == 302
    relations = {str(visit.person_id): "head", str(girl.pk): "child", str(boy.pk): "child"}
    assert worker.post(f"{file}head/", act(**relations | {str(boy.pk): "head"})).status_code == 200
    assert worker.post(f"{file}head/", act(**relations)).status_code == 302
    held = post_of("worker")
    assert worker.post(f"{file}referent/", act(worker=str(held.user_id))).status_code == 302
    assert worker.post(f"{file}resources/", act(kind="pension", certainty="verified", monthly="800")).status_code == 200
    given = act(kind="pension", certainty="verified", monthly="800", shown_by="إيصال المعاش")
    assert worker.post(f"{file}resources/", given).status_code == 302
    with under("worker"):
        [row] = queries.resources(visit.household)
        assert row.monthly == 80_000
        assert queries.referent(visit.household).user_id == held.user_id
    assert worker.post(f"/families/resource/{row.pk}/end/", act()).status_code == 302
    new = act(why="divorce", on=f"{TODAY():%d/%m/%Y}", where="new", commune=TAROUDANNT, along=[str(boy.pk)])
    moved = worker.post(f"/families/person/{visit.person_id}/left/", new)
    assert moved.status_code == 302
    assert len(worker.get(moved["Location"]).context["file"].members) == 2
    assert len(worker.get(file).context["file"].past) == 2


@pytest.mark.parametrize("why", Ended.values)
def test_every_end_has_its_day(family, why):
    """Each reason is kept with its day; death is written on the person as well."""
    _visit, girl, _boy = family
    with under("worker") as held:
        row = families.leave(person=girl, why=why, on=date(2026, 1, 5), by=held.user)
        girl.refresh_from_db()
        assert (row.ended, row.until, girl.died_on) == (why, date(2026, 1, 5), row.until if why == "death" else None)
        if why == "death":
            with pytest.raises(OutOfReach):
                families.come_back(person=girl, on=TODAY(), by=held.user)


def test_a_file_costs_the_same_however_many_left(family):
    """Past members and other files add no query."""
    visit, girl, boy = family
    worker, path = entered("worker"), f"/families/household/{visit.household_id}/"
    worker.get(path)
    with CaptureQueriesContext(connection) as before:
        worker.get(path)
    with under("worker") as held:
        families.move_out(
            persons=[girl, boy], commune=visit.household.commune, locality="", centre=visit.centre, why="moved",
            on=TODAY(), by=held.user,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as after:
        worker.get(path)
    assert len(after) == len(before)
