"""What is read of calls."""

from jisr.ledger.calls.queries.awards import Followed as Followed
from jisr.ledger.calls.queries.awards import awards_of as awards_of
from jisr.ledger.calls.queries.awards import followed as followed
from jisr.ledger.calls.queries.awards import my_award as my_award
from jisr.ledger.calls.queries.awards import payable as payable
from jisr.ledger.calls.queries.awards import proof_content as proof_content
from jisr.ledger.calls.queries.awards import proposed_payments as proposed_payments
from jisr.ledger.calls.queries.mine import Mine as Mine
from jisr.ledger.calls.queries.mine import by_code as by_code
from jisr.ledger.calls.queries.mine import code_hash as code_hash
from jisr.ledger.calls.queries.mine import unsent as unsent
from jisr.ledger.calls.queries.rows import appeals_of as appeals_of
from jisr.ledger.calls.queries.rows import applicant_of as applicant_of
from jisr.ledger.calls.queries.rows import calls as calls
from jisr.ledger.calls.queries.rows import counts_of as counts_of
from jisr.ledger.calls.queries.rows import decisions_of as decisions_of
from jisr.ledger.calls.queries.rows import files_of as files_of
from jisr.ledger.calls.queries.rows import groups_of as groups_of
from jisr.ledger.calls.queries.rows import help_of as help_of
from jisr.ledger.calls.queries.rows import lines_for as lines_for
from jisr.ledger.calls.queries.rows import opened as opened
from jisr.ledger.calls.queries.rows import paper_content as paper_content
from jisr.ledger.calls.queries.rows import readers_of as readers_of
from jisr.ledger.calls.queries.selection import candidates_of as candidates_of
from jisr.ledger.calls.queries.selection import choice_of as choice_of
from jisr.ledger.calls.queries.selection import totals_of as totals_of
