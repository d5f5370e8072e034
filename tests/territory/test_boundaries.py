"""Boundaries: every place has one, and the files are small enough for a telephone."""

import gzip

import pytest
from django.contrib.staticfiles import finders

from jisr.territory import sources
from jisr.territory.boundaries import FOLDER, boundaries
from jisr.web.territory.drawing import draw

REGIONS = [f"{number:02}" for number in range(1, 13)]


def inside(point, rings):
    """Whether a point lies within rings, by counting the edges to its west."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x1 + (y - y1) * (x2 - x1) / (y2 - y1) < x:
                crossings += 1
    return crossings % 2 == 1


def test_every_place_has_its_boundaries():
    """1,503 communes by region, 75 provinces, 12 regions, 41 arrondissements: none missing, none beside."""
    shipped = sources.shipped()
    drawn = {code for region in REGIONS for code in boundaries(f"communes-{region}")}

    assert drawn == {row["code"] for row in shipped.communes}
    assert set(boundaries("provinces")) == {row["code"] for row in shipped.provinces}
    assert set(boundaries("regions")) == {row["code"] for row in shipped.regions}
    assert set(boundaries("arrondissements")) == {row["code"] for row in shipped.arrondissements}


def test_a_commune_lies_in_its_own_boundaries():
    """Points and boundaries come from three sources: nine in ten agree to the letter, and none is in another region."""
    rings = {code: shape for region in REGIONS for code, shape in boundaries(f"communes-{region}").items()}
    regions = boundaries("regions")
    rows = sources.shipped().communes

    at_home = sum(inside((row["lon"], row["lat"]), rings[row["code"]]) for row in rows)
    in_region = sum(inside((row["lon"], row["lat"]), regions[row["code"][:2]]) for row in rows)

    assert at_home / len(rows) > 0.9
    assert in_region / len(rows) > 0.98


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_file_is_light(path):
    """A map of one region travels in less than 150 kB."""
    assert len(gzip.compress(path.read_bytes())) < 150_000


def test_a_browser_can_ask_for_a_map():
    """The files are static files of the product: no page, no query, no other host."""
    assert finders.find("territory/communes-07.json") == str(FOLDER / "communes-07.json")
    assert finders.find("territory/provinces.json") == str(FOLDER / "provinces.json")


def test_rings_are_closed():
    """A ring that does not end where it began would leak its colour."""
    for region in REGIONS:
        for code, shape in boundaries(f"communes-{region}").items():
            assert all(ring[0] == pytest.approx(ring[-1]) and len(ring) >= 4 for ring in shape), code


def test_a_drawing_keeps_every_place_and_marks_one():
    """The place of the page is drawn last, so that its edge is whole; its point lies within the drawing."""
    places = {row["code"]: (row["name_fr"], "") for row in sources.shipped().communes if row["code"][:6] == "07.161"}

    drawing = draw("communes-07", places, here="07.161.01.01", point=(31.54, -8.76))

    assert {shape.code for shape in drawing.shapes} == set(places)
    assert drawing.shapes[-1].here
    assert all(shape.path.startswith("M") for shape in drawing.shapes)
    assert 0 < drawing.point[0] < drawing.width
    assert 0 < drawing.point[1] < drawing.height
