"""Reads of the works: sheets of a building, its operations, what its meters tell, figures of many centres."""

from jisr.centres.works.queries.audits import findings, last_audit, photo, photos, sheet, sheets
from jisr.centres.works.queries.energy import Tells, meter, meters, places, tells, unit_days
from jisr.centres.works.queries.figures import standings
from jisr.centres.works.queries.operations import closure, held, line, operation, operations, reserve

__all__ = [
    "Tells", "closure", "findings", "held", "last_audit", "line", "meter", "meters", "operation", "operations", "photo",
    "photos", "places", "reserve", "sheet", "sheets", "standings", "tells", "unit_days",
]  # fmt: skip
