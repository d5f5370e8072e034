"""Which letters of a page have not had their contrast read yet, and which pages their parts.

Colours come from the style sheet alone (the product allows no inline style), so two letters inside the same chain of
tags, classes and states, on the same size and theme, have the same contrast. axe spends half of its time reading it:
each chain is read once.
"""

import re
from weakref import WeakKeyDictionary

from playwright.sync_api import Page

# Elements that hold letters of their own, and for each the hash of its chain; which of them is odd and which even
# counts too, as rows of tables do.
_INKS = """() => {
  const states = /^(class|type|role|open|disabled|readonly|checked|fill|stroke|lang|dir|data-.*|aria-(?!label).*)$/;
  const known = new Map([[document.documentElement, 7]]);
  const hash = (text, from) => { for (const sign of text) from = Math.imul(from ^ sign.codePointAt(0), 16777619);
    return from; };
  const chain = (one) => {
    if (!known.has(one)) {
      const told = [...one.attributes].filter((each) => states.test(each.name)).map((each) => each.name + each.value);
      const place = [...one.parentElement.children].indexOf(one);
      const ends = [place % 2, place === 0, one === one.parentElement.lastElementChild];
      known.set(one, hash([one.tagName, ...told.sort(), ...ends].join('|'), chain(one.parentElement)));
    }
    return known.get(one);
  };
  window.inked = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility()
    && (one.matches('input, select, textarea')
      || [...one.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim())));
  return window.inked.map(chain);
}"""

_read: dict[tuple[str, int], set[int]] = {}
_last: WeakKeyDictionary[Page, tuple[tuple[str, int], set[int]]] = WeakKeyDictionary()


def unread(page: Page, theme: str) -> list[int]:
    """Places, in ``window.inked`` of the page, of the letters whose contrast is still to be read."""
    kind = (theme, (page.viewport_size or {}).get("width", 0))
    read, chains = _read.setdefault(kind, set()), page.evaluate(_INKS)
    first: dict[int, int] = {}
    for place, chain in enumerate(chains):
        if chain not in read:
            first.setdefault(chain, place)
    _last[page] = (kind, set(first))
    return list(first.values())


def found_well(page: Page) -> None:
    """Every contrast asked for last on this page was enough."""
    kind, chains = _last[page]
    _read[kind] |= chains


# What a page is made of: the chains of its elements with the attributes that axe reads, whatever they say.
_PARTS = """() => {
  const said = /^(id|for|name|value|href|src|content|d|x|y|points|title|alt|lang)$|label/;
  const told = (each) => said.test(each.name) ? each.name + !!each.value.trim()
    : each.name + each.value.replace(/[0-9a-f-]{8,}|[0-9]+/g, '#');
  const parts = [...document.querySelectorAll('body *')].map((one) => [
    one.tagName, one.parentElement.tagName, one.checkVisibility(), !!one.textContent.trim(),
    ...[...one.attributes].map(told)].join('|'));
  return [...new Set(parts)].sort().join(' ');
}"""

_known: set[tuple[str, int, str]] = set()


def shape(page: Page) -> tuple[str, int, str]:
    """Address without keys, width, and what the page is made of."""
    path = re.sub(r"[0-9a-f-]{36}|\d+", "#", page.url.split("/", 3)[3].split("?")[0])
    return path, (page.viewport_size or {}).get("width", 0), page.evaluate(_PARTS)


def is_known(shape: tuple[str, int, str]) -> bool:
    """Whether such a page was read and found right."""
    return shape in _known


def know(shape: tuple[str, int, str]) -> None:
    """Such a page is right."""
    _known.add(shape)
