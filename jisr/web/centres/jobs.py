"""Work of the keeper that joins two rooms: in how many days centres answer, as events tell it."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.utils import timezone

from jisr.barometer.queries import answered_in
from jisr.centres import actions
from jisr.centres.models import Service
from jisr.centres.rules import middle
from jisr.common.database import scope
from jisr.common.parameters import values


def count_answers() -> int:
    """Keep beside each service the median of days in which its centre answered.

    A centre with few answers in that time is said to have no figure: one slow answer is no habit.

    Returns:
        how many services changed.
    """
    today = timezone.localdate()
    known = values("jisr.centres", "freshness", on=today)
    counted = answered_in(since=today - timedelta(days=known["answers_days"]))
    with scope():
        centres = dict(Service.objects.filter(pk__in=counted).values_list("pk", "centre_id"))
        of_centre: dict[int, Counter[int]] = defaultdict(Counter)
        for service, days in counted.items():
            if service in centres:
                of_centre[centres[service]].update(days)
        enough = {key: days for key, days in of_centre.items() if sum(days.values()) >= known["answers_least"]}
        return actions.keep_answer_days(days={key: middle(days) for key, days in enough.items()}, by="keeper")
