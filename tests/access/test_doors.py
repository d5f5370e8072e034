"""The doors through the walls, tried by somebody who holds a worker's login and writes her own SQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach
from jisr.common.keys import new_key
from jisr.families import actions as families
from jisr.families import queries as known
from jisr.families.models import Access, AccessRequest, Household
from jisr.staff import actions as staff
from jisr.window.listening.models import Need
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import Referral
from jisr.window.pathways import actions as pathways
from tests.access.probes import INDEX, refused, refused_as, rows
from tests.ground import FAR, OWN, SERVICE_FAR, SERVICE_SHELTER, SERVICE_SISTER, SISTER, post_of, user_of
from tests.stories import listened, received, referred, under, with_children

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "sealer"])
TODAY = timezone.localdate()


def said(sql, *values):
    """How the database refuses a statement: the kind of error and every word of it; "" when it does not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return f"{type(error).__name__}: {error}"
    return ""


def sees(name, household):
    """Whether somebody may open a file."""
    with under(name):
        return Household.objects.filter(pk=household).exists()


@pytest.fixture
def family():
    """A family of ``OWN``, one of a compartment there, and the key of one that never was."""
    with under("keeper") as keeper:
        open_one = received(keeper)
        hidden = received(keeper, given="نعيمة", family="المستورة", compartment="violence")
    return open_one, hidden, new_key()


def accepted_at_sister(visit, *, theme="training"):
    """A referral of the family, accepted by the other centre: its file is open there for a time."""
    with under("worker") as worker:
        referral = referred(worker, listened(worker, visit, (visit.person, theme)), SERVICE_SISTER)
    with under("sister_worker") as sister:
        return orientation.answer(referral=referral, state="accepted", by=sister.user)


# what the refusals tell


@pytest.mark.parametrize("why", ["reception", "granted", "referral", "", None])
def test_a_file_of_others_a_hidden_one_and_one_that_never_was_are_refused_in_the_same_words(family, why):
    """Keys may be known from a referral; what the door answers must not tell what they open."""
    open_one, hidden, never = family
    keys = (open_one.household_id, hidden.household_id, never)
    with under("far_worker"):
        answers = {said("SELECT jisr_give_access(%s, %s, %s, NULL)", key, FAR, why) for key in keys}
        assert len(answers) == 1 and "not open to the speaker" in answers.pop()
    with under("worker"):  # her own centre's, which she does not keep
        answers = {said("SELECT jisr_give_access(%s, %s, %s, NULL)", key, OWN, why) for key in keys[1:]}
        assert len(answers) == 1 and "not open to the speaker" in answers.pop()


def test_the_search_index_of_a_hidden_person_is_refused_as_that_of_nobody(family):
    open_one, hidden, never = family
    with under("far_worker"):
        keys = (open_one.person_id, hidden.person_id, never)
        assert len({said(INDEX, key) for key in keys}) == 1
    with under("worker"):
        assert len({said(INDEX, key) for key in keys[1:]}) == 1
        assert said(INDEX, open_one.person_id) == ""


def test_whoever_speaks_for_no_centre_opens_nothing(family):
    """Where no centre was said at all, SQL answers "unknown", which is not "no": the doors must take it for one."""
    for key in (*(visit.household_id for visit in family[:2]), family[2]):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('jisr.user', '', true), current_setting('jisr.centres', true)")
            assert refused("SELECT jisr_give_access(%s, %s, 'reception', NULL)", key, OWN)
            assert known.known_persons("فاطمة أيت وكريم") == []


def test_the_guard_of_households_cannot_be_hung_on_a_table_of_ones_own(family):
    """It sees every household; on a temporary table it would answer which ones are hidden."""
    with under("far_worker"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE mine (household_id uuid, compartment text) ON COMMIT DROP")
        assert refused("CREATE TRIGGER ask BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION jisr_within_household()")
        assert refused(
            "CREATE TRIGGER ask BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION jisr_access_compartment()"
        )


# who may open a file to whom


def test_a_file_is_opened_only_to_a_centre_that_asked_and_was_told_yes(family):
    """Nobody hands a file on to a centre of her choice; a request that was granted is what the journal shows."""
    visit = family[0]
    with under("worker") as worker:
        assert refused("SELECT jisr_give_access(%s, %s, 'granted', NULL)", visit.household_id, FAR)
        with pytest.raises(OutOfReach):
            families.give_access(household=visit.household, centre=Centre.objects.get(pk=FAR), by=worker.user)
    with under("far_worker") as far:
        [found] = known.known_persons("فاطمة أيت وكريم")
        asked = families.ask_access(mark=found.mark, centre=far.centre, why="استقبال", by=far.user)
    with under("worker") as worker:
        assert refused("SELECT jisr_give_access(%s, %s, 'granted', NULL)", visit.household_id, FAR), "not answered yet"
        families.answer_access(request=AccessRequest.objects.get(pk=asked.pk), granted=True, by=worker.user)

    assert sees("far_worker", visit.household_id)
    assert not sees("sister_worker", visit.household_id)


def test_whoever_asks_does_not_answer_herself(family):
    with under("far_worker") as far:
        [found] = known.known_persons("فاطمة أيت وكريم")
        asked = families.ask_access(mark=found.mark, centre=far.centre, why="استقبال", by=far.user)
        yes = "UPDATE families_accessrequest SET granted = true, answered_at = now() WHERE id = %s"
        assert refused(yes, asked.pk)
        assert refused(
            "INSERT INTO families_accessrequest (id, household_id, from_centre_id, to_centre_id, why, asked_by_id,"
            " asked_at, answered_at, granted, compartment) VALUES (%s, %s, %s, %s, 'x', %s, now(), now(), true, '')",
            new_key(), family[0].household_id, FAR, OWN, far.user_id,
        )  # fmt: skip


def test_a_centre_that_reads_a_file_for_a_time_neither_hands_it_on_nor_prolongs_it(family):
    """What an accepted referral opened ends on its day; the centre in charge alone gives more."""
    visit = family[0]
    accepted_at_sister(visit)
    with under("far_worker") as far:
        [found] = known.known_persons("فاطمة أيت وكريم")
        families.ask_access(mark=found.mark, centre=far.centre, why="استقبال", by=far.user)
    with under("sister_worker") as sister:
        days = Access.objects.get(household=visit.household_id).until
        for centre in (SISTER, FAR):
            for why in ("granted", "reception"):
                assert refused("SELECT jisr_give_access(%s, %s, %s, NULL)", visit.household_id, centre, why)
        # a referral from herself to herself, accepted by herself
        heard = listened(sister, visit, (visit.person, "training"))
        own = orientation.refer(
            need=Need.objects.select_related("household__commune__province", "person").get(interview=heard),
            service=orientation.Service.objects.get(pk=SERVICE_SISTER), centre=sister.centre, by=sister.user,
        )  # fmt: skip
        orientation.answer(referral=own, state="accepted", by=sister.user)
        assert [row.until for row in Access.objects.filter(household=visit.household_id)] == [days]


def _forged(need, household, person, sender, receiver, service, by):
    """A referral that nobody sent, accepted already, as somebody who writes SQL would insert it."""
    fields = Referral._meta.concrete_fields  # every column, so that the refusal is that of the wall
    row = Referral(
        need_id=need, household_id=household, person_id=person, from_centre_id=sender, to_centre_id=receiver,
        service_id=service, code=str(new_key())[-12:], state="accepted", theme="training", sent_by_id=by,
        answer_by=TODAY, answered_at=timezone.now(), version=7,
    )  # fmt: skip
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    columns, marks = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    return (f"INSERT INTO orientation_referral ({columns}) VALUES ({marks})", *values)


def test_a_referral_that_nobody_sent_opens_no_file(family):
    """In another centre's name it is not written; in one's own it opens what one could open anyway: nothing."""
    visit = family[0]
    with under("worker") as worker:
        need = listened(worker, visit, (visit.person, "training")).needs.get().pk
    with under("far_worker") as far:
        mine = received(far, given="حليمة")
        own_need = listened(far, mine, (mine.person, "training")).needs.get().pk
        for forged in (
            _forged(need, visit.household_id, visit.person_id, OWN, FAR, SERVICE_FAR, far.user_id),
            _forged(own_need, visit.household_id, visit.person_id, OWN, FAR, SERVICE_FAR, far.user_id),
        ):
            assert "row-level security" in said(*forged)
        for forged in (
            _forged(need, visit.household_id, visit.person_id, FAR, FAR, SERVICE_FAR, far.user_id),
            _forged(own_need, visit.household_id, visit.person_id, FAR, FAR, SERVICE_FAR, far.user_id),
        ):
            sql, *values = forged
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
                for row in Referral.objects.filter(from_centre=FAR, household=visit.household_id):
                    call("jisr_open_for_referral", row.pk, 90)
                assert not Household.objects.filter(pk=visit.household_id).exists()
                transaction.set_rollback(True)


def test_the_sender_opens_no_file_to_the_receiver_by_accepting_for_it(family):
    """An answer is the receiver's; what the sender writes down for a centre opens nothing."""
    visit = family[0]
    with under("worker") as worker:
        referral = referred(worker, listened(worker, visit, (visit.person, "training")), SERVICE_SISTER)
        orientation.answer(referral=referral, state="accepted", by=worker.user, through="slip")
        call("jisr_open_for_referral", referral.pk, 90)

    assert not sees("sister_worker", visit.household_id)


@pytest.mark.parametrize("days", [None, 100_000])
def test_an_accepted_referral_always_opens_for_a_time(family, days):
    """A wrong number of days is not for ever."""
    visit = family[0]
    with under("worker") as worker:
        referral = referred(worker, listened(worker, visit, (visit.person, "training")), SERVICE_SISTER)
    with under("sister_worker"):
        Referral.objects.filter(pk=referral.pk).update(
            state="accepted", answered_at=timezone.now(), answered_through="list"
        )
        call("jisr_open_for_referral", referral.pk, days)
        assert Access.objects.get(household=visit.household_id).until <= TODAY + timedelta(days=366)


def test_a_referral_taken_back_shuts_the_file_it_had_opened(family):
    visit = family[0]
    referral = accepted_at_sister(visit)
    assert sees("sister_worker", visit.household_id)

    with under("sister_worker"):  # the receiver does not shut it for others, nor does a stranger
        call("jisr_shut_for_referral", referral.pk)
    assert sees("sister_worker", visit.household_id)
    with under("worker") as worker:
        orientation.withdraw(referral=Referral.objects.get(pk=referral.pk), reason="declined", by=worker.user)

    assert not sees("sister_worker", visit.household_id)
    assert sees("worker", visit.household_id)


def test_a_file_stays_open_for_another_need_that_is_served_there(family):
    visit = family[0]
    first = accepted_at_sister(visit)
    accepted_at_sister(visit, theme="schooling")
    with under("worker") as worker:
        orientation.withdraw(referral=Referral.objects.get(pk=first.pk), reason="declined", by=worker.user)

    assert sees("sister_worker", visit.household_id)


# what the search tells


def test_who_is_known_in_a_shelter_is_found_by_nobody_who_looks_for_her():
    """Her file there is an ordinary one; "known in the shelter since March" would tell where she is."""
    with under("shelter_keeper") as shelter:
        received(shelter, given="زهور", family="المختبئة")
        assert len(known.known_persons("زهور المختبئة")) == 1
    for name in ("officer", "worker", "far_worker", "director"):
        with under(name):
            assert known.known_persons("زهور المختبئة") == [], name
    with under("keeper"):  # who keeps files of violence may ask
        assert [found.is_here for found in known.known_persons("زهور المختبئة")] == [False]


def test_a_keeper_asks_for_a_hidden_file_and_nobody_else_reads_the_request(family):
    """Two centres of the same compartment help the same woman; the desk beside them learns nothing."""
    hidden = family[1]
    with under("shelter_keeper") as shelter:
        [found] = known.known_persons("نعيمة المستورة")
        asked = families.ask_access(mark=found.mark, centre=shelter.centre, why="إيواء", by=shelter.user)
        assert asked.compartment == "violence"
    with under("worker"):
        assert not AccessRequest.objects.exists()
    with under("keeper") as keeper:
        families.answer_access(request=AccessRequest.objects.get(), granted=True, by=keeper.user)
    assert sees("shelter_keeper", hidden.household_id)
    with under("worker"):  # the lines of the journal are hidden with the file
        assert call("jisr_readers_of_file", hidden.household_id, 100) == []
    with under("keeper"):
        told = {verb for _at, _by, verb in call("jisr_readers_of_file", hidden.household_id, 100)}
        assert {"families.asked_access", "families.answered_access"} <= told


def test_a_mark_kept_from_before_asks_for_nothing_once_the_file_is_hidden(family):
    """The refusal is the one for any file that is no longer there."""
    visit = family[0]
    with under("far_worker"):
        [found] = known.known_persons("فاطمة أيت وكريم")
    with under("keeper"):
        assert rows(
            "UPDATE families_household SET compartment = 'violence' WHERE id = %s RETURNING id", visit.household_id
        )
    with under("far_worker") as far, pytest.raises(OutOfReach):
        families.ask_access(mark=found.mark, centre=far.centre, why="استقبال", by=far.user)


# the acts themselves, whatever a form let through


def test_a_need_is_not_sent_to_a_service_of_a_compartment_it_is_not_in(family):
    """The word shelter in an ordinary file would tell her husband."""
    visit = family[0]
    with under("keeper") as keeper:
        interview = listened(keeper, visit, (visit.person, "shelter"))
        with pytest.raises(OutOfReach):
            referred(keeper, interview, SERVICE_SHELTER)
        assert not Referral.objects.exists()


def test_a_step_hangs_on_rows_of_its_own_plan_alone(family):
    visit = family[0]
    with under("keeper") as keeper:
        girl, _boy = with_children(keeper, visit.household)
        plan = pathways.open_plan(household=visit.household, centre=keeper.centre, goal="هدف", by=keeper.user)
        other = received(keeper, given="حليمة")
        ours = referred(keeper, listened(keeper, visit, (girl, "training")), SERVICE_SISTER)
        theirs = referred(keeper, listened(keeper, other, (other.person, "training")), SERVICE_SISTER)
        secret = listened(keeper, visit, (visit.person, "violence"), compartment="violence").needs.get()
        step = {"plan": plan, "kind": "school", "what": "خطوة", "due_on": TODAY, "by": keeper.user}
        for wrong in (
            {"person": other.person}, {"person": girl, "need": theirs.need}, {"person": girl, "referral": theirs},
            {"person": girl, "need": secret},
        ):  # fmt: skip
            with pytest.raises(OutOfReach):
                pathways.add_step(**step, **wrong)
        assert pathways.add_step(**step, person=girl, need=ours.need, referral=ours).pk


def test_an_officer_who_keeps_two_compartments_writes_each_family_in_its_own():
    """A family wholly in one is offered no other; a forged value is no choice."""
    admin = user_of("administrator")
    with scope(user=admin.pk):
        staff.assign(
            user=user_of("sister_officer"), role="social_worker", place=Centre.objects.get(pk=SISTER), by=admin,
            compartments=["violence", "child"],
        )  # fmt: skip
    with scope(user=user_of("sister_officer").pk, centres=[SISTER], compartments=["violence", "child"]):
        post = staff.Post.objects.get(user=user_of("sister_officer"), role="social_worker")
        visit = received(post, compartment="child")
        assert "row-level security" in said(
            "INSERT INTO listening_interview (id, version, household_id, person_id, centre_id, held_at, place,"
            " strengths, risks, by_id, compartment)"
            " VALUES (%s, 1, %s, %s, %s, now(), 'centre', '', '', %s, 'violence')",
            new_key(), visit.household_id, visit.person_id, SISTER, post.user_id,
        )  # fmt: skip


# the journal


def test_nobody_writes_a_line_in_anothers_name():
    with under("worker") as worker:
        with pytest.raises(DatabaseError), transaction.atomic():
            journal.record("families.opened", "families.household:x", by=user_of("officer"))
        journal.record("families.opened", "families.household:x", by=worker.user)


def test_visitors_write_no_line():
    """What a partner does by a link is written down by the functions of the link, in words of theirs."""
    insert = "INSERT INTO common_journalline (id, at, by, post, verb, subject, reason, compartment) VALUES"
    assert refused_as("public", f"{insert} (gen_random_uuid(), now(), '', '', 'x', 'y', '', '')")
    with scope(speaking="public"), connections["public"].cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.role_table_grants WHERE privilege_type <> 'SELECT'")
        assert cursor.fetchall() == []


# posts


def test_the_doors_of_posts_answer_alike_for_a_post_that_ended_and_one_that_never_was():
    with scope(user=user_of("administrator").pk):
        assert call("staff_end", new_key(), TODAY) == [("gone",)]
        staff.end(post=post_of("officer"), by=user_of("administrator"))
        assert call("staff_end", post_of("officer").pk, TODAY) == [("gone",)]
