"""A list is written in the order of its keys, and the planner is told of many new rows before it is asked about them."""

from importlib import import_module

from django.db import migrations

_before = import_module("jisr.exchange.migrations.0009_written_as_compared")


def _by_its_row(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


# What is written of a row bears the key of that row, each in a table of its own: made in the order of the file, it
# goes to one end of each index, where keys drawn by lot go everywhere.
TAKE = _before.TAKE
for old, new in (
    ("SELECT gen_random_uuid(), o.household_id, i.centre_id, today", "SELECT o.household_id, o.household_id, i.centre_id, today"),
    ("SELECT gen_random_uuid(), o.household_id, r.id, coalesce(r.relation", "SELECT r.id, o.household_id, r.id, coalesce(r.relation"),
    ("SELECT gen_random_uuid(), o.household_id, r.id, i.centre_id, i.source_id, r.key",
     "SELECT r.id, o.household_id, r.id, i.centre_id, i.source_id, r.key"),
):  # fmt: skip
    TAKE = _by_its_row(TAKE, old, new)
# A reference drawn for each household where it stands, without a function called for each; and no look for consents in
# a list that names none.
_takes = import_module("jisr.exchange.migrations.0006_taking_imports")
TAKE = _by_its_row(
    TAKE, "SELECT o.household_id, 1, jisr_import_reference(),", f"SELECT o.household_id, 1, {_takes.CODE},"
)
TAKE = _by_its_row(
    TAKE,
    "    WHERE o.importing = i.id AND o.opens ORDER BY o.household_id;",
    "    CROSS JOIN LATERAL (SELECT uuid_send(gen_random_uuid()) AS b WHERE o.n IS NOT NULL) drawn\n"
    "    WHERE o.importing = i.id AND o.opens ORDER BY o.household_id;",
)
_CONSENT = "    INSERT INTO families_consent" + TAKE.split("INSERT INTO families_consent")[1].split(";\n")[0] + ";\n"
TAKE = _by_its_row(
    TAKE,
    _CONSENT,
    "    IF EXISTS (SELECT FROM exchange_importrow r WHERE r.importing = i.id AND r.consent IS NOT NULL) THEN\n"
    f"{_CONSENT}    END IF;\n",
)
# Statistics of an hour ago know nothing of a hundred thousand rows: the next list was compared in a minute, not in four
# seconds, until the database looked for itself.
LEARN = """
CREATE FUNCTION jisr_import_learn(the_import uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM jisr_import_of(the_import, ARRAY['taken']);
    ANALYZE families_household, families_person, families_membership, families_access, families_externalkey,
        families_phone, families_identity, families_personkey;
END $$;
REVOKE ALL ON FUNCTION jisr_import_learn(uuid) FROM PUBLIC; GRANT EXECUTE ON FUNCTION jisr_import_learn(uuid) TO jisr_app;
"""


class Migration(migrations.Migration):
    """Functions alone."""

    dependencies = [("exchange", "0009_written_as_compared")]
    operations = [migrations.RunSQL(TAKE + LEARN, _before.TAKE + "DROP FUNCTION jisr_import_learn(uuid);")]
