"""Writes of the works: one act a function, its journal line and its event in the same transaction."""

from jisr.centres.works.actions.audits import (
    LARGEST,
    NoBuilding,
    NotAPhoto,
    PeopleInIt,
    Said,
    add_photo,
    drop_photo,
    limits,
    make_audit,
    opened_photo,
)
from jisr.centres.works.actions.closures import reopen, shut
from jisr.centres.works.actions.meters import (
    Contradicts,
    NotAUnit,
    add_bill,
    add_meter,
    log_day,
    read_meter,
    replace_meter,
    strike_reading,
    take_readings,
)
from jisr.centres.works.actions.operations import (
    NothingToProgramme,
    NotNow,
    Settled,
    StillReserved,
    StillShut,
    abandon,
    add_line,
    begin,
    diagnose,
    edit_line,
    finish,
    lift,
    programme,
    receive,
)

__all__ = [
    "LARGEST",
    "Contradicts", "NoBuilding", "NotAPhoto", "NotAUnit", "NotNow", "NothingToProgramme", "PeopleInIt", "Said",
    "Settled", "StillReserved", "StillShut", "abandon", "add_bill", "add_line", "add_meter", "add_photo", "begin",
    "diagnose", "drop_photo", "edit_line", "finish", "lift", "limits", "log_day", "make_audit", "opened_photo",
    "programme", "read_meter", "receive", "reopen", "replace_meter", "shut", "strike_reading", "take_readings",
]  # fmt: skip
