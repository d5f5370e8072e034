"""Erasing a person: nothing of her in any table or file, everything of the others as it was."""

import json
from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach
from jisr.common.parameters import value
from jisr.exchange.models import FamilyImport
from jisr.families import actions as families
from jisr.families import jobs, queries
from jisr.families.keying import forgetting, reading
from jisr.families.models import DataKey, Erasure, Household, Person, RightsRequest
from jisr.families.models.sealed import is_sealed, opened
from jisr.window.listening import actions as listening
from jisr.window.listening.models import Interview
from jisr.window.pathways import actions as pathways
from tests.exchange.families_sheets import lists
from tests.families import erased
from tests.stories import listened, received, under, with_children

holds = import_module("jisr.window.pathways.migrations.0005_what_holds_an_erasure")
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
#: What an erasure writes: that it happened.
WRITTEN = {"families_erasure", "common_journalline", "exchange_familyimport"}


def erase(row):
    """The worker proposes, the director decides."""
    with under("worker") as held:
        row = families.grant_right(request=queries.right(row.pk), version=1, by=held.user)
        assert (row.state, row.first_by_id) == ("proposed", held.user.pk)
    with under("director") as held:
        assert families.grant_right(request=queries.right(row.pk), version=2, by=held.user) is None


def test_nothing_is_left_of_her_in_tables_and_files_and_all_of_the_others(cluster, tmp_path, monkeypatch):
    """In pages, indexes, statistics, log, drafts, staging, outbox; a new table is found, and must be told of."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    with under("worker") as held:
        home = received(held).household
        with_children(held, home)
    person, row = erased.told(household=home)
    *dropped, left = erased.listed()
    hers = erased.hanging(person.pk)
    # a link stands in a compartment, always: it falls when its keepers have decided as well
    untold = erased.may_hang() - set(hers) - {"families_protectedlink"}
    assert not untold, f"tell of them in tests/families/erased.py, or nobody knows that they are erased: {untold}"
    sealed = [value for (value,) in erased.owner("SELECT text_sealed FROM listening_note")]
    assert sealed and all(map(is_sealed, sealed))
    planted = erased.plant(hers)
    words = [
        *planted,
        *erased.SECRETS,
        erased.GIVEN,
        erased.FAMILY,
        erased.LATIN,
        erased.NUMBER,
        erased.PHONE,
    ]
    (tmp_path / "messages.jsonl").write_text(json.dumps({"key": "gone", "to": erased.PHONE}) + "\n")
    before, events = erased.rows_of_all(), erased.owner("SELECT e::text FROM common_event e ORDER BY 1")
    assert len({word for word, _path in erased.in_files(cluster.ground.cluster, words)}) > len(words) * 0.8

    erase(row)

    hers["families_personkey"] = [str(person.pk)]  # goes with the person by a key of the database
    after = erased.rows_of_all()
    for table in before:
        gone, new = before[table] - after[table], after[table] - before[table]
        assert not new or table in WRITTEN, table
        keys = set(hers.get(table, ()))
        beside = table in {"outgoing_message", "common_draft", erased.STAGED} or table.startswith("exchange_")
        assert all(beside or any(key in one for key in keys) for one in gone), (table, gone)
    assert erased.owner("SELECT e::text FROM common_event e ORDER BY 1") == events
    with scope(speaking="owner"):
        assert not DataKey.objects.filter(person=person.pk).exists()
        assert {opened(value, bound_to="") for value in sealed} == {""}
    dumped = "\n".join(one for rows in after.values() for one in rows)
    assert not [(word, planted.get(word)) for word in words if word in dumped]
    with scope(speaking="owner"):
        assert [(one.state, one.fault) for one in map(lists.fresh, dropped)] == [("failed", "erased")] * 3
        assert lists.fresh(left).state == "checked"
    assert {row for (row,) in erased.owner("SELECT importing FROM exchange_importrow")} == {left.pk}

    said = StringIO()
    call_command("sweep", stdout=said)

    sounds = [reading.read(name).part.skeleton for name in (erased.GIVEN, erased.FAMILY, erased.LATIN)]
    assert f"{len(set(sounds))} forms of names forgotten" in said.getvalue()
    unmet = "SELECT FROM families_skeleton s WHERE s.code IN (k.family, k.given)"
    assert erased.owner(f"SELECT k.* FROM families_personkey k WHERE NOT EXISTS ({unmet})") == []
    dangling = "SELECT FROM families_skeleton s WHERE s.code = a.code"
    assert erased.owner(f"SELECT a.* FROM families_skeletonalias a WHERE NOT EXISTS ({dangling})") == []
    words += sounds

    assert erased.in_files(cluster.ground.cluster, words) == erased.in_files(tmp_path, words) == set()
    assert str(person.pk) in (tmp_path / jobs.ERASED).read_text()
    with scope(speaking="owner"):
        assert Erasure.objects.get(person_key=person.pk).swept_at is not None
    assert jobs.sweep_after_erasures() is None
    assert erased.owner(f"SELECT lines -> 0 -> 1 ->> 'a' FROM {erased.STAGED}") == [("ب",)]
    erased.owner(f"DROP TABLE {erased.STAGED}")


def test_a_name_that_is_being_written_stays_in_the_vocabulary(monkeypatch):
    """Whoever bears it next may rely on what stands there: she is waited for, or nothing is dropped."""
    monkeypatch.setattr(forgetting, "_WAITS", "50ms")
    with under("worker") as held:
        received(held, given="زمردةقش")
    erased.owner("DELETE FROM families_personkey")
    there = erased.owner("SELECT code, skeleton FROM families_skeleton")
    with under("keeper"):
        call("jisr_index_persons", [], [], [], [], [], [], [], [], [there[0][0]], [there[0][1]], [], [], [])
        with pytest.raises(OperationalError), scope(speaking="owner"):
            forgetting.forget_unused()
        assert jobs._forget_names() is None
    assert erased.owner("SELECT code, skeleton FROM families_skeleton") == there
    with scope(speaking="owner"):
        assert forgetting.forget_unused() == len(there)


def test_a_list_that_is_being_written_is_waited_for_and_else_nobody_is_erased():
    """What it writes would come after her erasure: the yes is given again, some minutes later."""
    with under("worker") as held:
        visit = received(held)
        listened(held, visit, note="x")
        row = families.ask_right(
            person=visit.person, centre=held.centre, right="erasure", speaks="herself", checked="card", by=held.user
        )  # fmt: skip
        row = families.grant_right(request=row, version=1, by=held.user)
    made = lists.mapped(lists.brought(lists.as_csv([lists.row("1")])))
    erased.owner("ALTER FUNCTION jisr_forget_lists(uuid) SET lock_timeout = '50ms'")
    try:
        with scope(speaking="owner"):
            FamilyImport.objects.select_for_update().get(pk=made.pk)
            with under("director") as held, pytest.raises(families.BeingWritten):
                families.grant_right(request=queries.right(row.pk), version=2, by=held.user)
    finally:
        erased.owner("ALTER FUNCTION jisr_forget_lists(uuid) SET lock_timeout = '20s'")
    with under("director"):
        assert queries.right(row.pk).state == "proposed" and Person.objects.filter(pk=visit.person_id).exists()


def test_one_person_alone_never_erases():
    """Nor two who do not direct the centre, nor anybody while something holds it; each is told why."""
    with under("worker") as held:
        visit = received(held)
        row = families.ask_right(
            person=visit.person, centre=held.centre, right="erasure", speaks="herself", checked="known", by=held.user
        )  # fmt: skip
        with pytest.raises(families.Held):
            families.grant_right(request=row, version=1, by=held.user)
        listened(held, visit, note="x")
        row = families.grant_right(request=row, version=1, by=held.user)
        with pytest.raises(families.AnotherDecides):
            families.grant_right(request=row, version=2, by=held.user)
    with under("keeper") as held, pytest.raises(OutOfReach):
        families.grant_right(request=queries.right(row.pk), version=2, by=held.user)
    with under("director") as held:
        plan = pathways.open_plan(household=visit.household, centre=held.centre, goal="x", by=held.user)
        step = pathways.add_step(
            plan=plan, person=visit.person, kind="aid", what="x", due_on=visit.came_at.date(), by=held.user
        )
        aid = {"step": step, "kind": "money", "what": "x", "amount": 100, "centre": held.centre, "by": held.user}
        pathways.give_aid(**aid)
        assert queries.held(visit.person_id) == ["money"]
        assert Person.objects.filter(pk=visit.person_id).exists()
        refused = families.refuse_right(
            request=queries.right(row.pk), version=2, ground="money", reason="مساعدة مالية", by=held.user
        )
        assert (refused.state, queries.right(row.pk).reason) == ("refused", "مساعدة مالية")
        with pytest.raises(families.AlreadyAnswered):
            families.take_back_right(request=queries.right(row.pk), version=3, by=held.user)


@pytest.mark.parametrize("alone", [True, False])
def test_whoever_stands_outside_cannot_tell_that_something_is_kept_inside(alone):
    """She is gone for them in both worlds; her keepers still find her, and the request waits for them."""
    seen = {}
    for disclosed in (True, False):
        with under("keeper") as held:
            visit = received(held, given=f"غائبة{disclosed}")
            listened(held, visit, note="عادي")
            if not alone:
                with_children(held, visit.household)
            if disclosed:
                listening.listen(
                    person=visit.person, centre=held.centre, by=held.user, note="سر", compartment="violence",
                    needs=[{"person": visit.person, "theme": "shelter", "words": "مأوى"}],
                )  # fmt: skip
            row = families.ask_right(
                person=visit.person, centre=held.centre, right="erasure", speaks="herself", checked="card",
                by=held.user,
            )  # fmt: skip
        erase(row)
        seen[disclosed] = []
        with under("director"):
            seen[disclosed] += [
                Person.objects.filter(pk=visit.person_id).count(),
                DataKey.objects.filter(person=visit.person_id).count(),
                Household.objects.filter(pk=visit.household_id).count(), RightsRequest.objects.count(),
                Interview.objects.filter(household=visit.household_id).count(), queries.erasures([101]).count() > 0,
                Person.objects.filter(household=visit.household_id).count(),
            ]  # fmt: skip
        with under("keeper"):
            there = Interview.objects.filter(person=visit.person_id)
            assert [one.notes.get().text for one in there] == (["سر"] if disclosed else [])
            assert [one.state for one in RightsRequest.objects.filter(pk=row.pk)] == ["received"] * disclosed

    assert seen[True] == seen[False]


def test_a_backup_put_back_does_not_bring_her_back(tmp_path):
    """The list beside the database, and the one in it, erase again whoever came back with an older state."""
    with under("worker") as held:
        visit, other = received(held), received(held, given="باقية")
    keys = tmp_path / jobs.ERASED
    keys.write_text(f"{visit.person_id}\n")

    said = StringIO()
    call_command("erase_again", str(keys), stdout=said)
    assert said.getvalue().startswith("1 ")
    assert jobs.erase_again(keys) == 0
    assert jobs.write_erased(keys) == 1 and str(visit.person_id) in keys.read_text()  # the database does not know her

    with under("worker"):
        assert [row.pk for row in Person.objects.all()] == [other.person_id]
        assert not Household.objects.filter(pk=visit.household_id).exists()


def test_the_clock_of_a_request():
    """Open, soon, late, answered: from the day she asked, by the dated parameter."""
    today = timezone.localdate()
    row = RightsRequest(asked_on=today, due_on=queries.due_day("access", today))
    days = (row.due_on - today).days

    assert days == 10
    for ahead, where in ((0, "open"), (days - 4, "open"), (days - 3, "soon"), (days, "soon"), (days + 1, "late")):
        assert queries.clock(row, today + timedelta(days=ahead)) == where
    row.answered_at = timezone.now()
    assert queries.clock(row, today + timedelta(days=99)) == "answered"


def test_the_years_of_money_are_the_parameter():
    """The database cannot read the file: both say the same."""
    assert value("jisr.families", "rights", "money_years", on=timezone.localdate()) == holds.YEARS
