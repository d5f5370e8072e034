"""Names written in Arabic, Tifinagh or Latin letters, reduced to what all of them write: their consonants.

How a text is read, step by step, and where each rule and its source stand:

1.  ``folding.bare``: Unicode and presentation forms, tashkeel, tatweel, hamza and its seats, accents, capitals.
2.  ``parts``: articles, honorifics, particles of descent, Abd and its compounds.
3.  ``letters``: each word as *sounds*, one private letter for a class of consonants and a, i, u for vowels.
4.  here: the *skeleton* is the sounds without vowels, the *fine* form keeps them. A skeleton of one consonant keeps
    its i and u: علي Ali is li.
5.  ``probes``: the other readings of a name that somebody asks for, each with its cost; one letter forgotten.

Figures on real pairs: ``python -m benchmarks names``; their floors: tests/common/test_names.py.
"""

from typing import Final

from jisr.common.text.parts import consonants, joined, name_words, sounds_of

#: Counts the changes of what a name is reduced to: keys stored under a smaller one are made anew.
FOLD_VERSION: Final = 2


def skeleton(text: str) -> str:
    """The consonants of a name, the same whether it is written in Arabic, Tifinagh or Latin letters.

    Args:
        text: a name of one or several words, in any of the scripts.

    Returns:
        Private letters without spaces; digits stay; "" where there is no letter or digit.

    >>> skeleton("عبد اللطيف"), skeleton("Abdellatif"), skeleton("العلوي") == skeleton("El Alaoui")
    ('bdltf', 'bdltf', True)
    """
    return joined(_sounds(text))


def skeletons(text: str) -> list[str]:
    """The skeleton of each word of a name, without articles and honorifics, in their order; particles apart.

    >>> skeletons("Sidi Mohamed El Fassi"), skeletons("محمد الفاسي")
    (['mhmd', 'fs'], ['mhmd', 'fs'])
    """
    return [key for sounds in _sounds(text) if (key := consonants(sounds))]


def fine(text: str) -> str:
    """The sounds of a name with its vowels, one space between its words: separates what a skeleton confounds."""
    return " ".join(_sounds(text))


def _sounds(text: str) -> list[str]:
    return [sounds for word in name_words(text) if (sounds := sounds_of(word))]
