"""What resembles a text, as a page of the desk shows it; what was shown travels in the form, signed, with the verdicts.

Nothing is written until the form is sent. A published text is shown; of one that is still sealed only its number, its
kind and its day, until somebody asks for its words, which leaves a line on the journal.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from jisr.common.keys import new_key
from jisr.forum import actions, queries
from jisr.forum.actions import Shown
from jisr.forum.choices import ContributionState, Proposal, SuggestionVerdict
from jisr.forum.models import Contribution, Wave
from jisr.forum.queries import Alike
from jisr.web.forum.desk import told

#: The field with the list that was shown; that of a verdict has the key of the contribution after it.
FIELD, VERDICT = "alike", "alike-"
_SALT = "forum.suggestions"
#: A form that was open longer is taken as it is, without its verdicts.
_MOST_AGE_S = 2 * 24 * 3_600
#: Shorter words resemble everything.
_LEAST_CHARACTERS = 8


@dataclass(frozen=True)
class Line:
    """One suggestion on a page.

    Attributes:
        text: published; of a sealed one its words where they are read, else "".
        verdict: what was chosen, where the form comes back.
    """

    code: str
    title: str
    text: str
    is_sealed: bool
    day: Any
    score: float
    is_double: bool
    field: str
    verdict: str


@dataclass(frozen=True)
class Panel:
    """What resembles a text.

    Attributes:
        was_asked: whether there were words to compare.
        is_ready: False while the contributions of the wave are read for the first time.
        signed: the list, for the form.
        has_sealed: whether some of it can be read only as sealed words.
    """

    lines: Sequence[Line] = ()
    was_asked: bool = False
    is_ready: bool = True
    signed: str = ""
    has_sealed: bool = False

    @property
    def doubles(self) -> list[Line]:
        """Those that seem to be the same sheet."""
        return [line for line in self.lines if line.is_double]

    @property
    def others(self) -> list[Line]:
        """Those that ask for the same."""
        return [line for line in self.lines if not line.is_double]


def panel(
    request: HttpRequest, wave: Wave, text: str, *, but: Collection[UUID] = (), subject: UUID | None = None
) -> Panel:
    """What was said in a wave that resembles a text; sealed words too where the button for them was pressed.

    Args:
        but: contributions that are left out.
        subject: the contribution whose text it is, where it is one.
    """
    if len(text.strip()) < _LEAST_CHARACTERS:
        return Panel()
    found = queries.near(wave, text, but=but)
    if found is None:
        return Panel(was_asked=True, is_ready=False)
    rows = Contribution.objects.filter(wave=wave).exclude(state=ContributionState.WITHHELD)
    there = rows.in_bulk([one.key for one in found])
    shown = [one for one in found if one.key in there]
    sealed = [row for row in there.values() if row.state != ContributionState.PUBLISHED]
    read_out = queries.read_each_sealed(sealed) if "unseal" in request.POST and sealed else {}
    lines = [_line(request, there[one.key], one, read_out.get(one.key, "")) for one in shown]
    signed = sign(request, wave, shown, subject=subject) if shown else ""
    return Panel(lines, True, True, signed, bool(sealed) and not read_out)


def sign(
    request: HttpRequest, wave: Wave, rows: Sequence[Alike], *, subject: UUID | None = None, of_statements: bool = False
) -> str:
    """A list of suggestions as a form carries it: keys and numbers, no word of a text."""
    return signing.dumps(
        {
            "wave": str(wave.pk), "user": str(request.user.pk), "key": str(new_key()),
            "at": timezone.now().isoformat(), "subject": str(subject or ""), "stated": of_statements,
            "rows": [[str(one.key), one.kind, one.score, one.rank, one.method, one.version] for one in rows],
        },
        salt=_SALT, compress=True,
    )  # fmt: skip


def read(request: HttpRequest, wave: Wave, signed: str) -> Shown | None:
    """The list that a form carries; None for one of another wave or reader, too old, or not signed by us."""
    try:
        said = signing.loads(signed, salt=_SALT, max_age=_MOST_AGE_S)
    except signing.BadSignature:
        return None
    if (said["wave"], said["user"]) != (str(wave.pk), str(request.user.pk)):
        return None
    rows = [Alike(UUID(key), kind, score, rank, *how) for key, kind, score, rank, *how in said["rows"]]
    at = datetime.fromisoformat(said["at"])
    return Shown(UUID(said["key"]), at, rows, said["stated"], UUID(said["subject"]) if said["subject"] else None)


def judge(request: HttpRequest, wave: Wave, *, subject: Contribution | None = None) -> list[UUID]:
    """Keep the verdicts of the list that the form carries; those that were accepted."""
    shown = read(request, wave, request.POST.get(FIELD, ""))
    if shown is None:
        return []
    said = verdicts(request, shown)
    actions.judge(wave=wave, shown=shown, verdicts=said, by=request.user, subject=subject)
    return [key for key, verdict in said.items() if verdict == SuggestionVerdict.ACCEPTED]


def verdicts(request: HttpRequest, shown: Shown) -> Mapping[UUID, str]:
    """What was chosen for each suggestion of a list."""
    said = {one.key: request.POST.get(f"{VERDICT}{one.key}", "") for one in shown.rows}
    return {key: verdict for key, verdict in said.items() if verdict in SuggestionVerdict.values}


def same_sheet(request: HttpRequest, wave: Wave) -> Contribution | None:
    """The contribution that somebody pressed as the one she was about to key again; kept as her verdict."""
    shown = read(request, wave, request.POST.get(FIELD, ""))
    pressed = request.POST.get("same", "")
    row = Contribution.objects.filter(wave=wave, code=pressed).first() if pressed and shown else None
    if row is None or shown is None or row.pk not in {one.key for one in shown.rows}:
        return None
    said = {**verdicts(request, shown), row.pk: str(SuggestionVerdict.ACCEPTED)}
    actions.judge(wave=wave, shown=shown, verdicts=said, by=request.user)
    return row


def _line(request: HttpRequest, row: Contribution, one: Alike, sealed: str) -> Line:
    field = f"{VERDICT}{one.key}"
    return Line(
        row.code, told.subject(row), told.short(row.text or sealed), not row.text, row.said_on, one.score,
        one.kind == Proposal.DUPLICATE, field, request.POST.get(field, ""),
    )  # fmt: skip
