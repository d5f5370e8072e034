"""Other Latin spellings of a name, as clerks write them: a letter model learned from the lists.

Each name of the lists that is written in more than one way shows which letters stand for each other there (ou and u,
ch and sh, ss and s, é and e, a vowel left out). How often each such change was seen is the model. It is learned from
the lists alone, apart from the product's folding, which it does not know.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations, pairwise

from jisr.exchange.population.lists import Listed, given_names, surnames

#: What is read as one sound: never cut in two.
_SOUND = re.compile(r"ch|sh|kh|gh|dh|th|ph|dj|qu|ou|oo|ee|([bcdfgjklmnprstz])\1|.")
_ARTICLE = re.compile(r"^(?:el|al|e(?=ss|zz|rr|dd|nn|tt|ch))(?=\w{3})")
#: A change seen in fewer names is somebody's slip.
_FEWEST = 3
_RARE = 0.02
#: Spellings further apart than this are two names that share their Arabic.
_NEAR = 0.6
_TRIES = 12

Model = Mapping[str, Sequence[tuple[str, float]]]


@cache
def model() -> Model:
    """The model learned from both lists: letters -> what stands for them elsewhere, and how often."""
    return learn((*surnames(), *given_names()))


def learn(names: Iterable[Listed]) -> Model:
    """Count the changes between spellings of one name.

    Returns:
        letters with what was found in their place and its weight: names in which it was seen, to names that hold them.
    """
    seen: Counter[tuple[str, str]] = Counter()
    holds: Counter[str] = Counter()
    for name in names:
        spellings = sorted({_stem(spelling) for spelling, _ in name.spellings})
        if len(spellings) < 2:
            continue
        sounds = [_sounds(spelling) for spelling in spellings]
        seen.update({change for one, other in combinations(sounds, 2) for change in _changes(one, other)})
        holds.update({piece for spelling in sounds for piece in _pieces(spelling)})
    found = defaultdict(list)
    for (before, after), count in sorted(seen.items()):
        if count >= _FEWEST and count >= _RARE * holds[before]:
            found[before].append((after, count / holds[before]))
    return dict(found)


def respell(text: str, chance: random.Random, *, not_in: frozenset[str] = frozenset(), changes: int = 1) -> str:
    """The name as another clerk may write it; "" when no spelling comes that may be used.

    Args:
        text: a name in Latin letters.
        not_in: casefolded spellings that must not come out.
        changes: how many places are written otherwise.
    """
    for attempt in range(_TRIES):
        written = text.casefold()
        for _ in range(changes + (attempt > _TRIES // 2)):
            written = _change(written, chance)
        if written != text.casefold() and written not in not_in:
            return as_written(written)
    return ""


def as_written(text: str) -> str:
    """A capital at each word's beginning, as on a card.

    >>> as_written("el-m'hamdi aït"), as_written("ben ali")
    ("El-M'hamdi Aït", 'Ben Ali')
    """
    return "-".join(" ".join(w[:1].upper() + w[1:] for w in part.split(" ")) for part in text.split("-"))


def _change(text: str, chance: random.Random) -> str:
    rules, sounds, places, weights = model(), _sounds(text), [], []
    for start, sound in enumerate(sounds):
        pairs = (sound, sound + sounds[start + 1]) if start + 1 < len(sounds) else (sound,)
        for length, before in enumerate(pairs, start=1):
            for after, weight in rules.get(before, ()):
                places.append((start, length, after))
                weights.append(weight)
    if not places:
        return text
    start, length, after = chance.choices(places, weights)[0]
    return "".join((*sounds[:start], after, *sounds[start + length :]))


def _changes(one: Sequence[str], other: Sequence[str]) -> set[tuple[str, str]]:
    """Sounds of each that stand in the other's place; what is put in or left out takes the sound before with it."""
    found: set[tuple[str, str]] = set()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _NEAR:
        return found
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        extra = a == b or c == d  # with the sound before it, or after it where a name begins
        back = int(extra and a > 0 and c > 0)
        on = int(extra and not back)
        before, after = one[a - back : b + on], other[c - back : d + on]
        if max(len(before), len(after)) <= 2 and "".join([*before, *after]).isalpha() and before and after:
            found |= {("".join(before), "".join(after)), ("".join(after), "".join(before))}
    return found


def _stem(spelling: str) -> str:
    """Without its article: that one is written and one is not says nothing of letters."""
    return _ARTICLE.sub("", spelling.casefold().replace("-", " ").split(" ")[-1])


def _sounds(text: str) -> list[str]:
    return [found.group() for found in _SOUND.finditer(text)]


def _pieces(sounds: Sequence[str]) -> set[str]:
    return {*sounds, *(one + other for one, other in pairwise(sounds))}
