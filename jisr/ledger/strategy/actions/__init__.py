"""Writes of the strategist: versions, measures, programmes of others, decisions on two lines."""

from jisr.ledger.strategy.actions.outline import Heading as Heading
from jisr.ledger.strategy.actions.outline import arrange as arrange
from jisr.ledger.strategy.actions.outline import stamp as stamp
from jisr.ledger.strategy.actions.pairs import DecidedAlready as DecidedAlready
from jisr.ledger.strategy.actions.pairs import decide as decide
from jisr.ledger.strategy.actions.pairs import let_go as let_go
from jisr.ledger.strategy.actions.pairs import take_back as take_back
from jisr.ledger.strategy.actions.pairs import take_up as take_up
from jisr.ledger.strategy.actions.plans import begin_plan as begin_plan
from jisr.ledger.strategy.actions.reach import DraftThere as DraftThere
from jisr.ledger.strategy.actions.reach import InForce as InForce
from jisr.ledger.strategy.actions.reach import NoMeasures as NoMeasures
from jisr.ledger.strategy.actions.reach import NothingInForce as NothingInForce
from jisr.ledger.strategy.actions.reach import drafted as drafted
from jisr.ledger.strategy.actions.reach import on_same_side as on_same_side
from jisr.ledger.strategy.actions.rows import Taken as Taken
from jisr.ledger.strategy.actions.rows import put_lines as put_lines
from jisr.ledger.strategy.actions.rows import put_measures as put_measures
from jisr.ledger.strategy.actions.single import CodeTaken as CodeTaken
from jisr.ledger.strategy.actions.single import bring_back as bring_back
from jisr.ledger.strategy.actions.single import leave_out as leave_out
from jisr.ledger.strategy.actions.single import save_line as save_line
from jisr.ledger.strategy.actions.single import save_measure as save_measure
from jisr.ledger.strategy.actions.versions import begin_strategy as begin_strategy
from jisr.ledger.strategy.actions.versions import begin_version as begin_version
from jisr.ledger.strategy.actions.versions import put_in_force as put_in_force
