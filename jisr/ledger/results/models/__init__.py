from jisr.ledger.results.models.indicators import Indicator as Indicator
from jisr.ledger.results.models.indicators import IndicatorTarget as IndicatorTarget
from jisr.ledger.results.models.reports import Report as Report
from jisr.ledger.results.models.reports import ReportPart as ReportPart
from jisr.ledger.results.models.staged import StagedResults as StagedResults
