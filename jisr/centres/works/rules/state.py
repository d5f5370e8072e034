"""The state of a building and its accessibility, from its sheet: docs/decisions/0119-the-state-of-a-building.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jisr.centres.works.items import Item

#: Points that an answer costs; what was not looked at costs as much as the worst, so silence never helps.
LOST: dict[str, int] = {"good": 0, "repair": 1, "out": 2, "absent": 2, "unseen": 2}
_WORST = max(LOST.values())
#: From the best to the worst; what could not be graded stands behind them all.
ORDER = ("A", "B", "C", "D", "")


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares of the points that may be lost at most for a grade."""

    a: float
    b: float
    c: float


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and what it rests on.

    Attributes:
        grade: A to D; "" where something vital was not looked at.
        lost: share of the points that were lost among what is no vital thing.
        decided_by: codes of the vital things that alone decided; empty where the share did.
    """

    grade: str
    lost: float
    decided_by: tuple[str, ...] = ()


def grade(looks: Mapping[str, str], items: Iterable[Item], limits: Limits) -> Graded:
    """The state of a building.

    A vital thing that nobody looked at leaves it without a grade; one that is out of use or absent makes it D, one to
    repair C at best. The rest loses points, and the share that is lost makes the grade.

    Args:
        looks: code of an item -> answer; what is left out was not looked at.
        items: what is asked of this kind of centre.
        limits: of the day.

    >>> roof = Item("building.roof", "vital", {}, {})
    >>> grade({"building.roof": "repair"}, [roof], Limits(0.1, 0.3, 0.6))
    Graded(grade='C', lost=0.0, decided_by=('building.roof',))
    >>> grade({}, [roof], Limits(0.1, 0.3, 0.6)).grade
    ''
    """
    asked = [one for one in items if one.role != "noted"]
    found = {one.code: looks.get(one.code, "unseen") for one in asked}
    rest = [found[one.code] for one in asked if one.role != "vital"]
    lost = sum(LOST[look] for look in rest) / (_WORST * len(rest)) if rest else 0.0
    by_share = "A" if lost <= limits.a else "B" if lost <= limits.b else "C" if lost <= limits.c else "D"
    for answers, capped in ((("unseen",), ""), (("out", "absent"), "D"), (("repair",), "C")):
        decisive = tuple(one.code for one in asked if one.role == "vital" and found[one.code] in answers)
        if decisive and ORDER.index(capped) > ORDER.index(by_share):
            return Graded(capped, lost, decisive)
    return Graded(by_share, lost)


def accessible(looks: Mapping[str, str], items: Iterable[Item]) -> bool:
    """Whether somebody in a wheelchair comes in, passes the doors and uses a toilet: all of them good, and looked at.

    >>> accessible({}, [Item("access.doors", "access", {}, {})])
    False
    """
    asked = [one.code for one in items if one.role == "access"]
    return bool(asked) and all(looks.get(code) == "good" for code in asked)


def too_narrow(look: str, width: int | None, least: int) -> bool:
    """Whether doors are called good whose width is below what a wheelchair needs.

    Args:
        width: centimetres; None where nobody measured.
        least: centimetres.
    """
    return look == "good" and width is not None and width < least
