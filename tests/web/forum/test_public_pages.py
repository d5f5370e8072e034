"""The public pages of the forum: what anybody reads without an account, and what nobody reads."""

import re
from html import unescape

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from jisr.common.database import scope
from jisr.exchange.forum_record.reading import read
from jisr.forum.models import Contribution, Edge, Meeting, Wave
from jisr.web import said
from tests.web.forum import rows as story

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
#: Words that a page never says: nothing found is not nothing done.
NEVER_SAID = ("لم ينجز", "لم يتم إنجاز", "n'a pas été fait", "non réalisé", "was not done")


def words(answer):
    """The words of a page, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def ask(client, path, language="fr", **query):
    """A public page that is there."""
    answer = client.get(path, query, headers={"accept-language": language})
    assert answer.status_code == 200, path
    return answer


def pages(rows):
    """The addresses of all public pages of a wave."""
    return [
        "/forum/", f"/forum/waves/{rows.wave.code}/", f"/forum/waves/{rows.wave.code}/moderation.csv",
        f"/forum/waves/{rows.wave.code}/answers/",
        f"/forum/meetings/{rows.meeting.code}/", f"/forum/meetings/{rows.meeting.code}/minutes/",
        f"/forum/meetings/{rows.unknown.code}/", f"/forum/contributions/{rows.published.code}/",
        f"/forum/statements/{rows.drawn.pk}/", f"/forum/statements/{rows.joined.pk}/", "/forum/slip/",
    ]  # fmt: skip


@pytest.fixture
def rows():
    """The invented wave."""
    return story.make()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_page_holds_a_sealed_word(client, rows, language):
    """Neither what is masked, nor what waits, nor what is withheld, in any language; and none says "not done"."""
    for path in pages(rows):
        body = ask(client, path, language).content.decode()

        assert "كلثوم" not in body and "الطاهر" not in body, path
        assert not [one for one in NEVER_SAID if one in body], path
        if not path.endswith(".csv"):
            assert rows.waiting.code not in body and rows.withheld.code not in body, path


def test_every_page_takes_a_fixed_number_of_queries(client, rows):
    """With three contributions or with thirty, on the first page of a list as on the next."""
    paths = [path for path in pages(rows) if not path.endswith("slip/")]

    def count(path):
        with CaptureQueriesContext(connections["public"]) as made:
            body = ask(client, path).content
        return len(made), len(body)

    story.more(rows, 3)
    before = {path: count(path) for path in paths}
    story.more(rows, 27)
    after = {path: count(path) for path in paths}

    assert {path: few for path, (few, _size) in before.items()} == {path: many for path, (many, _size) in after.items()}
    assert max(many for many, _size in after.values()) <= 16
    grown = [path for path in paths if after[path][1] > before[path][1]]
    assert len(grown) >= 6


def test_nothing_speaks_but_the_public_login(client, rows):
    """A page that nobody signs in to asks nothing of the login that reads sealed words."""
    for path in pages(rows):
        with CaptureQueriesContext(connections["default"]) as made:
            ask(client, path)
        assert not [one["sql"] for one in made if "forum_" in one["sql"]], path


def test_a_wave_says_what_became_of_what_was_said(client, rows):
    """One published, answered through the statement that it was joined in, after twenty days."""
    page = ask(client, f"/forum/waves/{rows.wave.code}/")

    figures = page.context["figures"]
    assert (figures.said, figures.answered, figures.rate, figures.median_days) == (1, 1, 1.0, 20.0)
    assert "Cycle d'essai" in words(page)


def test_what_nobody_published_is_said_to_be_unpublished(client, rows):
    """A meeting of which only the region is known."""
    for language, unknown in (("ar", "غير منشور"), ("fr", "non publié")):
        page = words(ask(client, f"/forum/meetings/{rows.unknown.code}/", language))
        assert page.count(unknown) >= 6, page


def test_a_day_that_was_worked_out_says_how(client, rows):
    """On its own page and in every list."""
    for path in ("/forum/", f"/forum/waves/{rows.wave.code}/", f"/forum/meetings/{rows.meeting.code}/"):
        assert "d'une annonce antérieure" in words(ask(client, path)), path


def test_a_promise_past_its_day_comes_first_and_shows(client, rows):
    """Without saying that it was not kept: nothing published shows that it was."""
    page = ask(client, f"/forum/meetings/{rows.meeting.code}/")

    late, kept = page.context["commitments"]
    assert late.is_late and not kept.is_late
    assert "nous n’avons rien trouvé de publié" in words(page).lower()


def test_a_thread_reads_from_either_end(client, rows):
    """Said, published, joined twice, answered, each with the days since it was said; and back to the original."""
    page = ask(client, f"/forum/contributions/{rows.published.code}/")

    assert [(step.kind, step.days) for step in page.context["steps"]] == [
        ("said", None), ("published", 3), ("joined", 5), ("joined", 8), ("answered", 20),
    ]  # fmt: skip
    assert f"/forum/statements/{rows.joined.pk}/" in page.content.decode()
    for statement in (rows.drawn, rows.joined):
        back = ask(client, f"/forum/statements/{statement.pk}/").content.decode()
        assert f"/forum/contributions/{rows.published.code}/" in back
        assert "Direction d'essai" in back.replace("&#x27;", "'")


def test_a_covered_word_says_why_it_is_covered(client, rows):
    """To eyes and to a screen reader; whatever stands under a mask in the table is never passed on."""
    with scope(speaking="owner"):
        Contribution.objects.filter(pk=rows.published.pk).update(text=story.PUBLISHED.replace("▇▇▇", "سرّ"))

    body = ask(client, f"/forum/contributions/{rows.published.code}/", "ar").content.decode()

    assert "سرّ" not in body
    assert "▇▇▇" in body


def test_what_was_undone_is_no_longer_joined(client, rows):
    """The rows stay; the thread and the figures follow what holds today."""
    with scope(speaking="owner"):
        row = Edge.objects.get(kind="merged")
        row.undone_at = story.noon(story.SAID.replace(day=20))
        row.save()

    page = ask(client, f"/forum/contributions/{rows.published.code}/")

    assert [step.kind for step in page.context["steps"]] == ["said", "published", "joined"]
    assert "Nous n’avons pas trouvé de réponse publique" in words(page)
    assert ask(client, f"/forum/waves/{rows.wave.code}/").context["figures"].answered == 0


def test_a_part_without_an_answer_is_not_called_answered(client, rows):
    """Drawn into two statements of which one is answered."""
    with scope(speaking="owner"):
        other = story.statement(rows.wave, "توظيف مساعدة اجتماعية", on=story.SAID)
        story.edge("extracted", [rows.published], [other], on=story.SAID)

    page = ask(client, f"/forum/contributions/{rows.published.code}/")

    assert page.context["settled"] is None
    assert "Une partie a reçu une réponse" in words(page)


def test_an_invented_wave_says_so_on_each_of_its_pages(client, rows):
    """And a real one does not."""
    with scope(speaking="owner"):
        real = Wave.objects.create(code="reel", name_ar="دورة", name_fr="Cycle", sources=[story.SOURCE])
    said = "Démonstration — ce cycle"

    for path in pages(rows)[1:-1]:
        if not path.endswith(".csv"):
            assert said in words(ask(client, path)), path
    assert said not in words(ask(client, f"/forum/waves/{real.code}/"))


def test_a_region_of_the_map_leads_to_its_meetings(client, rows):
    """The map is a way round; an address made up leads to all of them."""
    chosen = ask(client, "/forum/", region="09")

    assert [one.code for one in chosen.context["page"]] == [rows.unknown.code]
    assert len(ask(client, "/forum/", region="nowhere").context["page"]) == 2
    assert "?region=07#meetings" in ask(client, "/forum/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["waves/none/", "waves/none/moderation.csv", "meetings/none/", "meetings/none/minutes/", "contributions/C-WAITS/",
     "contributions/C-WITHHELD/", "contributions/%00/", "statements/01890000-0000-7000-8000-000000000000/"],
)  # fmt: skip
def test_what_is_not_public_does_not_exist(client, rows, path):
    """A contribution that waits or is withheld cannot be told from one that never was."""
    assert client.get(f"/forum/{path}").status_code == 404


def test_the_duty_to_answer_is_told_as_it_stood_on_any_day(client, rows):
    """By region and by body; a day that cannot be read, or that is to come, is today."""
    path = f"/forum/waves/{rows.wave.code}/answers/"

    before, after, damaged, later = (
        ask(client, path, on=on).context for on in ("2026-09-20", "2026-09-21", "yesterday", "9999-12-31")
    )

    assert (before["response"].said, before["response"].answered) == (1, 0)
    assert (after["response"].answered, after["response"].median_days) == (1, 20.0)
    assert [(place.code, row.rate) for place, row in after["by_region"]] == [("07", 1.0)]
    assert [body for body, _row in after["by_body"]] == ["Direction d'essai"]
    assert damaged["on"] == later["on"] == before["today"]


def test_the_moderation_log_tells_codes_and_reasons_alone(client, rows):
    """What was published, what was withheld, and why."""
    log = ask(client, f"/forum/waves/{rows.wave.code}/moderation.csv")

    lines = log.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("code,said_on,state")
    assert len(lines) == 4
    assert any("C-WITHHELD" in line and "private" in line for line in lines)


def test_a_source_leads_only_to_a_page_of_the_web(client, rows):
    """An address that is no web address stays words."""
    with scope(speaking="owner"):
        Wave.objects.filter(pk=rows.wave.pk).update(
            sources=[{"title": "x", "url": "javascript:alert(1)", "read_on": ""}]
        )

    assert "javascript:alert" not in ask(client, f"/forum/waves/{rows.wave.code}/").content.decode()


def test_a_demand_of_the_record_without_a_day_is_shown_without_one(client, rows):
    """The latest day that it can be is no day: it stands in no figure and no step is counted from it."""
    with scope(speaking="owner"):
        one = story.said(
            rows.wave, "PRESSE-1", meeting=rows.unknown, text="نص", said_certainty="unknown",
            sources=[story.SOURCE], organisation="سؤال كتابي — question écrite", language="mixed",
        )  # fmt: skip
        story.answer(wave=rows.wave, contribution=one)

    page = ask(client, f"/forum/contributions/{one.code}/")

    assert "jour non publié" in words(page)
    assert "question écrite" in words(page)
    assert "سؤال كتابي" not in words(page)
    assert {step.days for step in page.context["steps"]} == {None}
    figures = ask(client, f"/forum/meetings/{rows.unknown.code}/").context["figures"]
    assert (figures.said, figures.answered, figures.median_days) == (1, 1, None)


def test_the_record_says_how_each_day_was_worked_out():
    """The words by which the pages know are those that the record writes."""
    inferred = [row for row in read().meetings if row["date_certainty"] == "inferred"]

    assert inferred
    assert all(said.why_inferred(Meeting(**row)) for row in inferred)
