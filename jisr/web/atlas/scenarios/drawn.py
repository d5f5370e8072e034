"""One scenario as the pages and files show it, whether it was read here or came by a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jisr.atlas.figures import Ground
from jisr.atlas.scenarios import queries
from jisr.atlas.scenarios.choices import State
from jisr.atlas.scenarios.models import Scenario
from jisr.web import wording

_SAID = ("title", "theme", "who", "way", "limit", "supply", "within", "aim", "budget", "first_year", "years")


@dataclass(frozen=True)
class Drawn:
    """A scenario with its figures.

    Attributes:
        place: name of where it looks; of the country in words of the page.
        figures: as ``rules.told`` has them.
        on: the day of the catalogue that they were computed from.
        roads: factors of the kilometres avoided.
    """

    key: str
    title: str
    theme: str
    who: str
    way: str
    limit: str
    supply: str
    within: str
    aim: str
    budget: int | None
    first_year: int
    years: int
    place: str
    proof: Mapping[str, Any] | None
    figures: Mapping[str, Any]
    costs: Mapping[str, int]
    sizes: Mapping[str, int]
    roads: Mapping[str, float]
    on: date
    is_kept: bool
    is_demonstration: bool

    @property
    def question(self) -> tuple[str, ...]:
        """What it answers: two scenarios are alike before anything is done where this is the same."""
        return (self.theme, self.who, self.way, self.limit, self.supply, self.within)


def of_row(row: Scenario, ground: Ground, whole: str) -> Drawn:
    """A scenario that the reader may see.

    Args:
        whole: the country in words.
    """
    inputs = row.kept["inputs"] if row.state == State.KEPT and row.kept else queries.inputs(row)
    said = {name: getattr(row, name) for name in _SAID}
    return Drawn(
        key=str(row.pk), **said, place=_place(ground, row.within, whole), proof=row.proof,
        figures=_known(queries.figures(row)), costs=row.costs, sizes=row.sizes, roads=inputs["roads"],
        on=date.fromisoformat(inputs["on"]), is_kept=row.state == State.KEPT, is_demonstration=row.is_demonstration,
    )  # fmt: skip


def of_link(row: Mapping[str, Any], ground: Ground, whole: str) -> Drawn:
    """A scenario as a link opens it."""
    inputs, said = row["kept"]["inputs"], {name: row[name] for name in _SAID}
    return Drawn(
        key=row["id"], **said, place=_place(ground, row["within"], whole), proof=row["proof"],
        figures=_known(row["kept"]["figures"]), costs=row["costs"], sizes=row["sizes"], roads=inputs["roads"],
        on=date.fromisoformat(inputs["on"]), is_kept=True, is_demonstration=row["is_demonstration"],
    )  # fmt: skip


def until(rows: list[dict[str, Any]]) -> datetime:
    """Until when a link opens."""
    return datetime.fromisoformat(rows[0]["until"])


def _known(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    """Figures without the line and the dot of a place that became one not to be known since they were kept."""
    hidden = queries.hidden(site["place"] for site in figures["sites"])
    if not hidden:
        return figures
    return {**figures, "sites": [site for site in figures["sites"] if site["place"] not in hidden]}


def _place(ground: Ground, code: str, whole: str) -> str:
    found = next((one for one in (*ground.regions, *ground.provinces) if one.code == code), None)
    return wording.name_of(found) if found else whole
