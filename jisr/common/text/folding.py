"""One written form for the many ways of typing the same Arabic or French words.

``fold`` makes the key by which texts are searched and sorted; it is never shown. ``clean_typed`` tidies what a
person typed before it is kept, and changes nothing that she would notice.

Rules of ``fold``, in order (each has its test in tests/common/test_text.py):

1.  Unicode NFKD and case folding: presentation forms (ﺳﻌﺎﺩ), ligatures (ﷲ, ﻻ), full width, capitals.
2.  A mark that stands on a space is a loose sign, or an accent typed as an apostrophe (M´hamed): both go.
3.  Combining marks go: tashkeel, shadda, dagger alef, the hamza and madda of أ إ آ ؤ ئ, every French accent.
4.  Letters that Unicode does not decompose: œ æ ø ł ı; ٱ is ا; گ ڭ ک are ك; ڤ is ف; پ is ب; چ is ج; ژ is ز;
    ی is ي; ہ ھ ە are ه. Arabic and Persian digits are 0-9.
5.  ة is ه, ى is ي; ء and tatweel go.
6.  Apostrophes of every shape go: after l, d, qu at the start of a word with these (l'Oriental, d'accueil),
    elsewhere they join their sides (M'hamed, N'oumgoun). Hyphens and all other signs are spaces.
7.  The Arabic article goes at the start of a word of which three letters remain; El and Al as words of their own
    go unless nothing else would be left.
"""

import re
import unicodedata
from typing import Final

_APOSTROPHES: Final = "'`‘’‛ʼʻʽʾʿˈ′ꞌ"
# rules 4 and 5: one letter for each family of letters
_LATIN_LETTERS: Final = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ħ": "h"}
_FAMILIES: Final = {
    "ا": "ٱٲٳ", "ك": "گڭکݣڪ", "ف": "ڤڢڡڥ", "ب": "پ", "ج": "چ", "ز": "ژ", "ق": "ڨ", "ي": "یېۍے", "ه": "ہھەۀ",
}  # fmt: skip
_LETTERS: Final = str.maketrans(
    _LATIN_LETTERS | {odd: letter for letter, family in _FAMILIES.items() for odd in family} | {"ـ": ""}
)
_ENDINGS: Final = str.maketrans({"ة": "ه", "ۃ": "ه", "ى": "ي", "ء": ""})

_LOOSE_MARK: Final = re.compile(r" (?=[\u0300-\u036f\u064b-\u065f\u0670])")
# presentation forms of vowel signs come with a space in front, which goes; a lone Latin accent goes with its space
_LOOSE_TYPED: Final = re.compile(r"(?:^| )[\u0300-\u036f]+| (?=[\u064b-\u065f\u0670])")
_ELIDED: Final = re.compile(rf"\b(?:l|d|qu)[{_APOSTROPHES}]+")
_APOSTROPHE: Final = re.compile(f"[{_APOSTROPHES}]")
_OTHER_DIGIT: Final = re.compile(r"(?![0-9])\d")
_SIGNS: Final = re.compile(r"[\W_]+")
_ARTICLE: Final = re.compile(r"(?<!\S)(?:ال)+(?=\S{3})")
_LATIN_ARTICLES: Final = frozenset({"el", "al"})

# controls, invisible signs that turn, hide or break a line of text, halves of characters, and unassigned ones
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class _Seen(dict[int, int | None]):
    """What stays of each letter: itself, or nothing where it is invisible; ten times quicker than asking each time."""

    def __missing__(self, letter: int) -> int | None:
        kept = None if unicodedata.category(chr(letter)) in _INVISIBLE else letter
        if letter < 0x1_0000:  # the letters of every living script; of the rest nobody shall fill the memory
            self[letter] = kept
        return kept


_SEEN: Final = _Seen()
_BREAK: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def bare(text: str) -> str:
    """Lower-case letters and digits without marks, words separated by one space: rules 1 to 4 and 6."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _LOOSE_MARK.sub("", " ".join(text.split()))  # a tab or a line parts words: it is not an invisible sign
    text = "".join(c for c in text if not unicodedata.combining(c) and unicodedata.category(c)[0] != "C")
    text = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text.translate(_LETTERS))
    text = _APOSTROPHE.sub("", _ELIDED.sub(" ", text))
    return _SIGNS.sub(" ", text).strip()


def fold(text: str, *, articles: bool = False) -> str:
    """The search key of a text: equal for all ordinary ways of typing the same words.

    Args:
        text: Arabic, French or both, as typed or as recorded.
        articles: keep ال, El and Al (rule 7 is left out).

    Returns:
        Words of lower-case letters and digits, one space between them; "" where the text has neither.

    >>> fold("الإدماج الإجتماعي") == fold("ادماج  اجتماعى"), fold("Béni-Mellal"), fold("Centre d'accueil")
    (True, 'beni mellal', 'centre accueil')
    """
    folded = " ".join(bare(text).translate(_ENDINGS).split())
    if articles:
        return folded
    folded = _ARTICLE.sub("", folded)
    kept = [word for word in folded.split() if word not in _LATIN_ARTICLES]
    return " ".join(kept) or folded


def words(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return fold(text).split()


def clean_typed(text: str, *, lines: bool = False) -> str:
    """What a person typed, fit to be kept: the same letters, in one Unicode form, with nothing invisible in it.

    Presentation forms become ordinary letters; controls, zero-width signs and bidirectional overrides go (they can
    make a name read as another, or split it for a search); spaces are collapsed and trimmed.

    Args:
        lines: keep line breaks (a note), at most one empty line between two; otherwise they are spaces (a name).

    >>> clean_typed("  ﻓﺎﻃﻤﺔ\\u202e  الزهراء\\n")
    'فاطمة الزهراء'
    """
    rows = _BREAK.split(text)
    if not lines:
        return _clean_row(" ".join(rows))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_clean_row(row) for row in rows)).strip("\n")


def _clean_row(row: str) -> str:
    row = unicodedata.normalize("NFKC", row.replace("\t", " ").replace("´", "'"))
    visible = " ".join(row.translate(_SEEN).split())
    return unicodedata.normalize("NFC", _LOOSE_TYPED.sub("", visible)).strip()
