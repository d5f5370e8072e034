"""The catalogue in memory: what was committed is seen by all, a shelter stands in its province."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.centres.models import Centre, Notice, Service
from jisr.common.database import scope
from jisr.territory.models import Province
from jisr.window.listening import actions as listening
from jisr.window.listening import queries as listened_queries
from jisr.window.listening.models import Need
from jisr.window.orientation import actions, memory, queries
from tests import restored
from tests.ground import SERVICE_FAR, SERVICE_OWN, SERVICE_SHELTER, SERVICE_SISTER, SHELTER, SISTER
from tests.stories import listened, received, under, with_children

TODAY = timezone.localdate()
here = pytest.mark.django_db(databases=["default", "owner"])


def heard(held, theme, **values):
    """A need of the boy of a family, as the pages read it."""
    visit = received(held)
    _girl, boy = with_children(held, visit.household)
    return listened_queries.need(listened(held, visit, (boy, theme), **values).needs.get().pk)


def quality(service):
    """What the catalogue in memory says of the page of a service."""
    known = memory.held(TODAY).catalogue
    return int(known.columns.quality[known.by_key[service]])


def written(service, value):
    """Another quality for a page."""
    Service.objects.filter(pk=service).update(quality=value)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_a_test_before_committed_is_not_remembered():
    """The ground is laid again past the log of changes; a page graded by another test would keep its grade here."""
    with scope():
        written(SERVICE_OWN, 35)
    with scope():
        assert quality(SERVICE_OWN) == 35

    restored.restore()

    with scope():
        assert quality(SERVICE_OWN) == 0


class _BackOut(Exception):
    pass


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_was_committed_is_seen_whoever_began_first_and_nothing_else():
    """Who began first commits last: a counter would lose it. What was taken back was never shown to another."""
    began, may_end = threading.Event(), threading.Event()

    def slowly():
        with scope():
            written(SERVICE_OWN, 11)
            began.set()
            may_end.wait(20)
        connections.close_all()

    with scope():
        first = memory.held(TODAY).catalogue
        assert memory.held(TODAY).catalogue is first
    slow = threading.Thread(target=slowly)
    slow.start()
    assert began.wait(20)
    with scope():
        written(SERVICE_SISTER, 22)
    with scope():
        assert (quality(SERVICE_SISTER), quality(SERVICE_OWN)) == (22, 0)
    may_end.set()
    slow.join(20)
    with scope():
        assert (quality(SERVICE_SISTER), quality(SERVICE_OWN)) == (22, 11)

    with pytest.raises(_BackOut), scope():
        written(SERVICE_FAR, 33)
        assert quality(SERVICE_FAR) == 33
        raise _BackOut
    with scope():
        assert quality(SERVICE_FAR) == 0
    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_FAR).delete()
    with scope():
        assert SERVICE_FAR not in memory.held(TODAY).catalogue.by_key
        assert memory.held(TODAY).catalogue.columns.nbytes < 10_000


@here
def test_a_shelter_stands_where_its_province_stands_for_everybody():
    """Its keeper, who knows the door, is counted the same way as anybody; and no distance is told."""
    Service.objects.filter(pk=SERVICE_SHELTER).update(compartment="", professional_only=False)
    province = Province.objects.get(pk=Centre.objects.get(pk=SHELTER).province_id)
    seen = {}
    for reader in ("worker", "shelter_keeper"):
        with under(reader) as held:
            [one] = queries.services_for(heard(held, "shelter"))
            known = memory.held(TODAY).catalogue
            at = known.by_key[SERVICE_SHELTER]
            assert known.columns.lat[at] == pytest.approx(province.lat * 3.14159265 / 180)
        assert one.km is None
        seen[reader] = (one.tenths, round(one.counted_km, 6))
    assert seen["worker"] == seen["shelter_keeper"]


@here
def test_what_is_closed_is_told_among_what_is_near_and_what_was_asked_for_counts():
    """A closure keeps a service out and says until when; a woman asked for counts, and is frozen with the referral."""
    with under("worker") as worker:
        need = heard(worker, "disability")
        Service.objects.filter(pk=SERVICE_SISTER).update(staff_gender="f")
        listening.change_need(need=need, version=need.version, by=worker.user, staff_gender="f", access=["ramp"])
        need = Need.objects.select_related("household__commune__province", "person").get(pk=need.pk)
        [ranked] = queries.services_for(need)
        assert (ranked.parts["staff"], "access" in ranked.parts) == (2.0, True)
        referral = actions.refer(
            need=need, service=ranked.service, centre=worker.centre, by=worker.user, ranked=ranked, position=1
        )
        kept = {entry["about"]: entry for entry in referral.reasons}
        assert kept["parts"]["values"] == ranked.parts and kept["staff"]["verdict"] == "yes"

        until = TODAY + timedelta(days=9)
        Notice.objects.create(centre_id=SISTER, kind="closure", since=TODAY, until=until)
        [found] = queries.services_for_needs([need], misses=3)

    assert found.ranked == []
    [miss] = found.misses
    assert (miss.service.pk, miss.because.shade, miss.because.values["on"]) == (SERVICE_SISTER, "until", until)


@here
def test_what_lies_in_a_compartment_is_neither_offered_nor_near_to_anybody_else():
    """A service of a compartment is no row, no near miss and no gap for a need outside it."""
    with under("worker") as worker:
        [found] = queries.services_for_needs([heard(worker, "shelter")], misses=3)
    with under("keeper") as keeper:
        [inside] = queries.services_for_needs([heard(keeper, "shelter", compartment="violence")], misses=3)

    assert found.ranked == found.misses == []
    assert [one.service.pk for one in inside.ranked] == [SERVICE_SHELTER]


@here
def test_eight_needs_of_a_family_ask_the_database_as_often_as_one():
    """The number of queries hangs neither on the needs nor on the services."""
    with under("worker") as worker:
        visit = received(worker)
        _girl, boy = with_children(worker, visit.household)
        themes = ("disability", "schooling", "training", "shelter", "family", "health", "legal", "goods")
        keys = [one.pk for one in listened(worker, visit, *((boy, theme) for theme in themes)).needs.all()]
        rows = Need.objects.select_related("household__commune__province", "person").filter(pk__in=keys)
        asked = []
        for needs in (list(rows)[:1], list(rows)):
            queries.services_for_needs(needs, misses=3)
            with CaptureQueriesContext(connection) as seen:
                found = queries.services_for_needs(needs, misses=3)
            asked.append(len(seen))
            assert len(found) == len(needs)
    assert asked[0] == asked[1] <= 8
