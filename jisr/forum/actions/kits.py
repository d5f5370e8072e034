"""Acts on the kits of a meeting: cut one, take out what it gathered, receive it, join it."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from jisr.accounts.models import User
from jisr.common import boxes, frames, journal
from jisr.common.crypto import encrypt, keyed_hash
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.keys import readable_code
from jisr.forum.actions.around import record_attendance
from jisr.forum.actions.team import WaveClosed, on_team, opened, still_open
from jisr.forum.actions.voices import declared
from jisr.forum.actions.waves import hold
from jisr.forum.choices import MeetingState, SeatRole
from jisr.forum.models import Contribution, Kit, KitBundle, Meeting, Verbatim, Wave
from jisr.forum.queries import kits as found
from jisr.forum.queries import sealed
from jisr.forum.queries.brought import FORMAT, NotWhole, Preview, clock_of, preview, read
from jisr.forum.queries.voices import voter_mark
from jisr.forum.rules.masking import suspects
from jisr.territory.models import Province

_CUT_FOR = {MeetingState.PLANNED, MeetingState.HELD}


class NoKitNow(Refusal):
    """The meeting is over."""

    message = _("A kit is cut for a meeting that is planned or was held. The minutes of this one are closed.")


class TheKitItself(Refusal):
    """The file that goes to the hall, not the one that comes back."""

    message = _(
        "This is the kit itself, not what it gathered. On the laptop, sign in, choose \u201cTake out what was"
        " gathered\u201d, and bring the file that it makes."
    )


class OfAnotherWave(Refusal):
    """Nothing tells a kit of somebody else from one that never was."""

    message = _(
        "This file comes from a kit of another consultation, or of another server. Bring it where that kit was cut."
    )


class CameBetween(Refusal):
    """Somebody keyed one of these sheets in the same moment."""

    message = _("Somebody keyed one of these sheets at this very moment. Nothing was joined: look again, then join.")


@transaction.atomic
def cut_kit(*, meeting: Meeting, phrase: str, server: str, by: User) -> tuple[Kit, bytes]:
    """Cut the kit of a meeting.

    Args:
        phrase: opens the file; it is stored nowhere.
        server: host of this server, as people at home reach it.

    Returns:
        The kit, and the file to be carried to the laptop.

    Raises:
        NotOnTheTeam: she is not the secretary of the wave.
        WaveClosed, NoKitNow: nothing more is gathered.
    """
    on_team(meeting.wave_id, by, SeatRole.SECRETARY)
    wave = meeting.wave
    still_open(wave)
    if meeting.state not in _CUT_FOR:
        raise NoKitNow
    kit = Kit(wave=wave, meeting=meeting, cut_by=by, is_demonstration=meeting.is_demonstration)
    kit.save(force_insert=True)
    content = {
        "format": FORMAT, "note": _note(kit, meeting, wave, server), "demonstration": wave.is_demonstration,
        "team": found.team_of(wave), "tables": found.carried(meeting),
    }  # fmt: skip
    journal.record("forum.cut_kit", kit, by=by)
    head = {"is": "kit", "kit": str(kit.pk)}
    return kit, boxes.shut_with_phrase(json.dumps(content, default=str).encode(), phrase=phrase, head=head)


def _note(kit: Kit, meeting: Meeting, wave: Wave, server: str) -> dict[str, Any]:
    """What each page of the kit says of itself, and the key that shuts what it brings home."""
    place = meeting.province or meeting.region or wave.region
    names = {
        language: getattr(meeting, f"place_{language}") or getattr(place, f"name_{language}", "")
        for language in ("ar", "fr")
    }
    return {
        "kit": str(kit.pk), "cut_at": kit.cut_at.isoformat(), "meeting": meeting.code, "wave": wave.code,
        "name": names, "wave_name": {"ar": wave.name_ar, "fr": wave.name_fr}, "server": server,
        "key": found.bundle_key(kit.pk).hex(),
    }  # fmt: skip


@transaction.atomic
def take_out(*, by: User, true_at: datetime | None = None) -> bytes:
    """In a kit: all that it gathered until now, shut for the main server; as often as wanted.

    Args:
        true_at: what a watch says now, where somebody looked; the clock of a laptop may be wrong.

    Raises:
        NotOnTheTeam: she is not the secretary of the wave.
        OutOfReach: this is no kit.
    """
    kit, now = found.opened_kit(), timezone.now()
    if kit is None or not settings.KIT:
        raise OutOfReach
    on_team(kit.wave_id, by, SeatRole.SECRETARY)
    content = {"format": FORMAT, **found.gathered(kit, closed_at=now, true_at=true_at)}
    journal.record("forum.took_out", f"forum.openedkit:{kit.pk}", by=by)
    head = {"is": "bundle", "kit": str(kit.pk)}
    return boxes.shut(
        json.dumps(content, default=str).encode(), key=bytes.fromhex(settings.KIT["key"]), head=head
    )  # fmt: skip


@transaction.atomic
def receive_kit(*, wave: Wave, raw: bytes, by: User) -> KitBundle:
    """Keep the file that came back, shut as it is, to be looked at and joined; the same file twice is one.

    Raises:
        NotOnTheTeam, NotWhole, TheKitItself, OfAnotherWave, NotOfThisKit, OfAnotherVersion.
    """
    on_team(wave.pk, by, SeatRole.SECRETARY)
    try:
        head = frames.unframe(raw).head
    except frames.Damaged as fault:
        raise NotWhole from fault
    if head.get("is") == "kit":
        raise TheKitItself
    number = _uuid(head.get("kit"))
    kit = Kit.objects.filter(pk=number, wave=wave).first() if number else None
    if kit is None:
        raise OfAnotherWave
    now = timezone.now()
    off = clock_of(kit, read(kit, raw), now).off
    bundle, new = KitBundle.objects.get_or_create(
        kit=kit, digest=hashlib.sha256(raw).hexdigest(),
        defaults={"wave": wave, "content": raw, "brought_at": now, "brought_by": by, "off_s": _seconds(off)},
    )  # fmt: skip
    if new:
        journal.record("forum.brought_kit", bundle, by=by)
    return bundle


@transaction.atomic
def join_kit(*, bundle: KitBundle, by: User, take_people: bool = False) -> Preview:
    """Join what a kit gathered: everything new, or, if anything fails, nothing. A bundle joined twice adds nothing.

    Args:
        take_people: put the kit's count of who came in place of another one; where there is none it is taken anyway.

    Raises:
        NotOnTheTeam: she is not the secretary of the wave.
        WaveClosed: the wave was closed since.
        OutOfReach: this bundle was joined already.
        CameBetween: somebody keyed one of its sheets in the same moment.
    """
    on_team(bundle.wave_id, by, SeatRole.SECRETARY)
    wave = opened(bundle.wave_id)  # one join at a time
    held = KitBundle.objects.select_related("kit__meeting").filter(pk=bundle.pk, joined_at=None).first()
    if held is None:
        raise OutOfReach
    wanted = preview(held)
    try:
        with transaction.atomic():
            _take_sheets(wanted, wave)
            _take_votes(wanted, wave)
    except IntegrityError as fault:
        raise CameBetween from fault
    meeting = wanted.kit.meeting
    if wanted.held_on is not None:
        hold(meeting=meeting, held_on=wanted.held_on, by=by)
    if wanted.counted == "new" or (wanted.counted == "other" and take_people):
        record_attendance(meeting=meeting, rows=_people(wanted.people), by=by)
    counts = {
        "new": len(wanted.sheets.new), "there": len(wanted.sheets.there), "refused": len(wanted.sheets.refused),
        "votes": len(wanted.votes), "people": wanted.n_people,
    }  # fmt: skip
    KitBundle.objects.filter(pk=held.pk).update(
        content=None, joined_at=timezone.now(), joined_by=by, counts=counts
    )  # fmt: skip
    bundle.refresh_from_db()
    journal.record("forum.joined_kit", bundle, by=by)
    return wanted


def _take_sheets(wanted: Preview, wave: Wave) -> None:
    now, sheets = timezone.now(), wanted.sheets.new
    codes = [one.values["code"] for one in sheets]
    taken = set(Contribution.objects.filter(code__in=codes).values_list("code", flat=True))
    Contribution.objects.bulk_create(
        Contribution(
            **one.values | ({"code": f"{readable_code(4)}-{readable_code(4)}"} if one.values["code"] in taken else {}),
            pk=one.key, client_key=one.client_key, wave=wave, meeting_id=one.meeting,
            said_on=wanted.days.get(one.key, one.said_on), received_at=min(wanted.clock.right(one.received_at), now),
            code_hash="" if one.key in wanted.slips_taken else sealed.slip_hash(one.slip),
            is_demonstration=wave.is_demonstration,
        )
        for one in sheets
    )  # fmt: skip
    Verbatim.objects.bulk_create(
        Verbatim(
            contribution_id=one.key, wave=wave, sealed=encrypt(one.words, bound_to=sealed.bound_to(one.key)),
            flags=[flag.as_dict() for flag in suspects(one.words)],
        )
        for one in sheets
    )  # fmt: skip
    # a meeting whose every contribution had its answer has new ones
    Meeting.objects.filter(
        pk__in={one.meeting for one in sheets if one.meeting}, state=MeetingState.ANSWERED
    ).update(state=MeetingState.CLOSED)  # fmt: skip


def _take_votes(wanted: Preview, wave: Wave) -> None:
    """Each voter under the hash of this server, so that whoever voted here too counts once, by her last word."""
    kinds = {tuple(sorted(row["groups"].items())) for row in wanted.all_votes}  # a few, for however many voters
    known = {kind: declared(dict(kind)) for kind in kinds}
    rows = [
        {
            "id": str(row["id"]), "statement": row["statement_id"], "value": row["value"], "by_slip": row["by_slip"],
            "groups": known[tuple(sorted(row["groups"].items()))],
            "voter": voter_mark(wave.pk, row["name"]) if row["name"] else _stranger(wanted.kit, row["voter"]),
            "at": wanted.clock.right(row["at"]).isoformat(),
        }
        for row in wanted.all_votes
    ]  # fmt: skip
    if rows and call("jisr_kit_votes", wave.pk, Jsonb(rows))[0][0] < 0:
        raise WaveClosed


def _stranger(kit: Kit, voter: str) -> str:
    return keyed_hash(f"{kit.pk}:{voter}", purpose="forum.voter")


def _seconds(off: timedelta) -> int:
    """As many seconds as the column holds; a clock of 1970 is wrong by fewer."""
    return max(-(2**31), min(2**31 - 1, int(off.total_seconds())))


def _people(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    places = Province.objects.in_bulk([row["province_id"] for row in rows if row["province_id"]])
    return [row | {"province": places.get(row["province_id"])} for row in rows]


def _uuid(said: Any) -> UUID | None:
    try:
        return UUID(str(said))
    except ValueError:
        return None
