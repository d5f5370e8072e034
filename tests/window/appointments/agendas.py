"""An agent's week, and a day on which she gives time."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from jisr.families.models import Person
from jisr.staff.models import Post
from jisr.window.appointments import actions, queries
from jisr.window.appointments.models import Appointment, Opening
from jisr.window.appointments.rules import lunar_between, moment
from tests.ground import OWN, user_of
from tests.stories import under

#: Half hours of a day on which somebody is open from nine to twelve.
NINE = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


def working_day(after: int = 10) -> date:
    """A day some days ahead on which nothing is shut: no week-end, no feast."""
    day = timezone.localdate() + timedelta(days=after)
    off, ramadan = queries.feasts(None, day, day + timedelta(days=60))
    return next(
        one for one in (day + timedelta(days=n) for n in range(60))
        if one.weekday() < 5 and one not in off and one not in ramadan
    )  # fmt: skip


def week_of(held: Post, *agents: str, **values: Any) -> None:
    """These agents of a post's centre are open from nine to twelve, Monday to Friday."""
    for name in agents:
        actions.open_week(
            centre=held.centre, agent=user_of(name).pk, weekdays=list("01234"), starts=time(9), ends=time(12),
            by=held.user, **{"motives": ["talk", "papers"]} | values,
        )  # fmt: skip


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour on the wall."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def starts(held: Post, day: date, **values: Any) -> list[str]:
    """Hours of a day that are free, as the pages offer them."""
    found = queries.free(held.centre, first=day, days=1, **values)
    return [f"{timezone.localtime(moment(one)):%H:%M}" for one in found.starts.tolist()]


def given(held: Post, person: Any, day: date, hour: int, minute: int = 0, **values: Any) -> Appointment:
    """An appointment with an agent of the post's centre, the speaker herself unless another is named."""
    agent = values.pop("agent", held.user.pk)
    return actions.book(
        person=person, centre=held.centre, agent=agent, starts_at=at(day, hour, minute), by=held.user, **values
    )


def ended(held: Post, person: Any) -> None:
    """An appointment that was cancelled, and a wait that is over."""
    day = working_day()
    actions.open_week(
        centre=held.centre, agent=held.user.pk, weekdays=list("01234"), starts=time(9), ends=time(18), motives=["talk"],
        by=held.user,
    )  # fmt: skip
    left = queries.free(held.centre, motive="talk", only=[held.user.pk], first=day, days=20)
    row = actions.book(
        person=person, centre=held.centre, agent=held.user.pk, starts_at=moment(int(left.starts[0])), by=held.user
    )
    actions.cancel(appointment=row, version=1, reason="person", by=held.user)
    line = actions.wait(person=person, centre=held.centre, before_on=day, by=held.user)
    actions.leave_line(wait=line, by=held.user)


def one_of_each(person: UUID) -> list[UUID]:
    """An appointment of a person, a session, a wait, a rule of a week, an absence, a closure: their keys."""
    day = working_day()
    with under("director") as director:
        shut = actions.close_days(centre=director.centre, first_on=day + timedelta(1), last_on=day + timedelta(1),
                                  by=director.user)  # fmt: skip
    with under("keeper") as keeper:
        row = Person.objects.select_related("household__commune").get(pk=person)
        week_of(keeper, "keeper")
        time_given = given(keeper, row, day, 9)
        room = actions.gather(
            centre=keeper.centre, agent=keeper.user.pk, kind="information", starts_at=at(day, 14), ends_at=at(day, 15),
            capacity=1, by=keeper.user, compartment=row.compartment,
        )  # fmt: skip
        line = actions.wait(person=row, centre=keeper.centre, session=room, before_on=day, by=keeper.user)
        away = actions.absent(
            centre=keeper.centre, agent=keeper.user.pk, starts_at=at(day, 16), ends_at=at(day, 17), by=keeper.user
        )
        rule = Opening.objects.filter(agent=keeper.user).earliest("weekday")
    return [time_given.pk, room.pk, line.pk, rule.pk, away.pk, shut.pk]


def keeps_hours(post: Post) -> bool:
    """Whoever keeps the hours of the keeper at ``OWN``: herself, and the director."""
    return post.centre_id == OWN and (post.role == "centre_director" or bool(post.compartments))


def next_feast(world: Any) -> list[Any]:
    """The next feast of the moon: which, in which year of the Hijra."""
    today = timezone.localdate()
    one = lunar_between(today, today + timedelta(days=360), {})[0]
    return [one.feast, one.year]
