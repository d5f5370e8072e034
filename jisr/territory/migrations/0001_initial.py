"""Regions, provinces, communes, arrondissements, former names; what all levels share is written once."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from jisr.common.walls import Grant

COUNTS = ["population_urban", "population_rural"]
NUMBERS = [
    "female_pct", "age_0_14_pct", "age_60_plus_pct", "disability_pct", "disability_pct_2014", "household_size",
    "fertility_rate", "widowed_female_pct", "divorced_female_pct", "illiteracy_10plus_pct",
    "illiteracy_10plus_pct_2014", "illiteracy_10plus_female_pct", "enrolment_6_11_pct", "enrolment_6_11_girls_pct",
    "no_education_pct", "higher_education_pct", "darija_pct", "tachelhit_pct", "tamazight_pct", "tarifit_pct",
    "hassania_pct", "reads_arabic_pct", "reads_french_pct", "reads_tifinagh_pct", "activity_rate_pct",
    "activity_rate_female_pct", "unemployment_pct", "unemployment_female_pct", "people_per_room", "slum_or_basic_pct",
    "owner_pct", "electricity_pct", "running_water_pct", "toilet_pct", "bathroom_pct", "kitchen_pct", "sewer_pct",
    "firewood_pct", "km_to_paved_road", "km_to_paved_road_2014", "establishments_public_services",
    "establishments_non_profit",
]  # fmt: skip
SHARES = [name for name in NUMBERS if "_pct" in name]


def place() -> list:
    """The columns of every level."""
    base = "residents in ordinary households, on whom every share rests"
    return [
        ("population_municipal", models.PositiveIntegerField(blank=True, help_text=base, null=True)),
        *((name, models.PositiveIntegerField(blank=True, null=True)) for name in COUNTS),
        *((name, models.FloatField(blank=True, null=True)) for name in NUMBERS),
        ("code", models.CharField(max_length=12, primary_key=True, serialize=False)),
        ("name_ar", models.CharField(max_length=60)),
        ("name_fr", models.CharField(max_length=60)),
        (
            "sort_ar",
            models.CharField(editable=False, help_text="folded name, since C sorts by code point", max_length=60),
        ),
        ("sort_fr", models.CharField(editable=False, max_length=60)),
        ("population", models.PositiveIntegerField(help_text="legal population, 1 September 2024")),
        ("households", models.PositiveIntegerField()),
        ("area_km2", models.FloatField(help_text="square kilometres")),
        ("lat", models.FloatField(help_text="degrees north, WGS 84")),
        ("lon", models.FloatField(help_text="degrees east, WGS 84")),
    ]


def opened(table: str) -> list:
    """Every login reads."""
    return [
        Grant(name=f"{table}_{login}", reason="public facts about places", to=login, verbs="SELECT")
        for login in ("jisr_app", "jisr_public", "jisr_counter")
    ]


def within(table: str) -> list:
    """Shares up to a hundred, points in Morocco."""
    shares = models.Q(GreaterThanOrEqual(Least(*SHARES), 0.0)) & models.Q(LessThanOrEqual(Greatest(*SHARES), 100.0))
    point = models.Q(("lat__range", (20.5, 36.1)), ("lon__range", (-17.3, -0.9)))
    return [
        models.CheckConstraint(condition=shares, name=f"{table}_shares_within_100"),
        models.CheckConstraint(condition=point, name=f"{table}_lies_in_morocco"),
    ]


def inside(model: str, related: str, *, gone: object) -> models.ForeignKey:
    """The level above."""
    return models.ForeignKey(on_delete=gone, related_name=related, to=f"territory.{model}")


PROTECT, CASCADE = django.db.models.deletion.PROTECT, django.db.models.deletion.CASCADE
PROVINCE_TYPES = [("province", "province"), ("prefecture", "prefecture")]
COMMUNE_TYPES = [("urban", "urban commune"), ("rural", "rural commune")]
POINT_SOURCES = [
    ("geonames", "main place (GeoNames)"),
    ("hcp_town_centre", "town centre (HCP)"),
    ("polygon_centroid", "middle of its boundaries"),
]


class Migration(migrations.Migration):
    """The first tables of the territory."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Region", fields=place(), options={"constraints": [*opened("region"), *within("region")]}
        ),
        migrations.CreateModel(
            name="Province",
            fields=[
                *place(),
                ("type", models.CharField(choices=PROVINCE_TYPES, max_length=10)),
                ("region", inside("region", "provinces", gone=PROTECT)),
            ],
            options={"constraints": [*opened("province"), *within("province")]},
        ),
        migrations.CreateModel(
            name="Commune",
            fields=[
                *place(),
                ("type", models.CharField(choices=COMMUNE_TYPES, max_length=5)),
                ("population_2014", models.PositiveIntegerField(blank=True, null=True)),
                ("point_source", models.CharField(choices=POINT_SOURCES, max_length=25)),
                ("province", inside("province", "communes", gone=PROTECT)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_ar", "code"], name="commune_by_arabic_name"),
                    models.Index(fields=["sort_fr", "code"], name="commune_by_french_name"),
                ],
                "constraints": [*opened("commune"), *within("commune")],
            },
        ),
        migrations.CreateModel(
            name="Arrondissement",
            fields=[*place(), ("commune", inside("commune", "arrondissements", gone=CASCADE))],
            options={"constraints": [*opened("arrondissement"), *within("arrondissement")]},
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12)),
                ("name_ar", models.CharField(max_length=60)),
                ("name_fr", models.CharField(max_length=60)),
                ("commune", inside("commune", "former_names", gone=CASCADE)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("year", "code"), name="formername_one_code_a_year"),
                    *opened("formername"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("checksum", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("loaded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"constraints": opened("edition")},
        ),
    ]
