"""The doors in the bar: one per room that the reader's post may enter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy

from jisr.web.kit import is_offered, may


@dataclass(frozen=True, slots=True)
class Door:
    """An entry of the bar: its words, where it leads, whether the reader stands behind it."""

    label: Any
    href: str
    here: bool


# (verb that opens it, route, words, starts of the routes behind it)
DOORS: tuple[tuple[str, str, Any, str], ...] = (
    ("work.read", "work:list", pgettext_lazy("door", "My work"), "work"),
    ("families.search", "families:search", pgettext_lazy("door", "Families"), "families"),
    ("deposits.decide", "deposits:list", pgettext_lazy("door", "Deposits"), "deposits"),
    ("appointments.book", "appointments:agenda", pgettext_lazy("door", "Agenda"), "appointments"),
    ("barometer.read", "barometer:page", pgettext_lazy("door", "Figures"), "barometer"),
    ("allocation.sign", "allocation:rounds", pgettext_lazy("door", "Places"), "allocation"),
    ("centres.edit", "centres:list", pgettext_lazy("door", "Centres"), "centres"),
    ("centres.import", "centres:import", pgettext_lazy("door", "Import"), "centres"),
    ("families.import", "imports:list", pgettext_lazy("door", "Lists"), "imports"),
    ("forum.read", "forum:desk:waves", pgettext_lazy("door", "Consultations"), "forum:desk"),
    ("strategy.read", "strategy:desk:home", pgettext_lazy("door", "Strategies"), "strategy"),
    ("barometer.read", "atlas:page", pgettext_lazy("door", "Atlas"), "atlas scenarios"),
    ("forum.advise", "forum:bodies:desk", pgettext_lazy("door", "Advisory bodies"), "forum:bodies"),
    ("agreements.read", "agreements:desk:list", pgettext_lazy("door", "Agreements"), "agreements:desk"),
    ("calls.keep", "calls:desk:home", pgettext_lazy("door", "Calls"), "calls:desk"),
    ("calls.decide", "calls:desk:home", pgettext_lazy("door", "Calls"), "calls:desk"),
    ("calls.help", "calls:desk:home", pgettext_lazy("door", "Calls"), "calls:desk"),
    ("calls.read", "calls:desk:home", pgettext_lazy("door", "Calls"), "calls:desk"),
    ("agreements.propose", "calls:desk:home", pgettext_lazy("door", "Calls"), "calls:desk"),
    ("agreements.confirm", "calls:desk:home", pgettext_lazy("door", "Calls"), "calls:desk"),
    ("results.read", "results:desk:home", pgettext_lazy("door", "Results"), "results"),
    ("journal.read", "journal:lines", pgettext_lazy("door", "Journal"), "journal"),
    ("staff.manage", "staff:posts", pgettext_lazy("door", "Posts"), "staff"),
)
PUBLIC_DOORS: tuple[tuple[str, Any, str], ...] = (
    ("portal:find", pgettext_lazy("door", "Find a service"), "portal"),
    ("territory:communes", pgettext_lazy("door", "Communes"), "territory"),
    ("forum:waves", pgettext_lazy("door", "Forum"), "forum"),
    ("agreements:list", pgettext_lazy("door", "Promises"), "agreements strategy calls results"),
    ("thread:home", pgettext_lazy("door", "The thread"), "thread"),
    ("atlas:page", pgettext_lazy("door", "Atlas"), "atlas"),
)
#: Inside a room that has several lists: what stands beside the one that is read.
BESIDE: tuple[tuple[str, Any, str], ...] = (
    ("agreements:list", pgettext_lazy("door", "Agreements"), "agreements"),
    ("strategy:list", pgettext_lazy("door", "Strategies"), "strategy"),
    ("calls:list", pgettext_lazy("door", "Calls"), "calls"),
    ("results:list", pgettext_lazy("door", "Results"), "results"),
)


def doors(request: HttpRequest) -> list[Door]:
    """The doors that the reader's post opens, in the order of the work; a room not yet built has none."""
    post = getattr(request, "post", None)
    if post is None:
        return list(_built(request, PUBLIC_DOORS))
    return list(_built(request, ((route, label, room) for verb, route, label, room in DOORS if may(post.role, verb))))


def beside(request: HttpRequest) -> list[Door]:
    """For a visitor who stands inside the room of promises: its lists."""
    if getattr(request, "post", None) is not None:
        return []
    found = list(_built(request, BESIDE))
    return found if any(one.here for one in found) else []


def _built(request: HttpRequest, entries: Iterable[tuple[str, Any, str]]) -> Iterable[Door]:
    """The entries whose routes exist, the one the reader is behind marked."""
    match = request.resolver_match
    current = match.view_name if match else ""
    for route, label, room in entries:
        try:
            href = reverse(route)
        except NoReverseMatch:
            continue
        if settings.KIT and not is_offered(href, "GET"):
            continue
        yield Door(label, href, current == route or current.startswith(tuple(f"{one}:" for one in room.split())))
