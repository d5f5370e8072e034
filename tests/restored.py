"""The test database as it was laid, after a test whose writes were really saved.

Django empties every table and tells each app that it migrated: 0.3 s a test here. Most tests write ten rows in five
tables; those are taken out, and the tables of the ground are filled again from a copy where one of their rows changed.
"""

from importlib import import_module

from django.db import connections

#: Copies of what the ground is made of.
COPIES = "laid"

#: Tables with rows in them, save the record of migrations, which nobody changes.
#: What writes down the changes of others is gone through last: to put those back is a change, too.
_TABLES = """
SELECT quote_ident(relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND relname <> 'django_migrations'
ORDER BY relname = 'centres_change'
"""

_KEEP = f"""
DO $$
DECLARE name text; filled boolean;
BEGIN
  DROP SCHEMA IF EXISTS {COPIES} CASCADE;
  CREATE SCHEMA {COPIES};
  FOR name IN {_TABLES} LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO filled;
    IF filled THEN
      EXECUTE format('CREATE TABLE {COPIES}.%s AS SELECT *, xmin::text AS of_act FROM %s', name, name);
    END IF;
  END LOOP;
END $$
"""

# A row that was changed or written since has another xmin than any row of the copy; one that was deleted is one fewer.
_RESTORE = f"""
DO $$
DECLARE name text; changed boolean; columns text;
BEGIN
  SET CONSTRAINTS ALL DEFERRED;
  FOR name IN {_TABLES} LOOP
    IF to_regclass('{COPIES}.' || name) IS NULL THEN
      EXECUTE format('DELETE FROM %s', name);
      CONTINUE;
    END IF;
    EXECUTE format(
      'SELECT (SELECT count(*) FROM %s) <> (SELECT count(*) FROM {COPIES}.%s) OR EXISTS ('
      'SELECT FROM %s WHERE xmin::text NOT IN (SELECT DISTINCT of_act FROM {COPIES}.%s))', name, name, name, name
    ) INTO changed;
    IF changed THEN
      SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
        WHERE attrelid = name::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
      EXECUTE format('DELETE FROM %s', name);
      EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM {COPIES}.%s',
                     name, columns, columns, name);
      EXECUTE format('UPDATE {COPIES}.%s SET of_act = pg_current_xact_id()::xid::text', name);
    END IF;
  END LOOP;
END $$
"""


def keep() -> None:
    """Copy the ground, once it is laid."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_KEEP)


def restore() -> None:
    """Take out what was written since, and put back what was changed.

    The log of changes is taken out with the rest: what this process holds of the catalogue would not hear of it.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(_RESTORE)
    import_module("jisr.window.orientation.memory").forget()  # read before Django is set up, it would ask for models
