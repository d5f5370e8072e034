"""What a search before creating shows: those of this centre in full, those known elsewhere by their centre alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.centres.models import Centre
from jisr.families.models import Person
from jisr.families.queries import Known, household_of_reference, known_identity, known_persons
from jisr.families.rules import age
from jisr.web import wording
from jisr.web.markup import fill
from jisr.web.templatetags.face import named
from jisr.window.reception import queries as reception


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody whose file this centre may open."""

    person: Person
    last_visit: datetime | None

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


def look_for(name: str, *, born: date | None = None) -> Results:
    """People who may be the one named."""
    return _shown(known_persons(name, born=born))


def look_for_number(number: str) -> Results:
    """People recorded with exactly this identity number, or in the file of this reference, today's or yesterday's."""
    file = household_of_reference(number.strip().upper())
    if file is None:
        return _shown(known_identity(number))
    members = Person.objects.filter(household=file).select_related("household__commune").order_by("born_on", "id")
    people = list(members)
    visits = reception.last_visits([person.pk for person in people])
    return Results(here=[Here(person, visits.get(person.pk)) for person in people])


def _shown(found: Iterable[Known]) -> Results:
    """In three queries whatever was found: the search, the last visits, the centres."""
    found = list(found)
    here = [known.person for known in found if known.person]
    visits = reception.last_visits([person.pk for person in here])
    elsewhere = [known for known in found if not known.is_here]
    centres: dict[Any, Centre] = Centre.objects.in_bulk({known.centre_id for known in elsewhere})
    return Results(
        here=[Here(person, visits.get(person.pk)) for person in here],
        elsewhere=[Elsewhere(known.mark, centres[known.centre_id], known.since) for known in elsewhere],
        traces=" ".join(known.trace for known in found),
    )
