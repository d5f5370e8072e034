"""What was read out of a file and waits for a yes; after it, the record of what was taken."""

from jisr.exchange.models.families import FamilyImport as FamilyImport
from jisr.exchange.models.families import ImportHome as ImportHome
from jisr.exchange.models.families import ImportNote as ImportNote
from jisr.exchange.models.families import ImportNumber as ImportNumber
from jisr.exchange.models.families import ImportPair as ImportPair
from jisr.exchange.models.families import ImportPiece as ImportPiece
from jisr.exchange.models.families import ImportPlan as ImportPlan
from jisr.exchange.models.families import ImportRow as ImportRow
from jisr.exchange.models.families import ImportSource as ImportSource
from jisr.exchange.models.packages import ForeignObject as ForeignObject
from jisr.exchange.models.packages import StagedPackage as StagedPackage
from jisr.exchange.models.staged import StagedImport as StagedImport
from jisr.exchange.models.staged import StagedSheet as StagedSheet
