"""Two names compared where one of them is all vowels; and persons are indexed by their keys, however many are new."""

from importlib import import_module

from django.db import migrations

_was = import_module("jisr.families.migrations.0012_known")
_FIRST = "    IF cardinality(few) > cardinality(many) THEN"
_WORDS = _was.ALIKE.split("CREATE FUNCTION jisr_alike")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
# Across scripts the ``a`` that Arabic does not write is left out of both: of "Aa" no word remains, and a share of
# none is no number.
NOTHING_LEFT = _WORDS.replace(
    _FIRST, f"    IF cardinality(few) = 0 OR cardinality(many) = 0 THEN RETURN 0; END IF;\n{_FIRST}"
)
# The planner takes the table for small until it is looked at again, and read all of it for each batch of a load.
BY_KEYS = "ALTER FUNCTION jisr_index_persons SET enable_seqscan = off;"


class Migration(migrations.Migration):
    """Functions alone."""

    dependencies = [("families", "0023_guarded_erasure")]
    operations = [
        migrations.RunSQL(NOTHING_LEFT + BY_KEYS, _WORDS + "ALTER FUNCTION jisr_index_persons RESET enable_seqscan;")
    ]
