"""When a training unit is certified."""

from collections.abc import Sequence


def presence(days: Sequence[bool]) -> int | None:
    """Per cent of the days noted on which the person was there, rounded down; None where no day is noted.

    >>> presence([True, True, False]), presence([])
    (66, None)
    """
    return 100 * sum(days) // len(days) if days else None


def lacks_for_certificate(days: Sequence[bool], *, asked: int, result: str) -> list[str]:
    """What is missing before a certificate: ``days``, ``presence``, ``result``; empty when it may be given.

    >>> lacks_for_certificate([True], asked=80, result="passed")
    []
    """
    share = presence(days)
    lacking = []
    if share is None:
        lacking.append("days")
    elif share < asked:
        lacking.append("presence")
    if result != "passed":
        lacking.append("result")
    return lacking
