"""What a person said of suggestions: kept with method and score, so that it can be told how often they help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from jisr.accounts.models import User
from jisr.common import journal
from jisr.forum.actions.team import on_team
from jisr.forum.choices import SuggestionVerdict
from jisr.forum.models import Contribution, Statement, Suggestion, Wave
from jisr.forum.queries import Alike


@dataclass(frozen=True, slots=True)
class Shown:
    """A list of suggestions as it was on a page.

    Attributes:
        key: of the list: it is judged once.
        of_statements: whether it proposes statements; contributions otherwise.
        subject: the contribution or statement beside which it was; None for a sheet that is being keyed.
    """

    key: UUID
    at: datetime
    rows: Sequence[Alike]
    of_statements: bool = False
    subject: UUID | None = None


@transaction.atomic
def judge(
    *, wave: Wave, shown: Shown, verdicts: Mapping[UUID, str], by: User, subject: Contribution | None = None
) -> list[Suggestion]:  # fmt: skip
    """Keep what was proposed and what a person said of each; a list that was judged already is not judged again.

    Args:
        verdicts: proposed -> accepted or refused; those of which nothing was said are kept without a verdict.
        subject: what was keyed with the list beside it, where it had no subject yet.

    Raises:
        NotOnTheTeam: she has no seat on the wave.
    """
    on_team(wave.pk, by)
    if not shown.rows or Suggestion.objects.filter(showing=shown.key).exists():
        return []
    beside = shown.subject or (subject.pk if subject else None)
    ends = ("subject_statement_id", "proposed_statement_id") if shown.of_statements else ("subject_id", "proposed_id")
    there = _there(Statement if shown.of_statements else Contribution, wave, [one.key for one in shown.rows])
    rows = [
        Suggestion(
            wave=wave, kind=one.kind, showing=shown.key, method=one.method, version=one.version, score=one.score,
            rank=one.rank, shown_at=shown.at, verdict=_verdict(verdicts.get(one.key, "")), by=by,
            **{ends[0]: beside, ends[1]: one.key},
        )
        for one in shown.rows if one.key in there and one.key != beside
    ]  # fmt: skip
    Suggestion.objects.bulk_create(rows)
    if rows:
        journal.record("forum.judged_suggestions", wave, by=by, reason=rows[0].kind)
    return rows


def _there(kind: type[Model], wave: Wave, keys: Sequence[UUID]) -> set[UUID]:
    """Those of the wave: what was shown and is there no more, or never was of it, is not kept."""
    return set(kind._default_manager.filter(wave=wave, pk__in=keys).values_list("pk", flat=True))


def _verdict(said: str) -> str:
    return said if said in SuggestionVerdict.values else ""
