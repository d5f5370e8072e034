"""What waits because places are short, or because nothing covers a need."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.centres.choices import THEMES
from jisr.web import wording
from jisr.web.barometer import places, reading
from jisr.web.markup import fill
from jisr.web.parts import Task
from jisr.web.templatetags.face import named
from jisr.web.work.desk import Desk, Item, Kind
from jisr.window.allocation import queries as allocation
from jisr.window.allocation.choices import RoundState

#: Days after which a round that nobody signed is late: who is in it was told nothing.
_REVIEW_DAYS = 7
_NAMED = 3


def _to_sign(desk: Desk) -> Iterable[Item]:
    """Rounds of places that were proposed and that nobody signed."""
    for row in allocation.rounds(desk.centres):
        if row.state != RoundState.PROPOSED:
            continue
        late = max(0, (desk.today - row.made_on).days - _REVIEW_DAYS)
        tag = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late} if late else wording.ago(row.made_on)
        given = ngettext("%(n)s person has a place", "%(n)s people have a place", row.given) % {"n": row.given}
        yield Item(
            Task(
                what=fill(_("Review a round of places: %(service)s"), service=named(row.service)),
                href=reverse("allocation:round", args=[row.pk]), verb=pgettext("button", "Review"),
                why=fill("%(given)s · %(waits)s", given=given, waits=_people_wait(row.waits)),
                tone="late" if late else "soon", tag=tag,
            ),
            late=late, since=row.made_on.isoformat(),
        )  # fmt: skip


def _people_wait(many: int) -> str:
    return ngettext("%(n)s person waits", "%(n)s people wait", many) % {"n": many}


def _lacking(desk: Desk) -> Iterable[Item]:
    """For whoever answers for a place: needs heard there that nothing covers, as a count of five people or more."""
    if desk.post is None:
        return
    found = reading.lacking(places.ground_of(desk.post), compartments=desk.post.compartments).report
    if found.total.hidden or not found.total.value:
        return
    told = [
        f"{THEMES.get(theme, theme)} ({wording.number(one.value)})"
        for theme, one in found.tables["theme"]
        if theme and not one.hidden and one.value is not None
    ]
    total = int(found.total.value)
    words = ngettext(
        "%(n)s need heard here is covered by nothing", "%(n)s needs heard here are covered by nothing", total,
    ) % {"n": total}  # fmt: skip
    yield Item(
        Task(
            what=words, href=reverse("barometer:gaps"), verb=pgettext("button", "Open"),
            why=wording.listed(told[:_NAMED]), tone="soon", tag=_("to be covered"),
        )
    )  # fmt: skip


KINDS = (
    Kind(_to_sign, ("allocation.sign",), only_late=False),
    Kind(_lacking, ("barometer.read",), only_late=False),
)
