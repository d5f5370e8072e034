"""Ways of a round: minutes are those of travel by the car of the house, kilometres those of the same way."""

from datetime import date

import numpy as np

from jisr.atlas.rounds.rules import ways
from jisr.atlas.travel import matrix, network, points, speeds

_SPEEDS = speeds(date(2026, 11, 1))


def test_minutes_are_those_of_travel() -> None:
    """A round drives on the ways that the atlas shows; its own arithmetic must not differ."""
    net = network([31.0, 31.2, 31.5, 33.0], [-8.0, -8.1, -8.4, -6.0], [(0, 1), (1, 2)], [False, True, True, False])
    at = points(net, [0, 1, 2, 2, 3], lat=[np.nan, np.nan, np.nan, 31.55, np.nan],
                lon=[np.nan, np.nan, np.nan, -8.45, np.nan], track_km=[0, 2.0, 0, 1.0, 0])  # fmt: skip

    minutes, km = ways(net, at, _SPEEDS)

    travelled = matrix(net, at, at, mode="drive", speeds=_SPEEDS, limit_min=900).minutes.toarray()
    reached = np.isfinite(minutes) & ~np.eye(5, dtype=bool)
    assert np.allclose(minutes[reached], travelled[reached])
    assert np.isfinite(km[reached]).all() and (km[reached] > 0).all()
    # a kilometre takes between the time of the fastest road and that of a track
    speed = km[reached] / minutes[reached] * 60
    assert speed.min() >= _SPEEDS.track_kmh - 1e-6 and speed.max() <= _SPEEDS.plain_kmh + 1e-3


def test_a_place_with_no_road_is_unreachable() -> None:
    """Nothing joins the fourth commune: its ways have no end, in minutes and in kilometres."""
    net = network([31.0, 31.2, 33.0], [-8.0, -8.1, -6.0], [(0, 1)], [False, False, False])

    minutes, km = ways(net, points(net, [0, 1, 2]), _SPEEDS)

    assert np.isinf(minutes[2, :2]).all() and np.isinf(km[:2, 2]).all()
    assert (np.diag(minutes) == 0).all() and (np.diag(km) == 0).all()
