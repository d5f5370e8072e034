"""Which cells of commune × public × theme × time have a line at work, and where a need meets none. Plain Python.

A cell is covered on a day when a line names its commune, its public and its theme, and that day lies in its period;
weights do not count here, so that a line cut in two covers what it covered, and a line more never takes any away.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jisr.ledger.strategy import kernels
from jisr.ledger.strategy.kernels import Days, Flags
from jisr.ledger.strategy.rules.lines import Ground, Line


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is looked at, both days included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.until - self.since).days + 1


class Cover:
    """Lines laid over a ground: asked for one public and theme at a time."""

    def __init__(self, lines: Sequence[Line], ground: Ground, window: Window) -> None:
        """Lay them down; those that miss something cover nothing that we know of."""
        self._lines = [line for line in lines if not line.missing]
        self._ground, self._window = ground, window
        self._arrays = ground.arrays(self._lines)

    def joined(self, other: "Cover") -> "Cover":
        """These lines and those of another, over the same ground and time."""
        return Cover([*self._lines, *other._lines], self._ground, self._window)

    def by_theme(self) -> Counter[str]:
        """Theme -> how many lines name it and are at work in the window."""
        window = self._window
        at_work = [
            line
            for line in self._lines
            if line.since and line.until and line.since <= window.until and line.until >= window.since
        ]
        return Counter(theme for line in at_work for theme in line.themes)

    def reaches(self, theme: str, here: Flags) -> bool:
        """Whether a line about the theme, for anybody, is at work somewhere here on a day of the window."""
        arrays, window = self._arrays, self._window
        about = arrays.themes[:, self._ground.themes.index(theme)] > 0
        at_work = (arrays.since <= window.until.toordinal()) & (arrays.until > window.since.toordinal())
        return bool((arrays.where[about & at_work] & here).any())

    def days(self, public: str, theme: str) -> Days:
        """(communes,) days of the window on which the cell has a line."""
        # whoever names no public has a share of each
        for_them = self._arrays.publics[:, self._ground.publics.index(public)] > 0
        chosen = for_them & (self._arrays.themes[:, self._ground.themes.index(theme)] > 0)
        since, until = self._window.since.toordinal(), self._window.until.toordinal() + 1
        return kernels.covered_days(self._arrays.only(chosen), since, until)

    def share(self, public: str, theme: str, here: Flags) -> float:
        """Share of the residents' days in some communes that are covered, from 0 to 1; 0 where nobody lives.

        Args:
            here: (communes,) which of them are looked at.
        """
        people = self._ground.residents[here]
        return float((self.days(public, theme)[here] * people).sum() / max(1, people.sum() * self._window.days))


@dataclass(frozen=True, slots=True)
class Need:
    """A number of the census that says for whom something is needed, and about what.

    Attributes:
        code: its column.
        low: whether a low number says it (children at school), rather than a high one.
    """

    code: str
    public: str
    theme: str
    low: bool = False


#: What the census says of needs; definitions of the numbers in ``territory.choices``, lists in ``centres.choices``.
NEEDS = (
    Need("illiteracy_10plus_female_pct", "women", "literacy"),
    Need("unemployment_female_pct", "women", "work"),
    Need("disability_pct", "disabled", "disability"),
    Need("age_60_plus_pct", "elderly", "elderly"),
    Need("widowed_female_pct", "widows", "direct_aid"),
    Need("enrolment_6_11_pct", "children", "schooling", low=True),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Communes where a need is above that of the country, and no line of anybody is at work.

    Attributes:
        nation: the number of the whole country, weighted by residents.
        communes: code -> its number, the greatest need first.
        residents: who live in them.
        above: how many communes are above, covered or not.
    """

    need: Need
    nation: float
    communes: Mapping[str, float]
    residents: int
    above: int


def gap(need: Need, values: Mapping[str, float | None], cover: Cover, ground: Ground, here: Flags) -> Gap:
    """Where one need meets nobody.

    Args:
        values: commune -> its number; None, or no entry, where the census gives none: then nothing is said of it.
        here: (communes,) which of them are looked at; the number of the country is that of all.
    """
    known = {code: value for code in ground.people if (value := values.get(code)) is not None}
    people = sum(ground.people[code] for code in known)
    nation = sum(value * ground.people[code] for code, value in known.items()) / people if people else 0.0
    days = dict(zip(ground.people, cover.days(need.public, need.theme), strict=True))
    inside = {code for code, looked_at in zip(ground.people, here, strict=True) if looked_at}
    above = {
        code: value
        for code, value in known.items()
        if code in inside and (value < nation if need.low else value > nation)
    }
    bare = [code for code in above if not days[code]]
    bare.sort(key=lambda code: (above[code] if need.low else -above[code], code))
    return Gap(
        need, nation, {code: above[code] for code in bare}, sum(ground.people[code] for code in bare), len(above)
    )
