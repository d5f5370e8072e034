"""The ground all tests stand on: an own database cluster, the real logins, and no way to the real data.

``JISR_TEST_CLUSTER=directory`` keeps the cluster and the test database for the next run (much quicker while working);
``--create-db`` then makes the database anew.
"""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.test import TransactionTestCase
from django.test.utils import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as laws

from jisr.launch.cluster import Cluster
from jisr.launch.environment import KEY, key_file, variables
from tests import chromium, laid, restored

# images of containers often set it; each worker, and each program it starts, would then compile everything again
sys.dont_write_bytecode = not os.environ.pop("PYTHONDONTWRITEBYTECODE", None) and sys.dont_write_bytecode
# a law holds or does not, however slow the machine is that tries it
laws.register_profile("untimed", laws.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
laws.load_profile("untimed")
_kept = os.environ.get("JISR_TEST_CLUSTER")
_data = Path(_kept or tempfile.mkdtemp(prefix="jisr-test-")).resolve()
_cluster = Cluster(_data, fast=True, tied=True)
#: In the process that hands tests out: what makes the database of the run.
_laying = pytest.StashKey[subprocess.Popen]()
#: In a worker: where that database is made; None where a test session makes its own.
_shared = pytest.StashKey[Path | None]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Set the addresses before Django reads its settings."""
    _data.mkdir(parents=True, exist_ok=True)
    if not _kept:
        _data.chmod(0o711)  # as root, the database runs under an account that must pass through
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        # this process hands tests out: a worker that inherited its addresses would read them for its own
        if not _kept and not config.getoption("collectonly"):
            config.stash[_laying] = laid.begin(_data)
        return
    shared = getattr(config, "workerinput", {}).get("laid")
    config.stash[_shared] = shared and Path(shared)
    if shared:
        shutil.copy(Path(shared) / KEY, _data)  # what is encrypted in a copy is read by the same key
        (Path(shared) / "compiled").mkdir(exist_ok=True)  # a function compiled by one worker is read by the others
        (_data / "compiled").symlink_to(Path(shared) / "compiled")
    (_data / "static").mkdir(exist_ok=True)  # where set-up gathers styles; the server warns when it is missing
    if _kept:
        config.option.reuse_db = True
    key = key_file(_data, holds_data=False)
    os.environ.update(variables(_data, _cluster.addresses(), key, demonstration=True))
    assert settings.DATABASES["owner"]["HOST"].startswith(str(_cluster.ground.sockets))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell a worker where the database of the run is made."""
    node.workerinput["laid"] = str(_data) if _laying in node.config.stash else None


def pytest_unconfigure(config):
    """Stop the cluster; say last which tests were left out."""
    _cluster.stop()
    if _laying in config.stash:
        config.stash[_laying].terminate()  # where nobody needed a database, it may still be at it
        config.stash[_laying].wait()
    gc.unfreeze()  # what was frozen is let go of before the end, or DuckDB's parts say that they leaked
    if not _kept:
        shutil.rmtree(_data, ignore_errors=True)
    chromium.say_what_was_left_out(config)


#: Few tests that last: begun last, one of them would be waited for alone.
LONG = ("tests/journeys/", "tests/launch/", "tests/access/", "tests/exchange/")


def pytest_collection_modifyitems(config, items):
    """Without a browser, the tests that need one are left out, and said to be; files that last are begun first."""
    chromium.leave_out(config, items)
    items.sort(key=lambda item: next((n for n, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG)))


def pytest_collection_finish():
    """What is loaded by now stays: the collector need not go through 2,000 modules again at every turn.

    One page makes thousands of objects and lets go of all of them; to look for rings after every 700 finds none.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def fast_passwords():
    """Real password hashing takes a tenth of a second on purpose; tests need not wait for it."""
    with override_settings(PASSWORD_HASHERS=laid.HASHERS):
        yield


@pytest.fixture
def short_refusals(monkeypatch):
    """The pages that say no and nothing have their own tests; asked for some thousand times, their status is enough."""
    monkeypatch.setattr("jisr.urls.handler403", lambda request, exception: HttpResponseForbidden(), raising=False)
    monkeypatch.setattr("jisr.urls.handler404", lambda request, exception: HttpResponseNotFound(), raising=False)


@pytest.fixture(scope="session")
def cluster(pytestconfig):
    """The running cluster of the tests."""
    if pytestconfig.stash[_shared]:
        laid.copy(pytestconfig.stash[_shared], _cluster)
    yield _cluster.start()
    _cluster.stop()


@pytest.fixture(scope="session")
def django_db_setup(
    cluster,
    pytestconfig,
    django_test_environment,
    django_db_modify_db_settings,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
):
    """Make the test database as the owner; the tests then log in as the product does.

    pytest-django's own fixture sets up only the aliases that the collected tests name. When none of them names
    ``owner``, ``default`` mirrors a database that was never switched, and the tests run on the real one.
    """
    with django_db_blocker.unblock():
        if pytestconfig.stash[_shared]:
            laid.use(pytestconfig.stash[_shared])
        else:
            laid.create(keep=django_db_keepdb and not django_db_createdb)
        assert all(connections[alias].settings_dict["NAME"].startswith("test_") for alias in connections)
        connections.close_all()  # what was opened before points at the real database
        _lay_ground()
        # a transactional test ends by emptying every table, and Django then says that it migrated
        post_migrate.connect(_lay_ground, sender=apps.get_app_config("common"))
        restored.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: restored.restore())
        yield
    # not dropped: the cluster goes as a whole or is kept as a whole, and a session that is just ending would refuse it
    with django_db_blocker.unblock():
        connections.close_all()


def _lay_ground(using="owner", **_signal):
    """The catalogue rows every test may count on, written by the owner (``tests/ground.py``)."""
    if using == "owner" and find_spec("tests.ground"):
        import_module("tests.ground").prepare("owner")


@pytest.fixture(scope="session")
def browser_program():
    """One running Chromium for all browser tests."""
    with chromium.running() as program:
        yield program
