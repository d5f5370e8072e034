"""Decisions of the catalogue: hours, what fits whom, telephones, who may edit what."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.centres.rules import (
    DAYS,
    Facts,
    NotHours,
    NotPhone,
    Place,
    fits,
    may_edit,
    opening,
    parse_hours,
    phone_number,
    places,
    verdict,
)

TODAY = date(2026, 11, 22)
SUNDAY_NOON = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - the clock of the place


@dataclass
class Offer:
    """A service as ``fits`` reads it."""

    age_min: int | None = None
    age_max: int | None = None
    sex: str = ""
    publics: list[str] = field(default_factory=list)
    welcomes: str = "unconditional"
    zone: str = "nation"
    areas: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    accessibility: list[str] = field(default_factory=list)
    places_total: int | None = None
    places_free: int | None = None
    places_confirmed_on: date | None = None


@pytest.mark.parametrize(
    ("text", "day", "minute", "is_open"),
    [
        ("Mo-Fr 08:30-16:30", 0, 510, True),
        ("Mo-Fr 08:30-16:30", 0, 990, False),
        ("Mo-Fr 08:30-16:30", 6, 600, False),
        ("Mo-Fr 08:30-12:30,14:00-16:30", 2, 780, False),
        ("Fr-Mo 09:00-10:00", 6, 570, True),
        ("Mo,We 09:00-10:00", 1, 570, False),
        ("Mo-Su 18:00-24:00", 3, 1439, True),
        ("24/7", 4, 0, True),
    ],
)
def test_a_schedule_says_when_it_is_open(text, day, minute, is_open):
    """The notation of OpenStreetMap, read on the clock of the place."""
    moment = datetime(2026, 11, 16) + timedelta(days=day, minutes=minute)  # noqa: DTZ001

    assert opening(parse_hours(text), moment).now is is_open


@pytest.mark.parametrize(
    "text",
    ["8h-16h", "Mo-Fr 16:30-08:30", "Mo-Fr 08:30", "Lu-Ve 08:30-16:30", "Mo 08:99-09:00", "Mo 09:00-12:00,11:00-13:00"],
)
def test_what_is_no_schedule_is_refused(text):
    """Rather than guessed."""
    with pytest.raises(NotHours):
        parse_hours(text)


def test_hours_that_are_not_known_are_not_closed():
    """Unknown is said as unknown."""
    assert parse_hours("  ") is None
    assert not opening(None, SUNDAY_NOON).known


def test_the_next_opening_is_told_across_the_week():
    """Closed on Sunday: tomorrow, Monday, at half past eight."""
    state = opening(parse_hours("Mo-Fr 08:30-16:30"), SUNDAY_NOON)

    assert (state.now, state.again) == (False, (1, time(8, 30)))


@given(st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True), st.integers(0, 1438), st.integers(1, 60))
def test_whoever_comes_within_the_hours_finds_it_open(days, start, length):
    """A law of every schedule of one span."""
    end = min(1440, start + length)
    text = f"{','.join(days)} {start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    week = parse_hours(text)

    for day in range(7):
        moment = datetime(2026, 11, 16) + timedelta(days=day, minutes=start)  # noqa: DTZ001
        assert opening(week, moment).now is (DAYS[day] in days)


def test_a_girl_of_fourteen_fits_a_boarding_home_for_girls():
    """Every condition speaks, and none against her."""
    home = Offer(12, 18, "f", ["pupils"], "exclusive", "province")
    girl = Facts(age=14, sex="f", publics={"pupils": True}, place=Place(province="07.161"))

    reasons = fits(home, girl, centre=Place(province="07.161"))

    assert [(reason.about, reason.verdict) for reason in reasons] == [
        ("age", "yes"), ("sex", "yes"), ("publics", "yes"), ("zone", "yes"),
    ]  # fmt: skip
    assert verdict(reasons) == "yes"


def test_what_is_not_known_is_never_a_no():
    """A person of whom nothing is known is excluded from nothing."""
    demanding = Offer(12, 18, "f", ["pupils"], "exclusive", "commune", languages=["darija"], accessibility=["ramp"])

    reasons = fits(demanding, Facts(), today=TODAY)

    assert "no" not in {reason.verdict for reason in reasons}
    assert verdict(reasons) == "unknown"


@pytest.mark.parametrize(
    "facts",
    [
        Facts(age=11, sex="f", publics={"pupils": True}),
        Facts(age=14, sex="m", publics={"pupils": True}),
        Facts(age=14, sex="f", publics={"pupils": False}),
        Facts(age=14, sex="f", publics={"pupils": True}, place=Place(province="09.541")),
    ],
)
def test_one_condition_that_is_not_met_excludes(facts):
    """Age, sex, public and zone each."""
    home = Offer(12, 18, "f", ["pupils"], "exclusive", "province")

    assert verdict(fits(home, facts, centre=Place(province="07.161"))) == "no"


def test_a_language_that_is_not_spoken_asks_for_an_interpreter_and_excludes_nobody():
    """Accessibility and language are to be arranged, not grounds for refusal."""
    reasons = fits(Offer(languages=["french"]), Facts(languages=["tachelhit"], needs=["ramp"]))

    assert {reason.about: reason.verdict for reason in reasons} == {
        "publics": "yes", "zone": "yes", "language": "no", "access": "unknown",
    }  # fmt: skip
    assert verdict(reasons) == "yes"


@pytest.mark.parametrize(
    ("total", "free", "days", "said"),
    [
        (None, None, None, "unknown"),
        (72, None, None, "unknown"),
        (72, 6, 1, "yes"),
        (72, 0, 1, "no"),
        (72, 6, 124, "unknown"),
    ],
)
def test_an_old_statement_of_places_is_not_believed(total, free, days, said):
    """Nor is silence a zero."""
    on = None if days is None else TODAY - timedelta(days=days)

    assert places(Offer(places_total=total, places_free=free, places_confirmed_on=on), TODAY).verdict == said


@given(st.integers(500_000_000, 799_999_999))
def test_a_number_is_the_same_however_it_is_written(number):
    """With a zero, with the country, with dots; and when a spreadsheet ate its zero."""
    digits = str(number)
    spaced = " ".join(digits[at : at + 3] for at in range(0, 9, 3))

    written = {
        phone_number(text) for text in (f"0{digits}", f"+212 {spaced}", f"00212-{digits}", f"212.{digits}", digits)
    }

    assert written == {f"+212{digits}"}


@pytest.mark.parametrize("text", ["12345", "ligne 1", "+33 1 23 45 67 89 00", "٠٥٢٤"])
def test_what_is_no_number_of_the_country_is_refused(text):
    """Letters, other countries, too few digits."""
    with pytest.raises(NotPhone):
        phone_number(text)


def test_a_director_edits_her_centre_and_a_delegate_her_province():
    """And nobody anything else."""
    here = (7, "07.161", "07")

    assert may_edit(*here, of_centre=7, of_province=None, of_region=None)
    assert not may_edit(*here, of_centre=8, of_province=None, of_region=None)
    assert may_edit(*here, of_centre=None, of_province="07.161", of_region=None)
    assert not may_edit(*here, of_centre=None, of_province="09.541", of_region=None)
    assert may_edit(*here, of_centre=None, of_province=None, of_region="07")
    assert may_edit(*here, of_centre=None, of_province=None, of_region=None)
