"""What people said that resembles what others said: similar contributions, near-duplicates, groups to look at.

Suggestions only: a person joins and parts. Nothing here writes a sentence; a group is named by words that stand in
its texts and by one of its texts, quoted. Pure Python with numpy and scipy; no Django, no database.
"""

from jisr.forum.likeness.agreement import adjusted_rand
from jisr.forum.likeness.corpus import Corpus, Fault, Suggestion, nearest
from jisr.forum.likeness.doubles import Pair, double_of, near_duplicates
from jisr.forum.likeness.grouping import Group, groups, themes_of
from jisr.forum.likeness.method import METHOD, VERSION
from jisr.forum.likeness.shelf import Shelf

__all__ = [
    "METHOD",
    "VERSION",
    "Corpus",
    "Fault",
    "Group",
    "Pair",
    "Shelf",
    "Suggestion",
    "adjusted_rand",
    "double_of",
    "groups",
    "near_duplicates",
    "nearest",
    "themes_of",
]
