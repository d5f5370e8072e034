"""Centres that a family leaves out: remembered from what it said, and shown its needs again only for a word.

One promise for every way on which a need leaves: an open offer, a single referral, a bundle.
"""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.errors import Unacceptable
from jisr.common.text import clean_typed
from jisr.window.listening.models import Need
from jisr.window.orientation.models import LeftOut
from jisr.window.orientation.queries import left_out


def remember(*, need: Need, centres: Collection[int], by: User) -> None:
    """Note the centres that a family leaves out, beside the need for which it said so."""
    for centre in sorted(centres):
        LeftOut(
            need=need, household_id=need.household_id, person_id=need.person_id, centre_id=centre, noted_by=by,
            compartment=need.compartment,
        ).save(force_insert=True)  # fmt: skip


def allow_again(*, household: UUID, centres: Collection[int], word: str, by: User) -> None:
    """Let centres that were left out see a need of the family again, and forget that they were left out.

    Args:
        centres: keys of those that are to see it; of centres that nobody left out nothing is asked.
        word: why; kept with what is forgotten.

    Raises:
        Unacceptable: one of them was left out, and there is no word.
    """
    rows = [row for centre, rows in left_out(household).items() if centre in centres for row in rows]
    said = clean_typed(word)
    if rows and not said:
        raise Unacceptable({"word": _("A centre that was left out before is to see it: write why, or leave it out.")})
    for row in rows:
        row.ended_on, row.ended_by, row.word = timezone.localdate(), by, said
        row.save()
