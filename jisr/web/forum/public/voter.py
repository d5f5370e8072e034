"""Who votes in this browser: the code of a paper slip, or a key that the device keeps; never a name, nor an account.

The key stands in a signed cookie of the voting pages of one wave, so that nobody is followed from one wave to the
next. Of a typed code only the hash that holds for the wave is kept, in the session, until the browser closes.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jisr.forum import queries
from jisr.forum.models import Wave

COOKIE, SLIPS = "voter", "forum.slips"
_LIFE_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Voter:
    """Whoever votes.

    Attributes:
        device: the key of the device.
        device_mark: under what votes of the device are kept.
        mark: under what her votes are kept: that of her slip, or of the device.
        groups: what she declared of herself on this device.
    """

    device: str
    device_mark: str
    mark: str
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_slip(self) -> bool:
        """Whether she typed the code of a slip of the wave."""
        return self.mark != self.device_mark


def of_request(request: HttpRequest, wave: Wave) -> Voter:
    """The voter of this browser in a wave; a new one where the cookie is missing, old or was altered."""
    device, groups = _read(request, wave)
    own = queries.voter_mark(wave, device)
    return Voter(device, own, request.session.get(SLIPS, {}).get(str(wave.pk), own), groups)


def somebody_else(request: HttpRequest, wave: Wave) -> Voter:
    """A new voter in this browser; the one before is forgotten, her votes stay."""
    _keep_slip(request, wave, "")
    device = secrets.token_hex(16)
    own = queries.voter_mark(wave, device)
    return Voter(device, own, own)


def with_slip(request: HttpRequest, wave: Wave, voter: Voter, mark: str) -> Voter:
    """The same voter, under the code of her slip from now on."""
    _keep_slip(request, wave, mark)
    return replace(voter, mark=mark)


def keep(response: HttpResponse, wave: Wave, voter: Voter) -> HttpResponse:
    """The answer with what the browser must remember."""
    value = signing.dumps({"device": voter.device, "groups": dict(voter.groups)}, salt=_salt(wave), compress=True)
    response.set_cookie(
        COOKIE, value, max_age=_LIFE_S, path=reverse("forum:vote", args=[wave.code]), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _read(request: HttpRequest, wave: Wave) -> tuple[str, Mapping[str, str]]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(wave), max_age=_LIFE_S)
    except signing.BadSignature:
        return secrets.token_hex(16), {}
    return kept["device"], kept["groups"]


def _salt(wave: Wave) -> str:
    """A cookie of another wave is none here, even where a browser sends it."""
    return f"forum.voter.{wave.pk}"


def _keep_slip(request: HttpRequest, wave: Wave, mark: str) -> None:
    held = {key: value for key, value in request.session.get(SLIPS, {}).items() if key != str(wave.pk)}
    if mark:
        held[str(wave.pk)] = mark
    if held or SLIPS in request.session:
        request.session[SLIPS] = held
