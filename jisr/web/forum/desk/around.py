"""A meeting and all that hangs on it: what is known of it, who was invited, who came, its minutes, what was signed."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal, Stale
from jisr.forum import actions, queries
from jisr.forum.choices import MeetingState
from jisr.forum.models import Meeting
from jisr.territory.models import Province
from jisr.web import said
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import reach, told
from jisr.web.forum.desk.meeting_forms import DraftForm, PlanForm, SignForm
from jisr.web.forum.desk.rows import AttendanceRow, InvitationRow, Rows, province_choices
from jisr.web.kit import may
from jisr.web.window import read_version, two_versions

_MILIEU = {"": None, "rural": True, "urban": False}
_OPEN = {MeetingState.PLANNED, MeetingState.HELD}


@needs("forum.read")
@require_safe
def meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that the team knows of one meeting, and the next act. A fixed number of queries."""
    row = reach.meeting(request, code)
    role, is_open = request.post.role, row.wave.closed_on is None
    turnout = queries.came_of_invited(row)
    page = {
        "meeting": row, "wave": row.wave, "name": told.meeting_name(row), "turnout": turnout,
        "invited": sum(one.invited or 0 for one in turnout), "came": sum(one.came or 0 for one in turnout),
        "signings": row.signings.order_by("id"), "commitments": queries.commitments(row),
        "minutes": said.minutes(queries.with_minutes(row)),
        "edits": is_open and row.state in _OPEN and may(role, "forum.prepare"),
        "prepares": is_open and may(role, "forum.prepare"), "counts": is_open and may(role, "forum.record"),
        "promises": is_open and (may(role, "forum.prepare") or may(role, "forum.answer")),
        "settles": may(role, "forum.prepare") or may(role, "forum.answer"),
    }  # fmt: skip
    return render(request, "forum/desk/meeting.html", page)


@needs("forum.prepare")
@once
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Say more, or better, of a meeting until its minutes are closed."""
    row = reach.meeting(request, code)
    form = PlanForm(typed(request), wave=row.wave, initial=_known(row), checked=request.method == "POST")
    return _saved(
        request, row, form, title=_("Correct the meeting"), verb=_("Save"), done=_("The meeting is corrected."),
        act=lambda expected: actions.edit_meeting(
            meeting=row, expected=expected, values=_corrected(form, row), by=request.user
        ),
    )  # fmt: skip


def _corrected(form: PlanForm, row: Meeting) -> dict[str, Any]:
    """What the form says; a meeting of a wave of the country keeps its region where no province is chosen."""
    values = form.said()
    return values | {"region": values["region"] or row.region}


def _known(row: Meeting) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PlanForm.base_fields}


@needs("forum.prepare")
@once
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Write the minutes; the team alone reads them until they are closed."""
    row = queries.with_minutes(reach.meeting(request, code))
    start = {"minutes_ar": row.minutes_ar, "minutes_fr": row.minutes_fr}
    form = DraftForm(typed(request), initial=start, checked=request.method == "POST")
    return _saved(
        request, row, form, title=_("Minutes of the meeting"), verb=_("Save what is written"),
        done=_("The minutes are saved. The team alone reads them until they are closed."),
        act=lambda expected: actions.write_minutes(
            meeting=row, expected=expected, by=request.user, **form.cleaned_data
        ),
    )  # fmt: skip


@needs("forum.prepare")
@once
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Write down an agreement that was signed at a meeting."""
    row = reach.meeting(request, code)
    form = SignForm(typed(request), checked=request.method == "POST")
    return _saved(
        request, row, form, title=_("Agreement signed at the meeting"), verb=_("Publish the agreement"),
        done=_("The agreement stands on the page of the meeting."),
        act=lambda expected: actions.sign(meeting=row, by=request.user, **form.cleaned_data),
    )  # fmt: skip


def _saved(
    request: HttpRequest, row: Meeting, form: Any, *, title: str, verb: str, done: str, act: Callable[[int], Any]
) -> HttpResponse:
    """A form about a meeting; what a colleague saved in between is shown beside what was typed."""
    back = reverse("forum:desk:meeting", args=[row.code])
    if request.method == "POST" and form.is_valid():
        try:
            act(read_version(request, row.version))
            messages.success(request, done)
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "versioned": row, "title": title, "verb": verb, "lead": told.meeting_name(row), "back": back,
        "back_words": pgettext("of wave", "Meeting"),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("forum.prepare")
@once
def invitations(request: HttpRequest, code: str) -> HttpResponse:
    """Who was invited: how many of each quality and organisation, and by which way."""
    row = reach.meeting(request, code)
    stored = [
        {"role": one.role, "organisation": one.organisation, "channel": one.channel, "n": one.n}
        for one in queries.invitations(row)
    ]
    rows = Rows(InvitationRow, typed(request), stored, checked=_asks_to_save(request))
    return _counted(
        request, row, rows, stored, queries.invitations_stamp(row), title=_("Who was invited"),
        lead=_("Counts of people by quality and organisation; never a name."), done=_("Noted: who was invited."),
        act=lambda written, expected: actions.invite(meeting=row, rows=written, by=request.user, expected=expected),
    )  # fmt: skip


@needs("forum.record")
@once
def attendance(request: HttpRequest, code: str) -> HttpResponse:
    """Who came: how many of each kind; corrected as a whole."""
    row = reach.meeting(request, code)
    provinces = province_choices(row.wave.region_id)
    stored = [
        {
            "role": one.role, "organisation": one.organisation, "sex": one.sex, "province": one.province_id or "",
            "milieu": next(key for key, value in _MILIEU.items() if value is one.rural), "n": one.n,
        }
        for one in queries.attendance(row)
    ]  # fmt: skip
    rows = Rows(AttendanceRow, typed(request), stored, checked=_asks_to_save(request), provinces=provinces)
    return _counted(
        request, row, rows, stored, queries.attendance_stamp(row), title=pgettext("meeting", "Who came"),
        lead=_("Counts of people, never a name. What is not known stays empty."), done=_("Noted: who came."),
        act=lambda written, expected: actions.record_attendance(
            meeting=row, rows=_with_places(written), by=request.user, expected=expected
        ),
    )  # fmt: skip


def _with_places(written: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the act takes them."""
    known = Province.objects.in_bulk({one["province"] for one in written if one["province"]})
    return [
        {name: one[name] for name in ("role", "organisation", "sex", "n")}
        | {"province": known.get(one["province"]), "rural": _MILIEU[one["milieu"]]}
        for one in written
    ]


def _asks_to_save(request: HttpRequest) -> bool:
    return request.method == "POST" and "more" not in request.POST


def _counted(
    request: HttpRequest, row: Meeting, rows: Rows, stored: Sequence[dict[str, Any]], version: int, *,
    title: str, lead: str, done: str, act: Callable[[list[dict[str, Any]], int], Any],
) -> HttpResponse:  # fmt: skip
    """Rows about a meeting; what a colleague wrote in between stands under what was typed."""
    back = reverse("forum:desk:meeting", args=[row.code])
    expected, refused, is_stale = read_version(request, version), "", False
    if _asks_to_save(request) and rows.are_valid():
        try:
            act(rows.written(), expected)
            messages.success(request, done)
            return redirect(back)
        except Stale:
            expected, is_stale = version, True
        except Refusal as refusal:
            refused = str(refusal)
    page = {
        "rows": rows, "title": title, "lead": lead, "name": told.meeting_name(row), "back": back, "version": expected,
        "refused": refused, "stored": [told.of_row(rows.forms[0], one) for one in stored] if is_stale else [],
        "is_stale": is_stale, "total": sum(one["n"] for one in stored), "heads": list(rows.forms[0]),
    }  # fmt: skip
    return render(request, "forum/desk/rows.html", page, status=409 if is_stale else 200)
