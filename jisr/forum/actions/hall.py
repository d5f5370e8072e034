"""People write to a meeting by themselves: its secretary opens and shuts the tribune, anybody says what she has to."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.crypto import keyed_hash
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import ALPHABET
from jisr.common.text import clean_typed
from jisr.forum.actions.contributions import contribution_of, sealed_words
from jisr.forum.actions.kept import kept
from jisr.forum.actions.team import WaveClosed, on_team, opened
from jisr.forum.choices import Channel, SeatRole
from jisr.forum.models import MOST_A_MINUTE, MOST_EVER, Contribution, Meeting, Tribune, Verbatim
from jisr.forum.queries.hall import TAKING
from jisr.forum.queries.sealed import slip_hash

#: Under what the key of a form and its words become the key of their contribution.
_SAID = UUID("6a1d4c0e-3f0b-5b2e-9c57-2f6f3d1f9a10")
#: Numbers and codes are drawn; so many times before giving up.
_TURNS = 3


class NotTakingNow(Refusal):
    """The meeting takes nothing at this moment."""

    message = _(
        "This meeting takes no contributions at this moment. What you wrote is still on this page: copy it, or write it"
        " on a sheet and give it to the team."
    )


class ManyAtOnce(Refusal):
    """More came in a minute than the meeting takes."""

    message = _(
        "Very many people are writing at this moment. What you wrote is still on this page: wait a minute, then send it"
        " again."
    )


class OftenFromHere(Refusal):
    """So many came from one telephone or connection that it must wait."""

    message = _(
        "Many contributions came from this telephone or connection. What you wrote is still on this page: wait ten"
        " minutes, then send it again, or write it on a sheet."
    )


class TakesNoMore(Refusal):
    """What was said at a meeting whose minutes are closed is not added to."""

    message = _("The minutes of this meeting are closed: it takes no more contributions. Open those of another one.")


#: What the door answers, other than that it took the words in.
_ANSWERS: dict[str, type[Refusal]] = {
    "shut": NotTakingNow,
    "closed": WaveClosed,
    "many": ManyAtOnce,
    "often": OftenFromHere,
    "wrong": Refusal,
}


@dataclass(frozen=True)
class Heard:
    """What whoever wrote takes away.

    Attributes:
        slip: the code that opens the answer; it is stored nowhere, and made again from the same form alone.
        is_new: whether it came in now, or was there before.
    """

    slip: str
    is_new: bool


def say(
    *, meeting: Meeting, text: str, kind: str, channel: str, key: UUID, held_back: bool = False, **noted: Any
) -> Heard:  # fmt: skip
    """Take in what somebody wrote by herself, without an account; sealed at once, and read by a moderator first.

    The same words with the same key are one contribution, however often they are sent, and give the same slip.
    Other words with the same key are another one: somebody went back in her browser and wrote something else.

    Args:
        meeting: with its wave and places.
        channel: remote, or written (in the hall).
        key: made with the form, and kept by nobody else.
        held_back: so much came from the same telephone that nothing new is taken; what came in before is still told.
        noted: speaker_role, organisation, commune, theme.

    Raises:
        NotTakingNow, WaveClosed, ManyAtOnce, OftenFromHere: as the database decides.
        Unacceptable: nothing said, or too much.
    """
    if channel not in {Channel.REMOTE, Channel.WRITTEN}:
        raise ValueError(f"said by oneself, so remote or written: {channel}")
    words = _digest(kind, channel, clean_typed(text, lines=True), noted)
    for turn in range(_TURNS):
        slip = _slip(f"{key}:{words}:{turn}")
        contribution = contribution_of(
            meeting.wave, text, meeting=meeting, kind=kind, language="", channel=channel,
            code_hash=kept(slip_hash(slip), slip), client_key=uuid5(_SAID, f"{key}:{words}"),
            said_on=timezone.localdate(), noted=noted,
        )  # fmt: skip
        verbatim = sealed_words(contribution, text)
        # the line of the journal is left by the function: a visitor writes none herself
        answer = _through_the_door(contribution, verbatim, held_back=held_back)
        if answer in {"", "known"}:
            return Heard(slip, is_new=not answer)
        if answer != "taken":
            raise _ANSWERS[answer]
    raise Refusal


def _through_the_door(contribution: Contribution, verbatim: Verbatim, *, held_back: bool) -> str:
    words = {
        name: getattr(contribution, name)
        for name in ("kind", "language", "channel", "speaker_role", "organisation", "theme", "code_hash")
    } | {name: getattr(contribution, f"{name}_id") for name in ("region", "province", "commune")}
    ((answer,),) = call(
        "jisr_forum_say", contribution.pk, contribution.meeting_id, contribution.code, contribution.client_key,
        Jsonb(words), verbatim.sealed, Jsonb(verbatim.flags), held_back,
    )  # fmt: skip
    return str(answer)


def _digest(kind: str, channel: str, text: str, noted: Mapping[str, Any]) -> str:
    """A hash of all that was typed."""
    beside = sorted((name, str(getattr(value, "pk", value) or "")) for name, value in noted.items())
    return keyed_hash(repr((kind, channel, text, beside)), purpose="forum.said")


def _slip(seed: str) -> str:
    """A code of the alphabet that reads aloud well, made from a secret of the form."""
    drawn = int(keyed_hash(seed, purpose="forum.slip of a form"), 16)
    signs = ""
    for _place in range(8):
        drawn, sign = divmod(drawn, len(ALPHABET))
        signs += ALPHABET[sign]
    return f"{signs[:4]}-{signs[4:]}"


@transaction.atomic
def open_tribune(
    *, meeting: Meeting, by: User, opens_at: datetime | None = None, closes_at: datetime | None = None,
    most_a_minute: int = MOST_A_MINUTE, expected: int | None = None,
) -> Tribune:  # fmt: skip
    """Let people write to a meeting by themselves, from a moment until a moment; or say again from when until when.

    Args:
        opens_at: now, when left out.
        closes_at: when its secretary shuts it, when left out.
        expected: the version that the page was made from; 0 where there was none.

    Raises:
        NotOnTheTeam: she is not its secretary.
        WaveClosed, TakesNoMore: nothing is taken in any more.
        Unacceptable: it shuts before it opens, or a number out of bounds.
        Stale: somebody saved it in between.
    """
    on_team(meeting.wave_id, by, SeatRole.SECRETARY)
    opened(meeting.wave_id)
    if meeting.state not in TAKING:
        raise TakesNoMore
    since = opens_at or timezone.now()
    _check(since, closes_at, most_a_minute)
    values = {"opens_at": since, "closes_at": closes_at, "most_a_minute": most_a_minute}
    tribune = Tribune.objects.filter(meeting=meeting).first()
    if tribune is None:
        tribune = _first(meeting, values)
    else:
        tribune.save_version(tribune.version if expected is None else expected, **values)
    journal.record("forum.opened_tribune", tribune, by=by)
    return tribune


@transaction.atomic
def shut_tribune(*, tribune: Tribune, by: User) -> Tribune:
    """From now on nobody writes to this meeting by herself; what came stays.

    Raises:
        NotOnTheTeam: she is not its secretary.
        OutOfReach: it was shut before.
    """
    on_team(tribune.wave_id, by, SeatRole.SECRETARY)
    now = timezone.now()
    if tribune.closes_at is not None and tribune.closes_at <= now:
        raise OutOfReach
    tribune.save_version(tribune.version, opens_at=min(tribune.opens_at, now), closes_at=now)
    journal.record("forum.shut_tribune", tribune, by=by)
    return tribune


def _check(opens_at: datetime, closes_at: datetime | None, most_a_minute: int) -> None:
    wrong: dict[str, Any] = {}
    if closes_at is not None and closes_at <= opens_at:
        wrong["closes_at"] = _("It would shut before it opens. Choose a later moment, or leave it empty.")
    if not 1 <= most_a_minute <= MOST_EVER:
        wrong["most_a_minute"] = _("Choose a number from 1 to %(most)d.") % {"most": MOST_EVER}
    if wrong:
        raise Unacceptable(wrong)


def _first(meeting: Meeting, values: Mapping[str, Any]) -> Tribune:
    """The tribune with the number it keeps: drawn, four digits as long as there are enough of them."""
    for digits in (4, 4, 4, 5, 6):
        tribune = Tribune(
            meeting=meeting, wave_id=meeting.wave_id, is_demonstration=meeting.is_demonstration,
            number=10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1)), **values,
        )  # fmt: skip
        try:
            with transaction.atomic():
                tribune.save(force_insert=True)
        except IntegrityError:
            continue  # the number is taken, or a colleague opened it in the same moment
        return tribune
    raise OutOfReach
