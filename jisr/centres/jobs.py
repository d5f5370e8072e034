"""Work of the keeper: pages that nobody says true go out of sight, and what a page is worth is counted again."""

from datetime import timedelta

from django.utils import timezone

from jisr.centres import actions
from jisr.centres.actions.keeping import grade
from jisr.centres.models import Service
from jisr.common.database import scope
from jisr.common.parameters import value

#: How many pages are read at once.
_CHUNK = 2000
BY = "keeper"


def keep_pages() -> dict[str, int]:
    """Hide what nobody has said true for too long, and grade every page for today.

    Returns:
        how many were hidden and how many are graded otherwise than before.
    """
    today = timezone.localdate()
    before = today - timedelta(days=value("jisr.centres", "freshness", "hide_days", on=today))
    with scope():
        stale = list(Service.objects.filter(hidden_on=None, verified_on__lte=before).order_by("pk")[:_CHUNK])
        hidden = sum(actions.hide(service=service, by=BY) for service in stale)
    return {"hidden": hidden, "graded": _grade_all()}


def _grade_all() -> int:
    """Pages by their keys, a piece at a time, each in a transaction of its own."""
    last, graded = 0, 0
    while True:
        with scope():
            rows = list(Service.objects.filter(pk__gt=last).select_related("centre").order_by("pk")[:_CHUNK])
            if not rows:
                return graded
            last = rows[-1].pk
            changed = grade(rows, timezone.localdate())
            graded += Service.objects.bulk_update(changed, ["quality"], batch_size=500)
