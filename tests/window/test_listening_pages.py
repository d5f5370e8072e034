"""Listening, as a browser meets it: several needs at once, nothing typed is lost, secrets stay where they are kept."""

import re

import pytest

from jisr.window.listening import actions
from jisr.window.listening.models import Interview, Need, Note
from jisr.window.reception.models import Visit
from tests.access.people import entered
from tests.stories import listened, received, under, with_children
from tests.window.forms import act, interview, shown

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


@pytest.fixture
def family():
    """A mother who was received, her girl and her boy."""
    with under("worker") as held:
        visit = received(held)
        girl, boy = with_children(held, visit.household)
    return visit, girl, boy


def test_needs_of_several_members_are_written_in_one_form(family):
    """A mother speaks of everyone at once; the form follows her."""
    visit, girl, boy = family
    needs = [
        (girl.pk, "student_lodging", "4", "بعيدة"),
        (boy.pk, "disability", "3", ""),
        (visit.person_id, "work", "2", ""),
    ]

    answer = entered("worker").post(f"/listening/visit/{visit.pk}/new", interview(visit.person_id, *needs, note="سرية"))

    assert answer.status_code == 302, answer.content.decode()
    with under("worker"):
        assert set(Need.objects.values_list("person", "theme", "gravity")) == {
            (girl.pk, "student_lodging", 4), (boy.pk, "disability", 3), (visit.person_id, "work", 2),
        }  # fmt: skip
        assert Visit.objects.get().state == "listened"


def test_the_reasons_of_the_visit_are_the_first_rows(family):
    """What was said at the counter is not asked again."""
    visit, *_rest = family

    page = entered("worker").get(f"/listening/visit/{visit.pk}/new").content.decode()

    assert re.search(r'<select name="needs-0-theme".*?<option value="schooling" selected', page, re.S)


def test_another_row_keeps_what_was_typed_and_writes_nothing(family):
    """Without a script too, one more need costs no keystroke."""
    visit, girl, _boy = family
    typed = interview(visit.person_id, (girl.pk, "schooling", "", "كلمات لا تضيع"), note="ملاحظة", more="1")

    page = entered("worker").post(f"/listening/visit/{visit.pk}/new", typed)

    text = page.content.decode()
    assert page.status_code == 200 and 'name="needs-1-theme"' in text
    assert "كلمات لا تضيع" in text and "ملاحظة" in text
    assert 'role="alert"' not in text  # nobody asked to save: nothing is wrong yet
    with under("worker"):
        assert not Interview.objects.exists()


def test_a_row_that_says_too_little_is_marked_and_nothing_is_half_written(family):
    """Words without a domain: the row is marked, the other rows wait with it."""
    visit, girl, boy = family
    typed = interview(visit.person_id, (girl.pk, "schooling", "3", ""), (boy.pk, "", "", "لا يسمع"))

    page = entered("worker").post(f"/listening/visit/{visit.pk}/new", typed)

    assert page.status_code == 200
    assert "لا يسمع" in page.content.decode()
    with under("worker"):
        assert not Interview.objects.exists() and not Need.objects.exists()


def test_the_same_form_sent_twice_is_one_interview(family):
    """A second click, or a browser that sends again when it comes back."""
    visit, girl, _boy = family
    worker, typed = entered("worker"), interview(visit.person_id, (girl.pk, "schooling", "3", ""))

    first, second = (worker.post(f"/listening/visit/{visit.pk}/new", typed) for _ in range(2))

    assert first["Location"] == second["Location"]
    with under("worker"):
        assert Interview.objects.count() == Need.objects.count() == 1


def test_nothing_at_all_is_refused_with_a_sentence(family):
    """An interview without a need and without a note says nothing."""
    visit, *_rest = family

    page = entered("worker").post(f"/listening/visit/{visit.pk}/new", interview(visit.person_id))

    assert page.status_code == 200 and 'id="id_note_error"' in page.content.decode()


def test_a_need_corrected_by_two_shows_both_versions_and_loses_nothing(family):
    """The second sees what the first stored, beside what she typed."""
    visit, girl, _boy = family
    with under("worker") as held:
        need = listened(held, visit, (girl, "schooling")).needs.get()
    worker, address = entered("worker"), f"/listening/need/{need.pk}/edit"
    assert worker.post(address, act(theme="schooling", gravity="4", words="الأولى", version="1")).status_code == 302

    page = worker.post(address, act(theme="student_lodging", gravity="2", words="الثانية", version="1"))

    text = page.content.decode()
    assert page.status_code == 409 and "الأولى" in text and "الثانية" in text and 'name="version" value="2"' in text
    with under("worker"):
        assert Need.objects.get().words == "الأولى"
    assert (
        worker.post(address, act(theme="student_lodging", gravity="2", words="الثانية", version="2")).status_code == 302
    )


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "٢"])
def test_a_version_that_is_no_number_is_a_stale_one(family, version):
    """A damaged form never writes over a colleague's work."""
    visit, girl, _boy = family
    with under("worker") as held:
        need = listened(held, visit, (girl, "schooling")).needs.get()

    page = entered("worker").post(f"/listening/need/{need.pk}/edit", act(theme="work", gravity="1", version=version))

    assert page.status_code == 409
    with under("worker"):
        assert Need.objects.get().theme == "schooling"


def test_a_need_is_closed_once_with_what_came_of_it(family):
    """Closed by a colleague in between: the second is told, and nothing changes."""
    visit, girl, _boy = family
    with under("worker") as held:
        need = listened(held, visit, (girl, "schooling")).needs.get()
    worker, address = entered("worker"), f"/listening/need/{need.pk}/close"

    first, second = (worker.post(address, act(met="yes", version="1")) for _ in range(2))

    assert first.status_code == 302 and second.status_code == 200 and 'role="alert"' in second.content.decode()
    with under("worker"):
        assert Need.objects.get().state == "met"


def test_a_note_for_its_author_alone_is_read_by_no_colleague(family):
    """Professional secrecy between two desks: not a line, not a count."""
    visit, girl, _boy = family
    with under("worker") as held:
        row = listened(held, visit, (girl, "schooling"))
    address = f"/listening/interview/{row.pk}/"
    before = shown(entered("keeper"), address)

    answer = entered("worker").post(f"{address}note", act(text="لي وحدي", secrecy="author"))

    assert answer.status_code == 302
    assert "لي وحدي" in entered("worker").get(address).content.decode()
    assert shown(entered("keeper"), address) == before
    with under("keeper"):
        assert not Note.objects.exists()


def test_a_disclosure_has_its_own_page_and_changes_no_other(family):
    """For a colleague at the next desk the family's pages are the same, byte for byte."""
    visit, girl, _boy = family
    with under("worker") as held:
        row = listened(held, visit, (girl, "schooling"))
        addresses = [f"/listening/interview/{row.pk}/", f"/orientation/need/{row.needs.get().pk}/"]
    before = [shown(entered("worker"), address) for address in addresses]

    answer = entered("keeper").post(
        f"/listening/household/{visit.household_id}/protected/new",
        interview(visit.person_id, (visit.person_id, "violence", "4", "سر لا يقرأ"), compartment="violence", note="سر"),
    )

    assert answer.status_code == 302, answer.content.decode()
    assert "سر لا يقرأ" in entered("keeper").get(answer["Location"]).content.decode()
    assert entered("worker").get(answer["Location"]).status_code == 404
    assert [shown(entered("worker"), address) for address in addresses] == before


def test_the_page_of_disclosures_exists_for_no_other_post(family):
    """An address typed by hand tells nothing: neither of the family, nor of the page."""
    visit, *_rest = family
    worker = entered("worker")

    known = worker.get(f"/listening/household/{visit.household_id}/protected/new")
    other = worker.get("/listening/household/00000000-0000-7000-8000-000000000000/protected/new")

    assert known.status_code == other.status_code == 404
    assert known.content == other.content


def test_a_disclosure_is_never_kept_where_the_post_keeps_nothing(family):
    """A form altered by hand: the choice is refused, nothing is written."""
    visit, *_rest = family
    typed = interview(visit.person_id, (visit.person_id, "child_protection", "4", ""), compartment="child")

    page = entered("keeper").post(f"/listening/household/{visit.household_id}/protected/new", typed)

    assert page.status_code == 200
    with under("keeper"):
        assert not Interview.objects.exists()


def test_a_member_of_another_household_is_no_choice(family):
    """The person of a need is one of the household, whatever the form was made to say."""
    visit, *_rest = family
    with under("worker") as held:
        stranger = received(held, given="زهرة").person_id

    page = entered("worker").post(
        f"/listening/visit/{visit.pk}/new", interview(visit.person_id, (stranger, "work", "3", ""))
    )

    assert page.status_code == 200
    with under("worker"):
        assert not Need.objects.exists()


@pytest.mark.parametrize("who", ["sister_worker", "far_worker"])
def test_another_centre_finds_no_page(family, who):
    """An address that was seen over a shoulder opens nothing."""
    visit, girl, _boy = family
    with under("worker") as held:
        row = listened(held, visit, (girl, "schooling"))
        need = row.needs.get()
    client = entered(who)

    for address in (
        f"/listening/visit/{visit.pk}/new", f"/listening/household/{visit.household_id}/new",
        f"/listening/interview/{row.pk}/", f"/listening/need/{need.pk}/edit", f"/listening/need/{need.pk}/close",
        f"/orientation/need/{need.pk}/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_an_interview_costs_the_same_queries_with_one_need_or_ten(family, django_assert_max_num_queries):
    """The page stays quick when a family has much to say."""
    visit, girl, _boy = family
    with under("worker") as held:
        row = listened(held, visit, *[(girl, "schooling")] * 10)
        actions.add_note(interview=row, text="ملاحظة", by=held.user)
    worker = entered("worker")

    with django_assert_max_num_queries(28):
        assert worker.get(f"/listening/interview/{row.pk}/").status_code == 200
