"""Signals of prevention: rules of ``data/signals.yaml`` on what is on file; never a score, never an act by itself.

A signal is stored nowhere. The one that somebody answered is known by its rule and its facts, and is not shown again
for these; new facts are a new signal.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Max, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from jisr.common.parameters import values
from jisr.common.periods import months_after
from jisr.families.models import Household, Person
from jisr.window.pathways.choices import StepState
from jisr.window.pathways.library import Rule, signals
from jisr.window.pathways.models import Attendance, Plan, Score, SignalAnswered
from jisr.window.pathways.queries.assessing import Same
from jisr.window.reception.models import Visit

#: Summer: the school year that a day belongs to began in the year of the day so many months before.
_SCHOOL_YEAR_BEGINS = 8
Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that fired, and the facts that it fired on.

    Attributes:
        facts: which facts, as keys and days: what tells this signal from the next.
        days: of the facts, the newest last.
        text: what the facts are about, as somebody typed it; "" where the days say all.
        level: of a domain, where the rule reads one.
    """

    rule: Rule
    household: UUID
    person: UUID | None
    facts: str
    days: Sequence[date]
    compartment: str
    text: str = ""
    themes: Sequence[str] = field(default_factory=tuple)
    level: int | None = None

    @property
    def newest(self) -> date:
        """Day of the newest fact."""
        return self.days[-1]


def numbers(today: date | None = None) -> dict[str, Any]:
    """The numbers of all rules, as in force on a day."""
    return values("jisr.window.pathways", "pathways", on=today or timezone.localdate())


def of_household(household: Household, *, today: date | None = None) -> list[Signal]:
    """Signals of one family that nobody answered yet, the newest facts first."""
    return _found(household=household.pk, centres=None, most=100, today=today or timezone.localdate())


def of_centres(centres: Sequence[int], *, most: int, today: date | None = None) -> list[Signal]:
    """Signals of the families of these centres that nobody answered yet, the newest facts first."""
    return _found(household=None, centres=centres, most=most, today=today or timezone.localdate())


def _found(*, household: UUID | None, centres: Sequence[int] | None, most: int, today: date) -> list[Signal]:
    where = Where(household, centres, today, numbers(today))
    found = [row for find in _FINDERS.values() for row in find(where, most)]
    return sorted(found, key=lambda one: (one.newest, one.facts), reverse=True)[:most]


def _answered(rule: str, facts: Any) -> Exists:
    """Whether somebody answered a rule on these facts."""
    rows = SignalAnswered.objects.alias(asked=Cast(facts, TextField()))
    return Exists(rows.filter(household=OuterRef("household"), rule=rule, facts=F("asked")))


@dataclass(frozen=True, slots=True)
class Where:
    """For whom signals are looked for: one household, or the families of some centres."""

    household: UUID | None
    centres: Sequence[int] | None
    today: date
    numbers: Numbers

    def narrow(self, rows: Any, centre: str, household: str = "household") -> Any:
        """Only rows of these."""
        if self.household is not None:
            return rows.filter(**{household: self.household})
        return rows.filter(**{f"{centre}__in": self.centres})

    def since(self, name: str) -> date:
        """The day that lies a number of days back."""
        return self.today - timedelta(days=self.numbers[name])


def _absences(where: Where, most: int) -> Iterable[Signal]:
    # facts of this rule are counted, so answers are compared here: those since the oldest day that still counts
    since = where.since("absences_within_days")
    answered = set(SignalAnswered.objects.filter(rule="absences", on__gte=since).values_list("facts", flat=True))
    rows = where.narrow(Attendance.objects.all(), "step__plan__centre").filter(
        present=False, day__gte=since,
        step__state__in=[StepState.PLANNED, StepState.ONGOING],
    ).values("step_id", "step__person_id", "household_id", "compartment", "step__what")  # fmt: skip
    rows = rows.annotate(n=Count("day", distinct=True), last=Max("day"), days=ArrayAgg("day", distinct=True))
    rows = rows.filter(n__gte=where.numbers["absences"]).order_by("-last", "step_id")
    for row in rows[: most + len(answered)]:
        facts = f"{row['step_id']}:{row['n']}:{row['last']}"
        if facts not in answered:
            yield Signal(
                signals()["absences"], row["household_id"], row["step__person_id"], facts, sorted(row["days"]),
                row["compartment"], text=row["step__what"],
            )  # fmt: skip


def _second_request(where: Where, most: int) -> Iterable[Signal]:
    before = Visit.objects.filter(
        household=OuterRef("household"), compartment=OuterRef("compartment"), reasons__overlap=OuterRef("reasons"),
        came_at__date__lt=OuterRef("came_at__date"),
        came_at__gte=OuterRef("came_at") - timedelta(days=where.numbers["second_request_days"]),
    )  # fmt: skip
    rows = where.narrow(Visit.objects.all(), "centre").filter(
        Exists(before),
        ~_answered("second_request", OuterRef("pk")),
        came_at__date__gte=where.since("second_request_shown_days"),
    )
    rows = rows.annotate(first=before.order_by("-came_at").values("came_at__date")[:1])
    for row in rows.order_by("-came_at", "id")[:most]:
        yield Signal(
            signals()["second_request"], row.household_id, None, str(row.pk),
            [row.first, timezone.localtime(row.came_at).date()], row.compartment, themes=row.reasons,
        )  # fmt: skip


def _school_left(where: Where, most: int) -> Iterable[Signal]:
    of, today = where.numbers, where.today
    rows = where.narrow(Person.objects.all(), "household__opened_by").filter(
        schooled=False, memberships__until=None, memberships__household=F("household"),
        born_on__lte=months_after(today, -12 * of["school_from"]),
        born_on__gt=months_after(today, -12 * of["school_until"]),
    )  # fmt: skip
    year = months_after(today, -_SCHOOL_YEAR_BEGINS).year
    facts = Concat(Cast(OuterRef("pk"), TextField()), Value(f":{year}"))
    rows = rows.filter(~_answered("school_left", facts))
    began = max(date(year, _SCHOOL_YEAR_BEGINS + 1, 1), date.min)
    for row in rows.order_by("-id").distinct()[:most]:
        yield Signal(
            signals()["school_left"], row.household_id, row.pk, f"{row.pk}:{year}", [min(began, today)], row.compartment
        )


def _rent(where: Where, most: int) -> Iterable[Signal]:
    later = Score.objects.filter(
        Same(F("person"), OuterRef("person")), household=OuterRef("household"), domain="rent",
        compartment=OuterRef("compartment"), id__gt=OuterRef("id"),
    )  # fmt: skip
    rows = where.narrow(Score.objects.all(), "plan__centre").filter(
        ~Exists(later), ~_answered("rent", OuterRef("pk")), domain="rent", level__lte=where.numbers["rent_level"]
    )
    for row in rows.order_by("-on", "id")[:most]:
        yield Signal(signals()["rent"], row.household_id, None, str(row.pk), [row.on], row.compartment, level=row.level)


def _came_back(where: Where, most: int) -> Iterable[Signal]:
    again = Plan.objects.filter(
        household=OuterRef("household"), compartment=OuterRef("compartment"), id__gt=OuterRef("id")
    )
    came = Visit.objects.filter(
        household=OuterRef("household"), compartment=OuterRef("compartment"), came_at__date__gt=OuterRef("closed_on"),
        came_at__date__lte=OuterRef("closed_on") + timedelta(days=where.numbers["reentry_days"]),
    )  # fmt: skip
    rows = where.narrow(Plan.objects.all(), "centre").filter(
        Exists(came),
        ~Exists(again),
        ~_answered("came_back", OuterRef("pk")),
        closed_on__gte=where.since("reentry_days") - timedelta(days=366),
    )
    rows = rows.annotate(came=came.order_by("came_at").values("came_at__date")[:1])
    for row in rows.order_by("-closed_on", "id")[:most]:
        yield Signal(
            signals()["came_back"], row.household_id, None, str(row.pk), [row.closed_on, row.came], row.compartment
        )


_FINDERS: dict[str, Callable[[Where, int], Iterable[Signal]]] = {
    "absences": _absences, "second_request": _second_request, "school_left": _school_left, "rent": _rent,
    "came_back": _came_back,
}  # fmt: skip
