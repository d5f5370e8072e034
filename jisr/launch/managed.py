"""A PostgreSQL server that somebody else keeps, given by ``DATABASE_URL``; its user owns the tables.

The other logins are made with generated passwords, kept in the data directory; where this user may not make logins,
the SQL is written for the administrator. The one module here that is not Python's own library alone: the client in
the wheel of the embedded server speaks no TLS.
"""

import json
import os
import secrets
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from jisr.launch.binaries import OLDEST
from jisr.launch.cluster import LOGINS
from jisr.launch.errors import CannotStart

CONNECT_S = 10
_SQL = Path(__file__).parent
_OTHERS = tuple(login for login in LOGINS if login != "jisr_owner")


class Managed:
    """The same face as ``Cluster``, for a server that is already there."""

    def __init__(self, url: str, data: Path) -> None:
        """Name the server; nothing is asked of it yet.

        Args:
            url: ``postgresql://user:password@host:port/database?sslmode=...``; its user is the owner.
            data: the data directory, for the passwords of the logins.

        Raises:
            CannotStart: it is not such an address.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"postgresql", "postgres"} or not parts.username or not parts.path.strip("/"):
            raise CannotStart(
                "DATABASE_URL is not the address of a PostgreSQL database:"
                " postgresql://user:password@host:5432/database is."
            )
        self.url, self.data = url, Path(data)
        self.passwords: dict[str, str] = {}

    def start(self) -> "Managed":
        """See that the server is there, with its logins and extensions.

        Raises:
            CannotStart: it does not answer, is too old, or an administrator must make the logins first.
        """
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.passwords = self._kept_passwords()
        try:
            with psycopg.connect(self.url, connect_timeout=CONNECT_S, autocommit=True) as owner:
                if owner.info.server_version < OLDEST * 10_000:
                    raise CannotStart(f"The server of DATABASE_URL is older than PostgreSQL {OLDEST}.")
                self._extensions(owner)
                if not all(self._enters(login) for login in _OTHERS):
                    self._make_logins(owner)
        except psycopg.OperationalError as error:
            raise CannotStart(f"The server of DATABASE_URL does not answer: {_first_line(error)}") from error
        return self

    def stop(self) -> None:
        """Nothing of ours runs there."""

    def answers(self) -> bool:
        """Whether the server answers now."""
        try:
            with psycopg.connect(self.url, connect_timeout=CONNECT_S):
                return True
        except psycopg.OperationalError:
            return False

    def exists(self) -> bool:
        """Whether the database holds Jisr's tables already."""
        with psycopg.connect(self.url, connect_timeout=CONNECT_S) as owner:
            return owner.execute("SELECT to_regclass('django_migrations')").fetchone() != (None,)

    def addresses(self) -> dict[str, str]:
        """The address of each login, by the variable that carries it."""
        return {"JISR_DB_OWNER": self.url} | {
            f"JISR_DB_{login.removeprefix('jisr_').upper()}": self._address(login) for login in _OTHERS
        }

    def _address(self, login: str) -> str:
        parts = urlsplit(self.url)
        place = parts.netloc.rpartition("@")[2]
        password = quote(self.passwords.get(login, ""), safe="")
        return urlunsplit(parts._replace(netloc=f"{login}:{password}@{place}"))

    def _kept_passwords(self) -> dict[str, str]:
        path = self.data / "logins.json"
        if path.is_file():
            return json.loads(path.read_text())
        made = {login: secrets.token_urlsafe(24) for login in _OTHERS}
        _write_private(path, json.dumps(made, indent=1))
        return made

    def _enters(self, login: str) -> bool:
        try:
            with psycopg.connect(self._address(login), connect_timeout=CONNECT_S):
                return True
        except psycopg.OperationalError:
            return False

    def _extensions(self, owner: psycopg.Connection) -> None:
        try:
            owner.execute((_SQL / "extensions.sql").read_text())
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotStart(
                "The user of DATABASE_URL may not make extensions. Ask the administrator to run, in that database, the"
                f" file {_SQL / 'extensions.sql'}; then start again."
            ) from error

    def _make_logins(self, owner: psycopg.Connection) -> None:
        script = self._script(owner)
        try:
            owner.execute(script)
        except psycopg.errors.InsufficientPrivilege as error:
            path = self.data / "logins.sql"
            _write_private(path, script)
            raise CannotStart(
                f"The user of DATABASE_URL may not make logins. Ask the administrator to run {path} on that server"
                " (it holds no readable password); then start again."
            ) from error

    def _script(self, owner: psycopg.Connection) -> str:
        """The logins, their passwords as SCRAM verifiers, and the right to come in."""
        database = sql.Identifier(owner.info.dbname)
        lines: list[sql.Composable] = [sql.SQL((_SQL / "roles.sql").read_text())]
        for login, password in self.passwords.items():
            verifier = owner.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
            name = sql.Identifier(login)
            lines += [
                sql.SQL("ALTER ROLE {} PASSWORD {};").format(name, sql.Literal(verifier)),
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {};").format(database, name),
            ]
        return sql.SQL("\n").join(lines).as_string(owner) + "\n"


def _write_private(path: Path, text: str) -> None:
    half = path.with_suffix(".new")
    file = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)
    half.rename(path)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["it said nothing"])[0]
