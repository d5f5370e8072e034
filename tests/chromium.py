"""The browser of the tests: the machine's own Chromium, found, never downloaded."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HOW = "apt-get install chromium-headless-shell (or chromium)"
# the shell is the same engine without a window: a new page takes it a third less
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_left_out = pytest.StashKey[list[str]]()


def find() -> str | None:
    """The path of the browser, or None; ``JISR_CHROMIUM`` names one that stands elsewhere."""
    named = os.environ.get("JISR_CHROMIUM")
    if named:
        return named
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in [*on_path, *PLACES] if path and Path(path).exists()), None)


def required() -> bool:
    """Whether a missing browser is a failure (``.ci/run`` says so) rather than a note."""
    return os.environ.get("JISR_REQUIRE_BROWSER") == "1"


def leave_out(config, items) -> None:
    """Deselect the browser tests where there is no browser and none is required."""
    if find() or required():
        return
    out = [item for item in items if item.get_closest_marker("browser")]
    if out:
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=out)
        config.stash[_left_out] = sorted({item.nodeid.partition("::")[0] for item in out})


def say_what_was_left_out(config) -> None:
    """The last line of the run, when something was left out."""
    files = config.stash.get(_left_out, [])
    if config.getoption("numprocesses", None) and not find() and not required():
        files = sorted(_with_mark())  # the workers left them out; the one who speaks last collected nothing
    if files:
        print(f"Left out, no Chromium was found: {', '.join(files)}. To run them too: {HOW}")


def _with_mark() -> list[str]:
    here = Path(__file__).parent
    marked = [path for path in here.rglob("test_*.py") if "mark.browser" in path.read_text()]
    return [str(path.relative_to(here.parent)) for path in marked]


@contextmanager
def running():
    """A running browser for as long as the block lasts."""
    path = find()
    if path is None:
        pytest.fail(f"no Chromium was found: {HOW}")
    # Playwright's loop stands in the thread of the tests, where Django would refuse the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        try:
            yield program
        finally:
            program.close()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
