"""Conditions that several tables of families share."""

from django.db.models import F, Q

TWO_SIDES = "from_centre_id = ANY(jisr_centres()) OR to_centre_id = ANY(jisr_centres())"


#: Whoever asks does not answer herself.
ASKED_OR_ANSWERED = "to_centre_id = ANY(jisr_centres()) OR (from_centre_id = ANY(jisr_centres()) AND granted IS NULL)"


ENDED_AFTER_BEGUN = Q(until__isnull=True) | Q(until__gte=F("since"))
