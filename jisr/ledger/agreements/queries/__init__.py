"""Reads of agreements."""

from jisr.ledger.agreements.queries.held import Compared as Compared
from jisr.ledger.agreements.queries.held import Content as Content
from jisr.ledger.agreements.queries.held import agreement as agreement
from jisr.ledger.agreements.queries.held import claims as claims
from jisr.ledger.agreements.queries.held import claims_taken_out as claims_taken_out
from jisr.ledger.agreements.queries.held import compared as compared
from jisr.ledger.agreements.queries.held import contents as contents
from jisr.ledger.agreements.queries.held import course as course
from jisr.ledger.agreements.queries.held import documents as documents
from jisr.ledger.agreements.queries.held import history as history
from jisr.ledger.agreements.queries.held import of_post as of_post
from jisr.ledger.agreements.queries.held import reached as reached
from jisr.ledger.agreements.queries.held import seen as seen
from jisr.ledger.agreements.queries.held import taken_back as taken_back
from jisr.ledger.agreements.queries.held import versions as versions
from jisr.ledger.agreements.queries.held import whole as whole
from jisr.ledger.agreements.queries.money import Treasury as Treasury
from jisr.ledger.agreements.queries.money import amounts_of as amounts_of
from jisr.ledger.agreements.queries.money import treasury as treasury
from jisr.ledger.agreements.queries.standing import Owed as Owed
from jisr.ledger.agreements.queries.standing import PartyLine as PartyLine
from jisr.ledger.agreements.queries.standing import by_party as by_party
from jisr.ledger.agreements.queries.standing import instalments as instalments
from jisr.ledger.agreements.queries.standing import one_instalment as one_instalment
from jisr.ledger.agreements.queries.standing import owed_by as owed_by
from jisr.ledger.agreements.queries.standing import proposals as proposals
