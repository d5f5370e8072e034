"""Rows of the story that take more than one act each."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from jisr.exchange.families_sheets import actions as lists
from jisr.exchange.families_sheets.work import work as read_file
from jisr.window.pathways import actions as pathways
from jisr.window.pathways import queries as pathway_rows
from jisr.window.pathways.models import Approval, Plan, Score, Step, TrainingUnit
from tests.stories import under

FAMILIES_SHEET = "key,given_fr,family_fr,commune\nA-1,Zahra,Tighzrane,07.161.05.09\n"


def in_depth(plan: Plan, step: Step, person: Any, held: Any) -> tuple[Score, Approval, TrainingUnit]:
    """A low level, a question that waits for a yes, and a unit with its certificate."""
    [score] = pathways.assess(plan=plan, person=person, levels={"health": 2}, by=held.user)
    approval = pathways.ask_approval(step=step, kind="money", amount=500_000, why="كراء", by=held.user)
    [unit] = pathways.add_units(step=step, units=[{"code": "U1", "name": "وحدة", "hours": 10}])
    pathways.mark_attendance(
        step=step, unit=unit, day=timezone.localdate(), present=True, centre=held.centre, by=held.user
    )
    pathways.set_result(unit=unit, version=1, result="passed", by=held.user)
    unit = pathway_rows.unit(unit.pk)
    return score, approval, pathways.certify(unit=unit, version=2, centre=held.centre, by=held.user)


def brought() -> UUID:
    """A list of families that the director brought, opened, waiting for the meaning of its columns."""
    with under("director") as director:
        made = lists.bring(
            name="liste.csv", chunks=[FAMILIES_SHEET.encode()], size=len(FAMILIES_SHEET), centre=director.centre,
            by=director,
        )  # fmt: skip
        read_file(made.pk, author=made.author, centre=made.centre_id)
    return made.pk
