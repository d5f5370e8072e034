"""Reads of results: the framework of an agreement with what was reported, what waits, and who owes data."""

from jisr.ledger.results.queries.lines import Cell as Cell
from jisr.ledger.results.queries.lines import Line as Line
from jisr.ledger.results.queries.lines import lines as lines
from jisr.ledger.results.queries.lines import lines_of as lines_of
from jisr.ledger.results.queries.lines import naming as naming
from jisr.ledger.results.queries.owed import Owed as Owed
from jisr.ledger.results.queries.owed import owed as owed
from jisr.ledger.results.queries.owed import owed_in as owed_in
from jisr.ledger.results.queries.standing import Waiting as Waiting
from jisr.ledger.results.queries.standing import periods_of as periods_of
from jisr.ledger.results.queries.standing import places as places
from jisr.ledger.results.queries.standing import standing_tops as standing_tops
from jisr.ledger.results.queries.standing import waiting as waiting
