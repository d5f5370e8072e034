"""Closed lists of places, and the census indicators with the definition, unit, date and source of each.

Definitions are the census's own (HCP, RGPH 2024, notes to the communal workbooks), shortened and translated.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

CENSUS_2024, CENSUS_2014 = date(2024, 9, 1), date(2014, 9, 1)


class CommuneType(TextChoices):
    """Milieu of a commune, as the census classes it."""

    URBAN = "urban", _("urban commune")
    RURAL = "rural", _("rural commune")


class ProvinceType(TextChoices):
    """The 62 provinces and 13 prefectures have the same rank."""

    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")


class OwnTable(TextChoices):
    """What an operator may load beside the data that ships; said on no page, so not translated."""

    DOUARS = "douars", "douars"
    BUS_DAYS = "bus_days", "bus days"


class PointSource(TextChoices):
    """What the point of a commune is: where distances are counted from."""

    GEONAMES = "geonames", _("main place (GeoNames)")
    TOWN_CENTRE = "hcp_town_centre", _("town centre (HCP)")
    CENTROID = "polygon_centroid", _("middle of its boundaries")


class MatchReason(TextChoices):
    """Why a commune answers what was typed, best first."""

    CODE = "code", _("its code")
    FORMER_CODE = "former_code", _("its code of 2014")
    NAME = "name", _("its name")
    FORMER_NAME = "former_name", _("its spelling of 2014")
    ARRONDISSEMENT = "arrondissement", _("one of its arrondissements")
    START = "start", _("starts like this")
    CLOSE = "close", _("sounds or looks like this")
    PROVINCE = "province", _("in the province of this name")


class Group(TextChoices):
    """The parts of a page of indicators."""

    PEOPLE = "people", _("People and families")
    SCHOOL = "school", _("School and reading")
    LANGUAGE = "language", _("Languages")
    WORK = "work", _("Work")
    HOUSING = "housing", _("Housing")
    ACCESS = "access", _("Access")


class Unit(StrEnum):
    """What a number counts; a percentage is a number from 0 to 100. The definition says the rest in words."""

    PERCENT = "percent"
    PERSONS = "persons"
    BIRTHS = "births"
    KM = "km"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from, and from when."""

    name: Any
    on: date
    address: str
    licence: Any


CENSUS = Source(
    _("HCP, general census of population and housing 2024"), CENSUS_2024,
    "https://www.hcp.ma/file/242671/", _("reusable with credit to HCP (CC BY 4.0 terms)"),
)  # fmt: skip
MAPPING = Source(
    _("HCP, mapping of establishments, census 2024"), CENSUS_2024,
    "https://www.hcp.ma/file/242672/", _("reusable with credit to HCP (CC BY 4.0 terms)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number about a place.

    Attributes:
        code: its column, the same in the models and in the data.
        base: what it is a share or a mean of, in words: its definition.
        decimals: how many it is published with.
        before: the column of the same number in 2014, if any.
    """

    code: str
    group: Group
    unit: Unit
    label: Any
    base: Any
    source: Source = CENSUS
    decimals: int = 1
    before: str = ""


_P, _S, _L, _W, _H, _A = Group
_ALL = _("of all residents")
_READERS = _("of residents aged 10 and over who read and write; several languages possible")
_SPOKEN = _("of residents who speak it; several languages possible")
_HOUSES = _("of settled households")
_15 = _("of women aged 15 and over")
_DISABLED = _("of all residents: unable, or with great difficulty, in at least one of six domains "
              "(sight, hearing, mobility, communication, memory, self-care)")  # fmt: skip
_ILLITERATE = _("of residents aged 10 and over who cannot read and write a short simple statement")
_ACTIVE = _("of residents aged 15 and over: those who work or look for work")
_JOBLESS = _("of active residents aged 15 and over who have no work")
_PERCENT = Unit.PERCENT

INDICATORS: tuple[Indicator, ...] = (
    Indicator("female_pct", _P, _PERCENT, _("Women and girls"), _ALL),
    Indicator("age_0_14_pct", _P, _PERCENT, _("Aged under 15"), _ALL),
    Indicator("age_60_plus_pct", _P, _PERCENT, _("Aged 60 and over"), _ALL),
    Indicator("disability_pct", _P, _PERCENT, _("Disabled people"), _DISABLED, before="disability_pct_2014"),
    Indicator("household_size", _P, Unit.PERSONS, _("Size of a household"), _("residents per household, mean")),
    Indicator(
        "fertility_rate", _P, Unit.BIRTHS, _("Births per woman"),
        _("births a woman would have at the rates of the twelve months before the census"), decimals=2,
    ),
    Indicator("widowed_female_pct", _P, _PERCENT, _("Widows"), _15),
    Indicator("divorced_female_pct", _P, _PERCENT, _("Divorced women"), _15),
    Indicator(
        "illiteracy_10plus_pct", _S, _PERCENT, _("Do not read or write"), _ILLITERATE,
        before="illiteracy_10plus_pct_2014",
    ),
    Indicator("illiteracy_10plus_female_pct", _S, _PERCENT, _("Women who do not read or write"),
              _("of women aged 10 and over who cannot read and write a short simple statement")),
    Indicator("enrolment_6_11_pct", _S, _PERCENT, _("Children at school"),
              _("of children aged 6 to 11, school year 2023/24")),
    Indicator("enrolment_6_11_girls_pct", _S, _PERCENT, _("Girls at school"),
              _("of girls aged 6 to 11, school year 2023/24")),
    Indicator("no_education_pct", _S, _PERCENT, _("Without any schooling"), _("level in general education")),
    Indicator("higher_education_pct", _S, _PERCENT, _("Higher education"), _("level in general education")),
    Indicator("darija_pct", _L, _PERCENT, _("Darija"), _SPOKEN),
    Indicator("tachelhit_pct", _L, _PERCENT, _("Tachelhit"), _SPOKEN),
    Indicator("tamazight_pct", _L, _PERCENT, _("Tamazight of the Middle Atlas"), _SPOKEN),
    Indicator("tarifit_pct", _L, _PERCENT, _("Tarifit"), _SPOKEN),
    Indicator("hassania_pct", _L, _PERCENT, _("Hassania"), _SPOKEN),
    Indicator("reads_arabic_pct", _L, _PERCENT, _("Read Arabic"), _READERS),
    Indicator("reads_french_pct", _L, _PERCENT, _("Read French"), _READERS),
    Indicator("reads_tifinagh_pct", _L, _PERCENT, _("Read Tifinagh"), _READERS),
    Indicator("activity_rate_pct", _W, _PERCENT, _("Active"), _ACTIVE),
    Indicator("activity_rate_female_pct", _W, _PERCENT, _("Active women"),
              _("of women aged 15 and over: those who work or look for work")),
    Indicator("unemployment_pct", _W, _PERCENT, _("Without work"), _JOBLESS),
    Indicator("unemployment_female_pct", _W, _PERCENT, _("Women without work"),
              _("of active women aged 15 and over who have no work")),
    Indicator("people_per_room", _H, Unit.PERSONS, _("Persons per room"),
              _("residents per room of settled households, mean")),
    Indicator("slum_or_basic_pct", _H, _PERCENT, _("Slum or makeshift dwelling"), _HOUSES),
    Indicator("owner_pct", _H, _PERCENT, _("Own their home"), _HOUSES),
    Indicator("electricity_pct", _H, _PERCENT, _("Electricity"), _HOUSES),
    Indicator("running_water_pct", _H, _PERCENT, _("Running water"), _HOUSES),
    Indicator("toilet_pct", _H, _PERCENT, _("Toilet"), _HOUSES),
    Indicator("bathroom_pct", _H, _PERCENT, _("Bathroom"), _HOUSES),
    Indicator("kitchen_pct", _H, _PERCENT, _("Kitchen"), _HOUSES),
    Indicator("sewer_pct", _H, _PERCENT, _("Public sewer"), _HOUSES),
    Indicator("firewood_pct", _H, _PERCENT, _("Cook with firewood"), _HOUSES),
    Indicator("km_to_paved_road", _A, Unit.KM, _("Way to a paved road"),
              _("mean real distance from rural dwellings"), before="km_to_paved_road_2014"),
    Indicator("establishments_public_services", _A, Unit.PLACES, _("Public services"),
              _("number of public service establishments"), source=MAPPING, decimals=0),
    Indicator("establishments_non_profit", _A, Unit.PLACES, _("Associations with premises"),
              _("number of non-profit establishments in premises of their own"), source=MAPPING, decimals=0),
)  # fmt: skip
