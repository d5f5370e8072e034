"""Places: 12 regions, 75 provinces and prefectures, 1,503 communes, the arrondissements of six cities.

Read by everybody, written by the loader alone (``python -m jisr territory``). A number that the census does not
give is null and is shown as "no data", never as zero.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from jisr.common.text import fold
from jisr.common.walls import Grant
from jisr.territory.choices import CommuneType, OwnTable, PointSource, ProvinceType

_REASON = "public facts about places"


def _open(table: str) -> list[models.BaseConstraint]:
    """Every login may read a place; nobody but the owner writes one."""
    logins = ("jisr_app", "jisr_public", "jisr_counter")
    return [Grant(name=f"{table}_{login}", to=login, verbs="SELECT", reason=_REASON) for login in logins]


def _number() -> Any:
    return models.FloatField(null=True, blank=True)


def _shares(table: str) -> list[models.CheckConstraint]:
    """Shares are between 0 and 100 (what is null is passed over), and a place is in Morocco."""
    shares = [field.name for field in Indicators._meta.local_fields if "_pct" in field.name]
    within = Q(GreaterThanOrEqual(Least(*shares), 0.0)) & Q(LessThanOrEqual(Greatest(*shares), 100.0))
    return [
        models.CheckConstraint(name=f"{table}_shares_within_100", condition=within),
        models.CheckConstraint(
            name=f"{table}_lies_in_morocco", condition=Q(lat__range=(20.5, 36.1), lon__range=(-17.3, -0.9))
        ),
    ]


class Indicators(models.Model):
    """What the census of 1 September 2024 says of a place; definitions in ``choices.INDICATORS``."""

    population_municipal = models.PositiveIntegerField(
        null=True, blank=True, help_text="residents in ordinary households, on whom every share rests"
    )
    population_urban = models.PositiveIntegerField(null=True, blank=True)
    population_rural = models.PositiveIntegerField(null=True, blank=True)
    female_pct = _number()
    age_0_14_pct = _number()
    age_60_plus_pct = _number()
    disability_pct = _number()
    disability_pct_2014 = _number()
    household_size = _number()
    fertility_rate = _number()
    widowed_female_pct = _number()
    divorced_female_pct = _number()
    illiteracy_10plus_pct = _number()
    illiteracy_10plus_pct_2014 = _number()
    illiteracy_10plus_female_pct = _number()
    enrolment_6_11_pct = _number()
    enrolment_6_11_girls_pct = _number()
    no_education_pct = _number()
    higher_education_pct = _number()
    darija_pct = _number()
    tachelhit_pct = _number()
    tamazight_pct = _number()
    tarifit_pct = _number()
    hassania_pct = _number()
    reads_arabic_pct = _number()
    reads_french_pct = _number()
    reads_tifinagh_pct = _number()
    activity_rate_pct = _number()
    activity_rate_female_pct = _number()
    unemployment_pct = _number()
    unemployment_female_pct = _number()
    people_per_room = _number()
    slum_or_basic_pct = _number()
    owner_pct = _number()
    electricity_pct = _number()
    running_water_pct = _number()
    toilet_pct = _number()
    bathroom_pct = _number()
    kitchen_pct = _number()
    sewer_pct = _number()
    firewood_pct = _number()
    km_to_paved_road = _number()
    km_to_paved_road_2014 = _number()
    establishments_public_services = _number()
    establishments_non_profit = _number()

    class Meta:
        abstract = True


class Place(Indicators):
    """What every level has. Codes are HCP's, and are the hierarchy: 07.161.05.19 lies in 07.161, in 07."""

    code = models.CharField(primary_key=True, max_length=12)
    name_ar = models.CharField(max_length=60)
    name_fr = models.CharField(max_length=60)
    sort_ar = models.CharField(max_length=60, editable=False, help_text="folded name, since C sorts by code point")
    sort_fr = models.CharField(max_length=60, editable=False)
    population = models.PositiveIntegerField(help_text="legal population, 1 September 2024")
    households = models.PositiveIntegerField()
    area_km2 = models.FloatField(help_text="square kilometres")
    lat = models.FloatField(help_text="degrees north, WGS 84")
    lon = models.FloatField(help_text="degrees east, WGS 84")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.code}"

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.lat, self.lon

    def set_sort_keys(self) -> None:
        """Fold both names into the keys by which lists are sorted."""
        self.sort_ar, self.sort_fr = fold(self.name_ar), fold(self.name_fr)


class Region(Place):
    """One of the 12 regions; the code is that of ISO 3166-2:MA."""

    class Meta:
        constraints: ClassVar = [*_open("region"), *_shares("region")]


class Province(Place):
    """One of the 75 provinces and prefectures."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="provinces")
    type = models.CharField(max_length=10, choices=ProvinceType)

    class Meta:
        constraints: ClassVar = [*_open("province"), *_shares("province")]


class Commune(Place):
    """One of the 1,503 communes: the level at which families live and services are looked for."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="communes")
    type = models.CharField(max_length=5, choices=CommuneType)
    population_2014 = models.PositiveIntegerField(null=True, blank=True)
    point_source = models.CharField(max_length=25, choices=PointSource)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["sort_ar", "code"], name="commune_by_arabic_name"),
            models.Index(fields=["sort_fr", "code"], name="commune_by_french_name"),
        ]
        constraints: ClassVar = [*_open("commune"), *_shares("commune")]

    @property
    def is_rural(self) -> bool:
        """Whether the census classes it as a rural commune."""
        return self.type == CommuneType.RURAL


class Arrondissement(Place):
    """One of the 41 arrondissements of Casablanca, Rabat, Salé, Fès, Marrakech and Tanger."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="arrondissements")

    class Meta:
        constraints: ClassVar = [*_open("arrondissement"), *_shares("arrondissement")]


class FormerName(models.Model):
    """The code and the names that a commune had in an earlier census; papers still bear them."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="former_names")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    name_ar = models.CharField(max_length=60)
    name_fr = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "code"], name="formername_one_code_a_year"),
            *_open("formername"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.year}"


class Douar(models.Model):
    """One douar or centre of a rural commune, of the census' workbook, loaded by an operator."""

    code = models.CharField(primary_key=True, max_length=20, help_text="HCP's, without the region")
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="douars")
    name_ar = models.CharField(max_length=120)
    households = models.PositiveIntegerField(null=True, blank=True)
    population = models.PositiveIntegerField(help_text="residents, 1 September 2024")
    age_0_14_pct = _number()
    age_60_plus_pct = _number()
    km_to_paved_road = _number()
    lat = models.FloatField(null=True, blank=True, help_text="degrees north, WGS 84; the workbook gives none")
    lon = models.FloatField(null=True, blank=True, help_text="degrees east, WGS 84")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["commune", "code"], name="douar_of_commune")]
        constraints: ClassVar = [
            *_open("douar"),
            models.CheckConstraint(
                name="douar_in_morocco_or_without_a_point",
                condition=Q(lat=None, lon=None) | Q(lat__range=(20.5, 36.1), lon__range=(-17.3, -0.9)),
            ),
            models.CheckConstraint(
                name="douar_road_not_below_zero", condition=Q(km_to_paved_road=None) | Q(km_to_paved_road__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"douar {self.code}"


class LoadedTable(models.Model):
    """A table that an operator loaded beside what ships: which, from what file."""

    name = models.CharField(primary_key=True, max_length=10, choices=OwnTable)
    checksum = models.CharField(max_length=64)
    source = models.CharField(max_length=200, help_text="name of the file, as it was given")
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = _open("loadedtable")

    def __str__(self) -> str:
        return f"{self.name} {self.checksum[:12]}"


class BusDays(models.Model):
    """On how many days of the week a bus goes from a commune; an operator loads it, no public source has it."""

    commune = models.OneToOneField(Commune, models.CASCADE, primary_key=True, related_name="+")
    days_a_week = models.PositiveSmallIntegerField(help_text="0: none goes")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="busdays_of_a_week", condition=Q(days_a_week__lte=7)), *_open("busdays"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.commune_id}: {self.days_a_week}"


class Edition(models.Model):
    """The data that is loaded: one row, the checksum of the files it came from."""

    checksum = models.CharField(primary_key=True, max_length=64)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = _open("edition")

    def __str__(self) -> str:
        return self.checksum[:12]
