"""Lines of the maps of the atlas."""

from itertools import pairwise

import pytest

from jisr.territory.boundaries import boundaries
from jisr.web.atlas.drawing import outline


def _area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


@pytest.mark.parametrize("region", ["01", "07", "12"])
def test_the_line_around_places_holds_them_all_and_nothing_else(region):
    """A province that was simplified apart from its communes leaves white splinters at its border; its own do not."""
    provinces: dict[str, list] = {}
    for code, shape in boundaries(f"communes-{region}").items():
        provinces.setdefault(code[:6], []).extend(shape)

    for rings in provinces.values():
        around = outline(rings)
        assert sum(map(_area, around)) == pytest.approx(sum(map(_area, rings)))
        assert all(ring[0] == ring[-1] for ring in around)
        assert sum(map(len, around)) < sum(map(len, rings))
