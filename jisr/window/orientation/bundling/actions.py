"""The bundle of a family sent in one act: a referral for each need, a gap for each that nothing covers."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families.models import Household
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.bundling.queries import FamilyBundle
from jisr.window.orientation.gaps import actions as gaps
from jisr.window.orientation.models import Referral


class NothingChosen(Refusal):
    """No visit was left in the bundle."""

    message = _("Choose at least one visit, or note what nothing covers.")


class Changed(Refusal):
    """What was chosen is no longer so in the bundle."""

    message = _("The services changed since this page was opened. Read the bundle again, then send it.")


@transaction.atomic
def propose(
    *, household: Household, bundle: FamilyBundle, visits: Sequence[tuple[str, str]], centre: Centre, by: User,
    shares: Collection[str] = (), manner: str = "", urgent: bool = False, note: bool = True,
) -> list[Referral]:  # fmt: skip
    """Send each chosen need to its service, all or none; and note what nothing covers.

    Args:
        bundle: as it is made now.
        visits: (need, service) that were confirmed.
        shares: what goes along with each of them, asked once and kept as a consent of each person.
        note: whether the needs that nothing covers are noted too.

    Raises:
        Changed: a visit is not in the bundle as it is now, or a need no longer is.
        NothingChosen: nothing to send and nothing to note.
        ConsentMissing, AlreadySent: of ``orientation.actions.refer``; then nothing was sent.
    """
    uncovered = [key for key in bundle.made.plan.uncovered if bundle.needs[key].pk not in bundle.gaps] if note else []
    if not visits and not uncovered:
        raise NothingChosen
    if len({need for need, _service in visits}) < len(visits) or not set(visits) <= bundle.places.keys():
        raise Changed
    sent = []
    for need, service in visits:
        place = bundle.places[need, service]
        sent.append(
            orientation.refer(
                need=bundle.needs[need], service=place.ranked.service, centre=centre, by=by, shares=shares,
                manner=manner, urgent=urgent, ranked=place.ranked, position=place.position,
            )
        )  # fmt: skip
    for key in uncovered:
        gaps.note(need=bundle.needs[key], why=bundle.why[key], centre=centre, by=by)
    journal.record("orientation.proposed_bundle", household, by=by, compartment=bundle.compartment)
    return sent
