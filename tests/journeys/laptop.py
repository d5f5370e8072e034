"""The laptop of a hall: another server with a database, a key and a data directory of its own, opened from a kit."""

import secrets
import subprocess
import sys
from pathlib import Path

from django.db import connections

from jisr.common.database import scope
from jisr.launch.environment import ROOT
from tests.journeys.server import Product


class Laptop(Product):
    """What ``KIT=FILE make run`` makes of a laptop, by the same two commands; its tables are copied, not migrated."""

    def __init__(self, blocker, folder: Path) -> None:
        """Name it.

        Args:
            blocker: pytest-django's.
            folder: its data directory, empty.
        """
        super().__init__(blocker, "hall")
        self.folder = folder

    def opens(self, file: Path, phrase: str) -> dict[str, str]:
        """Open a kit and serve it; the code of each of the team, by address."""
        self.lay()
        with self.inside(), scope(speaking="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE accounts_user CASCADE")  # nobody is known here yet
        key = self.folder / "key"
        key.touch(0o600)
        key.write_text(secrets.token_urlsafe(64))
        self._does("kit_open", str(file), KIT_PHRASE=phrase)
        said = self._does("kit_codes").split()
        self.serve()
        return dict(zip(said[::2], said[1::2], strict=True))

    def environment(self) -> dict[str, str]:
        """Nothing of the main server but its programs."""
        own = {"JISR_DATA": str(self.folder), "JISR_SECRET_FILE": str(self.folder / "key"), "JISR_DEMONSTRATION": "0"}
        return super().environment() | own | {"DJANGO_SETTINGS_MODULE": "tests.journeys.settings"}

    def _does(self, *command: str, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "django", *command], cwd=ROOT, env=self.environment() | more,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout
