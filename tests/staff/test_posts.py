"""Posts: who may give them, to whom, where; and what the database refuses whatever the program says."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from jisr.accounts import actions as accounts
from jisr.centres.models import Centre
from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach
from jisr.common.keys import new_key
from jisr.common.models import JournalLine
from jisr.staff import actions, queries
from jisr.staff.models import Post
from jisr.territory.models import Province, Region
from tests.ground import FAR, OWN, SISTER, post_of, user_of

pytestmark = pytest.mark.django_db(databases=["default", "owner", "sealer"])


@pytest.fixture
def administrator():
    user = user_of("administrator")
    with scope(user=user.pk):
        yield user


@pytest.fixture
def centre():
    return Centre.objects.get(pk=SISTER)


def test_a_post_is_given(administrator, centre):
    user, held = user_of("worker"), post_of("worker")

    post = actions.assign(user=user, role="reception_officer", place=centre, by=administrator)

    assert [one.pk for one in queries.current_posts(user)] == [post.pk, held.pk]
    assert queries.scope_of(post, user=user) == {"user": str(user.pk), "centres": [SISTER], "compartments": []}


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "sealer"])
def test_giving_and_ending_are_journalled(centre):
    """The lines are read by another login, which sees what was committed."""
    by = user_of("administrator")
    with scope(user=by.pk):
        post = actions.assign(user=user_of("worker"), role="reception_officer", place=centre, by=by)
        actions.end(post=post, by=by)

    with scope(speaking="sealer"):
        lines = JournalLine.objects.filter(subject=f"staff.post:{post.pk}").order_by("id")
        assert [(line.verb, line.by, line.reason) for line in lines] == [
            ("staff.assigned", str(by.pk), "reception_officer"),
            ("staff.ended", str(by.pk), "reception_officer"),
        ]


def test_a_post_ends_and_opens_nothing_from_that_day(administrator):
    post = post_of("officer")

    actions.end(post=post, by=administrator)

    assert queries.current_posts(user_of("officer")) == []


def test_a_later_post_does_not_hold_yet(administrator, centre):
    user, tomorrow = user_of("worker"), timezone.localdate() + timedelta(days=1)

    actions.assign(user=user, role="social_worker", place=centre, by=administrator, since=tomorrow)

    assert [post.centre_id for post in queries.current_posts(user)] == [OWN]


@pytest.mark.parametrize("role", ["reception_officer", "social_worker", "centre_director"])
def test_an_administrator_gives_herself_no_post_that_opens_files(administrator, centre, role):
    with pytest.raises(actions.FilesAndPostsApart):
        actions.assign(user=administrator, role=role, place=centre, by=administrator)


def test_who_opens_files_is_not_made_administrator(administrator):
    with pytest.raises(actions.FilesAndPostsApart):
        actions.assign(user=user_of("worker"), role="administrator", place=None, by=administrator)


@pytest.mark.parametrize("name", ["worker", "director", "delegate", "auditor", "strategist"])
def test_nobody_but_an_administrator_gives_or_ends_posts(name, centre):
    user = user_of(name)
    with scope(user=user.pk):
        with pytest.raises(OutOfReach):
            actions.assign(user=user_of("officer"), role="reception_officer", place=centre, by=user)
        with pytest.raises(OutOfReach):
            actions.end(post=post_of("officer"), by=user)


def test_the_name_of_the_action_counts_for_nothing(administrator, centre):
    """``by`` is what the journal writes; the database asks who is speaking."""
    with scope(user=user_of("worker").pk), pytest.raises(OutOfReach):
        actions.assign(user=user_of("officer"), role="reception_officer", place=centre, by=administrator)


def test_the_same_post_is_not_given_twice(administrator):
    place = Centre.objects.get(pk=OWN)

    with pytest.raises(actions.HeldAlready):
        actions.assign(user=user_of("worker"), role="social_worker", place=place, by=administrator)


def test_protected_files_are_given_to_social_workers_only(administrator, centre):
    with pytest.raises(actions.NoCompartment):
        actions.assign(
            user=user_of("director"), role="centre_director", place=centre, by=administrator, compartments=["violence"]
        )


def test_a_post_is_not_given_backwards(administrator, centre):
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(actions.InThePast):
        actions.assign(user=user_of("worker"), role="social_worker", place=centre, by=administrator, since=yesterday)


def test_a_place_of_the_wrong_level_is_a_fault(administrator, centre):
    with pytest.raises(actions.WrongPlace):
        actions.assign(user=user_of("worker"), role="social_worker", place=None, by=administrator)
    with pytest.raises(actions.WrongPlace):
        actions.assign(user=user_of("worker"), role="strategist", place=centre, by=administrator)
    with pytest.raises(actions.WrongPlace):
        actions.assign(user=user_of("worker"), role="partner", place=None, by=administrator)


def test_the_last_administrator_stays(administrator):
    actions.end(post=post_of("second_administrator"), by=administrator)

    with pytest.raises(actions.LastAdministrator):
        actions.end(post=post_of("administrator"), by=administrator)


def test_what_has_ended_does_not_end_again(administrator):
    post = post_of("officer")
    actions.end(post=post, by=administrator)

    with pytest.raises(OutOfReach):
        actions.end(post=post, by=administrator)


def test_the_application_writes_no_post_by_itself():
    """Were a page to be made to run its own SQL, it still could not make itself a post."""
    post = post_of("worker")
    for sql in (
        f"UPDATE staff_post SET compartments = '{{violence}}' WHERE id = '{post.pk}'",
        f"UPDATE staff_post SET centre_id = {FAR} WHERE id = '{post.pk}'",
        "DELETE FROM staff_post",
        f"INSERT INTO staff_post SELECT gen_random_uuid(), role, since, until, compartments, is_demonstration,"
        f" {FAR}, province_id, region_id, user_id FROM staff_post",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            execute(sql)


def test_the_application_makes_nobody_enter_without_password():
    for column, value in (("is_demonstration", "true"), ("is_active", "true"), ("email", "'x@y.example'")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            execute(f"UPDATE accounts_user SET {column} = {value}")


def test_the_functions_refuse_a_speaker_without_a_post(centre):
    key, user = new_key(), user_of("officer")
    today = timezone.localdate()
    for speaker in ("", str(user.pk)):
        with scope(user=speaker):
            answer = call("staff_assign", key, user.pk, "social_worker", FAR, None, None, today, None, ["violence"])
            assert answer == [("not_yours",)]


def test_a_post_is_at_one_place_of_its_level():
    """Held by the table itself, for whoever writes it: here its owner."""
    user = user_of("strategist")
    today = timezone.localdate()
    wrong = (
        {"role": "social_worker"},
        {"role": "social_worker", "province_id": "07.161"},
        {"role": "social_worker", "centre_id": OWN, "province_id": "07.161"},
        {"role": "provincial_delegate", "centre_id": OWN},
        {"role": "regional_coordinator", "province_id": "07.161"},
        {"role": "strategist", "region_id": "07"},
        {"role": "partner"},
        {"role": "made_up", "centre_id": OWN},
        {"role": "provincial_delegate", "province_id": "07.161", "compartments": ["child"]},
        {"role": "social_worker", "centre_id": OWN, "compartments": ["everything"]},
        {"role": "social_worker", "centre_id": OWN, "until": today - timedelta(days=1)},
    )
    with scope(speaking="owner"):
        for values in wrong:
            with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
                Post.objects.create(user_id=user.pk, is_demonstration=True, **({"since": today} | values))


def test_wide_posts_hold_no_centre():
    """Delegates, coordinators, strategists, auditors and administrators read figures, never rows."""
    for name in ("delegate", "coordinator", "strategist", "auditor", "administrator"):
        post = post_of(name)
        assert queries.scope_of(post, user=post.user) == {"user": str(post.user_id)}


def test_places_are_found_by_name_and_code(administrator):
    assert Province.objects.get(pk="07.161") in queries.places("Chichaoua")
    assert Region.objects.get(pk="07") in queries.places("مراكش")
    assert [place.pk for place in queries.places("TEST-FAR")] == [FAR]


def test_a_list_of_posts_takes_one_query(administrator, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert all(post.role_label and post.place_name and post.user.email for post in queries.all_posts())


def test_an_account_is_opened_once(administrator):
    user, password = accounts.open_account(
        email="New@Tests.Example", display_name="جديد", language="ar", by=administrator
    )

    assert user.email == "new@tests.example" and user.password_is_temporary and user.check_password(password)
    assert queries.current_posts(user) == []
    with pytest.raises(accounts.AccountExists):
        accounts.open_account(email="new@tests.example", display_name="x", language="fr", by=administrator)


def test_a_renewed_password_takes_the_old_one_and_the_second_step_away(administrator):
    user = user_of("delegate")

    password = accounts.renew_password(user=user, by=administrator)

    user.refresh_from_db()
    assert user.check_password(password) and user.password_is_temporary


def test_a_user_is_named_by_her_key_alone():
    user = user_of("worker")
    assert str(user) == f"accounts.user:{user.pk}"
    assert str(post_of("worker")).startswith("staff.post:")


def execute(sql):
    """Run as the application's login, outside the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
