"""Seal what was written before persons had keys: in batches, each a transaction of its own."""

from django.db import migrations

from jisr.common.database import speaker
from jisr.families.actions.keys import Place, seal_what_is_plain

LISTENED = "(SELECT i.person_id FROM listening_interview i WHERE i.id = t.interview_id)"
PLACES = [
    Place(f"listening.{model}", f"listening_{model}", name, name, f"{name}_sealed", person, f"t.{name} <> ''")
    for model, name, person in (
        ("interview", "strengths", "t.person_id"), ("interview", "risks", "t.person_id"),
        ("need", "words", "t.person_id"), ("note", "text", LISTENED),
    )
]  # fmt: skip


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
    dependencies = [("listening", "0002_keys_of_persons")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
