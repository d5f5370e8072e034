"""Who reads and writes results: everybody what is approved, whoever reports or approves what waits."""

from jisr.forum.models.walls import ME
from jisr.ledger.agreements.models.walls import HOLDS, KEEPER, OF_ITS_REGION, SEEN, mine
from jisr.ledger.results.choices import ROLE_OF, Reporter

_OF_REGION = " OR ".join(
    f"i.reporter = '{reporter}' AND p.role = '{role}' AND {OF_ITS_REGION}"
    for reporter, role in ROLE_OF.items()
    if reporter != Reporter.DELEGATION
)
#: A delegation reports for its province; that of an invented place, which the territory does not know, is any invented.
_OF_PROVINCE = (
    f"i.reporter = '{Reporter.DELEGATION}' AND p.role = '{ROLE_OF[Reporter.DELEGATION]}'"
    " AND p.is_demonstration = a.is_demonstration"
    " AND (p.province_id = i.province_id OR i.province_id IS NULL AND a.is_demonstration)"
)
#: Indicators that the speaker reports today; worked out once a query.
REPORTED = (
    "ANY(ARRAY(SELECT i.id FROM results_indicator i JOIN agreements_agreement a ON a.id = i.agreement_id"  # noqa: S608
    f" JOIN staff_post p ON {_OF_REGION} OR {_OF_PROVINCE} WHERE p.user_id = {ME} AND {HOLDS}))"
)
REPORTER = f"indicator_id = {REPORTED}"
APPROVER = mine(KEEPER)
#: What is approved is everybody's; what is not, that of the people who report it and of those who approve it.
SHOWN = f"{SEEN} AND (state = 'approved' OR {REPORTER} OR {APPROVER})"
#: What hangs on a report is seen with it.
OF_SEEN_REPORT = "report_id = ANY(ARRAY(SELECT id FROM results_report))"
OF_MY_REPORT = f"report_id = ANY(ARRAY(SELECT r.id FROM results_report r WHERE r.indicator_id = {REPORTED}))"  # noqa: S608
