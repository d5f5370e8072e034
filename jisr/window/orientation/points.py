"""The parts of the shown sum, made of the reasons and the distance and of nothing else."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from jisr.centres.rules import Reason, verdict

#: The parts of the sum, in the order in which they are shown.
PARTS = (
    "fit", "sure", "near", "places", "wait", "answer", "fresh", "quality", "cost", "language", "access", "staff",
)  # fmt: skip
#: What of a saturation that a centre declares counts as a free place.
SATURATION = {"low": 1.0, "moderate": 0.5, "high": 0.0}
#: Kinds of cost at which nobody is asked for a fixed amount -> what of the part they bring.
COSTS = {"free": 1.0, "donation": 1.0, "income": 0.5}
HALF = 0.5
_OF_VERDICT = {"yes": 1.0, "unknown": HALF, "no": 0.0}

Said: TypeAlias = Mapping[str, Reason]
Weights: TypeAlias = Mapping[str, float]
#: How much of a part the reasons bring, from 0 to 1; None where nobody asked for it.
Share: TypeAlias = Callable[[Said, Weights], float | None]


def points(reasons: Sequence[Reason], km: float | None, weights: Weights) -> dict[str, int]:
    """The parts of the sum in tenths of a point.

    A thing that is not known counts half, so that silence is neither punished as a no nor paid as a yes. A part that
    nobody asked for is left out.

    Args:
        reasons: of ``ranking.grounds``, or as they were frozen with a referral.
        km: the distance that counts; None when it is not known.
        weights: of parameters/ranking.yaml: the most that each part brings, and what halves it.
    """
    said = {reason.about: reason for reason in reasons}
    known = {"sure": 1.0 if verdict(reasons) == "yes" else HALF, "near": _of_way(km, "remote" in said, weights)}
    tenths = {}
    for part in PARTS:
        share = known[part] if part in known else _SHARES[part](said, weights)
        if share is not None:
            tenths[part] = round(10 * weights[part] * share)
    return tenths


def _of_way(km: float | None, remote: bool, weights: Weights) -> float:
    """Halved with each stretch of road; what nobody has to travel to is worth a fixed part at least."""
    near = HALF if km is None else 2.0 ** (-km / weights["near_halves_every_km"])
    return max(near, weights["remote_share"]) if remote else near


def _of_verdict(about: str) -> Share:
    def share(said: Said, _weights: Weights) -> float | None:
        return _OF_VERDICT[said[about].verdict] if about in said else None

    return share


def _of_public(said: Said, weights: Weights) -> float | None:
    """All of it where the service is meant for this person; half where it is for everybody or nobody knows."""
    open_to_all = "publics" in said and said["publics"].shade == "open"
    return HALF if open_to_all else _of_verdict("publics")(said, weights)


def _of_places(said: Said, weights: Weights) -> float | None:
    """By what was counted; else by what the centre says of how much is asked of it."""
    level = said["saturation"].values.get("level") if "saturation" in said else None
    is_counted = "places" in said and said["places"].verdict != "unknown"
    return SATURATION[level] if level and not is_counted else _of_verdict("places")(said, weights)


def _of_days(about: str, key: str, halves: str) -> Share:
    def share(said: Said, weights: Weights) -> float | None:
        days = said[about].values.get(key) if about in said else None
        return HALF if days is None else float(2.0 ** (-days / weights[halves]))

    return share


def _of_freshness(said: Said, weights: Weights) -> float | None:
    """From all of it today down to half: an old word is worth no less than none."""
    days = said["fresh"].values.get("days") if "fresh" in said else None
    return HALF if days is None else float(HALF + HALF * 2.0 ** (-days / weights["fresh_halves_every_days"]))


def _of_quality(said: Said, _weights: Weights) -> float | None:
    of_100 = said["quality"].values.get("of_100") if "quality" in said else None
    return HALF if of_100 is None else float(of_100 / 100)


def _of_cost(said: Said, weights: Weights) -> float | None:
    """By the amount where there is one; what is asked without an amount is not known."""
    values = said["cost"].values if "cost" in said else {}
    kind, centimes = values.get("cost", ""), values.get("centimes")
    if kind in COSTS:
        return COSTS[kind]
    return HALF if centimes is None else float(2.0 ** (-centimes / (100 * weights["cost_halves_every_mad"])))


_SHARES: dict[str, Share] = {
    "fit": _of_public, "places": _of_places, "wait": _of_days("wait", "wait", "wait_halves_every_days"),
    "answer": _of_days("answer", "within", "answer_halves_every_days"), "fresh": _of_freshness,
    "quality": _of_quality, "cost": _of_cost, "language": _of_verdict("language"), "access": _of_verdict("access"),
    "staff": _of_verdict("staff"),
}  # fmt: skip
