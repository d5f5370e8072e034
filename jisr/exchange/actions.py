"""Taking files into the catalogue."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.exchange.centres_import.catalogue import read_catalogue
from jisr.exchange.centres_import.changes import with_changes
from jisr.exchange.centres_import.checking import check, read_lines
from jisr.exchange.centres_import.reading import read_table
from jisr.exchange.centres_import.writing import Moved, write
from jisr.exchange.choices import ImportState
from jisr.exchange.models import StagedImport

#: How long a preview waits for a yes.
PREVIEW_LIVES = timedelta(hours=24)


class NoColumns(Refusal):
    """The headings are not those of the template."""

    message = _("None of the headings is known. Use the headings of the template, in any of its languages.")


class NothingToTake(Refusal):
    """No row is left."""

    message = _("No row of this file can be taken. Correct the rows as said beside them, then send the file again.")


class AlreadyTaken(Refusal):
    """The same preview confirmed twice."""

    message = _("This file has already been taken into the catalogue. Nothing was written a second time.")


class ChangedMeanwhile(Refusal):
    """Somebody saved one of these centres after the preview."""

    message = _(
        "%(count)s centres were changed by someone else after this preview (%(codes)s)."
        " Nothing was written. Send the file again to see the new preview."
    )


class RefusedRows(Refusal):
    """Refused rows need an explicit word."""

    message = _("%(count)s rows are refused. Tick the box to take the others without them, or correct the file.")


@transaction.atomic
def stage_centres(*, name: str, content: bytes, by: User, region: str = "") -> StagedImport:
    """Read and check a file, and keep what was read for the preview; the catalogue is not touched.

    Args:
        name: of the file.
        content: its bytes.
        by: who sends it.
        region: code of the only region whose centres may be edited; "" for the country.

    Raises:
        Refusal: the file is no readable table, or has none of the columns.
    """
    table = read_table(name, content)
    lines, unknown = read_lines(table)
    if len(unknown) == len([heading for heading in table.headings if heading]):
        raise NoColumns
    codes = {line.values.get("code", "") for line in lines}
    service_codes = {line.values.get("service_code") or _made(line.values) for line in lines}
    catalogue = read_catalogue(codes, service_codes)
    checked = check(lines, unknown, catalogue, region=region, today=timezone.localdate())
    counts = with_changes(checked.centres, catalogue)
    staged = StagedImport.objects.create(
        author=str(by.pk), file_name=name[:120], dies_at=timezone.now() + PREVIEW_LIVES, centres=checked.centres,
        problems=[problem.packed() for problem in checked.problems], refused=checked.refused, unknown=unknown,
        rows=len(lines), counts=counts | {"refused": len(checked.refused)},
    )  # fmt: skip
    journal.record("centres.import_previewed", staged, by=by)
    return staged


def _made(values: dict[str, Any]) -> str:
    return f"{values.get('code', '')}-{values.get('theme', '')}"[:40]


@transaction.atomic
def take_centres(*, staged: StagedImport, by: User, without_refused: bool = False) -> StagedImport:
    """Write a previewed file into the catalogue: all of its accepted rows, or nothing.

    Args:
        staged: the preview.
        by: who says yes.
        without_refused: the refused rows are left out knowingly.

    Raises:
        AlreadyTaken, RefusedRows, NothingToTake, ChangedMeanwhile.
    """
    claimed = StagedImport.objects.filter(pk=staged.pk, state=ImportState.PREVIEWED).update(state=ImportState.TAKEN)
    if not claimed:
        raise AlreadyTaken
    if staged.refused and not without_refused:
        raise RefusedRows(count=len(staged.refused))
    if not staged.centres:
        raise NothingToTake
    today = timezone.localdate()
    try:
        write(staged.centres, by=by, source=f"import {today.isoformat()}", today=today)
    except Moved as moved:
        raise ChangedMeanwhile(count=len(moved.codes), codes=", ".join(moved.codes[:5])) from moved
    staged.state = ImportState.TAKEN
    journal.record("centres.imported", staged, by=by)
    return staged
