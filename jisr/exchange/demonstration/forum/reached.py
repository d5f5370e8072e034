"""Who left an address in the invented wave, who was told, and the danger that left it for a reception."""

import json
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from jisr.common.choices import Compartment
from jisr.common.crypto import encrypt
from jisr.common.keys import new_key
from jisr.exchange.bulk import copy_in
from jisr.exchange.demonstration.forum.voices import Voice
from jisr.forum.actions.telling import ANSWERED, bound_to
from jisr.forum.choices import DestroyedReason, SeatRole, WithheldReason
from jisr.forum.models import Answer, Contribution, ReplyAddress, Verbatim
from jisr.forum.queries.sealed import opened
from jisr.messages.choices import Channel, MessageState
from jisr.messages.models import Message
from jisr.messages.wording import body
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.window.reception import queries
from jisr.window.reception.choices import AlertClosed, AlertState
from jisr.window.reception.models import Alert

#: Every so many participants left an address.
_EACH = 4
#: What came in today and waits; invented, like everything here.
_TODAY = "طفل في دوارنا لا يذهب إلى المدرسة منذ شهر، وعلى يديه آثار ضرب. أخاف أن أتكلم."


def save(voices: Sequence[Voice]) -> None:
    """Addresses, messages and reports; the contributions are there already."""
    left = [voice for n, voice in enumerate(voices) if n % _EACH == 0 and voice.verbatim.destroyed_on is None]
    copy_in(_address(voice) for voice in left)
    copy_in(_told(voice.contribution, voice.answer) for voice in left if voice.answer is not None)
    _handed_over([voice for voice in voices if voice.contribution.withheld_reason == WithheldReason.DANGER])


def _address(voice: Voice) -> ReplyAddress:
    """Of a domain that is nobody's: a message would reach no one."""
    spoken = voice.contribution
    address = f"{spoken.code.lower()}@example.org"
    return ReplyAddress(
        contribution=spoken, wave=spoken.wave, channel=Channel.EMAIL, left_on=spoken.said_on,
        sealed=encrypt(address, bound_to=bound_to(spoken.pk)),
    )  # fmt: skip


def _told(spoken: Contribution, answer: Answer) -> Message:
    written_at = answer.written_at
    return Message(
        sender=f"forum.wave:{spoken.wave_id}", channel=Channel.EMAIL, template=ANSWERED, made_at=written_at,
        body=body(ANSWERED, day=f"{spoken.said_on:%d/%m/%Y}", address="http://localhost:8000/forum/slip/"), tries=1,
        about=f"forum.contribution:{spoken.pk}", bound_to=bound_to(spoken.pk), state=MessageState.SENT,
        ended_at=written_at + timedelta(seconds=5), once_key=f"{ANSWERED}:{spoken.pk}:{answer.pk}",
    )  # fmt: skip


def _handed_over(dangers: Sequence[Voice]) -> None:
    """What was disclosed in the room was passed on the day after; another report came in today."""
    for voice in dangers:
        day = voice.contribution.said_on + timedelta(days=1)
        Verbatim.objects.filter(pk=voice.contribution.pk).update(
            sealed=None, flags=[], destroyed_on=day, destroyed_reason=DestroyedReason.PASSED,
            destroyed_by_role=SeatRole.MODERATOR,
        )  # fmt: skip
    chosen = queries.competent(compartment=Compartment.CHILD, is_demonstration=True)
    keeper = queries.competent(compartment=Compartment.VIOLENCE, is_demonstration=True)
    if chosen is None or keeper is None:
        return
    posts = Post.objects.filter(holding(), centre=keeper.centre, role__in=queries.RECEIVING)
    by = posts.filter(compartments__contains=[keeper.compartment] if keeper.compartment else []).earliest("since", "pk")
    now = timezone.now()
    reports = [_report(_TODAY, chosen, said_on=timezone.localdate(), came_at=now)]
    for voice in dangers:
        came_at = voice.contribution.received_at + timedelta(hours=2)
        report = _report(opened(voice.verbatim), keeper, said_on=voice.contribution.said_on, came_at=came_at)
        report.state, report.taken_by, report.closed_reason = AlertState.CLOSED, by.user, AlertClosed.FOLLOWED
        report.taken_at, report.ended_at = came_at + timedelta(hours=1), came_at + timedelta(days=2)
        reports.append(report)
    copy_in(reports)


def _report(words: str, chosen: queries.Competent, **days: object) -> Alert:
    key = new_key()
    return Alert(
        pk=key, centre=chosen.centre, compartment=chosen.compartment, language="ar", province=chosen.centre.province,
        sealed=encrypt(json.dumps([words, "", ""]), bound_to=queries.bound_to(key)), **days,
    )  # fmt: skip
