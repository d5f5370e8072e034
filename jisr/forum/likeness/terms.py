"""A short text as features that its ways of writing share: stems, letter groups, sounds.

Three readings of each word, from the folding and the sounds of ``jisr.common.text``:

- *stem*: folded, without the glued particles of Arabic (و ف ب ك ل before ال) and the verbal كي/كت/كن of Darija,
  repeated letters once, without plurals and pronouns, nor the plural and final e of French;
- *letter groups*: 3 to 5 letters of the stem with its edges, which forgive endings and slips;
- *sounds*: the consonant classes of ``skeleton``, in which طالبة, taliba and talibah are one, and m7taj is محتاج.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jisr.common.text import fine, fold, skeleton

SHORTEST_STEM: Final = 3
_REPEATED: Final = re.compile(r"([^\W\d])\1+")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_GLUED_ARTICLE: Final = re.compile(r"^(?:[وفبك]?ال|و?لل|[وف][بكل]ال)(?=\S{3})")
_VERB: Final = re.compile(r"^ك[يتن](?=\S{3})")
_AND: Final = re.compile(r"^و(?=\S{4})")
_ENDINGS: Final = ("يات", "تها", "تهم", "هما", "ات", "ون", "ين", "ها", "هم", "نا", "كم", "ية", "يه", "ه", "ي")
_FRENCH: Final = re.compile(r"(?<=\w{3})(?:es|s|x|e)$")

_ELIDED: Final = re.compile(r"\b(?:[ldcjnsm]|qu)['’](?=\w)", re.IGNORECASE)
_WORD: Final = re.compile(r"[\w'’\u064b-\u065f\u0670]+")

# words that ask, deny or join, whatever is asked for; folded, both scripts
STOP: Final = frozenset(
    fold(
        """من في على إلى عن مع هذا هذه ذلك التي الذي الذين و أو أن إن لا لم لن ما هو هي هم قد كل بعد قبل بين حتى لكن غير
        كما عند لدى تم يجب نطلب نقترح نريد ضرورة المرجو نحتاج حاجة كان كانت يكون أي منذ أجل لأن دون بدون
        فيها له لها به بها منه منها
        ديال دابا بغينا بغيت خاص خاصنا خاصهم خاصها كاين كاينة كاينش باش اللي حيت واش علاش فين كيفاش شي واحد وحدة
        حنا هاد هادشي ليهم لينا ليا عليا عليهم ولا بلا غير بزاف حدا كلشي والو راه عندنا عندي عندها عطيونا
        le la les de des du un une et ou a au aux en dans pour par sur avec sans ce cette ces qui que il elle ils elles
        nous vous on est sont ne pas plus faut doit tres tout toute tous trop leur leurs nos notre mon ma mes se son sa
        y d l qu n s c j avons ont etre avoir fait faire chaque aussi deja
        bghina bghit khass khassna khassou khasshom khassha kayn kayna kaynin bach li lli 7it wach fin kifach chi
        dyal dyalna dyalhom d f o w b 3la 3lina 3lihom men mn 7na ana hadchi bzaf bezaf had makan makaynch kaynch walo
        7da 3and 3andi 3andna 3andhom 3andha ghir wa7ed wa7da 7ta ila hiya howa ta bla""",
        articles=True,
    ).split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text.

    Attributes:
        typed: as it was typed, for labels.
        stem: what its forms share.
        sound: its consonant classes; "" where there are fewer than two.
        heard: the same with vowels.
    """

    typed: str
    stem: str
    sound: str
    heard: str


def is_arabic(word: str) -> bool:
    """Whether a word begins with an Arabic letter."""
    return bool(_ARABIC.match(word))


@lru_cache(maxsize=4_096)
def read(text: str) -> tuple[Term, ...]:
    """The words of a text in their order, particles left out.

    >>> [term.stem for term in read("نطلب النقل المدرسي بالدواوير")]
    ['نقل', 'مدرس', 'دواوير']
    """
    return tuple(term for term, _typed in _placed(text))


def quoted(text: str, first: int, last: int) -> str:
    """The words of the text from the ``first`` to the ``last`` of ``read``, as they stand there.

    >>> quoted("Centre d'accueil de la commune", 0, 1)
    "Centre d'accueil"
    """
    placed = _placed(text)
    return _plain(text)[placed[first][1][0] : placed[last][1][1]]


def spelled(text: str) -> str:
    """The whole text in one spelling, particles kept: equal for ways of typing the same sentence.

    >>> spelled("طَلَبُ الإعانه!!") == spelled("طلب الاعانة")
    True
    """
    # once before, because a word is long enough to begin with an article only by its own letters
    letters = fold(_plain(text), articles=True)  # أ and ا held down after one another are one letter, not two
    return _REPEATED.sub(r"\1", fold(_REPEATED.sub(r"\1", letters)))


def pronounced(text: str) -> str:
    """The sounds of the whole text, one word after another: equal across the two scripts."""
    return " ".join(sound for word in fold(text).split() if (sound := _sound(word)))


@lru_cache(maxsize=65_536)
def letter_groups(word: str, shortest: int = 3, longest: int = 5) -> tuple[str, ...]:
    """The groups of letters of a word with its edges.

    >>> letter_groups("دار", 3, 4)
    ('_دا', 'دار', 'ار_', '_دار', 'دار_')
    """
    edged = f"_{word}_"
    return tuple(
        edged[start : start + size] for size in range(shortest, longest + 1) for start in range(len(edged) - size + 1)
    )


def _plain(text: str) -> str:
    """The text in ordinary letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4_096)
def _placed(text: str) -> tuple[tuple[Term, tuple[int, int]], ...]:
    """The words that are kept and where each stands in the plain text; elided articles are no part of a word."""
    parted = _ELIDED.sub(lambda found: " " * len(found[0]), _plain(text))
    return tuple((term, found.span()) for found in _WORD.finditer(parted) if (term := _term(found[0])) is not None)


@lru_cache(maxsize=65_536)
def _term(word: str) -> Term | None:
    whole = fold(word, articles=True)
    if not whole or whole in STOP or whole.isdigit() or (len(whole) < 2):
        return None
    stem = _stem(whole)
    if stem in STOP:
        return None
    return Term(word, stem, _sound(word), fine(stem if is_arabic(stem) else whole))


def _stem(word: str) -> str:
    if not is_arabic(word):
        return _FRENCH.sub("", _REPEATED.sub(r"\1", word))
    bare = _GLUED_ARTICLE.sub("", word)
    if bare == word:
        bare = _VERB.sub("", _AND.sub("", word))
    bare = _REPEATED.sub(r"\1", bare)
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= SHORTEST_STEM:
            return bare[: -len(ending)]
    return bare


@lru_cache(maxsize=65_536)
def _sound(word: str) -> str:
    bare = _GLUED_ARTICLE.sub("", fold(word, articles=True))
    sound = skeleton(bare)
    return sound if len(sound) > 1 else ""
