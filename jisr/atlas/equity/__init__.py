"""How equally something is spread over people: indices, the worst served, limits, and what a change does. Pure.

Everything is weighted by people, so a group (women, children, people with disabilities, a milieu) is the same call with
the people of that group. Who or what is not known is set apart and counted; it is never zero.
"""

from jisr.atlas.equity.change import Change, Gained, change
from jisr.atlas.equity.indices import (
    Index,
    Theil,
    gini,
    palma,
    share_beyond,
    theil,
    worst_tenth,
)  # fmt: skip
from jisr.atlas.equity.known import Measure, by_group
from jisr.atlas.equity.sample import Interval, bootstrap

__all__ = [
    "Change",
    "Gained",
    "Index",
    "Interval",
    "Measure",
    "Theil",
    "bootstrap",
    "by_group",
    "change",
    "gini",
    "palma",
    "share_beyond",
    "theil",
    "worst_tenth",
]
