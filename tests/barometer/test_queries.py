"""Figures over events: what is counted, what is taken back, what is left out for whom, and what never comes out."""

import random
import re
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import ProgrammingError, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

import jisr.barometer
from jisr.barometer.rules import ALL
from jisr.common import events
from jisr.common.database import scope
from tests.barometer.happenings import answered, counted, oriented, received, shape
from tests.ground import OWN, SERVICE_OWN, SISTER

on_walls = pytest.mark.usefixtures("memory")


def values(lines):
    """Key -> the three counts of the lines of a table."""
    return {line.key: (line.received.value, line.oriented.value, line.answered.value) for line in lines}


@on_walls
def test_a_reception_with_two_reasons_is_one_reception_under_two_themes():
    """Nobody is counted twice because she needs more."""
    for n in range(6):
        received(f"p{n}", themes=("papers", "health"))

    report = counted()

    assert report.total.received.value == 6
    assert values(report.tables["theme"]) == {"papers": (6, 0, 0), "health": (6, 0, 0)}


@on_walls
def test_the_answer_of_a_referral_is_counted_where_and_when_it_was_sent():
    """The loop closes for those who opened it, whoever answers."""
    for n in range(7):
        subject = oriented(f"p{n}", days=100)
        if n < 6:
            answered(subject, days=97, accepted=n > 0, person=f"p{n}")

    report = counted()

    assert (report.total.oriented.value, report.total.answered.value, report.accepted.value) == (7, 6, 5)
    assert report.total.answered.share == pytest.approx(6 / 7)
    assert report.days.value == 3
    assert values(report.tables["unit"])[str(OWN)] == (0, 7, 6)
    assert str(SISTER) not in values(report.tables["unit"])


@on_walls
def test_a_reversed_event_is_no_longer_counted():
    """A mistake is corrected by another event; neither is edited."""
    told = [received(f"p{n}")[0] for n in range(8)]
    with scope(centres=[OWN]):
        events.reverse(told[0])

    assert counted().total.received.value == 7


@on_walls
def test_a_reversed_answer_leaves_the_referral_waiting():
    """The answer was given to the wrong referral: the right one is owed again."""
    subjects = [oriented(f"p{n}", days=5) for n in range(6)]
    told = [answered(subject, person=f"p{n}") for n, subject in enumerate(subjects)]
    with scope(centres=[SISTER]):
        for event in told[0]:
            events.reverse(event)

    report = counted()

    assert report.total.answered.value == 5
    assert [(late.centre, late.weeks) for late in report.late] == [(SISTER, 1)]


@on_walls
def test_a_compartment_is_counted_only_for_those_who_keep_it():
    """For all others nothing happened: not a smaller number, nothing."""
    for n in range(6):
        received(f"p{n}")
    outside = counted()
    for n in range(6):
        received(f"q{n}", themes=("violence",), compartment="violence")
        answered(oriented(f"q{n}", days=12, compartment="violence"), person=f"q{n}", compartment="violence")

    assert counted() == outside
    assert counted(compartments=["child"]) == outside
    assert counted(compartments=["violence"]).total.received.value == 12


@on_walls
def test_late_is_what_nobody_answered_took_back_or_let_expire():
    """Who must act is named; who cannot act any more is not."""
    for n, end in enumerate(["answered", "expired", "retracted", None, None]):
        subject = oriented(f"p{n}", days=13)
        if end:
            with scope(centres=[OWN]):
                events.emit(end, centre=OWN, subject=subject, person=f"p{n}")
    oriented("young", days=0)
    for n in range(6):
        oriented(f"own{n}", days=40, service=SERVICE_OWN, centre=SISTER)

    report = counted()

    assert [(late.centre, late.weeks) for late in report.late] == [(OWN, 4), (SISTER, 2)]
    assert report.late[1].count.hidden
    assert counted(SISTER).late_total.hidden, "two referrals of two people"


@on_walls
def test_a_referral_that_nobody_could_expire_is_one_day_no_longer_waited_for():
    """The keeper was away for months: the list of late answers stays one of things that can be done."""
    for n in range(6):
        oriented(f"p{n}", days=shape().gone_days + 1)

    assert counted().late == []


@on_walls
def test_the_funnel_counts_people_and_only_those_who_came():
    """Somebody oriented without having been received in the period is not part of it."""
    for n in range(9):
        received(f"p{n}", days=5)
        if n < 7:
            subjects = [oriented(f"p{n}", days=4), oriented(f"p{n}", days=4, theme="health")]
            if n < 6:
                answered(subjects[0], person=f"p{n}")
    for n in range(5):
        answered(oriented(f"never{n}", days=2), person=f"never{n}")

    assert [figure.value for figure in counted().funnel] == [9, 7, 6]


@on_walls
def test_fewer_than_five_people_are_hidden_however_much_they_did():
    """One widow with eight needs is one person."""
    for n in range(8):
        oriented("widow", theme="papers")
        oriented(f"p{n}", theme="health")

    report = counted()
    lines = {line.key: line.oriented for line in report.tables["theme"]}

    assert lines["papers"].hidden
    assert lines["health"].hidden, "the total would tell the other"
    assert report.total.oriented.value == 16


@on_walls
def test_a_part_of_the_year_shows_that_part():
    """The same acts in another period are not in this one."""
    months = shape().months
    for n in range(6):
        received(f"p{n}", days=(timezone.localdate() - months[0]).days)
        received(f"q{n}")
        received(f"r{n}")

    report = counted(part=3)

    assert report.total.received.value == 12
    assert counted(part=0).total.received.value == 6
    assert counted(part=1).total.received.value == 0
    assert [line.received.value for line in report.trend] == [6, *[0] * 10, 12]


@on_walls
@pytest.mark.parametrize("seed", [1, 2])
def test_figures_are_what_one_counts_by_hand(seed):
    """Sums of thousands of lines in SQL against a loop in Python."""
    rng = random.Random(seed)
    by_hand = {"received": 0, "oriented": 0, "answered": 0}
    for n in range(120):
        centre, days = rng.choice([OWN, SISTER]), rng.randint(0, 420)
        inside = timezone.localdate() - timedelta(days=days) >= shape().months[0]
        if rng.random() < 0.5:
            told = received(f"p{n}", centre=centre, days=days, themes=rng.sample(["papers", "health", "work"], 2))
            back = rng.random() < 0.2
            if back:
                with scope(centres=[centre]):
                    for event in told:
                        events.reverse(event)
            by_hand["received"] += inside and not back
        else:
            subject = oriented(f"p{n}", centre=centre, days=days)
            done = rng.random() < 0.6
            if done:
                answered(subject, days=rng.randint(0, days), person=f"p{n}")
            by_hand["oriented"] += inside
            by_hand["answered"] += inside and done

    total = counted().total

    assert (total.received.value, total.oriented.value, total.answered.value) == tuple(by_hand.values())


@on_walls
def test_nothing_that_comes_out_is_a_row_or_tells_people_apart():
    """Figures, names of places and days: no queryset, no key of a person, no hash."""
    for n in range(6):
        received(f"p{n}")
        oriented(f"p{n}", days=20)

    report = counted()

    _walk(report)
    assert not re.search(r"[0-9a-f]{16}", repr(report))


def _walk(value):
    assert not isinstance(value, QuerySet)
    if is_dataclass(value):
        for one in fields(value):
            _walk(getattr(value, one.name))
    elif isinstance(value, dict):
        for key, one in value.items():
            _walk(key)
            _walk(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _walk(one)
    else:
        assert value is None or isinstance(value, int | float | str | date), type(value)


def test_the_barometer_keeps_no_table_about_people():
    """It reads events; what it would keep one day are counts."""
    forbidden = {"person", "household", "words", "text", "name"}
    models = [model for model in apps.get_models() if model.__module__.startswith("jisr.barometer")]

    for model in models:
        assert not {field.name for field in model._meta.get_fields()} & forbidden
    text = "".join(path.read_text() for path in Path(jisr.barometer.__file__).parent.rglob("*.py"))
    assert not re.search(r"\b(families|reception|listening|orientation|pathways)_\w+", text), "reads events alone"


@on_walls
@pytest.mark.parametrize(
    "table", ["families_person", "families_household", "orientation_referral", "common_journalline"]
)
def test_the_login_that_counts_reads_nothing_but_events(table):
    """Whatever a figure asks, it cannot reach a file."""
    with pytest.raises(ProgrammingError, match="permission denied"), scope(speaking="counter"):
        _run("counter", f'SELECT count(*) FROM "{table}"')


@on_walls
@pytest.mark.parametrize("verb", ["UPDATE common_event SET theme = ''", "DELETE FROM common_event"])
def test_nobody_who_counts_or_works_changes_an_event(verb):
    """An event is corrected by another event."""
    received("p")
    for alias in ("counter", "default"):
        with pytest.raises(ProgrammingError, match="permission denied"), scope(speaking=alias, centres=[OWN]):
            _run(alias, verb)


@on_walls
def test_an_event_is_written_for_ones_own_centre_only():
    """Nobody makes another centre look late."""
    with pytest.raises(ProgrammingError, match="row-level security"), scope(centres=[OWN]):
        events.emit("answered", centre=SISTER, subject="x", person="p")


def _run(alias, sql):
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(sql)


@on_walls
def test_totals_of_a_report_are_never_shown_in_one_table_and_hidden_in_another():
    """Every table stands under the same total."""
    for n in range(5):
        received(f"p{n}", themes=("papers",), days=1 + 80 * (n > 2))

    report = counted()

    shown = {kind: getattr(report.total, kind) for kind in ("received", "oriented", "answered")}
    for lines in report.tables.values():
        told = [line.received.value for line in lines if line.key != ALL]
        if shown["received"].hidden:
            assert None in told
