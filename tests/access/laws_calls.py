"""Laws of the calls: who reads a file, who never meets another reader's points, and who may not decide."""

from jisr.common.database import scope
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Applicant, Application, Call, Paper, Payment, Reading, Tranche
from tests.access.law import AGREEMENTS, FILES, FORUM, cells, law, others
from tests.access.laws_forum import fails
from tests.access.probes import counted, refused, refused_as, rows, status
from tests.access.world import World
from tests.ground import OWN, user_of
from tests.ledger.calls import calling
from tests.stories import under

CALLS = ("calls.keep", "calls.decide", "calls.help", "calls.read")
_MINE = ("incubator", "file_reader", "applicant")
_TABLES = ("application", "applicant", "paper", "reading", "override", "appeal", "helprequest", "unsent",
           "contact")  # fmt: skip


@law(
    "Who helps applicants or reads their files opens no family's file, no figures, no consultation and no journal.",
    cells(
        _MINE, *FILES, *FORUM, *AGREEMENTS, "barometer.read", "centres.edit", "centres.import", "forum.survey",
        "journal.read", "staff.manage",
    ),
    # whoever applies has no account: there is no door for her to stand before
    cells("applicant", *CALLS),
)  # fmt: skip
def _(world: World) -> None:
    for name in ("incubator", "reader_one"):
        assert counted(name) == {}
        assert status(name, "families:household", world.household) == 403
        assert status(name, "centres:edit", OWN) == 403
        with scope(user=user_of(name).pk):
            assert refused("SELECT 1 FROM common_event LIMIT 1")


@law(
    "A file is opened by the keeper of its region's calls and by the readers it was given to; nobody else finds it.",
    cells(others("regional_coordinator", "applicant"), "calls.keep"),
    cells(others("file_reader", "applicant"), "calls.read"),
)
def _(world: World) -> None:
    assert world.call.file
    for name in ("far_coordinator", "incubator", "reader_three", "far_reader", "secretary", "administrator", "worker"):
        with under(name):
            assert rows("SELECT count(*) FROM calls_application") == [(0,)], name
            assert rows("SELECT count(*) FROM calls_applicant") == [(0,)], name
            assert rows("SELECT count(*) FROM calls_paper") == [(0,)], name
            assert refused("SELECT 1 FROM calls_unsent") and refused("SELECT 1 FROM calls_contact"), name
    for name in ("council", "reader_one"):
        with under(name):
            assert Application.objects.exists()
            assert not Applicant.objects.exists()
            assert not Paper.objects.exists()


@law("Two readers of one file never meet each other's points, by any statement; nor does anybody give points for them.")
def _(world: World) -> None:
    assert world.call.reading
    with under("reader_one") as held:
        assert set(Reading.objects.values_list("reader", flat=True)) == {held.user.pk}
        one = Reading.objects.get(pk=world.call.reading)
        assert rows("UPDATE calls_reading SET words = 'x' WHERE reader_id <> %s RETURNING 1", held.user.pk) == []
        assert refused(
            "INSERT INTO calls_reading (id, is_demonstration, place, conflict, points, words, given_at, application_id,"
            f" call_id, reader_id) VALUES (gen_random_uuid(), true, 3, '', '{{}}', '', now(), '{one.application_id}',"
            f" '{one.call_id}', {held.user.pk})"
        )
    for name in ("coordinator", "council"):
        with under(name):
            assert rows("UPDATE calls_reading SET total = 100 RETURNING 1") == [], name
            assert Reading.objects.count() == 2


@law(
    "Who proposes a selection does not publish it, and who publishes it proposed nothing.",
    cells(others("regional_council", "applicant"), "calls.decide"),
    cells("regional_council", "calls.help"),
)
def _(world: World) -> None:
    call = calling.read_through("law-call")
    with under("coordinator") as keeper:
        assert fails(actions.OutOfReach, actions.decide, call=Call.objects.get(pk=call.pk), by=keeper.user)
        assert refused(f"UPDATE calls_call SET state = 'decided' WHERE id = '{call.pk}'")
        assert refused(f"UPDATE calls_call SET decided_by_id = {keeper.user.pk} WHERE id = '{call.pk}'")
        assert refused(
            "INSERT INTO calls_decision (id, is_demonstration, call_id, application_id, number, kind, province, asked,"
            " outcome, reason, reason_text) SELECT gen_random_uuid(), true, call_id, id, number, kind, province, asked,"
            " 'selected', 'ranked', '' FROM calls_application"
        )
    for name in ("far_council", "reader_one", "incubator"):
        with under(name) as held:
            assert fails(actions.OutOfReach, actions.decide, call=call, by=held.user), name


@law("What one project earns, and how many work in it, is read by those who follow it; everybody reads sums alone.")
def _(world: World) -> None:
    assert world.call.award
    for name in ("far_council", "far_coordinator", "reader_one", "incubator", "strategist", "worker"):
        with under(name):
            assert rows("SELECT count(*) FROM calls_sitevisit") == [(0,)], name
    with under("coordinator"):
        assert rows("SELECT count(*) FROM calls_sitevisit") == [(2,)]
    assert refused_as("public", "SELECT 1 FROM calls_sitevisit")


@law("An award is paid by two people of two posts of its region, and by nobody who had a hand in choosing.")
def _(world: World) -> None:
    with under("coordinator"):
        tranche = Tranche.objects.get(award=world.call.award, place=2)
        first = Tranche.objects.get(pk=world.call.tranche)
        assert refused("UPDATE calls_tranche SET paid_on = CURRENT_DATE")
        assert refused("UPDATE calls_payment SET state = 'confirmed' WHERE state = 'open'")
        assert refused(
            "INSERT INTO calls_tranche (id, is_demonstration, place, amount, for_ar, due_on, paid_on, award_id,"
            " call_id) SELECT gen_random_uuid(), true, 9, 1, '', CURRENT_DATE, CURRENT_DATE, award_id, call_id"
            f" FROM calls_tranche WHERE id = '{tranche.pk}'"
        )
    for name in ("coordinator", "council", "second_approver", "reader_one", "far_approver", "administrator"):
        with under(name) as held:
            assert fails(actions.NotOfThisRegion, actions.propose_payment, tranche=tranche, by=held), name
    with under("approver") as held:
        waits = Payment.objects.get(pk=world.call.payment)
        assert fails(actions.NotOfThisRegion, actions.confirm_payment, payment=waits, by=held)
        assert refused(
            f"UPDATE calls_payment SET state = 'confirmed', settled_by_id = {held.user.pk}, settled_at = now(),"
            f" settled_post_id = '{held.pk}' WHERE state = 'open'"
        )
        assert refused(f"UPDATE calls_payment SET amount = 1 WHERE id = '{waits.pk}'")
    with under("far_second_approver"):
        assert rows("SELECT count(*) FROM calls_payment") == [(0,)]
    with under("second_approver") as held:
        # nor in the name of the first
        assert refused(
            "INSERT INTO calls_payment (id, call_id, tranche_id, amount, happened_on, reason, state, proposed_by_id,"
            " proposed_post_id, proposed_at, settled_reason, is_demonstration) SELECT gen_random_uuid(), call_id,"
            f" '{tranche.pk}', amount, happened_on, '', 'open', proposed_by_id, proposed_post_id, now(), '', true"
            " FROM calls_payment WHERE state = 'confirmed'"
        )
        actions.refuse_payment(payment=waits, reason="س", by=held)
    with under("coordinator"):
        assert Tranche.objects.get(pk=first.pk).paid_on


@law(
    "Where to reach somebody who wants help is read by the associations of her region alone.",
    cells(others("incubator", "applicant", "regional_council"), "calls.help"),
)
def _(world: World) -> None:
    assert world.call.help
    for name in ("coordinator", "council", "reader_one", "far_coordinator", "administrator"):
        with under(name):
            assert rows("SELECT count(*) FROM calls_helprequest") == [(0,)], name
    with under("incubator") as held:
        assert queries.help_of(held.user).count() == 1


@law("Without an account nothing of a call is written but through its doors, and no file is read.", committed=True)
def _(world: World) -> None:
    for table in _TABLES:
        assert refused_as("public", f"SELECT 1 FROM calls_{table}"), table
        assert refused_as("public", f"INSERT INTO calls_{table} DEFAULT VALUES"), table
    for table in ("call", "criterion", "quota", "decision"):
        assert refused_as("public", f"UPDATE calls_{table} SET id = id"), table
        assert refused_as("public", f"INSERT INTO calls_{table} DEFAULT VALUES"), table
    with scope(speaking="public"):
        assert queries.by_code("AAAA-AAAA-AAAA") is None
        assert queries.by_code("") is None
