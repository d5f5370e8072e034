"""The logins of the database, each its own connection alias (docs/decisions: logins, not SET ROLE)."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from jisr.zone import ZONE

ALIASES = {
    "default": "JISR_DB_APP",
    "public": "JISR_DB_PUBLIC",
    "counter": "JISR_DB_COUNTER",
    "sealer": "JISR_DB_SEALER",
    "keeper": "JISR_DB_KEEPER",
    "owner": "JISR_DB_OWNER",
}

#: After so many times the server keeps what it made of a prepared query (psycopg's own number); the walls of a query
#: are written into it and planned for as long as it takes to run.
PREPARES_AFTER = 5
#: Seconds to wait for a database that does not answer, before the page says so; an address may name others.
CONNECT_S = "10"


def _prepares_after(host: str) -> int | None:
    """None for a server that may stand behind a pooler, which hands the connections of one to another."""
    return PREPARES_AFTER if host.startswith("/") or os.environ.get("JISR_NO_POOLER") == "1" else None


def login(url: str, *, mirror: bool) -> dict:
    """The Django settings of one login from its address.

    Args:
        url: ``postgresql://role[:password]@host/database?host=/socket&port=5432``.
        mirror: whether tests read the owner's test database through this login.

    Raises:
        ValueError: the address is not PostgreSQL's.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"a database address starts with postgresql://, not {parts.scheme}://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", parts.hostname or "")
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": {"connect_timeout": CONNECT_S, "prepare_threshold": _prepares_after(host)} | query,
        "TIME_ZONE": ZONE,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
    if mirror:
        settings["TEST"] = {"MIRROR": "owner"}
    return settings


# the address of the owner is present only where migrations and loaders run
DATABASES = {
    alias: login(os.environ[name], mirror=alias != "owner") for alias, name in ALIASES.items() if os.environ.get(name)
}
if "default" not in DATABASES:
    raise ValueError("JISR_DB_APP is not set: start with `make run` or `python -m jisr shell`")
