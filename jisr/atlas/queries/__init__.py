"""What the atlas reads: the ground of the territory, the services of a theme as everybody may know them, and ways.

A confidential centre and a service of a compartment are never read here (decision 0050): no figure, no distance and no
order of the atlas is other than it would be without them.
"""

from jisr.atlas.queries.grounds import DOUAR, MAIN, QUARTER, ground
from jisr.atlas.queries.held import Memory, forget, readings
from jisr.atlas.queries.supplies import CROWD, Supply, known, supply
from jisr.atlas.queries.views import Travelled, homes_of, travelled, view_of, ways_of
from jisr.atlas.travel.roads import stamp as roads_stamp

__all__ = [
    "CROWD",
    "DOUAR",
    "MAIN",
    "QUARTER",
    "Memory",
    "Supply",
    "Travelled",
    "forget",
    "ground",
    "homes_of",
    "known",
    "readings",
    "roads_stamp",
    "supply",
    "travelled",
    "view_of",
    "ways_of",
]
