"""A meeting kit offers the pages of one consultation and sign-in, over plain http, to the network of a hall."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.dateparse import parse_datetime

from jisr.staff import rules
from jisr.web import wording

#: What can be done in a kit comes home when it is joined; what cannot come home is not offered.
VERBS = frozenset({"forum.read", "forum.record"})
#: Pages of the desk, sign-in, and what forms need. Public pages of the forum are all offered, to be read.
OFFERED = frozenset({
    "forum:desk:waves", "forum:desk:wave", "forum:desk:key", "forum:desk:alike", "forum:desk:contribution",
    "forum:desk:meeting", "forum:desk:hold",
    "forum:desk:tribune", "forum:desk:shut_tribune", "forum:desk:attendance", "forum:desk:take_out",
    "account_login", "account_logout", "account_change_password", "account_reauthenticate", "set_language",
    "sign_in:home", "sign_in:posts", "sign_in:lock", "sign_in:unlock", "territory:suggest",
    "drafts:save", "drafts:again", "drafts:discard",
})  # fmt: skip
#: Public pages of the forum that take something in, and whose taking comes home.
TAKING = frozenset({
    "forum:slip", "forum:say", "forum:vote", "forum:vote_about", "forum:vote_slip", "forum:vote_anew",
})  # fmt: skip
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class KitOnly:
    """Stands before every page of a kit; elsewhere it is not there.

    Whatever is not on the list does not exist: the window of families, the catalogue, posts, figures.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.KIT:
            raise MiddlewareNotUsed
        self.meeting: str = settings.KIT["meeting"]
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from the consultation, lead there from the first page, and say where the rest is."""
        _see_near(request)
        if request.path_info == "/":
            return redirect("forum:meeting", self.meeting)
        if not is_offered(request.path_info, request.method or ""):
            return render(request, "kit/elsewhere.html", status=404)
        return self.get_response(request)


def is_offered(path: str, method: str) -> bool:
    """Whether a kit has this page."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return True  # the ordinary page says that there is nothing
    return offers(name, method)


def offers(name: str, method: str) -> bool:
    """Whether a kit has the page of this route, for this method."""
    if name.startswith("forum:") and not name.startswith("forum:desk:"):
        return method in _READING or name in TAKING
    return name in OFFERED


def may(role: str, verb: str) -> bool:
    """Whether a role may do a verb here: in a kit, only what comes home when it is joined."""
    return rules.may(role, verb) and (not settings.KIT or verb in VERBS)


def takes_out(role: str) -> bool:
    """Whether somebody of this role takes out what this kit gathered; never outside a kit."""
    return bool(settings.KIT) and rules.may(role, "forum.prepare")


def slip_address(request: HttpRequest) -> str:
    """Where whoever holds a slip reads her answer: on the main server, also when she was given it in a hall."""
    host = settings.KIT["server"] if settings.KIT else request.get_host()
    return host + reverse("forum:slip")


def told() -> dict[str, Any] | None:
    """What each page of a kit says of itself; None elsewhere."""
    if not settings.KIT:
        return None
    kit, spoken = settings.KIT, "ar" if wording.language() == "ar" else "fr"
    other = "fr" if spoken == "ar" else "ar"
    return {
        "name": kit["name"][spoken] or kit["name"][other], "wave": kit["wave_name"][spoken],
        "cut_at": parse_datetime(kit["cut_at"]), "server": kit["server"],
    }  # fmt: skip


def _see_near(request: HttpRequest) -> None:
    """A page is asked for by an address of this machine, or by its name: no other name leads to a hall.

    Raises:
        DisallowedHost: another name, by which a page from elsewhere could speak to this kit.
    """
    host = split_domain_port(request.META.get("HTTP_HOST", ""))[0].strip("[]")
    name = socket.gethostname().lower()
    try:
        address = ipaddress.ip_address(host)
        near = address.is_private or address.is_loopback or address.is_link_local
    except ValueError:
        near = host in {"localhost", name, f"{name}.local"}
    if not near:
        raise DisallowedHost("a kit is asked for by its address")
