"""A wave with its team, told through the product's own acts, for the tests of its desk."""

from typing import Any

from django.utils import timezone

from jisr.forum import actions
from jisr.forum.models import Contribution, Wave
from jisr.territory.models import Region
from tests.forum.halls import laptop
from tests.ground import user_of
from tests.stories import under

SAID = "أنا فاطمة من للا عزيزة، نطلب نقلا مدرسيا لبناتنا. اتصلوا بي على 0612345678"
PLAIN = "نطلب نقلا مدرسيا لبنات الدواوير البعيدة"


def team(code: str = "desk-wave", **values: Any) -> Wave:
    """A wave of the first region with a secretary, a moderator and a body that answers."""
    with under("secretary") as secretary:
        wave = actions.open_wave(
            code=code, name_ar="دورة تشاورية متخيلة", name_fr="Cycle de concertation inventé",
            region=Region.objects.get(pk="07"), by=secretary.user,
        )  # fmt: skip
        for name, role in (("moderator", "moderator"), ("answering", "answerer")):
            actions.seat(wave=wave, user=user_of(name), role=role, by=secretary.user)
    return wave


def meeting_of(wave: Wave, code: str = "desk-meeting", *, held: bool = True) -> Any:
    """A meeting of today, held or only planned."""
    with under("secretary") as secretary:
        planned = actions.plan_meeting(
            wave=wave, code=code, by=secretary.user,
            values={"held_on": timezone.localdate(), "place_ar": "قاعة الجماعة", "place_fr": "Salle de la commune"},
        )  # fmt: skip
        return actions.hold(meeting=planned, by=secretary.user) if held else planned


def said(wave: Wave, text: str = SAID, **noted: Any) -> Contribution:
    """A sheet keyed by the secretary."""
    values = {"kind": "proposal", "theme": "schooling"} | noted
    with under("secretary") as secretary:
        return actions.contribute(wave=wave, text=text, by=secretary.user, **values)


def published(wave: Wave, text: str = PLAIN, **noted: Any) -> Contribution:
    """A sheet keyed and published; what a machine suspects is let through."""
    row = said(wave, text, **noted)
    with under("moderator") as moderator:
        return actions.publish(contribution=row, checked=True, by=moderator.user)


def drawn(wave: Wave, *rows: Contribution, text: str = "نقل مدرسي لبنات الدواوير") -> Any:
    """A statement drawn from contributions."""
    with under("moderator") as moderator:
        return actions.extract(contributions=rows, text=text, by=moderator.user)


def answer_form(**changes: Any) -> dict[str, Any]:
    """The fields of an answer, filled in."""
    return {
        "kind": "accepted", "what": "خط نقل جديد", "why": "لأن المسافة تفوق خمسة كيلومترات", "to_whom": "",
        "next_step": "يفتح الخط في شتنبر", "language": "ar", "body_ar": "مجلس الجهة", "body_fr": "",
    } | changes  # fmt: skip


def came_back(meeting: Any) -> Any:
    """What the laptop of a meeting gathered, brought and not joined yet: nothing."""
    with under("secretary") as secretary:
        kit, _file = actions.cut_kit(
            meeting=meeting, phrase="ACDE-FGHJ-KMNP-2346", server="testserver", by=secretary.user
        )
        with laptop(kit):
            file = actions.take_out(by=secretary.user)
        return actions.receive_kit(wave=meeting.wave, raw=file, by=secretary.user)
