"""Why a service is proposed, in words: reasons, what to ask first, what is not known, the sum that made the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

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
#: Reason that makes a part, where it is called otherwise.
_MADE_BY = {"fit": "publics"}


@dataclass(frozen=True, slots=True)
class Points:
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
    """

    asks: list[Reason] = field(default_factory=list)
    unknown: str = ""
    points: list[Points] = field(default_factory=list)
    total: float = 0.0
    next: str = ""


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
    language = get_language()
    words = {part: str(said) for part, said in WORDS.items()}
    verb, way = _("Refer"), reverse("orientation:refer", args=[need, 0]).removesuffix("0/")
    return [
        Ordered(
            name=named(one.service), who=named(one.service.centre), verb=verb, href=f"{way}{one.service.pk}/",
            reasons=_known(one.reasons, one.km, language, nearer_by=_nearer_by(one.km, known), today=today),
            asks=_asked_first(one.reasons, language), unknown=_unknown(one.reasons, language),
            points=_points(one, most, words), total=one.total, next=why_before(one, below, language) if below else "",
        )
        for one, below in zip(ranked, [*ranked[1:], None], strict=False)
    ]  # fmt: skip


def said(reasons: Sequence[Ground], km: float | None, *, today: date) -> list[Reason]:
    """Reasons in words: what fits first, then the way there, then what must be asked and what nobody knows.

    Args:
        km: estimated road distance; None when it is not known, or not shown.
    """
    language = get_language()
    unknown = _unknown(reasons, language)
    last = [Reason(_("Not known: %(what)s") % {"what": unknown}, "unknown")] if unknown else []
    return [*_known(reasons, km, language, today=today, nearer_by=0.0), *_asked_first(reasons, language), *last]


def missed(found: Sequence[NearMiss]) -> list[Miss]:
    """The nearest services that keep the person out."""
    return [
        Miss(
            named(one.service), named(one.service.centre),
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
    words = str(WORDS[part])
    return f"{words[:1].lower()}{words[1:]} \u2066+{wording.number(gap / 10, 1)}\u2069"


def _points(one: Ranked, most: Mapping[str, float], words: Mapping[str, str]) -> list[Points]:
    unknown = {reason.about for reason in one.reasons if reason.verdict == "unknown"}
    unknown -= _by_its_word(one.reasons)
    half = {part for part in PARTS if _MADE_BY.get(part, part) in unknown}
    half |= {"sure"} if one.verdict == "unknown" else set()
    half |= {"near"} if one.counted_km is None else set()
    return [Points(words[part], value / 10, most[part], part in half) for part, value in one.tenths.items()]


def _known(
    reasons: Sequence[Ground], km: float | None, language: str | None, *, nearer_by: float, today: date
) -> list[Reason]:
    """What fits and what does not, in the order in which it is looked for."""
    shown = sorted((one for one in reasons if _is_told(one)), key=lambda one: _ORDER[one.about])
    abouts = {one.about for one in shown}
    spared = "saturation" if "places" in abouts else None
    words = [Reason(say(one, language=language), one.verdict) for one in shown if one.about != spared]
    if "remote" not in abouts or km is not None:
        words.insert(1 if words and words[0].kind == "yes" else 0, _distance(km, nearer_by, today, language))
    return sorted(words, key=lambda reason: _KINDS[reason.kind])


def _is_told(reason: Ground) -> bool:
    """Not what goes without saying, nor what nobody knows, unless an old word is better than none."""
    if reason.about not in _ORDER:
        return False
    if reason.verdict == "unknown":
        return reason.about == "places" and "on" in reason.values
    return not (reason.verdict == "yes" and (reason.about == "zone" or reason.shade == "open"))


def _asked_first(reasons: Sequence[Ground], language: str | None) -> list[Reason]:
    """What could still keep the person out."""
    return [
        Reason(say(one, language=language), "unknown") for one in reasons if one.blocking and one.verdict == "unknown"
    ]


def _unknown(reasons: Sequence[Ground], language: str | None) -> str:
    open_still = {one.about for one in reasons if one.verdict == "unknown" and not _is_told(one)}
    open_still -= _by_its_word(reasons)
    return _not_known(*(about for about in _UNKNOWN if about in open_still), language=language)


@remembered
def _not_known(*abouts: Any) -> str:
    return wording.listed([str(_UNKNOWN[about]) for about in abouts])


def _by_its_word(reasons: Sequence[Ground]) -> set[str]:
    """Places that nobody counted count by what the centre says of how much is asked of it."""
    return {"places"} if any(one.about == "saturation" and one.verdict == "yes" for one in reasons) else set()


def _distance(km: float | None, nearer_by: float, today: date, language: str | None) -> Reason:
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


def named(row: Any) -> str:
    """The name of a service or centre in the language of the reader, or the one name it has."""
    arabic, french = row.name_ar, row.name_fr
    return (arabic or french) if wording.language() in {"ar", "zgh"} else (french or arabic)
