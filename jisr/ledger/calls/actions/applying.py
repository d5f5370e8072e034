"""What is done without an account: write, keep, deposit, hand in a paper, ask for help, appeal."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import puremagic
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from jisr.common.crypto import encrypt, encrypt_bytes, keyed_hash
from jisr.common.database import call as door
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.keys import new_key
from jisr.common.photos import Broken, bare
from jisr.common.text import clean_typed
from jisr.conditions import judge
from jisr.forum.rules.addresses import NoAddress, reply_address
from jisr.ledger.calls.models import Call
from jisr.ledger.calls.queries.mine import code_hash
from jisr.ledger.calls.rules.asked import asked
from jisr.ledger.calls.rules.codes import new_number

#: Bytes of the largest paper: a photograph of a telephone, a scan of some pages.
LARGEST = 8 * 2**20
MEDIA = {"image/jpeg", "image/png", "application/pdf"}
#: Numbers are drawn; so many times before giving up.
_TURNS = 5


class CallClosed(Refusal):
    """The last moment of the call is past."""

    message = _("This call is closed: nothing more is deposited. What you wrote is still here.")


class NotOpenYet(Refusal):
    """The first moment of the call is to come."""

    message = _("This call is not open yet. Come back on the day that it opens.")


class NotAPaper(Refusal):
    """The content is no photograph and no PDF."""

    message = _(
        "This is no photograph (JPEG or PNG) and no PDF. Nothing of it was kept: take a photograph of the paper, then"
        " send it."
    )


class TooLarge(NotAPaper):
    """More than any photograph of a telephone."""

    message = _(
        "This file is larger than 8 MB. Nothing of it was kept: take a smaller photograph, or send the pages one by"
        " one."
    )


class CutOnItsWay(NotAPaper):
    """It begins as one, and its end is missing."""

    message = _("This file did not arrive whole. Nothing of it was kept: send it again where the network is better.")


class NoPaperNow(Refusal):
    """The file was found complete, or the time for what was asked is over, or there are enough papers."""

    message = _("No paper is taken for this application now. Ask the service that receives it.")


class AppealTooLate(Refusal):
    """Not decided yet, or the days to appeal are over."""

    message = _("An appeal is taken from the day of the results until the day named beside them.")


@dataclass(frozen=True)
class Deposited:
    """What whoever applied takes away.

    Attributes:
        is_new: whether it came in now, or was there before.
    """

    code: str
    is_new: bool


def keep(*, call: Call, code: str, fields: Mapping[str, Sequence[str]]) -> None:
    """Keep what somebody is writing, sealed under her code; in place of what was kept before.

    Raises:
        CallClosed: the call is closed since more than a day, or not open yet.
        OutOfReach: it was deposited already.
        Refusal: it is far too long.
    """
    hashed = code_hash(code)
    sealed = encrypt(json.dumps(fields, ensure_ascii=False), bound_to=f"calls.unsent:{hashed}")
    _answer(door("jisr_calls_keep", new_key(), call.pk, hashed, sealed), {"closed": CallClosed, "known": OutOfReach})


def deposit(
    *, call: Call, code: str, person: Mapping[str, str], values: Mapping[str, Any], facts: Mapping[str, Any],
    language: str, reply_to: str = "",
) -> Deposited:  # fmt: skip
    """Hand in an application; the same code twice is one application, with one receipt.

    Whether the published conditions are met is judged now, by the rule that the call was announced with, and kept with
    the application: no is never an automatic refusal, a person reads it.

    Args:
        person: name, organisation, phone, commune; sealed apart from the rest.
        values: kind, province, favoured, title, project, asked, own, women, declared.
        facts: answers to the questions of the rule file.
        reply_to: where she wants to be told that there is something to read; "" for nowhere.

    Raises:
        CallClosed, NotOpenYet: as the clock of the database says.
    """
    version = asked(call, values["kind"], timezone.localdate()).rule
    known = {**facts, "applicant": values["kind"]}
    told = {
        **values, "title": clean_typed(values["title"]), "project": clean_typed(values["project"], lines=True),
        "facts": known, "language": language, "eligible": judge(version.rule, known).answer if version else "unknown",
        "rule_since": version.since.isoformat() if version else None,
    }  # fmt: skip
    for _turn in range(_TURNS):
        key, person_key = new_key(), new_key()
        sealed = encrypt(json.dumps(dict(person), ensure_ascii=False), bound_to=f"calls.applicant:{person_key}")
        ((answer,),) = door(
            "jisr_calls_deposit", key, call.pk, code_hash(code), new_number(), Jsonb(told), person_key, sealed
        )
        if answer == "" and reply_to:
            _leave(code, key, reply_to)
        if answer in {"", "known"}:
            return Deposited(code, is_new=not answer)
        if answer != "taken":
            raise {"closed": CallClosed, "early": NotOpenYet}.get(answer, Refusal)
    raise Refusal


class NotTold(Refusal):
    """Neither a mobile number nor an e-mail address, or one that serves too many applications today."""

    message = _(
        "Messages reach a mobile number, for example 06 12 34 56 78, or an e-mail address; one of them serves a few"
        " applications a day. Without messages, your code opens everything."
    )


def leave_contact(*, code: str, application: UUID, reply_to: str) -> None:
    """Leave with a code where one wants to be told, another address than before, or none: then it is taken back.

    Raises:
        NotTold: it is no address, or serves too many applications today.
        OutOfReach: the code opens another application.
    """
    answer = _leave(code, application, reply_to)
    if answer:
        raise OutOfReach if answer == "gone" else NotTold


def _leave(code: str, application: UUID, reply_to: str) -> str:
    """Leave an address; "" or why not."""
    channel, sealed, hashed = "", None, ""
    if reply_to.strip():
        try:
            channel, address = reply_address(reply_to)
        except NoAddress:
            return "wrong"
        sealed, hashed = (
            encrypt(address, bound_to=f"calls.contact:{application}"),
            keyed_hash(address, purpose="calls.contact"),
        )
    ((answer,),) = door(
        "jisr_calls_leave_contact", new_key(), code_hash(code), application, channel, sealed, hashed
    )  # fmt: skip
    return str(answer)


def hand_in(*, code: str, item: str, content: bytes, size: int) -> None:
    """Hand in one paper, whole or not at all; what it is, is read from its content and not from its name.

    Args:
        content: all of it.
        size: bytes that whoever sent it says there are.

    Raises:
        NotAPaper: it is none; TooLarge and CutOnItsWay say what else is wrong with it.
        NoPaperNow: none is taken.
    """
    (media, kept), key = as_kept(content, size), new_key()
    sealed = encrypt_bytes(kept, bound_to=f"calls.paper:{key}")
    digest = hashlib.sha256(kept).hexdigest()
    answer = door("jisr_calls_hand_in", key, code_hash(code), item, media, len(kept), digest, sealed)
    _answer(answer, {"shut": NoPaperNow, "many": NoPaperNow, "none": OutOfReach, "known": None})


def as_kept(content: bytes, size: int) -> tuple[str, bytes]:
    """What a content is, and the content as it is kept: a photograph without the place where it was taken.

    Raises:
        NotAPaper: no photograph and no PDF, too large, or cut on its way.
    """
    media = checked_media(content, size)
    try:
        return media, bare(content, media)
    except Broken as fault:
        raise NotAPaper from fault


def checked_media(content: bytes, size: int) -> str:
    """What a content is, read from itself.

    Raises:
        NotAPaper: no photograph and no PDF.
        TooLarge, CutOnItsWay: more than is taken, or not all of it.
    """
    if max(len(content), size) > LARGEST:
        raise TooLarge
    if not content or len(content) != size:
        raise CutOnItsWay
    try:
        media = str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError) as fault:
        raise NotAPaper from fault
    if media not in MEDIA:
        raise NotAPaper
    if not _is_whole(content, media):
        raise CutOnItsWay
    return media


def _is_whole(content: bytes, media: str) -> bool:
    """Whether the end is there: a photograph that was cut on its way has a beginning only."""
    tail = content[-1024:]
    return {"image/jpeg": b"\xff\xd9", "image/png": b"IEND", "application/pdf": b"%%EOF"}[media] in tail


def ask_help(*, call: Call, code: str, person: Mapping[str, str]) -> None:
    """Ask an association to call back; where to reach her is sealed, and shown to those of her region alone.

    Raises:
        CallClosed: it is too late to be helped.
    """
    key = new_key()
    sealed = encrypt(json.dumps(dict(person), ensure_ascii=False), bound_to=f"calls.helprequest:{key}")
    _answer(door("jisr_calls_ask_help", key, call.pk, code_hash(code), sealed), {"closed": CallClosed})


def appeal(*, code: str, words: str) -> None:
    """Say why a decision is wrong; once.

    Raises:
        AppealTooLate: before the results, or after the last day.
        OutOfReach: there is one already.
    """
    key = new_key()
    sealed = encrypt(
        json.dumps({"words": clean_typed(words, lines=True)}, ensure_ascii=False), bound_to=f"calls.appeal:{key}"
    )
    answer = door("jisr_calls_appeal", key, code_hash(code), sealed)
    _answer(answer, {"late": AppealTooLate, "early": AppealTooLate, "none": OutOfReach, "known": OutOfReach})


def _answer(rows: Sequence[tuple[Any, ...]], refusals: Mapping[str, type[Refusal] | None]) -> None:
    """Nothing for what was done; else the refusal that the door's answer stands for."""
    ((answer,),) = rows
    refusal = refusals.get(answer, Refusal) if answer else None
    if refusal is not None:
        raise refusal
