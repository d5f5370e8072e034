"""Tables of other libraries: which login may do what on them, and why no row security is needed.

Granted after each ``migrate``; the catalogue test refuses a table that is open and not named here.
"""

from django.db import connections

READ, WRITE = "SELECT", "SELECT, INSERT, UPDATE, DELETE"

#: table -> ({login: verbs}, reason)
OPEN_TABLES: dict[str, tuple[dict[str, str], str]] = {
    "django_session": ({"jisr_app": WRITE}, "read before a scope exists; keys are random, bodies signed"),
    "axes_accessattempt": ({"jisr_app": WRITE}, "attempts to sign in, counted before anybody has"),
    "axes_accessattemptexpiration": ({"jisr_app": "SELECT, DELETE"}, "falls with its attempt"),
    "mfa_authenticator": (
        {"jisr_app": WRITE},
        "second steps, read at sign-in before a scope exists; secrets encrypted",
    ),
    "account_emailaddress": ({"jisr_app": READ}, "empty: the library looks for unverified addresses"),
    "django_content_type": ({"jisr_app": READ, "jisr_public": READ}, "names of models"),
    "django_migrations": ({"jisr_app": READ, "jisr_keeper": READ}, "names of migrations"),
}


def grant_open_tables(alias: str = "owner") -> None:
    """Give each login its verbs on the tables of other libraries that exist in this database."""
    with connections[alias].cursor() as cursor:
        present = set(connections[alias].introspection.table_names(cursor))
        for table, (verbs_of, _reason) in OPEN_TABLES.items():
            if table not in present:
                continue
            for login, verbs in verbs_of.items():
                cursor.execute(f'GRANT {verbs} ON "{table}" TO {login}')
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, column_name) FROM information_schema.columns"
                " WHERE table_name = %s AND is_identity = 'YES'",
                [table, table],
            )
            for (sequence,) in cursor.fetchall():
                for login in verbs_of:
                    cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {login}")
