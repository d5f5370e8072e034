"""In how many days referrals are answered, service by service: of what stands in no compartment."""

from collections import defaultdict
from datetime import date

from jisr.barometer.queries.asking import rows
from jisr.barometer.sql import NOT_REVERSED
from jisr.common.database import scope

_ANSWERED = f"""
SELECT sent.service_id, told.day - sent.day, count(*)
FROM (SELECT e.subject, min(e.service_id) AS service_id, min(e.happened_on) AS day FROM common_event e
      WHERE e.code = 'oriented' AND e.happened_on >= %(since)s AND e.subject <> '' AND e.service_id IS NOT NULL
        AND {NOT_REVERSED} GROUP BY e.subject) sent
JOIN (SELECT e.subject, min(e.happened_on) AS day FROM common_event e
      WHERE e.code = 'answered' AND e.happened_on >= %(since)s AND {NOT_REVERSED} GROUP BY e.subject) told
  USING (subject)
GROUP BY 1, 2
"""  # noqa: S608 - the text is ours


def answered_in(*, since: date) -> dict[int, dict[int, int]]:
    """For each service, how many referrals sent since a day were answered after how many days."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    with scope(speaking="counter"):
        for service, days, n in rows(_ANSWERED, {"since": since}):
            found[service][days] = n
    return dict(found)
