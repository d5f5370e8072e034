"""Pure decisions about persons: age and birth, publics, and how alike two of them are."""

from jisr.families.rules.likeness import Described, Likeness, compare, described
from jisr.families.rules.persons import (
    BANDS,
    LONGEST_NAME,
    OLDEST,
    age,
    age_band,
    birth_from_age,
    publics,
    wrong_birth,
)

__all__ = [
    "BANDS", "LONGEST_NAME", "OLDEST", "Described", "Likeness", "age", "age_band", "birth_from_age", "compare",
    "described", "publics", "wrong_birth",
]  # fmt: skip
