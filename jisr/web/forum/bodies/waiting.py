"""What waits at the desk of the bodies: for a member what her body owes, for the region what it owes to the bodies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.forum import queries
from jisr.forum.models import AdvisoryBody, MeansRequest, Opinion, ProgrammeItem
from jisr.staff.rules import may
from jisr.web import wording
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.said import of_language
from jisr.web.templatetags.face import named, typed

#: More than anybody does in a day; the most overdue come first.
MOST = 50
_SOON = timedelta(days=14)
_ORDER = {"late": 0, "soon": 1}


def tasks(role: str, bodies: Sequence[AdvisoryBody]) -> list[Task]:
    """What waits for a post over its bodies, late first; five queries at most."""
    today = timezone.localdate()
    if may(role, "forum.advise"):
        found = _of_members(bodies, today)
    else:
        found = _of_region(bodies, today, answers=may(role, "forum.answer"))
    if len(bodies) == 1:  # the page says whose they are
        found = [replace(task, why="") for task in found]
    return sorted(found, key=lambda task: _ORDER.get(task.tone, 2))[:MOST]


def _of_members(bodies: Sequence[AdvisoryBody], today: date) -> list[Task]:
    programme = queries.open_items(*bodies, until=today + _SOON)
    waits = [one for one in queries.requests_of(*bodies) if one.standing.waits]
    return [
        *(_item(one, today) for one in programme),
        *(_draft(one, today) for one in queries.drafts_of(*bodies)),
        *(_asked(one, verb=pgettext("button", "Read"), href=_public(one.body, "means")) for one in waits),
    ]


def _of_region(bodies: Sequence[AdvisoryBody], today: date, *, answers: bool) -> list[Task]:
    requests = [one for one in queries.requests_of(*bodies) if one.standing.waits]
    opinions = [one for one in queries.opinions_of(*bodies) if getattr(one, "outcome", None) is None]
    verb = pgettext("button", "Answer") if answers else pgettext("button", "Read")
    return [
        *(_asked(one, verb, reverse("forum:bodies:answer", args=[one.pk]) if answers else _public(one.body, "means"))
          for one in requests),
        *(_given(one, today, verb,
                 reverse("forum:bodies:became", args=[one.pk]) if answers else _public(one.body, "opinions"))
          for one in opinions),
    ]  # fmt: skip


def _item(row: ProgrammeItem, today: date) -> Task:
    late = row.due_on < today
    return Task(
        what=typed(of_language(row, "what")), why=named(row.body), tone="late" if late else "soon",
        tag=_due(row.due_on, today), href=reverse("forum:bodies:settle", args=[row.pk]),
        verb=_("Say what became of it"),
    )  # fmt: skip


def _draft(row: Opinion, today: date) -> Task:
    late = row.due_on is not None and row.due_on < today
    return Task(
        what=fill(_("Opinion being written: %(title)s"), title=typed(of_language(row, "title"))),
        why=named(row.body), tone="late" if late else "soon" if row.due_on else "",
        tag=_due(row.due_on, today) if row.due_on else "", verb=pgettext("button", "Write"),
        href=reverse("forum:bodies:write", args=[row.pk]),
    )  # fmt: skip


def _asked(row: MeansRequest, verb: Any, href: str) -> Task:
    return Task(
        what=fill(
            _("%(kind)s: %(what)s"), kind=row.get_kind_display(), what=typed(of_language(row, "what"))
        ),
        why=named(row.body), tone="late", tag=waited(row), href=href, verb=verb,
    )  # fmt: skip


def _given(row: Opinion, today: date, verb: Any, href: str) -> Task:
    days = max((today - row.given_on).days, 0) if row.given_on else 0
    return Task(
        what=fill(_("Opinion: %(title)s"), title=typed(of_language(row, "title"))), why=named(row.body), tone="soon",
        tag=_("given %(span)s ago, without an answer") % {"span": wording.span(days)}, href=href, verb=verb,
    )  # fmt: skip


def waited(row: MeansRequest) -> str:
    """How long a request has waited, in words."""
    days = wording.span(row.standing.days)
    if row.standing.kind:
        return _("put off, its day is past by %(span)s") % {"span": days}
    return _("without an answer for %(span)s") % {"span": days}


def _due(day: date, today: date) -> str:
    if day < today:
        return _("late by %(span)s") % {"span": wording.span((today - day).days)}
    return wording.ago(day, today=today)


def _public(row: AdvisoryBody, part: str) -> str:
    return reverse("forum:body", args=[row.code]) + f"#{part}"
