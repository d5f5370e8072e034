"""Whom the walls of the database let write and read, past the actions; and that nothing invented meets what is real."""

import pytest
from django.db import DatabaseError, connections, transaction

from jisr.accounts.models import User
from jisr.common.database import scope
from jisr.ledger.agreements import actions
from jisr.ledger.agreements.models import (
    Agreement,
    Block,
    Claim,
    Document,
    DocumentContent,
    Entry,
    Instalment,
    Milestone,
    ObjectLine,
    Party,
    Proposal,
    Reached,
    Share,
    Version,
)
from jisr.staff.models import Post
from tests.ground import post_of
from tests.ledger.agreements import promised
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
SOURCE = promised.SOURCE
DONE = {"step": "called", "amount": 1, "happened_on": promised.TODAY}


def refused(write, *, alias="default"):
    """Whether the database refuses a write, at once or when the transaction ends."""
    try:
        with transaction.atomic(using=alias):
            write()
            connections[alias].cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return True
    return False


def test_no_invented_money_meets_a_real_agreement():
    """Not a party, an instalment, an entry, a block, a delay: even the owner of the tables is refused."""
    told = promised.running()
    promised.called(told.instalments[0], 100)
    council = post_of("council")
    with scope(speaking="owner"):
        real = promised.published()
        party = Party.objects.get(is_demonstration=False)
        theirs = {"agreement": real, "is_demonstration": False}
        for write in (
            lambda: Version.objects.create(number=2, sources=SOURCE, **theirs),
            lambda: Milestone.objects.create(kind="payment", happened_on=promised.TODAY, sources=SOURCE, **theirs),
        ):
            assert not refused(write, alias="owner")
        for write in (
            lambda: Share.objects.create(
                version=Version.objects.create(number=2, **theirs), party=_invented_party(), amount=1, **theirs
            ),
            lambda: Instalment.objects.create(party=party, number=1, **theirs),
            lambda: Instalment.objects.create(agreement=real, party=party, number=1, is_demonstration=True),
            lambda: Milestone.objects.create(
                agreement=real, kind="payment", happened_on=promised.TODAY, is_demonstration=True
            ),
            lambda: Version.objects.create(agreement=real, number=2, is_demonstration=True),
        ):
            assert refused(write, alias="owner")
    with under("council"):
        entry = Entry.objects.get()
        assert refused(lambda: Version.objects.filter(in_force=True).update(envelope=5))
        for row in (told.instalments[0], entry):
            assert refused(lambda row=row: type(row).objects.filter(pk=row.pk).update(agreement=real))
        assert refused(
            lambda: Entry.objects.create(
                instalment=told.instalments[0], agreement=real, by=council.user, post=council, is_demonstration=True,
                **DONE,
            )
        )  # fmt: skip


def _invented_party():
    return Party.objects.create(code="invented", kind="region", name_ar="م", name_fr="i", is_demonstration=True)


def test_a_region_writes_its_own_and_nobody_writes_for_another():
    """The council of another region, an approver where the council writes, a post borrowed from a colleague."""
    told = promised.running()
    one = told.instalments[0]
    theirs = {"agreement": told.agreement, "is_demonstration": True}
    council, first, second = post_of("council"), post_of("approver"), post_of("second_approver")

    def entry(post, user=None, **values):
        return lambda: Entry.objects.create(instalment=one, by=user or post.user, post=post, **theirs, **DONE | values)

    for name in ("far_council", "approver", "second_approver", "worker", "strategist", "secretary"):
        with under(name) as held:
            assert refused(entry(held)), name
            assert refused(entry(council)), name
            assert refused(entry(council, user=council.user)), name
            assert refused(lambda: Block.objects.create(
                instalment=one, reason="visa", who_must_act=told.region, opened_by=council.user, **theirs
            )), name  # fmt: skip
            assert refused(lambda: Version.objects.create(number=2, **theirs)), name
            assert refused(lambda: Milestone.objects.create(kind="visit", happened_on=promised.TODAY, **theirs)), name
    for name in ("worker", "second_approver"):
        with under(name) as held:  # what nobody proposed cannot have been withdrawn or refused either
            for state in ("withdrawn", "refused", "confirmed"):
                assert refused(lambda held=held, state=state: Proposal.objects.create(
                    instalment=one, step="approved", amount=1, proposed_by=held.user, proposed_post=held, state=state,
                    settled_by=held.user, **theirs
                )), name  # fmt: skip
    with under("council"):
        named = {"name_ar": "س", "name_fr": "s", "region_id": "07"}
        assert refused(lambda: Agreement.objects.create(code="x", sources=SOURCE, **named))
        assert refused(lambda: Agreement.objects.create(code="x", state="running", is_demonstration=True, **named))
        assert not refused(lambda: Agreement.objects.create(code="x", is_demonstration=True, **named))
        assert not refused(entry(council))
        assert refused(entry(council, step="justified"))  # without a document
        assert refused(entry(council, step="approved"))  # without a proposal
        for post in (council, first):
            assert refused(lambda post=post: Proposal.objects.create(
                instalment=one, step="approved", amount=1, proposed_by=post.user, proposed_post=post, **theirs
            ))  # fmt: skip
    with under("approver"):
        proposal = Proposal.objects.create(
            instalment=one, step="approved", amount=1, proposed_by=first.user, proposed_post=first, **theirs
        )
        assert refused(lambda: Proposal.objects.filter(pk=proposal.pk).update(state="confirmed"))
        assert refused(entry(first, step="approved", proposal=proposal))
        assert refused(entry(second, user=second.user, step="approved", proposal=proposal))
    with under("second_approver"):
        assert refused(entry(second, step="approved", amount=2, proposal=proposal))  # not what was proposed
        assert refused(entry(second, step="paid", proposal=proposal))
        assert not refused(entry(second, step="approved", proposal=proposal))


def test_a_draft_and_what_is_prepared_are_the_region_s_own():
    """No visitor and no other region reads it; an amendment in preparation neither; and no file that is not public."""
    draft, _version = promised.drafted()
    told = promised.running()
    document = promised.a_document(told.agreement)
    with under("council") as council:
        actions.begin_amendment(agreement=told.agreement, by=council)
        assert Agreement.objects.filter(pk=draft.pk).exists() and Version.objects.filter(in_force=False).count() == 2

    for name in ("far_council", "approver", "worker"):
        with under(name):
            assert not Agreement.objects.filter(pk=draft.pk).exists(), name
            assert not Version.objects.filter(in_force=False).exists(), name
            assert Share.objects.count() == 2, name
    with under("council") as council:
        assert not refused(lambda: Document.objects.filter(pk=document.pk).update(is_public=True))
        assert refused(lambda: DocumentContent.objects.update(content=b"x"))


def test_a_content_has_the_checksum_of_its_document():
    """The database works it out itself: a byte changed on the way is not kept."""
    told = promised.running()
    document = promised.a_document(told.agreement)
    other = {"kind": "proof", "title": "س", "media_type": "image/png", "size": 3, "is_demonstration": True}
    with under("council") as council:
        # nor is a file kept in the name of somebody else
        assert refused(lambda: Document.objects.create(agreement=told.agreement, sha256="1" * 64, **other))
        row = Document.objects.create(agreement=told.agreement, sha256="0" * 64, added_by=council.user, **other)
        for sha256 in ("0" * 64, document.sha256):
            assert refused(lambda sha256=sha256: DocumentContent.objects.create(
                document=row, agreement=told.agreement, sha256=sha256, content=b"abc"
            ))  # fmt: skip


@pytest.mark.django_db(databases=["default", "owner", "public"], transaction=True)
def test_what_is_known_from_publications_is_nobodys_to_write():
    """Not even a council of the region in its own name: a page that says otherwise is read by the loader."""
    with scope(speaking="owner"):
        real = promised.published()
        council = User.objects.create(email="council@region.example", is_demonstration=False)
        Post.objects.create(user=council, role="regional_council", region_id="07", is_demonstration=False)
        party = Party.objects.get(is_demonstration=False)
    theirs = {"agreement_id": real.pk, "is_demonstration": False}
    said = theirs | {"happened_on": promised.TODAY, "kind": "payment"}
    with scope(user=council.pk):
        assert refused(lambda: Milestone.objects.create(**said))
        for write in (
            lambda: Claim.objects.create(about="women", value=9, sources=SOURCE, **theirs),
            lambda: Reached.objects.create(unit="people", number=9, as_of=promised.TODAY, sources=SOURCE, **theirs),
            lambda: ObjectLine.objects.create(code="x", name_ar="س", name_fr="x", **theirs),
            lambda: Version.objects.create(number=2, sources=SOURCE, **theirs),
            lambda: Instalment.objects.create(number=1, party=party, **theirs),
        ):
            assert refused(write)
        own = Agreement.objects.create(code="own", name_ar="س", name_fr="x", region_id="07", is_demonstration=False)
        assert not refused(lambda: Milestone.objects.create(**said | {"agreement_id": own.pk}))
