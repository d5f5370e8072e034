"""What waits at a desk: each thing once, the oldest first, with the button of whoever reads."""

import re
from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.people import entered
from tests.web.forum.desk import answer_form, drawn, meeting_of, published, said, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ADDRESS = "/forum/desk/wave/desk-wave/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def wave():
    """A wave with its team."""
    return team()


def listed(name, query=""):
    """Where the buttons of the list lead, in their order."""
    page = entered(name).get(ADDRESS + query).content.decode()
    found = re.search(r'<ul class="work">.*?</ul>', page, re.S)
    return re.findall(r'<a class="button quiet" href="/forum/desk/([^"]+)"', found[0]) if found else []


def test_each_thing_waits_in_one_place(wave):
    """Sealed, published alone, joined: three kinds, the joined ones as their statement."""
    sealed = said(wave)
    alone = published(wave, "نطلب ملعبا")
    together = [published(wave, f"نطلب نقلا {n}") for n in range(2)]
    statement = drawn(wave, *together)

    assert listed("moderator") == [
        f"contribution/{sealed.code}/moderate/", f"contribution/{alone.code}/", f"statement/{statement.pk}/",
    ]  # fmt: skip
    assert listed("answering")[1:] == [f"contribution/{alone.code}/answer/", f"statement/{statement.pk}/answer/"]
    assert listed("moderator", "?kind=moderate") == [f"contribution/{sealed.code}/moderate/"]
    assert listed("answering", "?kind=answer") == [f"statement/{statement.pk}/answer/"]


def test_the_oldest_comes_first(wave):
    """By the day on which it was said, not by the day on which it was keyed."""
    new, old = said(wave), said(wave, "قديم", said_on=date(2026, 1, 5))

    assert listed("moderator") == [f"contribution/{row.code}/moderate/" for row in (old, new)]


def test_the_counts_say_what_the_list_holds(wave):
    """Answered ones are counted, and wait no more."""
    said(wave)
    row = published(wave)
    published(wave, "نطلب ملعبا")
    entered("answering").post(f"/forum/desk/contribution/{row.code}/answer/", act(**answer_form()))

    page = entered("secretary", headers=ENGLISH).get(ADDRESS).content.decode()

    counted = {label: n for n, label in re.findall(r"<p><b>(\d+)</b> ([a-z ]+)</p>", page)}
    assert counted == {"to moderate": "1", "to join": "1", "to answer": "0", "answered": "1"}


def test_the_desk_takes_the_same_queries_whatever_waits(wave):
    """Ten sheets more, and statements, are read in as many questions as one."""
    meeting_of(wave)
    drawn(wave, published(wave))
    said(wave)
    moderator = entered("moderator")
    moderator.get(ADDRESS)

    def asked():
        with CaptureQueriesContext(connections["default"]) as queries:
            assert moderator.get(ADDRESS).status_code == 200
        return len(queries)

    few = asked()
    for n in range(5):
        said(wave, f"ورقة {n}")
        drawn(wave, published(wave, f"نطلب {n}"), text=f"مطلب {n}")
    assert asked() == few


def test_a_kind_that_is_none_shows_everything(wave):
    """An address with a mistake in it is no dead end."""
    row = said(wave)

    assert listed("moderator", "?kind=nothing") == [f"contribution/{row.code}/moderate/"]


def test_the_list_of_waves_says_what_waits_in_each(wave):
    """A second wave of somebody else is not there."""
    said(wave)

    page = entered("moderator", headers=ENGLISH).get("/forum/desk/").content.decode()
    assert "to moderate: 1" in page and ADDRESS in page
    assert ADDRESS not in entered("far_secretary").get("/forum/desk/").content.decode()
    assert entered("worker").get("/forum/desk/").status_code == 403


def test_the_team_comes_to_its_desk_after_signing_in(wave):
    """The first door of its roles."""
    for name in ("secretary", "moderator", "answering"):
        assert entered(name).get(reverse("sign_in:home"), follow=True).redirect_chain[-1][0] == "/forum/desk/"
