"""Laws of agreements: who keeps them does not approve, who proposes does not confirm, and nobody opens a file."""

from jisr.common.database import scope
from jisr.common.errors import OutOfReach
from jisr.ledger.agreements import actions
from jisr.ledger.agreements.models import Agreement, Claim, Document, DocumentContent, Entry, Share
from tests.access.law import AGREEMENTS, FILES, TREASURY, cells, law, others
from tests.access.laws_forum import fails
from tests.access.probes import counted, page, refused, refused_as, rows, status
from tests.access.world import World
from tests.ground import OWN, user_of
from tests.ledger.agreements import promised
from tests.stories import under

#: Who has an account and neither keeps nor approves the agreements of region 07.
_OUTSIDE = (
    "officer", "worker", "director", "delegate", "coordinator", "secretary", "answering", "adviser", "strategist",
    "auditor", "administrator", "far_council", "far_approver", "far_second_approver",
)  # fmt: skip


@law(
    "Whoever keeps or approves agreements opens no family's file, reads no figures and keeps no catalogue.",
    cells(TREASURY, *FILES, "barometer.read", "centres.edit", "centres.import", "forum.survey"),
)
def _(world: World) -> None:
    for name in ("council", "approver", "second_approver"):
        assert counted(name) == {}, name
        assert status(name, "families:household", world.household) == 403
        assert status(name, "centres:edit", OWN) == 403
        with scope(user=user_of(name).pk):
            assert refused("SELECT 1 FROM common_event LIMIT 1")
            assert rows("SELECT count(*) FROM forum_verbatim") == [(0,)]


@law("The desk of agreements is for those who keep and approve them.", cells(others(*TREASURY), *AGREEMENTS))
def _(world: World) -> None:
    told = promised.running()
    party = {"kind": "firm", "name_ar": "س", "name_fr": "s"}
    for name in _OUTSIDE:
        with under(name) as held:
            assert fails(actions.NotOfThisRegion, actions.call, instalment=told.instalments[0], amount=1, by=held), name
            assert fails(actions.NotOfThisRegion, actions.begin_amendment, agreement=told.agreement, by=held), name
            if name != "far_council":
                assert refused("INSERT INTO agreements_party SELECT gen_random_uuid(), * FROM agreements_party"), name
                assert fails(Exception, actions.add_party, by=held, **party), name
            assert refused("UPDATE agreements_entry SET amount = 1"), name
            assert refused("DELETE FROM agreements_agreement"), name


@law(
    "A council calls and justifies, and approves nothing; who proposes a payment keeps nothing and confirms nothing.",
    cells("regional_council", "agreements.propose", "agreements.confirm"),
    cells("first_approver", "agreements.keep", "agreements.confirm"),
    cells("second_approver", "agreements.keep", "agreements.propose"),
)
def _(world: World) -> None:
    told = promised.running()
    one = told.instalments[0]
    promised.called(one, 100)
    said = {"instalment": one, "amount": 10}
    with under("council") as council:
        assert fails(actions.NotOfThisRegion, actions.propose, step="approved", by=council, **said)
    with under("approver") as first:
        proposal = actions.propose(step="approved", by=first, **said)
        for act in (actions.confirm, actions.refuse):
            extra = {"reason": "س"} if act is actions.refuse else {}
            assert fails(actions.NotOfThisRegion, act, proposal=proposal, by=first, **extra)
        assert fails(actions.NotOfThisRegion, actions.call, by=first, **said)
    with under("council") as council:
        assert fails(actions.NotOfThisRegion, actions.confirm, proposal=proposal, by=council)
    with under("second_approver") as second:
        assert fails(actions.NotOfThisRegion, actions.propose, step="paid", by=second, **said)
        assert fails(actions.NotOfThisRegion, actions.withdraw, proposal=proposal, by=second)
        # nor by raw SQL, in the name of the first
        assert refused(
            "INSERT INTO agreements_proposal (id, agreement_id, instalment_id, step, amount, happened_on, reason,"
            " state, proposed_by_id, proposed_post_id, proposed_at, settled_reason, is_demonstration, given_currency,"
            " rate_source) SELECT gen_random_uuid(), agreement_id, instalment_id, 'paid', 5, CURRENT_DATE, '', 'open',"
            " proposed_by_id, proposed_post_id, now(), '', true, '', '' FROM agreements_proposal"
        )


@law("A council writes published figures beside the record's and its own, and over none of them.", committed=True)
def _(world: World) -> None:
    told = promised.running()
    ours = promised.a_claim(told.agreement)
    with scope(speaking="owner"):
        record = Claim.objects.create(
            agreement=told.agreement, about="envelope", value=386, sources=ours.sources, is_demonstration=True
        )
    with under("council") as council:
        for act, more in ((actions.take_claim_out, {}), (actions.replace_claim, {"read": promised.read()})):
            assert fails(OutOfReach, act, claim=record, why="س", by=council, **more)
        for sql in (
            f"UPDATE agreements_claim SET taken_back_why = 'x', taken_back_at = now() WHERE id = '{record.pk}'",
            "UPDATE agreements_claim SET value = 1", "UPDATE agreements_claim SET by_council = true",
            "DELETE FROM agreements_claim",
            "INSERT INTO agreements_claim (id, agreement_id, about, value, is_about, text_ar, text_fr, sources,"
            " is_demonstration, by_council, taken_back_why) SELECT gen_random_uuid(), agreement_id, about, value,"
            " is_about, text_ar, text_fr, sources, is_demonstration, false, '' FROM agreements_claim",
        ):  # fmt: skip
            assert refused(sql) or rows(f"SELECT taken_back_at FROM agreements_claim WHERE id = '{record.pk}'") == [
                (None,)
            ], sql
    for name in _OUTSIDE:
        with under(name) as held:
            assert fails(actions.NotOfThisRegion, actions.note_claim, agreement=told.agreement, read=promised.read(),
                         by=held), name  # fmt: skip
            assert refused("UPDATE agreements_claim SET taken_back_why = 'x', taken_back_at = now()") or rows(
                "SELECT count(*) FROM agreements_claim WHERE taken_back_at IS NOT NULL"
            ) == [(0,)], name


@law("The draft of an agreement and the files that are not public are its region's: for others they do not exist.")
def _(world: World) -> None:
    draft, _version = promised.drafted()
    told = promised.running()
    document = promised.a_document(told.agreement)
    for name in _OUTSIDE:
        with under(name):
            assert not Agreement.objects.filter(pk=draft.pk).exists(), name
    assert status("council", "agreements:desk:agreement", draft.code) == 200
    for name in ("approver", "far_council"):
        assert status(name, "agreements:desk:agreement", draft.code) == 404
    assert status("far_council", "agreements:desk:document", document.pk) == 404
    assert document.sha256 in page("approver", "agreements:desk:agreement", told.agreement.code)
    for name in ("far_council", "worker", "strategist", "auditor", "coordinator"):
        with under(name):
            assert rows("SELECT (SELECT count(*) FROM agreements_document),"
                        " (SELECT count(*) FROM agreements_documentcontent)") == [(0, 0)], name  # fmt: skip


@law("Without an account nobody reads who proposed a payment or a file kept back, and nobody writes.", committed=True)
def _(world: World) -> None:
    draft, _version = promised.drafted()
    told = promised.running()
    promised.called(told.instalments[0], 100)
    document = promised.a_document(told.agreement)
    with scope(speaking="public"):
        assert Entry.objects.get(agreement=told.agreement).amount == 100
        shares = Share.objects.filter(agreement=told.agreement).select_related("party")
        assert shares.count() == len(shares) == 2
        assert not Agreement.objects.filter(pk=draft.pk).exists()
        assert not Document.objects.filter(pk=document.pk).exists()
        assert not DocumentContent.objects.filter(document=document.pk).exists()
    for table in ("agreements_proposal", "staff_post", "accounts_user"):
        assert refused_as("public", f"SELECT 1 FROM {table}"), table
    for table in ("agreement", "version", "share", "instalment", "entry", "block", "party", "document", "milestone"):
        assert refused_as("public", f"UPDATE agreements_{table} SET id = id"), table
        assert refused_as("public", f"INSERT INTO agreements_{table} DEFAULT VALUES"), table
    with under("council") as council:
        actions.show_document(document=document, is_public=True, by=council)
    with scope(speaking="public"):
        assert bytes(DocumentContent.objects.get(document=document.pk).content) == promised.PICTURE
