"""Storage of the works: sheets of buildings, operations, meters and logs. No person stands in any of them."""

from jisr.centres.works.models.audits import BuildingAudit, Finding, WorksPhoto
from jisr.centres.works.models.meters import Meter, MeterBill, MeterReading, UnitDay
from jisr.centres.works.models.operations import Operation, OperationStep, Reserve, WorkLine, WorksClosure

__all__ = [
    "BuildingAudit", "Finding", "Meter", "MeterBill", "MeterReading", "Operation", "OperationStep", "Reserve",
    "UnitDay", "WorkLine", "WorksClosure", "WorksPhoto",
]  # fmt: skip
