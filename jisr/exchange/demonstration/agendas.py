"""Agendas of the invented centres: weeks of those who work there, times of the coming days, a session, a line."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from jisr.common.database import scope
from jisr.common.keys import readable_code
from jisr.exchange.demonstration.people import DOMAIN
from jisr.families.models import Person
from jisr.staff.models import Post
from jisr.staff.queries import scope_of
from jisr.window.appointments import actions, queries
from jisr.window.appointments.choices import Motive, Season
from jisr.window.appointments.models import Appointment, Opening
from jisr.window.appointments.rules import moment

#: Whose desk is shown full; the others of the invented people have their week and nothing in it yet.
BUSY = "DEMO-CHI-CAS"
_GIVEN, _STRIDE = 18, 4
_MORNING, _AFTERNOON, _FASTING = (time(9), time(12)), (time(14), time(16, 30)), (time(9, 30), time(14, 30))


def load(today: date) -> dict[str, int]:
    """Open the weeks of the invented people, and give some times through the product's own acts.

    Returns:
        how many rules of weeks and appointments; zeros when they were there, or nobody is.
    """
    with scope(speaking="owner"):
        posts = _posts()
        if not posts or Opening.objects.exists():
            return {"openings": 0, "appointments": 0}
        opened = Opening.objects.bulk_create([row for post in posts for row in _week(post, today)])
        people = _people()
    desk = [post for post in posts if post.centre is not None and post.centre.code == BUSY]
    worker = next((post for post in desk if post.role == "social_worker" and not post.compartments), None)
    keeper = next((post for post in desk if post.compartments), None)
    if worker is None or len(people) < _GIVEN + 8:
        return {"openings": len(opened), "appointments": 0}
    given = _fill(worker, people[:_GIVEN]) + _gather(worker, people[_GIVEN : _GIVEN + 5])
    with scope(speaking="owner"):
        given += _missed(worker, people[_GIVEN + 5])
    if keeper is not None:
        given += _kept(keeper, people[_GIVEN + 6])
    return {"openings": len(opened), "appointments": given}


def _posts() -> list[Post]:
    rows = Post.objects.select_related("user", "centre").filter(
        user__is_demonstration=True, user__email__endswith=f"@{DOMAIN}", centre__isnull=False,
        role__in=["social_worker", "centre_director"],
    )  # fmt: skip
    return list(rows.order_by("id"))


def _week(post: Post, today: date) -> list[Opening]:
    """Mornings for interviews, two afternoons for papers and services, shorter days in Ramadan."""
    every, some = [Motive.TALK, Motive.FOLLOW_UP, Motive.SERVICE], [Motive.PAPERS, Motive.DEPOSIT, Motive.SERVICE]
    lot: list[tuple[Sequence[int], tuple[time, time], Sequence[str], str]] = [
        (range(5), _MORNING, every, Season.ORDINARY), ([1, 3], _AFTERNOON, some, Season.ORDINARY),
        (range(5), _FASTING, every, Season.RAMADAN),
    ]  # fmt: skip
    return [
        Opening(
            agent_id=post.user_id, centre=_centre(post), weekday=str(day), starts=starts, ends=ends, season=season,
            motives=sorted(motives), minutes=30, since=today - timedelta(days=90), said_by_id=post.user_id,
        )
        for days, (starts, ends), motives, season in lot for day in days
    ]  # fmt: skip


def _people() -> list[Person]:
    """Grown people of open files of the busy centre."""
    rows = Person.objects.select_related("household__commune").filter(
        household__opened_by__code=BUSY, household__is_demonstration=True, compartment="", household__compartment="",
        born_on__lt=date(2004, 1, 1),
    )  # fmt: skip
    return list(rows.order_by("id")[: _GIVEN + 8])


def _fill(post: Post, people: Sequence[Person]) -> int:
    """Every third free time of the coming days, with whoever is free."""
    with _as(post):
        left = queries.free(post.centre, motive=Motive.TALK, days=21)
        slots = list(zip(left.agents.tolist(), left.starts.tolist(), strict=True))[::_STRIDE]
        for person, (agent, start) in zip(people, slots, strict=False):
            row = actions.book(person=person, centre=_centre(post), agent=agent, starts_at=moment(start), by=post.user)
            if person is not people[2]:
                actions.printed(appointment=row, by=post.user)
        last = people[-1]
        actions.wait(
            person=last, centre=_centre(post), before_on=timezone.localdate() + timedelta(days=9), motive=Motive.PAPERS,
            urgent=True, by=post.user,
        )  # fmt: skip
    return min(len(people), len(slots))


def _gather(post: Post, people: Sequence[Person]) -> int:
    """A session on parenting next week, nearly full."""
    day = timezone.localdate() + timedelta(days=7)
    with _as(post):
        off = queries.year(post.centre, day, 14).off
        day = next(one for one in (day + timedelta(n) for n in range(14)) if one.weekday() < 5 and one not in off)
        begins, ends = (timezone.make_aware(datetime.combine(day, time(hour))) for hour in (17, 19))
        room = actions.gather(
            centre=_centre(post), agent=post.user_id, kind="parenting", starts_at=begins, ends_at=ends, capacity=6,
            title="التربية دون عنف: كيف نضع الحدود", place="قاعة الاجتماعات", by=post.user,
        )  # fmt: skip
        for person in people:
            row = actions.register(session=room, person=person, by=post.user)
            actions.printed(appointment=row, by=post.user)
    return len(people)


def _missed(post: Post, person: Person) -> int:
    """Somebody missed twice in a row: a question to the worker."""
    for days in (20, 6):
        at = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(10)))
        Appointment(
            household_id=person.household_id, person=person, centre=_centre(post), agent_id=post.user_id,
            code=f"{readable_code(4)}-{readable_code(3)}", starts_at=at, ends_at=at + timedelta(minutes=30),
            given_at=at - timedelta(days=9), given_by_id=post.user_id, state="missed",
        ).save(force_insert=True)  # fmt: skip
    return 2


def _kept(post: Post, person: Person) -> int:
    """One protected appointment, and some time of her own: for her colleagues both are busy time."""
    with _as(post):
        left = queries.free(post.centre, motive=Motive.TALK, only=[post.user_id], days=21)
        starts = [moment(one) for one in left.starts.tolist()]
        if len(starts) < 8:
            return 0
        actions.book(
            person=person, centre=_centre(post), agent=post.user_id, starts_at=starts[4], by=post.user,
            compartment=post.compartments[0],
        )  # fmt: skip
        actions.absent(
            centre=_centre(post), agent=post.user_id, starts_at=starts[7], ends_at=starts[7] + timedelta(minutes=30),
            private=True, by=post.user,
        )  # fmt: skip
    return 1


def _as(post: Post) -> Any:
    return scope(**scope_of(post, user=post.user))


def _centre(post: Post) -> Any:
    return post.centre
