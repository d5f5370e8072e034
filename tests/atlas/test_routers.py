"""A table of a router of roads in place of the estimate."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.atlas.travel import matrix
from jisr.atlas.travel.routers import (
    Block,
    RouterAnswer,
    blocks,
    gathered,
    osrm_path,
    read_osrm,
    read_valhalla,
    valhalla_question,
)
from tests.atlas.grounds import SPEEDS, grounds

BLOCK = Block(np.array([0, 1]), np.array([0, 1, 2]))


def osrm(table):
    """What an OSRM server answers."""
    return json.dumps({"code": "Ok", "durations": [[None if np.isinf(m) else 60 * m for m in row] for row in table]})


def valhalla(table):
    """What a Valhalla server answers."""
    times = [[{"time": None if np.isinf(m) else 60 * m, "distance": 1} for m in row] for row in table]
    return json.dumps({"sources_to_targets": times})


@given(grounds(), st.integers(1, 4), st.sampled_from([(osrm, read_osrm), (valhalla, read_valhalla)]))
def test_a_router_that_knows_what_we_estimate_gives_our_matrix_back(ground, side, router):
    """Every way worth asking for is asked once, and lands where it belongs, whatever the size of a question."""
    net, origins, centres = ground
    say, read = router
    estimate = matrix(net, origins, centres, mode="taxi", speeds=SPEEDS, limit_min=500)
    whole = np.full(estimate.minutes.shape, np.inf)
    ways = estimate.minutes.tocoo()
    whole[ways.coords] = ways.data

    asked = blocks(estimate.minutes, origins.commune, side=side)
    answers = [(block, read(say(whole[np.ix_(block.rows, block.columns)]), block)) for block in asked]
    found = gathered(answers, whole.shape, model="osrm", limit_min=500)

    assert (found.minutes != estimate.minutes).nnz == 0
    assert found.model == "osrm"


@pytest.mark.parametrize("read", [read_osrm, read_valhalla])
@pytest.mark.parametrize(
    "answer",
    [
        "<html>502</html>",
        "[]",
        "{}",
        '{"code":"InvalidQuery","message":"Query string malformed"}',
        '{"error_code":154,"error":"Path distance exceeds the max distance limit"}',
        '{"code":"Ok","durations":[[1,2,3]],"sources_to_targets":[[{"time":1},{"time":2},{"time":3}]]}',
        '{"code":"Ok","durations":[[1,2,3],[1,-2,3]],"sources_to_targets":[[{"time":1},{"time":2},{}],[]]}',
        '{"code":"Ok","durations":[[1,2,3],[1,"x",3]],"sources_to_targets":[[1,2,3],[1,2,3]]}',
    ],
)
def test_what_is_no_table_of_these_points_is_refused(read, answer):
    """An error page, a short table, a time below zero: nothing of it becomes minutes."""
    with pytest.raises(RouterAnswer):
        read(answer, BLOCK)


@given(grounds())
def test_a_question_names_the_points_of_its_block_in_their_order(ground):
    """Longitude comes first for OSRM, names tell for Valhalla; six decimals are a tenth of a metre."""
    _net, origins, centres = ground
    block = Block(np.arange(origins.lat.size), np.arange(centres.lat.size))

    path = osrm_path(origins, centres, block)
    asked = valhalla_question(origins, centres, block)

    first = path.removeprefix("/table/v1/driving/").partition("?")[0]
    places = [tuple(map(float, place.split(","))) for place in first.split(";") if place]
    told = [(place["lon"], place["lat"]) for place in [*asked["sources"], *asked["targets"]]]
    assert len(places) == origins.lat.size + centres.lat.size
    assert np.array(places).ravel() == pytest.approx(np.array(told).ravel())
