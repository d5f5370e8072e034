"""The act that ends a contribution: the answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import Unacceptable
from jisr.common.text import clean_typed
from jisr.forum.actions import telling
from jisr.forum.actions.danger import AlreadyHandedOver
from jisr.forum.actions.lineage import check_untold
from jisr.forum.actions.team import ANSWERS, AnsweredAlike, NotModerated, on_team, opened
from jisr.forum.choices import (
    ANSWERS_GIVEN,
    AnswerKind,
    ContributionState,
    MeetingState,
    SeatRole,
    StatementState,
    WithheldReason,
)
from jisr.forum.models import Answer, Contribution, Meeting, Statement, Wave
from jisr.forum.queries import lineage
from jisr.forum.rules import lineage as rules
from jisr.forum.rules.alike import digest, too_alike
from jisr.forum.rules.tongues import guess


@transaction.atomic
def answer(
    *, by: User, kind: str, what: str, why: str, contribution: Contribution | None = None,
    statement: Statement | None = None, next_step: str = "", to_whom: str = "", body_ar: str = "", body_fr: str = "",
    language: str = "", answered_on: date | None = None, sources: Sequence[Mapping[str, str]] = (),
) -> Answer:  # fmt: skip
    """Answer one contribution, or all that were joined in one statement.

    Args:
        body_ar, body_fr: the body that answers, as its name is published; one of the two at least.
        to_whom: who it is passed on to; needed for not_ours.

    Raises:
        Unacceptable: it does not say what, why, the next step or who answers.
        NotModerated: the contribution is still sealed.
        AlreadyHandedOver: it was given to a social worker, who answers in person.
        AnsweredAlike: these words answer five others one by one.
        TellsWhatIsCovered: the answer says a word that is covered in what it answers.
    """
    subject = contribution or statement
    if subject is None or (contribution is not None and statement is not None):
        raise ValueError("an answer is to one contribution or to one statement")
    on_team(subject.wave_id, by, SeatRole.ANSWERER)
    wave = opened(subject.wave_id)
    words = {
        "what": clean_typed(what, lines=True), "why": clean_typed(why, lines=True),
        "next_step": clean_typed(next_step, lines=True), "to_whom": clean_typed(to_whom),
        "body_ar": clean_typed(body_ar), "body_fr": clean_typed(body_fr),
    }  # fmt: skip
    _check(kind, words)
    _check_open(subject)
    held = lineage.edges(wave)
    check_untold(" ".join(words.values()), [subject.pk], held)
    given = Answer(
        wave=wave, contribution=contribution, statement=statement, kind=kind, author=by, sources=list(sources),
        answered_on=min(answered_on or timezone.localdate(), timezone.localdate()),
        language=language or guess(f"{words['what']} {words['why']}"), is_demonstration=wave.is_demonstration,
        alike=digest(words["what"], words["why"], words["next_step"]), **words,
    )  # fmt: skip
    if contribution is not None and contribution.state == ContributionState.PUBLISHED:
        _check_alike(given, wave)
    given.save(force_insert=True)
    _note_answered_meetings(wave)
    telling.tell_answers(wave, _reached(subject, held))
    journal.record("forum.answered", given, by=by, reason=kind)
    return given


def _reached(subject: Contribution | Statement, held: list[rules.Edge]) -> set[Any]:
    """What an answer reaches: its subject and whatever that came from."""
    return {subject.pk, *rules.above(held, subject.pk)}


def _check(kind: str, words: Mapping[str, str]) -> None:
    wrong: dict[str, Any] = {}
    if kind not in ANSWERS_GIVEN:
        wrong["kind"] = _("Choose an answer.")
    if not words["what"]:
        wrong["what"] = _("Say what is answered.")
    if not words["why"]:
        wrong["why"] = _("Say why: an answer without reasons is none.")
    if not words["next_step"]:
        wrong["next_step"] = _("Say what happens next, and when.")
    if not (words["body_ar"] or words["body_fr"]):
        wrong["body_ar"] = _("Say which body answers.")
    if kind == AnswerKind.NOT_OURS and not words["to_whom"]:
        wrong["to_whom"] = _("Say who it is passed on to.")
    if wrong:
        raise Unacceptable(wrong)


def _check_open(subject: Contribution | Statement) -> None:
    if isinstance(subject, Contribution):
        told = Contribution.objects.filter(pk=subject.pk).exclude(state=ContributionState.SAID)
        reason = told.values_list("withheld_reason", flat=True).first()
        if reason is None:
            raise NotModerated
        if reason == WithheldReason.DANGER:
            raise AlreadyHandedOver
    elif not Statement.objects.filter(pk=subject.pk, state=StatementState.ACTIVE).exists():
        raise ANSWERS["closed"]


def _check_alike(given: Answer, wave: Wave) -> None:
    rows = Answer.objects.filter(wave=wave, alike=given.alike, contribution__state=ContributionState.PUBLISHED)
    same = {*rows.values_list("contribution", flat=True), given.contribution_id}
    if too_alike(same, joined=False) and too_alike(same, joined=rules.joined(lineage.edges(wave), same)):
        raise AnsweredAlike


def _note_answered_meetings(wave: Wave) -> None:
    """Meetings whose minutes are closed and whose every contribution has its answer are answered."""
    closed = Meeting.objects.filter(wave=wave, state=MeetingState.CLOSED)
    if not closed.exists():
        return
    waiting = Contribution.objects.filter(pk__in=lineage.unanswered(wave)).values("meeting")
    said = Contribution.objects.filter(wave=wave).values("meeting")
    closed.filter(pk__in=said).exclude(pk__in=waiting.filter(meeting__isnull=False)).update(state=MeetingState.ANSWERED)
