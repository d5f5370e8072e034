"""The test database of a run by several workers: made once, by a process of its own; each worker starts on a copy.

To make it takes ten seconds of a processor, to copy its files a tenth of one. It is begun before the workers gather
their tests, and there when the first of them asks for it. Each worker still has a server of its own, which its tests
may stop and kill.
"""

import os
import shutil
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.db import connections
from django.test.utils import override_settings, setup_databases

from jisr.launch.cluster import Cluster
from jisr.launch.environment import KEY, ROOT, key_file, variables

#: How tests keep passwords: real hashing takes a tenth of a second on purpose.
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
#: In the directory of the run: the name of the database once it is there; what was said while it was made.
LAID, SAID = "laid", "laid.log"
WAIT_S = 900


def begin(data: Path) -> subprocess.Popen:
    """Have the database made at ``data`` by another process."""
    key_file(data, holds_data=False)
    with (data / SAID).open("wb") as said:
        return subprocess.Popen([sys.executable, "-m", "tests.laid", str(data)], cwd=ROOT, stdout=said, stderr=said)


def make(data: Path) -> None:
    """Make the test database and the ground in it; its server is stopped when this comes back."""
    cluster = Cluster(data, fast=True, tied=True)
    os.environ.update(variables(data, cluster.addresses(), data / KEY, demonstration=True))
    django.setup()
    with cluster, override_settings(PASSWORD_HASHERS=HASHERS):
        create()
        import_module("tests.ground").prepare("owner")  # read before Django is set up, it would ask for models
        name = connections["owner"].settings_dict["NAME"]
        connections.close_all()
    half = data / f"{LAID}.new"
    half.write_text(name)
    half.rename(data / LAID)


def create(*, keep: bool = False) -> None:
    """Make the test database by its migrations, or bring the one that was kept up to date; all logins turn to it."""
    setup_databases(
        verbosity=0, interactive=False, aliases=set(settings.DATABASES), keepdb=keep, serialized_aliases=set()
    )


def copy(data: Path, cluster: Cluster) -> None:
    """Put a copy of what was made at ``data`` in the place of a cluster that was not started yet."""
    until = time.monotonic() + WAIT_S
    while not (data / LAID).is_file():
        assert not (data / f"{LAID}.failed").is_file(), (data / SAID).read_text()
        assert time.monotonic() < until, f"no test database after {WAIT_S} s\n{(data / SAID).read_text()}"
        time.sleep(0.1)
    made = Cluster(data).ground
    shutil.copy(made.home / "database.shape", cluster.ground.home)
    subprocess.run(["cp", "-a", str(made.cluster), str(cluster.ground.cluster)], check=True)  # with its owner


def use(data: Path) -> None:
    """Turn all logins to the copied database."""
    name = (data / LAID).read_text()
    for alias in connections:
        settings.DATABASES[alias]["NAME"] = connections[alias].settings_dict["NAME"] = name


if __name__ == "__main__":
    _data = Path(sys.argv[1])
    try:
        make(_data)
    finally:
        if not (_data / LAID).is_file():
            (_data / f"{LAID}.failed").touch()
