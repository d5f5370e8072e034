"""Pairs that may be one person: proposed by whoever compares, decided by people, taken apart by people."""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import ProgrammingError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.errors import InsufficientPrivilege

from jisr.accounts.models import User
from jisr.common import events, journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.parameters import value
from jisr.families.actions.persons import index_person
from jisr.families.choices import ApartReason, ReviewSource, Said
from jisr.families.models import Merge, Person, ProtectedLink, Review

#: A pair as whoever compares hands it in: person, person, likeness from 0 to 1, codes of reasons.
Pair = tuple[UUID, UUID, float, Sequence[str]]
_AT_ONCE = 5_000


class DecidedBefore(Refusal):
    """Somebody decided in between."""

    message = _("Somebody has decided about this pair in between. The page shows how it stands.")


class LaterRestsOnIt(Refusal):
    """Another joining moved the same rows since."""

    message = _("A later joining rests on this one. Take that one apart first, then this one.")


class TakenApartBefore(Refusal):
    """It was undone before."""

    message = _("These files were already taken apart.")


@transaction.atomic
def propose(pairs: Iterable[Pair], *, source: str) -> int:
    """Put pairs before the people who decide; the same pair is one row, whichever its order.

    A pair under the likeness ``propose_from`` is left out; so is one that was judged different, until what was
    compared has changed. What touches a compartment waits for its keepers alone.

    Args:
        pairs: tens of thousands as well as one; each is written in the same few statements.
        source: a code of ``ReviewSource``.

    Returns:
        for the owner of the tables (a batch), how many pairs were put there or put again; for anybody else how many
        were handed in: what became of them tells nothing of a person whom the speaker may not see.
    """
    least = float(value("jisr.families", "duplicates", "propose_from", on=timezone.localdate()))
    rest, written = iter(pairs), 0
    while part := list(islice(rest, _AT_ONCE)):
        ones, others, scores, reasons = zip(*part, strict=True)
        codes = [",".join(one) for one in reasons]
        ((n,),) = call(
            "jisr_propose_pairs", list(ones), list(others), list(map(float, scores)), codes,
            str(ReviewSource(source)), least,
        )  # fmt: skip
        written += n
    return written


@transaction.atomic
def send_for_review(*, person: Person, other: UUID, by: User, score: float = 1, reasons: Sequence[str] = ()) -> None:
    """A worker says that somebody may be the same as another; the answer is the same whatever becomes of it.

    Args:
        person: whose file the speaker may open.
        other: key of the other, seen or not.
    """
    propose([(person.pk, other, score, reasons)], source=ReviewSource.WORKER)
    journal.record("families.sent_for_review", person, by=by)


@transaction.atomic
def decide(
    *, review: Review, answer: str, by: User, kept: UUID | None = None, taken: Sequence[str] = (), whole: bool = False
) -> str:
    """Say what this side thinks of a pair; where every side has said that they are one person, they become one.

    Args:
        answer: a code of ``Said``.
        kept: which of the two stays, where the speaker sees both; else the older file stays.
        taken: fields of the person that are taken from the one who goes, where the speaker sees both.
        whole: the household of the one who goes is the same as the other's, and goes along with its members.

    Returns:
        merged, linked (a protected file stays apart, and its keepers see that it is the same person's), different,
        waiting (for the other side), or sent_on.

    Raises:
        DecidedBefore: it was decided in between.
        OutOfReach: the speaker may open neither of the two.
    """
    tokens = {str(key): events.token_of(key) for key in (review.one, review.other)}
    mine = _whose(review)
    became = _ask(
        "jisr_decide_pair", review.pk, str(Said(answer)), kept, list(taken), whole, json.dumps(tokens)
    )  # fmt: skip
    if became == "before":
        raise DecidedBefore
    journal.record(_VERBS[became if became in _VERBS else answer], mine or review, by=by,
                   compartment=review.compartment)  # fmt: skip
    if became == "merged":
        _read_again(Merge.objects.values_list("person", flat=True).get(review=review.pk, undone_at=None))
    return became


_VERBS = {
    "merged": "families.joined", "linked": "families.linked_protected", "same": "families.said_one",
    "different": "families.said_different", "asks": "families.asked_other_side",
}  # fmt: skip


@transaction.atomic
def take_apart(*, merge: Merge, reason: str, by: User) -> Merge:
    """Undo a joining: every row goes back; what was added since stays with the person for whom it was written.

    Args:
        reason: a code of ``ApartReason``.

    Raises:
        LaterRestsOnIt: a later joining moved the same rows.
        TakenApartBefore: it was undone before.
        OutOfReach: the speaker's centre is no side of it.
    """
    became = _ask("jisr_take_apart", merge.pk, str(ApartReason(reason)))
    if became != "apart":
        raise LaterRestsOnIt if became == "later" else TakenApartBefore
    journal.record("families.took_apart", merge, by=by, reason=reason)
    _read_again(merge.person_id)
    return merge


@transaction.atomic
def unlink(*, link: ProtectedLink, by: User) -> ProtectedLink:
    """A keeper says that a protected file is not the other's person's after all.

    Raises:
        OutOfReach: it was undone before, or is none of the speaker's.
    """
    tokens = [events.token_of(key) for key in (link.person_id, link.same_id)]
    try:
        with transaction.atomic():
            call("jisr_unlink", link.pk, tokens)
    except ProgrammingError as fault:
        raise OutOfReach from fault
    person = Person.objects.filter(pk__in=[link.person_id, link.same_id]).order_by("id").first()
    journal.record("families.unlinked_protected", person or link, by=by, compartment=link.compartment)
    return link


def _ask(door: str, *values: Any) -> str:
    try:
        with transaction.atomic():
            ((answer,),) = call(door, *values)
    except ProgrammingError as fault:
        if not isinstance(fault.__cause__, InsufficientPrivilege):
            raise
        raise OutOfReach from fault
    return str(answer)


def _whose(review: Review) -> Person | None:
    """The one of the two whose file the speaker may open: the line stands on her file."""
    return Person.objects.filter(pk__in=[review.one, review.other]).order_by("id").first()


def _read_again(key: UUID) -> None:
    """Make the keys of the search anew from names that a joining brought or took away, where the speaker may."""
    person = Person.objects.filter(pk=key).first()
    if person is not None:
        index_person(person)
