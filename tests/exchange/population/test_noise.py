"""What is planted is there, is of every kind, and is known apart; and the noise does not know what it measures."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np

from jisr.exchange.population.noise import KINDS, MOVED

PAIRS = Path(__file__).parents[2] / "common" / "data" / "name_pairs.csv"
NAMES = ("given_ar", "family_ar", "given_fr", "family_fr")


def _pairs(twice):
    """(first registrations, second, kinds, also): columns of both, one row a pair."""
    households, persons, truth = twice
    at = dict(zip(households["household"].tolist(), households["commune"].tolist(), strict=True))
    persons = persons | {"commune": np.array([at[key] for key in persons["household"].tolist()])}
    rows = {key: row for row, key in enumerate(persons["person"].tolist())}
    first, second = ([rows[key] for key in truth[name].tolist()] for name in ("person", "duplicate"))
    return tuple({name: column[which] for name, column in persons.items()} for which in (first, second)), truth


def test_the_truth_tells_every_second_registration_once(twice):
    """As many as were asked for, each of somebody else's household, of one who was there first."""
    _, persons, truth = twice
    seconds = truth["duplicate"].tolist()

    assert len(seconds) == len(set(seconds)) == sum(round(n * 0.3) for n in (8_192, 12_000 - 8_192))
    assert not set(seconds) & set(truth["person"].tolist())
    assert set(seconds) | set(truth["person"].tolist()) <= set(persons["person"].tolist())
    home = dict(zip(persons["person"].tolist(), persons["household"].tolist(), strict=True))
    assert all(home[one] != home[other] for one, other in zip(truth["person"], seconds, strict=True))
    assert len(seconds) > len(set(truth["person"].tolist())), "some come a third time"


def test_every_kind_is_planted_and_is_what_it_says(twice):
    """Each kind changes what it names, and without another on top nothing else."""
    (one, other), truth = _pairs(twice)
    alone = truth["also"] == ""
    same = {name: one[name] == other[name] for name in (*NAMES, "born_on", "born_about", "commune")}
    spelled_alike = np.logical_and.reduce([same[name] for name in NAMES])

    assert (one["sex"] == other["sex"]).all()
    assert set(truth["kind"]) == {*KINDS, MOVED} and {"typo", "birth_approximate", MOVED} <= set(truth["also"])
    assert min(np.unique(truth["kind"].astype(str), return_counts=True)[1]) > 25
    moved = (truth["kind"] == MOVED) | (truth["also"] == MOVED)
    assert (same["commune"] == ~moved).all()
    births = np.isin(truth["kind"], ["birth_approximate", "day_month_swapped"])
    assert same["born_on"][alone & ~births].all() and spelled_alike[alone & (births | (truth["kind"] == MOVED))].all()
    assert not spelled_alike[alone & ~births & (truth["kind"] != MOVED)].any()
    kind = {name: alone & (truth["kind"] == name) for name in KINDS}
    assert (other["born_about"][kind["birth_approximate"]]).all()
    swapped = kind["parts_swapped"]
    assert (one["given_ar"][swapped] == other["family_ar"][swapped]).all()
    script = kind["other_script"]
    assert ((one["given_ar"][script] == "") != (other["given_ar"][script] == "")).all()
    for which, shorter in (("particle_missing", "family"), ("compound_shortened", "given")):
        lengths = [
            np.char.str_len((rows[f"{shorter}_ar"] + rows[f"{shorter}_fr"]).astype(str)) for rows in (one, other)
        ]
        assert (lengths[1] < lengths[0])[kind[which]].all()


def test_respellings_are_none_that_tests_of_a_folding_have_seen(twice):
    """The pairs on which the folding is measured hold none of them."""
    (_, other), truth = _pairs(twice)
    with PAIRS.open(encoding="utf-8", newline="") as file:
        seen = {row["latin"].casefold() for row in csv.DictReader(file)}
    plain = (truth["kind"] == "transliteration") & np.isin(truth["also"], ["", MOVED])

    assert plain.sum() > 300
    assert not {name.casefold() for name in (*other["given_fr"][plain], *other["family_fr"][plain])} & seen


def test_the_noise_knows_neither_the_folding_nor_the_families():
    """Nor does anything that it imports: the measure would be of our own making."""
    program = (
        "import sys, jisr.exchange.population.noise;"
        "sys.exit([m for m in sys.modules if m.startswith(('jisr.families', 'jisr.common', 'django'))] or 0)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
