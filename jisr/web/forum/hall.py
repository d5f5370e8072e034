"""The short address by which people come to a meeting: on its screen, on paper, and at the desk."""

from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from jisr.forum.models import Tribune
from jisr.web.qr import qr_code


def short_address(request: HttpRequest, tribune: Tribune) -> str:
    """The short address as it is reached from where this page was opened."""
    return request.build_absolute_uri(reverse("forum:number", args=[tribune.number]))


def way_in(request: HttpRequest, tribune: Tribune | None) -> dict[str, Any]:
    """The square code (``qr``) and the address as one types it (``shown``); empty where nobody writes by herself.

    ``is_alone`` says that this page was opened under a name that means this computer: no telephone comes in by it.
    """
    if tribune is None:
        return {"qr": "", "shown": "", "is_alone": False}
    address = short_address(request, tribune)
    start, slash, number = address.partition("://")[2].rpartition("/")
    return {
        "qr": qr_code(address), "shown": format_html("{}{}<wbr>{}", start, slash, number),
        "is_alone": _is_alone(request.get_host()),
    }  # fmt: skip


def _is_alone(host: str) -> bool:
    name = host.rsplit(":", 1)[0].strip("[]")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
