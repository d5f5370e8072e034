"""Pathways: one plan for the household, steps per person, what was given, what came of it."""

from jisr.window.pathways.models.approvals import Approval
from jisr.window.pathways.models.assessing import Score
from jisr.window.pathways.models.contacts import Contact
from jisr.window.pathways.models.follow_ups import FollowUp
from jisr.window.pathways.models.given import Aid, Attendance
from jisr.window.pathways.models.plans import Goal, Plan, Step
from jisr.window.pathways.models.signals import SignalAnswered
from jisr.window.pathways.models.training import TrainingUnit

__all__ = [
    "Aid", "Approval", "Attendance", "Contact", "FollowUp", "Goal", "Plan", "Score", "SignalAnswered", "Step",
    "TrainingUnit",
]  # fmt: skip
