"""What is kept of two files joined: a disability as it stands, in clear or under a key; of a joining undone, nothing."""

from importlib import import_module

from django.db import migrations

_joining = import_module("jisr.families.migrations.0010_joining")
DECIDE, APART = _joining.DECIDE, _joining.APART
_FIELDS = "'literacy', 'schooled', 'disability', 'died_on'];"
_TAKEN = "IF 'born_on' = ANY(taken) THEN"
SEALED = (
    DECIDE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace(_FIELDS, _FIELDS.replace("'disability',", "'disability', 'disability_sealed',"))
    .replace(
        _TAKEN,
        "IF taken && ARRAY['disability', 'disability_sealed'] THEN\n"
        "        taken := ARRAY(SELECT DISTINCT f FROM unnest(taken || ARRAY['disability', 'disability_sealed']) f);\n"
        "    END IF;\n    " + _TAKEN,
    )
)
assert SEALED.count("disability_sealed") == 3

# What a joining remembers of the one who went is hers: once taken apart it is of no use, and it would outlive her.
_UNDONE = "UPDATE families_merge SET undone_at = now()"
FORGETS = APART.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    _UNDONE, f"DELETE FROM families_mergechange WHERE merge_id = m.id;\n    {_UNDONE}"
)
assert FORGETS.count("DELETE FROM families_mergechange") == 1
BEFORE = DECIDE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") + APART.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    """The door is replaced; nothing that was joined changes."""

    dependencies = [("families", "0020_retention")]
    operations = [migrations.RunSQL(SEALED + FORGETS, BEFORE)]
