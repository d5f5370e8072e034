"""Two invented scenarios of the invented strategist, kept: three centres rehabilitated, or one mobile unit."""

from datetime import date
from typing import Final

from django.db import transaction

from jisr.accounts.models import User
from jisr.atlas import queries as atlas
from jisr.atlas.scenarios import actions, queries
from jisr.atlas.scenarios.choices import LIMITS, Deed
from jisr.atlas.scenarios.models import Scenario
from jisr.common.database import scope
from jisr.exchange.demonstration.people import DOMAIN

STRATEGIST: Final = "strategy"
QUESTION: Final = {
    "theme": "disability", "who": "disabled", "way": "taxi", "limit": "60", "supply": "total", "within": "07.161",
}  # fmt: skip
#: (name, deed, how many places, days of the week)
TOLD: Final = (
    ("تأهيل ثلاثة مراكز", Deed.REHABILITATE, 3, 0),
    ("وحدة متنقلة واحدة", Deed.MOBILE, LIMITS.days_a_week, 1),
)


def load(today: date) -> dict[str, int]:
    """Draw and keep them, unless the strategist has any.

    Speaks as the owner of the tables: never part of a request.

    Returns:
        how many were made; zero when they were there, or nobody is there to make them.
    """
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        by = User.objects.filter(email=f"{STRATEGIST}@{DOMAIN}").first()
        if by is None or Scenario.objects.filter(author=by).exists():
            return {"scenarios": 0}
        for title, deed, count, days in TOLD:
            _draw(title, deed, count, days, by, today)
        return {"scenarios": len(TOLD)}


def _draw(title: str, deed: str, count: int, days: int, by: User, today: date) -> None:
    """A scenario where most people are too far, one place in a commune."""
    row = actions.begin(by=by, title=title, **QUESTION)
    found, rows = queries.stand(row, atlas.ground())
    first = {one.commune: one.place for one in reversed(queries.ranked(deed, found, rows))}
    best = [one.place for one in queries.ranked(deed, found, rows) if first[one.commune] == one.place][:count]
    row = actions.pick(
        scenario=row, by=by, deed=deed, places=best, size=row.sizes[deed], days=days, year=today.year + 1
    )  # fmt: skip
    actions.keep(scenario=row, by=by)
