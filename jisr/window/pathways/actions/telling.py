"""The events of pathways: what happened, for the figures, without a name."""

from datetime import date

from jisr.centres.models import Centre
from jisr.common import events
from jisr.common.models import Event
from jisr.families import queries as family_queries
from jisr.families.models import Household
from jisr.window.pathways.models import Plan, Step


def tell(
    code: str, step: Step, centre: int, *, amount: int | None = None, happened_on: date | None = None,
    programme: str = "",
) -> Event:  # fmt: skip
    """Record what happened in a step, with the facts of its person."""
    household = Household.objects.select_related("commune").get(pk=step.household_id)
    return events.emit(
        code, centre=centre, subject=step, person=step.person_id, commune=household.commune_id, amount=amount,
        happened_on=happened_on, compartment=step.compartment,
        programme=programme or (step.programme.code if step.programme_id and step.programme else ""),
        facts=family_queries.facts_of_event(step.person, household),
    )  # fmt: skip


def tell_plan(
    code: str, plan: Plan, *, happened_on: date | None = None, minutes: int | None = None, centre: Centre | None = None
) -> Event:
    """Record what happened to a whole plan: the family's, so with the facts of nobody; at the centre that did it."""
    household = Household.objects.select_related("commune").get(pk=plan.household_id)
    return events.emit(
        code, centre=centre or plan.centre_id, subject=plan, commune=household.commune_id, happened_on=happened_on,
        minutes=minutes, compartment=plan.compartment,
    )  # fmt: skip
