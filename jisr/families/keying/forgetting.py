"""The vocabulary of the search without the names that nobody recorded bears any more."""

from django.db import connections, transaction

from jisr.common.database import speaker

#: Whoever writes a person down waits so long at most for the few names that are dropped.
_WAITS = "30s"
# by the indexes of the keys, each of which holds the open ones or the kept ones alone
_BORNE = " OR ".join(
    f"EXISTS (SELECT FROM families_personkey k WHERE k.{part} = s.code AND k.kept {sign} '')"
    for part in ("family", "given")
    for sign in ("=", "<>")
)
_USED = "SELECT family FROM families_personkey UNION SELECT given FROM families_personkey"


def forget_unused() -> int:
    """Drop the skeletons that no key of a person uses any more, and their aliases; how many skeletons.

    Speaks as the owner. Somebody who is written down at the same moment begins with the table of the skeletons: she
    is waited for, and the next one waits, while what was found unused is looked at once more and dropped.

    Raises:
        OperationalError: somebody wrote for longer than half a minute; nothing was dropped.
    """
    with transaction.atomic(using=speaker.get()), connections[speaker.get()].cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE keying_unused ON COMMIT DROP AS"  # noqa: S608 - our own words
            f" SELECT DISTINCT s.code FROM families_skeleton s WHERE s.code NOT IN ({_USED})"
        )
        cursor.execute(f"SET LOCAL lock_timeout = '{_WAITS}'")
        cursor.execute("LOCK TABLE families_skeleton IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            f"DELETE FROM families_skeleton s USING keying_unused u WHERE s.code = u.code AND NOT ({_BORNE})"  # noqa: S608
        )
        dropped: int = cursor.rowcount
        cursor.execute(
            "DELETE FROM families_skeletonalias a USING keying_unused u WHERE a.code = u.code"
            " AND NOT EXISTS (SELECT FROM families_skeleton s WHERE s.code = a.code)"
        )
    return dropped
