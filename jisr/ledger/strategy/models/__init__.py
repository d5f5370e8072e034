"""What the strategist keeps: strategies in versions, programmes of others, and decisions about two lines."""

from jisr.ledger.strategy.models.lines import Comparable as Comparable
from jisr.ledger.strategy.models.plans import PairDecision as PairDecision
from jisr.ledger.strategy.models.plans import Plan as Plan
from jisr.ledger.strategy.models.plans import PlanLine as PlanLine
from jisr.ledger.strategy.models.staged import StagedRows as StagedRows
from jisr.ledger.strategy.models.strategies import Axis as Axis
from jisr.ledger.strategy.models.strategies import Measure as Measure
from jisr.ledger.strategy.models.strategies import MeasureBudget as MeasureBudget
from jisr.ledger.strategy.models.strategies import MeasureIndicator as MeasureIndicator
from jisr.ledger.strategy.models.strategies import MeasureProgramme as MeasureProgramme
from jisr.ledger.strategy.models.strategies import MeasureStatement as MeasureStatement
from jisr.ledger.strategy.models.strategies import Objective as Objective
from jisr.ledger.strategy.models.strategies import Strategy as Strategy
from jisr.ledger.strategy.models.strategies import StrategyVersion as StrategyVersion
