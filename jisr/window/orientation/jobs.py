"""Work of the keeper: remind the centres that have not answered, close what nobody answered, pass on what moved."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from jisr.common.database import scope
from jisr.common.errors import Refusal
from jisr.common.turns import in_any_order
from jisr.window.orientation import actions, offer_actions, offer_queries, queries
from jisr.window.orientation.models import Referral
from jisr.window.orientation.telling import pass_news_on, tell_centre


def treat_due() -> dict[str, int]:
    """Treat everything that is due, each row under the scope of the centre that sent it.

    Returns:
        how many were reminded, reminded of a study, expired, passed on, and how many offers lapsed or were closed. One
        that was answered in the meantime is left alone.
    """
    treated = dict.fromkeys(_TREAT, 0)
    for key, centre, compartment, what in in_any_order(queries.due()):
        with scope(centres=[centre], compartments=[compartment] if compartment else []):
            treated[what] += _treat(key, what)
    return treated


def _treat(key: UUID, what: str) -> bool:
    try:
        return _TREAT[what](key)
    except Refusal:  # answered or taken back since the list was made
        return False


def _of_referral(act: Callable[..., Any]) -> Callable[[UUID], bool]:
    def treat(key: UUID) -> bool:
        referral = queries.referral(key)
        if referral is None:
            return False
        act(referral)
        return True

    return treat


def _remind(referral: Referral) -> None:
    """A centre with an account reads it in its own list; its line for professionals is told where there is one."""
    actions.remind(referral=referral)
    tell_centre(referral, "remind")


def _decide(referral: Referral) -> None:
    actions.remind_of_study(referral=referral)
    tell_centre(referral, "decide")


def _expire(referral: Referral) -> None:
    actions.expire(referral=referral)


def _of_offer(act: Callable[..., Any]) -> Callable[[UUID], bool]:
    def treat(key: UUID) -> bool:
        made = offer_queries.sent(key)
        if made is None:
            return False
        act(made=made)
        return True

    return treat


_TREAT: dict[str, Callable[[UUID], bool]] = {
    "remind": _of_referral(_remind),
    "decide": _of_referral(_decide),
    "expire": _of_referral(_expire),
    "lapse": _of_offer(offer_actions.lapse),
    "close": _of_offer(offer_actions.close),
    "news": pass_news_on,
}
