"""Help while keying, moderating and joining: what was said already, shown before it is said twice; a person decides."""

import re

import pytest
from django.core import signing
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from jisr.common import journal
from jisr.forum import actions, queries
from jisr.forum.models import Contribution, Statement, Suggestion
from jisr.territory.models import Region
from tests.access.people import entered
from tests.stories import under
from tests.web.forum.desk import drawn, published, said, team
from tests.web.forum.test_desk_keying import sheet
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
KEY = "/forum/desk/wave/desk-wave/key/"
STATEMENTS = "/forum/desk/wave/desk-wave/statements/"
ENGLISH = {"accept-language": "en"}
BUS = "نطلب نقلا مدرسيا لبنات الدواوير البعيدة"
SEALED = "جارتي فاطمة تنتظر دار الطالبة منذ سنتين في الجماعة"
#: Arabic, French, Darija in both scripts, and two of them in one sentence.
SAME_IN = (
    "Nous demandons un transport scolaire pour les filles des douars",
    "bghina transport scolaire l lbnat dyal douar",
    "بغينا الترونسبور السكولير لبنات الدوار",
    "نطلب نقلا مدرسيا, un bus scolaire pour les filles du douar",
)


@pytest.fixture
def wave():
    """A wave with its team."""
    return team()


def asked(client, text, **more):
    """The part of the page with what resembles a text."""
    answer = client.post(f"{KEY}alike/", {"text": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def signed(page):
    """The list that a page carries."""
    return re.search(r'name="alike" value="([^"]+)"', page)[1]


def kept():
    """What was kept, as the team sees it."""
    with under("moderator"):
        return list(Suggestion.objects.order_by("at", "rank"))


def test_what_was_said_already_is_shown_while_a_sheet_is_keyed(wave):
    """In any language of the country; nothing is written by showing it, and the same form keeps the verdicts once."""
    bus, path = published(wave, BUS), published(wave, "نريد فتح مستوصف القرية كل يوم")
    secretary = entered("secretary", headers=ENGLISH)
    for text in SAME_IN:
        page = asked(secretary, text)
        assert bus.code in page and BUS in page and "seems to be keyed already" not in page, text
    assert kept() == []

    page = asked(secretary, SAME_IN[0])
    form = sheet(text=SAME_IN[0], language="fr", alike=signed(page), **{f"alike-{bus.pk}": "accepted"})
    for _ in range(2):  # sent twice, judged once
        secretary.post(KEY, form)
    secretary.post(KEY, sheet(text="طريق أخرى غير هذه", alike=form["alike"]))  # the same list in another form

    with under("secretary"):
        keyed = Contribution.objects.get(state="said", language="fr")
    [first, *rest] = kept()
    assert (first.kind, first.subject_id, first.proposed_id, first.verdict) == ("near", keyed.pk, bus.pk, "accepted")
    assert first.rank == 1 and 0.4 < first.score < 1 and first.version and "lsa" in first.method
    assert {one.verdict for one in rest} <= {""} and all(one.proposed_id == path.pk for one in rest)


def test_a_sheet_that_was_keyed_is_not_keyed_again(wave):
    """It is named by its number; pressed, nothing is keyed, and the press is kept as a verdict."""
    there = said(wave, SEALED)
    secretary = entered("secretary", headers=ENGLISH)

    page = secretary.post(KEY, sheet(text=f"  {SEALED} !", look="1")).content.decode()

    assert f"{there.code}" in page and "seems to be keyed already" in page and SEALED in page
    assert "فاطمة" not in asked(secretary, SEALED)  # sealed words come back to nobody unasked
    answer = secretary.post(KEY, sheet(text=f"{SEALED} !", alike=signed(page), same=there.code))
    assert answer["Location"] == f"/forum/desk/contribution/{there.code}/"
    [one] = kept()
    assert (one.kind, one.subject, one.proposed_id, one.verdict) == ("duplicate", None, there.pk, "accepted")
    with under("secretary"):
        assert Contribution.objects.count() == 1


def test_sealed_words_are_read_on_request_and_the_journal_says_so(wave, monkeypatch):
    """The button keeps everything typed; each sealed text that it shows leaves a line."""
    there = said(wave, SEALED)
    secretary, lines = entered("secretary", headers=ENGLISH), []
    monkeypatch.setattr(journal, "opened", lambda verb, subject, **_rest: lines.append((verb, subject.pk)))
    typed_ = "دار الطالبة في الجماعة، ننتظر منذ سنتين"

    before = secretary.post(KEY, sheet(text=typed_, look="1", organisation="جمعية")).content.decode()
    after = secretary.post(KEY, sheet(text=typed_, unseal="1", organisation="جمعية")).content.decode()

    assert "Still sealed" in before and SEALED not in before and there.code in before
    assert SEALED in after and typed_ in after and "جمعية" in after
    assert lines == [("forum.read_sealed", there.pk)]


def test_suggestions_never_cross_waves_nor_leave_the_team(wave):
    """Not the same words in another wave, nor to somebody without a seat, nor through a list signed for another."""
    said(wave, SEALED), published(wave, BUS)
    with under("far_secretary") as far:
        theirs = actions.open_wave(
            code="far-wave", name_ar="س", name_fr="x", region=Region.objects.get(pk="09"), by=far.user
        )
        assert queries.near(theirs, SEALED) == []
        assert queries.near(wave, SEALED) is None and queries.alike_contributions(wave) is None
    page = entered("far_secretary").post("/forum/desk/wave/far-wave/key/alike/", {"text": SEALED}).content.decode()
    assert "alike-" not in page
    secretary = entered("secretary")
    mine = signed(asked(secretary, BUS))
    for client, address in ((entered("moderator"), KEY), (entered("far_secretary"), "/forum/desk/wave/far-wave/key/")):
        client.post(address, sheet(text="كلام آخر تماما", commune="", alike=mine))
    secretary.post(KEY, sheet(text="كلام ثالث تماما", alike=f"{mine}x"))
    assert kept() == []
    for who in ("worker", "answering", "coordinator"):
        assert entered(who).post(f"{KEY}alike/", {"text": SEALED}).status_code == 403
    with under("far_secretary") as far, pytest.raises(actions.NotOnTheTeam):
        actions.judge(wave=wave, shown=None, verdicts={}, by=far.user)


def test_the_database_keeps_two_waves_apart_and_a_list_judged_once(wave):
    """A pair of two waves is refused, and the second row of one place in one list."""
    one, other = published(wave, BUS), published(wave, BUS + " اليوم")
    with under("secretary") as held:
        listed = queries.near(wave, BUS)
        shown = actions.Shown(key=one.pk, at=one.received_at, rows=listed)
        actions.judge(wave=wave, shown=shown, verdicts={one.pk: "accepted", other.pk: "perhaps"}, by=held.user)
        assert actions.judge(wave=wave, shown=shown, verdicts={}, by=held.user) == []
    rows = kept()
    assert [row.verdict for row in rows] == ["accepted", ""] and {row.kind for row in rows} == {"duplicate"}
    elsewhere = team("another-wave")
    foreign = published(elsewhere, BUS)
    with under("secretary") as held:
        for values in ({"proposed": foreign}, {"showing": rows[0].showing, "rank": rows[0].rank}):
            told = {
                "wave": wave, "kind": "near", "showing": foreign.pk, "proposed": one, "method": "m", "version": "1",
                "score": 0.5, "rank": 9, "shown_at": one.received_at, "by": held.user,
            } | values  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                Suggestion(**told).save(force_insert=True)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_text_breaks_it(wave):
    """Nothing, signs alone, one letter twenty thousand times, a speech in three languages."""
    said(wave, "نطلب طريقا معبدة"), said(wave, "ا" * 19_000)
    secretary = entered("secretary")

    for text in ("", "   ", "؟!", "ا" * 20_000, "نطلب طريقا معبدة. Une route! bghina tri9. " * 470, "x" * 30_000):
        assert "<p" in asked(secretary, text)


def test_it_asks_the_database_as_often_whatever_was_said(wave):
    """For thirty contributions as for three, also after one came."""
    for n in range(3):
        published(wave, f"نطلب نقلا مدرسيا رقم {n}")
    secretary, counts = entered("secretary"), []
    for more in (0, 12):
        for n in range(more):
            published(wave, f"نريد نقلا مدرسيا جديدا رقم {n} {more}")
        asked(secretary, BUS)
        with CaptureQueriesContext(connection) as seen:
            asked(secretary, BUS)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_moderator_says_what_asks_for_the_same_and_finds_it_ticked(wave):
    """What she said while moderating comes ticked when a statement is drawn."""
    bus, row = published(wave, BUS), said(wave, SAME_IN[3])
    moderator = entered("moderator", headers=ENGLISH)
    address = f"/forum/desk/contribution/{row.code}/moderate/"
    page = moderator.get(address).content.decode()
    assert BUS in page

    moderator.post(
        address,
        act(decision="publish", version="1", read_through="on", alike=signed(page), **{f"alike-{bus.pk}": "accepted"}),
    )

    [one] = kept()
    assert (one.subject_id, one.proposed_id, one.verdict) == (row.pk, bus.pk, "accepted")
    form = moderator.get(f"{STATEMENTS}new/?contribution={row.pk}").content.decode()
    assert re.search(rf'value="{bus.pk}" checked', form) and re.search(rf'value="{row.pk}" checked', form)


def group_of(page, n=0):
    """A group as its form carries it: the fields of a press."""
    return {f"group-{n}": re.search(rf'name="group-{n}" value="([^"]+)"', page)[1]}


def test_one_press_ticks_a_group_and_what_stays_ticked_is_kept(wave):
    """With words and a quotation of what was said; unticking one says that it asks for something else."""
    rows = [published(wave, text) for text in (BUS, f"{BUS} والجبلية", SAME_IN[0])]
    published(wave, "نريد مستوصفا مفتوحا كل يوم"), published(wave, "عمل للشباب العاطل")
    moderator, address = entered("moderator", headers=ENGLISH), f"{STATEMENTS}new/"
    page = moderator.get(address).content.decode()
    assert "They seem to ask for the same" in page and "Tick these 3" in page

    page = moderator.post(address, act(tick="0", text="جملة بدأتها", **group_of(page))).content.decode()

    assert "جملة بدأتها" in page and all(re.search(rf'value="{row.pk}" checked', page) for row in rows)
    assert kept() == [] and "Please check" not in page
    pressed = re.search(r'name="group" value="([^"]+)"', page)[1]
    label = signing.loads(pressed, salt="forum.suggestions")["subject"]
    chosen = [label, next(str(row.pk) for row in rows if str(row.pk) != label)]
    moderator.post(address, act(group=pressed, contributions=chosen, text="نقل مدرسي", language="ar"))
    assert sorted(one.verdict for one in kept()) == ["accepted", "refused"]
    assert {str(one.subject_id) for one in kept()} == {label} and {one.kind for one in kept()} == {"group"}


def test_a_group_that_is_dismissed_is_not_offered_again(wave):
    """What was typed stays; and statements are grouped by the same press when they are joined."""
    for text in (BUS, f"{BUS} والجبلية"):
        drawn(wave, published(wave, text), text=text)
    moderator, address = entered("moderator", headers=ENGLISH), f"{STATEMENTS}join/"
    page = moderator.get(address).content.decode()
    assert "Tick these 2" in page

    page = moderator.post(address, act(dismiss="0", text="جملة", **group_of(page))).content.decode()

    assert "جملة" in page and "Tick these" not in page and "Tick these" not in moderator.get(address).content.decode()
    [one] = kept()
    assert one.verdict == "refused" and one.subject_statement_id and one.proposed_statement_id and not one.proposed_id
    with under("moderator"):
        assert Statement.objects.filter(state="active").count() == 2


def test_how_often_people_keep_what_is_proposed_is_told(wave):
    """To the team at once; to everybody from twenty verdicts on, without a word of a text."""
    rows = [published(wave, f"{BUS} {n}") for n in range(7)]
    with under("moderator") as held:
        for n in range(4):
            listed = [one for one in queries.near(wave, BUS, most=7) if one.key != rows[n].pk][:5]
            shown = actions.Shown(rows[n].pk, rows[n].received_at, listed, subject=rows[n].pk)
            said_ = {one.key: "refused" if n == 0 else "accepted" for one in listed}
            if n == 3:
                assert queries.kept(wave) == []
            actions.judge(wave=wave, shown=shown, verdicts=said_, by=held.user)
        [told] = queries.kept(wave)
        [own] = queries.kept_of_team(wave)
    assert (told.accepted, told.refused, told.rate) == (15, 5, 0.75) and own.shown == 20
    desk = entered("moderator", headers=ENGLISH).get("/forum/desk/wave/desk-wave/").content.decode()
    assert "15" in desk and "75" in desk
