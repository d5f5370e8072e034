"""Minutes between points and centres over the communes."""

import csv
import os
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.atlas.travel import MODES, matrix, network, points
from jisr.atlas.travel.kept import kept, mark
from jisr.atlas.travel.modes import UnknownMode, waiting_days
from jisr.common.faults import ShapeMismatch
from jisr.territory import rules, sources
from jisr.territory.roads import road_km
from tests.atlas.grounds import SPEEDS, grounds

LONG = 10_000.0


def walked(net, origins, centres, mode):
    """The same minutes, written as one would by hand: every way, the slow way."""
    size = net.lat.size
    between = np.full((size, size), np.inf)
    np.fill_diagonal(between, 0)
    beside = {(a, a) for a in range(size)}
    for (a, b), km in zip(net.ends.tolist(), net.km, strict=True):
        share = (float(net.mountain[a]) + float(net.mountain[b])) / 2
        minutes = max(float(SPEEDS.way_min(mode, km, 0.0, share)), 1e-6)
        between[a, b] = between[b, a] = min(between[a, b], minutes)
        beside |= {(a, b), (b, a)}
    for k, i, j in product(range(size), repeat=3):
        between[i, j] = min(between[i, j], between[i, k] + between[k, j])
    told = np.full((origins.lat.size, centres.lat.size), np.inf)
    for i, j in np.ndindex(told.shape):
        a, b = origins.commune[i], centres.commune[j]
        from_here = rules.road_km(origins.lat[i], origins.lon[i], net.lat[a], net.lon[a])
        to_there = rules.road_km(centres.lat[j], centres.lon[j], net.lat[b], net.lon[b])
        track, last = origins.track_km[i], centres.track_km[j]
        told[i, j] = (
            SPEEDS.way_min(mode, max(from_here, track), track, net.mountain[a])
            + between[a, b]
            + SPEEDS.way_min(mode, max(to_there, last), last, net.mountain[b])
        )
        if (a, b) in beside:
            km = rules.road_km(origins.lat[i], origins.lon[i], centres.lat[j], centres.lon[j])
            share = (float(net.mountain[a]) + float(net.mountain[b])) / 2
            told[i, j] = min(told[i, j], SPEEDS.way_min(mode, max(km, track), track, share))
    return told + SPEEDS.wait_min(mode)


def dense(found):
    """Every way of a matrix; ``inf`` where it holds none."""
    told = np.full(found.minutes.shape, np.inf)
    ways = found.minutes.tocoo()
    told[ways.coords] = ways.data
    return told


@given(grounds(), st.sampled_from(MODES), st.sampled_from([30.0, 90.0, LONG]))
def test_the_minutes_are_those_of_the_shortest_way_walked_by_hand(ground, mode, limit_min):
    """What is computed commune by commune is what trying every way would find; beyond the limit it holds nothing."""
    net, origins, centres = ground

    found = dense(matrix(net, origins, centres, mode=mode, speeds=SPEEDS, limit_min=limit_min))

    meant = walked(net, origins, centres, mode)
    clear = np.abs(meant - limit_min) > 1e-3
    assert found[clear] == pytest.approx(np.where(meant <= limit_min, meant, np.inf)[clear], rel=1e-5)


@given(grounds())
def test_what_no_chain_of_neighbours_joins_is_out_of_reach_never_at_distance_zero(ground):
    """A commune with no road has no minutes at all to the others: the matrix holds nothing there."""
    net, origins, centres = ground
    alone = network(net.lat, net.lon, [], net.mountain)

    found = dense(matrix(alone, origins, centres, mode="taxi", speeds=SPEEDS, limit_min=LONG))

    assert np.isinf(found[origins.commune[:, None] != centres.commune[None, :]]).all()
    assert np.isfinite(found[origins.commune[:, None] == centres.commune[None, :]]).all()


@given(grounds(), st.integers(0, 2**32 - 1))
def test_the_order_of_points_changes_nothing(ground, seed):
    """Each row is of its point: shuffled points have shuffled rows."""
    net, origins, centres = ground
    order = np.random.default_rng(seed).permutation(origins.lat.size)
    shuffled = replace(origins, **{name: value[order] for name, value in vars(origins).items()})

    straight = dense(matrix(net, origins, centres, mode="foot", speeds=SPEEDS, limit_min=LONG))
    other = dense(matrix(net, shuffled, centres, mode="foot", speeds=SPEEDS, limit_min=LONG))

    assert other.tolist() == straight[order].tolist()


@given(grounds())
def test_a_new_way_lengthens_nobodys_road(ground):
    """To join two communes that did not border can only bring people nearer."""
    net, origins, centres = ground
    joined = network(net.lat, net.lon, [*net.ends.tolist(), (0, net.lat.size - 1)], net.mountain)

    before = dense(matrix(net, origins, centres, mode="taxi", speeds=SPEEDS, limit_min=LONG))
    after = dense(matrix(joined, origins, centres, mode="taxi", speeds=SPEEDS, limit_min=LONG))

    assert (after <= before + 1e-3).all()


def test_a_centre_at_the_door_is_reached_in_no_time_and_is_held():
    """Nought minutes is a way; nothing held is none: the two are never mixed up."""
    net = network([31.0, 32.0], [-8.0, -7.0], [], [False, False])
    here = points(net, [0])

    found = matrix(net, here, points(net, [0, 1]), mode="foot", speeds=SPEEDS, limit_min=LONG).minutes

    assert found.nnz == 1
    assert found.indices.tolist() == [0]
    assert found.data.tolist() == [0.0]


def test_a_bus_is_walked_to_and_is_waited_for():
    """Nobody drives a bus down a track: 4 km of it are an hour on foot, then the wait, then the road."""
    net = network([31.0, 31.0], [-8.0, -7.9], [(0, 1)], [False, False])
    far = matrix(net, points(net, [0], track_km=4.0), points(net, [1]), mode="bus", speeds=SPEEDS, limit_min=LONG)

    road = float(net.km[0])
    assert far.minutes.data[0] == pytest.approx(
        60 * 4 / SPEEDS.foot_kmh + 60 * (road - 4) / SPEEDS.bus_kmh + SPEEDS.bus_wait_min, rel=1e-4
    )  # fmt: skip


def test_days_until_a_bus_are_known_unknown_or_never():
    """Twice a week is under two days in the mean; no bus is never, and what nobody knows stays unknown."""
    assert waiting_days([2, 0]).tolist() == [1.75, np.inf]
    assert np.isnan(waiting_days(float("nan")))


def test_the_road_is_that_of_the_territory():
    """Two functions, one for a pair and one for arrays, say the same."""
    assert road_km(31.63, -8.01, [31.55], [-8.77])[0] == pytest.approx(rules.road_km(31.63, -8.01, 31.55, -8.77))


def test_a_measured_length_counts_before_an_estimate():
    """Where an operator knows a road, its length is taken; nan stays estimated."""
    net = network([31, 31, 31], [-8, -7.9, -7.8], [(0, 1), (1, 2)], [False] * 3, km=[40, np.nan])

    assert net.km[0] == 40
    assert net.km[1] == pytest.approx(rules.road_km(31, -7.9, 31, -7.8))


def test_a_point_in_no_commune_is_a_fault():
    """The caller sets apart what lies nowhere; here it is said at once, never bent to another place."""
    net = network([31.0], [-8.0], [], [False])
    with pytest.raises(ShapeMismatch):
        points(net, [1])
    with pytest.raises(ShapeMismatch):
        network([31.0], [-8.0], [(0, 1)], [False])
    with pytest.raises(UnknownMode):
        matrix(net, points(net, [0]), points(net, [0]), mode="camel", speeds=SPEEDS, limit_min=60)


def test_every_commune_is_joined_to_every_other():
    """The real neighbours make one country: nobody is unreachable for a fault of the table."""
    codes = sorted(sources.neighbours())
    places = {row["code"]: row for row in sources.read().communes}
    at = {code: number for number, code in enumerate(codes)}
    ends = [(at[a], at[b]) for a in codes for b in sources.neighbours()[a] if a < b]
    net = network(
        [places[code]["lat"] for code in codes],
        [places[code]["lon"] for code in codes],
        ends,
        [places[code]["province_id"] in SPEEDS.mountain_provinces for code in codes],
    )
    marrakech = points(net, [at["07.351.01.0"]])
    everywhere = points(net, np.arange(len(codes)))

    found = matrix(net, everywhere, marrakech, mode="taxi", speeds=SPEEDS, limit_min=LONG).minutes

    assert found.nnz == len(codes) == 1503
    chichaoua = found.toarray()[at["07.161.01.01"], 0]
    assert 80 < chichaoua < 130  # 75 km of plain, the wait and the track


class TestKept:
    """What is kept on disk."""

    GROUND = network([31.0, 31.2], [-8.0, -7.9], [(0, 1)], [False, True])

    def ask(self, folder, *, track=0.0, limit_min=60.0):
        """One matrix of two points and a centre."""
        net = self.GROUND
        return kept(
            folder, net, points(net, [0, 1], track_km=track), points(net, [1]), mode="taxi", speeds=SPEEDS,
            limit_min=limit_min,
        )  # fmt: skip

    def test_the_same_question_is_read_and_another_is_made(self, tmp_path, monkeypatch):
        """Equal inputs find the file; a metre of track is another matrix."""
        first = self.ask(tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr("jisr.atlas.travel.kept.matrix", None)
            again = self.ask(tmp_path)
        other = self.ask(tmp_path, track=0.001)

        assert (first.minutes != again.minutes).nnz == 0
        assert other.minutes.data.tolist() != first.minutes.data.tolist()
        assert len(list(tmp_path.iterdir())) == 2

    def test_a_file_that_was_cut_is_made_again(self, tmp_path):
        """A full disk leaves no wrong minutes behind."""
        whole = self.ask(tmp_path)
        (file,) = tmp_path.iterdir()
        file.write_bytes(file.read_bytes()[:40])

        assert self.ask(tmp_path).minutes.data.tolist() == whole.minutes.data.tolist()
        assert len(file.read_bytes()) > 40

    def test_no_more_are_kept_than_is_said(self, tmp_path, monkeypatch):
        """A what-if moved a hundred times does not fill the disk; what was read last stays."""
        self.ask(tmp_path)
        (first,) = tmp_path.iterdir()
        monkeypatch.setattr("jisr.atlas.travel.kept.KEPT", 3 * first.stat().st_size + 1)
        for limit in range(6):
            self.ask(tmp_path, limit_min=61.0 + limit)
            os.utime(first, (2**33, 2**33))

        assert first.exists()
        assert len(list(tmp_path.iterdir())) == 3

    def test_each_input_is_in_the_mark(self):
        """A changed speed, commune, centre, mode or limit is another matrix."""
        net = self.GROUND
        a, b = points(net, [0]), points(net, [1])
        marks = {
            mark(net, a, b, "taxi", SPEEDS, 60),
            mark(net, b, a, "taxi", SPEEDS, 60),
            mark(net, a, b, "foot", SPEEDS, 60),
            mark(net, a, b, "taxi", SPEEDS, 61),
            mark(net, a, b, "taxi", replace(SPEEDS, plain_kmh=61.0), 60),
            mark(replace(net, km=net.km + 1), a, b, "taxi", SPEEDS, 60),
        }

        assert len(marks) == 6


def test_the_settings_name_real_provinces():
    """A code with a slip would make plain of a mountain, silently."""
    with (sources.DATA / "provinces.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}

    assert codes >= SPEEDS.mountain_provinces
    assert SPEEDS.mountain_provinces
