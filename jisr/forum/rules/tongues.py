"""In which language a sheet is written, as far as its letters tell."""

import re

_ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3]+")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
#: From this share of words on, the second script is a second language and not a quoted name.
_SECOND = 0.2


def guess(text: str) -> str:
    """ar, fr or mixed, by the letters alone; Darija in Arabic letters is Arabic until a person says otherwise.

    >>> guess("نريد نقلا مدرسيا"), guess("un bus scolaire"), guess("نريد نقلا مدرسيا، un bus scolaire")
    ('ar', 'fr', 'mixed')
    """
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if min(arabic, latin) > _SECOND * (arabic + latin):
        return "mixed"
    return "ar" if arabic >= latin else "fr"
