"""What the journeys stand on: the product served on a copy of the test database, and pages of a real browser."""

import pytest

from jisr.launch.environment import ROOT
from jisr.web import fonts, words
from tests.journeys import browser
from tests.journeys.hands import Hands


@pytest.fixture(scope="session")
def product(django_db_setup, django_db_blocker):
    """The running product; its people are those of ``tests.ground``, its files are made by the actions."""
    from tests.journeys.server import Product  # this file is read before Django has its settings

    words.compile_all()
    fonts.build(ROOT / ".jisr" / "fonts")
    running = Product(django_db_blocker)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def open_page(product, browser_program):
    """Open pages: ``open_page("ar", "phone")``; each has its own cookies, and is closed after the test.

    ``of`` another running product than ours opens pages there.
    """
    opened = []

    def opening(language="ar", size="desk", *, theme="light", javascript=True, of=product):
        page = browser.open_page(
            browser_program, of.address, language=language, size=size, theme=theme, javascript=javascript
        )
        opened.append(page)
        return page

    yield opening
    for page in opened:
        browser.shut(page)


@pytest.fixture
def at(product, open_page, request):
    """Somebody of the ground before a page: ``at("worker", "ar", "phone")``; nobody in particular: ``at("", …)``.

    What was wrong on the pages looked at is said together when the journey is over.
    """
    everybody, journey = [], request.node.name.split("[")[0].removeprefix("test_")[:12]

    def arriving(name, language, size, *, of=product):
        page = open_page(language, size, of=of)
        if name:
            of.enter(page, name)
        everybody.append(Hands(page, f"{journey}-{name or 'visitor'}", language))
        return everybody[-1]

    yield arriving
    assert [trouble for hands in everybody for trouble in hands.troubles] == []
