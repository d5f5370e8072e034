"""The referrals of a centre: each in exactly one list, those that wait for something to be done first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jisr.centres.choices import THEMES
from jisr.staff.rules import may
from jisr.web import people
from jisr.web.access import needs
from jisr.window.orientation import lists

_MOST = 100


@needs("orientation.propose", "orientation.answer")
@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    """One list of referrals, and how many stand in each. A fixed number of queries."""
    centre, today = [request.post.centre_id], timezone.localdate()
    names = lists.shown_to(orients=may(request.post.role, "orientation.propose"))
    counts = lists.counts(centre, today, names)
    asked = request.GET.get("list", "")
    name = lists.List(asked) if asked in names else next((one for one in names if counts[one]), names[0])
    rows = [
        (people.who_was_sent(row.shared), THEMES.get(row.theme, row.theme), row.to_centre_id in centre, row)
        for row in lists.rows(name, centre, today, most=_MOST, names=names)
    ]
    page = {
        "list": name, "lists": [(one, one.label, counts[one], one in lists.TO_DO) for one in names], "rows": rows,
        "today": today, "more": counts[name] > _MOST, "most": _MOST,
    }  # fmt: skip
    return render(request, "orientation/referrals.html", page)
