"""The shape of the labelled set: what it must hold to measure anything."""

from collections import Counter


def test_there_are_three_hundred_items_and_half_is_held_out(labelled):
    """Asked for by the design, and enough to tell one method from another."""
    assert len(labelled) >= 300
    assert abs(sum(item["held_out"] for item in labelled) - len(labelled) / 2) <= 1


def test_every_demand_is_in_both_halves_and_every_language(labelled):
    """A demand of one sentence could not be found again."""
    halves = Counter((item["demand"], item["held_out"]) for item in labelled)
    languages = {(item["demand"], item["language"]) for item in labelled}
    demands = {item["demand"] for item in labelled}

    assert min(halves.values()) >= 5
    assert len(halves) == 2 * len(demands)
    assert len(languages) == 5 * len(demands)


def test_no_sentence_stands_twice(labelled):
    """A copy across the halves would be found by anything."""
    assert len({item["text"] for item in labelled}) == len({item["id"] for item in labelled}) == len(labelled)
