"""The invented network: about 3,000 centres on real ground, calibrated on what is published (calibration.yaml)."""

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jisr.centres.choices import Answers
from jisr.centres.models import Centre, Operator, Programme, Service, ServiceRule
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.bulk import copy_in
from jisr.exchange.demonstration.ground import Ground, read_grounds
from jisr.exchange.demonstration.kept import Kept, keep
from jisr.exchange.demonstration.offers import Offers, fit_published_places, programmes, statements
from jisr.exchange.demonstration.plan import plan
from jisr.exchange.demonstration.service_rules import service_rules
from jisr.exchange.demonstration.sketches import Operators, Sketch, Sketcher

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
        return draw(read_grounds(), today).save()


@dataclass(frozen=True)
class Network:
    """The invented rows, not yet saved, in the order in which they point at each other."""

    operators: list[Operator]
    programmes: list[Programme]
    sketches: list[Sketch]
    services: list[Service]
    rules: list[ServiceRule]
    kept: Kept

    def save(self) -> dict[str, int]:
        """Write every row, as the owner of the tables; what was made."""
        copy_in(self.operators)
        copy_in(self.programmes)
        copy_in(sketch.centre for sketch in self.sketches)
        copy_in(sketch.site for sketch in self.sketches)
        copy_in(sketch.contact for sketch in self.sketches if sketch.centre.answers == Answers.LINK)
        copy_in(self.services)
        copy_in(statements(self.services))
        copy_in(self.rules)
        for rows in vars(self.kept).values():
            copy_in(rows)
        return {"centres": len(self.sketches), "services": len(self.services)}


def draw(grounds: list[Ground], today: date) -> Network:
    """The network on this ground, in memory; the same for the same ground and day."""
    dice = random.Random(SEED)
    calibration, named = _read("calibration.yaml"), _read("named.yaml")
    operators = Operators(calibration["provinces"], dice)
    sketcher = Sketcher({ground.code: ground for ground in grounds}, operators, dice, today)
    sketches = sketcher.draw(named, plan(grounds, calibration, named))
    by_theme = programmes(operators.region, today)
    offers = Offers(_read("services.yaml"), by_theme, dice, today)
    services = [service for sketch in sketches for service in offers.of(sketch)]
    fit_published_places(services, calibration)
    paying = {programme.code: programme for programme in by_theme.values()}
    rules = list(service_rules(services, today))
    kept = keep(sketches, services, today)
    return Network(list(operators.rows.values()), list(paying.values()), sketches, services, rules, kept)


def _read(name: str) -> Any:
    return yaml_text.read((HERE / name).read_text(encoding="utf-8"))
