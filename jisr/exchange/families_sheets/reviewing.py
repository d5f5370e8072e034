"""What a file leaves to the review of duplicates: pairs that nobody decided, or that are known elsewhere."""

from collections.abc import Sequence
from typing import Any

from jisr.families import actions
from jisr.families.choices import ReviewSource

#: Why a row looked like somebody -> the words of the review for it.
_WORDS = {
    "names": ("given_spelling", "family_spelling"), "names_near": ("family_spelling",), "birth": ("birth_same",),
    "swapped": ("birth_swapped",), "year": ("birth_year",), "number": (),
}  # fmt: skip


def send_for_review(pairs: Sequence[Sequence[Any]]) -> int:
    """Hand pairs of persons over, by their keys; how many.

    Args:
        pairs: (person, person, score, reasons).
    """
    if pairs:
        told = [
            (one, other, min(score, 1.0), [word for reason in reasons for word in _WORDS[reason]])
            for one, other, score, reasons in pairs
        ]
        actions.propose(told, source=ReviewSource.IMPORT)
    return len(pairs)
