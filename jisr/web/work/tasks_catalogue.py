"""What waits of a centre's own pages: to be said true, to be completed. Of pages, never of people."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.centres import queries
from jisr.centres.models import Centre
from jisr.exchange.hsds.awaited import awaited
from jisr.web import wording
from jisr.web.centres import kept
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.face import named
from jisr.web.work.desk import Desk, Item, Kind, due_item

_NAMED = 3


def _pages(desk: Desk) -> Iterable[Centre]:
    return filter(None, map(queries.centre, desk.centres)) if desk.able("centres.edit") else ()


def _still_true(desk: Desk) -> Iterable[Item]:
    """One line a centre: what the delegation asks, or what grows old, until the day on which it would be hidden."""
    for centre in _pages(desk):
        services = list(centre.services.all())
        at = {row.pk: kept.stand(row, desk.today) for row in services}
        old = [row for row in services if at[row.pk].state != "fresh"]
        asked = queries.open_campaign(centre, on=desk.today)
        if asked is None and not old:
            continue
        hidden = sum(at[row.pk].state == "hidden" for row in old)
        last = min((at[row.pk].days_left or 0 for row in old), default=0)
        due = asked.until if asked else desk.today + timedelta(days=last)
        if hidden:
            due = desk.today - timedelta(days=1)
            why = ngettext("%(n)s page is hidden already", "%(n)s pages are hidden already", hidden) % {"n": hidden}
        elif asked:
            why = _("the delegation asks until %(day)s") % {"day": wording.day(asked.until)}
        else:
            said = wording.day(min(row.verified_on for row in old))
            why = _("said true last on %(day)s") % {"day": said}
        yield due_item(
            desk, due, what=_("Say that the pages of your centre are still true"), why=why,
            verb=pgettext("button", "Open"), href=reverse("centres:page", args=[centre.pk]),
        )  # fmt: skip


def _to_complete(desk: Desk) -> Iterable[Item]:
    """One line a service whose page lacks something, the least whole first."""
    for centre in _pages(desk):
        rows = [(row, kept.lacking(row, centre, desk.today)) for row in centre.services.all()]
        lacking = sorted((one for one in rows if one[1]), key=lambda one: (one[0].quality, one[0].pk))
        for service, found in lacking:
            yield Item(
                Task(
                    what=fill(_("The page of %(service)s lacks something"), service=named(service)),
                    why=kept.named_lacks(found), verb=pgettext("button", "Complete"),
                    href=reverse("centres:quality", args=[service.pk]),
                ),
                since=service.verified_on.isoformat(),
            )  # fmt: skip


def _gone(desk: Desk) -> Iterable[Item]:
    """One line a centre: what the publisher of a package names no longer, until the centre says whether it is true."""
    if not desk.able("centres.edit") or not desk.centres:
        return
    for one in awaited(centres=desk.centres):
        n = len(one.services)
        whole = _("A package no longer names your centre: say whether it is still true")
        some = ngettext(
            "A package no longer names %(n)s service of yours: say whether it is still true",
            "A package no longer names %(n)s services of yours: say whether they are still true", n,
        ) % {"n": n}  # fmt: skip
        names = wording.listed([wording.name_of(service) for service in one.services[:_NAMED]])
        since = fill(_("since %(day)s"), day=wording.day(one.since))
        yield Item(
            Task(
                what=whole if one.is_centre else some, verb=pgettext("button", "Open"),
                why=fill("%(names)s · %(since)s", names=names, since=since) if names else since,
                href=reverse("centres:page", args=[one.centre.pk]), tone="soon", tag=wording.ago(one.since),
            ),
            since=one.since.isoformat(),
        )  # fmt: skip


KINDS = (
    Kind(_gone, ("centres.edit",), only_late=False),
    Kind(_still_true, ("centres.edit",), only_late=False),
    Kind(_to_complete, ("centres.edit",), only_late=False),
)
