"""An invented wave with one of each: what the public pages are tested on. Written by the owner and committed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from jisr.common.crypto import encrypt
from jisr.common.database import scope
from jisr.forum.models import (
    Answer,
    Attendance,
    Commitment,
    Contribution,
    Edge,
    EdgeFrom,
    EdgeTo,
    Meeting,
    Statement,
    StatementVote,
    Verbatim,
    Wave,
)
from jisr.forum.queries import slip_hash

SOURCE = {"title": "جريدة الاختبار — Journal d'essai", "url": "https://example.org/a", "read_on": "2026-11-02"}
SEALED = "قالت كلثوم بنت الطاهر إن سقف القسم الداخلي يقطر"
PUBLISHED = "قالت ▇▇▇ إن سقف القسم الداخلي يقطر\n\nونطلب إصلاحه قبل الشتاء"
CODES = {"said": "ACDE2346", "published": "FGHJ7934", "withheld": "KMNP2369"}
SAID = date(2026, 9, 1)


@dataclass
class Rows:
    """What was made."""

    wave: Wave
    meeting: Meeting
    unknown: Meeting
    published: Contribution
    waiting: Contribution
    withheld: Contribution
    drawn: Statement
    joined: Statement


def noon(day: date) -> datetime:
    """The middle of a day in Casablanca."""
    return datetime.combine(day, time(12), timezone.get_default_timezone())


def said(wave: Wave, code: str, **values: Any) -> Contribution:
    """A contribution as it was said, or published where a text is given."""
    published = {"state": "published", "published_at": noon(SAID + timedelta(days=3))} if values.get("text") else {}
    plain = {"kind": "constraint", "language": "ar", "channel": "paper", "said_on": SAID, "theme": "schooling"}
    return Contribution.objects.create(wave=wave, code=code, is_demonstration=True, **plain | published | values)


def edge(kind: str, sources: list[Any], targets: list[Statement], *, on: date, undone: bool = False) -> Edge:
    """An edge of the lineage, made on a day."""
    row = Edge.objects.create(
        wave=targets[0].wave, kind=kind, at=noon(on), undone_at=noon(on + timedelta(days=1)) if undone else None
    )
    for one in sources:
        EdgeFrom.objects.create(edge=row, **{one._meta.model_name: one})
    for one in targets:
        EdgeTo.objects.create(edge=row, statement=one)
    return row


def statement(wave: Wave, text: str, *, on: date) -> Statement:
    """A statement written on a day."""
    return Statement.objects.create(wave=wave, language="ar", text=text, made_at=noon(on), is_demonstration=True)


def answer(**values: Any) -> Answer:
    """An answer of a body."""
    plain = {
        "kind": "accepted", "what": "نعم، يصلح السقف", "why": "لأن السلامة أولى", "next_step": "تبدأ الأشغال في دجنبر",
        "body_ar": "مديرية الاختبار", "body_fr": "Direction d'essai", "answered_on": SAID + timedelta(days=20),
        "language": "ar", "alike": "x", "sources": [SOURCE], "is_demonstration": True,
    }  # fmt: skip
    return Answer.objects.create(**plain | values)


def make() -> Rows:
    """A wave with a meeting of which all is known and one of which nothing is; three contributions, two statements."""
    with scope(speaking="owner"):
        return _make()


def _make() -> Rows:
    wave = Wave.objects.create(
        code="essai", name_ar="دورة الاختبار", name_fr="Cycle d'essai", opened_on=SAID, is_demonstration=True,
        region_id="07", sources=[SOURCE],
    )  # fmt: skip
    of = {"wave": wave, "is_demonstration": True}
    meeting = Meeting.objects.create(
        code="essai-1", region_id="07", province_id="07.161", place_ar="قاعة الاختبار", place_fr="Salle d'essai",
        held_on=SAID, date_certainty="inferred", manner="hybrid", chair_ar="رئيس الجهة", chair_fr="Président",
        minutes_ar="افتتح اللقاء.\n\nالتاريخ مستنتج: من إعلان سابق.",
        minutes_fr="La rencontre s'est ouverte.\n\nDate déduite : d'une annonce antérieure.", state="closed",
        sources=[SOURCE], **of,
    )  # fmt: skip
    unknown = Meeting.objects.create(code="essai-2", region_id="09", date_certainty="unknown", **of)
    Attendance.objects.create(
        meeting=meeting, role="association", organisation="جمعية", sex="f", rural=True, n=12, **of
    )
    promise = {"meeting": meeting, "what_ar": "فتح دار الطالبة", "owner_fr": "La région", "sources": [SOURCE], **of}
    Commitment.objects.create(due_on=timezone.localdate() - timedelta(days=4), **promise)
    Commitment.objects.create(state="kept", evidence="محضر", settled_on=SAID, **promise)
    published = said(
        wave, "C-PUBLIC", meeting=meeting, text=PUBLISHED, masks=[{"start": 5, "end": 8, "reason": "name"}],
        code_hash=slip_hash(CODES["published"]), commune_id="07.161.01.01", region_id="07", speaker_role="person",
    )  # fmt: skip
    waiting = said(wave, "C-WAITS", meeting=meeting, code_hash=slip_hash(CODES["said"]))
    withheld = said(
        wave, "C-WITHHELD", state="withheld", withheld_reason="private", code_hash=slip_hash(CODES["withheld"])
    )
    for one in (published, waiting, withheld):
        Verbatim.objects.create(
            contribution=one, wave=wave, sealed=encrypt(SEALED, bound_to=f"forum.verbatim:{one.pk}")
        )
    drawn = statement(wave, "إصلاح الأقسام الداخلية", on=SAID + timedelta(days=5))
    joined = statement(wave, "إصلاح بنايات دور الطالب والطالبة", on=SAID + timedelta(days=8))
    edge("extracted", [published], [drawn], on=SAID + timedelta(days=5))
    edge("merged", [drawn], [joined], on=SAID + timedelta(days=8))
    answer(wave=wave, statement=joined)
    answer(wave=wave, contribution=withheld, kind="not_ours", to_whom="مركز قريب", what="سلم إلى مركز")
    return Rows(wave, meeting, unknown, published, waiting, withheld, drawn, joined)


def more(rows: Rows, count: int) -> None:
    """So many more meetings, attendances, commitments, contributions with their statements and answers."""
    with scope(speaking="owner"):
        known = {"wave": rows.wave, "is_demonstration": True}
        start = Contribution.objects.count()
        for n in range(start, start + count):
            Meeting.objects.create(code=f"plus-{n}", region_id="07", date_certainty="unknown", **known)
            Attendance.objects.create(meeting=rows.meeting, role="citizen", organisation=f"جهة {n}", n=n + 1, **known)
            Commitment.objects.create(
                meeting=rows.meeting, what_ar=f"وعد {n}", owner_ar="الجهة", due_on=SAID, sources=[SOURCE], **known
            )
            one = said(rows.wave, f"PLUS-{n}", meeting=rows.meeting, text=f"مقترح رقم {n}")
            drawn = statement(rows.wave, f"صياغة {n}", on=SAID)
            edge("extracted", [one], [drawn], on=SAID)
            edge("merged", [drawn], [rows.joined], on=SAID)
            answer(wave=rows.wave, statement=drawn, what=f"جواب {n}", alike=f"x{n}")
            answer(wave=rows.wave, contribution=one, what=f"جواب آخر {n}", alike=f"y{n}")


def votes(wave: Wave, voters: int, *, groups: Any = None, value: Any = None) -> None:
    """So many voters on each current statement, the same ones on all.

    Args:
        groups: of a voter, by her number; women and men by turns when left out.
        value: of a voter on the statement of a place; agree for the first half of the voters when left out.
    """
    groups = groups or (lambda voter: {"sex": "fm"[voter % 2], "role": ("person", "association")[voter // 2 % 2]})
    value = value or (lambda voter, _place: "agree" if voter * 2 < voters else "disagree")
    with scope(speaking="owner"):
        current = Statement.objects.filter(wave=wave, state="active").order_by("made_at", "id")
        StatementVote.objects.bulk_create(
            StatementVote(
                statement=one, wave=wave, voter=f"{voter:064x}", groups=groups(voter), value=value(voter, place),
                at=noon(SAID) + timedelta(minutes=voter),
            )
            for place, one in enumerate(current)
            for voter in range(voters)
        )  # fmt: skip
