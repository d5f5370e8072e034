"""Reads of the thread: the ground it stands on, the way through one thing, lists, figures, a search."""

from jisr.ledger.thread.queries.find import Found as Found
from jisr.ledger.thread.queries.find import find as find
from jisr.ledger.thread.queries.ground import Ground as Ground
from jisr.ledger.thread.queries.ground import ground as ground
from jisr.ledger.thread.queries.lists import PROTECTED as PROTECTED
from jisr.ledger.thread.queries.lists import UNNAMED as UNNAMED
from jisr.ledger.thread.queries.lists import Item as Item
from jisr.ledger.thread.queries.lists import unasked as unasked
from jisr.ledger.thread.queries.lists import unfunded as unfunded
from jisr.ledger.thread.queries.lists import unserved as unserved
from jisr.ledger.thread.queries.near import asked_of_agreement as asked_of_agreement
from jisr.ledger.thread.queries.near import onward_of_measures as onward_of_measures
from jisr.ledger.thread.queries.near import onward_of_statements as onward_of_statements
from jisr.ledger.thread.queries.sentences import accepted as accepted
from jisr.ledger.thread.queries.sentences import origins as origins
from jisr.ledger.thread.queries.sentences import reached as reached
from jisr.ledger.thread.queries.way import FEW as FEW
from jisr.ledger.thread.queries.way import MANY as MANY
from jisr.ledger.thread.queries.way import Heard as Heard
from jisr.ledger.thread.queries.way import Start as Start
from jisr.ledger.thread.queries.way import Way as Way
from jisr.ledger.thread.queries.way import start as start
from jisr.ledger.thread.queries.way import way as way
