"""Figures of the atlas in words: how far, how many, which class, and what each of them means."""

from dataclasses import dataclass
from math import ceil, isinf, isnan
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext

from jisr.atlas.choices import FARTHEST_MIN, Demand, Sharing, Shown, Way
from jisr.atlas.classes import CLASSES
from jisr.atlas.figures import Line
from jisr.web import wording
from jisr.web.atlas import made_of
from jisr.web.atlas.reading import FAR, Asked, Reading, Row, shade_of, value_of, worse

#: What each figure is.
_DEFINITIONS: dict[str, tuple[Any, Any]] = {
    "minutes": (gettext_lazy("Minutes to the nearest"), gettext_lazy(
        "Half of the people counted have no further than this to the nearest service of the theme.")),
    "within": (gettext_lazy("Within the limit"), gettext_lazy(
        "Of the people counted, the share whose nearest service is within the limit that was chosen.")),
    "people": (gettext_lazy("People counted"), gettext_lazy(
        "Residents of the public that was chosen: the census of 2024, its share of the public in each commune times the"
        " residents in ordinary households.")),
    "gini": (gettext_lazy("Gini index"), gettext_lazy(
        "How unequally places are spread over people: 0 if everybody reaches as many, 1 if one person reached them"
        " all.")),
    "theil": (gettext_lazy("Theil index"), gettext_lazy(
        "The same question, parted in two: what lies between provinces, and what lies inside them.")),
    "palma": (gettext_lazy("Palma ratio"), gettext_lazy(
        "What the best-served tenth of people reaches together, against the worst-served four tenths: 0.25 where all"
        " reach the same.")),
    "worst": (gettext_lazy("Worst-served tenth"), gettext_lazy(
        "Places that 1,000 people of the worst-served tenth reach.")),
    "beyond": (gettext_lazy("Beyond 30 and 60 minutes"), gettext_lazy(
        "The share of people whose nearest service is further than 30 minutes, and further than 60.")),
}  # fmt: skip
_DAYS = gettext_lazy(
    "Half of the people counted wait no more days than this, in the mean, until the next one comes. Days are told apart"
    " from minutes, and are not added to them."
)
_NEEDS = gettext_lazy(
    "Needs for which nothing was found and which are still open, as the centres of your area heard them; people without"
    " a recorded commune are in none."
)
NOT_KNOWN = 0


def definitions(asked: Asked) -> dict[str, tuple[Any, Any]]:
    """Code -> (name, what it is) of each figure of a question."""
    found = of_residents(asked.sharing)
    if asked.demand == Demand.NEEDS:
        found |= {"reach": (_("Places for 1,000 needs"), found["reach"][1]), "people": (_("Needs counted"), _NEEDS)}
    if asked.way in {Way.BUS, Way.UNIT}:
        found["days"] = (_("Days until the next one"), _DAYS)
    return found


def of_residents(sharing: Sharing) -> dict[str, tuple[Any, Any]]:
    """As ``definitions``, where residents come by ways of every day."""
    return {**_DEFINITIONS, "reach": (_("Places for 1,000"), made_of.SHARINGS[sharing])}


def of_whom(asked: Asked) -> Any:
    """Among whom places are shared, in words."""
    return _("Needs that nothing covers") if asked.demand == Demand.NEEDS else asked.who.label


@dataclass(frozen=True, slots=True)
class Swatch:
    """One line of the legend.

    Attributes:
        count: places of this class.
    """

    shade: int
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Told:
    """One place in words, the same on the map, in the table and in a file."""

    row: Row
    name: str
    people: str
    minutes: str
    within: str
    reach: str
    figure: str
    kind: str
    href: str


def minutes(value: float) -> str:
    """How far."""
    if isnan(value):
        return _("not known")
    if isinf(value):
        return _("over %(n)s min") % {"n": wording.number(FARTHEST_MIN)}
    return _("%(n)s min") % {"n": wording.number(round(value))}


def share(value: float) -> str:
    """A share of people."""
    return _("not known") if isnan(value) else wording.percent(value, 0 if value in {0.0, 1.0} else 1)


def places(value: float) -> str:
    """Places for 1,000 people; an index."""
    if isnan(value):
        return _("not known")
    return _("without end") if isinf(value) else wording.number(value, 0 if value == 0 else 1 if value >= 1 else 2)


def index(value: float) -> str:
    """An index, to two decimals."""
    if isnan(value):
        return _("not known")
    return _("without end") if isinf(value) else wording.number(value, 2)


def days(value: float) -> str:
    """Days until the next one."""
    if isnan(value):
        return _("not known")
    if isinf(value):
        return _("none comes")
    told = wording.number(value, 0 if value == round(value) else 1)
    return npgettext("waited", "%(n)s day", "%(n)s days", ceil(value)) % {"n": told}


def people(value: float) -> str:
    """How many people."""
    return _("not known") if isnan(value) else wording.number(round(value))


def counted(asked: Asked, of: Line) -> str:
    """How many people or needs; of needs some of which are hidden, what there is at least."""
    if asked.demand != Demand.NEEDS or not of.uncounted:
        return people(of.people)
    if isnan(of.people) or of.people == 0:
        return _("not known")
    return _("at least %(n)s") % {"n": people(of.people)}


_SAID = {Shown.MINUTES: minutes, Shown.WITHIN: share, Shown.REACH: places}


def figure(asked: Asked, of: Line) -> str:
    """The figure of the map, in words."""
    return _SAID[asked.shown](value_of(asked, of))


def class_words(asked: Asked, ends: tuple[float, ...], number: int) -> str:
    """The span of a class; the last one is open, since a commune may be beyond every province.

    Args:
        number: from 1.
    """
    say = _SAID[asked.shown]
    if len(ends) == 1:
        return say(ends[0])
    if number == 1 and ends[0] == 0:
        return say(0.0)
    if number == 1:
        return _("up to %(end)s") % {"end": say(ends[0])}
    start = _bare(asked, ends[number - 2])
    if number == len(ends):
        return _("above %(start)s") % {"start": say(ends[number - 2])}
    return _("%(start)s to %(end)s") % {"start": start, "end": say(ends[number - 1])}


def _bare(asked: Asked, value: float) -> str:
    """The beginning of a span, without the unit that its end bears."""
    if asked.shown == Shown.MINUTES:
        return wording.number(round(value))
    return _SAID[asked.shown](value)


def legend(reading: Reading) -> list[Swatch]:
    """The classes, the best served first; then what is out of reach and what is not known, where there is any."""
    asked, ends = reading.asked, reading.ends
    shades = [row.shade for row in reading.rows]
    numbers = list(range(1, len(ends) + 1))
    found = [
        Swatch(shade_of(n, len(ends), asked), class_words(asked, ends, n), 0)
        for n in (numbers if worse(asked) else reversed(numbers))
    ]
    if asked.shown == Shown.MINUTES:
        found.append(Swatch(FAR, _("out of reach"), 0))
    found.append(Swatch(NOT_KNOWN, _("no data"), 0))
    counted = [Swatch(one.shade, one.words, shades.count(one.shade)) for one in found]
    return [one for one in counted if one.count or 0 < one.shade <= CLASSES]


def told(reading: Reading, rows: list[Row], href: Any) -> list[Told]:
    """Places in words.

    Args:
        href: what gives the address of the map of what is inside a place.
    """
    words = {one.shade: one.words for one in legend(reading)}
    return [
        Told(
            row, wording.name_of(row.place), counted(reading.asked, row.line), minutes(row.line.minutes),
            share(row.line.within), places(row.line.reach), figure(reading.asked, row.line),
            words.get(row.shade, _("no data")), href(reading.asked, row.place.code),
        )
        for row in rows
    ]  # fmt: skip


def cards(reading: Reading) -> list[tuple[str, Any, str, Any]]:
    """(code, label, figure, definition) of the place that is looked at."""
    whole = reading.whole
    said = {"minutes": minutes(whole.minutes), "within": share(whole.within), "reach": places(whole.reach),
            "people": counted(reading.asked, whole)}  # fmt: skip
    told_of = definitions(reading.asked)
    if "days" in told_of:
        said["days"] = days(whole.days)
    return [(code, told_of[code][0], value, told_of[code][1]) for code, value in said.items()]


def indices(reading: Reading) -> list[tuple[Any, str, Any]]:
    """(label, figure, definition) of how equal the places are."""
    found, parted = reading.equity, reading.equity.theil
    theil = index(parted.whole.value)
    if not isnan(parted.between) and not (reading.asked.within and "." in reading.asked.within.code):
        theil = _("%(whole)s: %(between)s between provinces, %(inside)s inside them") % {
            "whole": theil, "between": index(parted.between), "inside": index(parted.within),
        }  # fmt: skip
    said = {"gini": index(found.gini.value), "theil": theil, "palma": index(found.palma.value),
            "worst": places(found.worst.value)}  # fmt: skip
    told_of = definitions(reading.asked)
    return [(told_of[code][0], value, _sure(reading, code, told_of[code][1])) for code, value in said.items()]


def _sure(reading: Reading, code: str, about: Any) -> str:
    """What a figure is, and between what it would fall on other samples, where it is of one."""
    sure = reading.sure.get(code)
    if sure is None:
        return str(about)
    say = places if code == "worst" else index
    return " ".join((
        str(about),
        _("Needs are those that were heard, a part of all: drawn again from the %(n)s communes where some were heard,"
          " 95 in 100 of such figures lie from %(low)s to %(high)s.")
        % {"n": wording.number(sure.units), "low": say(sure.low), "high": say(sure.high)},
    ))  # fmt: skip


def groups(reading: Reading) -> list[tuple[Any, list[str]]]:
    """(label, figures) of each part of the people: how many, minutes, within, beyond 30 and 60, places, Gini."""
    return [
        (who.label, [people(one.people), minutes(one.minutes), share(one.within), *map(share, one.beyond),
                     places(one.reach), index(unequal)])
        for (who, one), unequal in zip(reading.groups, reading.ginis, strict=True)
    ]  # fmt: skip
