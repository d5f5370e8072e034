"""Taking a file of contributions into a wave: previewed sealed, then all of its accepted rows or none."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.crypto import decrypt, encrypt
from jisr.common.errors import OutOfReach, Refusal
from jisr.common.keys import readable_code
from jisr.exchange.actions import NoColumns, NothingToTake, RefusedRows
from jisr.exchange.centres_import.reading import read_table
from jisr.exchange.choices import ImportState
from jisr.exchange.contributions_import import checking
from jisr.exchange.contributions_import.ground import ground_of
from jisr.exchange.contributions_import.problems import Problem
from jisr.exchange.models import StagedSheet
from jisr.forum import actions as forum
from jisr.forum.models import Wave
from jisr.forum.queries import slip_hash

#: How long a preview waits for a yes; the words in it are sealed, and gone with it.
PREVIEW_LIVES = timedelta(hours=24)
_SLIP_SIGNS = 4


class TakenAlready(Refusal):
    """The same preview confirmed twice."""

    message = _("This file was taken in already. Nothing was written a second time.")


class AllThere(Refusal):
    """The file was sent before."""

    message = _("Everything in this file is here already. Nothing was written.")


@dataclass(frozen=True)
class Report:
    """What was read from a file, for whoever sent it.

    Attributes:
        rows: as the act takes them; the words in ``text``.
        there: numbers of the rows that are here already.
        unknown: headings that no column has.
    """

    name: str
    rows: list[dict[str, Any]]
    there: list[int]
    problems: list[Problem]
    refused: list[int]
    unknown: list[str]


@dataclass(frozen=True)
class Slip:
    """A slip that was made for a row of the file; its code is known here and nowhere else."""

    row: int
    sheet: str
    number: str
    code: str


@transaction.atomic
def stage_sheet(*, wave: Wave, name: str, content: bytes, by: User) -> StagedSheet:
    """Read and check a file, and keep what was read, sealed, for the preview; the wave is not touched.

    Args:
        name: of the file.
        content: its bytes.
        by: who sends it; she sits on the team.

    Raises:
        NotOnTheTeam, WaveClosed: she may not, or nothing comes in any more.
        Refusal: the file is no readable table, or has none of the columns.
    """
    forum.may_take_in(wave=wave, by=by)
    table = read_table(name, content)
    lines, unknown = checking.lines_of(table)
    if len(unknown) == len([heading for heading in table.headings if heading]):
        raise NoColumns
    ground = ground_of(
        wave, numbers={line.values["code"] for line in lines if "code" in line.values},
        keys={checking.key_of(wave.pk, line.values) for line in lines},
        slips={slip_hash(line.values["slip"]) for line in lines if "slip" in line.values},
    )  # fmt: skip
    checked = checking.check(lines, ground, today=timezone.localdate())
    staged = StagedSheet(
        author=str(by.pk), wave=wave, dies_at=timezone.now() + PREVIEW_LIVES,
        counts={
            "rows": len(lines), "new": len(checked.rows), "there": len(checked.there), "refused": len(checked.refused),
        },
    )  # fmt: skip
    report = asdict(checked) | {"name": name[:120], "unknown": unknown}
    staged.sealed = encrypt(json.dumps(report, ensure_ascii=False), bound_to=_bound(staged))
    staged.save(force_insert=True)
    journal.record("forum.previewed_sheet", staged, by=by)
    return staged


def report_of(staged: StagedSheet) -> Report | None:
    """What was read from the file; None once it was taken in."""
    if staged.sealed is None:
        return None
    kept = json.loads(decrypt(bytes(staged.sealed), bound_to=_bound(staged)))
    return Report(**kept | {"problems": [Problem(**problem) for problem in kept["problems"]]})


@transaction.atomic
def take_sheet(
    *, staged: StagedSheet, by: User, without_refused: bool = False, slips: bool = False
) -> tuple[int, list[Slip]]:
    """Take a previewed file into its wave: all of its accepted rows, or nothing. What was staged is gone afterwards.

    Args:
        staged: the preview.
        by: who says yes.
        without_refused: the refused rows are left out knowingly.
        slips: make a slip for each row that brings none.

    Returns:
        how many contributions were new, and the slips that were made; nobody can show them again.

    Raises:
        TakenAlready, RefusedRows, NothingToTake, AllThere.
        NotOnTheTeam, WaveClosed, Unacceptable: as ``forum.actions.take_in`` decides.
    """
    held = StagedSheet.objects.select_for_update().filter(pk=staged.pk).first()
    if held is None:
        raise OutOfReach
    report = report_of(held)
    if report is None:
        raise TakenAlready
    if report.refused and not without_refused:
        raise RefusedRows(count=len(report.refused))
    if not report.rows:
        raise AllThere if report.there and not report.refused else NothingToTake
    codes = {row["row"]: _code() for row in report.rows if slips and not row["slip"]}
    new = forum.take_in(wave=held.wave, rows=[_as_said(row, codes.get(row["row"], "")) for row in report.rows], by=by)
    StagedSheet.objects.filter(pk=held.pk).update(
        state=ImportState.TAKEN, sealed=None, counts=held.counts | {"new": len(new)}
    )
    staged.refresh_from_db()
    journal.record("forum.imported", staged, by=by)
    by_key = {row["client_key"]: row for row in report.rows}
    made = [(by_key[str(one.client_key)], one) for one in new if by_key[str(one.client_key)]["row"] in codes]
    return len(new), [Slip(row["row"], row["sheet"], one.code, codes[row["row"]]) for row, one in made]


def _as_said(row: Mapping[str, Any], code: str) -> forum.Said:
    return forum.Said(
        text=row["text"], kind=row["kind"], client_key=UUID(row["client_key"]), language=row["language"],
        channel=row["channel"] or "paper", meeting=UUID(row["meeting"]) if row["meeting"] else None,
        said_on=date.fromisoformat(row["said_on"]) if row["said_on"] else None,
        slip_hash=slip_hash(code) if code else row["slip"],
        noted={name: row[name] for name in ("organisation", "theme", "public", "urgency", "speaker_role")},
        places={f"{name}_id": row[name] or None for name in ("commune", "province", "region")},
    )  # fmt: skip


def _code() -> str:
    return f"{readable_code(_SLIP_SIGNS)}-{readable_code(_SLIP_SIGNS)}"


def _bound(staged: StagedSheet) -> str:
    return f"exchange.stagedsheet:{staged.pk}"
