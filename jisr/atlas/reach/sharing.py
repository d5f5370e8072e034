"""How places are shared among those who can come: the three catchments that the page offers, by name."""

from typing import Final, Literal

from numpy.typing import ArrayLike

from jisr.atlas.reach.catchments import Catchments, Ways, three_step, two_step
from jisr.atlas.reach.decay import Decay, stepwise, up_to

Sharing = Literal["two_step", "enhanced", "three_step"]
SHARINGS: Final[tuple[Sharing, ...]] = ("two_step", "enhanced", "three_step")

#: (part of the limit, weight) of each zone.
_ZONES: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    # thirds of the catchment, with the weights for a service that one gladly has near
    "enhanced": ((1 / 3, 1.0), (2 / 3, 0.68), (1.0, 0.22)),
    # 10, 20, 30 and 60 minutes of an hour, on a bell
    "three_step": ((1 / 6, 0.962), (1 / 3, 0.704), (1 / 2, 0.377), (1.0, 0.042)),
}


class UnknownSharing(ValueError):
    """A fault of the caller: no such way to share places."""


def decay_of(sharing: Sharing, limit: float) -> Decay:
    """How much a centre counts by the way to it.

    Args:
        limit: of the catchment, > 0; the zones are parts of it.

    Raises:
        UnknownSharing: there is none of this name.

    Source: zones and weights of Luo and Qi 2009, https://doi.org/10.1016/j.healthplace.2009.06.002, and of Wan, Zou and
    Sternberg 2012, https://doi.org/10.1080/13658816.2011.624987; both are those that PySAL ``access`` takes unasked.

    >>> decay_of("enhanced", 30).of([10, 20, 30, 31]).tolist()
    [1.0, 0.68, 0.22, 0.0]
    """
    if sharing not in SHARINGS:
        raise UnknownSharing(sharing)
    if sharing == "two_step":
        return up_to(limit)
    return stepwise(*zip(*((part * limit, weight) for part, weight in _ZONES[sharing]), strict=True))


def shared_by(sharing: Sharing, ways: Ways, people: ArrayLike, places: ArrayLike, limit: float) -> Catchments:
    """What people reach, by one of the three.

    Args:
        people: (points,) >= 0.
        places: (centres,) >= 0.
        limit: in the unit of the ways.

    Raises:
        UnknownSharing: there is none of this name.
        ShapeMismatch: people or places are not those of the ways.
        NotNumbers: one of them is negative, infinite or missing.
    """
    steps = three_step if sharing == "three_step" else two_step
    return steps(ways, people, places, decay_of(sharing, limit))
