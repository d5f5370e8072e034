"""What was computed is held, once, and not for ever."""

import threading

import pytest

from jisr.atlas.queries import Memory


def test_a_thing_is_made_once_for_all_who_ask_at_the_same_time():
    """Twenty readers of one question are one computation."""
    memory, made, ready = Memory(4), [], threading.Barrier(20)

    def ask():
        ready.wait()
        found.append(memory.get("key", lambda: made.append(1) or "thing"))

    found = []
    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["thing"] * 20
    assert len(made) == 1


def test_what_is_there_does_not_wait_for_what_is_being_made():
    """A new question of one reader stops no other."""
    memory, begun, go_on = Memory(4), threading.Event(), threading.Event()
    memory.get("old", lambda: 1)

    def slowly():
        begun.set()
        go_on.wait(10)
        return 2

    thread = threading.Thread(target=memory.get, args=("new", slowly))
    thread.start()
    begun.wait(10)

    assert memory.get("old", lambda: 3) == 1
    go_on.set()
    thread.join()
    assert memory.get("new", lambda: 3) == 2


def test_what_was_not_asked_for_longest_goes_first_and_what_failed_is_made_again():
    """A bounded number is held; a failure is held by nobody."""
    memory = Memory(2)
    for key in ("a", "b", "a", "c"):
        memory.get(key, lambda key=key: key.upper())

    assert memory.get("a", lambda: "again") == "A"
    assert memory.get("b", lambda: "again") == "again"
    with pytest.raises(ZeroDivisionError):
        memory.get("d", lambda: 1 // 0)
    assert memory.get("d", lambda: 7) == 7
