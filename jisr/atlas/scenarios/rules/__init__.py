"""What a scenario does, in numbers: where places are added, who gains, what it costs, which plan is best. Pure."""

from jisr.atlas.scenarios.rules.effect import Effect, effect
from jisr.atlas.scenarios.rules.roads import Roads, Saved, saved
from jisr.atlas.scenarios.rules.sites import Pick, Site, Stand, cost_of, weekly
from jisr.atlas.scenarios.rules.solving import Proof, Rules, Solved, solved

__all__ = [
    "Effect", "Pick", "Proof", "Roads", "Rules", "Saved", "Site", "Solved", "Stand", "cost_of", "effect", "saved",
    "solved", "weekly",
]  # fmt: skip
