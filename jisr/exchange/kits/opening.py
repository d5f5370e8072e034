"""Opening a kit: its rows are stored by the owner of the tables, all or none; then a note says which kit this is."""

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import boxes, frames, journal
from jisr.common.database import scope
from jisr.common.errors import Refusal
from jisr.common.keys import new_key
from jisr.common.kit_note import NOTE
from jisr.forum.choices import POST_OF_SEAT
from jisr.forum.models import Answer, Meeting, OpenedKit, Seat, Wave
from jisr.forum.queries import NotWhole, OfAnotherVersion
from jisr.forum.queries.brought import FORMAT
from jisr.forum.queries.kits import CARRIED
from jisr.staff.models import Post

#: Seats and posts hold from long ago: a clock that is days behind shuts nobody out.
_EVER = date(2000, 1, 1)
#: Stands for whoever answered on the main server; nobody signs in as it.
_ELSEWHERE = "main-server@kit.invalid"


class WrongPhrase(Refusal):
    """Mistyped, or of another kit."""

    message = _("This pass phrase does not open this kit. Compare it with the paper, sign by sign, and type it again.")


class AnotherKit(Refusal):
    """One laptop, one kit, one data directory."""

    message = _(
        "Another kit was opened in this data directory. Start this one with a directory of its own:"
        " JISR_DATA=/another/place"
    )


def open_kit(raw: bytes, phrase: str) -> dict[str, Any]:
    """Store what a kit carries; opened a second time, nothing changes.

    Args:
        raw: the file.
        phrase: what it was shut with.

    Returns:
        The note that was written into the data directory.

    Raises:
        NotWhole, WrongPhrase, OfAnotherVersion, AnotherKit.
    """
    content = _content(raw, phrase)
    with scope(speaking="owner"):  # one transaction
        opened = _stored(content)
    note = content["note"] | {"instance": str(opened.instance), "opened_at": opened.opened_at.isoformat()}
    _write(settings.DATA / NOTE, note)
    return note


def _content(raw: bytes, phrase: str) -> dict[str, Any]:
    try:
        box = frames.unframe(raw)
        if box.head.get("is") != "kit":
            raise NotWhole
        content = json.loads(boxes.opened_with_phrase(box, phrase=phrase))
    except frames.Damaged as fault:
        raise NotWhole from fault
    except boxes.NotOpened as fault:
        raise WrongPhrase from fault
    if content.get("format") != FORMAT:
        raise OfAnotherVersion
    return content


def _stored(content: Mapping[str, Any]) -> OpenedKit:
    """The rows of the kit, or those that an earlier opening left."""
    note = content["note"]
    there = OpenedKit.objects.first()
    if there is not None:
        if str(there.kit) != note["kit"]:
            raise AnotherKit
        return there
    elsewhere = _account({"email": _ELSEWHERE, "name": "-", "language": "ar"}, content, active=False)
    for model in CARRIED:
        model._default_manager.bulk_create(_rows(model, content["tables"], elsewhere))
    wave = Wave.objects.get(code=note["wave"])
    for one in content["team"]:
        _seat(one, wave, content)
    opened = OpenedKit.objects.create(
        kit=note["kit"], wave=wave, meeting=Meeting.objects.get(code=note["meeting"]), instance=new_key()
    )
    journal.record("forum.opened_kit", opened, by="server")
    return opened


def _rows(model: Any, tables: Mapping[str, Any], elsewhere: User) -> Iterable[Any]:
    """The rows of one table; what somebody of the main server wrote is of nobody who signs in here.

    Raises:
        OfAnotherVersion: the kit knows a column that is not here, or the reverse.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for row in tables[model._meta.label_lower]:
        if row.keys() != fields.keys():
            raise OfAnotherVersion
        values = {name: fields[name].to_python(value) for name, value in row.items()}
        if model is Answer and not values["sources"]:  # an answer has an author, or a page where it was read
            values["author_id"] = elsewhere.pk
        yield model(**values)


def _account(one: Mapping[str, Any], content: Mapping[str, Any], *, active: bool = True) -> User:
    """An account that nobody can enter until a code is made for it."""
    made, _new = User.objects.get_or_create(
        email=one["email"],
        defaults={
            "display_name": one["name"], "language": one["language"], "is_active": active,
            "is_demonstration": content["demonstration"], "password": make_password(None),
            "password_is_temporary": True,
        },
    )  # fmt: skip
    return made


def _seat(one: Mapping[str, Any], wave: Wave, content: Mapping[str, Any]) -> None:
    user, invented = _account(one, content), content["demonstration"]
    Seat.objects.create(wave=wave, user=user, role=one["seat"], since=_EVER, is_demonstration=invented)
    Post.objects.get_or_create(
        user=user, role=POST_OF_SEAT[one["seat"]], region_id=one["region"],
        defaults={"since": _EVER, "is_demonstration": invented},
    )  # fmt: skip


def _write(path: Path, note: Mapping[str, Any]) -> None:
    """Whole or not at all, and for the account alone that runs the kit: a key stands in it."""
    half = path.with_suffix(".new")
    file = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, json.dumps(note, ensure_ascii=False, indent=1).encode())
        os.fsync(file)
    finally:
        os.close(file)
    half.rename(path)
