"""Somebody looked at a building; what was photographed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import puremagic
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.centres.works import rules
from jisr.centres.works.choices import Look, SaidBy
from jisr.centres.works.items import asked
from jisr.centres.works.models import BuildingAudit, Finding, WorksPhoto
from jisr.common import journal
from jisr.common.crypto import decrypt_bytes, encrypt_bytes
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.events import emit
from jisr.common.parameters import value
from jisr.common.photos import Broken, bare

ROOM = "jisr.centres.works"
#: Bytes of the largest photograph of a telephone; photographs of one sheet.
LARGEST, MOST_PHOTOS = 8 * 2**20, 40
MEDIA = frozenset({"image/jpeg", "image/png"})


class NoBuilding(Refusal):
    """A unit on wheels."""

    message = _("A mobile unit has no building to look at: keep its log instead.")


class NotAPhoto(Refusal):
    """The content is no photograph, or not whole, or too large."""

    message = _(
        "This is no whole photograph (JPEG or PNG) of at most 8 MB. Nothing of it was kept: take a smaller one, or send"
        " it again where the network is better."
    )


class PeopleInIt(Refusal):
    """Nobody said that no person can be recognised."""

    message = _(
        "Photographs of a building show no person. Look at it once more, then tick that nobody can be recognised in it."
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one thing.

    Attributes:
        measured: in the unit of the item.
    """

    look: str
    measured: int | None = None
    note: str = ""


@transaction.atomic
def make_audit(
    *, centre: Centre, on: date, said: Mapping[str, Said], by: User, note: str = "", said_by: str = SaidBy.VISIT
) -> BuildingAudit:
    """Keep a sheet; what it leaves out was not looked at.

    Args:
        centre: whose building.
        on: the day of the visit.
        said: code of an item -> what is said of it.
        by: who looked.
        note: on the whole building.
        said_by: a visit, or the reception of works.

    Raises:
        NoBuilding: it is a mobile unit.
        Unacceptable: the day is to come, or a door too narrow for a wheelchair is called good.
    """
    items = asked(centre.type)
    if not items:
        raise NoBuilding
    if on > timezone.localdate():
        raise Unacceptable({"on": _("This day is still to come.")})
    unknown = set(said) - {one.code for one in items}
    if unknown:
        raise ValueError(f"not asked of {centre.type}: {sorted(unknown)}")
    _measured_well(said, on)
    looks = {code: one.look for code, one in said.items()}
    row = BuildingAudit(
        centre=centre, confidential=centre.confidential, on=on, by=by, said_by=said_by, note=note,
        grade=rules.grade(looks, items, limits(on)).grade, accessible=rules.accessible(looks, items),
    )  # fmt: skip
    row.save(force_insert=True)
    whole = {one.code: said.get(one.code, Said(Look.UNSEEN)) for one in items}
    Finding.objects.bulk_create(
        Finding(
            centre=centre, confidential=centre.confidential, audit=row, item=code, look=one.look,
            measured=one.measured, note=one.note,
        )
        for code, one in whole.items()
    )  # fmt: skip
    journal.record("works.audited", row, by=by)
    emit("audit.made", centre=centre, subject=row, happened_on=on)
    return row


def limits(on: date) -> rules.Limits:
    """The limits of the grades on a day."""
    return rules.Limits(*(value(ROOM, "state", f"most_faults_{one}", on=on) for one in "abc"))


def _measured_well(said: Mapping[str, Said], on: date) -> None:
    least = value(ROOM, "state", "least_door_cm", on=on)
    doors = said.get("access.doors")
    if doors and rules.too_narrow(doors.look, doors.measured, least):
        raise Unacceptable(
            {"access.doors": _("A wheelchair needs a wider door than this. Say “To repair”, or measure again.")}
        )


@transaction.atomic
def add_photo(*, audit: BuildingAudit, item: str, content: bytes, size: int, nobody: bool, by: User) -> WorksPhoto:
    """Keep a photograph of one thing, sealed, without place, hour and device.

    Args:
        audit: of which sheet.
        item: code of the thing; "" for the whole building.
        content: all of it.
        size: bytes that whoever sent it says there are.
        nobody: said that no person can be recognised in it.

    Raises:
        PeopleInIt: not said.
        NotAPhoto: no whole JPEG or PNG, too large, or too many of them.
    """
    if not nobody:
        raise PeopleInIt
    if item and item not in {one.code for one in asked(audit.centre.type)}:
        raise ValueError(f"not asked of {audit.centre.type}: {item}")
    media, kept = _as_kept(content, size)
    if audit.photos.count() >= MOST_PHOTOS:
        raise Unacceptable({"photo": _("This sheet has photographs enough: remove one first.")})
    row = WorksPhoto(
        centre_id=audit.centre_id, confidential=audit.confidential, audit=audit, item=item, media=media, size=len(kept),
        nobody=True, by=by,
    )  # fmt: skip
    row.sealed = encrypt_bytes(kept, bound_to=row.bound())
    row.save(force_insert=True)
    journal.record("works.photo_added", row, by=by)
    return row


def _as_kept(content: bytes, size: int) -> tuple[str, bytes]:
    if not content or len(content) != size or size > LARGEST:
        raise NotAPhoto
    try:
        media = str(puremagic.from_string(content, mime=True))
        if media not in MEDIA:
            raise NotAPhoto
        return media, bare(content, media)
    except (puremagic.PureError, Broken, ValueError) as fault:
        raise NotAPhoto from fault


def opened_photo(photo: WorksPhoto) -> bytes:
    """The content of a photograph that the speaker may see."""
    return decrypt_bytes(bytes(photo.sealed), bound_to=photo.bound())


@transaction.atomic
def drop_photo(*, photo: WorksPhoto, by: User) -> None:
    """Remove a photograph for good: somebody is seen in it, or it shows nothing.

    Raises:
        OutOfReach: it is gone already, or another centre's.
    """
    journal.record("works.photo_dropped", photo, by=by)
    if not WorksPhoto.objects.filter(pk=photo.pk).delete()[0]:
        raise OutOfReach
