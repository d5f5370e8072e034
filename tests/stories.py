"""Stories told through the product's own acts, as the login of a worker, under the scope of a post.

Rows made with the owner's rights would prove nothing: the walls are part of what is tested.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils import timezone

from jisr.centres.models import Centre, Service
from jisr.common import journal
from jisr.common.database import scope
from jisr.families import actions as families
from jisr.families.models import Household, Person
from jisr.staff.models import Post
from jisr.staff.queries import scope_of
from jisr.territory.models import Commune
from jisr.window.listening import actions as listening
from jisr.window.listening.models import Interview, Need
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import Referral
from jisr.window.pathways import actions as pathways
from jisr.window.pathways.models import Plan
from jisr.window.reception import actions as reception
from jisr.window.reception.models import Visit
from tests.ground import post_of

LALLA_AZIZA = "07.161.05.09"


@contextmanager
def under(account: str) -> Iterator[Post]:
    """Speak from the post of one of ``tests.ground.PEOPLE``, as one of its requests would."""
    held = post_of(account)
    with scope(**scope_of(held, user=held.user)):
        token = journal.speaking_for.set((str(held.user_id), str(held.pk)))
        try:
            yield held
        finally:
            journal.speaking_for.reset(token)


def received(
    held: Post, *, given: str = "فاطمة", family: str = "أيت وكريم", born: date = date(1988, 5, 2), **values: Any
) -> Visit:
    """A widow from Lalla Aaziza is received at the centre of a post."""
    visit = {"reasons": ["schooling"], "language": "tachelhit"} | values.pop("visit", {})
    names = {"given_ar": given, "family_ar": family, "sex": "f", "born_on": born, "marital_state": "widowed"}
    return reception.receive_new(
        centre=Centre.objects.get(pk=held.centre_id),
        commune=Commune.objects.get(pk=values.pop("commune", LALLA_AZIZA)),
        names=names | values.pop("names", {}), visit=visit, by=held.user, is_demonstration=True, **values,
    )  # fmt: skip


def with_children(held: Post, household: Household) -> tuple[Person, Person]:
    """Her daughter of 14, a pupil, and her son of 7, who is deaf."""
    year = timezone.localdate().year
    girl = families.add_person(
        household=household, by=held.user, relation="child", given_ar="إيمان", family_ar="أمزيل", sex="f",
        born_on=date(year - 14, 1, 1), schooled=True,
    )  # fmt: skip
    boy = families.add_person(
        household=household, by=held.user, relation="child", given_ar="ياسين", family_ar="أمزيل", sex="m",
        born_on=date(year - 7, 1, 1), disability="hearing",
    )  # fmt: skip
    return girl, boy


def planned() -> tuple[Visit, Plan, Person, Person]:
    """A mother with a girl and a boy, and their plan, made by the worker of the first centre."""
    with under("worker") as held:
        visit = received(held)
        girl, boy = with_children(held, visit.household)
        plan = pathways.open_plan(household=visit.household, centre=held.centre, goal="دخل قار", by=held.user)
    return visit, plan, girl, boy


def boys_need() -> Need:
    """The deaf boy's need, heard at the first centre."""
    with under("worker") as held:
        visit = received(held)
        _girl, boy = with_children(held, visit.household)
        return listened(held, visit, (boy, "disability")).needs.get()


def listened(held: Post, visit: Visit, *needs: tuple[Person, str], **values: Any) -> Interview:
    """She is listened to: (person, theme) for each need."""
    return listening.listen(
        person=visit.person, centre=Centre.objects.get(pk=held.centre_id), by=held.user, visit=visit,
        needs=[{"person": person, "theme": theme, "words": "بكلماتها"} for person, theme in needs], **values,
    )  # fmt: skip


def referred(held: Post, interview: Interview, service: int, *, shares: tuple[str, ...] = ("name", "need")) -> Referral:
    """Her first need is sent to a service, with what she agreed to share."""
    need = interview.needs.select_related("household__commune__province", "person").first()
    assert need is not None
    return orientation.refer(
        need=need, service=Service.objects.get(pk=service), centre=Centre.objects.get(pk=held.centre_id),
        by=held.user, shares=shares, manner="spoken" if shares else "",
    )  # fmt: skip
