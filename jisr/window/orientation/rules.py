"""Pure decisions of orientation: the order of services with its reasons, what may follow a state, what is late."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jisr.centres.rules import Reason, verdict


@dataclass(frozen=True)
class Ranked:
    """A service in its place, with everything that put it there.

    Attributes:
        service: what was ranked.
        km: estimated road distance; None when the place is confidential or not known.
        reasons: of ``centres.rules.fits``.
        parts: name of a part of the sum -> points.
        verdict: yes, or unknown when something must be asked first.
    """

    service: Any
    km: float | None
    reasons: Sequence[Reason]
    parts: Mapping[str, float]
    verdict: str

    @property
    def total(self) -> float:
        """The shown sum."""
        return sum(self.parts.values())


def rank(
    candidates: Collection[tuple[Any, float | None, Sequence[Reason]]], weights: Mapping[str, float]
) -> list[Ranked]:
    """Services that may take the person, the best first; those that exclude her are left out.

    Args:
        candidates: (service, km or None, reasons of ``fits``).
        weights: of parameters/ranking.yaml.

    Returns:
        those without a doubt first, then by sum, then by distance, then by key.
    """
    ranked = []
    for service, km, reasons in candidates:
        said = verdict(reasons)
        if said != "no":
            ranked.append(Ranked(service, km, reasons, points(reasons, km, weights), said))
    return sorted(ranked, key=lambda r: (r.verdict != "yes", -r.total, r.km if r.km is not None else 1e9, r.service.pk))


def points(reasons: Sequence[Reason], km: float | None, weights: Mapping[str, float]) -> dict[str, float]:
    """The parts of the sum: fit to the public, travel, places, language, accessibility.

    A thing that is not known counts half, so that silence is neither punished as a no nor paid as a yes.
    """
    by_name = {reason.about: reason for reason in reasons}
    publics = by_name.get("publics")
    fits_exactly = publics is not None and publics.verdict == "yes" and publics.shade != "open"
    near = 0.5 if km is None else 2.0 ** (-km / weights["near_halves_every_km"])
    parts = {"fit": weights["fit_specific"] if fits_exactly else weights["fit_open"], "near": weights["near"] * near}
    for name in ("places", "language", "access"):
        if name in by_name:
            parts[name] = weights[name] * {"yes": 1.0, "unknown": 0.5, "no": 0.0}[by_name[name].verdict]
    return {name: round(value, 2) for name, value in parts.items()}


def may_become(state: str, wanted: str, transitions: Mapping[str, Collection[str]]) -> bool:
    """Whether a referral in ``state`` may become ``wanted``."""
    return wanted in transitions.get(state, ())


def need_status(stored: str, referrals: Collection[str]) -> str:
    """Where a need stands, told from the states of its referrals.

    Args:
        stored: open, met or closed.
        referrals: states of its referrals.

    Returns:
        open, oriented, served, met or closed.

    >>> need_status("open", ["refused", "offered"])
    'oriented'
    """
    if stored != "open":
        return stored
    if set(referrals) & {"accepted", "booked", "started", "completed"}:
        return "served"
    return "oriented" if set(referrals) & {"offered", "under_study"} else "open"


def days_late(answer_by: date, today: date) -> int:
    """Whole days past the day by which the answer was due; 0 when not late.

    >>> days_late(date(2026, 11, 20), date(2026, 11, 22))
    2
    """
    return max(0, (today - answer_by).days)
