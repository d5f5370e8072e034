"""Who may write, and the refusals that the acts of the strategist share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.errors import OutOfReach, Refusal
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import StrategyVersion


class InForce(Refusal):
    """What was decided is not rewritten."""

    message = _("This version is in force and is not rewritten. Begin a new version, and change it there.")


class DraftThere(Refusal):
    """One draft at a time."""

    message = _("A new version is being prepared already. Go on with it, or put it in force first.")


class NothingInForce(Refusal):
    """A new version begins from the one in force."""

    message = _("No version is in force yet. Put the draft in force first.")


class NoMeasures(Refusal):
    """A strategy without measures says nothing."""

    message = _("This version has no measure yet. Take in a sheet of measures first.")


def on_same_side(row: Any, by: User) -> None:
    """What is invented is written by invented people, what is real by real ones.

    Raises:
        OutOfReach: the other side.
    """
    if row.is_demonstration != by.is_demonstration:
        raise OutOfReach


def drafted(version: StrategyVersion, by: User) -> StrategyVersion:
    """The version, held still while something in it is written.

    Raises:
        InForce: it is no draft any more.
    """
    on_same_side(version, by)
    held = StrategyVersion.objects.select_for_update().filter(pk=version.pk).first()
    if held is None:
        raise OutOfReach
    if held.state != VersionState.DRAFT:
        raise InForce
    return held
