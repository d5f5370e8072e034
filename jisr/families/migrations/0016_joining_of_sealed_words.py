"""What is kept of two files joined: a disability may stand in clear or under a key; it is taken as it stands."""

from importlib import import_module

from django.db import migrations

DECIDE = import_module("jisr.families.migrations.0010_joining").DECIDE
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


class Migration(migrations.Migration):
    """The door is replaced; nothing that was joined changes."""

    dependencies = [("families", "0015_retention")]
    operations = [migrations.RunSQL(SEALED, DECIDE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
