"""Writes of rounds: one is asked, planned, changed, published whole or not at all, ended, dropped."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.atlas.rounds import queries
from jisr.atlas.rounds.choices import OPEN, RoundState
from jisr.atlas.rounds.models import MobileRound, RoundStop
from jisr.atlas.rounds.rules import (
    Answer,
    Question,
    Series,
    Spot,
    dated,
    read,
    read_answer,
    series,
    written,
    written_answer,
)
from jisr.centres import actions as centres
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.territory.models import Province

#: More places than this are not planned in one round: a calendar of them is not read by anybody.
MOST_PLACES = 300
#: Rounds of one person that wait at once: each takes the planner minutes at the worst, and others wait behind it.
MOST_WAITING = 5


class TooManyWaiting(Refusal):
    """The planner is everybody's."""

    message = _("%(most)s rounds of yours wait to be planned. Look at those first, then ask for this one.")


class NothingToPublish(Refusal):
    """A calendar without a day to come."""

    message = _("There is no day to come in this calendar. Choose later days, then plan again.")


class OverTheDays(Refusal):
    """A unit is no mobile unit any more, or its place is not to be known."""

    message = _("Stops cannot be written for %(unit)s: its place is not to be known, or it is closed.")


class SharedUnit(Refusal):
    """Two calendars for one unit."""

    message = _("Another published round, from %(day)s on, has one of these units beside others. End that one first.")


@transaction.atomic
def ask(*, question: Question, theme: str, province: Province, by: User) -> MobileRound:
    """Ask for a round; the keeper plans it.

    Raises:
        Unacceptable: no unit, no place, or more places than are planned in one round.
        TooManyWaiting: the planner has enough to do for her.
    """
    _check(question)
    _in_turn(by)
    row = MobileRound.objects.create(
        theme=theme, province=province, centres=[one.centre for one in question.bases], question=written(question),
        first_on=question.first, last_on=question.last, made_by=by,
    )  # fmt: skip
    journal.record("rounds.asked", row, by=by)
    return row


@transaction.atomic
def change(*, row: MobileRound, version: int, question: Question, by: User) -> None:
    """Ask again with something changed, the units being the same: a day swapped, a stop fixed, a place less.

    Raises:
        Stale: somebody changed it since it was read.
        OutOfReach: it is published.
        Unacceptable, TooManyWaiting: as for ``ask``.
    """
    if row.state not in OPEN:
        raise OutOfReach
    _check(question)
    if row.state != RoundState.ASKED:
        _in_turn(row.made_by)
    row.save_version(
        version, question=written(question), answer=None, state=RoundState.ASKED, tries=0, first_on=question.first,
        last_on=question.last,
    )  # fmt: skip
    journal.record("rounds.changed", row, by=by)


def _in_turn(author: User) -> None:
    if MobileRound.objects.filter(made_by=author, state=RoundState.ASKED).count() >= MOST_WAITING:
        raise TooManyWaiting(most=MOST_WAITING)


def _check(question: Question) -> None:
    if not question.bases:
        raise Unacceptable({"units": _("Choose a unit at least.")})
    if not question.spots:
        raise Unacceptable({"places": _("Choose a place at least.")})
    if len(question.spots) > MOST_PLACES:
        raise Unacceptable({"places": _("Choose at most %(most)s places in one round.") % {"most": MOST_PLACES}})


@transaction.atomic
def keep_answer(*, row: MobileRound, answer: Answer) -> bool:
    """Keep what was planned, unless the question was changed meanwhile; whether it was kept."""
    kept = MobileRound.objects.filter(pk=row.pk, version=row.version, state=RoundState.ASKED).update(
        answer=written_answer(answer), state=RoundState.PLANNED, model="communes"
    )
    if kept:
        journal.record("rounds.planned", row, by=row.made_by)
    return bool(kept)


@transaction.atomic
def give_up(*, row: MobileRound) -> None:
    """Say that a round could not be planned: its process fell again and again."""
    if MobileRound.objects.filter(pk=row.pk, version=row.version, state=RoundState.ASKED).update(
        state=RoundState.FAILED
    ):
        journal.record("rounds.not_planned", row, by=row.made_by)


@transaction.atomic
def drop(*, row: MobileRound, by: User) -> None:
    """Throw a draft away.

    Raises:
        OutOfReach: it is published.
    """
    journal.record("rounds.dropped", row, by=by)
    if not MobileRound.objects.filter(pk=row.pk, state__in=OPEN).delete()[0]:
        raise OutOfReach


@transaction.atomic
def publish(*, row: MobileRound, version: int, by: User) -> int:
    """Make the calendar the one of its units: their stops from its first day on end, its own are written.

    Whole or not at all; earlier rounds of these units give way.

    Returns:
        how many stops were written.

    Raises:
        Stale: somebody changed it since it was read.
        OutOfReach: it is no draft with a calendar.
        NothingToPublish: no day of it is to come.
        OverTheDays: a unit has no stops to show.
        SharedUnit: another published round has one of its units, and more.
    """
    if row.state != RoundState.PLANNED:
        raise OutOfReach
    # who publishes another calendar of one of these units waits here, then finds this one
    held = Centre.objects.select_for_update(no_key=True).filter(pk__in=row.centres).order_by("pk")
    units = {one.pk: one for one in held}
    row.save_version(
        version, state=RoundState.PUBLISHED, published_on=timezone.localdate(), published_by=by
    )  # fmt: skip
    _give_way(row, by)
    for stop in queries.replaced(row):
        centres.end_stop(stop=stop, by=by, last=row.first_on - timedelta(days=1))
    written_stops = [
        RoundStop(round=row, stop=centres.add_stop(centre=_open(units, unit), values=values, by=by))
        for unit, values in stops_of(row)
    ]
    if not written_stops:
        raise NothingToPublish
    RoundStop.objects.bulk_create(written_stops)
    journal.record("rounds.published", row, by=by)
    return len(written_stops)


def _open(units: dict[int, Centre], key: int) -> Centre:
    centre = units.get(key)
    if centre is None or centre.confidential or centre.closed_on is not None:
        raise OverTheDays(unit=centre.name_ar if centre else key)
    return centre


def _give_way(row: MobileRound, by: User) -> None:
    """Earlier rounds of these units hold until the eve, or not at all; one that has other units stands in the way."""
    others = MobileRound.objects.filter(state=RoundState.PUBLISHED, centres__overlap=row.centres).exclude(pk=row.pk)
    for other in others.filter(last_on__gte=row.first_on):
        if not set(other.centres) <= set(row.centres):
            raise SharedUnit(day=other.first_on)
        eve = row.first_on - timedelta(days=1)
        ended = {"state": RoundState.ENDED} if other.first_on > eve else {"last_on": eve}
        if not MobileRound.objects.filter(pk=other.pk).update(**ended):
            raise OutOfReach  # another place's, whose units this post does not keep
        journal.record("rounds.ended", other, by=by)


@transaction.atomic
def end(*, row: MobileRound, by: User) -> None:
    """Take a published calendar back: units halt nowhere by it from today on.

    Raises:
        OutOfReach: it is not published.
    """
    if not MobileRound.objects.filter(pk=row.pk, state=RoundState.PUBLISHED).update(state=RoundState.ENDED):
        raise OutOfReach
    for one in row.stops.select_related("stop"):
        if one.stop.until is None or one.stop.until >= timezone.localdate():
            centres.end_stop(stop=one.stop, by=by)
    journal.record("rounds.ended", row, by=by)


def stops_of(row: MobileRound) -> Iterator[tuple[int, dict[str, object]]]:
    """(key of the unit, values of ``centres.add_stop``) of every stop that publishing writes."""
    question, answer = read(row.question), read_answer(row.answer or {})
    coming, _lost = dated(answer, question.year)
    visits: dict[tuple[int, int], list[tuple[date, int, int]]] = {}
    for one in coming:
        for stop in one.day.stops:
            visits.setdefault((one.day.unit, stop.place), []).append((one.on, stop.arrives, stop.leaves))
    for (unit, at), days in sorted(visits.items()):
        spot = question.spots[at]
        for rule in series(days, answer.between[at]):
            yield question.bases[unit].centre, _values(question, spot, rule)


def _values(question: Question, spot: Spot, rule: Series) -> dict[str, object]:
    douar = spot.lat is not None
    names = (spot.name_ar, spot.name_fr) if douar else (question.at_ar, question.at_fr)
    return {
        "commune_id": spot.commune, "place_ar": names[0], "place_fr": names[1], "lat": spot.lat, "lon": spot.lon,
        "since": rule.since, "until": rule.until, "every_weeks": rule.every_weeks, "opens": _clock(rule.opens),
        "closes": _clock(rule.closes),
    }  # fmt: skip


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
