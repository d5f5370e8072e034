"""Acts on contributions: take one in, publish it moderated, withhold it, destroy its sealed words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.crypto import encrypt
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.forum.actions import telling
from jisr.forum.actions.kept import kept
from jisr.forum.actions.team import NameLeft, NotModerated, TellsWhatIsCovered, on_team, still_open
from jisr.forum.choices import (
    DESTROYED_ON_REQUEST,
    Channel,
    ContributionState,
    Kind,
    MaskReason,
    MeetingState,
    SeatRole,
    WithheldReason,
)
from jisr.forum.models import MOST_CHARACTERS, Answer, Contribution, Meeting, Statement, Verbatim, Wave
from jisr.forum.queries import lineage, sealed
from jisr.forum.rules import lineage as rules
from jisr.forum.rules.masking import Span, cover, covered_words, hide, left_open, spans, suspects, told
from jisr.forum.rules.tongues import guess

S = SeatRole
#: Where an answer may say a word.
_ANSWERED = ("what", "why", "next_step", "to_whom")
_PLACES = ("commune", "province", "region")
#: What is noted beside the words.
NOTED = frozenset(
    {"kind", "language", "speaker_role", "organisation", "region", "province", "commune", "theme", "public", "urgency"}
)


@transaction.atomic
def contribute(
    *, wave: Wave, text: str, by: User, kind: str = Kind.PROPOSAL, language: str = "", channel: str = Channel.PAPER,
    meeting: Meeting | None = None, client_key: UUID | None = None, slip: str = "", said_on: date | None = None,
    reply_to: str = "", **noted: Any,
) -> Contribution:  # fmt: skip
    """Take in what somebody said; the words are sealed at once.

    The same ``client_key`` twice is one contribution: a kit may be joined again without doubling anything.

    Args:
        text: as it was said, at most ``MOST_CHARACTERS``.
        language: guessed from the letters when left out; two in one sheet are ``mixed``.
        slip: the code on the paper that the speaker keeps; only its hash is stored.
        said_on: the meeting's day, or today, when left out.
        reply_to: a mobile number or an e-mail address to which the answer is told, as she agreed; sealed.
        noted: speaker_role, organisation, region, province, commune, theme, public, urgency.

    Raises:
        NotOnTheTeam: she has no seat on the wave.
        WaveClosed: the wave is closed.
        Unacceptable: nothing said, or too much; a slip that was used before.
    """
    on_team(wave.pk, by)
    known = Contribution.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return known
    still_open(wave)
    contribution = contribution_of(
        wave, text, meeting=meeting, client_key=client_key, kind=kind, language=language, channel=channel,
        said_on=said_on, code_hash=kept(sealed.slip_hash(slip), slip), noted=noted,
    )  # fmt: skip
    try:
        with transaction.atomic():
            contribution.save(force_insert=True)
    except IntegrityError as fault:
        return _there_already(client_key, fault)
    sealed_words(contribution, text).save(force_insert=True)
    if reply_to:
        telling.keep(contribution, reply_to)
    if meeting is not None:
        reopen(meeting)
    journal.record("forum.contributed", contribution, by=by, reason=channel)
    return contribution


def contribution_of(
    wave: Wave, text: str, *, meeting: Meeting | None, client_key: UUID | None, kind: str, language: str, channel: str,
    said_on: date | None, code_hash: str, noted: Mapping[str, Any],
) -> Contribution:  # fmt: skip
    """What somebody said as a row, not yet saved; its words go into ``sealed_words``.

    Raises:
        Unacceptable: nothing said, or too much.
    """
    said = clean_typed(text, lines=True)
    _check(said, meeting, wave, noted)
    return Contribution(
        wave=wave, meeting=meeting, code=f"{readable_code(4)}-{readable_code(4)}", client_key=client_key, kind=kind,
        language=language or guess(said), channel=channel, said_on=_said_on(said_on, meeting), code_hash=code_hash,
        is_demonstration=wave.is_demonstration, **_placed(noted, meeting, wave),
    )  # fmt: skip


def sealed_words(contribution: Contribution, text: str) -> Verbatim:
    """The words of a contribution, sealed, with what a machine finds suspect in them; not yet saved."""
    said = clean_typed(text, lines=True)
    return Verbatim(
        contribution=contribution, wave_id=contribution.wave_id,
        sealed=encrypt(said, bound_to=sealed.bound_to(contribution.pk)),
        flags=[flag.as_dict() for flag in suspects(said)],
    )  # fmt: skip


@transaction.atomic
def publish(
    *, contribution: Contribution, by: User, masks: Iterable[Span | Mapping[str, Any]] = (), checked: bool = False,
    noted: Mapping[str, Any] | None = None, expected: int | None = None,
) -> Contribution:  # fmt: skip
    """Publish the same words, with a cover over each that a person marked; or cover more of what is published.

    What is covered later is covered in the statements and answers that already say it, too. The organisation is
    published beside the words: a word that is covered in them is covered in it.

    Args:
        masks: spans {start, end, reason} of the sealed text; whole words are covered.
        checked: what was flagged and is not covered may be read by everybody, in the organisation too.
        noted: kind, language, theme, public, urgency, organisation and the like, as the moderator corrects them.
        expected: the version that the page was made from.

    Raises:
        NameLeft: something flagged is neither covered nor confirmed.
        Unacceptable: a span that covers no word, or a reason that is not on the list.
        OutOfReach: the words were destroyed.
        Stale: somebody saved it in between.
    """
    on_team(contribution.wave_id, by, S.MODERATOR)
    # whoever draws a statement or answers at this moment is waited for: what she writes is looked through below
    Wave.objects.select_for_update(no_key=True).filter(pk=contribution.wave_id).first()
    verbatim = Verbatim.objects.select_for_update().filter(pk=contribution.pk).first()
    said = sealed.opened(verbatim) if verbatim else ""
    if verbatim is None or not said:
        raise OutOfReach
    marked, values = _marked(masks), _corrected(noted)
    organisation = values.get("organisation", contribution.organisation)
    if not checked and (left_open(spans(verbatim.flags), marked) or suspects(organisation)):
        raise NameLeft
    try:
        text, covers = cover(said, marked)
    except ValueError as fault:
        raise Unacceptable({"masks": _("Mark whole words to cover.")}) from fault
    hidden = covered_words(said, text)
    values["organisation"] = hide(organisation, hidden)
    contribution.save_version(
        contribution.version if expected is None else expected, state=ContributionState.PUBLISHED, text=text,
        masks=[one.as_dict() for one in covers], withheld_reason="",
        published_at=contribution.published_at or timezone.now(), **values,
    )  # fmt: skip
    _cover_below(contribution, hidden)
    journal.record("forum.published", contribution, by=by)
    return contribution


@transaction.atomic
def correct(
    *, contribution: Contribution, noted: Mapping[str, Any], by: User, expected: int | None = None
) -> Contribution:  # fmt: skip
    """Correct what was noted beside the words of a contribution; the words stay as they are.

    Args:
        noted: some of ``NOTED``; a commune, a province or a region says those around it.
        expected: the version that the page was made from.

    Raises:
        WaveClosed: the wave is closed.
        TellsWhatIsCovered: the organisation says a word that is covered in the words.
        Stale: somebody saved it in between.
    """
    on_team(contribution.wave_id, by, S.MODERATOR, S.SECRETARY)
    still_open(contribution.wave)
    values = _corrected(noted)
    if told(values.get("organisation", ""), sealed.hidden_words([contribution.pk])):
        raise TellsWhatIsCovered
    if values.keys() & set(_PLACES):
        values = _placed(noted, contribution.meeting, contribution.wave)
    contribution.save_version(contribution.version if expected is None else expected, **values)
    journal.record("forum.corrected", contribution, by=by)
    return contribution


@transaction.atomic
def withhold(
    *, contribution: Contribution, reason: str, by: User, expected: int | None = None
) -> Contribution:  # fmt: skip
    """Keep a contribution from the public, and say why to whoever holds its slip.

    Raises:
        Unacceptable: no reason of the list.
        Stale: somebody saved it in between.
    """
    on_team(contribution.wave_id, by, S.MODERATOR)
    if reason not in WithheldReason.values:
        raise Unacceptable({"reason": _("Say why: its author has a right to the reason.")})
    contribution.save_version(
        contribution.version if expected is None else expected, state=ContributionState.WITHHELD, text="", masks=[],
        withheld_reason=reason, published_at=None,
    )  # fmt: skip
    telling.tell_news(contribution, "withheld")
    journal.record("forum.withheld", contribution, by=by, reason=reason)
    return contribution


@transaction.atomic
def destroy(*, contribution: Contribution, reason: str, by: User) -> Verbatim:
    """Destroy the sealed words for good; who by role, when and why stay. What was published stays published.

    Raises:
        NotModerated: neither published nor withheld yet, so nothing would be left of it.
        Unacceptable: no reason of the list.
        OutOfReach: they were destroyed already.
    """
    role = on_team(contribution.wave_id, by, S.MODERATOR, S.SECRETARY)
    if reason not in DESTROYED_ON_REQUEST:
        raise Unacceptable({"reason": _("Say why the words are destroyed.")})
    if contribution.state == ContributionState.SAID:
        raise NotModerated
    gone = Verbatim.objects.filter(pk=contribution.pk, sealed__isnull=False).update(
        sealed=None, flags=[], destroyed_on=timezone.localdate(), destroyed_reason=reason, destroyed_by_role=role
    )
    if not gone:
        raise OutOfReach
    if contribution.state == ContributionState.WITHHELD:  # nobody reads it any more, so nothing of who spoke stays
        Contribution.objects.filter(pk=contribution.pk).update(organisation="")
    telling.tell_news(contribution, "destroyed")
    telling.forget(contribution)
    journal.record("forum.destroyed", contribution, by=by, reason=reason)
    return Verbatim.objects.get(pk=contribution.pk)


def _check(said: str, meeting: Meeting | None, wave: Wave, noted: Mapping[str, Any]) -> None:
    unknown = set(noted) - NOTED
    if unknown or (meeting is not None and meeting.wave_id != wave.pk):
        raise ValueError(f"not of this wave, or not noted: {sorted(unknown)}")
    if not said:
        raise Unacceptable({"text": _("Write what was said.")})
    if len(said) > MOST_CHARACTERS:
        raise Unacceptable(
            {
                "text": _("This is longer than %(most)d characters. Key it as several contributions.")
                % {"most": MOST_CHARACTERS}
            }
        )


def _said_on(said_on: date | None, meeting: Meeting | None) -> date:
    """A clock that is ahead does not date a contribution to tomorrow."""
    today = timezone.localdate()
    return min(said_on or (meeting.held_on if meeting and meeting.held_on else today), today)


def _placed(noted: Mapping[str, Any], meeting: Meeting | None, wave: Wave) -> dict[str, Any]:
    """What was noted, with the narrowest place known and those around it."""
    commune, province, region = (noted.get(name) for name in _PLACES)
    if not (commune or province or region):
        province = (meeting and meeting.province) or wave.province
        region = (meeting and meeting.region) or wave.region
    province = commune.province if commune else province
    region = province.region if province else region
    values = {name: value for name, value in noted.items() if name not in _PLACES}
    return _corrected(values) | {"commune": commune, "province": province, "region": region}


def _cover_below(contribution: Contribution, hidden: frozenset[str]) -> None:
    """No statement and no answer that comes from a contribution says a word that is covered in it.

    Nor does one that came from it until somebody took that back: its page and its answers are still read.
    """
    ever = [replace(edge, undone_at=None) for edge in lineage.edges(contribution.wave_id)] if hidden else []
    nodes = {contribution.pk, *rules.below(ever, contribution.pk)} if hidden else set()
    for statement in Statement.objects.filter(pk__in=nodes):
        if told(statement.text, hidden):
            Statement.objects.filter(pk=statement.pk).update(text=hide(statement.text, hidden))
    for answer in Answer.objects.filter(Q(contribution__in=nodes) | Q(statement__in=nodes)):
        words = {name: getattr(answer, name) for name in _ANSWERED}
        if told(" ".join(words.values()), hidden):
            Answer.objects.filter(pk=answer.pk).update(**{name: hide(said, hidden) for name, said in words.items()})


def _there_already(client_key: UUID | None, fault: IntegrityError) -> Contribution:
    """Two sheets with one key in the same moment are one; a slip that was used before is a mistake to mend."""
    known = Contribution.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return known
    raise Unacceptable({"slip": _("This slip was used for another contribution. Take a new one.")}) from fault


def reopen(meeting: Meeting) -> None:
    """A sheet that arrives after all were answered: the meeting is no longer answered."""
    Meeting.objects.filter(pk=meeting.pk, state=MeetingState.ANSWERED).update(state=MeetingState.CLOSED)


def _marked(masks: Iterable[Span | Mapping[str, Any]]) -> Sequence[Span]:
    try:
        marked = spans([one.as_dict() if isinstance(one, Span) else one for one in masks])
    except (ValueError, KeyError, TypeError) as fault:
        raise Unacceptable({"masks": _("Mark whole words to cover.")}) from fault
    if any(span.reason not in MaskReason.values for span in marked):
        raise Unacceptable({"masks": _("Say why each word is covered.")})
    return marked


def _corrected(noted: Mapping[str, Any] | None) -> dict[str, Any]:
    values = dict(noted or {})
    unknown = set(values) - NOTED
    if unknown:
        raise ValueError(f"not noted beside a contribution: {sorted(unknown)}")
    return {name: clean_typed(value) if isinstance(value, str) else value for name, value in values.items()}
