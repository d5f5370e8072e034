"""Many contributions at once, out of a sheet that was filled in elsewhere: all of them, or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import Unacceptable
from jisr.forum.actions.contributions import contribution_of, reopen, sealed_words
from jisr.forum.actions.team import on_team, opened, still_open
from jisr.forum.choices import SeatRole
from jisr.forum.models import Contribution, Meeting, Verbatim, Wave

S = SeatRole
_AT_A_TIME = 500


@dataclass(frozen=True)
class Said:
    """One row of a sheet.

    Attributes:
        meeting: its key.
        slip_hash: of the code on the paper, as ``queries.slip_hash`` makes it; "" without a slip.
        noted: speaker_role, organisation, theme, public, urgency.
        places: commune_id, province_id, region_id; the narrowest one and those around it.
    """

    text: str
    kind: str
    client_key: UUID
    language: str = ""
    channel: str = "paper"
    meeting: UUID | None = None
    said_on: date | None = None
    slip_hash: str = ""
    noted: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str | None] = field(default_factory=dict)


def may_take_in(*, wave: Wave, by: User) -> None:
    """Refuse early whoever may not take a sheet in.

    Raises:
        NotOnTheTeam: she is neither its secretary nor its moderator.
        WaveClosed: nothing comes in any more.
    """
    on_team(wave.pk, by, S.SECRETARY, S.MODERATOR)
    still_open(wave)


@transaction.atomic
def take_in(*, wave: Wave, rows: Iterable[Said], by: User) -> list[Contribution]:
    """Take in what a sheet says; the words are sealed at once, and moderated like all others.

    A row whose key is here already is left as it is: a sheet sent twice adds nothing.

    Returns:
        the contributions that are new, in the order of the rows.

    Raises:
        NotOnTheTeam: she is neither its secretary nor its moderator.
        WaveClosed: the wave is closed.
        Unacceptable: nothing said in a row, or too much; a slip that was used before.
    """
    on_team(wave.pk, by, S.SECRETARY, S.MODERATOR)
    wave = opened(wave.pk)
    rows = list(rows)
    keys = [row.client_key for row in rows]
    known = set(Contribution.objects.filter(client_key__in=keys).values_list("client_key", flat=True))
    meetings = {meeting.pk: meeting for meeting in Meeting.objects.filter(wave=wave)}
    made = [_made(wave, row, meetings) for row in rows if row.client_key not in known]
    new, words = [one for one, _words in made], [words for _one, words in made]
    try:
        with transaction.atomic():
            Contribution.objects.bulk_create(new, batch_size=_AT_A_TIME)
            Verbatim.objects.bulk_create(words, batch_size=_AT_A_TIME)
    except IntegrityError as fault:
        raise Unacceptable(
            {"slip": _("A slip or a key of this file was used for another contribution. Send the file again.")}
        ) from fault
    for meeting in {one.meeting_id for one in new if one.meeting_id}:
        reopen(meetings[meeting])
    journal.record("forum.took_in", wave, by=by)
    return new


def _made(wave: Wave, row: Said, meetings: Mapping[UUID, Meeting]) -> tuple[Contribution, Verbatim]:
    meeting = meetings[row.meeting] if row.meeting else None
    one = contribution_of(
        wave, row.text, meeting=meeting, client_key=row.client_key, kind=row.kind, language=row.language,
        channel=row.channel, said_on=row.said_on, code_hash=row.slip_hash, noted=dict(row.noted),
    )  # fmt: skip
    if any(row.places.values()):
        for name, key in row.places.items():
            setattr(one, name, key)
    return one, sealed_words(one, row.text)
