"""An open offer is taken only while its sender may open the file; the keeper closes the others."""

from importlib import import_module

from django.db import migrations, models

_first = import_module("jisr.window.orientation.migrations.0008_doors_of_offers_and_codes")
_last = import_module("jisr.window.orientation.migrations.0012_taken_by_who_was_asked")
# A centre whose access has ended does not give the family to another one: what it sent would open a closed file.
OPENS = """EXISTS (SELECT FROM families_access a WHERE a.household_id = o.household_id AND a.centre_id = o.from_centre_id
        AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE))"""
TAKE = _last.TAKE.replace("OR o.until < CURRENT_DATE\n", f"OR o.until < CURRENT_DATE\n       OR NOT {OPENS}\n")
_DUE = _first.DUE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
DUE = _DUE.replace(
    "    UNION ALL\n    (SELECT r.id, r.from_centre_id, r.compartment, 'news'",
    f"""    UNION ALL
    (SELECT o.id, o.from_centre_id, o.compartment, 'close' FROM orientation_openoffer o
    WHERE o.state = 'open' AND o.until >= CURRENT_DATE AND NOT {OPENS} ORDER BY o.until, o.id LIMIT 1000)
    UNION ALL
    (SELECT r.id, r.from_centre_id, r.compartment, 'news'""",
)
_WHY = [
    ("declined", "the person no longer wishes it"),
    ("served", "she was helped elsewhere"),
    ("mistake", "it was sent by mistake"),
    ("changed", "her situation has changed"),
    ("no_access", "the centre that sent it may no longer open the file"),
    ("not_said", "not said"),
]


class Migration(migrations.Migration):
    dependencies = [("orientation", "0013_left_out_for_the_family")]

    operations = [
        migrations.RunSQL(TAKE, _last.TAKE),
        migrations.RunSQL(DUE, _DUE),
        migrations.AlterField(
            model_name="openoffer",
            name="withdrawal",
            field=models.CharField(blank=True, choices=_WHY, max_length=16),
        ),
        migrations.AlterField(
            model_name="referral",
            name="withdrawal",
            field=models.CharField(blank=True, choices=_WHY, db_default="", default="", max_length=16),
        ),
    ]
