"""Every page of the journey: who asks for it, at which addresses, with what sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from benchmarks.ground import AT_THE_DESK, AWAY, Desk

WORKER, OFFICER, DIRECTOR = "social_worker", "reception_officer", "centre_director"
VISITOR = ""
_THEMES = ("health", "schooling", "training", "employment", "disability")


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        name: what it is called in the results.
        who: the role that asks; "" for a visitor without an account.
        asked: addresses, each with the form that is sent to it or None.
        stirred: something happens at the desk before each answer, so that nothing remembered may be shown.
    """

    name: str
    who: str
    asked: Sequence[tuple[str, dict[str, Any] | None]]
    stirred: bool = False


def pages(desk: Desk) -> list[Page]:
    """The pages that have a row to show at this desk."""
    found = [*_lists(desk), *_search(desk), *_of_rows(desk), *_figures(), *_public(desk)]
    return [page for page in found if page.asked]


def _plain(name: str, who: str, route: str, query: str = "") -> Page:
    return Page(name, who, [(reverse(route) + query, None)])


def _lists(desk: Desk) -> Iterable[Page]:
    for role in AT_THE_DESK:
        yield _plain(f"work list: {role}", role, "work:list")
    yield _plain("requests for a file", WORKER, "families:requests")
    yield _plain("journal", "auditor", "journal:lines")
    yield _plain("journal: one room", "auditor", "journal:lines", "?room=orientation")
    yield _plain("journal: a rare room", "auditor", "journal:lines", "?room=exchange")
    yield _plain("posts", "administrator", "staff:posts")
    for role in ("centre_director", "provincial_delegate"):
        yield _plain(f"centres: {role}", role, "centres:list")
    yield Page("centre", DIRECTOR, [(reverse("centres:page", args=[desk.centre]), None)])


def _search(desk: Desk) -> Iterable[Page]:
    yield _plain("search: empty form", OFFICER, "families:search")
    for kind, names in desk.names.items():
        yield Page(f"search: {kind}", OFFICER, [(reverse("families:search"), {"name": name}) for name in names])


#: (page, who, route, rows): one address for each row.
_ROWS = (
    ("reception: known person", OFFICER, "reception:known", "person"),
    ("receipt", OFFICER, "reception:visit", "visit"),
    ("receipt on paper", OFFICER, "reception:print", "visit"),
    ("household file", WORKER, "families:household", "household"),
    ("household file: the longest", WORKER, "families:household", "busy_household"),
    ("readers of a file", WORKER, "families:readers", "household"),
    ("listening after a visit", WORKER, "listening:after_visit", "visit"),
    ("listening to a household", WORKER, "listening:new", "household"),
    ("interview", WORKER, "listening:interview", "interview"),
    ("services for a need", WORKER, "orientation:need", "need"),
    ("referral: sender", WORKER, "orientation:referral", "sent"),
    ("referral: receiver", OFFICER, "orientation:referral", "got"),
    ("referral: answer", OFFICER, "orientation:answer", "to_answer"),
    ("referral: slip", WORKER, "orientation:slip", "sent"),
    ("plan", WORKER, "pathways:plan", "plan"),
    ("plan on paper", WORKER, "pathways:print", "plan"),
    ("step of a plan", WORKER, "pathways:step", "step"),
)


def _of_rows(desk: Desk) -> Iterable[Page]:
    yield _plain("reception: newcomer", OFFICER, "reception:new")
    for name, who, route, rows in _ROWS:
        yield Page(name, who, [(reverse(route, args=[key]), None) for key in desk.keys[rows]])
    refer = [(reverse("orientation:refer", args=pair), None) for pair in desk.keys["refer"]]
    yield Page("refer a need to a service", WORKER, refer)


def _figures() -> Iterable[Page]:
    for role in (DIRECTOR, *AWAY[:3]):
        yield _plain(f"figures: {role}", role, "barometer:page")
        yield replace(_plain(f"figures, each time anew: {role}", role, "barometer:page"), stirred=True)
    yield _plain("figures: three months of a province", "provincial_delegate", "barometer:page", "?period=0")


def _public(desk: Desk) -> Iterable[Page]:
    yield _plain("first page", VISITOR, "portal:find")
    yield _plain("sign-in", VISITOR, "account_login")
    found = [f"{reverse('portal:find')}?commune={code}&need={theme}" for code in desk.communes for theme in _THEMES]
    yield Page("public results", VISITOR, [(path, None) for path in found])
    yield _plain("communes", VISITOR, "territory:communes")
    yield _plain("communes: looked for", VISITOR, "territory:communes", "?q=%D9%85%D8%B1%D8%A7%D9%83%D8%B4")
    yield _plain("communes: suggestions", VISITOR, "territory:suggest", "?q=marr")
    yield Page("one commune", VISITOR, [(reverse("territory:commune", args=[code]), None) for code in desk.communes])
