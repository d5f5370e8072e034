"""Writes of the catalogue: one act a function, its journal line in the same transaction."""

from jisr.centres.actions.campaigns import end_campaign, open_campaign
from jisr.centres.actions.days import add_notice, add_stop, end_notice, end_stop
from jisr.centres.actions.keeping import hide, keep_answer_days
from jisr.centres.actions.pages import (
    HiddenPlace,
    create_centre,
    create_service,
    edit_centre,
    edit_service,
    keep_contact,
)
from jisr.centres.actions.said import state_capacity, state_demand, state_places, still_true

__all__ = [
    "HiddenPlace", "add_notice", "add_stop", "create_centre", "create_service", "edit_centre", "edit_service",
    "end_campaign", "end_notice", "end_stop", "hide", "keep_answer_days", "keep_contact", "open_campaign",
    "state_capacity", "state_demand", "state_places", "still_true",
]  # fmt: skip
