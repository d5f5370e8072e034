"""What a search before creating shows: those of this centre in full, those known elsewhere by their centre alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.centres.models import Centre
from jisr.families.choices import LikenessReason
from jisr.families.models import Person
from jisr.families.queries import (
    FAINT,
    FAIR,
    STRONG,
    Known,
    household_of_reference,
    known_identity,
    known_persons,
)  # fmt: skip
from jisr.families.rules import age
from jisr.families.rules.likeness import AGAINST
from jisr.web import wording
from jisr.web.markup import fill
from jisr.web.templatetags.face import named
from jisr.window.reception import queries as reception


class Likeness(NamedTuple):
    """How alike somebody is, in words and in the tone of the tag."""

    words: Any
    tone: str


class Reason(NamedTuple):
    """Why somebody may be the one, or why not."""

    words: Any
    is_against: bool


_LIKENESS = {
    STRONG: Likeness(gettext_lazy("very alike"), "late"), FAIR: Likeness(gettext_lazy("alike"), "soon"),
    FAINT: Likeness(gettext_lazy("a little alike"), ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody whose file this centre may open."""

    person: Person
    last_visit: datetime | None
    known: Known

    @property
    def likeness(self) -> "Likeness":
        """How alike she is to what was typed."""
        return _LIKENESS[self.known.band]

    @property
    def reasons(self) -> list[Reason]:
        """Why: what speaks for her first, what speaks against her marked."""
        found = [Reason(LikenessReason(code).label, code in AGAINST) for code in self.known.reasons]
        return sorted(found, key=lambda reason: reason.is_against)

    @property
    def about(self) -> Any:
        """What tells namesakes apart: age, commune, last visit."""
        years = age(self.person.born_on, timezone.localdate())
        last = (
            _("last visit %(when)s") % {"when": wording.when(self.last_visit)} if self.last_visit else _("no visit yet")
        )
        said = wording.age(years) if years is not None else _("age not known")
        commune = named(self.person.household.commune)
        return fill("%(age)s · %(commune)s · %(last)s", age=said, commune=commune, last=last)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody known in another centre: where, since when, and the mark to ask with."""

    mark: str
    centre: Centre
    since: date
    band: int

    @property
    def likeness(self) -> "Likeness":
        """How alike she is to what was typed: all that is told."""
        return _LIKENESS[self.band]


@dataclass(frozen=True, slots=True)
class Results:
    """What was found.

    Attributes:
        traces: of all that was found, to know at the next sending what the worker has already looked at.
    """

    here: list[Here] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    traces: str = ""

    def __bool__(self) -> bool:
        """Whether anybody was found."""
        return bool(self.here or self.elsewhere)

    def unseen(self, seen: str) -> bool:
        """Whether somebody is among them whom the worker has not been shown."""
        return bool(set(self.traces.split()) - set(seen.split()))


def look_for(birth: Mapping[str, Any], *, at_least: int = FAINT, **said: Any) -> Results:
    """People who may be the one described.

    Args:
        birth: ``born_on`` and ``born_about``, as ``BirthForm.birth`` gives them.
        at_least: FAINT, FAIR or STRONG: nobody less alike is shown.
        said: arguments of ``known_persons``: names, sex, commune, phone, household.
    """
    born, about = birth["born_on"], birth["born_about"]
    found = known_persons(born=None if about else born, year=born.year if about and born else None, **said)
    return _shown(known for known in found if known.band >= at_least)


def look_for_number(number: str) -> Results:
    """People recorded with exactly this identity number, or in the file of this reference, today's or yesterday's."""
    file = household_of_reference(number.strip().upper())
    if file is None:
        return _shown(known_identity(number))
    members = Person.objects.filter(household=file).select_related("household__commune").order_by("born_on", "id")
    return _shown(
        Known(mark="", trace="", band=STRONG, centre_id=file.opened_by_id, since=file.opened_on, person=person)
        for person in members
    )


def _shown(found: Iterable[Known]) -> Results:
    """In three queries whatever was found: the search, the last visits, the centres."""
    found = list(found)
    here = [known.person for known in found if known.person]
    visits = reception.last_visits([person.pk for person in here])
    elsewhere = [known for known in found if not known.is_here]
    centres: dict[Any, Centre] = Centre.objects.in_bulk({known.centre_id for known in elsewhere})
    return Results(
        here=[Here(known.person, visits.get(known.person.pk), known) for known in found if known.person],
        elsewhere=[Elsewhere(known.mark, centres[known.centre_id], known.since, known.band) for known in elsewhere],
        traces=" ".join(known.trace for known in found),
    )
