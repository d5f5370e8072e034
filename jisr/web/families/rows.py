"""What a file is made of, room by room, in a fixed number of queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from jisr.families import queries as families
from jisr.families.models import Household, Person, Referent
from jisr.window.appointments import queries as appointments
from jisr.window.appointments.models import Appointment
from jisr.window.listening import queries as listening
from jisr.window.listening.models import Interview, Need
from jisr.window.orientation import queries as orientation
from jisr.window.orientation.models import Referral
from jisr.window.pathways import queries as pathways
from jisr.window.pathways.models import Plan
from jisr.window.reception import queries as reception
from jisr.window.reception.choices import VisitState
from jisr.window.reception.models import Visit

#: Whether the reader's role may do a verb.
Able = Callable[[str], bool]

#: route -> verbs, one of which opens it
_OPENED_BY = {
    "appointments:appointment": ("appointments.book",),
    "reception:visit": ("reception.receive", "listening.read"),
    "listening:interview": ("listening.read",),
    "orientation:referral": ("orientation.answer", "orientation.propose"),
    "pathways:plan": ("pathways.follow",),
    "pathways:step": ("pathways.follow",),
    "pathways:follow_up": ("pathways.follow",),
}


@dataclass(frozen=True, slots=True)
class Rows:
    """What the reader may see of a household, room by room."""

    household: Household
    visits: Sequence[Visit]
    interviews: Sequence[Interview]
    needs: Sequence[Need]
    referrals: Sequence[Referral]
    plans: Sequence[Plan]
    appointments: Sequence[Appointment]
    identities: Sequence[tuple[UUID, str, str]]
    able: Able
    referent: Referent | None
    elsewhere: Mapping[UUID, list[Person]]

    def link(self, route: str, key: Any) -> str:
        """The address of a page about a row; "" where the reader's role does not open it."""
        return reverse(route, args=[key]) if any(map(self.able, _OPENED_BY[route])) else ""

    def states(self, need: Need) -> list[str]:
        """States of the referrals of a need."""
        return [referral.state for referral in self.referrals if referral.need_id == need.pk]

    @property
    def waiting(self) -> Visit | None:
        """The visit that waits to be listened to, the newest."""
        return next((visit for visit in self.visits if visit.state == VisitState.WAITING), None)

    @property
    def plan(self) -> Plan | None:
        """The open plan, or the last one closed."""
        return self.plans[0] if self.plans else None


def rows_of(household: Household, able: Able) -> Rows:
    """Everything of a household that the reader may see; without ``listening.read`` no need is even loaded."""
    return Rows(
        household=household, visits=list(reception.visits(household)),
        interviews=list(listening.interviews(household).prefetch_related(None)),
        needs=list(listening.needs(household)) if able("listening.read") else [],
        referrals=list(orientation.referrals(household)), plans=list(pathways.plans(household)),
        appointments=appointments.of_household(household),
        identities=families.identities(household), able=able,
        referent=families.referent(household), elsewhere=families.other_files(list(household.persons.all())),
    )  # fmt: skip
