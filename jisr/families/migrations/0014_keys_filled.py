"""The keys of everybody already recorded, made beside the search that is in use; and indexes for what a search asks beside.

Nothing is locked while keys are made (about 20 s for a million persons). A later migration that changes these tables
empties them and ends with ``keying.rekey`` itself; this one then finds nobody, as in a new database.
"""

from django.db import migrations

from jisr.common.database import speaker
from jisr.families import keying

PHONES = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS phone_digits ON families_phone
    (right(regexp_replace(number, '\\D', '', 'g'), 9))
"""
# Files opened to a centre by others: few beside its own, and the only ones that may be of a confidential place.
OPENED = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS access_opened ON families_access (centre_id, household_id)
    WHERE why <> 'reception'
"""


def fill(apps, schema_editor):
    """Make keys, where there is anybody to find."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM families_person)")
        if not cursor.fetchone()[0]:
            return
    token = speaker.set(schema_editor.connection.alias)
    try:
        keying.rekey()
    finally:
        speaker.reset(token)


class Migration(migrations.Migration):
    """Each step in a transaction of its own, so that it can be stopped and begun again."""

    atomic = False
    dependencies = [("families", "0013_known_doors")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(PHONES, "DROP INDEX phone_digits"),
        migrations.RunSQL(OPENED, "DROP INDEX access_opened"),
    ]
