"""What a kit brings home, as laws: nothing lost, nothing twice, whatever was done in whatever order."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.common import boxes, frames
from jisr.forum.rules.brought import Unreadable, load_of
from jisr.forum.rules.joining import NOTHING, Clock, Sheet, clock, day_of, sort_out

KEYS = st.integers(0, 7).map(lambda n: UUID(int=n))
#: What one place does: it keys a sheet (perhaps one that another place keys too), or brings all it has.
ACTS = st.lists(
    st.tuples(st.sampled_from(["server", "one", "two"]), st.sampled_from(["key", "bring"]), KEYS), max_size=30
)
MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
CASABLANCA = timezone(timedelta(hours=1))


@given(ACTS)
def test_after_joining_the_server_has_what_any_place_had_each_once(acts):
    """For any interleaving, any order of joining, any number of times."""
    places = {"server": [], "one": [], "two": []}

    def bring(place):
        heaps = sort_out(places[place], [sheet.identity for sheet in places["server"]])
        assert len(heaps.new) + len(heaps.there) == len(places[place])
        places["server"] += heaps.new

    for n, (place, act, client_key) in enumerate(acts):
        if act == "bring":
            bring(place) if place != "server" else None
        elif client_key not in [sheet.identity for sheet in places[place]]:
            places[place].append(Sheet(UUID(int=1_000 + n), client_key))
    said = {sheet.identity for sheets in places.values() for sheet in sheets}
    for place in ("two", "one", "two"):
        bring(place)

    here = [sheet.identity for sheet in places["server"]]
    assert len(here) == len(set(here)) and set(here) == said


@given(st.lists(st.tuples(KEYS, st.sampled_from(["", "long"]))), st.sets(KEYS))
def test_each_sheet_lies_in_one_heap_and_what_is_there_is_never_refused(rows, there):
    """A sheet that was joined before is no mistake, whatever it says."""
    sheets = [Sheet(UUID(int=100 + n), key) for n, (key, _wrong) in enumerate(rows)]
    wrong = {sheet.key: reason for sheet, (_key, reason) in zip(sheets, rows, strict=True)}

    heaps = sort_out(sheets, there, wrong=lambda sheet: wrong[sheet.key])

    told = [*heaps.new, *heaps.there, *(sheet for sheet, _why in heaps.refused)]
    assert sorted(told, key=lambda sheet: sheet.key) == sheets
    assert all(sheet.identity not in there for sheet, _why in heaps.refused)


@given(MOMENTS, st.timedeltas(timedelta(days=-400), timedelta(days=400)), st.booleans())
def test_a_clock_that_was_read_beside_a_watch_is_set_right_exactly(cut_at, error, measured):
    """True times: cut, opened an hour later, taken out after eight, brought after nine; the laptop is off by error."""
    opened, closed, brought = (cut_at + timedelta(hours=hours) for hours in (1, 8, 9))

    found = clock(
        cut_at=cut_at, opened_at=opened + error, closed_at=closed + error, true_at=closed if measured else None,
        brought_at=brought,
    )  # fmt: skip

    assert closed + error + found.off <= brought
    if measured:
        assert found.off == -error
    else:  # never more than is proved, and what is proved is never more than an hour short
        assert abs(found.off) <= abs(error) and (found.off == NOTHING or (found.off > NOTHING) != (error > NOTHING))
        assert abs(error) - abs(found.off) <= timedelta(hours=1)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), MOMENTS, st.timedeltas(timedelta(days=-9), timedelta(days=9)))
def test_a_day_moves_with_the_clock_only_when_it_came_from_it(said_on, received_at, off):
    today = date(2026, 12, 31)
    right = day_of(said_on, received_at, Clock(off, measured=True), zone=CASABLANCA, today=today)
    from_clock = received_at.astimezone(CASABLANCA).date() == said_on

    assert right == said_on or from_clock
    assert right == said_on or abs(off) >= timedelta(hours=1)
    assert day_of(said_on, received_at, Clock(off, measured=True), zone=CASABLANCA, today=said_on) <= said_on


@given(MOMENTS, st.timedeltas(timedelta(days=-400), timedelta(days=400)), st.dates(date(2026, 1, 1), date(2027, 1, 2)))
def test_a_day_that_came_from_a_wrong_clock_is_the_day_on_which_it_was_said(true, error, today):
    """Whatever the laptop believed; never a day to come."""
    believed = true + error
    said_on = believed.astimezone(CASABLANCA).date()

    right = day_of(said_on, believed, Clock(-error, measured=True), zone=CASABLANCA, today=today)

    day = true.astimezone(CASABLANCA).date() if abs(error) >= timedelta(hours=1) else said_on
    assert right == min(day, today)


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 10_000), st.integers(1, 255))
def test_a_file_opens_whole_or_not_at_all(content, place, flip):
    """A bit that fell over, a file cut short, another key: never other words than those that were shut in."""
    raw = boxes.shut(content, key=bytes(32), head={"is": "bundle"})
    spoiled = bytearray(raw)
    spoiled[place % len(raw)] ^= flip

    assert boxes.opened(frames.unframe(raw), key=bytes(32)) == content
    with pytest.raises(boxes.NotOpened):
        boxes.opened(frames.unframe(raw), key=bytes(31) + b"1")
    for wrong in (bytes(spoiled), raw[: place % len(raw)], content):
        with pytest.raises(frames.Damaged):
            frames.unframe(wrong)
    # whoever mends the digest has not the key
    front, body = frames.front({"is": "bundle", "kit": "other"}), frames.unframe(raw).body
    with pytest.raises(boxes.NotOpened):
        boxes.opened(frames.unframe(frames.frame(front, body)), key=bytes(32))


def test_a_phrase_is_copied_by_hand():
    box = frames.unframe(boxes.shut_with_phrase(b"x", phrase="ACDE-FGHJ-KMNP-2346", head={"is": "kit"}))
    assert boxes.opened_with_phrase(box, phrase=" acde fghj kmnp 2346 ") == b"x"
    with pytest.raises(boxes.NotOpened):
        boxes.opened_with_phrase(box, phrase="ACDE-FGHJ-KMNP-2347")


def test_a_small_file_that_swells_is_not_opened(monkeypatch):
    raw = boxes.shut(b"0" * 50_000, key=bytes(32), head={})
    monkeypatch.setattr(boxes, "LARGEST", 49_999)
    with pytest.raises(frames.Damaged):
        boxes.opened(frames.unframe(raw), key=bytes(32))


@pytest.mark.parametrize("content", [{}, {"instance": "x"}, {"instance": 5, "opened_at": None}, []])
def test_a_content_of_another_shape_is_of_another_version(content):
    with pytest.raises(Unreadable):
        load_of(content)
