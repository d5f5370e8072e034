"""Who can reach how many places, and how far the nearest is: from coordinates, or from minutes of travel. Pure."""

from jisr.atlas.reach.apart import Apart, Reason, free_places, told_apart
from jisr.atlas.reach.catchments import PER, Catchments, Ways, Within, three_step, two_step, within
from jisr.atlas.reach.decay import Decay, falling, stepwise, up_to
from jisr.atlas.reach.distances import Distances
from jisr.atlas.reach.live import THREE_STEP, TWO_STEP, Live
from jisr.atlas.reach.minutes import Minutes
from jisr.atlas.reach.sharing import SHARINGS, Sharing, UnknownSharing, decay_of, shared_by

__all__ = [
    "PER",
    "SHARINGS",
    "THREE_STEP",
    "TWO_STEP",
    "Apart",
    "Catchments",
    "Decay",
    "Distances",
    "Live",
    "Minutes",
    "Reason",
    "Sharing",
    "UnknownSharing",
    "Ways",
    "Within",
    "decay_of",
    "falling",
    "free_places",
    "shared_by",
    "stepwise",
    "three_step",
    "told_apart",
    "two_step",
    "up_to",
    "within",
]
