"""Given names of the population: those of the lists with their weights and real spellings, and what is made of them.

The lists hold men mostly: women's names are weighed more evenly, adjectives take their feminine, and two names are
joined in one as families do (Fatima Zahra, Mohamed Amine).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from jisr.exchange.population.lists import sexed

#: Share of all given names that are two.
_COMPOUND = {"f": 0.10, "m": 0.07}
#: The list's weights are of public figures; a power below one makes a nation's of them, Mohamed about 8 % of persons.
_EVEN = {"f": 0.75, "m": 0.98}
_FEMININE = 0.35
_JOINED = {"f": ("فاطمة", "لالة"), "m": ("محمد", "أحمد", "مولاي", "سيدي")}
_LATIN = {"لالة": "Lalla", "مولاي": "Moulay", "سيدي": "Sidi", "الزهراء": "Zahra"}
_WOMENS_SECOND = ("الزهراء",)


@dataclass(frozen=True)
class GivenNames:
    """Names by number; women's first.

    Attributes:
        arabic: (names,) as written.
        short_arabic, short_latin: (names,) what is left when a compound is shortened; "" for a plain name.
        latin: (spellings,) every spelling, those of a name together.
        first: (names + 1,) where each name's spellings begin.
        women: how many of the names are women's.
        by_sex: cumulated weights of the women's names (0) and of the men's (1).
        cumulated: (spellings,) number of the name + cumulated weight of the spelling.
    """

    arabic: np.ndarray
    short_arabic: np.ndarray
    short_latin: np.ndarray
    latin: np.ndarray
    first: np.ndarray
    women: int
    by_sex: tuple[np.ndarray, np.ndarray]
    cumulated: np.ndarray

    def draw(self, woman: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """Numbers of names for people, from a chance in [0, 1) of each."""
        women, men = (np.searchsorted(weights, chance, side="right") for weights in self.by_sex)
        return np.where(woman, np.minimum(women, self.women - 1), np.minimum(self.women + men, len(self.arabic) - 1))

    def spell(self, names: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """Numbers of Latin spellings, from a chance in [0, 1) of each."""
        found = np.searchsorted(self.cumulated, names + chance, side="right")
        return np.minimum(found, self.first[names + 1] - 1)


@dataclass(frozen=True)
class _Name:
    arabic: str
    spellings: tuple[tuple[str, float], ...]
    weight: float
    short_arabic: str = ""
    short_latin: str = ""


@cache
def given_names() -> GivenNames:
    """The vocabulary of given names."""
    women, men = _of("f"), _of("m")
    rows = women + men
    counts = [len(row.spellings) for row in rows]
    weights = [np.cumsum([weight for _, weight in row.spellings]) for row in rows]
    return GivenNames(
        np.array([row.arabic for row in rows], dtype=object),
        np.array([row.short_arabic for row in rows], dtype=object),
        np.array([row.short_latin for row in rows], dtype=object),
        np.array([spelling for row in rows for spelling, _ in row.spellings], dtype=object),
        np.concatenate([[0], np.cumsum(counts)]),
        len(women),
        (_cumulated(women), _cumulated(men)),
        np.concatenate([number + sums / sums[-1] for number, sums in enumerate(weights)]),
    )


def _of(sex: str) -> list[_Name]:
    plain = [
        _Name(row.arabic, row.spellings, row.count ** _EVEN[sex], *_bare(row.arabic, row.spellings[0][0]))
        for its, row in sexed() if its == sex
    ]  # fmt: skip
    if sex == "f":
        plain += _feminine({name.arabic for name in plain})
    total = sum(name.weight for name in plain)
    joined = _joined(plain, sex)
    share = _COMPOUND[sex] / (1 - _COMPOUND[sex]) * total / sum(name.weight for name in joined)
    return plain + [
        _Name(n.arabic, n.spellings, n.weight * share, n.short_arabic, n.short_latin) for n in joined
    ]  # fmt: skip


def _feminine(known: set[str]) -> list[_Name]:
    """سعيد gives سعيدة, Said gives Saida: names of four letters with a long i before the last."""
    found = []
    for its, row in sexed():
        arabic = row.arabic + "ة"
        if its == "m" and len(row.arabic) == 4 and row.arabic[2] == "ي" and arabic not in known:
            spellings = tuple((f"{name}a", weight) for name, weight in row.spellings if name[-1] not in "ae")
            if spellings:
                found.append(_Name(arabic, spellings, _FEMININE * row.count ** _EVEN["f"]))
    return found


def _joined(plain: list[_Name], sex: str) -> list[_Name]:
    """Two names in one; the second stands alone when the name is shortened."""
    by_arabic = {name.arabic: name for name in plain}
    seconds = sorted((n for n in plain if " " not in n.arabic), key=lambda n: -n.weight)[:60]
    if sex == "f":
        seconds = [_Name("الزهراء", (("Zahra", 6), ("Zohra", 3), ("Ezzahra", 2)), seconds[0].weight * 6), *seconds]
    found = []
    for first in _JOINED[sex]:
        begins = by_arabic.get(first) or _Name(first, ((_LATIN[first], 1),), plain[0].weight / 12)
        # a name is not joined with itself, nor a title with what is no name
        fit = [n for n in seconds if n.arabic != first and not (first in _LATIN and n.arabic.startswith("ال"))]
        for second in fit:
            spellings = tuple(
                (f"{one} {other}", weight * more)
                for one, weight in begins.spellings[:3]
                for other, more in second.spellings[:3]
            )
            short = begins if first not in _LATIN and second.arabic in _WOMENS_SECOND else second
            found.append(
                _Name(f"{first} {second.arabic}", spellings, begins.weight * second.weight, short.arabic,
                      short.spellings[0][0])
            )  # fmt: skip
    return found


def _bare(arabic: str, latin: str) -> tuple[str, str]:
    """What is said of an Abd-al name when it is cut short: (لطيف, Latif) of (عبد اللطيف, Abdellatif)."""
    if not arabic.startswith("عبد ال") or arabic in {"عبد الله", "عبد الاله", "عبد الإله"}:
        return "", ""
    rest = latin.casefold().removeprefix("abd").lstrip("'- ").lstrip("aeou")
    if rest[:1] == "l" or rest[:1] == rest[1:2]:  # the article, as itself or as the letter that follows
        rest = rest[1:]
    return arabic.removeprefix("عبد ال"), rest.strip(" -").capitalize()


def _cumulated(rows: list[_Name]) -> np.ndarray:
    sums = np.cumsum([row.weight for row in rows])
    return sums / sums[-1]
