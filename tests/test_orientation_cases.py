"""The vignettes are well formed, wide enough, and half of them kept out of tuning by chance alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from jisr.centres.choices import Theme
from jisr.common import yaml_text
from jisr.common.choices import Compartment
from jisr.territory.sources import shipped
from tests.orientation_cases import FOLDER, HELD_OUT, BadVignette, drawn, read_vignette, read_vignettes

WHOLE = FOLDER / "un-metier-pour-un-jeune-de-laayoune.yaml"


def test_sixty_families_from_everywhere_and_half_kept_aside():
    """A ranking that is tuned on one half is judged on the other; nobody chose which."""
    vignettes = read_vignettes()

    codes = [one.code for one in vignettes]
    regions = {one["code"]: one["region_id"] for one in shipped().provinces}
    homes = {one["code"]: regions[one["province_id"]] for one in shipped().communes}
    needs = [need for one in vignettes for need in one.needs]
    assert len(codes) == 60
    assert {one.code for one in vignettes if one.held_out} == drawn(codes)
    assert len(drawn(codes)) == HELD_OUT == 30
    assert {need.theme for need in needs} == set(Theme.values)
    assert {homes[one.family.commune] for one in vignettes} == set(regions.values())
    assert {need.compartment for need in needs} == {"", *Compartment.values}


def test_nothing_of_a_compartment_is_shown_for_a_plain_need():
    """Whatever else an expert corrects, this may not change: a plain file never shows a protected service."""
    for one in read_vignettes():
        for need, expects in zip(one.needs, one.expects, strict=True):
            hidden = {entry.code for entry in one.catalogue if entry.service.compartment not in ("", need.compartment)}
            assert hidden <= set(expects.never), f"{one.code}: {hidden - set(expects.never)}"


def _misspelled(told: Any) -> None:
    told["catalogue"][0]["service"]["publik"] = ["women"]


def _of_no_list(told: Any) -> None:
    told["catalogue"][0]["service"]["publics"] = ["widowers"]


def _of_another_name(told: Any) -> None:
    told["family"]["commune"] = "07.161.05.09 Chichaoua"


def _forgotten(told: Any) -> None:
    told["expects"][0]["may"] = []


def _twice(told: Any) -> None:
    told["expects"][0]["may"] *= 2


def _without_a_reason(told: Any) -> None:
    told["expects"][0]["never"]["metiers-tarfaya"] = ""


def _of_nobody(told: Any) -> None:
    told["needs"][0]["of"] = "voisin"


def _of_no_fact(told: Any) -> None:
    told["catalogue"][0]["service"]["conditions"] = {"fact": "shoe_size", "at_least": 40}


def _too_few(told: Any) -> None:
    del told["catalogue"][1:]


@pytest.mark.parametrize(
    "spoil",
    [
        _misspelled, _of_no_list, _of_another_name, _forgotten, _twice, _without_a_reason, _of_nobody, _of_no_fact,
        _too_few,
    ],
)  # fmt: skip
def test_a_mistake_of_the_hand_is_refused(spoil: Callable[[Any], None], tmp_path: Path):
    """Who corrects a vignette is told at once what she mistyped, and not by a ranking that goes wrong."""
    told = yaml_text.read(WHOLE.read_text(encoding="utf-8"))
    spoil(told)
    path = tmp_path / WHOLE.name
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")

    with pytest.raises(BadVignette):
        read_vignette(path)
