"""Seal what was written before persons had keys: in batches, each a transaction of its own."""

from django.db import migrations

from jisr.common.database import speaker
from jisr.common.ring import ring
from jisr.families.actions.keys import Place, seal_what_is_plain

PLACES = [
    Place(
        "families.identity", "families_identity", "sealed", "sealed", "sealed", "t.person_id",
        "left(encode(t.sealed, 'hex'), 8) <> '4a504b31'",
    ),
    Place(
        "families.person", "families_person", "disability", "disability", "disability_sealed", "t.id",
        "t.disability <> ''",
    ),
]  # fmt: skip


def admit_ring(apps, schema_editor):
    """The wrapping keys of this installation: keys of persons under any other are refused."""
    for mark in ring().keys:
        apps.get_model("families", "WrappingKey").objects.using(schema_editor.connection.alias).get_or_create(mark=mark)


def seal(apps, schema_editor):
    """Cut short, it goes on where it was; what is not sealed yet stays readable meanwhile."""
    token = speaker.set(schema_editor.connection.alias)
    try:
        seal_what_is_plain(PLACES)
    finally:
        speaker.reset(token)


class Migration(migrations.Migration):
    """No table is held: a row is locked while its batch is written."""

    atomic = False
    dependencies = [("families", "0016_keys_of_persons")]
    operations = [
        migrations.RunPython(admit_ring, migrations.RunPython.noop),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
