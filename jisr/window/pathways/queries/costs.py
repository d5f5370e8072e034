"""What a pathway cost so far, from what was noted: each figure with its inputs, none of them typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from jisr.centres.models import Site
from jisr.territory.rules import road_km
from jisr.window.listening.choices import InterviewPlace
from jisr.window.listening.models import Interview
from jisr.window.pathways.choices import TRAVELLED, AidKind
from jisr.window.pathways.models import Aid, Plan
from jisr.window.pathways.rules import Cost, measured

Places = Mapping[int, tuple[float, float]]


def cost(plan: Plan) -> Cost:
    """The four figures of a plan as ``queries.plan`` reads it; two queries beside it, however long it is."""
    aids = [aid for step in plan.steps.all() for aid in step.aids.all()]
    interviews = list(_interviews(plan))
    contacts = list(plan.contacts.all())
    looks = [look for look in plan.follow_ups.all() if look.done_on]
    ways = list(_ways(plan, interviews))
    return Cost(
        money=measured((aid.amount for aid in _of(aids, money=True)), none_is_nothing=True),
        gifts=measured((aid.amount for aid in _of(aids, money=False)), none_is_nothing=True),
        minutes=measured([row.minutes for row in (*interviews, *looks, *contacts)], none_is_nothing=False),
        trips=len(ways), km=measured(ways, none_is_nothing=True),
    )  # fmt: skip


def _of(aids: Iterable[Aid], *, money: bool) -> Iterable[Aid]:
    return (aid for aid in aids if (aid.kind == AidKind.MONEY) is money)


def _interviews(plan: Plan) -> Any:
    """Interviews of the household while the plan runs, of the plan's own compartment."""
    until = plan.closed_on or timezone.localdate()
    return Interview.objects.filter(
        household=plan.household_id, compartment=plan.compartment, centre=plan.centre_id,
        held_at__date__gte=plan.opened_on, held_at__date__lte=until,
    ).only("id", "minutes", "place")  # fmt: skip


def _ways(plan: Plan, interviews: Iterable[Interview]) -> Iterable[int | None]:
    """Kilometres there and back of each way that somebody made; None where a place is not known."""
    days = [(step, day) for step in plan.steps.all() for day in step.attendances.all() if day.present]
    to = {plan.centre_id} | {step.referral.to_centre_id for step, _day in days if step.referral_id and step.referral}
    sites = Site.objects.filter(pk__in=to)
    places = {row.pk: (row.lat, row.lon) for row in sites if row.lat is not None and row.lon is not None}
    own = _there_and_back(plan, plan.centre_id, places)
    for interview in interviews:
        if interview.place in {InterviewPlace.CENTRE, InterviewPlace.HOME}:
            yield own
    for contact in plan.contacts.all():
        if contact.way in TRAVELLED:
            yield contact.km if contact.km is not None else own
    for step, _day in days:
        where = step.referral.to_centre_id if step.referral_id and step.referral else plan.centre_id
        yield _there_and_back(plan, where, places)


def _there_and_back(plan: Plan, centre: int, places: Places) -> int | None:
    if centre not in places:
        return None
    commune = plan.household.commune
    return round(2 * road_km(commune.lat, commune.lon, *places[centre]))
