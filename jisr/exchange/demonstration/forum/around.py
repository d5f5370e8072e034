"""Who was invited to the invented meetings, and what was signed there."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jisr.common import yaml_text
from jisr.exchange.bulk import copy_in
from jisr.forum.models import Invitation, Meeting, Signing

FILE = Path(__file__).parent / "around.yaml"


def add(meetings: Iterable[Meeting]) -> None:
    """Write the invitations to the meetings and the agreements signed there; speaks as the owner of the tables."""
    told: Mapping[str, Mapping[str, Any]] = yaml_text.read(FILE.read_text(encoding="utf-8"))
    of = [(meeting, told.get(meeting.code, {})) for meeting in meetings]
    copy_in(
        Invitation(meeting=meeting, wave=meeting.wave, **row)
        for meeting, around in of
        for row in around.get("invitations", ())
    )
    copy_in(
        Signing(meeting=meeting, wave=meeting.wave, is_demonstration=True, **row)
        for meeting, around in of
        for row in around.get("signings", ())
    )
