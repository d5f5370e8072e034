"""Pure decisions of a referral: where a need stands, what is late."""

from collections.abc import Collection
from datetime import date


def need_status(stored: str, referrals: Collection[str]) -> str:
    """Where a need stands, told from the states of its referrals.

    Args:
        stored: open, met or closed.
        referrals: states of its referrals.

    Returns:
        open, oriented, served, met or closed.

    >>> need_status("open", ["refused", "offered"])
    'oriented'
    """
    if stored != "open":
        return stored
    if set(referrals) & {"accepted", "booked", "started", "completed"}:
        return "served"
    return "oriented" if set(referrals) & {"offered", "under_study"} else "open"


def days_late(answer_by: date, today: date) -> int:
    """Whole days past the day by which the answer was due; 0 when not late.

    >>> days_late(date(2026, 11, 20), date(2026, 11, 22))
    2
    """
    return max(0, (today - answer_by).days)
