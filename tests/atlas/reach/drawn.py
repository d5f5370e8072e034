"""Points, people and centres drawn by lot, many of them on top of one another."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from jisr.atlas.kernels.strips import EARTH_KM


@dataclass
class Country:
    """Some points and centres within some hundred kilometres."""

    lat: np.ndarray
    lon: np.ndarray
    people: np.ndarray
    centre_lat: np.ndarray
    centre_lon: np.ndarray
    places: np.ndarray

    @property
    def where(self):
        """What ``Distances.between`` takes."""
        return self.lat, self.lon, self.centre_lat, self.centre_lon

    @property
    def km(self):
        """(points, centres) each distance, by the formula of haversines."""
        north, east, to_north, to_east = map(np.radians, (self.lat, self.lon, self.centre_lat, self.centre_lon))
        across = np.sin((north[:, None] - to_north) / 2) ** 2
        along = np.sin((east[:, None] - to_east) / 2) ** 2
        half = across + np.cos(north)[:, None] * np.cos(to_north) * along
        return 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1)))


@st.composite
def countries(draw, *, points=25, centres=12, least=1):
    """A country somewhere on the globe: the poles and 180 degrees too."""
    seed = draw(st.integers(0, 2**32 - 1))
    middle = draw(st.sampled_from([(31.6, -8.0), (0.0, 179.9), (89.5, 0.0), (-45.0, -180.0)]))
    return drawn(
        np.random.default_rng(seed), draw(st.integers(least, points)), draw(st.integers(least, centres)), middle
    )


def drawn(chance, points, centres, middle=(31.6, -8.0), wide=1.5):
    """By lot, on a grid so coarse that some stand on one point; some empty, some without places."""
    spots = lambda count: (  # noqa: E731
        np.clip(middle[0] + np.round(chance.normal(0, wide, count), 1), -90, 90),
        (middle[1] + np.round(chance.normal(0, wide, count), 1) + 180) % 360 - 180,
    )
    lat, lon = spots(points)
    centre_lat, centre_lon = spots(centres)
    people = np.where(chance.random(points) < 0.2, 0.0, np.round(chance.gamma(1, 500, points), 1))
    places = np.where(chance.random(centres) < 0.2, 0.0, chance.integers(1, 200, centres).astype(float))
    return Country(lat, lon, people, centre_lat, centre_lon, places)
