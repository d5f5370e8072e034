"""Erasing, signing and handing over, tried by whoever means harm: in the pages' own acts and by raw SQL."""

import pytest

from jisr.common.database import call, scope
from jisr.exchange import own_file
from jisr.families import actions as families
from jisr.families import queries
from jisr.families.models import Person, RightsRequest
from jisr.window.listening import actions as listening
from jisr.window.listening.models import Need, Note
from tests.access.probes import refused, rows
from tests.families import erased
from tests.ground import FAR, OWN, user_of
from tests.stories import listened, received, under, with_children

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def asked(held, person):
    """She asks to be erased."""
    return families.ask_right(
        person=person, centre=held.centre, right="erasure", speaks="herself", checked="card", by=held.user
    )


def erase(person):
    """The worker proposes, the director decides."""
    with under("worker") as held:
        row = families.grant_right(request=asked(held, person), version=1, by=held.user)
    with under("director") as held:
        families.grant_right(request=queries.right(row.pk), version=2, by=held.user)


def test_what_was_said_of_her_child_stays_when_a_mother_is_erased():
    """The conversation in which she spoke of the child is the child's, and says nothing of hers."""
    with under("worker") as held:
        visit = received(held)
        child, _boy = with_children(held, visit.household)
        listened(held, visit, (visit.person, "disability"), (child, "training"), note="x")
        need = Need.objects.get(person=child)
    erase(visit.person)
    with under("worker"):
        left = Need.objects.select_related("interview").get()
        assert (left.pk, left.interview.person_id) == (need.pk, child.pk)
        assert (left.interview.risks, left.interview.strengths, left.interview.notes.count()) == ("", "", 0)
    swept = erased.owner("SELECT tables::text FROM families_erasure")[0][0]
    assert all(table in swept for table in ("listening_interview", "listening_note", "families_person"))


def test_no_word_of_an_erasure_empties_the_sheets_of_others():
    """Whoever signs second hands in numbers; what anybody's sheet may hold deletes nothing."""
    erased.owner(f"CREATE TABLE IF NOT EXISTS {erased.STAGED} (id uuid PRIMARY KEY, dies_at timestamptz, lines jsonb)")
    sheet = '[[2, {"a": "abc +212600000000"}]]'
    erased.owner(f"INSERT INTO {erased.STAGED} VALUES (gen_random_uuid(), now(), %s)", sheet)
    with under("worker") as held:
        visit = received(held, given="زائلة")
        listened(held, visit, note="x")
        row = families.grant_right(request=asked(held, visit.person), version=1, by=held.user)
    with under("director") as held:
        rows(
            "UPDATE families_rightsrequest SET state = 'granted', answered_by_id = %s, answered_at = now() RETURNING 1",
            held.user.pk,
        )
        call("jisr_erase", row.pk, ["", chr(1), "a", "abc", "+2126", "%"])
        assert not Person.objects.filter(pk=visit.person_id).exists()
    assert erased.owner(f"SELECT count(*) FROM {erased.STAGED}") == [(1,)]
    erased.owner(f"DROP TABLE {erased.STAGED}")


def test_a_signature_stays_under_the_name_for_which_it_was_given():
    """The second of the two puts nobody else, and nothing else, under the yes of the first."""
    with under("worker") as held:
        visit, other = received(held), received(held, given="باقية")
        listened(held, visit, note="x")
        row = families.grant_right(request=asked(held, visit.person), version=1, by=held.user)
    with under("director"):
        both = "UPDATE families_rightsrequest SET person_id = %s, household_id = %s WHERE id = %s"
        assert refused(both, other.person_id, other.household_id, row.pk)
        assert refused("UPDATE families_rightsrequest SET \"right\" = 'access' WHERE id = %s", row.pk)


def test_who_was_let_in_to_read_erases_nobody():
    """Two of a centre to which the file was opened for a time; not by a page, not by raw SQL."""
    with under("worker") as held:
        visit = received(held)
        listened(held, visit, note="x")
    erased.owner(
        "INSERT INTO families_access SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),"
        " 'centre_id', %s::bigint, 'why', 'granted'))).* FROM families_access a WHERE household_id = %s",
        FAR, str(visit.household_id),
    )  # fmt: skip
    with under("far_worker") as held:
        row = asked(held, Person.objects.get(pk=visit.person_id))
        with pytest.raises(families.AnotherCentreErases):
            families.grant_right(request=row, version=1, by=held.user)
        rows(
            "UPDATE families_rightsrequest SET state = 'proposed', first_by_id = %s, first_at = now() RETURNING 1",
            held.user.pk,
        )
    with under("far_director") as held:
        rows(
            "UPDATE families_rightsrequest SET state = 'granted', answered_by_id = %s, answered_at = now() RETURNING 1",
            held.user.pk,
        )
        assert refused("SELECT jisr_erase(%s, ARRAY[]::text[])", row.pk)
    with under("worker"):
        assert Person.objects.filter(pk=visit.person_id).exists()
    erased.owner("UPDATE families_access SET why = 'imported' WHERE why = 'reception'")
    erase(visit.person)
    with under("worker"):
        assert not Person.objects.filter(pk=visit.person_id).exists(), "a family of the centre's own list is its own"


def test_what_fell_due_is_signed_by_who_directs_the_centre_in_her_own_name():
    """No signature of another, none of a worker, and none twice."""
    erased.owner(
        "INSERT INTO families_retentionbatch (id, centre_id, rule, before, found_at, keys, count, compartment)"
        " VALUES (gen_random_uuid(), %s, 'shared', now(), now(), '[]', 0, '')",
        OWN,
    )
    sign = "UPDATE families_retentionbatch SET signed_by_id = %s, signed_at = now()"
    with under("worker"):
        assert rows("SELECT count(*) FROM families_retentionbatch") == [(1,)]
        assert refused(sign, user_of("director").pk) and refused(sign, user_of("worker").pk)
    with under("director") as held:
        assert not refused(sign, held.user.pk)
        assert refused(sign, held.user.pk)


def test_what_two_compartments_keep_stays_apart():
    """No keeper reads the other's, each finds her and her request, and whoever stands outside sees nobody."""
    with under("worker") as held:
        visit = received(held)
        with_children(held, visit.household)
        person = visit.person
        listened(held, visit, note="x")
        for kept in ("violence", "child"):
            with scope(user=held.user.pk, centres=[OWN], compartments=[kept]):
                listening.listen(
                    person=person, centre=held.centre, by=held.user, note=kept, compartment=kept,
                    needs=[{"person": person, "theme": "shelter"}],
                )  # fmt: skip
    erase(person)
    for kept in ("violence", "child"):
        with scope(user=user_of("keeper").pk, centres=[OWN], compartments=[kept]):
            one = Note.objects.select_related("interview__person").get()
            assert (one.text, one.interview.person.given_ar) == (kept, person.given_ar)
            assert Need.objects.get().person_id == one.interview.person_id == RightsRequest.objects.get().person_id
            assert one.household_id == one.interview.person.household_id
    with under("director"):
        assert Person.objects.count() == 2


def test_her_paper_tells_nothing_of_a_compartment_that_was_not_taken_in():
    """Nor by who opened the file, nor by a telephone; of a child in one, nothing leaves on paper."""
    with under("keeper") as held:
        visit = received(held)
        listened(held, visit, note="x")
        before = own_file.gathered(visit.person)
        listening.listen(person=visit.person, centre=held.centre, by=held.user, note="y", compartment="violence")
        after = own_file.gathered(visit.person)
        assert len(own_file.gathered(visit.person, protected=True)["interviews"]) == 2
        for part in ("opened", "phones", "identities", "interviews", "household"):
            assert after[part] == before[part], part
        assert Note.objects.count() == 2, "the keeper keeps it again"
        safe = families.bring_to_safety(
            persons=with_children(held, visit.household), compartment="violence", commune=visit.household.commune,
            locality="دوار", centre=held.centre, by=held.user,
        )  # fmt: skip
        with pytest.raises(own_file.ProtectedOfAMinor):
            own_file.gathered(safe.persons.first())
