"""Pages of the gallery, filled with invented people as the rooms will fill them."""

from datetime import timedelta
from types import SimpleNamespace

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jisr.web.access import open_to_all
from jisr.web.parts import Offer, Reason, Step, Task
from jisr.web.stale import pairs
from tests.web.gallery.forms import EveryField

MESSAGES = [
    Message(constants.SUCCESS, "سُجِّل الاستقبال وسُلِّم الوصل."),
    Message(constants.ERROR, "تعذر إرسال الطلب. المرجو إعادة المحاولة."),
]
TASKS = [
    Task(
        "الجواب عن طلب إيواء، بنت عمرها 14 سنة",
        "#1",
        "جواب",
        "أرسله مركز شيشاوة يوم 9 نونبر · بقيت 6 أماكن",
        "late",
        "متأخر بيومين",
    ),
    Task(
        "قرار يجب اتخاذه (القانون 55-19)", "#2", "قرار", "شهادة إعاقة، ملف كامل منذ 61 يوما", "late", "انتهى الأجل أمس"
    ),
    Task("تتبع بعد شهر", "#3", "اتصال", "أسرة من أربعة أفراد، للا عزيزة", "soon", "اليوم"),
    Task("ملفان لشخص واحد؟", "#4", "مقارنة", "نفس الجماعة ونفس سنة الازدياد"),
]
STEPS = [
    Step("استقبال", "done", "3 نونبر، سُلِّم الوصل وقُرئ عليها", "#reception"),
    Step("استماع", "done", "4 حاجات، وافقت على تقاسم المعطيات", "#listening"),
    Step("توجيه", "now", "جوابان من أصل 4", "#orientation"),
    Step("إدماج", "later", "خطة الأسرة لم تبدأ بعد"),
]
OFFERS = [
    Offer(
        "دار الطالبة امنتانوت",
        [
            Reason("بنت متمدرسة، من 12 إلى 18 سنة"),
            Reason("22 كلم من منزلها، أقرب من البديل بـ 34 كلم"),
            Reason("6 أسرّة شاغرة، أكدها المركز أمس"),
            Reason("الدخل غير مصرح به: قد يُطلب", "unknown"),
        ],
        "جمعية تدير المؤسسة باتفاقية",
        "#refer",
        "إحالة الطلب",
    ),
    Offer(
        "دار الطالبة مجاط",
        [
            Reason("بنت متمدرسة، من 12 إلى 18 سنة"),
            Reason("56 كلم", "no"),
            Reason("عدد الأسرّة لم يُحدَّث منذ 4 أشهر", "unknown"),
        ],
        href="#refer-2",
        verb="إحالة الطلب",
    ),
]


@open_to_all
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of the pages of a room."""
    now = timezone.now()
    values = {
        "messages": MESSAGES,
        "tasks": TASKS,
        "steps": STEPS,
        "offers": OFFERS,
        "now": now,
        "last_week": now - timedelta(days=8),
        "page": SimpleNamespace(after="x", next_key="y"),
        "amounts": [130000, 500, 1_000_000_00, 123456],
    }
    return render(request, "gallery.html", values)


@open_to_all
def form(request: HttpRequest) -> HttpResponse:
    """A form; ``?empty=1`` shows it with every error."""
    filled = EveryField({"name": "Lhoussine"}) if request.GET.get("empty") else EveryField()
    return render(request, "gallery_form.html", {"form": filled})


@open_to_all
def stale(request: HttpRequest) -> HttpResponse:
    """Two versions of the same form."""
    bound = EveryField({"name": "Lhoussine", "commune": "للا عزيزة", "urgency": "week", "needs": ["school"]})
    stored = {"name": "الحسين", "commune": "للا عزيزة", "urgency": "no", "needs": ["school", "aid"]}
    return render(
        request, "stale.html", {"form": bound, "pairs": pairs(bound, stored), "stored": SimpleNamespace(version=3)}
    )


@open_to_all
def confirm(request: HttpRequest) -> HttpResponse:
    """A page that asks once more."""
    values = {
        "title": "سحب الموافقة",
        "text": "لن يرى المركز المستقبِل هذه الحاجة بعد الآن.",
        "consequences": ["يُلغى طلب الإحالة إن لم يُجَب عنه", "يبقى السجل كما هو"],
        "verb": "سحب الموافقة",
        "cancel": "/",
        "danger": True,
    }
    return render(request, "confirm.html", values)


@open_to_all
def paper(request: HttpRequest) -> HttpResponse:
    """A receipt on A4."""
    return render(request, "gallery_paper.html", {"now": timezone.now()})


@open_to_all
def slip(request: HttpRequest) -> HttpResponse:
    """A receipt on an 80-mm slip."""
    return render(request, "gallery_paper.html", {"now": timezone.now(), "slip": True})


@open_to_all
def error(request: HttpRequest, status: int) -> HttpResponse:
    """The page of an error, as the handlers draw it."""
    name = "403_csrf.html" if status == 419 else f"{status}.html"
    return render(request, name, status=status)
