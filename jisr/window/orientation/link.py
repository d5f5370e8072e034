"""The Python side of a partner's door: read one referral by the secret of its link, ask for a code, answer.

Every function speaks as ``jisr_public`` through definer functions of the database (``migrations/0002_doors.py``);
the secret is the key, and only its keyed hash is compared.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jisr.common.crypto import keyed_hash
from jisr.common.database import call
from jisr.common.errors import Refusal
from jisr.common.text import clean_typed
from jisr.messages.wording import body
from jisr.window.orientation.actions import AlreadyAnswered, check_answer
from jisr.window.orientation.codes import canonical, link_hash

CODE_MINUTES = 10
MOST_TRIES = 5
_CODE_DIGITS = 6


class LinkDead(Refusal):
    """The link is past its time, was replaced, or a character of it was altered: nobody is told which."""

    message = _("This link no longer works.")


class NoPhone(Refusal):
    """No telephone is recorded to which a code could be sent."""

    message = _(
        "No telephone is recorded for this centre, so no code can be sent. Telephone the centre that wrote to you."
    )


class TooSoon(Refusal):
    """A code was sent less than a minute ago."""

    message = _("A code was sent less than a minute ago. Wait for it, or ask again in a minute.")


class TooMany(Refusal):
    """Ten codes were sent within a day."""

    message = _("Too many codes were asked for today. Telephone the centre that wrote to you, or try again tomorrow.")


class WrongCode(Refusal):
    """The code typed is not the one that was sent."""

    message = _("This is not the code that was sent. Tries left: %(left)s.")


class CodeSpent(Refusal):
    """Too many wrong codes, or more than ten minutes: the code opens nothing any more."""

    message = _("This code opens nothing any more. Ask for a new one.")


@dataclass(frozen=True)
class Door:
    """What somebody who holds the link may read.

    Attributes:
        facts: sex and age band; never a name.
        shares: codes of ``ConsentScope`` that went along.
        shared: what the person agreed to share; empty until ``opened``.
        opened: whether the code sent to the centre's telephone was given.
        tries: wrong codes since the last one was sent.
        through: link; or code, where the code that stands for the link was typed.
        decide_by: under study: the day by which it will be decided.
    """

    id: UUID
    code: str
    theme: str
    service: int
    from_centre: int
    to_centre: int
    state: str
    urgent: bool
    answer_by: date
    until: datetime
    booked_on: date | None
    refusal: str
    answer_words: str
    shares: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    shared: Mapping[str, Any] = field(default_factory=dict)
    opened: bool = False
    tries: int = 0
    through: str = "link"
    decide_by: date | None = None


@dataclass(frozen=True)
class Sent:
    """A code on its way.

    Attributes:
        ends: last two digits of the telephone.
        words: the message; shown on the page in the demonstration only.
    """

    ends: str
    words: str


def read(secret: str, *, code: str = "") -> Door:
    """The referral of a link.

    Args:
        secret: of the address.
        code: as typed; "" to read without it. A wrong one is counted.

    Raises:
        LinkDead: past its time, replaced or altered.
    """
    rows = call("jisr_link_referral", link_hash(secret), _code_hash(secret, code))
    found: dict[str, Any] = json.loads(rows[0][0]) if rows else {"expired": True}
    if found.pop("expired"):
        raise LinkDead
    return Door(
        **found
        | {
            "id": UUID(found["id"]),
            "answer_by": date.fromisoformat(found["answer_by"]),
            "until": datetime.fromisoformat(found["until"]),
            "booked_on": _day(found["booked_on"]),
            "decide_by": _day(found["decide_by"]),
        }
    )


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def open_with(secret: str, code: str) -> Door:
    """The referral with what was shared.

    Raises:
        LinkDead: as for ``read``.
        WrongCode: it is not the code.
        CodeSpent: too many tries, or too late.
    """
    typed = digits(code)
    door = read(secret, code=typed or "-")
    if door.opened:
        return door
    left = MOST_TRIES - door.tries
    if left <= 0 or not door.tries:
        raise CodeSpent
    raise WrongCode(left=left)


def send_code(secret: str) -> Sent:
    """Send a new code to the telephone recorded for the receiving centre.

    Raises:
        LinkDead: as for ``read``.
        NoPhone: none is recorded.
        TooSoon: one was sent less than a minute ago.
        TooMany: ten were sent within a day.
    """
    read(secret)
    code = "".join(secrets.choice("0123456789") for _ in range(_CODE_DIGITS))
    words = body("link_code", code=code, minutes=CODE_MINUTES)
    rows = call("jisr_link_code", link_hash(secret), _code_hash(secret, code), CODE_MINUTES, words)
    if not rows:
        raise NoPhone
    ends, was_sent = rows[0]
    if was_sent is None:
        raise TooMany
    if not was_sent:
        raise TooSoon
    return Sent(ends, words)


def answer(
    secret: str, *, state: str, booked_on: date | None = None, decide_by: date | None = None, refusal: str = "",
    words: str = "", through: str = "",
) -> Door:  # fmt: skip
    """Answer the referral of a link.

    Args:
        secret: of the link, or the code that stands for it.
        through: sms for what came as a text message; else as the door was found.

    Returns:
        the referral as it is now.

    Raises:
        LinkDead: as for ``read``.
        AlreadyAnswered: somebody answered before, or the sender took it back.
        Unacceptable: as for ``actions.answer``.
    """
    door, words = read(secret), clean_typed(words, lines=True)
    check_answer(state, booked_on=booked_on, refusal=refusal, words=words, decide_by=decide_by)
    subject, way = keyed_hash(str(door.id), purpose="subject"), through or door.through
    rows = call("jisr_link_answer", link_hash(secret), subject, state, refusal, words, booked_on, decide_by, way)
    if not rows:
        raise LinkDead
    if rows[0][0] == "answered":
        raise AlreadyAnswered
    return read(secret)


def digits(code: str) -> str:
    """The digits typed, whatever the script and the spaces between them."""
    return "".join(str(int(sign)) for sign in code if sign.isdecimal())[:12]


def _code_hash(secret: str, code: str) -> str:
    """Under what a code is kept: bound to its link, so that six digits are worth nothing elsewhere."""
    return keyed_hash(f"{canonical(secret)}:{code}", purpose="link code") if code else ""
