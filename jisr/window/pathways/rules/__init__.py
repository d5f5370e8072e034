"""Pure decisions of pathways."""

from jisr.window.pathways.rules.assessing import Answered, lacks
from jisr.window.pathways.rules.costs import Cost, Measured, measured
from jisr.window.pathways.rules.money import given_alone
from jisr.window.pathways.rules.plans import follow_up_days, plan_status, progress, status
from jisr.window.pathways.rules.training import lacks_for_certificate, presence

__all__ = [
    "Answered", "Cost", "Measured", "follow_up_days", "given_alone", "lacks", "lacks_for_certificate", "measured",
    "plan_status", "presence", "progress", "status",
]  # fmt: skip
