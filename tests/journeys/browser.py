"""A browser before the product: pages in each language, size and theme, and what is true of every one of them."""

import os
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request

from tests.journeys import inks

SIZES = {"phone": (390, 844), "narrow": (360, 780), "desk": (1280, 800)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_CONTRAST = "color-contrast"
TOUCH_PX = 48
# What axe reads depends on language, size and theme each by itself, not on their meeting: each of them is read once, on
# the two ways that have nothing in common. What is laid out is looked at in all four.
THEMES = {("ar", "phone"): ("light",), ("ar", "desk"): (), ("fr", "phone"): (), ("fr", "desk"): ("dark",)}
# letters of the product are 17 px; twice as large is what a reader may ask of her browser
TWICE = "212.5%"

_troubles: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()
_kinds: WeakKeyDictionary[Page, tuple[Any, ...]] = WeakKeyDictionary()
_waiting: dict[tuple[Any, ...], list[BrowserContext]] = {}

#: Half a megabyte of script: once a page, not once a theme.
_AXE = """() => window.axe ? null : new Promise((done, failed) => {
  const script = document.createElement('script');
  Object.assign(script, {src: '/static/axe/axe.min.js', onload: done, onerror: failed});
  document.head.append(script);
})"""
#: Contrast is read of the letters that are marked for it, the other rules of everything, in one turn: both first find
#: out which part lies over which.
_READ = """async ([places, options]) => {
  const marked = places.map((place) => window.inked[place]);
  marked.forEach((one) => one.setAttribute('data-unread', ''));
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-unread]'}]});
  try { return (await axe.run(document, options)).violations; }
  finally { marked.forEach((one) => one.removeAttribute('data-unread')); }
}"""
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_BEYOND = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && one.checkVisibility() && (box.right > innerWidth + 1 || box.left < -1)
    && !one.closest('.hidden-text, .skip, .scroll, .map, thead');
}).slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className}`)"""
_SMALL = """(least) => [...document.querySelectorAll(
  'button, .button, select, textarea, input:not([type=checkbox], [type=radio], [type=hidden])')]
  .filter((one) => one.checkVisibility() && !one.closest('.map') && one.getBoundingClientRect().height < least - 0.5)
  .map((one) => `${one.tagName.toLowerCase()} ${one.textContent.trim() || one.name}`)"""


def open_page(program: Any, address: str, *, language: str, size: str, theme: str, javascript: bool) -> Page:
    """A page of its own, that counts what goes wrong on it; ``shut`` it when the test is over.

    It knows nobody, whatever was done before in its browser: no cookie is left, and the product keeps nothing else.
    Styles, scripts and letters stay with the browser, as they do with people.
    """
    kind = (id(program), address, language, size, theme, javascript)
    waiting = _waiting.setdefault(kind, [])
    context = waiting.pop() if waiting else _new_context(program, *kind[1:])
    page = context.new_page()
    _kinds[page] = kind
    page.set_default_timeout(10_000)
    troubles = _troubles.setdefault(page, [])
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("console", lambda message: _hear(page, message))
    page.on("request", lambda request: _watch(request, address, troubles))
    return page


def shut(page: Page) -> None:
    """Close what was opened, and forget who it was."""
    context = page.context
    for one in context.pages:
        one.close()
    context.clear_cookies()
    _waiting[_kinds[page]].append(context)


def _new_context(program: Any, address: str, language: str, size: str, theme: Any, javascript: bool) -> BrowserContext:
    width, height = SIZES[size]
    return program.new_context(
        base_url=address,
        locale=f"{language}-MA" if language in {"ar", "fr"} else language,
        viewport={"width": width, "height": height},
        color_scheme=theme,
        java_script_enabled=javascript,
        reduced_motion="reduce",
        timezone_id="Africa/Casablanca",
    )


def _hear(page: Page, message: ConsoleMessage) -> None:
    """Keep errors and warnings, save that the page itself is an error page, which is often what is tested."""
    own = message.text.startswith("Failed to load resource") and message.location.get("url") == page.url
    if message.type in {"error", "warning"} and not own:
        _troubles[page].append(f"console: {message.text}")


def _watch(request: Request, address: str, troubles: list[str]) -> None:
    """No page ever asks anything of another host."""
    if not request.url.startswith((address, "data:", "blob:", "about:")):
        troubles.append(f"asked elsewhere: {request.url}")


def turn(page: Page, place: Locator) -> None:
    """Press what leads to another page, and wait until that page is the one that is there.

    ``click`` alone comes back while the old page still stands, which then answers what is asked of the new one.
    """
    with page.expect_navigation():
        place.click()


def check_page(page: Page, *, themes: tuple[str, ...] = ("light", "dark"), javascript: bool = True) -> None:
    """Assert what is true of every page, and say everything that is not.

    The language has its direction; there is one first heading; nothing runs out at the side, also with letters twice
    as large; targets are large enough; nothing went wrong in the console; nothing was asked of another host; axe finds
    no violation of WCAG 2.2 A and AA, in each theme.

    Args:
        themes: in which axe looks; in none where another way to the same page is read (``THEMES``).
        javascript: False for a page opened without scripts, where axe cannot look.
    """
    found = list(_troubles[page])
    if javascript:
        page.evaluate("document.fonts.ready")
        found += [*_of_frame(page), *_of_size(page)]
        for theme in themes:
            page.emulate_media(color_scheme=theme)
            # themes differ in colours alone: the other rules are asked once
            found += [f"{theme}: {violation}" for violation in _of_axe(page, theme, parts=theme == themes[0])]
        page.emulate_media(color_scheme="light")
    assert not found, "\n".join([page.url, *found])


def check_sizes(page: Page, name: str, language: str) -> None:
    """The same of a page on a telephone and at a desk: it is asked for once, and turned.

    Args:
        name: of its pictures.
    """
    for size in ("phone", "desk"):
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        look(page, f"{name}-{language}-{size}")
        check_page(page, themes=THEMES[language, size])


def _of_frame(page: Page) -> list[str]:
    language, direction, headings, title = page.evaluate(
        "() => [document.documentElement.lang, document.documentElement.dir, document.querySelectorAll('h1').length,"
        " document.title]"
    )
    found = []
    if direction != ("rtl" if language == "ar" else "ltr"):
        found.append(f"{language} runs {direction}")
    if headings != 1:
        found.append(f"{headings} first headings")
    if not title.strip(" —"):
        found.append("no title")
    return found


def _of_size(page: Page) -> list[str]:
    found = [f"smaller than {TOUCH_PX} px: {one}" for one in page.evaluate(_SMALL, TOUCH_PX)]
    for size, name in (("", "as it is"), (TWICE, "twice as large")):
        page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        beyond = page.evaluate(_BEYOND)
        if beyond or page.evaluate(_SIDEWAYS) > 0:
            found.append(f"runs out at the side, letters {name}: {beyond}")
    page.evaluate("() => document.documentElement.removeAttribute('style')")
    return found


def _of_axe(page: Page, theme: str, *, parts: bool) -> list[str]:
    """What axe finds: contrast of letters that were not read yet; where ``parts``, also by all other rules.

    Words do not matter to the other rules, so each page made of the same parts is read once.
    """
    shape = inks.shape(page) if parts else None
    new, places = shape is not None and not inks.is_known(shape), inks.unread(page, theme)
    if not new and not places:
        return []
    page.evaluate(_AXE)
    told = {"runOnly": RULES, "rules": {_CONTRAST: {"enabled": bool(places)}}} if new else {"runOnly": [_CONTRAST]}
    # no path of tags is asked for, which axe works out for what is right as well; only an experimental rule preloads
    options = told | {"resultTypes": ["violations"], "preload": False, "selectors": False}
    violations = page.evaluate(_READ, [places, options])
    wrong = {one["id"] for one in violations}
    if shape is not None and not wrong - {_CONTRAST}:
        inks.know(shape)
    if _CONTRAST not in wrong:
        inks.found_well(page)
    return [f"{one['id']}: {one['help']} {[node['html'] for node in one['nodes']][:4]}" for one in violations]


def look(page: Page, name: str) -> None:
    """Take a picture for human eyes, where ``JISR_SCREENSHOTS`` names a folder."""
    folder = os.environ.get("JISR_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
