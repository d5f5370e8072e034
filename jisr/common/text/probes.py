"""The other readings of a name that somebody asks for, and the names one letter away.

A stored name has one skeleton. What is typed may be read in other ways, each with a small cost; every reading is then
looked up exactly, so that nothing is compared with every name. Costs are of the same kind as letters that differ
(one letter is about 0.3) and were taken from the trial; they order candidates and decide nothing.

| reading | cost | example |
|---|---|---|
| an article glued, or taken for one | .05 | Lahcen الحسن, Larbi العربي, Belbachir بن البشير |
| rh is غ; g before e i y is ج; th dh kh sh are two letters | .05 | Rhazali الغزالي, Tagi تاجي, Fethi, Bedhad |
| z is ذ ظ; ث is s; g is ج or غ; c and x as Amazigh is written | .1 | Zaher ظاهر, Osman عثمان, Gassan غسان |
| the key beside one of the two letters of ch kh | .1 | Boucjaibi البوشعيبي |
| words of a compound in another order | .1 | Zahra Fatima |
| ben, bou, aït, ould added or left out | .15 | Jelloun بنجلون |
| one word of a compound; the name after Abd | .2 | فاطمة, Latif |
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from jisr.common.text.letters import ARABIC
from jisr.common.text.parts import Part, joined, sounds_of

GLUED, READ, FAR, TURNED, PARTICLE, PIECE = 0.05, 0.05, 0.1, 0.1, 0.15, 0.2
_LATIN: Final = (
    (re.compile("rh"), "gh", READ), (re.compile("gu?(?=[eiy])"), "j", READ), (re.compile("th"), "tah", READ),
    (re.compile("dh"), "dah", READ), (re.compile("kh"), "kah", READ), (re.compile("sh"), "sah", READ),
    (re.compile("z"), "d", FAR), (re.compile("g(?!h)u?"), "gh", FAR), (re.compile("g(?!h)u?"), "j", FAR),
    (re.compile("c+(?![eiyhk])"), "ch", FAR), (re.compile("x"), "kh", FAR),
    (re.compile("c[bgjn]|[vx]h"), "ch", FAR), (re.compile("k[gj]|jh"), "kh", FAR),
)  # fmt: skip
_ARABIC: Final = (
    (re.compile("غ"), "ره", READ), (re.compile("[تط][هح](?=.)"), "ت", READ), (re.compile("[دض][هح](?=.)"), "د", READ),
    (re.compile("ك[هح](?=.)"), "خ", READ), (re.compile("[سص][هح](?=.)"), "ش", READ),
    (re.compile("[ذظ]"), "ز", FAR), (re.compile("ث"), "س", FAR), (re.compile("ج"), "ك", FAR),
    (re.compile("غ"), "ك", FAR), (re.compile("ه$"), "ها", FAR),
)  # fmt: skip
_ADDED: Final = ("ban", "bu", "ait", "uld")
#: Particles glued to a word, as they sound; the longest first.
_GLUED_PARTICLE: Final = re.compile("(?:bant|bn|bal|bil|ban|bin|a?bul?|uld|ait)a?(?=...)")
_MOST: Final = 48


@lru_cache(maxsize=20_000)
def probes(part: Part) -> tuple[tuple[str, float], ...]:
    """Skeletons under which the name asked for may be stored: its own at no cost, then the others, cheapest first.

    >>> from jisr.common.text.parts import name_whole
    >>> name_whole("الغزالي").skeleton in dict(probes(name_whole("Rhazali")))
    True
    >>> dict(probes(name_whole("Jelloun")))["bnjln"]
    0.15
    """
    least: dict[str, float] = {part.skeleton: 0.0}
    for key, cost in _readings(part):
        if key and cost < least.get(key, 9.0):
            least[key] = cost
    return tuple(sorted(least.items(), key=lambda found: (found[1], found[0]))[:_MOST])


def deletions(skeleton: str) -> set[str]:
    """A skeleton and what it becomes when one letter is forgotten: two names one slip apart share one of these.

    Source: symmetric deletion, Garbe 2012, https://github.com/wolfgarbe/SymSpell

    >>> sorted(deletions("fs")), deletions("mhmd") & deletions("mhd") != set()
    (['f', 'fs', 's'], True)
    """
    return {skeleton, *(skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton)))} - {""}


def _readings(part: Part) -> Iterator[tuple[str, float]]:
    for sounds, cost in _spellings(part):
        yield joined(sounds), cost
        for other, more in _around(part, sounds):
            yield joined(other), round(cost + more, 2)
    if len(part.sounds) > 1:
        for turn in range(1, min(len(part.sounds), 4)):
            yield joined(part.sounds[turn:] + part.sounds[:turn]), TURNED
    for piece in part.pieces:
        yield piece, PIECE


def _spellings(part: Part) -> Iterator[tuple[tuple[str, ...], float]]:
    """The words read as they are, and with one rule of spelling taken otherwise."""
    yield part.sounds, 0.0
    for place, word in enumerate(part.words):
        for rule, instead, cost in _ARABIC if ARABIC.match(word) else _LATIN:
            if rule.search(word):
                other = sounds_of(rule.sub(instead, word))
                yield (*part.sounds[:place], other, *part.sounds[place + 1 :]), cost


def _around(part: Part, sounds: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """With and without the article and the particle at the front."""
    first, rest = sounds[0], sounds[1:]
    if part.particle:
        yield rest, PARTICLE
        if first in {"ban", "bu"}:  # بن البشير is heard Belbachir
            yield (first.rstrip("n") + "l", *rest), GLUED
        return
    yield ("l" + first, *rest), GLUED
    if first[0] == "l" and len(first) > 2:
        yield (first[1:], *rest), GLUED
    elif first[1:2] == "l" and first[0] in "ai" and len(first) > 3:
        yield (first[2:], *rest), GLUED
    for particle in _ADDED:
        yield (particle, *sounds), PARTICLE
    glued = _GLUED_PARTICLE.match(first)
    if glued:
        yield (first[glued.end() :], *rest), PARTICLE
        if glued[0].startswith(("bal", "bil")):
            yield ("ban", first[glued.end() :], *rest), GLUED
        elif "bul" in glued[0]:
            yield ("bu", first[glued.end() :], *rest), GLUED
