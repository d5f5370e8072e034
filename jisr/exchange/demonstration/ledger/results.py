"""The invented results of an invented agreement: approved, corrected, returned, waiting, and one that is owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from jisr.accounts.models import User
from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.people import DOMAIN
from jisr.ledger.agreements.models import Agreement, Party
from jisr.ledger.results.choices import MONTHS
from jisr.ledger.results.models import Indicator, IndicatorTarget, Report, ReportPart
from jisr.ledger.results.rules.periods import Period, period_of, periods

FILE = Path(__file__).parent / "results.yaml"
_INVENTED = {"is_demonstration": True}
#: Days after the end of a period on which it is reported, and on which that is approved.
_REPORTED, _SETTLED, _CORRECTED = 8, 14, 40

Row = Mapping[str, Any]


@dataclass
class Teller:
    """Writes the framework of one invented agreement and what was reported of it.

    Attributes:
        users: who reports, by kind of reporter.
        council: who approves.
    """

    agreement: Agreement
    calendar: Calendar
    users: Mapping[str, User]
    council: User

    def tell(self, place: int, row: Row) -> None:
        """One indicator with its targets and reports."""
        told = ("baseline", "targets", "reports", "party", "measure", "quiet")
        said = {name: value for name, value in row.items() if name not in told}
        strategy, measure, which = row.get("measure", ("", "", None))
        first, day, out_of = (*row["baseline"], None)[:3] if "baseline" in row else (None, None, None)
        self.indicator = Indicator.objects.create(
            agreement=self.agreement, code=f"R{place}", place=place, **said, **_INVENTED, strategy=strategy,
            measure=measure, measure_place=which, baseline=first, baseline_out_of=out_of,
            baseline_on=None if day is None else self.calendar.day(day),
            party=Party.objects.get(code=row["party"]) if "party" in row else None,
        )  # fmt: skip
        self.under: dict[str, Any] = {"indicator": self.indicator, "agreement": self.agreement, **_INVENTED}
        IndicatorTarget.objects.bulk_create([
            IndicatorTarget(starts_on=self.period(back).starts_on, **_value(target), **self.under)
            for back, target in row["targets"].items()
        ])  # fmt: skip
        for period in self.before(self.period(max(row["reports"]))):
            self.report(period, {"top": [0, 0] if row["kind"] == "ratio" else 0, "words": row["quiet"], "in": "ar"})
        for back, report in row["reports"].items():
            self.report(self.period(back), report)

    def period(self, back: int) -> Period:
        """The period so many before the one in which today lies."""
        months = MONTHS[self.indicator.frequency]
        found = period_of(self.calendar.today, months)
        for _step in range(back):
            found = period_of(found.starts_on - timedelta(days=1), months)
        return found

    def before(self, first: Period) -> list[Period]:
        """The periods of the agreement before the first of which the file tells: nothing had begun."""
        since = self.agreement.since or first.starts_on
        found = periods(since, first.starts_on, MONTHS[self.indicator.frequency])
        return [one for one in found if one.starts_on < first.starts_on]

    def report(self, period: Period, row: Row) -> None:
        """What was reported of a period, and what became of it."""
        first = self.written(period, row, _REPORTED)
        if "returned" in row:
            self.settled(first, period, "returned", _SETTLED, reason=row["returned"])
        elif "waits" not in row:
            self.settled(first, period, "approved", _SETTLED)
        if "correction" in row:
            again = row["correction"]
            second = self.written(period, again, _CORRECTED - 3, number=2, replaces=first, why=again["why"])
            self.settled(second, period, "approved", _CORRECTED)

    def written(self, period: Period, row: Row, after: int, **more: Any) -> Report:
        """A report, with its parts, sent."""
        by, at = self.users[self.indicator.reporter], self.at(period, after)
        report = Report.objects.create(
            starts_on=period.starts_on, ends_on=period.ends_on, written_by=by, written_at=at,
            words=row.get("words", ""), words_in=row.get("in", ""), **_value(row["top"]), **more, **self.under,
        )  # fmt: skip
        ReportPart.objects.bulk_create([
            ReportPart(report=report, dimension=dimension, part=part, **_value(value), **_INVENTED)
            for dimension, parts in row.get("parts", {}).items()
            for part, value in parts.items()
        ])  # fmt: skip
        Report.objects.filter(pk=report.pk).update(state="pending", sent_by=by, sent_at=at)
        return report

    def settled(self, report: Report, period: Period, state: str, after: int, reason: str = "") -> None:
        """What the council made of it."""
        Report.objects.filter(pk=report.pk).update(
            state=state, reason=reason, decided_by=self.council, decided_at=self.at(period, after)
        )

    def at(self, period: Period, after: int) -> datetime:
        """A moment so many days after a period, or now where that is still to come."""
        return self.calendar.at(min(period.ends_on + timedelta(days=after), self.calendar.today))


def load(today: date) -> dict[str, int]:
    """Invent the results, unless they are there or the agreement is not.

    Speaks as the owner of the tables: never part of a request. The laws of results hold for it all the same.

    Args:
        today: every period of theirs is relative to it.

    Returns:
        how many indicators were made.
    """
    told = yaml_text.read(FILE.read_text(encoding="utf-8"))
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        agreement = Agreement.objects.filter(code=told["agreement"]).first()
        users = {name: _user(email) for name, email in told["reporters"].items()}
        council = _user(told["council"])
        known = agreement is None or Indicator.objects.filter(agreement=agreement).exists()
        if agreement is None or known or council is None or None in users.values():
            return {"indicators": 0}
        teller = Teller(agreement, Calendar(today), {name: user for name, user in users.items() if user}, council)
        for place, row in enumerate(told["indicators"], 1):
            teller.tell(place, row)
        with connections["owner"].cursor() as cursor:  # what is invented breaks no law either
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return {"indicators": len(told["indicators"])}


def _user(email: str) -> User | None:
    return User.objects.filter(email=f"{email}@{DOMAIN}").first()


def _value(said: Any) -> dict[str, Any]:
    """A number, or one out of another."""
    return {"top": said[0], "out_of": said[1]} if isinstance(said, list) else {"top": said, "out_of": None}
