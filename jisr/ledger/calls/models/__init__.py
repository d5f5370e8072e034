"""What is stored of calls."""

from jisr.ledger.calls.models.applications import Applicant as Applicant
from jisr.ledger.calls.models.applications import Application as Application
from jisr.ledger.calls.models.applications import HelpRequest as HelpRequest
from jisr.ledger.calls.models.applications import Paper as Paper
from jisr.ledger.calls.models.applications import Unsent as Unsent
from jisr.ledger.calls.models.awards import Award as Award
from jisr.ledger.calls.models.awards import Payment as Payment
from jisr.ledger.calls.models.awards import Proof as Proof
from jisr.ledger.calls.models.awards import SiteVisit as SiteVisit
from jisr.ledger.calls.models.awards import Tranche as Tranche
from jisr.ledger.calls.models.calls import Call as Call
from jisr.ledger.calls.models.calls import Criterion as Criterion
from jisr.ledger.calls.models.calls import Extension as Extension
from jisr.ledger.calls.models.calls import Quota as Quota
from jisr.ledger.calls.models.choosing import Appeal as Appeal
from jisr.ledger.calls.models.choosing import Decision as Decision
from jisr.ledger.calls.models.choosing import Override as Override
from jisr.ledger.calls.models.choosing import Reading as Reading
from jisr.ledger.calls.models.contacts import Contact as Contact
