"""A name as its parts: what carries it, what only stands before it.

1.  *Articles* go: ال glued to its word, el al ar as ech ez… as words of their own, el- al- l- la- glued in Latin
    letters where the word goes on as only an article lets it. The last word stays, whatever it is.
2.  *Honorifics* go before a name and stay alone, last or after a particle (Ben El Haj is a surname): مولاي Moulay Mly,
    سيدي Sidi Si, لالة Lalla, الحاج Haj.
3.  *Particles* of descent belong to the name they stand before: بن جلون, Ben Jelloun and Benjelloun are one part, the
    part says that it has one, and ``probes`` read it with and without. Each is one sound however written (بن ابن
    ben bin ibn; ايت Aït Ayt ⴰⵢⵜ).
4.  *Abd* and the word after it are one part, whatever the article between them: عبد اللطيف, عبداللطيف, Abdellatif,
    Abdul Latif, Abd-el-Latif. A vowel stands at the seam, so that d and h do not meet in Abdelhamid.
5.  A word in which scripts meet (محمدAli) is cut there.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from jisr.common.text.folding import bare
from jisr.common.text.letters import ARABIC, plain_latin, read, read_arabic

ARTICLES: Final = frozenset("el al ar as at ad an az ach ech ash es ess er en et ed ez l il ul".split())
HONORIFICS: Final = frozenset("مولاي سيدي لالة لاله سي الحاج حاج moulay mly sidi si lalla haj hajj hadj".split())
#: The sounds of each particle, and its ways of being written: son of, daughter of, people of, father of, mother of.
PARTICLES: Final = {
    "ban": "ben bin ibn بن ابن ⴱⵏ ⴱⴻⵏ", "bant": "bent bint bnt بنت ⴱⵏⵜ", "uld": "ould wld weld oueld walad ولد ⵡⵍⴷ",
    "ait": "ait ayt ايت ⴰⵢⵜ", "nait": "nait nayt نايت ⵏⴰⵢⵜ", "bu": "bou bu abou abu abi بو ابو ابي ⴱⵓ",
    "um": "oum oumm um om ام ⵓⵎ", "u": "ou u او ⵓ", "ulad": "oulad ouled oulad awlad اولاد", "bani": "beni bni بني بنو",
}  # fmt: skip
_PARTICLE: Final = {written: sounds for sounds, ways in PARTICLES.items() for written in ways.split()}

_GLUED: Final = re.compile(
    r"el(?!h[ae]m)(?=[^leiy]..)|al(?=[bcdfghjkmnpqrstvwxz]..)|l(?=[bcdfghjkmnpqrstvwxyz].)|la(?=a.)"
)
_GLUED_ARABIC: Final = re.compile("^(ا?بو|ا?بن)ال(?=..)")
_ABD_WORD: Final = re.compile(r"abd(?:[aeiou]|ou)?[lrnsdzt]{0,2}|عبد|ⵄⴱⴷ|ⵄⴻⴱⴷ")
_ABD_GLUED: Final = re.compile(r"((?:ben|bou|ibn)?)abd(ou|[aeiu]|)(.{2,})")
# the l of these is their own: Abdelatif is عبد اللطيف, while Abdelaziz is عبد العزيز
_OWN_L: Final = re.compile(r"la(?:h|t[ie][fv])|leh$")
_GOD: Final = "الله"
_SEAM: Final = "-"
_SCRIPTS: Final = re.compile("[\u0600-\u06ff]+|[\u2d30-\u2d7f]+|[^\u0600-\u06ff\u2d30-\u2d7f]+")
_VOWELS: Final = str.maketrans("", "", "aiu")
_MOST_WORDS: Final = 12


class Part(NamedTuple):
    """One part of a name: a word with its particle or its Abd, or the several words of a compound.

    Attributes:
        skeleton: its consonants, the same in every script; never "".
        fine: its sounds with vowels, without spaces.
        particle: a particle of descent stands before it (ben, bent, ould, aït, bou, oum…).
        sounds: of each word, particles among them.
        words: as typed, bare, in the same order.
    """

    skeleton: str
    fine: str
    particle: bool
    sounds: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def pieces(self) -> tuple[str, ...]:
        """Skeletons under which it is also called: each word of a compound, the name after Abd, without particles.

        >>> name_whole("فاطمة الزهراء").pieces, name_whole("Abdellatif").pieces, name_whole("Driss").pieces
        (('ftm', 'zhr'), ('ltf',), ())
        """
        named = [sounds for word, sounds in zip(self.words, self.sounds, strict=True) if word not in _PARTICLE]
        found = [consonants(sounds) for sounds in named] if len(named) > 1 else []
        found += [consonants(sounds[4:]) for sounds in named if sounds.startswith("abda") and len(sounds) > 5]
        return tuple(dict.fromkeys(key for key in found if key and key != self.skeleton))


@lru_cache(maxsize=20_000)
def name_parts(text: str) -> tuple[Part, ...]:
    """The parts of a name in their order, without articles and honorifics; a particle is joined to what it stands by.

    >>> [part.skeleton for part in name_parts("Sidi Mohamed Ben Jelloun")]
    ['mhmd', 'bnjln']
    >>> name_parts("آيت قمرة")[0].particle, name_parts("ⴰⵢⵜ ⵇⵎⵔⴰ")[0].skeleton == name_parts("Ait Kamra")[0].skeleton
    (True, True)
    """
    found: list[Part] = []
    before: list[str] = []
    words = name_words(text)
    for place, word in enumerate(words, 1):
        before.append(word)
        if word not in _PARTICLE or place == len(words):
            found += filter(None, [_part(tuple(before))])
            before = []
    return tuple(found)


@lru_cache(maxsize=20_000)
def name_whole(text: str) -> Part | None:
    """A given name or a surname of one or several words as one part; None where it has no letter or digit.

    >>> name_whole("Fatima Ezzahra").skeleton, name_whole("فاطمة الزهراء").skeleton
    ('ftmzhr', 'ftmzhr')
    """
    return _part(tuple(name_words(text)))


def _part(words: tuple[str, ...]) -> Part | None:
    heard = tuple(word for word in words if sounds_of(word))
    if not heard:
        return None
    sounds = tuple(map(sounds_of, heard))
    return Part(joined(sounds), "".join(sounds), len(heard) > 1 and heard[0] in _PARTICLE, sounds, heard)


def name_words(text: str) -> list[str]:
    """The bare words that carry a name: Abd joined to the next by a dash, no articles, no honorifics unless alone."""
    typed = [piece for word in bare(plain_latin(text)).split() for piece in _SCRIPTS.findall(word)][:_MOST_WORDS]
    named = [word for word in typed[:-1] if word not in ARTICLES] + typed[-1:]
    named = [
        word for place, word in enumerate(named, 1)
        if place == len(named) or word not in HONORIFICS or (place > 1 and named[place - 2] in _PARTICLE)
    ]  # fmt: skip
    found: list[str] = []
    for word in named:
        if word == _GOD and found and found[-1].endswith(("ه", "ة")):
            found[-1] = found[-1][:-1] + "ت"
        if found and _ABD_WORD.fullmatch(found[-1]):
            found[-1] = "abd" + _SEAM + word
        else:
            found.append(word)
    return found


@lru_cache(maxsize=50_000)
def sounds_of(word: str) -> str:
    """The sounds of one word of ``name_words``, in any script, vowels kept."""
    if word in _PARTICLE:
        return _PARTICLE[word]
    if word.startswith("abd" + _SEAM):
        return "abda" + sounds_of(word[4:])
    if ARABIC.match(word):
        if word.startswith("عبدلل"):
            word = "عبدا" + word[3:]
        if word.startswith("عبدال") and len(word) > 6:
            return "abda" + read_arabic(word[5:])
        return read(_GLUED_ARABIC.sub(r"\1", word))
    compound = _ABD_GLUED.fullmatch(word)
    if compound:
        before, vowel, name = compound.groups()
        if vowel and name[0] == "l" and not _OWN_L.match(name):
            name = name[1:]
        return (read(before) + "a" if before else "") + "abda" + read(name)
    return read(_GLUED.sub("", word, count=1) if _GLUED.match(word) else word)


def joined(sounds: tuple[str, ...] | list[str]) -> str:
    """The skeleton of several words as one, a vowel at each seam."""
    return consonants("a".join(sounds))


def consonants(sounds: str) -> str:
    """Sounds without vowels; i and u stay where fewer than two consonants would."""
    sounds = sounds[:-1] if sounds.endswith("h") and len(sounds) > 1 else sounds
    found = sounds.translate(_VOWELS)
    if len(found) > 1:
        return found
    found = sounds.replace("a", "") or sounds
    return found[:-1] if len(found) > 2 and found[-1] == "i" else found
