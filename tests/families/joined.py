"""Two files with something of everything, and a picture of every row under a person or a household."""

import json
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from jisr.common.database import scope
from jisr.families import actions as families
from jisr.families.models import Household, Person, Review
from jisr.window.pathways import actions as pathways
from tests.ground import FAR, OWN, PARTNER, SERVICE_SISTER, SHELTER, SISTER
from tests.stories import listened, received, referred

EVERYWHERE = {"centres": [OWN, SISTER, FAR, SHELTER, PARTNER], "compartments": ["violence", "child"]}
#: What tells of a joining, or counts how often a row was written, is not what a joining moves.
BESIDE = {"families.merge", "families.review", "families.mergechange", "families.former"}


def under_files() -> dict[type[models.Model], list[str]]:
    """Every model with a way to a person or a household -> those columns, from the register of models."""
    found: dict[type[models.Model], list[str]] = {Person: ["household_id"], Household: []}
    for model in apps.get_models():
        ways = [f.attname for f in model._meta.concrete_fields if f.related_model in {Person, Household}]
        if ways:
            found[model] = sorted(set(found.get(model, []) + ways))
    return found


def picture() -> dict[str, str]:
    """Every row that stands under a person or a household, as it stands: label:key -> its values."""
    seen = {}
    with scope(user="", **EVERYWHERE), connection.cursor() as cursor:
        for model in under_files():
            if model._meta.label_lower in BESIDE or "jisr_app" not in _readers(cursor, model._meta.db_table):
                continue
            cursor.execute(f"SELECT to_jsonb(t) FROM {model._meta.db_table} t")
            for (row,) in cursor.fetchall():
                values = row if isinstance(row, dict) else json.loads(row)
                values.pop("version", None)
                seen[f"{model._meta.label_lower}:{values['id']}"] = json.dumps(values, sort_keys=True,
                                                                                cls=DjangoJSONEncoder)  # fmt: skip
    return seen


def _readers(cursor: Any, table: str) -> set[str]:
    cursor.execute("SELECT has_table_privilege('jisr_app', %s, 'SELECT')", [table])
    return {"jisr_app"} if cursor.fetchone()[0] else set()


def full_file(held: Any, *, given: str = "فاطمة", family: str = "أيت وكريم", **values: Any) -> Any:
    """A person with a visit, an interview, needs, a note, a referral, a plan with a step and an aid, papers."""
    visit = received(held, given=given, family=family, **values)
    interview = listened(held, visit, (visit.person, "disability"), (visit.person, "training"), note="ملاحظة")
    referral = referred(held, interview, SERVICE_SISTER)
    plan = pathways.open_plan(household=visit.household, centre=held.centre, goal="هدف", by=held.user)
    step = pathways.add_step(
        plan=plan, person=visit.person, kind="school", what="خطوة", due_on=plan.opened_on, by=held.user
    )
    pathways.give_aid(step=step, kind="goods", what="دفاتر", by=held.user, centre=held.centre)
    pathways.assess(plan=plan, person=visit.person, levels={"health": 2, "work": 3}, by=held.user)
    pathways.assess(plan=plan, levels={"rent": 2}, by=held.user)
    pathways.set_goal(plan=plan, person=visit.person, domain="health", words="علاج", by=held.user)
    pathways.note_contact(plan=plan, person=visit.person, way="home", minutes=30, by=held.user)
    pathways.ask_approval(step=step, kind="money", amount=500_000, why="كراء", by=held.user)
    pathways.add_units(step=step, units=[{"code": "U1", "name": "وحدة", "hours": 10}])
    families.add_phone(household=visit.household, number="+212600000001", owner="own", is_safe=True, by=held.user,
                       person=visit.person)  # fmt: skip
    families.add_identity(person=visit.person, kind="cin", number=f"JB{visit.receipt}", by=held.user)
    return visit, referral


def proposed(one: Person, other: Person, *, score: float = 0.9) -> Review:
    """The pair of two persons, put before whoever decides."""
    families.propose([(one.pk, other.pk, score, ["names"])], source="worker")
    first, second = sorted([one.pk, other.pk])
    return Review.objects.get(one=first, other=second)
