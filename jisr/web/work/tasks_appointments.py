"""What waits around appointments: who came, whom to ask, what to move, which paper to give, who may have a place."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.web import people, wording
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.face import named, typed
from jisr.web.work.desk import Desk, Item, Kind, due_item
from jisr.window.appointments import queries
from jisr.window.appointments.models import Appointment

_LOOKED_AT = 26


def _to_note(desk: Desk) -> Iterable[Item]:
    """Appointments that are over: did the person come?"""
    for row in queries.to_note(desk.centres, most=_LOOKED_AT):
        place = "appointments:session" if row.session_id else "appointments:appointment"
        yield due_item(
            desk, timezone.localdate(row.starts_at),
            what=fill(_("Say whether %(name)s came"), name=typed(row.person.given)),
            why=fill("%(when)s · %(who)s", when=wording.moment(row.starts_at), who=typed(row.agent.display_name)),
            verb=pgettext("button", "Note"), href=reverse(place, args=[row.session_id or row.pk]),
        )  # fmt: skip


def _to_ask(desk: Desk) -> Iterable[Item]:
    """Missed again: somebody asks why; nothing else follows."""
    for row in queries.missed_again(desk.centres, most=_LOOKED_AT):
        yield Item(
            Task(
                what=_("Missed again: ask why"), verb=_("Call"),
                href=reverse("appointments:appointment", args=[row.pk]), why=_whom(desk, row), tone="soon",
                tag=wording.ago(row.starts_at, today=desk.today),
            ),
            since=row.starts_at.isoformat(),
        )  # fmt: skip


def _to_move(desk: Desk) -> Iterable[Item]:
    """Appointments on a day on which nobody receives, or with somebody who is not there."""
    rows = (row for centre in desk.centres for row in queries.to_move(centre))
    for row in islice(rows, _LOOKED_AT):
        route = "appointments:session" if row.session_id else "appointments:move"
        href = reverse(route, args=[row.session_id or row.pk])
        yield Item(
            Task(
                what=_("Nobody is there at that time: give another one"), href=href, verb=pgettext("button", "Move"),
                why=fill("%(who)s · %(when)s", who=_whom(desk, row), when=wording.moment(row.starts_at)),
                tone="soon", tag=wording.ago(row.starts_at, today=desk.today),
            ),
            since=row.starts_at.isoformat(),
        )  # fmt: skip


def _to_summon(desk: Desk) -> Iterable[Item]:
    """Papers that nobody printed yet, some days before."""
    for row in queries.to_summon(desk.centres, most=_LOOKED_AT):
        yield Item(
            Task(
                what=fill(_("Give %(name)s the paper of her appointment"), name=typed(row.person.given)),
                href=reverse("appointments:appointment", args=[row.pk]), verb=pgettext("button", "Print"),
                why=wording.moment(row.starts_at), tag=wording.ago(row.starts_at, today=desk.today),
            ),
            since=row.starts_at.isoformat(),
        )  # fmt: skip


def _to_propose(desk: Desk) -> Iterable[Item]:
    """Places that are free for somebody who waits."""
    for centre in desk.centres:
        waiting = queries.line([centre])
        found = queries.proposals(centre, waiting) if waiting else {}
        for one in waiting:
            if one.pk in found:
                yield Item(
                    Task(
                        what=_("A place is free: ask who waits first"), href=reverse("appointments:line"),
                        verb=pgettext("button", "Propose"), tone="soon",
                        tag=wording.ago(found[one.pk][1], today=desk.today),
                        why=fill("%(who)s · %(when)s", who=_whom(desk, one), when=wording.moment(found[one.pk][1])),
                    ),
                    since=one.asked_at.isoformat(),
                )  # fmt: skip


def _whom(desk: Desk, row: Appointment | Any) -> Any:
    return fill(
        _("%(who)s · %(commune)s"), who=people.who_is(row.person, desk.today), commune=named(row.household.commune)
    )


KINDS = (
    Kind(_to_note, ("appointments.book",)),
    Kind(_to_ask, ("appointments.book",), overseen=False),
    Kind(_to_move, ("appointments.book",), overseen=False),
    Kind(_to_summon, ("appointments.book",), overseen=False),
    Kind(_to_propose, ("appointments.book",), overseen=False),
)
