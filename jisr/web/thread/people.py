"""The people served along the thread, as the barometer counts them: never more than it lets anybody know."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from jisr.barometer.rules import Figure, Funded, Period, Served
from jisr.ledger.thread.queries import Ground
from jisr.ledger.thread.rules.graph import Node
from jisr.ledger.thread.rules.standing import Standing, standing
from jisr.web.barometer import reading


@dataclass(frozen=True)
class People:
    """Whom agreements reached.

    One number is told of an agreement, under all its programmes together: beside a second one about a part of them,
    what both differ by would tell of a few people.

    Attributes:
        of: key of an agreement, or of one and a programme -> what was counted.
    """

    of: Mapping[str, Served]
    counted_at: datetime
    is_demonstration: bool

    def has(self, key: str) -> bool:
        """Whether anybody was served, however few."""
        found = self.of.get(key)
        return found is not None and (found.people.hidden or bool(found.people.value))

    def first_on(self, agreement: str, programmes: Collection[str]) -> date | None:
        """The first day on which somebody was served under some programmes of an agreement, where it may be told."""
        days = [served.first_on for code in programmes if (served := self.of.get(f"{agreement} {code}"))]
        return min((day for day in days if day is not None), default=None)

    def apart(self, agreement: str) -> Figure | None:
        """People in the same days and region under no programme; none where invented ones would be among them."""
        found = self.of.get(agreement)
        return None if found is None or (settings.DEMONSTRATION and not self.is_demonstration) else found.unattributed


def people(held: Ground, agreements: Iterable[str] | None = None) -> People:
    """Whom agreements reached.

    Args:
        agreements: keys of those asked about; all of them when left out, and then nobody is told apart.
    """
    funded = {
        key: Funded(one.programmes, Period(one.since, one.until), one.region)
        for key, one in held.pays(timezone.localdate(), agreements).items()
    }
    found = reading.reached(funded, apart=agreements is not None)
    return People(found.report, found.counted_at, held.is_demonstration)


def stand(held: Ground, served: People) -> Standing:
    """How far each thing of the ledger comes, people included."""
    lines = [Node("line", row.key) for row in held.lines.values() if served.has(f"{row.agreement} {row.programme}")]
    return standing(held.graph, held.paid(), lines)
