"""Pure decisions of the sender: when a message is tried again, and when it is given up."""

from collections.abc import Mapping
from dataclasses import dataclass

#: What became of one try: it left; it may leave later; it never will.
SENT, LATER, NEVER = "sent", "later", "never"


@dataclass(frozen=True)
class Tried:
    """The outcome of one try.

    Attributes:
        how: SENT, LATER or NEVER.
        fault: code of ``choices.Fault``; "" when it left.
    """

    how: str
    fault: str = ""


@dataclass(frozen=True)
class Next:
    """What is noted after a try.

    Attributes:
        state: queued, sent or failed.
        in_s: seconds until the next try; 0 when there is none.
        fault: code of ``choices.Fault``; "" when it left.
    """

    state: str
    in_s: int = 0
    fault: str = ""


def pause_s(tries: int, limits: Mapping[str, float]) -> int:
    """Seconds to wait after so many tries: each pause longer than the one before, up to the longest.

    Args:
        tries: made so far, >= 1.
        limits: of parameters/sending.yaml.

    >>> [pause_s(n, {"first_s": 60, "grows": 4, "longest_s": 3600}) for n in (1, 2, 3, 4, 5)]
    [60, 240, 960, 3600, 3600]
    """
    # past a few tries the pause is the longest one anyhow: no power of thousands
    return int(min(limits["longest_s"], limits["first_s"] * limits["grows"] ** min(tries - 1, 20)))


def after(tried: Tried, *, tries: int, waited_s: float, limits: Mapping[str, float]) -> Next:
    """What follows a try.

    Args:
        tries: made so far, this one included.
        waited_s: seconds since the message was written.
        limits: of parameters/sending.yaml.

    >>> limits = {"first_s": 60, "grows": 4, "longest_s": 3600, "give_up_s": 259_200, "most_tries": 12}
    >>> after(Tried(LATER, "busy"), tries=1, waited_s=2, limits=limits)
    Next(state='queued', in_s=60, fault='busy')
    >>> after(Tried(LATER, "busy"), tries=3, waited_s=300_000, limits=limits)
    Next(state='failed', in_s=0, fault='too_late')
    """
    if tried.how == SENT:
        return Next("sent")
    if tried.how == NEVER:
        return Next("failed", fault=tried.fault)
    pause = pause_s(tries, limits)
    if tries >= limits["most_tries"]:
        return Next("failed", fault=tried.fault)
    if waited_s + pause > limits["give_up_s"]:
        return Next("failed", fault="too_late")
    return Next("queued", pause, tried.fault)
