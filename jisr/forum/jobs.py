"""Work of the keeper for the forum: addresses that have served are forgotten."""

from django.utils import timezone

from jisr.common.database import call, scope
from jisr.common.parameters import value


def forget_addresses() -> int:
    """Destroy the addresses whose answer was told long enough ago; how many."""
    days = int(value("jisr.forum", "addresses", "kept_days", on=timezone.localdate()))
    with scope(speaking="keeper"):
        ((gone,),) = call("jisr_forum_forget_addresses", days)
    return int(gone)
