"""What came back from a kit, read and laid beside what the server has; nothing is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import Public, Theme
from jisr.common import boxes, frames
from jisr.common.errors import OutOfReach, Refusal
from jisr.forum.choices import Channel, Kind, MeetingState, SpeakerRole, Tongue, Urgency
from jisr.forum.models import MOST_CHARACTERS, Attendance, Contribution, Kit, KitBundle, Meeting, StatementVote
from jisr.forum.queries import kits, sealed
from jisr.forum.rules import brought as rules
from jisr.forum.rules.joining import Clock, Sorted, clock, day_of, sort_out
from jisr.territory.models import Commune, Province, Region

#: The shape of the files; another one is of another version of the program.
FORMAT = 1
_LISTS = {
    "kind": Kind.values, "language": Tongue.values, "channel": Channel.values, "theme": ["", *Theme.values],
    "public": ["", *Public.values], "urgency": ["", *Urgency.values], "speaker_role": ["", *SpeakerRole.values],
}  # fmt: skip


class NotWhole(Refusal):
    """Damaged, cut short, or another kind of file."""

    message = _(
        "This file did not arrive whole, or is no file of a meeting kit. Copy it again from the laptop, then bring it"
        " again."
    )


class NotOfThisKit(Refusal):
    """Made or altered by somebody who has not the kit's key."""

    message = _(
        "This file was not made by the kit that it names, or was changed since. Take it out of the laptop again."
    )


class OfAnotherVersion(Refusal):
    """The two programs do not write the same file."""

    message = _("This file was written by another version of Jisr. Install the same version on both, then try again.")


@dataclass(frozen=True)
class Preview:
    """What joining would do.

    Attributes:
        sheets: each in one heap: new, there already, refused with a code of ``KitRefusal``.
        days: key -> day set right, of the new sheets whose day moves with the clock.
        slips_taken: keys of new sheets whose slip is another's here; they come without it.
        held_on: the day on which the meeting was held, where only the laptop knows it yet.
        people: rows of who came; what to do with them stands in ``counted``.
        counted: "" nobody was counted, "new", "same" as here, or "other" than here.
        votes: those that are new.
        all_votes: the new ones, and those that may have become a slip's since they were joined.
    """

    kit: Kit
    clock: Clock
    instance: UUID
    closed_at: datetime
    sheets: Sorted = field(default_factory=Sorted)
    days: Mapping[UUID, Any] = field(default_factory=dict)
    slips_taken: frozenset[UUID] = frozenset()
    held_on: date | None = None
    people: list[dict[str, Any]] = field(default_factory=list)
    counted: str = ""
    votes: list[dict[str, Any]] = field(default_factory=list)
    all_votes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def nothing_new(self) -> bool:
        """Whether joining would change nothing."""
        return not (self.sheets.new or self.votes or self.held_on) and self.counted in {"", "same"}

    @property
    def n_people(self) -> int:
        """How many people the kit counted."""
        return sum(row["n"] for row in self.people)


def preview(bundle: KitBundle) -> Preview:
    """What joining a bundle would do now; a fixed number of queries.

    Raises:
        OutOfReach: it was joined already.
    """
    if bundle.content is None:
        raise OutOfReach
    load = read(bundle.kit, bytes(bundle.content))
    told = clock_of(bundle.kit, load, bundle.brought_at)
    meetings = set(Meeting.objects.filter(wave=bundle.wave_id).values_list("pk", flat=True))
    lists = _LISTS | _places(load)
    there = kits.identities(bundle.wave_id, [key for one in load.sheets for key in (one.key, one.identity)])
    sheets = sort_out(
        load.sheets, there,
        wrong=lambda one: rules.wrong(one, lists=lists, meetings=meetings, longest=MOST_CHARACTERS),
    )  # fmt: skip
    zone, today = timezone.get_default_timezone(), timezone.localdate()
    days = {one.key: day_of(one.said_on, one.received_at, told, zone=zone, today=today) for one in sheets.new}
    return Preview(
        kit=bundle.kit, clock=told, instance=load.instance, closed_at=load.closed_at, sheets=sheets,
        days={one.key: days[one.key] for one in sheets.new if days[one.key] != one.said_on},
        slips_taken=_slips_taken(sheets), held_on=_held_on(bundle.kit, load, today),
        people=load.people, counted=_counted(bundle.kit, load.people),
        votes=_new_votes(bundle, load.votes), all_votes=load.votes,
    )  # fmt: skip


def read(kit: Kit, raw: bytes) -> rules.Load:
    """What stands in a file that came back from a kit.

    Raises:
        NotWhole, NotOfThisKit, OfAnotherVersion.
    """
    try:
        content = json.loads(boxes.opened(frames.unframe(raw), key=kits.bundle_key(kit.pk)))
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise OfAnotherVersion
        return rules.load_of(content)
    except frames.Damaged as fault:
        raise NotWhole from fault
    except boxes.NotOpened as fault:
        raise NotOfThisKit from fault
    except (rules.Unreadable, ValueError) as fault:
        raise OfAnotherVersion from fault


def clock_of(kit: Kit, load: rules.Load, brought_at: datetime) -> Clock:
    """How wrong the clock of the kit was.

    Args:
        brought_at: when the file came to the server.
    """
    return clock(
        cut_at=kit.cut_at, opened_at=load.opened_at, closed_at=load.closed_at, true_at=load.true_at,
        brought_at=brought_at,
    )  # fmt: skip


def _places(load: rules.Load) -> dict[str, set[str | None]]:
    """The places that the sheets name and that exist here, by field; three queries."""
    found_here: dict[str, set[str | None]] = {}
    for name, model in (("region_id", Region), ("province_id", Province), ("commune_id", Commune)):
        named = {one.values[name] for one in load.sheets if one.values[name]}
        found_here[name] = {None, *model.objects.filter(pk__in=named).values_list("pk", flat=True)}
    return found_here


def _held_on(kit: Kit, load: rules.Load, today: date) -> date | None:
    """A day to come is one of a wrong clock."""
    planned = kit.meeting.state == MeetingState.PLANNED
    return min(load.held_on, today) if planned and load.held_on else None


def _slips_taken(sheets: Sorted) -> frozenset[UUID]:
    hashes = {sealed.slip_hash(one.slip): one.key for one in sheets.new if one.slip}
    taken = Contribution.objects.filter(code_hash__in=list(hashes)).values_list("code_hash", flat=True)
    return frozenset(hashes[one] for one in taken)


def _counted(kit: Kit, people: list[dict[str, Any]]) -> str:
    if not people:
        return ""
    names = [name for name in people[0] if name != "n"]
    here = Attendance.objects.filter(meeting=kit.meeting_id).values(*names, "n")
    counts = [{tuple(row[name] for name in names): row["n"] for row in rows} for rows in (here, people)]
    return "new" if not counts[0] else "same" if counts[0] == counts[1] else "other"


def _new_votes(bundle: KitBundle, votes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    keys = [row["id"] for row in votes]
    there = set(StatementVote.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return [row for row in votes if row["id"] not in there]
