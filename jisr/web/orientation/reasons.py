"""Why a service is proposed, in words: reasons, what to ask first, what is not known, the sum that made the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.centres.rules import Reason as Ground
from jisr.common import parameters
from jisr.territory.rules import travel_min
from jisr.web import wording
from jisr.web.orientation.grounds import say
from jisr.web.parts import Offer, Reason
from jisr.web.remembered import remembered
from jisr.window.orientation.points import PARTS
from jisr.window.orientation.queries import NearMiss
from jisr.window.orientation.ranking import Ranked, before

#: What a reader looks for first; reasons that are not here are told in the sum alone.
_ORDER = {about: at for at, about in enumerate((
    "age", "sex", "publics", "conditions", "places", "saturation", "wait", "staff", "language", "access", "remote",
    "cost", "answer", "zone", "closed", "stale",
))}  # fmt: skip
#: What fits is told first.
_KINDS = {"yes": 0, "no": 1, "unknown": 2}
#: part of the sum -> its words
WORDS: dict[str, Any] = {
    "fit": gettext_lazy("Meant for this person"),
    "sure": gettext_lazy("Nothing to ask first"),
    "near": gettext_lazy("Near home"),
    "places": gettext_lazy("Places"),
    "wait": gettext_lazy("Little waiting"),
    "answer": gettext_lazy("Answers soon"),
    "fresh": gettext_lazy("Said true not long ago"),
    "quality": gettext_lazy("Page that says much"),
    "cost": gettext_lazy("Little cost"),
    "language": gettext_lazy("Language"),
    "access": gettext_lazy("Accessibility"),
    "staff": gettext_lazy("Received by whom one asks"),
}
#: What is said in one line where nobody knows it.
_UNKNOWN: dict[str, Any] = {
    "places": gettext_lazy("free places"),
    "wait": gettext_lazy("waiting time"),
    "cost": gettext_lazy("cost"),
    "answer": gettext_lazy("how soon it answers"),
    "language": gettext_lazy("languages spoken there"),
    "access": gettext_lazy("accessibility of the place"),
    "staff": gettext_lazy("whether a woman or a man receives"),
}
#: Stands for a need in an address.
_ANY = UUID(int=0)
#: Reason that makes a part, where it is called otherwise.
_MADE_BY = {"fit": "publics"}


class Points(NamedTuple):
    """One part of a sum.

    Attributes:
        most: what it can bring.
        is_half: whether it brings half because nobody knows.
    """

    words: Any
    value: float
    most: float
    is_half: bool


@dataclass(frozen=True, slots=True)
class Ordered(Offer):
    """A ranked service with all that explains its place.

    Attributes:
        asks: what must be asked before anything else.
        unknown: what nobody knows of it, in one line.
        points: its parts, which add up to ``total``.
        next: why it comes before the one below; "" for the last.
        centre: key of its centre.
    """

    asks: list[Reason] = field(default_factory=list)
    unknown: str = ""
    points: list[Points] = field(default_factory=list)
    total: float = 0.0
    next: str = ""
    centre: int | None = None


@dataclass(frozen=True)
class Weight:
    """A weight of the sum, with where it is written."""

    words: Any
    most: float
    source: str
    since: date


@dataclass(frozen=True)
class Miss:
    """A service nearby that keeps the person out, and why."""

    name: Any
    who: Any
    away: str
    why: str


def offers(ranked: Sequence[Ranked], *, need: Any, today: date) -> list[Ordered]:
    """Ranked services as a list draws them, each with its reasons."""
    known = sorted(one.km for one in ranked if one.km is not None)
    most = parameters.values("jisr.window.orientation", "ranking", on=today)
    language = wording.language()
    words = {part: _word(part, language=language) for part in PARTS}
    verb, way = _("Refer"), _way(get_script_prefix()).replace(str(_ANY), str(need))
    found = []
    for one, below in zip(ranked, [*ranked[1:], None], strict=False):
        parted = _parted(one.reasons)
        found.append(Ordered(
            name=wording.name_of(one.service, language), who=wording.name_of(one.service.centre, language), verb=verb,
            href=f"{way}{one.service.pk}/",
            reasons=_known(parted, one.km, language, nearer_by=_nearer_by(one.km, known), today=today),
            asks=_asked_first(parted, language), unknown=_unknown(parted, language),
            points=_points(one, parted, most, words), total=one.total,
            next=why_before(one, below, language) if below else "", centre=one.service.centre_id,
        ))  # fmt: skip
    return found


@lru_cache(maxsize=4)
def _way(_prefix: str) -> str:
    """Where any need is sent to a service, up to the key of the service; asked of the routes once."""
    return reverse("orientation:refer", args=[_ANY, 0]).removesuffix("0/")


def said(reasons: Sequence[Ground], km: float | None, *, today: date) -> list[Reason]:
    """Reasons in words: what fits first, then the way there, then what must be asked and what nobody knows.

    Args:
        km: estimated road distance; None when it is not known, or not shown.
    """
    language = wording.language()
    parted = _parted(reasons)
    unknown = _unknown(parted, language)
    last = [Reason(_("Not known: %(what)s") % {"what": unknown}, "unknown")] if unknown else []
    return [*_known(parted, km, language, today=today, nearer_by=0.0), *_asked_first(parted, language), *last]


def missed(found: Sequence[NearMiss]) -> list[Miss]:
    """The nearest services that keep the person out."""
    return [
        Miss(
            wording.name_of(one.service), wording.name_of(one.service.centre),
            "" if one.km is None else wording.distance(one.km * 1000), say(one.because),
        )
        for one in found
    ]  # fmt: skip


def why_before(one: Ranked, below: Ranked, language: str | None = None) -> str:
    """Why one service comes before the next, in a sentence.

    Args:
        language: the one that is active, from whoever asked for it already.
    """
    told = before(one, below)
    if not told.by:
        return _("As good as the next one: equals take turns from day to day.")
    return _before(told.by, tuple(told.gains), tuple(told.losses), language=language)


@remembered
def _before(by: Any, gains: Any, losses: Any) -> str:
    told = {"by": wording.number(by / 10, 1), "gains": _gaps(gains)}
    said = [_("Before the next one by %(by)s: %(gains)s.") % told]
    if losses:
        said.append(_("The next one is better at: %(losses)s.") % {"losses": _gaps(losses)})
    return " ".join(said)


def _gaps(gaps: Sequence[tuple[str, int]]) -> str:
    return wording.listed([_gap(part, gap) for part, gap in gaps])


@remembered
def _gap(part: Any, gap: Any) -> str:
    """A part and by how much; the marks keep the sign before its number inside Arabic."""
    words = _word(part)
    return f"{words[:1].lower()}{words[1:]} \u2066+{wording.number(gap / 10, 1)}\u2069"


@remembered
def _word(part: Any) -> str:
    return str(WORDS[part])


class _Parted(NamedTuple):
    """Reasons by the way in which they are told.

    Attributes:
        told: what fits and what does not, in the order in which it is looked for.
        asks: what could still keep the person out.
        unknown: what nobody knows.
    """

    told: list[Ground]
    asks: list[Ground]
    unknown: set[str]


def _parted(reasons: Sequence[Ground]) -> _Parted:
    told = sorted([one for one in reasons if _is_told(one)], key=_place)
    open_still = [one for one in reasons if one.verdict == "unknown"]
    unknown = {one.about for one in open_still}
    if "places" in unknown and any(one.about == "saturation" and one.verdict == "yes" for one in reasons):
        unknown.discard("places")  # they count by what the centre says of how much is asked of it
    return _Parted(told, [one for one in open_still if one.blocking], unknown)


def _place(reason: Ground) -> int:
    return _ORDER[reason.about]


def _is_told(reason: Ground) -> bool:
    """Not what goes without saying, nor what nobody knows, unless an old word is better than none."""
    about, verdict, _blocking, shade, values = reason
    if about not in _ORDER:
        return False
    if verdict == "unknown":
        return about == "places" and "on" in values
    return not (verdict == "yes" and (about == "zone" or shade == "open"))


def _points(one: Ranked, parted: _Parted, most: Mapping[str, float], words: Mapping[str, str]) -> list[Points]:
    half = {part for part in PARTS if _MADE_BY.get(part, part) in parted.unknown}
    half |= {"sure"} if one.verdict == "unknown" else set()
    half |= {"near"} if one.counted_km is None else set()
    return [Points(words[part], value / 10, most[part], part in half) for part, value in one.tenths.items()]


def _known(parted: _Parted, km: float | None, language: str, *, nearer_by: float, today: date) -> list[Reason]:
    """What fits and what does not, with the way there."""
    abouts = {one.about for one in parted.told}
    spared = "saturation" if "places" in abouts else None
    words = [Reason(say(one, language=language), one.verdict) for one in parted.told if one.about != spared]
    if "remote" not in abouts or km is not None:
        words.insert(1 if words and words[0].kind == "yes" else 0, _distance(km, nearer_by, today, language))
    return sorted(words, key=_kind)


def _kind(reason: Reason) -> int:
    return _KINDS[reason.kind]


def _asked_first(parted: _Parted, language: str) -> list[Reason]:
    return [Reason(say(one, language=language), "unknown") for one in parted.asks]


def _unknown(parted: _Parted, language: str) -> str:
    untold = parted.unknown - {one.about for one in parted.told}
    return _not_known(*[about for about in _UNKNOWN if about in untold], language=language)


@remembered
def _not_known(*abouts: Any) -> str:
    return wording.listed([str(_UNKNOWN[about]) for about in abouts])


def _distance(km: float | None, nearer_by: float, today: date, language: str) -> Reason:
    if km is None:
        return Reason(_("Distance not known: the place is not shown, or not recorded"), "unknown")
    if km < 1:
        return Reason(_("Less than 1 km from home"))
    # as they are told: whole kilometres, and minutes by fives, since an estimate must not look like a timetable
    minutes = max(5, 5 * round(travel_min(km, on=today) / 5))
    return Reason(_away(round(km), minutes, round(nearer_by) if nearer_by >= 1 else 0, language=language))


@remembered
def _away(km: Any, minutes: Any, nearer_by: Any) -> str:
    """Kilometres from home with the minutes on the way, and how many more the next one is away, 0 for not told."""
    values = {"km": wording.distance(km * 1000), "time": wording.duration(minutes)}
    if not nearer_by:
        return _("About %(km)s from home, %(time)s by road") % values
    values["less"] = wording.distance(nearer_by * 1000)
    return _("About %(km)s from home, %(time)s by road; nearer than the next by %(less)s") % values


def _nearer_by(km: float | None, known: Sequence[float]) -> float:
    """How much nearer than the next; 0 for any but the nearest of several."""
    return known[1] - known[0] if km is not None and len(known) > 1 and km == known[0] else 0.0


def weights(today: date) -> list[Weight]:
    """What each part of the sum can bring at most, since when, and where that is written."""
    read: Mapping[str, Any] = parameters.read("jisr.window.orientation", "ranking")
    found = []
    for part in PARTS:
        dated = {day: value for day, value in read[part]["values"].items() if day <= today}
        found.append(Weight(WORDS[part], dated[max(dated)], read[part]["source"], max(dated)))
    return found
