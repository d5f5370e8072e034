"""An erasure takes also what a room above keeps of a list that was brought and not written yet."""

from importlib import import_module

from django.db import migrations

_was = import_module("jisr.families.migrations.0023_guarded_erasure")

# What a room above keeps of lists between their file and the yes; that room replaces this (exchange does).
LISTS = """
CREATE FUNCTION jisr_forget_lists(the_person uuid) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN ARRAY[]::text[]; END $$;
REVOKE ALL ON FUNCTION jisr_forget_lists(uuid) FROM PUBLIC;
"""
# Before anything of hers is locked: a list that is being written holds its own row, and may wait for hers.
FORGET = _was._put(
    _was.FORGET,
    (
        "BEGIN\n    SELECT p.* INTO her FROM families_person",
        "BEGIN\n    touched := jisr_forget_lists(the_person);\n    SELECT p.* INTO her FROM families_person",
    ),
    (
        "touched := '{listening_interview,listening_note}';",
        "touched := touched || '{listening_interview,listening_note}'::text[];",
    ),
)


class Migration(migrations.Migration):
    """One door is replaced; no row changes."""

    dependencies = [("families", "0024_names_of_vowels_alone")]
    operations = [
        migrations.RunSQL(LISTS + FORGET, _was.FORGET + "DROP FUNCTION jisr_forget_lists(uuid);"),
    ]
