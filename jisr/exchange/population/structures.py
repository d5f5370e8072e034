"""Who lives with whom: a library of plausible households, from which each commune takes those that fit its census.

The library is the same in every population. Its weights are of the country; ``margins`` tilts them commune by commune.
"""

import random
from dataclasses import dataclass
from functools import cache

import numpy as np

#: What a person is to the head, in the order of their codes in the arrays; the values of the product's own list.
RELATIONS = ("head", "spouse", "child", "parent", "sibling", "grandchild", "kafala", "other")
HEAD, SPOUSE, CHILD, PARENT, SIBLING, GRANDCHILD, KAFALA, OTHER = range(8)
MARITAL = ("single", "married", "widowed", "divorced", "separated")
SINGLE, MARRIED, WIDOWED, DIVORCED, SEPARATED = range(5)
#: A parent is older than a child by at least so many years, counted in whole years of age.
PARENT_OLDER = 16
#: From this age on somebody is asked for a marital state.
ADULT = 18
_SIZE = 3_000
#: Kinds of household and how often they are, before a commune weighs in. Invented; the census decides in the end.
_KINDS = {
    "couple": 54, "old_couple": 9, "three_generations": 11, "widow": 8, "old_alone": 5, "divorced": 4,
    "alone": 4, "siblings": 3, "kafala": 1, "grandparents": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Library:
    """Households, one after the other; members of household ``i`` are ``start[i]`` to ``start[i + 1]``.

    Attributes:
        start: (households + 1,) offsets.
        relation, marital: (members,) codes of ``RELATIONS`` and ``MARITAL``.
        woman: (members,) whether a woman or girl.
        years: (members,) age in whole years.
        line: (members,) whose surname: 0 the head's, 1 the spouse's, others a line of their own in this household.
    """

    start: np.ndarray
    relation: np.ndarray
    marital: np.ndarray
    woman: np.ndarray
    years: np.ndarray
    line: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """(households,) members of each."""
        return np.diff(self.start)

    def sums(self, what: np.ndarray) -> np.ndarray:
        """(households,) sum over members of something counted for each of them."""
        return np.add.reduceat(what.astype(float), self.start[:-1])


@cache
def library() -> Library:
    """The library of households."""
    chance = random.Random("jisr population structures")
    kinds = chance.choices(list(_KINDS), list(_KINDS.values()), k=_SIZE)
    homes = [_Home(chance).make(kind) for kind in kinds]
    members = np.array([member for home in homes for member in home], dtype=np.int16)
    start = np.concatenate([[0], np.cumsum([len(home) for home in homes])])
    relation, marital, woman, years, line = members.T
    return Library(start, relation, marital, woman.astype(bool), years, line)


class _Home:
    """One household: (relation, marital, woman, years, line) of each member, the head first."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.members: list[tuple[int, int, int, int, int]] = []
        self.lines = 1

    def make(self, kind: str) -> list[tuple[int, int, int, int, int]]:
        getattr(self, "_" + kind)()
        return self.members

    def _add(self, relation: int, marital: int, woman: int, years: int, line: int) -> None:
        self.members.append((relation, marital, woman, years, line))

    def _new_line(self) -> int:
        self.lines += 1
        return self.lines

    def _head_and_spouse(self, low: int, high: int) -> int:
        """A married couple; the wife's age."""
        pick = self.chance
        his = pick.randint(low, high)
        hers = max(ADULT, min(his + 3, round(his - pick.gauss(5, 3.5))))
        he = pick.random() < 0.93
        self._add(HEAD, MARRIED, not he, his if he else hers, 0)
        self._add(SPOUSE, MARRIED, he, hers if he else his, 1)
        return min(his, hers)

    def _children(self, mother: int, line: int, relation: int, at_home: float = 1.0) -> None:
        """Children as births come, two to four years apart; the grown ones have mostly left."""
        pick = self.chance
        age = mother - max(PARENT_OLDER, round(pick.gauss(23, 3.5)))
        wanted = pick.choices([0, 1, 2, 3, 4, 5, 6, 7], [7, 14, 25, 25, 15, 8, 4, 2])[0]
        for _ in range(wanted):
            if age < 0:
                return
            stays = at_home if age < ADULT else at_home * (0.75 if age < 25 else 0.4 if age < 32 else 0.15)
            if pick.random() < stays:
                married_before = age >= 22 and pick.random() < 0.05
                self._add(relation, DIVORCED if married_before else SINGLE, pick.random() < 0.487, age, line)
            age -= pick.choice([1, 2, 2, 3, 3, 4, 5])

    def _fathers_line(self) -> int:
        """The children's surname: their father's, who is the head, the spouse, or not there."""
        head = self.members[0]
        if len(self.members) > 1 and self.members[1][0] == SPOUSE:
            return 1 if head[2] else 0
        return self._new_line() if head[2] else 0

    def _couple(self) -> None:
        mother = self._head_and_spouse(24, 58)
        self._children(mother, self._fathers_line(), CHILD)
        head = self.members[0]
        if self.chance.random() < 0.09 and head[3] < 62:
            woman = self.chance.random() < 0.8
            years = max(head[3] + PARENT_OLDER + 2, self.chance.randint(60, 86))
            self._add(PARENT, WIDOWED, woman, years, self._new_line() if woman else 0)

    def _old_couple(self) -> None:
        mother = self._head_and_spouse(58, 84)
        self._children(mother, self._fathers_line(), CHILD, at_home=0.8)

    def _three_generations(self) -> None:
        mother = self._head_and_spouse(52, 80)
        line, pick = self._fathers_line(), self.chance
        son = mother - max(PARENT_OLDER + 1, round(pick.gauss(22, 3)))
        self._add(CHILD, MARRIED, 0, son, line)
        wife = max(ADULT, son - pick.randint(0, 8))
        self._add(OTHER, MARRIED, 1, wife, self._new_line())
        if pick.random() < 0.5:
            self._add(CHILD, SINGLE, pick.random() < 0.5, max(1, son - pick.randint(2, 8)), line)
        self._children(min(son, wife), line, GRANDCHILD)

    def _widow(self) -> None:
        years = self.chance.randint(30, 70)
        self._add(HEAD, WIDOWED, self.chance.random() < 0.88, years, 0)
        self._children(years, self._fathers_line(), CHILD)

    def _old_alone(self) -> None:
        woman = self.chance.random() < 0.75
        self._add(HEAD, WIDOWED, woman, self.chance.randint(58, 90), 0)
        if self.chance.random() < 0.25:
            young = self.chance.randint(10, 22)
            self._add(GRANDCHILD, SINGLE, self.chance.random() < 0.6, young, self._new_line())

    def _divorced(self) -> None:
        years = self.chance.randint(23, 58)
        state = SEPARATED if self.chance.random() < 0.15 else DIVORCED
        self._add(HEAD, state, self.chance.random() < 0.8, years, 0)
        self._children(years, self._fathers_line(), CHILD)

    def _alone(self) -> None:
        self._add(HEAD, SINGLE, self.chance.random() < 0.35, self.chance.randint(ADULT, 64), 0)

    def _siblings(self) -> None:
        years = self.chance.randint(ADULT + 2, 45)
        self._add(HEAD, SINGLE, self.chance.random() < 0.45, years, 0)
        for _ in range(self.chance.randint(1, 3)):
            years = max(12, years - self.chance.randint(1, 5))
            self._add(SIBLING, SINGLE, self.chance.random() < 0.5, years, 0)
        if self.chance.random() < 0.4:
            mother = self.members[0][3] + self.chance.randint(PARENT_OLDER + 3, 36)
            self._add(PARENT, WIDOWED, 1, mother, self._new_line())

    def _kafala(self) -> None:
        mother = self._head_and_spouse(35, 60)
        # under the law 15-01 the child may bear the name of the one who takes care, and mostly does
        self._add(KAFALA, SINGLE, self.chance.random() < 0.6, self.chance.randint(0, min(17, mother - 17)), 0)

    def _grandparents(self) -> None:
        mother = self._head_and_spouse(56, 78)
        for _ in range(self.chance.randint(1, 3)):
            years = self.chance.randint(1, min(17, mother - 2 * PARENT_OLDER))
            self._add(GRANDCHILD, SINGLE, self.chance.random() < 0.5, years, 0)
