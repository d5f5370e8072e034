"""The doors in the bar: one per room that the reader's post may enter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from jisr.staff.rules import may


@dataclass(frozen=True, slots=True)
class Door:
    """An entry of the bar: its words, where it leads, whether the reader stands behind it."""

    label: Any
    href: str
    here: bool


# (verb that opens it, route, words, start of the routes behind it)
DOORS: tuple[tuple[str, str, Any, str], ...] = (
    ("work.read", "work:list", _("My work"), "work"),
    ("families.search", "families:search", _("Families"), "families"),
    ("barometer.read", "barometer:page", _("Figures"), "barometer"),
    ("centres.edit", "centres:list", _("Centres"), "centres"),
    ("centres.import", "centres:import", _("Import"), "centres"),
    ("journal.read", "journal:lines", _("Journal"), "journal"),
    ("staff.manage", "staff:posts", _("Posts"), "staff"),
)
PUBLIC_DOORS: tuple[tuple[str, Any, str], ...] = (
    ("portal:find", _("Find a service"), "portal"),
    ("territory:communes", _("Communes"), "territory"),
)


def doors(request: HttpRequest) -> list[Door]:
    """The doors that the reader's post opens, in the order of the work; a room not yet built has none."""
    post = getattr(request, "post", None)
    if post is None:
        return list(_built(request, PUBLIC_DOORS))
    return list(
        _built(request, ((route, label, room) for verb, route, label, room in DOORS if may(post.role, verb)))
    )


def _built(request: HttpRequest, entries: Iterable[tuple[str, Any, str]]) -> Iterable[Door]:
    """The entries whose routes exist, the one the reader is behind marked."""
    match = request.resolver_match
    current = match.view_name if match else ""
    for route, label, room in entries:
        try:
            href = reverse(route)
        except NoReverseMatch:
            continue
        yield Door(label, href, current == route or current.startswith(f"{room}:"))
