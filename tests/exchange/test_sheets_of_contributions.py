"""A file of contributions: previewed sealed, taken in as a whole or not at all, and never twice."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from jisr.common.database import call, scope
from jisr.common.errors import Refusal, Unacceptable
from jisr.exchange import contributions_export, sheet_actions, sheets
from jisr.exchange.centres_import import reading
from jisr.exchange.contributions_import import checking, columns
from jisr.exchange.models import StagedSheet
from jisr.forum import actions, queries
from jisr.forum.models import Contribution, Verbatim
from jisr.web.keeper import forget
from tests.access.probes import refused, refused_as, rows
from tests.stories import under
from tests.web.forum.desk import meeting_of, published, team

one = pytest.mark.django_db(databases=["default", "owner", "public", "keeper"])
NAME = "خديجة"
WORDS = f"جارتي {NAME} تنتظر دار الطالبة"


def a_file(*lines, encoding="utf-8-sig", heads=None) -> bytes:
    """A CSV file with these rows."""
    heads = heads or list(dict.fromkeys(name for line in lines for name in line))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, heads, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode(encoding)


def line(text=WORDS, **more):
    """A row."""
    return {"kind": "proposal", "text": text} | more


def staged(wave, *lines, name="a.csv", content=None):
    """Sent by the secretary."""
    with under("secretary") as held:
        return sheet_actions.stage_sheet(
            wave=wave, name=name, content=a_file(*lines) if content is None else content, by=held.user
        )


def taken(sheet, **options):
    """Confirmed by the secretary."""
    with under("secretary") as held:
        return sheet_actions.take_sheet(staged=sheet, by=held.user, **options)


def report(sheet):
    """What the preview says."""
    with under("secretary"):
        return sheet_actions.report_of(sheet)


def why(sheet) -> dict[tuple[int, str], str]:
    """(row, column) -> kind of problem."""
    return {(problem.row, problem.column): problem.kind for problem in report(sheet).problems}


@one
def test_a_file_comes_in_sealed_once_and_leaves_nothing_behind():
    """Its words are sealed while they wait and afterwards, moderated like the rest; sent again it adds nothing."""
    wave = team()
    meeting = meeting_of(wave)
    here = published(wave, "نطلب ملعبا")
    lines = (
        line(client_key="A-1", meeting="قاعة الجماعه", theme="التمدرس", commune="للا عزيزة", slip="ABCD-2345"),
        line("Un bus scolaire", kind="Proposition", language="فرنسية", channel="", said_on="01/02/2026"),
        line("شي حاجة un bus scolaire pour", language="ar, fr", speaker_role="جمعية"),
        {"code": here.code, "kind": "proposal", "text": here.text},
    )
    sheet = staged(wave, *lines)

    with under("secretary"):
        kept = str(rows("SELECT *, encode(sealed, 'escape') FROM exchange_stagedsheet"))
    assert "تنتظر" not in kept and "bus" not in kept and "ABCD" not in kept and "a.csv" not in kept
    assert sheet.counts == {"rows": 4, "new": 3, "there": 1, "refused": 0}
    new, slips = taken(sheet, slips=True)

    assert new == 3 and [(slip.row, slip.sheet) for slip in slips] == [(3, ""), (4, "")]
    with under("secretary") as held:
        first, second, third = Contribution.objects.filter(wave=wave, state="said").order_by("received_at", "id")
        assert (first.meeting, first.theme, first.commune_id, first.said_on) == (
            meeting, "schooling", "07.161.05.09", meeting.held_on,
        )  # fmt: skip
        assert (second.kind, second.language, second.channel, str(second.said_on)) == (
            "proposal", "fr", "paper", "2026-02-01",
        )  # fmt: skip
        assert (third.language, third.speaker_role, third.region_id) == ("mixed", "association", "07")
        assert queries.read_sealed(first) == WORDS and first.text == ""
        assert Verbatim.objects.get(pk=first.pk).flags
        with pytest.raises(sheet_actions.TakenAlready):
            sheet_actions.take_sheet(staged=sheet, by=held.user)
        assert rows("SELECT sealed FROM exchange_stagedsheet") == [(None,)]
    with scope(speaking="default"):
        assert queries.by_slip("abcd2345").contribution == first.pk
        assert queries.by_slip(slips[0].code).contribution == second.pk
    again = staged(wave, *lines)
    assert again.counts == {"rows": 4, "new": 0, "there": 4, "refused": 0}
    with pytest.raises(sheet_actions.AllThere):
        taken(again)


@one
def test_two_previews_of_one_file_are_one_and_a_fault_half_way_leaves_nothing(monkeypatch):
    """The second yes finds everything there; an error after half of the rows takes all of them back."""
    wave = team()
    first, second = staged(wave, line(), line("ب")), staged(wave, line(), line("ب"), line("ت"))
    assert taken(first)[0] == 2 and taken(second)[0] == 1

    third = staged(wave, *(line(f"طلب {n}") for n in range(9)))
    made, done = Verbatim.objects.bulk_create, []

    def broken(words, **options):
        done.extend(made(words[:4], **options))
        raise KeyboardInterrupt  # as a server that is killed

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), transaction.atomic():
        patch.setattr(Verbatim.objects, "bulk_create", broken)
        taken(third)
    assert len(done) == 4
    with under("secretary"):
        assert Contribution.objects.count() == Verbatim.objects.count() == 3
    assert taken(third)[0] == 9


BAD = [
    (line(""), "text", "required"),
    (line(kind=""), "kind", "required"),
    (line(kind="propozition"), "kind", "unknown"),
    (line("ا" * 20_001), "text", "long"),
    (line(theme="الفضاء"), "theme", "unknown"),
    (line(commune="زززززز"), "commune", "commune"),
    (line(commune="09.541.01.13"), "commune", "outside"),
    (line(commune="للا عزيزة", province="مراكش"), "commune", "disagree"),
    (line(province="zzzz"), "province", "province"),
    (line(region="سوس ماسة"), "region", "outside"),
    (line(said_on="31/31/2026"), "said_on", "day"),
    (line(said_on="2099-01-01"), "said_on", "future"),
    (line(said_certainty="inferred"), "said_certainty", "certainty"),
    (line(meeting="elsewhere"), "meeting", "meeting"),
    (line(wave="elsewhere"), "wave", "wave"),
    (line(language="ar, klingon"), "language", "unknown"),
    (line(slip="12"), "slip", "slip"),
    (line(slip="USED-2345"), "slip", "slip_used"),
]


@one
def test_each_bad_row_is_refused_with_its_reason_and_the_others_wait_for_a_word():
    """Nothing is guessed, and nothing comes in without a word about those left out."""
    wave = team()
    with under("secretary") as held:
        actions.contribute(wave=wave, text="قيل من قبل", slip="USED-2345", by=held.user)
    sheet = staged(
        wave, *(row for row, _column, _kind in BAD), line("سليم"), line("سليم"), line("سليم", client_key="7")
    )

    found = why(sheet)

    assert {(n + 2, column): kind for n, (_row, column, kind) in enumerate(BAD)}.items() <= found.items()
    assert found[len(BAD) + 3, "text"] == "repeated" and sheet.counts["new"] == 2
    for language in ("ar", "fr", "en"):
        with translation.override(language):
            assert all(problem.sentence() and problem.label() for problem in report(sheet).problems)
    with pytest.raises(Refusal):
        taken(sheet)
    assert taken(sheet, without_refused=True)[0] == 2


@one
def test_a_file_of_another_program_is_read_as_it_was_meant(monkeypatch):
    """Windows Arabic, a mark at the start, headings in any language, formulas that stay words, merged cells."""
    wave = team()
    with translation.override("ar"):
        heads = [str(columns.BY_CODE[code].label) for code in ("kind", "text")]
    arabic = a_file(dict(zip(heads, ("سؤال", "متى تفتح الدار؟"), strict=True)), encoding="cp1256")
    assert report(staged(wave, content=arabic)).rows[0]["text"] == "متى تفتح الدار؟"
    formula = staged(wave, line("=cmd|' /C calc'!A0"), line("'=1+1"), line("-نعم"))
    assert [row["text"] for row in report(formula).rows] == ["=cmd|' /C calc'!A0", "=1+1", "-نعم"]

    book = Workbook()
    sheet = book.active
    sheet.append(["kind", "text"])
    sheet.append(["proposal", "نطلب طريقا"])
    sheet.append(["proposal", None])
    sheet.merge_cells("B2:B3")
    sheet.append(["question", "=1+1"])
    out = io.BytesIO()
    book.save(out)
    merged = staged(wave, name="m.xlsx", content=out.getvalue())
    assert [row["text"] for row in report(merged).rows] == ["نطلب طريقا"]
    assert why(merged) == {(3, "text"): "required", (4, "text"): "required"}  # a formula that nobody computed

    monkeypatch.setattr(reading, "MOST_UNPACKED", 1024**2)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<x/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 1024**2)
    for name, content in (("b.xlsx", bomb.getvalue()), ("a.pdf", b"%PDF"), ("a.csv", b"x,y\n1,2\n"), ("a.csv", b"")):
        with pytest.raises(Refusal):
            staged(wave, name=name, content=content)


@one
def test_what_a_wave_published_is_known_again_and_the_empty_sheet_is_read_back():
    """The export sent back adds nothing; the sheet has its columns, words of both languages beside each code."""
    wave = team()
    row = published(wave, "=نطلب ملعبا")
    with under("secretary"):
        lines = contributions_export.rows(queries.published(wave=wave.pk).select_related("wave", "meeting"), {})
        exported = contributions_export.as_xlsx(lines)
    sheet = staged(wave, name="c.xlsx", content=exported)
    assert sheet.counts == {"rows": 1, "new": 0, "there": 1, "refused": 0} and row.code not in str(sheet.counts)
    for language in ("ar", "fr"):
        with translation.override(language):
            book = load_workbook(io.BytesIO(columns.empty("xlsx", [("m-1", "=قاعة", "Salle")])))
            assert columns.empty("csv").count(b"\n") == 1
        first, second = book.worksheets
        known = columns.headings()
        assert [known[checking.fold(cell.value)] for cell in first[1]] == [column.code for column in columns.COLUMNS]
        said = {(cells[2], cells[3], cells[4]) for cells in second.iter_rows(values_only=True)}
        assert ("m-1", "'=قاعة", "Salle") in said
        assert ("darija", "الدارجة", "Darija") in said
    assert tuple(column.code for column in columns.COLUMNS)[: len(contributions_export.COLUMNS)] == (
        contributions_export.COLUMNS
    )


@one
def test_a_preview_is_its_author_s_for_a_day():
    """Not a colleague's, not another region's, not a visitor's; after a day it is nobody's, and off the disk."""
    wave = team()
    sheet = staged(wave, line())
    for name in ("moderator", "answering", "far_secretary", "administrator"):
        with under(name) as held:
            assert not StagedSheet.objects.exists()
            with pytest.raises(Refusal):
                sheet_actions.take_sheet(staged=sheet, by=held.user)
            if name not in {"moderator", "answering"}:
                with pytest.raises(actions.NotOnTheTeam):
                    sheet_actions.stage_sheet(wave=wave, name="a.csv", content=a_file(line()), by=held.user)
    assert refused_as("public", "SELECT 1 FROM exchange_stagedsheet")
    with under("answering") as held, pytest.raises(actions.NotOnTheTeam):
        actions.take_in(wave=wave, rows=[], by=held.user)
    with under("secretary"):
        assert refused("UPDATE exchange_stagedsheet SET dies_at = now() + interval '9 days'")
        assert call("jisr_forum_moderation_log", wave.pk) == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer", "keeper"])
def test_what_nobody_took_in_is_gone_after_a_day(monkeypatch):
    """From every reader's sight at once, and from the disk when the keeper comes by; figures of what came in stay."""
    wave = team()
    alive, done = staged(wave, line("أ")), staged(wave, line("ب"))
    taken(done)
    with monkeypatch.context() as patch:
        patch.setattr(sheet_actions, "PREVIEW_LIVES", timedelta(seconds=-1))
        dead = staged(wave, line("ت"))
    with under("secretary"):
        assert {sheet.pk for sheet in StagedSheet.objects.all()} == {alive.pk, done.pk}

    forget()

    with scope(speaking="owner"):
        assert {sheet.pk for sheet in StagedSheet.objects.all()} == {alive.pk, done.pk} and dead.pk != alive.pk


@one
def test_a_wave_that_closed_in_between_takes_nothing_in():
    """Neither a file nor its preview."""
    wave = team()
    sheet = staged(wave, line())
    with under("secretary") as held:
        actions.close_wave(wave=wave, by=held.user)
    for act in (lambda: taken(sheet), lambda: staged(wave, line())):
        with pytest.raises(actions.WaveClosed):
            act()


@settings(max_examples=60)
@given(st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "'", "'="]), st.text(max_size=20))
def test_a_cell_out_and_in_again_is_the_same(start, rest):
    """The guard against formulas is taken away again, and only where it was put."""
    text = start + rest
    written = sheets.guarded(text)

    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert text.startswith("'") or sheets.unguarded(written) == text


@one
def test_a_slip_given_twice_stops_the_whole_file():
    """Between the preview and the yes somebody used one of the slips: nothing of the file comes in."""
    wave = team()
    sheet = staged(wave, line("أ", slip="SAME-2345"), line("ب"))
    with under("secretary") as held:
        actions.contribute(wave=wave, text="قبله", slip="SAME-2345", by=held.user)
    with pytest.raises(Unacceptable):
        taken(sheet)
    with under("secretary"):
        assert Contribution.objects.count() == 1 and connection.is_usable()
