"""More girls than beds at an invented Dar Taliba, a round to review, and homes that nothing covers."""

from datetime import date, timedelta

from django.utils import timezone

from jisr.centres.choices import Theme
from jisr.centres.models import Centre, Service
from jisr.common.database import scope
from jisr.families import actions as families
from jisr.staff.models import Post
from jisr.staff.queries import scope_of
from jisr.territory.models import Commune
from jisr.window.allocation import actions as allocation
from jisr.window.allocation.models import Round
from jisr.window.listening import actions as listening
from jisr.window.listening.models import Need
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.gaps import actions as gaps
from jisr.window.orientation.models import Referral
from jisr.window.reception import actions as reception

_SENDER, _HOME = "DEMO-CHI-CAS", "DEMO-CHI-TALIBA-IMI"
_BEDS, _LIVED_LONG = 6, 6
#: (mother, daughters, code of her commune, days since she asked, disability that may be told).
_GIRLS = (
    ("عائشة", ("سلمى",), "07.161.05.09", 21, ""), ("خديجة", ("إكرام", "هاجر"), "07.161.05.09", 12, ""),
    ("فاطمة", ("مريم",), "07.161.05.03", 9, "hearing"), ("زهرة", ("أسماء",), "07.161.07.11", 24, ""),
    ("رقية", ("نورة",), "07.161.01.01", 25, ""), ("إجة", ("حنان",), "07.161.05.09", 3, ""),
    ("ماماس", ("سناء",), "07.161.07.03", 15, ""), ("يامنة", ("خولة",), "07.161.01.03", 20, ""),
    ("تودة", ("رجاء",), "07.161.05.09", 1, "visual"), ("السعدية", ("دنيا",), "07.161.07.03", 6, ""),
)  # fmt: skip


def load(today: date) -> dict[str, int]:
    """Receive and send the girls, and propose a round, through the product's own acts.

    Returns:
        how many girls wait; zero when they were there, or the centres are not.
    """
    sender, director = _post(_SENDER, "social_worker"), _post(_HOME, "centre_director")
    with scope(speaking="owner"):
        service = Service.objects.filter(centre__code=_HOME, theme=Theme.STUDENT_LODGING).first()
        known = set(Commune.objects.filter(pk__in={row[2] for row in _GIRLS}).values_list("pk", flat=True))
        if sender is None or director is None or service is None or Round.objects.exists():
            return {"girls": 0}
    sent = 0
    with scope(**scope_of(sender, user=sender.user)):
        for mother, daughters, code, days, disability in _GIRLS:
            commune = Commune.objects.get(pk=code if code in known else "07.161.01.03")
            sent += _family(sender, service, mother, daughters, commune, days, disability, today)
        _several(sender, Commune.objects.get(pk=_GIRLS[0][2] if _GIRLS[0][2] in known else "07.161.01.03"), today)
    with scope(**scope_of(director, user=director.user)):
        allocation.propose(service=service, places=_BEDS, order="boarding", by=director.user)
    return {"girls": sent}


def _post(centre: str, role: str) -> Post | None:
    posts = Post.objects.select_related("user", "centre").filter(centre__code=centre, role=role, compartments=[])
    return posts.order_by("-is_demonstration", "id").first()


def _family(
    held: Post, service: Service, mother: str, daughters: tuple[str, ...], commune: Commune, days: int,
    disability: str, today: date,
) -> int:  # fmt: skip
    """A mother is received and listened to; each daughter is sent to the house."""
    centre = Centre.objects.get(pk=int(held.centre_id or 0))
    visit = reception.receive_new(
        centre=centre, commune=commune, by=held.user, is_demonstration=True,
        names={"given_ar": mother, "family_ar": "أوبيهي", "sex": "f", "born_on": date(today.year - 38, 3, 1)},
        visit={"reasons": ["student_lodging"], "language": "tachelhit"},
    )  # fmt: skip
    girls = [
        families.add_person(
            household=visit.household, by=held.user, relation="child", given_ar=name, family_ar="أوبيهي", sex="f",
            born_on=date(today.year - 13 - n, 4, 1), schooled=True, disability=disability,
        )
        for n, name in enumerate(daughters)
    ]  # fmt: skip
    needs = [{"person": girl, "theme": "student_lodging", "words": "الإعدادية بعيدة والطريق صعبة."} for girl in girls]
    if days < _LIVED_LONG + 9:
        needs.append({"person": visit.person, "theme": "childcare", "words": "من يبقى مع الصغير بعد المدرسة؟"})
    heard = listening.listen(person=visit.person, centre=centre, by=held.user, visit=visit, needs=needs)
    rows = Need.objects.select_related("household__commune__province", "person__household__commune__province")
    for need in rows.filter(interview=heard):
        if need.theme == "childcare":  # crèches take children of five years at most
            gaps.note(need=need, why="condition", centre=centre, by=held.user, since=today - timedelta(days=days))
            continue
        shares = ["name", "disability"] if disability else ["name"]
        sent = orientation.refer(
            need=need, service=service, centre=centre, by=held.user, shares=shares, manner="spoken"
        )
        Referral.objects.filter(pk=sent.pk).update(sent_at=timezone.now() - timedelta(days=days))
    return len(girls)


def _several(held: Post, commune: Commune, today: date) -> None:
    """A widow with four needs heard and none sent yet: what the page of the bundle is for."""
    centre = Centre.objects.get(pk=int(held.centre_id or 0))
    visit = reception.receive_new(
        centre=centre, commune=commune, by=held.user, is_demonstration=True,
        names={"given_ar": "تلايتماس", "family_ar": "أمنزو", "sex": "f", "born_on": date(today.year - 36, 6, 1),
               "marital_state": "widowed"},
        visit={"reasons": ["papers"], "language": "tachelhit"},
    )  # fmt: skip
    boy = families.add_person(
        household=visit.household, by=held.user, relation="child", given_ar="إدر", family_ar="أمنزو", sex="m",
        born_on=date(today.year - 7, 2, 1), disability="hearing",
    )  # fmt: skip
    told = (
        (visit.person, "papers", "ما عندي لا كناش لا تسجيل."), (visit.person, "training", "بغيت نتعلم الخياطة."),
        (boy, "disability", "الولد ما كيسمعش."), (visit.person, "direct_aid", "من نهار مات راجلي ما كاين دخل."),
    )  # fmt: skip
    needs = [{"person": person, "theme": theme, "words": words} for person, theme, words in told]
    listening.listen(person=visit.person, centre=centre, by=held.user, visit=visit, needs=needs)
