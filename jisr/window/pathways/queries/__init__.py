"""Reads of pathways."""

from jisr.window.pathways.queries.approvals import (
    allowed,
    approval,
    back_days,
    given_alone,
    lately_refused,
    left_of,
    limit,
    to_decide,
    within_days,
)
from jisr.window.pathways.queries.assessing import Standing, low_level, plans_lacking, score, standings
from jisr.window.pathways.queries.certificates import Certified, certified, unit
from jisr.window.pathways.queries.costs import cost
from jisr.window.pathways.queries.plans import closed_before, follow_up, follow_ups_due, plan, plans, step, steps_due
from jisr.window.pathways.queries.signals import Signal, numbers, of_centres, of_household

__all__ = [
    "Certified", "Signal", "Standing", "allowed", "approval", "back_days", "certified", "closed_before", "cost",
    "follow_up", "follow_ups_due", "given_alone", "lately_refused", "left_of", "limit", "low_level", "numbers",
    "of_centres", "of_household", "plan", "plans", "plans_lacking", "score", "standings", "step",
    "steps_due", "to_decide", "unit", "within_days",
]  # fmt: skip
