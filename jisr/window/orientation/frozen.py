"""Why a service was proposed, kept with the referral as it was on that day, and read again later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jisr.centres.conditions import to_keep
from jisr.centres.rules import Reason
from jisr.window.orientation.ranking import Ranked

#: Entries beside the reasons: the distance as shown and as counted, and the parts of the shown sum.
_KM, _COUNTED, _PARTS = "km", "counted", "parts"


@dataclass(frozen=True)
class Grounds:
    """What was known when a referral was sent.

    Attributes:
        reasons: of ``centres.rules.fits``.
        km: estimated road distance as it was shown; None when not known, or not to be shown.
        counted_km: the distance that made the points.
        parts: name of a part of the sum -> points.
    """

    reasons: Sequence[Reason] = ()
    km: float | None = None
    counted_km: float | None = None
    parts: Mapping[str, float] | None = None


def freeze(ranked: Ranked | None) -> list[dict[str, Any]]:
    """A ranked service as JSON; an empty list for a service that was not ranked."""
    if ranked is None:
        return []
    said = [
        {"about": r.about, "verdict": r.verdict, "blocking": r.blocking, "shade": r.shade, "values": _plain(r.values)}
        for r in ranked.reasons
    ]
    way = {_KM: ranked.km, _COUNTED: ranked.counted_km}
    return [*said, {"about": _KM, "values": way}, {"about": _PARTS, "values": dict(ranked.parts)}]


def thaw(kept: Sequence[Mapping[str, Any]]) -> Grounds:
    """What ``freeze`` kept.

    >>> thaw(freeze(Ranked(None, 22.0, [Reason("age", "yes")], {"near": 24}, "yes", 22.0))).parts
    {'near': 2.4}
    """
    beside: dict[str, Any] = {entry["about"]: entry["values"] for entry in kept if entry["about"] in {_KM, _PARTS}}
    reasons = [
        Reason(entry["about"], entry["verdict"], entry["blocking"], entry["shade"], _dated(entry["values"]))
        for entry in kept
        if entry["about"] not in {_KM, _PARTS}
    ]
    way = beside.get(_KM, {})
    return Grounds(reasons, way.get(_KM), way.get(_COUNTED, way.get(_KM)), beside.get(_PARTS))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in to_keep(values).items()}


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name == "on" and value else value for name, value in values.items()}
