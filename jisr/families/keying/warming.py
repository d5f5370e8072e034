"""What the search reads, brought into memory after the database was started."""

from jisr.common.database import call, scope


def warm() -> int:
    """Read the indexes of the search once, as the keeper; how many MB they are. Can be done again without harm."""
    with scope(speaking="keeper"):
        [(megabytes,)] = call("jisr_warm_keys")
    return int(megabytes)
