"""The invented network: about 3,000 centres on real ground, calibrated on what is published (calibration.yaml)."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from jisr.centres.choices import Answers
from jisr.centres.models import Centre
from jisr.common.database import scope
from jisr.exchange.bulk import copy_in
from jisr.exchange.demonstration.ground import Ground, read_grounds
from jisr.exchange.demonstration.offers import Offers, fit_published_places, programmes, statements
from jisr.exchange.demonstration.plan import plan
from jisr.exchange.demonstration.sketches import Operators, Sketcher

HERE = Path(__file__).parent
#: The same seed, the same network; only the dates move with the day of loading.
SEED = "jisr demonstration network"


def load(today: date) -> dict[str, int]:
    """Invent the network in the database, unless it is already there.

    Speaks as the owner of the tables: never part of a request.

    Args:
        today: dates of the demonstration are relative to it.

    Returns:
        how many centres and services were made; zeros when the network was there.
    """
    with scope(speaking="owner"):
        if Centre.objects.filter(is_demonstration=True).exists():
            return {"centres": 0, "services": 0}
        return invent(read_grounds(), today)


def invent(grounds: list[Ground], today: date) -> dict[str, int]:
    """Make every row of the network; what was made."""
    dice = random.Random(SEED)
    calibration, named = _read("calibration.yaml"), _read("named.yaml")
    operators = Operators(calibration["provinces"], dice)
    sketcher = Sketcher({ground.code: ground for ground in grounds}, operators, dice, today)
    sketches = sketcher.draw(named, plan(grounds, calibration, named))
    by_theme = programmes(operators.region, today)
    offers = Offers(_read("services.yaml"), by_theme, dice, today)
    services = [service for sketch in sketches for service in offers.of(sketch)]
    fit_published_places(services, calibration)
    copy_in(operators.rows.values())
    copy_in({programme.code: programme for programme in by_theme.values()}.values())
    copy_in(sketch.centre for sketch in sketches)
    copy_in(sketch.site for sketch in sketches)
    copy_in(sketch.contact for sketch in sketches if sketch.centre.answers == Answers.LINK)
    copy_in(services)
    copy_in(statements(services))
    return {"centres": len(sketches), "services": len(services)}


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
