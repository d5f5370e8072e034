"""Days, numbers and amounts as Morocco writes them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from jisr.web import wording

MONTHS = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()


def test_months_have_their_moroccan_names():
    """Django's Arabic says نوفمبر; nobody in a Moroccan office does."""
    with override("ar"):
        said = [wording.day(date(2026, month, 3)) for month in range(1, 13)]

    assert said == [f"3 {name} 2026" for name in MONTHS]


def test_the_first_of_a_month_is_an_ordinal_in_french_alone():
    """The Imprimerie nationale writes 1er mars, then 2 mars."""
    first = date(2027, 3, 1)

    said = {}
    for language in ("ar", "fr", "en"):
        with override(language):
            said[language] = wording.day(first)

    assert said == {"ar": "1 مارس 2027", "fr": "1er mars 2027", "en": "1 March 2027"}


def test_a_moment_is_told_in_casablanca():
    """23:30 UTC was already tomorrow there, until Morocco went back to the hour of Greenwich in September 2026."""
    with override("fr"):
        said = [wording.when(datetime(2026, month, 3, 23, 30, tzinfo=UTC)) for month in (7, 11)]

    assert said == ["4 juillet 2026 à 00:30", "3 novembre 2026 à 23:30"]


def test_a_moment_without_its_zone_is_refused():
    """Guessing the zone would move a deadline by a day, silently."""
    with pytest.raises(ValueError, match="zone"):
        wording.day(datetime(2026, 11, 3, 12, 0))  # noqa: DTZ001 - the fault that is tested


@pytest.mark.parametrize(
    ("days", "arabic", "french"),
    [
        (0, "اليوم", "aujourd’hui"),
        (1, "أمس", "hier"),
        (-1, "غدا", "demain"),
        (2, "منذ يومين", "il y a 2 jours"),
        (3, "منذ 3 أيام", "il y a 3 jours"),
        (11, "منذ 11 يوما", "il y a 11 jours"),
        (-40, "بعد 40 يوما", "dans 40 jours"),
        (61, "منذ شهرين", "il y a 2 mois"),
        (122, "منذ 4 أشهر", "il y a 4 mois"),
        (335, "منذ 11 شهرا", "il y a 11 mois"),
        (1100, "منذ 3 سنوات", "il y a 3 ans"),
    ],
)
def test_how_long_ago_follows_the_six_arabic_plurals(days, arabic, french):
    """One wrong plural, and the reader knows that nobody read the page."""
    today = date(2026, 11, 22)
    value = date.fromordinal(today.toordinal() - days)

    with override("ar"):
        in_arabic = wording.ago(value, today=today)
    with override("fr"):
        in_french = wording.ago(value, today=today)

    assert (in_arabic, in_french) == (arabic, french)


@pytest.mark.parametrize(
    ("minor", "arabic", "french"),
    [
        (0, "0 درهم", "0 DH"),
        (100, "1 درهم", "1 DH"),
        (500, "5 دراهم", "5 DH"),
        (1_500, "15 درهما", "15 DH"),
        (130_000, "1.300 درهم", "1\u202f300 DH"),
        (123_456, "1.234,56 درهما", "1\u202f234,56 DH"),
        (-130_000, "-1.300 درهم", "-1\u202f300 DH"),
        (1_600_000_000, "16.000.000 درهم", "16\u202f000\u202f000 DH"),
    ],
)
def test_amounts_come_from_centimes(minor, arabic, french):
    """An amount is whole centimes everywhere; only here does it become words, without a float on the way."""
    with override("ar"):
        in_arabic = wording.mad(minor)
    with override("fr"):
        in_french = wording.mad(minor)

    assert (in_arabic, in_french) == (arabic, french)


def test_digits_are_western_in_every_language():
    """Morocco writes 2026, not ٢٠٢٦."""
    said = []
    for language in ("ar", "fr", "en"):
        with override(language):
            said += [wording.number(1234567890, 2), wording.percent(0.248, 1), wording.distance(22_300)]

    assert all(sign.isascii() or not sign.isdigit() for text in said for sign in text)


@pytest.mark.parametrize(
    ("years", "arabic"),
    [(0, "أقل من سنة"), (1, "سنة واحدة"), (2, "سنتان"), (7, "7 سنوات"), (14, "14 سنة"), (100, "100 سنة")],
)
def test_an_age_agrees_with_its_number(years, arabic):
    """7 سنوات but 14 سنة."""
    with override("ar"):
        assert wording.age(years) == arabic


def test_several_things_make_one_sentence():
    """The Arabic and is one letter that holds on to its word."""
    with override("ar"):
        arabic = wording.listed(["إيواء", "تكوين", "صحة"])
    with override("fr"):
        french = wording.listed(["hébergement", "formation", "santé"])

    assert (arabic, french) == ("إيواء، تكوين وصحة", "hébergement, formation et santé")


def test_a_way_is_told_in_hours_and_minutes():
    """80 minutes is not something people say."""
    with override("ar"):
        assert [wording.duration(minutes) for minutes in (1, 2, 50, 60, 80)] == [
            "دقيقة واحدة", "دقيقتان", "50 دقيقة", "ساعة واحدة", "ساعة واحدة و20 دقيقة",
        ]  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_words_of_all_areas_stand_in_few_tables(language):
    """One for each rule of plural: a page that looks up a thousand sentences does not walk through forty tables."""
    assert len(translation(language)._catalog._catalogs) < 10
