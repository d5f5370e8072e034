"""What the groups have in common, as everybody reads it; and who came to a meeting, against who lives there."""

import re

import pytest

from jisr.common.database import scope
from jisr.forum.models import Attendance, LearnedGroups, Meeting
from tests.web.forum import rows as story
from tests.web.forum.test_public_pages import ask, words

ROLES = ("person", "association", "cooperative")
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])


@pytest.fixture
def rows():
    """The invented wave."""
    return story.make()


def path(rows):
    """The address of the page."""
    return f"/forum/waves/{rows.wave.code}/consensus/"


def test_statements_are_ranked_by_what_groups_share_and_small_groups_are_in_no_number(client, rows):
    """One that all agree on, one that parts women and men; four mayors are named, and nothing of them counted."""
    story.votes(
        rows.wave, 64,
        groups=lambda n: {"sex": "fm"[n % 2], "role": "elected" if n < 4 else ROLES[n % 3]},
        value=lambda n, place: "agree" if place or n % 2 == 0 or n == 3 else "disagree",
    )  # fmt: skip
    page = ask(client, path(rows), by="sex")

    shared, parted = page.context["ranked"]
    assert shared.verdict.score > 0.9 > parted.verdict.score > parted.verdict.least_agreement
    assert parted.least.name == "hommes" and page.context["divisive"] == [parted]
    assert "le moins convaincu : hommes (3 % d’accord)" in words(page).replace("\u202f", " ").replace("\xa0", " ")
    assert page.context["who"].total == 64 and page.context["who"].by_slip is None
    assert "moins de 5" in words(page)
    by_role = ask(client, path(rows), by="role")
    cells = re.findall(r'<th scope="row">élu.*?</tr>', by_role.content.decode(), re.DOTALL)
    assert cells and all("pas assez de voix" in one and "svg" not in one for one in cells)
    # sixty of sixty-four would tell the other four: the smallest of the three groups is kept back with them
    assert len(by_role.context["ranked"]) == 2
    for row in by_role.context["ranked"]:
        shown = sum(bar.tally.seen for bar in row.bars if bar.tally)
        assert row.total.tally.seen - shown not in range(1, 5)
    assert {bar["aria-hidden"] for bar in svgs(page)} == {"true"}
    assert "style=" not in page.content.decode() and "Qui a voté, et qui vit ici" in words(page)


def svgs(page):
    """The attributes of each drawing of a page."""
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', one)) for one in re.findall(r"<svg ([^>]*)>", page.content.decode())]


def test_without_votes_nothing_is_said(client, rows):
    """Neither ranking nor division, whatever is asked for."""
    for query in ({}, {"by": "learned"}, {"by": "region"}, {"by": "x", "page": "-1"}, {"page": "9" * 30}):
        page = ask(client, path(rows), **query)
        assert page.context["ranked"] == page.context["divisive"] == [] and page.context["came"] == []
        assert "moins de 5" in words(page)
    assert "n’a pas encore cherché" in words(ask(client, path(rows), by="learned"))
    assert client.get("/forum/waves/none/consensus/").status_code == 404


def test_a_long_wave_is_read_page_by_page(client, rows):
    """Each statement stands on one page of the ranking, and none is lost."""
    story.more(rows, 28)
    story.votes(rows.wave, 20)

    pages = [ask(client, path(rows), by="sex", page=n) for n in (1, 2, 3)]

    keys = [row.wording.key for page in pages for row in page.context["ranked"]]
    assert len(keys) == len(set(keys)) == 30 and [page.context["pages"] for page in pages] == [3, 3, 3]
    assert 'start="25"' in pages[2].content.decode()
    assert max(len(page.content) for page in pages) < 200_000


def test_learned_groups_are_shown_with_what_tells_them_or_said_not_to_hold(client, rows):
    """What the team kept; a statement replaced since is left out."""
    kept = {"wave": rows.wave, "method": "m", "is_demonstration": True, "checks": {"together": 0.01, "apart": 0.02,
            "again": 0.9}}  # fmt: skip
    drawn, gone = str(rows.drawn.pk), "01890000-0000-7000-8000-000000000000"
    with scope(speaking="owner"):
        LearnedGroups.objects.create(placed=40, groups=[
            {"size": 25, "votes": {drawn: [20, 3, 2], gone: [1, 1, 1]}, "telling": [[drawn, "agree"], [gone, "agree"]]},
            {"size": 15, "votes": {drawn: [1, 14, 0], gone: None}, "telling": [[drawn, "disagree"]]},
        ], **kept)  # fmt: skip
    page = ask(client, path(rows), by="learned")
    assert [group["share"] for group in page.context["groups"]] == [0.625, 0.375]
    assert [len(group["telling"]) for group in page.context["groups"]] == [1, 1]
    assert [row.least.name for row in page.context["ranked"]] == ["groupe B"]
    assert "Personne n’est montré" in words(page)
    assert "المجموعة ب" in words(ask(client, path(rows), "ar", by="learned"))

    with scope(speaking="owner"):
        LearnedGroups.objects.create(placed=40, groups=[], **kept)
    assert "Il n’y a pas de groupes auxquels se fier" in words(ask(client, path(rows), by="learned"))


def test_who_came_is_told_against_the_census_where_it_was_counted(client, rows):
    """In words and numbers; of a meeting of which nobody counted anybody, nothing."""
    with scope(speaking="owner"):
        meeting = Meeting.objects.create(wave=rows.wave, code="compte", region_id="07", is_demonstration=True,
                                         date_certainty="unknown")  # fmt: skip
        for sex, province, n in (("f", "07.161", 12), ("m", "07.161", 38)):
            Attendance.objects.create(
                meeting=meeting,
                wave=rows.wave,
                role="citizen",
                sex=sex,
                province_id=province,
                n=n,
                is_demonstration=True,
            )
    page = ask(client, "/forum/meetings/compte/")

    told = {one.code: one for one in page.context["compared"]}
    assert set(told) == {"sex", "province"}
    assert re.search(r"Moins de femmes qu’il n’en vit ici : 24 % \(14–37\) contre 5\d %", plain(page))
    assert "svg" in page.content.decode() and 'scope="row"' in page.content.decode()
    few = plain(ask(client, f"/forum/meetings/{rows.meeting.code}/"))
    assert "On ne le sait que de 12 personnes" in few
    unknown = ask(client, f"/forum/meetings/{rows.unknown.code}/")
    assert unknown.context["compared"] == [] and "Qui est venu, et qui vit ici" not in words(unknown)


def plain(page):
    """The words of a page with plain spaces."""
    return words(page).replace("\u202f", " ").replace("\xa0", " ")
