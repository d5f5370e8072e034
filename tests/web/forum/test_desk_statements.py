"""Statements: drawn, joined, split, reworded, translated and taken back, with the way back to what was said."""

import re

import pytest

from jisr.forum.models import Edge, Statement
from tests.access.people import entered
from tests.stories import under
from tests.web.forum.desk import drawn, published, said, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ENGLISH = {"accept-language": "en"}
LIST = "/forum/desk/wave/desk-wave/statements/"


@pytest.fixture
def wave():
    """A wave with its team."""
    return team()


def page_of(statement, act_on=""):
    """A page of a statement."""
    return f"/forum/desk/statement/{statement.pk}/{act_on}"


def current():
    """The texts of the current statements."""
    with under("moderator"):
        return sorted(Statement.objects.filter(state="active").values_list("text", flat=True))


def last_edge():
    """The step that was made last."""
    with under("moderator"):
        return Edge.objects.latest("at")


def test_a_statement_is_drawn_from_what_several_said(wave):
    """Only what is published and in no statement yet is offered; the page leads back to each of them."""
    rows, sealed = [published(wave, f"نطلب نقلا رقم {n}") for n in range(2)], said(wave)
    moderator = entered("moderator")
    form = moderator.get(f"{LIST}new/").content.decode()
    assert all(str(row.pk) in form for row in rows) and str(sealed.pk) not in form

    answer = moderator.post(
        f"{LIST}new/", act(contributions=[str(row.pk) for row in rows], text="نقل مدرسي للجميع", language="ar")
    )

    page = moderator.get(answer["Location"]).content.decode()
    assert current() == ["نقل مدرسي للجميع"] and all(row.code in page for row in rows)
    assert str(rows[0].pk) not in moderator.get(f"{LIST}new/").content.decode()


def test_the_contribution_come_from_is_ticked(wave):
    """Its page leads to the form with it chosen."""
    row = published(wave)
    address = f"{LIST}new/?contribution={row.pk}"
    moderator = entered("moderator")

    assert address in moderator.get(f"/forum/desk/contribution/{row.code}/").content.decode()
    assert re.search(rf'value="{row.pk}" checked', moderator.get(address).content.decode())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contributions": []}, "Choose at least one contribution"),
        ({"text": ""}, "Write the statement"),
        ({"contributions": ["00000000-0000-0000-0000-000000000000"]}, "not published in this wave"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_drawn(wave, changes, words):
    """What was ticked and typed stays."""
    form = {"contributions": [str(published(wave).pk)], "text": "نقل للجميع", "language": "ar"} | changes

    page = entered("moderator", headers=ENGLISH).post(f"{LIST}new/", act(**form)).content.decode()

    assert words in page and current() == []


def test_a_statement_does_not_say_what_is_covered(wave):
    """The name that was covered in one of its contributions is refused."""
    row = said(wave)
    moderator = entered("moderator", headers=ENGLISH)
    moderator.post(
        f"/forum/desk/contribution/{row.code}/moderate/",
        act(decision="publish", version="1", words_0="فاطمة", reason_0="name", read_through="on"),
    )

    form = {"contributions": [str(row.pk)], "text": "نقل لبنات فاطمة", "language": "ar"}
    page = moderator.post(f"{LIST}new/", act(**form)).content.decode()

    assert "says a word that was covered" in page and current() == []


def test_statements_are_joined_and_taken_apart_again(wave):
    """Joining and undoing gives back the same statements; the undone step stays in the lineage."""
    one, two = (drawn(wave, published(wave, f"نطلب {n}"), text=text) for n, text in enumerate(("أول", "ثان")))
    moderator = entered("moderator", headers=ENGLISH)

    answer = moderator.post(
        f"{LIST}join/", act(statements=[str(one.pk), str(two.pk)], text="الاثنان معا", language="ar")
    )
    assert current() == ["الاثنان معا"]

    edge = last_edge()
    assert f"/forum/desk/edge/{edge.pk}/undo/" in moderator.get(answer["Location"]).content.decode()
    moderator.post(f"/forum/desk/edge/{edge.pk}/undo/", act(back=str(one.pk)))
    assert current() == ["أول", "ثان"]
    page = moderator.get(page_of(one)).content.decode()
    assert "undone" in page and "الاثنان معا" in page


def test_joining_takes_two(wave):
    """One alone is refused beside the list."""
    one = drawn(wave, published(wave))

    page = entered("moderator", headers=ENGLISH).post(
        f"{LIST}join/", act(statements=[str(one.pk)], text="واحد", language="ar")
    )

    assert "Choose at least two statements" in page.content.decode()


def test_a_statement_is_split_into_its_parts(wave):
    """Each line is a statement; one line is not enough."""
    whole = drawn(wave, published(wave), text="نقل وملعب")
    moderator = entered("moderator", headers=ENGLISH)

    page = moderator.post(page_of(whole, "split/"), act(parts="نقل فقط")).content.decode()
    assert "at least two statements" in page and "نقل فقط" in page

    moderator.post(page_of(whole, "split/"), act(parts="نقل\n\nملعب\n"))
    assert current() == sorted(["نقل", "ملعب"])


def test_a_statement_is_reworded_and_translated(wave):
    """The new wording takes its place; the translation stands beside it."""
    first = drawn(wave, published(wave), text="نقل")
    moderator = entered("moderator", headers=ENGLISH)

    answer = moderator.post(page_of(first, "reword/"), act(text="نقل مدرسي"))
    assert current() == ["نقل مدرسي"]
    moderator.post(f"{answer['Location']}translate/", act(text="Transport scolaire", language="fr"))
    assert current() == sorted(["نقل مدرسي", "Transport scolaire"])
    page = moderator.post(f"{answer['Location']}translate/", act(text="نقل آخر", language="ar")).content.decode()
    assert "Choose another language" in page


def test_what_was_replaced_in_between_is_not_acted_on_again(wave):
    """The second moderator is told, and keeps what was typed."""
    first = drawn(wave, published(wave), text="نقل")
    moderator = entered("moderator", headers=ENGLISH)
    moderator.post(page_of(first, "reword/"), act(text="نقل مدرسي"))

    page = moderator.post(page_of(first, "reword/"), act(text="حافلة")).content.decode()

    assert "Some of these were replaced" in page and "حافلة" in page and current() == ["نقل مدرسي"]


def test_a_step_on_which_something_rests_is_not_undone(wave):
    """The later step is taken back first."""
    first = drawn(wave, published(wave), text="نقل")
    drawing = last_edge()
    moderator = entered("moderator", headers=ENGLISH)
    moderator.post(page_of(first, "reword/"), act(text="نقل مدرسي"))

    answer = moderator.post(f"/forum/desk/edge/{drawing.pk}/undo/", act(back=str(first.pk)), follow=True)

    assert "Something later rests on this" in answer.content.decode() and current() == ["نقل مدرسي"]


@pytest.mark.parametrize(("name", "status"), [("secretary", 403), ("answering", 403), ("far_secretary", 403)])
def test_moderators_alone_work_on_statements(wave, name, status):
    """The rest of the team reads them, with their lineage and no button."""
    row = drawn(wave, published(wave))

    for act_on in ("reword/", "translate/", "split/"):
        assert entered(name).get(page_of(row, act_on)).status_code == status
    reads = entered(name).get(page_of(row))
    assert reads.status_code == (404 if name == "far_secretary" else 200)
    assert b"/undo/" not in reads.content
