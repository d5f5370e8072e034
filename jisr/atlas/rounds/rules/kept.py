"""A question and its answer as they are kept: plain values, the same after as before."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from jisr.atlas.rounds.rules.plan import Answer, Day, Stop
from jisr.atlas.rounds.rules.problem import Place, Why
from jisr.atlas.rounds.rules.year import Year


@dataclass(frozen=True)
class Base:
    """A unit and where it leaves from.

    Attributes:
        centre: its key in the catalogue.
        commune: code of the commune of its base.
        phone: the number to call, as it is kept.
    """

    centre: int
    name_ar: str
    name_fr: str
    commune: str
    lat: float | None
    lon: float | None
    phone: str = ""


@dataclass(frozen=True)
class Spot:
    """A place of a round: a commune's main place, or a douar with its own point.

    Attributes:
        commune: code of the commune it lies in.
        lat, lon: degrees; None for the point of the commune.
        asked: how it is to be visited.
    """

    name_ar: str
    name_fr: str
    commune: str
    lat: float | None
    lon: float | None
    asked: Place


@dataclass(frozen=True)
class Question:
    """Everything a round was made of.

    Attributes:
        apart: (name, ``Why``) of lines that are no place: at sea, without coordinates, said twice.
        weekdays, opens_min, closes_min: as of a ``Problem``.
        first, last: days between which units go out.
        off: holiday -> which.
        ramadan: days of Ramadan between them.
        ramadan_hours: minutes of the day.
        at_ar, at_fr: where in a place units halt.
    """

    bases: tuple[Base, ...]
    spots: tuple[Spot, ...]
    apart: tuple[tuple[str, str], ...]
    weekdays: tuple[int, ...]
    opens_min: int
    closes_min: int
    first: date
    last: date
    off: Mapping[date, str] = field(default_factory=dict)
    ramadan: tuple[date, ...] = ()
    ramadan_hours: tuple[int, int] = (540, 900)
    at_ar: str = ""
    at_fr: str = ""

    @property
    def year(self) -> Year:
        """What the year asks of its calendar."""
        return Year(
            self.first, self.last, self.off, frozenset(self.ramadan), self.ramadan_hours, self.weekdays
        )  # fmt: skip


def written(question: Question) -> dict[str, Any]:
    """The question as it is stored: days as 2026-12-07."""
    said = asdict(question)
    return said | {
        "first": question.first.isoformat(), "last": question.last.isoformat(),
        "off": {day.isoformat(): feast for day, feast in question.off.items()},
        "ramadan": [day.isoformat() for day in question.ramadan],
    }  # fmt: skip


def read(said: Mapping[str, Any]) -> Question:
    """The question that was stored.

    Raises:
        KeyError, TypeError, ValueError: it is none of ours.
    """
    return Question(**dict(said) | {
        "bases": tuple(Base(**one) for one in said["bases"]),
        "spots": tuple(Spot(**one | {"asked": Place(**one["asked"])}) for one in said["spots"]),
        "apart": tuple((name, why) for name, why in said["apart"]),
        "weekdays": tuple(said["weekdays"]), "ramadan_hours": tuple(said["ramadan_hours"]),
        "first": date.fromisoformat(said["first"]), "last": date.fromisoformat(said["last"]),
        "off": {date.fromisoformat(day): feast for day, feast in said["off"].items()},
        "ramadan": tuple(date.fromisoformat(day) for day in said["ramadan"]),
    })  # fmt: skip


def written_answer(answer: Answer) -> dict[str, Any]:
    """The answer as it is stored; a stop is [place, from, to]."""
    days = [
        {"unit": day.unit, "week": day.week, "weekday": day.weekday, "leaves": day.leaves, "back": day.back,
         "km": day.km, "stops": [[stop.place, stop.arrives, stop.leaves] for stop in day.stops]}
        for day in answer.days
    ]  # fmt: skip
    return {
        "weeks": answer.weeks, "days": days, "between": list(answer.between),
        "apart": {str(at): why.value for at, why in answer.apart.items()}, "needed": answer.needed,
        "units_more": answer.units_more, "weeks_more": answer.weeks_more,
    }  # fmt: skip


def read_answer(said: Mapping[str, Any]) -> Answer:
    """The answer that was stored."""
    return Answer(**dict(said) | {
        "days": tuple(_day(one) for one in said["days"]), "between": tuple(said["between"]),
        "apart": {int(at): Why(why) for at, why in said["apart"].items()},
    })  # fmt: skip


def _day(said: Mapping[str, Any]) -> Day:
    stops: Sequence[Sequence[int]] = said["stops"]
    return Day(**dict(said) | {"stops": tuple(Stop(*one) for one in stops)})
