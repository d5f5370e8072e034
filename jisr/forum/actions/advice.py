"""What an advisory body asks of its region and thinks of its programmes, and what the region answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Stale, Unacceptable
from jisr.common.text import clean_typed
from jisr.forum.actions.bodies import ANSWERER, of_its_region, outside, sits_in
from jisr.forum.choices import (
    MEANS_TRANSITIONS,
    OPINION_TRANSITIONS,
    ContributionState,
    MeansAnswerKind,
    OpinionState,
    OutcomeKind,
)
from jisr.forum.models import AdvisoryBody, Contribution, MeansAnswer, MeansRequest, Opinion, OpinionOutcome

#: What may be said in an opinion while it is a draft.
OPINION_FIELDS = frozenset(
    {"title_ar", "title_fr", "wave", "asked_by", "due_on", "text_ar", "text_fr", "why_replaced"}
)  # fmt: skip


class AnsweredBefore(Refusal):
    """A second answer to what has one."""

    message = _("This has its answer already, and an answer is not changed. Open the page again to read it.")


class GivenIsKept(Refusal):
    """An opinion that is public, or was left, is not written any more."""

    message = _("This opinion was given: it stays as it is. Write a corrected one, which replaces it and says why.")


class CorrectedBefore(Refusal):
    """Two corrections of one opinion."""

    message = _("A corrected opinion is being written, or was given already. Open it instead.")


@transaction.atomic
def ask_means(
    *, body: AdvisoryBody, kind: str, by: User, what_ar: str = "", what_fr: str = "", needed_on: date | None = None
) -> MeansRequest:
    """Ask the region for what the body needs; it is public at once, and so are the days it waits.

    Raises:
        NotOfTheBody: she does not sit in it.
        Unacceptable: nothing is said, or the day is past or outside the mandate.
    """
    sits_in(body.pk, by)
    words = {"what_ar": clean_typed(what_ar), "what_fr": clean_typed(what_fr)}
    wrong = outside(body, needed_on=needed_on)
    if not any(words.values()):
        wrong["what_ar"] = _("Say what is needed, in Arabic or in French.")
    if needed_on is not None and needed_on < timezone.localdate():
        wrong["needed_on"] = _("This day is past. Give the day from which it is needed.")
    if wrong:
        raise Unacceptable(wrong)
    request = MeansRequest(
        body=body, kind=kind, needed_on=needed_on, is_demonstration=body.is_demonstration, **words
    )  # fmt: skip
    request.save(force_insert=True)
    journal.record("forum.asked_means", request, by=by, reason=kind)
    return request


@transaction.atomic
def answer_means(
    *, request: MeansRequest, expected: int, kind: str, next_step: str, by: User, why: str = "",
    next_on: date | None = None, office_ar: str = "", office_fr: str = "",
) -> MeansAnswer:  # fmt: skip
    """Answer a request for means. What was put off may be answered again; anything else is answered once.

    Args:
        why: needed for anything but a plain yes.
        next_on: the day of the next step; needed for anything but a no.
        office_ar, office_fr: who answers and does it, one of the two at least.

    Raises:
        NotOfTheRegion: she answers for no region, or another one.
        AnsweredBefore: it has its answer.
        Stale: somebody answered in between; it carries the request as it is now.
        Unacceptable: it does not say why, what next, when or who.
    """
    of_its_region(request.body, by, ANSWERER)
    words = {
        "why": clean_typed(why, lines=True), "next_step": clean_typed(next_step, lines=True),
        "office_ar": clean_typed(office_ar), "office_fr": clean_typed(office_fr),
    }  # fmt: skip
    _check_answer(kind, words, next_on)
    last = request.answers.order_by("answered_on", "id").last()
    if kind not in MEANS_TRANSITIONS[last.kind if last else ""]:
        raise AnsweredBefore
    request.save_version(expected)
    given = MeansAnswer(
        request=request, body_id=request.body_id, kind=kind, next_on=next_on, author=by,
        is_demonstration=request.is_demonstration, **words,
    )  # fmt: skip
    given.save(force_insert=True)
    journal.record("forum.answered_means", given, by=by, reason=kind)
    return given


def _check_answer(kind: str, words: Mapping[str, str], next_on: date | None) -> None:
    wrong: dict[str, Any] = {}
    if kind not in MeansAnswerKind.values:
        wrong["kind"] = _("Choose an answer.")
    if kind != MeansAnswerKind.GRANTED and not words["why"]:
        wrong["why"] = _("Say why: the members and the public read it.")
    if not words["next_step"]:
        wrong["next_step"] = _("Say what happens next, also after a no.")
    if kind != MeansAnswerKind.REFUSED and next_on is None:
        wrong["next_on"] = _("Give the day of the next step.")
    elif next_on is not None and next_on < timezone.localdate():
        wrong["next_on"] = _("This day is past. Give the day of the next step.")
    if not (words["office_ar"] or words["office_fr"]):
        wrong["office_ar"] = _("Say who answers, in Arabic or in French.")
    if wrong:
        raise Unacceptable(wrong)


@transaction.atomic
def write_opinion(
    *, body: AdvisoryBody, values: Mapping[str, Any], by: User, contribution: str = "", replaces: Opinion | None = None
) -> Opinion:
    """Begin an opinion: a draft that the body alone reads.

    Args:
        values: some of ``OPINION_FIELDS``.
        contribution: the number of a published contribution that it is about.
        replaces: the opinion given that this one corrects; ``why_replaced`` then says why.

    Raises:
        NotOfTheBody: she does not sit in it.
        CorrectedBefore: another correction of the same one was begun.
        Unacceptable: it says on nothing, or the days do not fit the mandate.
    """
    sits_in(body.pk, by)
    if replaces is not None and (replaces.body_id != body.pk or replaces.state != OpinionState.GIVEN):
        raise OutOfReach
    opinion = Opinion(body=body, replaces=replaces, is_demonstration=body.is_demonstration, **_said(values))
    opinion.contribution = _about(contribution, body)
    _check_opinion(opinion)
    try:
        with transaction.atomic():
            opinion.save(force_insert=True)
    except IntegrityError as fault:
        raise CorrectedBefore from fault
    journal.record("forum.wrote_opinion", opinion, by=by)
    return opinion


@transaction.atomic
def edit_opinion(
    *, opinion: Opinion, expected: int, values: Mapping[str, Any], by: User, contribution: str = ""
) -> Opinion:
    """Go on writing a draft.

    Raises:
        GivenIsKept: it is no draft any more.
        Stale: another member saved it in between.
        NotOfTheBody, Unacceptable: as for ``write_opinion``.
    """
    sits_in(opinion.body_id, by)
    if opinion.state != OpinionState.DRAFT:
        raise GivenIsKept
    said = _said(values) | {"contribution": _about(contribution, opinion.body)}
    for name, value in said.items():
        setattr(opinion, name, value)
    _check_opinion(opinion)
    _move(opinion, expected, **said)
    journal.record("forum.wrote_opinion", opinion, by=by)
    return opinion


@transaction.atomic
def give_opinion(*, opinion: Opinion, expected: int, by: User) -> Opinion:
    """Give an opinion: from now on everybody reads it, and nobody changes it.

    Raises:
        GivenIsKept: it was given, or left.
        Unacceptable: it says nothing yet.
    """
    sits_in(opinion.body_id, by)
    if OpinionState.GIVEN not in OPINION_TRANSITIONS[OpinionState(opinion.state)]:
        raise GivenIsKept
    if not opinion.text_ar and not opinion.text_fr:
        raise Unacceptable({"text_ar": _("Write the opinion, in Arabic or in French, before you give it.")})
    _move(opinion, expected, state=OpinionState.GIVEN, given_on=timezone.localdate())
    journal.record("forum.gave_opinion", opinion, by=by)
    return opinion


@transaction.atomic
def leave_opinion(*, opinion: Opinion, expected: int, by: User) -> Opinion:
    """Give up a draft; nobody but the body ever knew of it.

    Raises:
        GivenIsKept: it was given, or left already.
    """
    sits_in(opinion.body_id, by)
    if OpinionState.LEFT not in OPINION_TRANSITIONS[OpinionState(opinion.state)]:
        raise GivenIsKept
    _move(opinion, expected, state=OpinionState.LEFT)
    journal.record("forum.left_opinion", opinion, by=by)
    return opinion


@transaction.atomic
def tell_outcome(
    *, opinion: Opinion, kind: str, by: User, why: str = "", next_step: str = "", office_ar: str = "",
    office_fr: str = "",
) -> OpinionOutcome:  # fmt: skip
    """Say what became of an opinion: once, in public.

    Raises:
        NotOfTheRegion: she answers for no region, or another one.
        AnsweredBefore: it was said already.
        OutOfReach: it was not given, or a corrected one replaced it.
        Unacceptable: it does not say why, what next, or who.
    """
    of_its_region(opinion.body, by, ANSWERER)
    replaced = Opinion.objects.filter(replaces=opinion, state=OpinionState.GIVEN)
    if opinion.state != OpinionState.GIVEN or replaced.exists():
        raise OutOfReach
    words = {
        "why": clean_typed(why, lines=True), "next_step": clean_typed(next_step, lines=True),
        "office_ar": clean_typed(office_ar), "office_fr": clean_typed(office_fr),
    }  # fmt: skip
    _check_outcome(kind, words)
    told = OpinionOutcome(
        opinion=opinion, body_id=opinion.body_id, kind=kind, author=by, is_demonstration=opinion.is_demonstration,
        **words,
    )  # fmt: skip
    try:
        with transaction.atomic():
            told.save(force_insert=True)
    except IntegrityError as fault:
        raise AnsweredBefore from fault
    journal.record("forum.told_outcome", told, by=by, reason=kind)
    return told


def _check_outcome(kind: str, words: Mapping[str, str]) -> None:
    wrong: dict[str, Any] = {}
    if kind not in OutcomeKind.values:
        wrong["kind"] = _("Choose what became of it.")
    if kind != OutcomeKind.FOLLOWED and not words["why"]:
        wrong["why"] = _("Say why: the members and the public read it.")
    if kind != OutcomeKind.NOT_FOLLOWED and not words["next_step"]:
        wrong["next_step"] = _("Say what is done, and by when.")
    if not (words["office_ar"] or words["office_fr"]):
        wrong["office_ar"] = _("Say who answers, in Arabic or in French.")
    if wrong:
        raise Unacceptable(wrong)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - OPINION_FIELDS
    if unknown:
        raise ValueError(f"nothing is kept of {sorted(unknown)}")
    return {
        name: clean_typed(value, lines=name.startswith("text_")) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _about(number: str, body: AdvisoryBody) -> Contribution | None:
    """The published contribution of a number.

    Raises:
        Unacceptable: there is none, or one of the two is invented and the other is not.
    """
    if not number.strip():
        return None
    known = {"state": ContributionState.PUBLISHED, "is_demonstration": body.is_demonstration}
    found = Contribution.objects.filter(code__iexact=clean_typed(number), **known).first()
    if found is None:
        raise Unacceptable({"contribution": _("No published contribution has this number. Copy it from its page.")})
    return found


def _check_opinion(opinion: Opinion) -> None:
    wrong = outside(opinion.body, due_on=opinion.due_on)
    if not opinion.title_ar and not opinion.title_fr:
        wrong["title_ar"] = _("Say on what the opinion is, in Arabic or in French.")
    if opinion.replaces_id is not None and not opinion.why_replaced:
        wrong["why_replaced"] = _("Say why the opinion given before is corrected.")
    if opinion.wave is not None and opinion.wave.is_demonstration != opinion.is_demonstration:
        wrong["wave"] = _("Choose a consultation of the list.")
    if wrong:
        raise Unacceptable(wrong)


def _move(opinion: Opinion, expected: int, **values: Any) -> None:
    """Save a draft; one that was given meanwhile is not found by the wall.

    Raises:
        Stale: another member saved it in between.
        GivenIsKept: it was given or left in between.
    """
    try:
        opinion.save_version(expected, **values)
    except Stale as stale:
        if stale.current is not None and stale.current.state != OpinionState.DRAFT:
            raise GivenIsKept from stale
        raise
