"""What a list changes is held before it is looked at once more; of whom is known elsewhere, the month alone."""

from importlib import import_module

from django.db import migrations

_likens = import_module("jisr.exchange.migrations.0005_comparing_imports")
_takes = import_module("jisr.exchange.migrations.0006_taking_imports")


def _put(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(old, new)


# A search tells the month (docs/decisions/0082), and so does a list.
LIKE = _put(
    _likens.LIKE,
    "CASE WHEN NOT s.mine THEN s.opened_on END",
    "CASE WHEN NOT s.mine THEN date_trunc('month', s.opened_on)::date END",
)
# A correction by hand waits for the list, or the list sees it: between the look and the writing lie minutes.
OF_PLAN = "(SELECT l.{0} FROM exchange_importplan l WHERE l.importing = i.id AND ({1} OR l.state IN ({2})))"
HELD = f"""
    PERFORM FROM families_person p WHERE p.id IN {OF_PLAN.format("person_id", _takes.WRITES, "'linked'")}
        ORDER BY p.id FOR NO KEY UPDATE;
    PERFORM FROM families_household h
        WHERE h.id IN {OF_PLAN.format("household_id", _takes.WRITES, "'linked', 'joined'")}
        ORDER BY h.id FOR NO KEY UPDATE;
"""
# Whoever learned the key of a list could hand rows in under it, in her own name: they are nobody's.
SLIPPED = "".join(
    f"    DELETE FROM exchange_{table} s WHERE s.importing = i.id AND s.author <> i.author;\n"
    for table in ("importrow", "importnumber")
)
COMPARE = _put(
    _likens.COMPARE,
    "BEGIN\n    DELETE FROM exchange_importplan",
    f"BEGIN\n{SLIPPED}    DELETE FROM exchange_importplan",
)
COUNTED = "BEGIN\n    IF (SELECT count(*) FROM exchange_importrow"
TAKE = _put(
    _put(_takes.TAKE, _takes.MOVED, HELD + _takes.MOVED), COUNTED, COUNTED.replace("BEGIN\n", f"BEGIN\n{SLIPPED}")
)
BEFORE = "".join(
    text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    for text in (_likens.LIKE, _likens.COMPARE, _takes.TAKE)
)


class Migration(migrations.Migration):
    """Three doors are replaced; no row changes."""

    dependencies = [("exchange", "0008_erased_from_lists")]
    operations = [migrations.RunSQL(LIKE + COMPARE + TAKE, BEFORE)]
