"""Invented operators and centres, in memory, the same ones at every loading but for their dates."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jisr.centres.choices import Answers, OperatorKind
from jisr.centres.models import Centre, Contact, Operator, Site
from jisr.exchange.demonstration import words
from jisr.exchange.demonstration.ground import Ground
from jisr.exchange.demonstration.plan import Planned

SOURCE = "demonstration"
#: Kinds run by the (invented) mutual aid institution itself; associations run the rest.
BY_OFFICE = frozenset({"assistance_centre", "disability_centre", "child_centre", "women_training"})
#: How often a place has what makes it accessible; rarer in the countryside.
ACCESS_SHARES = {"ramp": 0.55, "toilet": 0.3, "reading": 0.5, "sign": 0.06, "remote": 0.25, "home_visit": 0.15}
ASSOCIATIONS_IN_A_PROVINCE = 6


@dataclass
class Sketch:
    """A centre about to be made, with what its services need."""

    centre: Centre
    site: Site
    contact: Contact
    sex: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)


class Operators:
    """Who runs the invented centres: visibly invented parties."""

    def __init__(self, provinces: Mapping[str, Mapping[str, Any]], dice: random.Random) -> None:
        self.provinces, self.dice = provinces, dice
        self.rows: dict[str, Operator] = {}
        self.turns: Counter = Counter()
        self.aid = self._one("DEMO-OP-AID", words.MUTUAL_AID, OperatorKind.MUTUAL_AID)
        self.state = self._one("DEMO-OP-STATE", words.STATE, OperatorKind.STATE)
        self.region = self._one("DEMO-OP-REGION", words.REGION, OperatorKind.COUNCIL)

    def of(self, kind: str, ground: Ground) -> Operator:
        """Who runs a centre of this kind here."""
        if kind in BY_OFFICE or (kind == "training_centre" and self.dice.random() < 0.6):
            return self.aid
        if kind == "citizens_centre":
            return self.state
        province = (ground.province_ar, ground.province_fr)
        if kind == "complex":
            return self._one(f"DEMO-OP-C-{ground.province}", words.COUNCIL, OperatorKind.COUNCIL, province)
        return self.association(ground)

    def association(self, ground: Ground) -> Operator:
        """The associations of a province in turn."""
        pool = self.provinces.get(ground.province, {}).get("associations", ASSOCIATIONS_IN_A_PROVINCE)
        turn = self.turns[ground.province] % pool
        self.turns[ground.province] += 1
        word, province = words.WORDS[turn % len(words.WORDS)], (ground.province_ar, ground.province_fr)
        code = f"DEMO-OP-{ground.province}-{turn + 1:02d}"
        return self._one(code, words.ASSOCIATION, OperatorKind.ASSOCIATION, word, province)

    def delegation(self, ground: Ground) -> Operator:
        """Who supervises the centres of a province."""
        province = (ground.province_ar, ground.province_fr)
        return self._one(f"DEMO-OP-D-{ground.province}", words.DELEGATION, OperatorKind.DELEGATION, province)

    def _one(self, code: str, names: tuple[str, str], kind: str, *values: tuple[str, str]) -> Operator:
        if code not in self.rows:
            arabic, french = (
                name % tuple(value[at] for value in values) if values else name for at, name in enumerate(names)
            )
            self.rows[code] = Operator(
                code=code, name_ar=arabic, name_fr=french, kind=kind, is_demonstration=True, source=SOURCE
            )
        return self.rows[code]


class Sketcher:
    """Draws centres on their ground."""

    def __init__(self, grounds: Mapping[str, Ground], operators: Operators, dice: random.Random, today: date) -> None:
        self.grounds, self.operators, self.dice, self.today = grounds, operators, dice, today
        self.taken: Counter = Counter()
        self.numbers: Counter = Counter()
        self.lines = 0

    def draw(self, named: Iterable[Mapping[str, Any]], planned: Iterable[Planned]) -> list[Sketch]:
        """The centres that stories name, then the planned ones."""
        drawn = [self._named(row, self.grounds[row["commune"]]) for row in named]
        return drawn + [self._invented(one.type, one.ground) for one in planned]

    def _named(self, row: Mapping[str, Any], ground: Ground) -> Sketch:
        kind, sex = row["type"], row.get("sex", "")
        self._nth(kind, sex, ground)
        operators = {"office": self.operators.aid, "state": self.operators.state}
        operator = operators.get(row["operator"]) or self.operators.association(ground)
        centre = self._centre(row["code"], kind, (row["ar"], row["fr"]), operator, ground)
        centre.answers = row.get("answers", Answers.LIST)
        centre.languages, centre.accessibility = row["languages"], row.get("accessibility", [])
        return self._placed(centre, ground, sex, row)

    def _invented(self, kind: str, ground: Ground) -> Sketch:
        sex = ""
        if kind == "student_home":
            sex = "f" if self.numbers["home", ground.province] % 5 in {0, 2, 4} else "m"
            self.numbers["home", ground.province] += 1
        self.numbers[kind, ground.province] += 1
        code = f"DEMO-{ground.province.replace('.', '')}-{words.SHORT[kind]}-{self.numbers[kind, ground.province]:03d}"
        operator = self.operators.of(kind, ground)
        centre = self._centre(code, kind, self._names(kind, sex, ground), operator, ground)
        partner = operator.kind in {OperatorKind.ASSOCIATION, OperatorKind.STATE}
        centre.answers = Answers.LINK if partner and self.dice.random() < 0.6 else Answers.LIST
        centre.languages = self._languages(ground)
        rarer = 1.0 if ground.urban else 0.6
        centre.accessibility = [what for what, share in ACCESS_SHARES.items() if self.dice.random() < share * rarer]
        return self._placed(centre, ground, sex, {})

    def _centre(self, code: str, kind: str, names: tuple[str, str], operator: Operator, ground: Ground) -> Centre:
        self.lines += 1
        # a real centre may bear the same name in the same place: no invented figure may be taken for its own
        centre = Centre(
            code=code, name_ar=f"{names[0]} (توضيحي)", name_fr=f"{names[1]} (démo)", type=kind, operator=operator,
            supervised_by=self.operators.delegation(ground), province_id=ground.province,
            confidential=kind == "women_space", phone=f"+2125000{self.lines:05d}",
            hours=self.dice.choice(words.HOURS.get(kind, words.OFFICE_HOURS)),
            opened_on=self.today - timedelta(days=self.dice.randint(400, 9_000)), is_demonstration=True, source=SOURCE,
        )  # fmt: skip
        centre.set_sort_keys()
        return centre

    def _placed(self, centre: Centre, ground: Ground, sex: str, row: Mapping[str, Any]) -> Sketch:
        lat, lon = self._point(ground)
        site = Site(centre=centre, confidential=centre.confidential, commune_id=ground.commune, lat=lat, lon=lon)
        return Sketch(centre, site, Contact(centre=centre, phone=centre.phone), sex, row)

    def _point(self, ground: Ground) -> tuple[float, float]:
        """A point near that of the commune, farther where more people live; to the east, since the sea is west."""
        reach_km = min(6.0, 0.4 + 0.0035 * math.sqrt(max(ground.people, 1)))
        radius, angle = reach_km * math.sqrt(self.dice.random()), self.dice.uniform(-0.9, 0.9)
        lat = ground.lat + radius * math.sin(angle) / 111.2
        lon = ground.lon + radius * math.cos(angle) / (111.2 * math.cos(math.radians(ground.lat)))
        return round(lat, 5), round(lon, 5)

    def _nth(self, kind: str, sex: str, ground: Ground) -> int:
        """How many of this kind have the same place in their name already."""
        where = ground.province if kind == "women_space" else ground.code
        self.taken[kind, sex, where] += 1
        return self.taken[kind, sex, where] - 1

    def _names(self, kind: str, sex: str, ground: Ground) -> tuple[str, str]:
        """Natural names; the second of a kind in one place bears a word of its own, and a shelter only its province."""
        nth = self._nth(kind, sex, ground)
        turn, at = divmod(max(nth - 1, 0), len(words.WORDS))
        number = f" {turn + 1}" if turn else ""
        place = _province_names(ground) if kind == "women_space" else (ground.name_ar, ground.name_fr)
        joint = " " if kind == "student_home" and not nth else " — "
        arabic, french = words.PLACES[f"{kind}_{sex}" if sex else kind]
        if nth:
            arabic, french = f"{arabic} «{words.WORDS[at][0]}»{number}", f"{french} « {words.WORDS[at][1]} »{number}"
        return f"{arabic}{joint}{place[0]}", f"{french}{joint}{place[1]}"

    def _languages(self, ground: Ground) -> list[str]:
        spoken = ["darija", *(code for code in ground.languages if self.dice.random() < 0.85)]
        return [*spoken, "french"] if self.dice.random() < (0.7 if ground.urban else 0.35) else spoken


def _province_names(ground: Ground) -> tuple[str, str]:
    kind = words.PROVINCE_KINDS[ground.province_type]
    return kind[0] % ground.province_ar, kind[1] % ground.province_fr
