"""Words that are looked for, in any spelling that folds alike. Plain Python."""

import re
from collections import defaultdict
from functools import cache

from jisr.common.text import fold

#: Words of a search; more are not looked for.
MOST_WORDS = 8
#: Signs that stand between letters and that folding leaves out: vowel signs, the hamza alone, the stretching of Arabic
#: letters, apostrophes.
_BETWEEN = "[\u0621\u0640\u064b-\u065f\u0670'`‘’‛ʼʻʽʾʿˈ′ꞌ]*"
_LETTERS = "".join(map(chr, [*range(0x61, 0x7B), *range(0xE0, 0x180), *range(0x621, 0x64B), *range(0x66E, 0x6D4)]))


@cache
def _families() -> dict[str, str]:
    """Folded letter -> every letter that is folded to it."""
    found: dict[str, str] = defaultdict(str)
    for letter in _LETTERS:
        folded = fold(letter, articles=True)
        if len(folded) == 1:
            found[folded] += letter
    return found


def words_of(asked: str) -> list[str]:
    """The folded words of what somebody looks for; those of one letter only where there is no other.

    >>> words_of("دار الطالبة")
    ['دار', 'طالبه']
    """
    every = fold(asked).split()[:MOST_WORDS]
    return [word for word in every if len(word) > 1] or every


def pattern(word: str) -> str:
    """A regular expression that finds every text in which ``holds`` finds the word, and perhaps a few more.

    >>> bool(re.search(pattern("اجتماعي"), "الإجتماعى"))
    True
    """
    return _BETWEEN.join(
        f"[{re.escape(found)}]" if len(found := _families().get(letter, letter)) > 1 else re.escape(letter)
        for letter in word
    )


def holds(text: str, words: list[str]) -> bool:
    """Whether a text has every word, perhaps as part of a longer one.

    >>> holds("أسرّة إضافية في دور الطالبة", ["اسره", "طالبه"])
    True
    """
    folded = fold(text)
    return all(word in folded for word in words)
