"""Work of the keeper for the forum: addresses that have served, and files of kits that nobody joined, are forgotten."""

from django.utils import timezone

from jisr.common.database import call, scope
from jisr.common.parameters import value

#: Days for which a file that came back from a kit waits to be joined; who brought it has it still.
BUNDLES_WAIT = 30


def forget_addresses() -> int:
    """Destroy the addresses whose answer was told long enough ago; how many."""
    days = int(value("jisr.forum", "addresses", "kept_days", on=timezone.localdate()))
    with scope(speaking="keeper"):
        ((gone,),) = call("jisr_forum_forget_addresses", days)
    return int(gone)


def forget_bundles() -> int:
    """Drop the files of kits that nobody joined, with the sealed words in them; how many.

    What was joined from another file of the same kit, and destroyed since, would otherwise lie in this one for ever.
    """
    with scope(speaking="keeper"):
        ((gone,),) = call("jisr_forum_forget_bundles", BUNDLES_WAIT)
    return int(gone)
