"""Two acts of two people at one time: the second begins while the first is done and not yet committed."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from tests.stories import under

#: Long enough for the second to stand where it waits for the first.
_HELD_S = 0.5


def at_once(account: str, first: Callable[[Any], object], then: Callable[[Any], object]) -> list[BaseException | None]:
    """What each of two acts raised, both from the post of an account; None for one that was done.

    Args:
        first, then: given the post that speaks.
    """
    raised: list[BaseException | None] = [None, None]
    done, began = threading.Event(), threading.Event()

    def leading(held: Any) -> None:
        try:
            first(held)
        finally:
            done.set()
        began.wait(_HELD_S * 10)
        threading.Event().wait(_HELD_S)

    def following(held: Any) -> None:
        began.set()
        then(held)

    def run(n: int, act: Callable[[Any], None], ready: threading.Event | None) -> None:
        try:
            if ready is not None:
                ready.wait(_HELD_S * 20)
            with under(account) as held:
                act(held)
        except Exception as fault:  # noqa: BLE001 - handed to the test, which knows what it waits for
            raised[n] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=of) for of in ((0, leading, None), (1, following, done))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return raised
