"""Rows of the works for tests: a sheet, an operation in a state, a meter; made by the product's own acts."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from struct import pack
from uuid import UUID
from zlib import compress, crc32

from django.utils import timezone

from jisr.centres.works import actions
from jisr.centres.works.choices import Look
from jisr.centres.works.items import asked
from tests.stories import under


def days_ago(days: int) -> date:
    """A day before today."""
    return timezone.localdate() - timedelta(days=days)


def looks(kind: str, look: str = Look.GOOD, **but: str) -> dict[str, actions.Said]:
    """A whole sheet with one answer, but for some things (``building__roof="out"``)."""
    said = {one.code: actions.Said(look) for one in asked(kind)}
    return said | {code.replace("__", "."): actions.Said(other) for code, other in but.items()}


def audited(held, *, ago: int = 30, **but: str):
    """A sheet of the centre of a post."""
    return actions.make_audit(centre=held.centre, on=days_ago(ago), said=looks(held.centre.type, **but), by=held.user)


def diagnosed(held, *items: str, ago: int = 20):
    """An operation on some things, a line of 1,000 dirhams each."""
    row = actions.diagnose(centre=held.centre, title="ترميم", by=held.user, on=days_ago(ago))
    for item in items or ("building.roof",):
        actions.add_line(operation=row, values={"item": item, "estimate": 100_000, "paid": 0}, by=held.user)
    return row


def going_on(held, *items: str):
    """The same, in its works."""
    row = diagnosed(held, *items)
    actions.programme(operation=row, expected=row.version, on=days_ago(15), by=held.user)
    actions.begin(operation=row, expected=row.version, on=days_ago(10), by=held.user)
    return row


def metered(held, *readings: tuple[int, str], kind: str = "electricity", number: str = "A-1"):
    """A meter with what it showed so many days ago."""
    meter = actions.add_meter(centre=held.centre, kind=kind, number=number, by=held.user)
    for ago, value in readings:
        actions.read_meter(meter=meter, on=days_ago(ago), value=Decimal(value), by=held.user)
    return meter


def png(*extra: tuple[bytes, bytes]) -> bytes:
    """A whole picture of one dot, with parts of one's choice."""
    parts = [(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), *extra, (b"IDAT", compress(b"\0\0")), (b"IEND", b"")]
    out = BytesIO(b"\x89PNG\r\n\x1a\n")
    out.seek(0, 2)
    for name, content in parts:
        out.write(pack(">I", len(content)) + name + content + pack(">I", crc32(name + content)))
    return out.getvalue()


@dataclass(frozen=True)
class Built:
    """Keys of one row of each kind at ``OWN``, for the access tests."""

    sheet: UUID
    photo: UUID
    operation: UUID
    line: UUID
    reserve: UUID
    closure: UUID
    meter: UUID
    reading: UUID


def addresses() -> Built:
    """A sheet with a photograph, works received with a reserve while the centre is closed, a meter that was read."""
    with under("director") as held:
        sheet = audited(held, building__roof="out")
        photo = actions.add_photo(audit=sheet, item="", content=png(), size=len(png()), nobody=True, by=held.user)
        row = going_on(held)
        shut = actions.shut(operation=row, since=days_ago(3), until=None, by=held.user)
        said = [("باب", None)]
        actions.receive(
            operation=row, expected=row.version, on=days_ago(1), mended=[], reserves=said, by=held.user
        )  # fmt: skip
        meter = metered(held, (40, "100"))
        return Built(
            sheet.pk, photo.pk, row.pk, row.lines.get().pk, row.reserves.get().pk, shut.pk, meter.pk,
            meter.readings.get().pk,
        )  # fmt: skip
