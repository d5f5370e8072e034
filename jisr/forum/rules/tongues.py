"""In which language something is written, as far as its letters and its smallest words tell."""

import re

_ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3]+")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_TIFINAGH = re.compile(r"[\u2d30-\u2d6f]+")
#: From this share of words on, the second script is a second language and not a quoted name.
_SECOND = 0.2
#: Words of Darija that written Arabic does not have; one of them tells.
_DARIJA = frozenset(
    "ديال ديالنا ديالهم ديالي بغينا بغيت كنبغيو خاصنا خاصني خصنا كاين كاينة ماكاينش واش علاش فين شنو شكون كيفاش دابا"
    " بزاف حيت هادشي داكشي مزيان واخا ليا لينا ليهم وحنا دراري بغاو خاصها خاصهم اللي والو".split()
)
#: Words that may be quoted, or stand in written Arabic with another meaning, and "not" around a verb: two tell.
_PERHAPS_DARIJA = re.compile(r"\b(?:حنا|باش|ماشي|هاد|غادي|غير|وليداتنا|ولادنا|ما ?\w{2,}ش|فال\w+)\b")
#: The same in Latin letters, as it is typed on telephones; digits stand for letters there: 3yalat, 7na, 9raya.
_ARABIZI = frozenset(
    "dyal dial dyalna dialna dyali bghina bghit khasna khassna khasni khass kayn kayna makaynch wach 3lach fin chno"
    " chnou kifach daba bzaf bezzaf 7na hna 7it bach machi had hadchi dakchi chi ghadi mzyan wakha 3ndna 3andna drari"
    " lwlad wladna f l w lmdrasa tri9 nass".split()
)
#: Small words of French: a sentence that holds more of these than of the others is French, whatever else it quotes.
_FRENCH = frozenset("le la les de des du un une et est pour que qui dans nous avec pas sur au aux en on il".split())
_DIGIT_INSIDE = re.compile(r"\b(?=\w*[a-z])(?:[379][a-z]+|[a-z]+[379][a-z]*)\b")
_WORD = re.compile(r"[\w']+")
_FEWEST = 2


def guess(text: str) -> str:
    """ar, fr, darija, tamazight or mixed, by letters and small words alone, until a person says otherwise.

    Tamazight is told by its own letters; in Latin or Arabic ones nothing tells it from its neighbours.

    >>> guess("نريد نقلا مدرسيا"), guess("un bus scolaire"), guess("نريد نقلا مدرسيا، un bus scolaire")
    ('ar', 'fr', 'mixed')
    >>> guess("بغينا الطوبيس ديال المدرسة"), guess("bghina tobis dyal lmdrasa"), guess("ⵏⵔⴰ ⴰⵙⴰⵔⴰⴳ")
    ('darija', 'darija', 'tamazight')
    """
    arabic, latin, tifinagh = (len(script.findall(text)) for script in (_ARABIC, _LATIN, _TIFINAGH))
    most, second, _least = sorted((arabic, latin, tifinagh), reverse=True)
    if second > _SECOND * (arabic + latin + tifinagh):
        return "mixed"
    if tifinagh and tifinagh == most:
        return "tamazight"
    if arabic >= latin:
        is_darija = _known(text, _DARIJA) or len(_PERHAPS_DARIJA.findall(text)) >= _FEWEST
        return "darija" if is_darija else "ar"
    words = text.lower()
    told = _known(words, _ARABIZI) + len(_DIGIT_INSIDE.findall(words))
    return "darija" if told >= _FEWEST and told > _known(words, _FRENCH) else "fr"


def _known(text: str, words: frozenset[str]) -> int:
    return sum(word in words for word in _WORD.findall(text))
