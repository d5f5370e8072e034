"""The catalogue of the database, both ways: what the models declare is what stands, and nothing else is open."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations import AddConstraint, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.models import AutoField

from jisr.common.open_tables import OPEN_TABLES
from jisr.common.walls import Grant, Policy, SameCompartment

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer", "keeper"])

LOGINS = ("jisr_app", "jisr_public", "jisr_counter", "jisr_sealer", "jisr_keeper")
#: Tables of the job queue: its worker's alone, and no page's.
OF_JOBS = "procrastinate_"


def rows(sql, *values, alias="owner"):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def declared(kind):
    """(model, constraint) of every declared wall of a kind."""
    return [(m, c) for m in apps.get_models() for c in m._meta.constraints if isinstance(c, kind)]


def granted():
    """{(table, login): verbs} as the database has it; a verb on some columns counts as the verb."""
    found = {}
    for view in ("role_table_grants", "role_column_grants"):
        for table, login, verb in rows(
            f"SELECT table_name, grantee, privilege_type FROM information_schema.{view}"
            " WHERE table_schema = 'public' AND grantee = ANY(%s)",
            list(LOGINS),
        ):
            found.setdefault((table, login), set()).add(verb)
    return found


def is_of_jobs(table, login):
    """Whether this is the job worker at its own tables."""
    return table.startswith(OF_JOBS) and login == "jisr_keeper"


def verbs_of(text):
    """Verbs of a grant, without the columns some of them are narrowed to."""
    depth, out = 0, ""
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        out += sign if depth == 0 and sign != ")" else ""
    return {verb.strip() for verb in out.split(",")}


@pytest.mark.parametrize("alias", ["default", "public", "counter", "sealer", "keeper"])
def test_a_login_is_nobody(alias):
    """No login of a request owns, makes, climbs or passes by a policy."""
    [(login, superuser, bypass, roles, databases, inherits)] = rows(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit FROM pg_roles"
        " WHERE rolname = current_user",
        alias=alias,
    )
    assert login in LOGINS
    assert not any((superuser, bypass, roles, databases, inherits))
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole", alias=alias) == [(0,)]
    assert rows("SELECT count(*) FROM pg_proc WHERE proowner = current_user::regrole", alias=alias) == [(0,)]
    assert rows("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole", alias=alias) == [(0,)]
    assert rows("SELECT has_schema_privilege('public', 'CREATE')", alias=alias) == [(False,)]


def test_the_owner_passes_by_nothing_it_does_not_own():
    """It inherits (PostgreSQL 15 refuses it its own schema otherwise) and is no superuser either."""
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolinherit FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False, True)]


def test_policies_are_those_declared():
    stands = {
        (table, name, kind == "RESTRICTIVE", roles)
        for table, name, kind, roles in rows("SELECT tablename, policyname, permissive, roles::text FROM pg_policies")
    }
    wanted = {(m._meta.db_table, c.name, bool(c.restrictive), f"{{{c.to}}}") for m, c in declared(Policy)}
    assert stands == wanted


def test_a_table_with_a_policy_has_row_security_and_none_is_forced():
    """Forced, it would hide every row from the owner, and a data migration would do nothing and say OK."""
    secured = {
        table for (table,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')")
    }
    assert secured == {m._meta.db_table for m, _c in declared(Policy)}
    assert rows("SELECT relname FROM pg_class WHERE relforcerowsecurity") == []


def test_grants_are_those_declared():
    wanted = {}
    for model, wall in [*declared(Grant), *((m, c) for m, c in declared(Policy) if not c.restrictive)]:
        wanted.setdefault((model._meta.db_table, wall.to), set()).update(verbs_of(wall.verbs))
    for table, (logins, _reason) in OPEN_TABLES.items():
        for login, verbs in logins.items():
            wanted.setdefault((table, login), set()).update(verbs_of(verbs))
    stands = {
        key: verbs for key, verbs in granted().items() if not (key[0].startswith(OF_JOBS) and key[1] == LOGINS[-1])
    }
    assert stands == wanted


def test_no_table_is_open_without_a_reason():
    """A table reached without row security says why beside its grant."""
    secured = {m._meta.db_table for m, _c in declared(Policy)}
    reasons = {(m._meta.db_table, c.to): c.reason for m, c in declared(Grant)}
    reasons |= {(table, login): reason for table, (logins, reason) in OPEN_TABLES.items() for login in logins}
    for table, login in granted():
        if table in secured or is_of_jobs(table, login):
            continue
        assert len(reasons.get((table, login), "")) > 10, (table, login)


def test_one_permissive_policy_for_a_login_and_table():
    """Two would be joined by OR, and removing one would take the grant of the other."""
    seen = [(m._meta.db_table, c.to) for m, c in declared(Policy) if not c.restrictive]
    assert len(seen) == len(set(seen))


def test_every_row_with_a_compartment_is_shut_by_a_restrictive_policy():
    """For each login that reads it; an ordinary policy beside the scope would open it instead."""
    for model in apps.get_models():
        if not any(field.name == "compartment" for field in model._meta.fields):
            continue
        if model._meta.label == "centres.Service":
            continue  # a service of the catalogue says which compartment it serves; it is in none
        walls = [c for c in model._meta.constraints if isinstance(c, Policy)]
        shut = {c.to for c in walls if c.restrictive and "compartment" in c.using}
        reads = {c.to for c in walls if not c.restrictive and "SELECT" in c.verbs and c.using != "false"}
        assert reads - shut - {"jisr_sealer"} == set(), model._meta.label


def test_a_compartment_hangs_on_its_subject():
    """What hangs on a row of a person shares its compartment by a key, or by the household's trigger."""
    held = {m._meta.db_table for m, _c in declared(SameCompartment)}
    triggered = {
        table for (table,) in rows("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    }
    for model in apps.get_models():
        names = {field.name for field in model._meta.fields}
        if "compartment" in names and "household" in names:
            assert model._meta.db_table in held | triggered, model._meta.label


def test_definer_functions_are_closed_to_everybody_and_read_one_schema():
    """A function that sees all is called by the one login it is for, and cannot be led to another table."""
    for name, owner, path, public in rows(
        "SELECT p.proname, pg_get_userbyid(p.proowner), array_to_string(p.proconfig, ','),"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prosecdef"
    ):
        assert owner == "jisr_owner", name
        assert "search_path=public, pg_temp" in (path or ""), name
        assert not public or name.endswith(("_household", "_trigger")), name


def test_views_speak_as_their_reader():
    """A view without security_invoker would read with the rights of its owner, past every policy."""
    ours = (
        "SELECT c.relname, c.reloptions::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = %s"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
    )
    assert [name for name, options in rows(ours, "v") if "security_invoker=true" not in (options or "")] == []
    assert rows(ours, "m") == []


def test_the_pages_reach_no_table_of_jobs():
    """A job names its keys in the open; the queue's own functions are what a page may call."""
    reached = {login for (table, login) in granted() if table.startswith(OF_JOBS)}
    assert reached <= {"jisr_keeper"}


def test_rows_that_are_only_written_have_keys_made_by_the_program():
    """INSERT … RETURNING needs SELECT: a key made by the database is "permission denied" where one may only write."""
    for model, wall in [*declared(Policy), *declared(Grant)]:
        if "INSERT" in wall.verbs and "SELECT" not in wall.verbs:
            assert not isinstance(model._meta.pk, AutoField) and model._meta.pk.has_default(), model._meta.label


def test_migrations_that_raise_walls_come_after_the_functions_they_call():
    """A policy that calls ``jisr_centres()`` before it exists fails on an empty database only: at the next customer."""
    loader = MigrationLoader(connections["owner"])
    first = ("common", "0001_speakers")
    for key, migration in loader.disk_migrations.items():
        if not key[0] or not migration.__module__.startswith("jisr."):
            continue
        walls = [wall for operation in migration.operations for wall in raised(operation) if isinstance(wall, Policy)]
        if any("jisr_" in f"{wall.using} {wall.check}" for wall in walls):
            assert first in loader.graph.forwards_plan(key), key


def raised(operation):
    """Constraints that a migration's operation makes."""
    if isinstance(operation, CreateModel):
        return operation.options.get("constraints", [])
    return [operation.constraint] if isinstance(operation, AddConstraint) else []


def test_every_login_speaks_to_the_database_of_the_tests():
    """Nothing here may ever reach the real one (trap 1 of the design page on walls)."""
    names = {alias: rows("SELECT current_database()", alias=alias)[0][0] for alias in settings.DATABASES}
    assert len(set(names.values())) == 1 and next(iter(names.values())).startswith("test_")


def test_no_pool_in_the_tests():
    """A pool keeps a session open and the test database cannot be dropped."""
    assert not any("pool" in values.get("OPTIONS", {}) for values in settings.DATABASES.values())
