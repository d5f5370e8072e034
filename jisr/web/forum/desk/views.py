"""The desk of a wave: what waits there, and each contribution as its team sees it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from jisr.common import journal
from jisr.forum import queries
from jisr.forum.choices import ContributionState, MeetingState, WithheldReason
from jisr.forum.models import Meeting, Statement, Wave
from jisr.forum.queries.hall import TAKING
from jisr.forum.rules.lineage import Ways
from jisr.web.access import needs
from jisr.web.forum.desk import covering, reach, reading, reply, told, waiting
from jisr.web.kit import may, takes_out

_KINDS = ("moderate", "join", "answer")


@needs("forum.read")
@require_safe
def waves(request: HttpRequest) -> HttpResponse:
    """The waves on whose team the reader sits."""
    lines = []
    rows = list(reach.waves(request))
    waits = waiting.of_each([row for row in rows if row.closed_on is None])
    for row in rows:
        found = waits.get(row.pk, waiting.NOTHING)
        counts = {kind: found.count(kind) for kind in _KINDS}
        lines.append({"wave": row, "count": len(found.things), "told": told.waits(counts, waiting.labels())})
    role = request.post.role
    opens = may(role, "forum.prepare")
    page = {
        "waves": lines, "opens": opens, "left": list(reach.without_secretary(request)) if opens else [],
        "sees_bodies": may(role, "forum.answer") or opens,
    }  # fmt: skip
    return render(request, "forum/desk/waves.html", page)


@needs("forum.read")
@require_safe
def wave(request: HttpRequest, code: str) -> HttpResponse:
    """What waits in a wave, the oldest first; its meetings and the next act of each."""
    row = reach.wave(request, code)
    role, asked = request.post.role, request.GET.get("kind", "")
    asked = asked if asked in _KINDS else ""
    found = waiting.of(row)
    wanted = [thing for thing in found.things if not asked or thing.kind == asked]
    statements = Statement.objects.filter(wave=row, state="active").count()
    page = {
        "wave": row, "kinds": _figures(found), "asked": asked, "total": len(found.things),
        "tasks": waiting.tasks(wanted[: waiting.MOST], lambda verb: may(role, verb)),
        "more": told.more(len(wanted) - waiting.MOST), "records": may(role, "forum.record"),
        "prepares": may(role, "forum.prepare"),
        "meetings": _meetings(row, acts=may(role, "forum.prepare") or takes_out(role)),
        "late": [one for one in queries.promises(row) if one.is_late],
        "reached": reply.reached(row),
        "kept": queries.kept_of_team(row),
        "takes_out": takes_out(role),
        "joined": ngettext("%(n)s current statement", "%(n)s current statements", statements) % {"n": statements},
    }  # fmt: skip
    return render(request, "forum/desk/wave.html", page)


def _figures(found: waiting.Waiting) -> list[dict[str, Any]]:
    """The counts at the top."""
    labels = waiting.labels()
    counted = [{"code": kind, "label": labels[kind], "count": found.count(kind), "waits": True} for kind in _KINDS]
    return [*counted, {"code": "", "label": _("answered"), "count": found.answered, "waits": False}]


def _meetings(row: Wave, *, acts: bool) -> list[dict[str, Any]]:
    """The meetings with where they stand, and what comes next for whoever prepares them."""
    lines = []
    for one in queries.meetings_of(row):
        route, verb = _next_of(one) if acts and row.closed_on is None else ("", "")
        if settings.KIT and not (route == "hold" and one.code == settings.KIT["meeting"]):
            route, verb = "", ""
        href = reverse(f"forum:desk:{route}", args=[one.code]) if route else ""
        page = reverse("forum:desk:meeting", args=[one.code])
        said = {"name": told.meeting_name(one), "state": one.get_state_display()}
        takes = acts and one.state in TAKING and row.closed_on is None
        lines.append(said | {"page": page, "href": href, "verb": verb, "hall": one.code if takes else ""})
    return lines


def _next_of(meeting: Meeting) -> tuple[str, str]:
    return {
        str(MeetingState.PLANNED): ("hold", pgettext("of meeting", "It was held")),
        str(MeetingState.HELD): ("close_meeting", pgettext("of meeting", "Close the minutes")),
    }.get(meeting.state, ("", ""))


@needs("forum.read")
@require_safe
def contribution(request: HttpRequest, code: str) -> HttpResponse:
    """One contribution as its team sees it: published text, what it was joined in, its answers."""
    row = reach.contribution(request, code)
    role = request.post.role
    journal.opened("forum.opened_contribution", row)
    ways = Ways(queries.edges(row.wave_id))
    verbatim = getattr(row, "verbatim", None)  # what was read in public sources was never sealed
    gone = verbatim is None or verbatim.destroyed_on is not None
    page = {
        "contribution": row, "wave": row.wave, "verbatim": verbatim,
        "reply": reply.left(row), "pieces": covering.pieces(row.text), "statements": reading.joined_in(row, ways),
        "answers": reading.answers_to(row, ways),
        "moderates": may(role, "forum.moderate") and not gone,
        "destroys": not gone and row.state != ContributionState.SAID
        and (may(role, "forum.moderate") or may(role, "forum.prepare")),
        "corrects": may(role, "forum.record") and row.wave.closed_on is None and not settings.KIT,
        "answers_it": may(role, "forum.answer") and row.wave.closed_on is None and row.state != ContributionState.SAID
        and row.withheld_reason != WithheldReason.DANGER,
    }  # fmt: skip
    return render(request, "forum/desk/contribution.html", page)
