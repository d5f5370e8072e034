"""Acts of pathways: one plan for the household, its steps, what was given, what came of it."""

from jisr.window.pathways.actions.applying import add_units, apply_template
from jisr.window.pathways.actions.approvals import AskedAlready, NotYours, ask_approval, decide_approval
from jisr.window.pathways.actions.assessing import answer_level, assess, set_goal
from jisr.window.pathways.actions.contacts import note_contact
from jisr.window.pathways.actions.given import give_aid, mark_attendance
from jisr.window.pathways.actions.plans import PlanOpen, close_plan, follow_up, open_plan
from jisr.window.pathways.actions.signals import NoSuchSignal, act_on, found, set_aside
from jisr.window.pathways.actions.steps import NotAllowedYet, StepEnded, add_step, begin_step, end_step
from jisr.window.pathways.actions.training import Certified, NotCertifiable, NotTheIssuer, certify, set_result

__all__ = [
    "AskedAlready", "Certified", "NoSuchSignal", "NotAllowedYet", "NotCertifiable", "NotTheIssuer", "NotYours",
    "PlanOpen", "StepEnded", "act_on", "add_step", "add_units", "answer_level", "apply_template", "ask_approval",
    "assess", "begin_step", "certify", "close_plan", "decide_approval", "end_step", "follow_up", "found", "give_aid",
    "mark_attendance", "note_contact", "open_plan", "set_aside", "set_goal", "set_result",
]  # fmt: skip
