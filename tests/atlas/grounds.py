"""Small grounds for the atlas' laws: networks, and points on them."""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from jisr.atlas.travel import Network, Points, network, points, speeds

SPEEDS = speeds(date(2026, 11, 23))


@st.composite
def grounds(draw) -> tuple[Network, Points, Points]:
    """A network of up to 7 communes, some of them alone; up to 9 points and 6 centres on it."""
    size = draw(st.integers(1, 7))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pairs = np.array([(a, b) for a in range(size) for b in range(a)] or np.zeros((0, 2)), dtype=int).reshape(-1, 2)
    ends = pairs[rng.random(len(pairs)) < draw(st.sampled_from([0.2, 0.6, 1.0]))]
    net = network(rng.uniform(30, 31, size), rng.uniform(-8, -7, size), ends, rng.random(size) < 0.3)
    return net, hung(net, rng, draw(st.integers(0, 9)), spread=0.1), hung(net, rng, draw(st.integers(0, 6)), spread=0.1)


def hung(net: Network, rng: np.random.Generator, count: int, *, spread: float) -> Points:
    """Points around their communes, some at the very place, some at the end of a track."""
    at = rng.integers(0, net.lat.size, count)
    off = rng.normal(0, spread, (2, count)) * (rng.random(count) < 0.8)
    return points(net, at, lat=net.lat[at] + off[0], lon=net.lon[at] + off[1], track_km=rng.exponential(2, count))
