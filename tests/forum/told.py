"""A consultation told through the product's own acts, each under the post of whoever does it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jisr.forum import actions
from jisr.forum.models import Contribution, Meeting, Wave
from jisr.territory.models import Region
from tests.ground import user_of
from tests.stories import under

NAME = "فاطمة"
SAID = f"جارتي {NAME} تنتظر دار الطالبة منذ سنتين، ونطلب نقلا مدرسيا"
PUBLISHED = "جارتي ▇ تنتظر دار الطالبة منذ سنتين، ونطلب نقلا مدرسيا"


@dataclass
class Round:
    """A wave of region 07 with one meeting, and its team: a secretary, a moderator, an answering body."""

    wave: Wave
    meeting: Meeting


def a_round(code: str = "wave-of-tests") -> Round:
    """Opened by the secretary, who seats the others and plans a meeting that was held today."""
    with under("secretary") as secretary:
        wave = actions.open_wave(
            code=code, name_ar="دورة تجريبية", name_fr="Cycle d'essai", region=Region.objects.get(pk="07"),
            by=secretary.user,
        )  # fmt: skip
        for name, role in (("moderator", "moderator"), ("answering", "answerer")):
            actions.seat(wave=wave, user=user_of(name), role=role, by=secretary.user)
        meeting = actions.plan_meeting(
            wave=wave, code=f"{code}-meeting", values={"place_ar": "شيشاوة", "manner": "hybrid"}, by=secretary.user
        )
        actions.hold(meeting=meeting, held_on=timezone.localdate(), by=secretary.user)
    return Round(wave, meeting)


def said(told: Round, text: str = SAID, **values: Any) -> Contribution:
    """Somebody's words, keyed from a paper sheet by the secretary."""
    with under("secretary") as secretary:
        return actions.contribute(
            wave=told.wave, meeting=told.meeting, text=text, by=secretary.user, speaker_role="citizen", **values
        )


def published(told: Round, text: str = SAID, cover: str = NAME, **values: Any) -> Contribution:
    """Somebody's words, published by the moderator with one word covered wherever it stands."""
    contribution = said(told, text, **values)
    with under("moderator") as moderator:
        return actions.publish(
            contribution=contribution, by=moderator.user, masks=places(text, cover), checked=True
        )  # fmt: skip


def places(text: str, word: str) -> list[dict[str, Any]]:
    """Where a word stands, as a moderator marks it."""
    found, start = [], text.find(word) if word else -1
    while start >= 0:
        found.append({"start": start, "end": start + len(word), "reason": "name"})
        start = text.find(word, start + 1)
    return found


def drawn(*contributions: Contribution, text: str = "نقل مدرسي لبنات الدواوير") -> Any:
    """A statement that the moderator draws from contributions."""
    with under("moderator") as moderator:
        return actions.extract(contributions=contributions, text=text, by=moderator.user)


def answered(what: str = "حافلة مدرسية ابتداء من شتنبر", **subject: Any) -> Any:
    """An answer of the answering body."""
    with under("answering") as answering:
        return actions.answer(
            by=answering.user, kind="accepted", what=what, why="الحاجة مثبتة في الدراسة", next_step="طلب عروض في يونيو",
            body_ar="مجلس الجهة", **subject,
        )  # fmt: skip


def edge_to(statement: Any) -> Any:
    """The edge that made a statement."""
    return statement.edges_in.select_related("edge").latest("edge__at").edge
