"""A question of the atlas answered: lines worst first, classes, equity, and what was left out; no query of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone

from jisr.atlas import queries
from jisr.atlas.choices import BEYOND, Demand, Level, Limit, Sharing, Shown, Supply, Way, Who
from jisr.atlas.classes import CLASSES, breaks, class_of
from jisr.atlas.equity import Interval, bootstrap, gini, palma, worst_tenth
from jisr.atlas.figures import Equity, Ground, Line, Named, Needs, View, each, equity, line, lines, worst_first
from jisr.atlas.travel.modes import Mode
from jisr.centres.choices import Theme

#: Samples that are drawn again for an interval; a figure of the page, not of a paper.
DRAWS = 200
#: Beside the shades of the classes: nothing within the farthest way that is computed.
FAR = CLASSES + 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose every part is known."""

    theme: Theme
    who: Who
    way: Mode
    limit: Limit
    supply: Supply
    shown: Shown
    level: Level
    within: Named | None
    sharing: Sharing = Sharing.TWO_STEP
    demand: Demand = Demand.PEOPLE

    @classmethod
    def of(cls, said: Mapping[str, Any], *, demand: Demand = Demand.PEOPLE) -> "Asked":
        """From the cleaned fields of ``AskForm``."""
        return cls(
            Theme(said["theme"]), Who(said["who"]), said["way"], Limit(said["limit"]), Supply(said["supply"]),
            Shown(said["shown"]), Level(said["level"]), said["within"],
            Sharing(said["sharing"]), demand,
        )  # fmt: skip

    @property
    def way_label(self) -> Any:
        """How people go, in words."""
        return Way(self.way).label

    @property
    def address(self) -> dict[str, str]:
        """The fields of its address."""
        return {
            "theme": str(self.theme), "who": str(self.who), "way": self.way, "limit": str(self.limit),
            "supply": str(self.supply), "sharing": str(self.sharing), "shown": str(self.shown),
            "level": str(self.level),
            "within": self.within.code if self.within else "",
        }  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One place.

    Attributes:
        shade: as ``shade_of``; ``FAR``, or 0 where its figure is not known.
    """

    place: Named
    line: Line
    shade: int


@dataclass(frozen=True)
class Reading:
    """What a page, a file and a sheet are made of.

    Attributes:
        rows: worst first.
        ends: upper ends of the classes.
        on: the day of the figures.
        ways: what made the minutes.
    """

    asked: Asked
    ground: Ground
    supply: queries.Supply
    view: View
    rows: list[Row]
    ends: tuple[float, ...]
    on: date
    ways: queries.Travelled

    @cached_property
    def part(self) -> Any:
        """(communes,) which lie in the place that is looked at."""
        return self.ground.part(self.asked.within.code if self.asked.within else "")

    @cached_property
    def whole(self) -> Line:
        """The figures of the place that is looked at."""
        return line(self.view, self.part, beyond=BEYOND)

    @cached_property
    def equity(self) -> Equity:
        """How equal its places are."""
        return equity(self.view, self.part, self.ground.province_of)

    @cached_property
    def groups(self) -> list[tuple[Who, Line]]:
        """The figures of each part of its people."""
        return [(who, line(self.view, self.part, beyond=BEYOND, **self._of(who))) for who in Who]

    @cached_property
    def ginis(self) -> list[float]:
        """Gini's index of what each part of its people reaches, in the order of ``groups``."""
        found = []
        for who in Who:
            _minutes, reach, people = self.view.finest(self.part, **self._of(who))
            found.append(gini(reach, people).value)
        return found

    @cached_property
    def sure(self) -> dict[str, Interval]:
        """Where the figures of needs would fall had other communes been heard; nothing where everybody is counted."""
        if self.asked.demand != Demand.NEEDS:
            return {}
        _minutes, reach, needs = self.view.finest(self.part)
        communes = np.arange(len(self.part)) if self.view.inside is None else self.view.inside[1]
        of = communes[self.part[communes]]
        some = np.nan_to_num(needs) > 0
        return {
            code: bootstrap(measure, reach[some], needs[some], cluster=of[some], draws=DRAWS)
            for code, measure in (("gini", gini), ("palma", palma), ("worst", worst_tenth))
        }

    def _of(self, who: Who) -> dict[str, Any]:
        share = None if self.ground.spread is None else self.ground.spread.share[who]
        return {"people": self.ground.people[who], "share": share}

    @property
    def partly(self) -> int:
        """Communes that reach at least what is told, since a service near them never said its places."""
        return int((self.view.partly & self.part).sum())

    @property
    def unknown(self) -> int:
        """Communes of which the census does not say how many of these people live there."""
        return int(np.isnan(self.view.people[self.part]).sum())


def value_of(asked: Asked, of: Line) -> float:
    """The figure by which places are coloured: minutes, a share of one, or places for 1,000 people."""
    return float(getattr(of, asked.shown))


def worse(asked: Asked) -> bool:
    """Whether a larger figure is a worse one."""
    return asked.shown == Shown.MINUTES


def read(asked: Asked, ground: Ground, *, needs: Needs | None = None) -> Reading:
    """Answer a question; one query for the services. Computed once for the same inputs.

    Args:
        needs: who shares the places, where the question is of needs.
    """
    on, folder = timezone.localdate(), settings.DATA / "travel"
    given = queries.supply(asked.theme, on, ground, units=asked.way == Way.UNIT)
    key = (ground.mark, given.mark, asked, needs.mark if needs else "", on, queries.roads_stamp(folder))
    return queries.readings.get(key, lambda: _read(asked, ground, given, on, needs))


def _read(asked: Asked, ground: Ground, given: queries.Supply, on: date, needs: Needs | None) -> Reading:
    folder, limit_min = settings.DATA / "travel", int(asked.limit)
    seen = queries.view_of(
        ground, given, who=asked.who, way=asked.way, limit_min=limit_min, free=asked.supply == Supply.FREE,
        folder=folder, sharing=str(asked.sharing), needs=needs,
    )  # fmt: skip
    ways = queries.travelled(ground, given, way=asked.way, limit_min=limit_min, folder=folder)
    places, found = _lines(ground, seen, asked)
    values = [value_of(asked, one) for one in found]
    ends = breaks(values)
    order = worst_first(found, asked.shown)
    rows = [Row(places[at], found[at], painted(asked, values[at], ends)) for at in order]
    return Reading(asked, ground, given, seen, rows, ends, on, ways)


def painted(asked: Asked, value: float, ends: tuple[float, ...]) -> int:
    """The shade of a figure: that of its class, ``FAR``, or 0 where it is not known."""
    far = asked.shown == Shown.MINUTES and np.isinf(value)
    return FAR if far else shade_of(int(class_of(value, ends)), len(ends), asked)


def shade_of(number: int, count: int, asked: Asked) -> int:
    """The shade of a class, spread over all shades: 1 for who is served best, ``CLASSES`` for the worst, 0 for none."""
    if not number:
        return 0
    rank = number if worse(asked) else count + 1 - number
    return 1 + round((rank - 1) * (CLASSES - 1) / (count - 1)) if count > 1 else (CLASSES + 1) // 2


def _lines(ground: Ground, seen: View, asked: Asked) -> tuple[list[Named], list[Line]]:
    """Places of the level inside the place, and their figures."""
    within = asked.within.code if asked.within else ""
    inside = ground.part(within)
    if asked.level == Level.COMMUNE:
        chosen = np.flatnonzero(inside)
        return [ground.communes[at] for at in chosen.tolist()], each(seen, chosen)
    province = asked.level == Level.PROVINCE
    of = ground.province_of if province else ground.region_of[ground.province_of]
    names = ground.provinces if province else ground.regions
    found = lines(seen, np.where(inside, of, -1), len(names))
    kept = [at for at, one in enumerate(names) if one.code.startswith(within)]
    return [names[at] for at in kept], [found[at] for at in kept]
