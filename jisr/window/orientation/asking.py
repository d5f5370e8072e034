"""What is worth asking a person about a need: the facts that would settle most of the services that may answer it."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from jisr.centres.conditions import readable, shared_trees
from jisr.centres.models import Service, ServiceRule
from jisr.centres.queries import place_of
from jisr.centres.rules import Facts, fits, verdict
from jisr.conditions import Question, next_questions
from jisr.families import queries as families
from jisr.window.listening.models import Need

#: Services looked at: more than any list shows.
_MOST = 400


def questions_for(need: Need, *, on: date, most: int = 3, without: Collection[int] = ()) -> list[Question]:
    """The next best questions over all services that may still answer a need.

    Whom a service excludes by age, sex, public or place is not asked anything for its sake. A fixed number of
    queries; services share few distinct conditions, and each is judged once.

    Args:
        without: keys of services to leave out, to which the need was sent before.
    """
    household, person = need.household, need.person
    members = list(families.members_of(household))
    known = families.condition_facts(person, household, members, on=on, compartment=need.compartment)
    facts = families.facts(person, household, members, today=on)
    trees = [
        tree
        for rule in _rules(need, facts, on).exclude(service__in=list(without))[:_MOST]
        if _may_take(rule.service, facts) and (tree := readable(rule.tree)) is not None
    ]
    return next_questions(shared_trees(trees), known, most=most)


def _rules(need: Need, facts: Facts, on: date) -> QuerySet[ServiceRule]:
    zone = (
        Q(service__zone="nation")
        | Q(service__zone="region", service__centre__province__region=facts.place.region)
        | Q(service__zone="province", service__centre__province=facts.place.province)
        | Q(service__zone="commune", service__centre__site__commune=facts.place.commune)
    )
    open_still = Q(service__until=None) | Q(service__until__gt=on)
    centre_open = Q(service__centre__closed_on=None) | Q(service__centre__closed_on__gt=on)
    shown = Q(service__hidden_on=None) | Q(service__hidden_on__gt=on)
    rows = ServiceRule.objects.filter(
        zone, open_still, centre_open, shown, Q(until=None) | Q(until__gt=on), since__lte=on, service__theme=need.theme,
        service__compartment__in=["", need.compartment],
    )  # fmt: skip
    return rows.select_related("service__centre__site__commune", "service__centre__province").order_by("service_id")


def _may_take(service: Service, facts: Facts) -> bool:
    return verdict(fits(service, facts, centre=place_of(service.centre))) != "no"
