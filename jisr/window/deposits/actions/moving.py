"""What every act on a deposit does: it moves one state on, says so, and refuses what the law does not know."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jisr.common import events
from jisr.common.errors import Refusal
from jisr.families.queries import facts_of_event
from jisr.window.deposits import queries
from jisr.window.deposits.choices import TRANSITIONS
from jisr.window.deposits.models import Deposit


class Moved(Refusal):
    """Somebody moved the deposit in between, or its state does not allow this."""

    message = _("This was done before, or is no longer possible. The present state is shown.")


def move(row: Deposit, version: int, state: str, **values: Any) -> None:
    """To another state, if the one it has allows it and nobody saved in between."""
    if state not in TRANSITIONS[row.state]:
        raise Moved
    try:
        with transaction.atomic():
            row.save_version(version, state=state, **values)
    except IntegrityError as fault:  # the database holds the order of the law too
        raise Moved from fault


def tell(code: str, row: Deposit) -> None:
    """One event of a deposit."""
    events.emit(
        code, centre=row.centre_id, subject=row, person=row.person_id, compartment=row.compartment,
        theme=queries.procedure_of(row).theme, commune=row.household.commune_id,
        facts=facts_of_event(row.person, row.household),
    )  # fmt: skip
