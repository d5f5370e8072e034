"""Why a service is proposed, in words: reasons, distance, what is unknown, and the sum that made the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.centres.rules import Reason as Ground
from jisr.common import parameters
from jisr.territory.rules import travel_min
from jisr.web import wording
from jisr.web.centres.sentences import say
from jisr.web.parts import Offer, Reason
from jisr.window.orientation.rules import Ranked

#: What a reader looks for first; reasons that are not here follow.
_ORDER = ("age", "sex", "publics", "places", "language", "access", "zone")
#: part of the sum -> (its words, the parameter that says how much it can bring)
PARTS: dict[str, tuple[Any, str]] = {
    "fit": (gettext_lazy("Meant for this person"), "fit_specific"),
    "near": (gettext_lazy("Near home"), "near"),
    "places": (gettext_lazy("Places"), "places"),
    "language": (gettext_lazy("Language"), "language"),
    "access": (gettext_lazy("Accessibility"), "access"),
}


@dataclass(frozen=True)
class Weight:
    """A weight of the sum, with where it is written."""

    words: Any
    most: float
    source: str
    since: date


@dataclass(frozen=True)
class Sum:
    """The shown sum of one service: points by part in the order of ``PARTS``, and all together."""

    name: Any
    points: list[float | None]
    total: float
    asks_first: bool


def offers(ranked: Sequence[Ranked], *, need: Any, today: date) -> list[Offer]:
    """Ranked services as a list draws them, each with its reasons."""
    known = sorted(one.km for one in ranked if one.km is not None)
    return [
        Offer(
            name=named(one.service), who=named(one.service.centre), verb=_("Refer"),
            href=reverse("orientation:refer", args=[need, one.service.pk]),
            reasons=said(one.reasons, one.km, nearer_by=_nearer_by(one.km, known), today=today),
        )
        for one in ranked
    ]  # fmt: skip


def said(reasons: Sequence[Ground], km: float | None, *, today: date, nearer_by: float = 0.0) -> list[Reason]:
    """Reasons in words: what fits first, then the way there, then what must be asked.

    Args:
        km: estimated road distance; None when it is not known, or not shown.
        nearer_by: kilometres by which it is nearer than the next one; 0 where it is not the nearest.
    """
    ordered = sorted(reasons, key=lambda r: _ORDER.index(r.about) if r.about in _ORDER else len(_ORDER))
    words = [Reason(say(r), r.verdict) for r in ordered if not _goes_without_saying(r)]
    place = 1 if words and words[0].kind == "yes" else 0
    words.insert(place, _distance(km, nearer_by, today))
    return sorted(words, key=lambda reason: {"yes": 0, "no": 1, "unknown": 2}[reason.kind])


def _goes_without_saying(reason: Ground) -> bool:
    return reason.verdict == "yes" and (reason.about == "zone" or reason.shade == "open")


def _distance(km: float | None, nearer_by: float, today: date) -> Reason:
    if km is None:
        return Reason(_("Distance not known: the place is not shown, or not recorded"), "unknown")
    if km < 1:
        return Reason(_("Less than 1 km from home"))
    values = {"km": wording.distance(km * 1000), "time": wording.duration(_minutes(km, today))}
    if nearer_by < 1:
        return Reason(_("About %(km)s from home, %(time)s by road") % values)
    values["less"] = wording.distance(nearer_by * 1000)
    return Reason(_("About %(km)s from home, %(time)s by road; nearer than the next by %(less)s") % values)


def _minutes(km: float, today: date) -> float:
    """Minutes of travel, by fives: an estimate must not look like a timetable."""
    return max(5.0, 5.0 * round(travel_min(km, on=today) / 5))


def _nearer_by(km: float | None, known: Sequence[float]) -> float:
    """How much nearer than the next; 0 for any but the nearest of several."""
    return known[1] - known[0] if km is not None and len(known) > 1 and km == known[0] else 0.0


def sums(ranked: Sequence[Ranked]) -> list[Sum]:
    """The shown sums, in the order of the list."""
    return [
        Sum(named(one.service.centre), [one.parts.get(part) for part in PARTS], one.total, one.verdict != "yes")
        for one in ranked
    ]


def weights(today: date) -> list[Weight]:
    """What each part of the sum can bring at most, since when, and where that is written."""
    read: Mapping[str, Any] = parameters.read("jisr.window.orientation", "ranking")
    found = []
    for words, key in PARTS.values():
        dated = {day: value for day, value in read[key]["values"].items() if day <= today}
        found.append(Weight(words, dated[max(dated)], read[key]["source"], max(dated)))
    return found


def named(row: Any) -> str:
    """The name of a service or centre in the language of the reader, or the one name it has."""
    arabic, french = row.name_ar, row.name_fr
    return (arabic or french) if wording.language() in {"ar", "zgh"} else (french or arabic)
