"""A scenario's figures as plain values that can be kept, and what the catalogue says otherwise since."""

from collections.abc import Mapping, Sequence
from math import inf, isinf, isnan, nan
from typing import Any, NamedTuple

from jisr.atlas.figures import Equity, Ground, Line, Named
from jisr.atlas.scenarios.rules.effect import Both, Effect
from jisr.atlas.scenarios.rules.sites import Site
from jisr.atlas.scenarios.rules.solving import Proof
from jisr.atlas.siting import Choice

#: What stands for "no way" where a number cannot.
_NO_WAY = "inf"


def plain(value: float) -> float | str | None:
    """A figure that JSON can hold: not known is None, out of reach is a word."""
    if isnan(value):
        return None
    return _NO_WAY if isinf(value) else float(value)


def figure(value: Any) -> float:
    """The figure again.

    >>> figure(plain(float("inf"))), figure(plain(2.5))
    (inf, 2.5)
    """
    if value is None:
        return nan
    return inf if value == _NO_WAY else float(value)


def told(found: Effect, ground: Ground, sites: Sequence[Site]) -> dict[str, Any]:
    """All figures of a scenario."""
    before, then = found.equity
    return {
        "groups": {str(who): _both(both) for who, both in found.groups.items()},
        "provinces": [_place(ground.provinces[at]) | _both(both) for at, both in found.provinces.items()],
        "communes": [_place(ground.communes[at]) | _both(both) for at, both in found.communes.items()],
        "equity": [_equity(before), _equity(then)], "by_mobile": found.by_mobile, "elsewhere": found.elsewhere,
        "roads": {name: plain(value) for name, value in found.saved._asdict().items()}, "cost": found.cost,
        "sites": [
            _site(site, ground) | _why(choice, ground, by_province=not found.communes)
            for site, choice in zip(sites, found.choices, strict=True)
        ],
    }  # fmt: skip


def _both(both: Both) -> dict[str, Any]:
    return {"before": _line(both.before), "after": _line(both.after), "gained": both.gained}


def _line(of: Line) -> dict[str, Any]:
    beyond = [plain(value) for value in of.beyond]
    return {
        "people": plain(of.people), "minutes": plain(of.minutes), "within": plain(of.within), "beyond": beyond,
        "reach": plain(of.reach),
    }  # fmt: skip


def _equity(of: Equity) -> dict[str, Any]:
    return {
        "gini": plain(of.gini.value), "theil": plain(of.theil.whole.value), "palma": plain(of.palma.value),
        "worst": plain(of.worst.value),
    }  # fmt: skip


def _place(named: Named) -> dict[str, Any]:
    return dict(named._asdict())


def _site(site: Site, ground: Ground) -> dict[str, Any]:
    pick = site.pick
    commune, province = ground.communes[site.commune], ground.provinces[int(ground.province_of[site.commune])]
    return {
        **pick._asdict(), "name_ar": site.name_ar, "name_fr": site.name_fr, "cost": site.cost, "lat": site.lat,
        "lon": site.lon, "commune": _place(commune), "province": _place(province),
    }  # fmt: skip


def _why(choice: Choice, ground: Ground, *, by_province: bool) -> dict[str, Any]:
    """The numbers of a reason: whose homes are told by commune inside one province, else by province."""
    gained: dict[int, float] = {}
    for commune, people in choice.from_groups:
        at = int(ground.province_of[commune]) if by_province else commune
        gained[at] = gained.get(at, 0.0) + people
    names = ground.provinces if by_province else ground.communes
    most = sorted(gained.items(), key=lambda one: -one[1])
    return {
        "people": choice.people, "beyond": choice.beyond, "unserved": choice.unserved,
        "before_min": choice.before_min, "after_min": choice.after_min,
        "from": [_place(names[at]) | {"gained": people} for at, people in most],
    }  # fmt: skip


def proof(of: Proof) -> dict[str, Any]:
    """A proof as it is kept."""
    return {
        "verdict": of.verdict.value, "gap": of.gap, "value": plain(of.value), "before": plain(of.before),
        "lacking": [[rule, code, needs, plain(has)] for rule, code, needs, has in of.lacking],
        "seconds": round(of.seconds, 3), "engine": of.engine,
    }  # fmt: skip


class Since(NamedTuple):
    """What is otherwise than when a scenario was kept.

    Attributes:
        added, gone, changed: services of the theme; changed are those whose place or places are others.
        ground: whether the population or the map of communes was loaded anew.
        speeds: whether people are reckoned to travel otherwise.
    """

    added: int
    gone: int
    changed: int
    ground: bool
    speeds: bool

    @property
    def anything(self) -> bool:
        """Whether a figure could be another one today."""
        return any(self)


def since(kept: Mapping[str, Any], now: Mapping[str, Any]) -> Since:
    """Compare the inputs of a kept scenario with those of today."""
    had = {row[0]: row for row in kept["services"]}
    has = {row[0]: row for row in now["services"]}
    return Since(
        len(has.keys() - had.keys()), len(had.keys() - has.keys()),
        sum(list(had[key][4:]) != list(has[key][4:]) for key in had.keys() & has.keys()),
        kept["ground"] != now["ground"], kept["speeds"] != now["speeds"],
    )  # fmt: skip
