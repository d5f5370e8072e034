"""Two files become one person's, and two again: nothing is lost on the way, and nothing is opened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import UUIDField
from django.utils import timezone
from hypothesis import given as law
from hypothesis import settings as laws
from hypothesis import strategies as st

from jisr.barometer import sql
from jisr.barometer.queries.asking import rows
from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach
from jisr.common.models import PersonMeant
from jisr.families import actions as families
from jisr.families import queries as known
from jisr.families.actions.reviews import DecidedBefore, LaterRestsOnIt
from jisr.families.models import Access, Former, Household, Membership, Merge, Person, ProtectedLink, Review
from jisr.window.listening import actions as listening
from jisr.window.listening.models import Interview, Note
from jisr.window.orientation.models import Referral
from jisr.window.pathways.models import Aid, Plan, Step
from jisr.window.reception.models import Visit
from tests.families.joined import full_file, picture, proposed, under_files
from tests.ground import OWN, SISTER
from tests.stories import listened, received, under, with_children

pytestmark = pytest.mark.django_db(databases=["default", "owner", "counter"])


def joined(held: Any, one: Person, other: Person, **values: Any) -> Merge:
    """``other`` becomes ``one``."""
    review = proposed(one, other)
    families.decide(review=review, answer="same", kept=one.pk, by=held.user, **values)
    return Merge.objects.get(review=review.pk, undone_at=None)


def test_every_table_under_a_person_or_a_household_is_covered():
    """By the catalogue of the database, whatever room adds one; what has no key of its own is made from names."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tab, col, derived FROM jisr_join_tables()")
        covered = {(tab, col): derived for tab, col, derived in cursor.fetchall()}
    wanted = {(m._meta.db_table, column) for m, columns in under_files().items() for column in columns}
    assert set(covered) == wanted
    keyed = {m._meta.db_table for m in under_files() if isinstance(m._meta.pk, UUIDField)}
    assert {tab for (tab, _), derived in covered.items() if derived} == {tab for tab, _ in wanted} - keyed


def test_no_column_names_a_person_or_a_household_without_a_key():
    """Such a column would be left behind: each is named here with what becomes of it."""
    known_ones = {
        ("common_journalline", "household_id"): "append-only: the lines of both files stand in one list",
        ("families_merge", "gone_household"): "says where she stood",
        ("exchange_importplan", "person_id"): "for a day: whom a list would change; compared again if she is gone",
        ("exchange_importplan", "household_id"): "as the person",
        ("exchange_importpair", "person_id"): "for a day: whom a row resembles; left alone if she is gone",
        ("exchange_importhome", "household_id"): "for the length of one transaction",
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c WHERE c.table_schema = 'public'"
            " AND c.data_type = 'uuid' AND (c.column_name ~ '(^|_)(household|person)(_id)?$')"
            " AND NOT EXISTS (SELECT FROM jisr_join_tables() t WHERE t.tab = c.table_name AND t.col = c.column_name)"
        )
        assert set(cursor.fetchall()) == set(known_ones)


def test_everything_follows_and_everything_comes_back():
    """Receipts, interviews, notes, needs, referrals, plans, steps, aids, papers, accesses: in one file, then in two."""
    with under("worker") as worker:
        stays, _ = full_file(worker)
        goes, sent = full_file(worker, given="Fatima", family="Ait Ouakrim")
        families.change_household(household=goes.household, version=1, by=worker.user, locality="دوار", rsu="declared")
        before = picture()
        merge = joined(worker, stays.person, goes.person, taken=["given_fr"])

        assert not Person.objects.filter(pk=goes.person_id).exists()
        assert not Household.objects.filter(pk=goes.household_id).exists()
        file = stays.household_id
        assert Household.objects.values_list("locality", "rsu").get() == ("دوار", "declared")
        for model, n in ((Visit, 2), (Interview, 2), (Note, 2), (Referral, 2), (Plan, 2), (Step, 2), (Aid, 2)):
            assert model.objects.filter(household=file).count() == n == model.objects.count(), model
        assert Plan.objects.filter(household=file, closed_on=None).count() == 1
        assert set(Step.objects.values_list("plan__closed_on", "person")) == {(None, stays.person_id)}
        assert Membership.objects.filter(person=stays.person_id, until=None).count() == 1
        assert Visit.objects.get(receipt=goes.receipt).person_id == stays.person_id
        assert Referral.objects.get(pk=sent.pk).household_id == file
        assert known.former_person(goes.person_id) == stays.person_id
        assert known.household_of_reference(goes.household.reference).pk == file
        verbs = [line.verb for line in known.readers(stays.household)]
        assert verbs.count("families.opened_household") == 2 and "families.joined" in verbs

        families.take_apart(merge=merge, reason="two", by=worker.user)
        assert picture() == before
        assert not Former.objects.exists()
        assert known.former_person(goes.person_id) is None
        families.propose([(goes.person_id, stays.person_id, 1, [])], source="batch")
        assert Review.objects.get().state == "different", "judged, and nothing changed since"


ADDED: dict[str, Callable[[Any, Any], object]] = {
    "visit": lambda held, person: received(held, given="زائدة"),
    "phone": lambda held, person: families.add_phone(
        household=person.household, person=person, number="+212600000009", owner="own", is_safe=True, by=held.user),
    "interview": lambda held, person: listening.listen(
        person=person, centre=held.centre, by=held.user, note="جديد", needs=[{"person": person, "theme": "work"}]),
    "consent": lambda held, person: families.consent(
        person=person, covers=["name"], manner="spoken", centre=held.centre, by=held.user),
    "protected": lambda held, person: listening.listen(
        person=person, centre=held.centre, by=held.user, note="سر", compartment="violence"),
}  # fmt: skip


@law(
    kinds=st.lists(st.tuples(st.sampled_from(sorted(ADDED)), st.booleans()), max_size=4), whole=st.booleans(),
    children=st.booleans(), decider=st.sampled_from(["worker", "keeper"]),
    added=st.lists(st.sampled_from(sorted(set(ADDED) - {"visit"})), max_size=3),
    taken=st.sets(st.sampled_from(["given_ar", "born_on", "sex", "disability"])),
)  # fmt: skip
@laws(max_examples=9)
def test_a_joining_undone_restores_every_row(kinds, whole, children, decider, added, taken):
    """Whatever stood in the files, whoever joined them; what was added in between stays with whom it is written for."""
    with transaction.atomic(), under("keeper") as keeper:
        stays, goes = received(keeper), received(keeper, given="Fatima", family="Ouakrim")
        if children:
            with_children(keeper, goes.household)
        for kind, to_goes in kinds:
            ADDED[kind](keeper, (goes if to_goes else stays).person)
        before = picture()
        with under(decider) as held:
            merge = joined(held, stays.person, goes.person, whole=whole, taken=sorted(taken))
        assert [row for row in picture() if row.startswith("families.person:")]
        held_before = set(picture())
        person = Person.objects.select_related("household__commune").get(pk=stays.person_id)
        for kind in added:
            ADDED[kind](keeper, person)
        new = {key: value for key, value in picture().items() if key not in held_before}
        with under("worker") as worker:
            families.take_apart(merge=merge, reason="mistake", by=worker.user)
        after = picture()
        connection.check_constraints()
        assert {key: value for key, value in after.items() if key not in new} == before
        assert {key: after[key] for key in new} == new
        transaction.set_rollback(True)


def test_what_is_added_to_a_row_that_goes_back_goes_with_it():
    """A note of her interview is a note of her interview, whoever she was taken for when it was written."""
    with under("worker") as worker:
        stays, goes = received(worker), received(worker, given="Fatima")
        interview = listened(worker, goes, (goes.person, "work"))
        merge = joined(worker, stays.person, goes.person)
        interview = Interview.objects.get(pk=interview.pk)
        listening.add_need(interview=interview, person=stays.person, theme="training", by=worker.user)
        listening.add_note(interview=interview, text="بعد", by=worker.user)
        families.change_person(
            person=Person.objects.get(pk=stays.person_id), version=2, by=worker.user, given_ar="اسم", family_ar="جديد"
        )
        families.take_apart(merge=merge, reason="two", by=worker.user)
        assert {(n.person_id, n.household_id) for n in interview.needs.all()} == {(goes.person_id, goes.household_id)}
        assert {n.household_id for n in interview.notes.all()} == {goes.household_id}
        assert Person.objects.get(pk=stays.person_id).given_ar == "اسم", "what was corrected since stays corrected"
        assert [k.person.pk for k in known.known_persons("Fatima")] == [goes.person_id]


def test_a_person_who_moves_leaves_the_others_where_they_are():
    """Her rows and steps go along; the plan, the children and what is theirs stay; whoever read her reads her there."""
    with under("sister_worker") as sister:
        stays = received(sister, given="Fatima")
    with under("worker") as worker:
        goes, _ = full_file(worker)
        girl, _boy = with_children(worker, goes.household)
        families.propose([(stays.person_id, goes.person_id, 0.9, ["names"])], source="worker")
        review = Review.objects.get()
        assert families.decide(review=review, answer="same", by=worker.user) == "waiting"
        assert Person.objects.filter(pk=goes.person_id).exists()
    with under("sister_worker") as sister:
        assert Person.objects.count() == 1
        assert families.decide(review=Review.objects.get(), answer="same", by=sister.user) == "merged"
        merge = Merge.objects.get()
        kept = merge.person_id
    with under("worker") as worker:
        gone_home = Household.objects.get(pk=goes.household_id) if kept == stays.person_id else None
        assert gone_home and {p.pk for p in gone_home.persons.all()} == {girl.pk, _boy.pk}
        assert Plan.objects.filter(household=goes.household_id, closed_on=None).count() == 1
        assert set(Step.objects.values_list("household", "plan__household", "person")) == {
            (stays.household_id, stays.household_id, stays.person_id)
        }
        assert Access.objects.filter(household=stays.household_id, centre=OWN).count() == 1
        families.take_apart(merge=Merge.objects.get(), reason="household", by=worker.user)
        assert Person.objects.get(pk=goes.person_id).household_id == goes.household_id
        assert not Access.objects.filter(household=stays.household_id).exists()
        assert not Household.objects.filter(pk=stays.household_id).exists()


def test_a_chain_is_undone_from_its_end():
    """A into B into C: yesterday's key of A leads to C; the first is not undone before the second."""
    with under("worker") as worker:
        a, b, c = (received(worker, given=name) for name in ("أولى", "ثانية", "ثالثة"))
        before = picture()
        first = joined(worker, b.person, a.person)
        second = joined(worker, c.person, b.person)
        assert known.former_person(a.person_id) == known.former_person(b.person_id) == c.person_id
        with pytest.raises(LaterRestsOnIt):
            families.take_apart(merge=first, reason="two", by=worker.user)
        families.take_apart(merge=second, reason="two", by=worker.user)
        assert known.former_person(a.person_id) == b.person_id
        families.take_apart(merge=Merge.objects.get(pk=first.pk), reason="two", by=worker.user)
        assert picture() == before

        one, two = joined(worker, c.person, a.person), joined(worker, c.person, b.person)
        families.take_apart(merge=one, reason="two", by=worker.user)
        families.take_apart(merge=two, reason="two", by=worker.user)
        assert picture() == before, "two into one are undone in any order"


def test_a_pair_is_one_row_whichever_its_order_and_is_judged_once():
    with under("worker") as worker:
        one, other = received(worker).person, received(worker, given="Fatima").person
        pairs = [(one.pk, other.pk, 0.9, ["names"]), (other.pk, one.pk, 0.95, []), (one.pk, one.pk, 1, [])]
        families.propose(pairs, source="import")
        families.propose([(one.pk, other.pk, 0.3, [])], source="batch")
        review = Review.objects.get()
        assert (review.score, review.state, review.source) == (0.95, "waiting", "import")
        families.decide(review=review, answer="different", by=worker.user)
        families.propose(pairs, source="batch")
        assert Review.objects.get().state == "different"
        with pytest.raises(DecidedBefore):
            families.decide(review=review, answer="same", by=worker.user)
        families.change_person(person=other, version=1, by=worker.user, given_fr="Fatima", family_fr="Wakrim")
        families.propose(pairs, source="batch")
        assert Review.objects.get().state == "waiting", "what was compared has changed"


def test_a_batch_hands_in_thousands_at_once(django_assert_num_queries):
    with under("worker") as worker:
        visits = [received(worker, given=name) for name in ("أولى", "ثانية", "ثالثة")]
        keys = [visit.person_id for visit in visits]
        pairs = [(keys[n % 3], keys[(n + 1) % 3], 0.9, ["names", "birth"]) for n in range(9_000)]
        with django_assert_num_queries(4):  # two statements of the door between two of the savepoint
            assert families.propose(pairs, source="batch") == 9_000
        assert Review.objects.count() == 3


def test_nobody_decides_for_the_other_side_nor_writes_a_pair_by_hand():
    with under("sister_worker") as sister:
        theirs, third = received(sister, given="Fatima").person, received(sister, given="ثالثة").person
    with under("worker") as worker:
        mine = received(worker).person
        review = proposed(mine, theirs)
        [pair] = known.pairs([review])
        assert (pair.mine.person, pair.theirs.person, pair.theirs.centre.pk) == (mine, None, SISTER)
        for sql in ("UPDATE families_review SET one_said = 'same', other_said = 'same'", "DELETE FROM families_review",
                    "SELECT facts FROM families_review", "SELECT * FROM families_mergechange",
                    "UPDATE families_merge SET undone_at = now()", "SELECT * FROM common_personalias"):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        for door in ("jisr_join_tables()", "jisr_settle_families(NULL, NULL, NULL, NULL, NULL, true, '{}')"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {door}")
        assert families.decide(review=review, answer="asks", by=worker.user) == "sent_on"
    with under("far_worker") as far:
        assert not Review.objects.exists()
        for act in (lambda: families.decide(review=review, answer="same", by=far.user),
                    lambda: call("jisr_take_apart", review.pk, "two") and None):  # fmt: skip
            with pytest.raises((OutOfReach, DatabaseError)), transaction.atomic():
                act()
        families.propose([(mine.pk, third.pk, 1, [])], source="worker")
    with under("sister_worker") as sister:
        assert Review.objects.count() == 1, "who sees neither proposes nothing"
        assert families.decide(review=review, answer="different", by=sister.user) == "different"
        assert Person.objects.count() == 2


def test_a_joining_by_an_outsider_leaves_what_is_protected_apart():
    """The disclosure moves to no other file: it stands in a file of its own, and its keepers are asked."""
    with under("keeper") as keeper:
        stays, goes = received(keeper), received(keeper, given="Fatima")
        secret = listened(keeper, goes, (goes.person, "violence"), compartment="violence", note="سر")
    with under("worker") as worker:
        joined(worker, stays.person, goes.person)
        assert Household.objects.count() == Person.objects.count() == 1
        assert not Review.objects.filter(state="waiting").exists()
        assert [found.person.pk for found in known.known_persons("Fatima")] == [stays.person_id]
    with under("keeper") as keeper:
        secret.refresh_from_db()
        apart = Household.objects.get(pk=secret.household_id)
        assert (apart.compartment, secret.compartment) == ("violence", "violence")
        assert apart.pk not in {stays.household_id, goes.household_id}
        assert Access.objects.filter(household=apart).count() == 1
        asked = Review.objects.get(state="waiting")
        assert (asked.source, asked.compartment) == ("left", "violence")
        assert families.decide(review=asked, answer="same", by=keeper.user) == "linked"
        link = ProtectedLink.objects.get()
        assert {link.person_id, link.same_id} == {stays.person_id, goes.person_id}
        assert [p.pk for _link, p in known.links(known.household(apart.pk))] == [stays.person_id]
    with under("worker"):
        assert not ProtectedLink.objects.exists()
        assert Review.objects.get().state == "merged"


def test_a_protected_file_and_an_open_one_are_linked_by_their_keeper_alone():
    """Nothing moves; the pair, the link and the figures exist for keepers."""
    with under("worker") as worker:
        open_one = received(worker).person
        before = picture()
    with under("keeper") as keeper:
        hidden = received(keeper, given="مخفية", compartment="violence").person
        rows = picture()
    with under("worker") as worker:
        families.propose([(open_one.pk, hidden.pk, 1, [])], source="worker")
        assert not Review.objects.exists()
    with under("keeper") as keeper:
        review = Review.objects.get()
        assert families.decide(review=review, answer="same", by=keeper.user) == "linked"
        assert {k: v for k, v in picture().items() if "protectedlink" not in k} == rows
        families.unlink(link=ProtectedLink.objects.get(), by=keeper.user)
        assert Review.objects.get().state == "different"
        with pytest.raises(OutOfReach):
            families.unlink(link=ProtectedLink.objects.get(), by=keeper.user)
    with under("worker"):
        assert (Review.objects.count(), Merge.objects.count(), ProtectedLink.objects.count()) == (0, 0, 0)
        assert set(before) <= set(picture())


def test_who_is_known_in_a_shelter_is_proposed_to_keepers_alone():
    with under("shelter_keeper") as shelter:
        there = received(shelter, given="Fatima").person
    with under("worker") as worker:
        here = received(worker).person
        families.propose([(here.pk, there.pk, 1, [])], source="worker")
        assert not Review.objects.exists()
    with under("keeper") as keeper:
        assert families.decide(review=Review.objects.get(), answer="same", by=keeper.user) == "waiting"
    with under("shelter_keeper") as shelter:
        assert families.decide(review=Review.objects.get(), answer="same", by=shelter.user) == "linked"
        assert Person.objects.filter(pk=there.pk).exists()


def test_a_person_who_moves_into_a_compartment_takes_her_pairs_along():
    with under("worker") as worker:
        one, other = received(worker).person, received(worker, given="Fatima").person
        proposed(one, other)
    with under("keeper"), connection.cursor() as cursor:
        cursor.execute("UPDATE families_household SET compartment = 'violence' WHERE id = %s", [one.household_id])
    with under("worker"):
        assert not Review.objects.exists()
    with under("keeper"):
        assert Review.objects.get().compartment == "violence"


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])
def test_figures_count_her_once_and_lose_nobody(monkeypatch):
    """Killed before its end, a joining leaves nothing; carried out, her two tokens mean one; undone, two again."""
    with under("worker") as worker:
        stays, goes = received(worker), received(worker, given="Fatima")
        review = proposed(stays.person, goes.person)
        before = picture()

    def stops(*_a: Any, **_v: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("jisr.families.actions.reviews.index_person", stops)
        with pytest.raises(ZeroDivisionError), under("worker") as worker:
            families.decide(review=review, answer="same", kept=stays.person_id, by=worker.user)
    with under("worker") as worker:
        assert picture() == before
    assert _people() == 2
    with under("worker") as worker:
        families.decide(review=Review.objects.get(), answer="same", kept=stays.person_id, by=worker.user)
    assert _people() == 1 and _people(known=0) == 2, "figures of whole weeks know it on Monday"
    _a_week_ago()
    with under("worker") as worker:
        families.take_apart(merge=Merge.objects.get(), reason="two", by=worker.user)
    assert _people() == 2 and _people(known=0) == 1, "nor do they tell at once that the files were taken apart"


def _a_week_ago() -> None:
    """The joining is older than the week."""
    with scope(speaking="owner"):
        PersonMeant.objects.update(since=timezone.localdate() - timedelta(days=7))


def _people(*, known: int = 1) -> int:
    """How many people the figures count at least, as known so many days from now: the most bits of a sketch."""
    today, after = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    day = today + timedelta(days=known)
    values = {"months": [today.replace(day=1)], "wide": 1, "since": today, "until": after, "known": day,
              "centres": [OWN], "units": ["x"], "code": "received"}  # fmt: skip
    with scope(speaking="counter"):
        [row] = [row for row in rows(sql.received(["sex"]), values) if row[0] == "sex"]
    return max((bits & 0xFFFF_FFFF_FFFF_FFFF).bit_count() for bits in row[4:7])
