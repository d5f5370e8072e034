"""Reads of strategies: lists, one measure with all that belongs to it, what was compared, where nobody is at work."""

from jisr.ledger.strategy.queries.asked import Asked as Asked
from jisr.ledger.strategy.queries.asked import asked as asked
from jisr.ledger.strategy.queries.asked import not_taken_up as not_taken_up
from jisr.ledger.strategy.queries.compared import comparison as comparison
from jisr.ledger.strategy.queries.compared import decisions_of as decisions_of
from jisr.ledger.strategy.queries.compared import ground as ground
from jisr.ledger.strategy.queries.compared import lines_of as lines_of
from jisr.ledger.strategy.queries.compared import measures_of as measures_of
from jisr.ledger.strategy.queries.compared import method as method
from jisr.ledger.strategy.queries.compared import needs as needs
from jisr.ledger.strategy.queries.lists import current_versions as current_versions
from jisr.ledger.strategy.queries.lists import measure as measure
from jisr.ledger.strategy.queries.lists import plan as plan
from jisr.ledger.strategy.queries.lists import plans as plans
from jisr.ledger.strategy.queries.lists import shape as shape
from jisr.ledger.strategy.queries.lists import strategy as strategy
from jisr.ledger.strategy.queries.lists import taken_up as taken_up
from jisr.ledger.strategy.queries.lists import taking_up as taking_up
from jisr.ledger.strategy.queries.lists import version as version
from jisr.ledger.strategy.queries.lists import versions as versions
from jisr.ledger.strategy.queries.rows import line_row as line_row
from jisr.ledger.strategy.queries.rows import line_rows as line_rows
from jisr.ledger.strategy.queries.rows import measure_row as measure_row
from jisr.ledger.strategy.queries.rows import measure_rows as measure_rows
