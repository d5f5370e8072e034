"""What visitors and outsiders reach of a consultation, asked as their own logins."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.common.text import fold
from jisr.forum import actions, queries
from jisr.forum.models import Answer, Contribution, StatementVote
from jisr.forum.rules.masking import told as tells
from tests.access.probes import refused, refused_as, rows
from tests.forum.told import NAME, PUBLISHED, a_round, answered, drawn, published, said
from tests.stories import under

LOGINS = ["default", "owner", "public", "counter", "sealer", "keeper"]
committed = pytest.mark.django_db(transaction=True, databases=LOGINS)
in_one = pytest.mark.django_db(databases=LOGINS)

SLIP = "AC7K-2QRT"
TABLES = [model._meta.db_table for model in apps.get_app_config("forum").get_models()]


def everything(login):
    """All that a login reads of the forum, as one text."""
    found = []
    with scope(speaking=login), connections[login].cursor() as cursor:
        for table in TABLES:
            try:
                with transaction.atomic(using=login):
                    cursor.execute(f"SELECT * FROM {table}")
                    found += cursor.fetchall()
            except DatabaseError:
                continue
    return str(found)


@committed
def test_no_login_without_account_reads_a_sealed_word():
    """Not a row of the sealed words, and not one word that the published text covers."""
    told = a_round()
    published(told)
    said(told, "كلام سري للغاية عن خديجة")

    for login in ("public", "counter", "sealer", "keeper"):
        assert refused_as(login, "SELECT 1 FROM forum_verbatim"), login
        assert not tells(everything(login), {fold(NAME, articles=True), fold("خديجة", articles=True), "سري"}), login
    assert "نقلا" in everything("public")  # what is published is read


@committed
def test_no_public_query_holds_a_covered_word():
    told = a_round()
    contribution = published(told, slip=SLIP)
    statement = drawn(contribution)
    answered(statement=statement)
    wave = told.wave

    with scope(speaking="public"):
        row = queries.contribution(contribution.code)
        after = queries.after_contribution(row)
        shown = [
            [list(one.__dict__.items()) for rows_ in (
                queries.waves(), queries.meetings_of(wave), queries.statements(wave), queries.published(wave=wave.pk),
                queries.originals(statement), queries.answers(contribution=row, through=[one.pk for one in after]),
            ) for one in rows_],
            after, queries.by_slip(SLIP), queries.moderation_log(wave), queries.duty(wave),
            queries.consensus(wave, "sex"), queries.attendance(told.meeting), queries.became(wave.pk),
            queries.unanswered(wave),
        ]  # fmt: skip

    assert NAME not in str(shown) and fold(NAME, articles=True) not in fold(str(shown), articles=True)
    assert PUBLISHED in str(shown)


@committed
def test_what_is_sealed_or_withheld_does_not_exist_for_visitors():
    told = a_round()
    hidden, withheld = said(told, "مختوم", slip=SLIP), published(told, "ظاهر ثم محجوب", cover="")
    with under("moderator") as held:
        actions.withhold(contribution=withheld, reason="private", by=held.user)
    answered(contribution=withheld, what="جواب لصاحبه وحده")

    with scope(speaking="public"):
        assert not Contribution.objects.exists() and not Answer.objects.exists()
        assert queries.contribution(hidden.code) is None
        slip = queries.by_slip("ac7k 2qrt")
        assert (slip.state, slip.text, slip.answers) == ("said", "", ())
        assert queries.by_slip("AC7K-2QRX") is None and queries.by_slip("") is None


@committed
def test_whoever_holds_the_slip_reads_each_answer():
    told = a_round()
    contribution = published(told, slip=SLIP)
    statement = drawn(contribution)
    answered(statement=statement)
    answered("سنعود إليكم", contribution=contribution)

    with scope(speaking="public"):
        slip = queries.by_slip(SLIP)

    assert slip.text == PUBLISHED
    assert {(one.what, one.statement) for one in slip.answers} == {
        ("حافلة مدرسية ابتداء من شتنبر", statement.pk), ("سنعود إليكم", None),
    }  # fmt: skip


@committed
def test_visitors_write_nothing_but_votes():
    told = a_round()
    statement = drawn(published(told))
    for table in TABLES:
        assert refused_as("public", f"DELETE FROM {table}"), table
        assert refused_as("public", f"INSERT INTO {table} DEFAULT VALUES"), table
    assert refused_as("public", "UPDATE forum_contribution SET text = 'x'")
    assert refused_as(
        "public", f"SELECT jisr_forum_seat('{told.wave.pk}', '{told.wave.pk}', 1, 'moderator', 'moderator')"
    )
    assert refused_as("public", "SELECT 1 FROM forum_statementvote") and refused_as(
        "public", "SELECT 1 FROM forum_seat"
    )

    with scope(speaking="public"):
        actions.vote(statement=statement, voter=SLIP, value="agree")
    assert StatementVote.objects.using("owner").count() == 1


@in_one
def test_outsiders_with_an_account_read_no_more_than_visitors():
    told = a_round()
    contribution = said(told, "مختوم")
    for name in ("far_secretary", "far_moderator", "worker", "director", "coordinator", "strategist", "administrator"):
        with under(name):
            assert rows("SELECT count(*) FROM forum_verbatim") == [(0,)], name
            assert rows("SELECT count(*) FROM forum_contribution") == [(0,)], name
            assert queries.read_sealed(contribution) is None


@in_one
def test_outsiders_with_an_account_write_nothing():
    """By raw SQL, as the application's login would after a mistake in a page."""
    told = a_round()
    contribution = published(told)
    statement = drawn(contribution)
    with under("far_secretary") as far:
        assert refused("UPDATE forum_contribution SET text = 'x' WHERE id = %s", contribution.pk)
        assert refused("UPDATE forum_wave SET name_fr = 'x' WHERE id = %s", told.wave.pk)
        assert refused("UPDATE forum_meeting SET place_fr = 'x' WHERE id = %s", told.meeting.pk)
        assert refused("UPDATE forum_statement SET state = 'replaced' WHERE id = %s", statement.pk)
        assert refused("UPDATE forum_edge SET undone_at = now() WHERE wave_id = %s", told.wave.pk)
        assert refused("INSERT INTO forum_edgeto (id, edge_id, statement_id) SELECT gen_random_uuid(), e.id, s.id"
                       " FROM forum_edge e, forum_statement s")  # fmt: skip
        assert call("jisr_forum_seat", new_key(), told.wave.pk, far.user.pk, "secretary", "wave_secretary") == [
            ("not_yours",)
        ]


@in_one
def test_a_seat_changes_no_row_of_another_wave_nor_moves_one():
    one, two = a_round(), a_round("another")
    contribution = said(one)
    with under("secretary"):
        assert refused("UPDATE forum_contribution SET wave_id = %s WHERE id = %s", two.wave.pk, contribution.pk)
        assert refused("UPDATE forum_contribution SET meeting_id = %s WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE",
                       two.meeting.pk, contribution.pk)  # fmt: skip
        assert refused("INSERT INTO forum_seat SELECT * FROM forum_seat")
        assert refused("DELETE FROM forum_verbatim") and refused("DELETE FROM forum_contribution")
        assert refused("UPDATE forum_statementvote SET value = 'agree'")


@in_one
def test_a_closed_wave_is_closed_in_the_database_too():
    told = a_round()
    answered(statement=drawn(published(told)))
    with under("secretary") as held:
        actions.close_wave(wave=told.wave, by=held.user)
        fields = (
            "wave_id, version, is_demonstration, state, kind, language, channel, speaker_role, organisation, theme,"
        )
        fields += " public, urgency, text, masks, withheld_reason, said_on, received_at, code_hash, sources"
        assert refused(
            f"INSERT INTO forum_contribution (id, code, {fields}) SELECT gen_random_uuid(), 'x', {fields}"
            " FROM forum_contribution"
        )
        assert refused("UPDATE forum_edge SET undone_at = now()")


@in_one
def test_an_invented_row_points_at_no_sourced_one():
    """The database holds it, whatever an act forgets."""
    told = a_round()
    contribution = said(told)
    with under("secretary"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "INSERT INTO forum_meeting (id, wave_id, code, is_demonstration, version, place_ar, place_fr,"
            " date_certainty, manner, chair_ar, chair_fr, agenda_ar, agenda_fr, minutes_ar, minutes_fr, state, sources)"
            " SELECT gen_random_uuid(), wave_id, 'real', false, 1, '', '', 'unknown', '', '', '', '', '', '', '',"
            " 'planned', '[]' FROM forum_contribution WHERE id = %s",
            [contribution.pk],
        )
