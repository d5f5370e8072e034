"""Households and persons of the population, block by block; each block hangs on the seed and its number alone.

So the same population comes out whatever was made before, by however many processes, in chunks of whatever size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from jisr.exchange.population import structures
from jisr.exchange.population.again import register_again
from jisr.exchange.population.given import GivenNames, given_names
from jisr.exchange.population.keys import keys, phones, references
from jisr.exchange.population.margins import BANDS, LANGUAGES, Margins, draw_margins, read_census
from jisr.exchange.population.structures import ADULT, Library, library
from jisr.exchange.population.surnames import (
    AMAZIGH,
    HASSANI,
    SPELLING_SHARES,
    SPELLINGS,
    Surnames,
    surnames,
)

#: Persons of one block.
BLOCK = 8_192
DUPLICATES = 0.02
#: Ages are those of this day, whenever the population is made.
AS_OF = np.datetime64("2026-09-01")
_YEAR = 2026
#: Recorded in both scripts, in Latin letters only, in Arabic only.
BOTH, LATIN, ARABIC = range(3)
_SCRIPTS = np.cumsum([0.4, 0.3, 0.3])
#: Chance by band of age (``margins.BANDS``) of a birth known by its year alone: 8 % of all, more for the old.
_FIRST_OF_JANUARY = np.array([0.002, 0.004, 0.006, 0.012, 0.03, 0.06, 0.15, 0.29, 0.42])
_DISABILITIES = ("motor", "hearing", "visual", "intellectual", "autism", "psychic", "multiple")
_DISABILITY_SHARES = np.cumsum([0.36, 0.15, 0.17, 0.14, 0.04, 0.06, 0.08])
_TEXTS = {"relation": structures.RELATIONS, "marital_state": structures.MARITAL}
#: A surname of rank below this is national; the others are frequent in one province and rare in the next.
_NATIONAL = 8
_LOCAL = 0.65
#: Names are drawn again until nobody in a household is called like another.
_ROUNDS = 50


@dataclass(frozen=True)
class Plan:
    """Which population: the same plan, the same rows.

    Attributes:
        persons: rows of persons in all, planted duplicates among them.
        seed: any number from 0.
        duplicates: share of persons who are registered a second time.
        communes: codes to stay in; None for the whole country.
    """

    persons: int
    seed: int = 1
    duplicates: float = DUPLICATES
    communes: frozenset[str] | None = None

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return -(-self.persons // BLOCK)

    def size(self, block: int) -> int:
        """Persons of a block."""
        return min(BLOCK, self.persons - block * BLOCK)


@dataclass(frozen=True)
class Block:
    """Rows by column: arrays of one length in each of the three.

    Attributes:
        households: household, reference, commune, language, opened_on, desk (in [0, 1): which centre of the place),
            owner, basic_dwelling, electricity, running_water.
        persons: person, household, given_ar, family_ar, given_fr, family_fr, sex, born_on, born_about, relation,
            marital_state, literacy, schooled (1, 0 or -1 for not asked), disability, work, phone ("" for none).
        truth: person, duplicate (keys), kind and also (codes of ``noise.KINDS`` and ``noise.MOVED``).
    """

    number: int
    households: dict[str, np.ndarray]
    persons: dict[str, np.ndarray]
    truth: dict[str, np.ndarray]


@cache
def margins_of(communes: frozenset[str] | None) -> Margins:
    """The margins of some communes, or of all; they take two seconds to draw."""
    return draw_margins(read_census(communes))


class Population:
    """Makes blocks of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.homes: Library = library()
        self.given: GivenNames = given_names()
        self.surnames: Surnames = surnames()
        self._spelled: dict[int, str] = {}

    @cached_property
    def margins(self) -> Margins:
        """How each commune is drawn."""
        return margins_of(self.plan.communes)

    def blocks(self, numbers: Iterator[int] | range | None = None) -> Iterator[Block]:
        """Blocks, all of them or those of some numbers."""
        for number in range(self.plan.blocks) if numbers is None else numbers:
            yield self.block(number)

    def block(self, number: int) -> Block:
        """One block."""
        total = self.plan.size(number)
        twice = min(round(total * self.plan.duplicates), total // 2)
        chance = np.random.default_rng([self.plan.seed, number])
        first = _Draft(self, chance, total - twice)
        households, persons = first.households(), first.persons()
        households, persons, pairs = register_again(first, households, persons, twice)
        return self._keyed(number, households, persons, pairs)

    def latin(self, family: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Surnames in Latin letters, by rank and line; each is made once."""
        codes, where = np.unique(family.astype(np.int64) * SPELLINGS + place, return_inverse=True)
        known = self._spelled
        for code in codes.tolist():
            if code not in known:
                known[code] = self.surnames.spelling(*divmod(code, SPELLINGS))
        return np.array([known[code] for code in codes.tolist()], dtype=object)[where]

    def _keyed(
        self, number: int, households: dict[str, np.ndarray], persons: dict[str, np.ndarray],
        pairs: dict[str, np.ndarray],
    ) -> Block:  # fmt: skip
        start, seed = number * BLOCK, self.plan.seed
        rows, homes = len(persons["sex"]), len(households["commune"])
        person = keys(np.arange(start, start + rows), seed, 1)
        home_numbers = np.arange(start, start + homes)
        home = keys(home_numbers, seed, 2)
        persons["phone"] = _phones(persons["phone"], start)
        truth = {"person": person[pairs["of"]], "duplicate": person[pairs["row"]], "kind": pairs["kind"],
                 "also": pairs["also"]}  # fmt: skip
        return Block(
            number,
            {"household": home, "reference": references(home_numbers), **households},
            {"person": person, **persons, "household": home[persons["household"]]},
            truth,
        )


class _Draft:
    """The people of a block before anybody is registered twice."""

    def __init__(self, population: Population, chance: np.random.Generator, persons: int) -> None:
        self.population, self.chance = population, chance
        census, homes = population.margins.census, population.homes
        self.census = census
        number = int(persons / 2.2) + 50
        # one draw in each of so many equal slices: a block has every region's share
        slices = chance.permutation((np.arange(number) + chance.random(number)) / number)
        reach = np.cumsum(census.households) / census.households.sum()
        commune = np.minimum(np.searchsorted(reach, slices, side="right"), len(reach) - 1)
        kind = np.searchsorted(population.margins.cumulated, commune + chance.random(number), side="right")
        kind = np.clip(kind - commune * len(homes.sizes), 0, len(homes.sizes) - 1)
        ends = np.cumsum(homes.sizes[kind])
        self.count = int(np.searchsorted(ends, persons)) + 1
        self.commune, kind = commune[: self.count], kind[: self.count]
        sizes = homes.sizes[kind]
        sizes[-1] -= ends[self.count - 1] - persons  # the last household's youngest stay out
        self.household = np.repeat(np.arange(self.count), sizes)
        within = np.arange(persons) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        self.member = homes.start[kind][self.household] + within
        self.woman, self.years = homes.woman[self.member], homes.years[self.member].astype(int)
        self.band = np.searchsorted(BANDS, self.years, side="right") - 1
        self.place = self.commune[self.household]
        self.script = np.searchsorted(_SCRIPTS, chance.random(self.count))[self.household]
        self.language = (chance.random(self.count)[:, None] >= population.margins.languages[self.commune][:, :-1]).sum(
            axis=1
        )

    def households(self) -> dict[str, np.ndarray]:
        """Columns of the households, without keys."""
        chance, share = self.chance, self.census.share
        has = {"owner": "owner", "basic_dwelling": "slum_or_basic", "electricity": "electricity",
               "running_water": "running_water"}  # fmt: skip
        opened = np.datetime64("2023-01-02") + chance.integers(0, 1_330, self.count)
        return {
            "commune": self.census.code[self.commune].astype(object),
            "language": np.array(LANGUAGES, dtype=object)[self.language],
            "opened_on": opened,
            "desk": chance.random(self.count),
            **{name: chance.random(self.count) < share[of][self.commune] for name, of in has.items()},
        }

    def persons(self) -> dict[str, np.ndarray]:
        """Columns of the persons; ``household`` is the place of theirs, ``phone`` their number's or -1."""
        homes, chance = self.population.homes, self.chance
        self._name()
        born, about = self._births()
        grown = self.years >= ADULT
        marital = np.array([*structures.MARITAL, ""], dtype=object)
        columns = {
            "household": self.household,
            **self._written(),
            "sex": np.where(self.woman, "f", "m").astype(object),
            "born_on": born,
            "born_about": about,
            "relation": np.array(structures.RELATIONS, dtype=object)[homes.relation[self.member]],
            "marital_state": marital[np.where(grown, homes.marital[self.member], len(marital) - 1)],
            "literacy": self._literacy(),
            "schooled": self._schooled(),
            "disability": self._disability(),
            "work": self._work(),
        }
        head = homes.relation[self.member] == structures.HEAD
        reached = chance.random(len(born)) < np.where(head, 0.82, np.where(self.years >= 16, 0.4, 0.0))
        return {**columns, "phone": np.where(reached, np.arange(len(born)), -1)}

    def _name(self) -> None:
        """Give every line of a household a surname, and every member a given name of her own."""
        population, chance = self.population, self.chance
        lines, self.line = np.unique(
            self.household * 16 + population.homes.line[self.member], return_inverse=True
        )  # fmt: skip
        where = lines // 16
        self.family = self._surnames(where)[self.line]
        shares = np.cumsum(SPELLING_SHARES)[:-1]
        self.spelled = np.searchsorted(shares, chance.random(len(lines)), side="right")[self.line]
        self.name = population.given.draw(self.woman, chance.random(len(self.woman)))
        for _ in range(_ROUNDS):
            codes = self.household * len(population.given.arabic) + self.name
            _, first = np.unique(codes, return_index=True)
            again = np.ones(len(codes), bool)
            again[first] = False
            if not again.any():
                break
            self.name[again] = population.given.draw(self.woman[again], chance.random(int(again.sum())))
        self.name_spelled = population.given.spell(self.name, chance.random(len(self.name)))

    def _surnames(self, household: np.ndarray) -> np.ndarray:
        """Ranks of surnames for lines of households: of their language where one of three draws is; of the place."""
        chance, names = self.chance, self.population.surnames
        language = self.language[household]
        wanted = np.select([language == 0, language == 4], [0, HASSANI], AMAZIGH)
        found = names.draw(chance.random(len(household)))
        for _ in range(2):
            other = names.draw(chance.random(len(household)))
            fits = (names.speech[found] != wanted) & (names.speech[other] == wanted)
            found = np.where(fits, other, found)
        return self._local(found, household)

    def _local(self, rank: np.ndarray, household: np.ndarray) -> np.ndarray:
        """Another name of about the same rank and the same speech, by province: families live where they live."""
        names = self.population.surnames
        _, which = np.unique(self.census.province, return_inverse=True)
        octave = np.floor(np.log2(np.maximum(rank, _NATIONAL))).astype(int)
        width = np.minimum(2**octave, len(names.arabic) - 2**octave)
        shift = (which[self.commune[household]] + 1) * 7_919 * (octave + 3)
        moved = 2**octave + (rank - 2**octave + shift) % np.maximum(1, width)
        stays = (rank < _NATIONAL) | (self.chance.random(len(rank)) >= _LOCAL)
        return np.where(stays | (names.speech[moved] != names.speech[rank]), rank, moved)

    def _births(self) -> tuple[np.ndarray, np.ndarray]:
        chance, count = self.chance, len(self.years)
        days = np.floor(self.years * 365.2425).astype(int) + chance.integers(1, 366, count)
        about = chance.random(count) < _FIRST_OF_JANUARY[self.band]
        years = (_YEAR - self.years - 1970).astype("timedelta64[Y]")
        first = (np.datetime64(0, "Y") + years).astype("datetime64[D]")
        return np.where(about, first, AS_OF - days), about

    def _written(self) -> dict[str, np.ndarray]:
        """Names as recorded; ``known`` keeps them in both scripts for whoever is registered again."""
        population = self.population
        self.known = {
            "given_ar": population.given.arabic[self.name],
            "family_ar": population.surnames.arabic[self.family],
            "given_fr": population.given.latin[self.name_spelled],
            "family_fr": population.latin(self.family, self.spelled),
        }
        hidden = {"ar": self.script == LATIN, "fr": self.script == ARABIC}
        return {name: np.where(hidden[name[-2:]], "", written) for name, written in self.known.items()}

    def _literacy(self) -> np.ndarray:
        chance = self.population.margins.unread[self.place, self.woman.astype(int), self.band]
        drawn = self.chance.random(len(chance))
        reads = np.where(self.chance.random(len(chance)) < 0.15, "little", "reads")
        return np.where(self.years < 10, "", np.where(drawn < chance, "no", reads)).astype(object)

    def _schooled(self) -> np.ndarray:
        """1, 0, or -1 where it is not asked."""
        share, years = self.census.share, self.years
        girls = share["enrolment_6_11_girls"][self.place]
        boys = np.clip(2 * share["enrolment_6_11"][self.place] - girls, 0, 1)
        at = np.where(self.woman, girls, boys)
        at *= np.select([years < 6, years < 12, years < 15, years < 18], [0.7, 1.0, 0.94, 0.76], 0.4)
        drawn = self.chance.random(len(years)) < at
        return np.where((years >= 5) & (years <= 22), drawn.astype(np.int8), -1)

    def _disability(self) -> np.ndarray:
        chance = self.population.margins.disabled[self.place, self.woman.astype(int), self.band]
        lives_with = self.chance.random(len(chance)) < chance
        kind = np.searchsorted(_DISABILITY_SHARES, self.chance.random(len(chance)))
        kinds = np.array([*_DISABILITIES, ""], dtype=object)
        return kinds[np.where(lives_with, np.minimum(kind, len(_DISABILITIES) - 1), len(_DISABILITIES))]

    def _work(self) -> np.ndarray:
        """Employed, unemployed or inactive from 15 years on."""
        share = self.census.share
        active = self.population.margins.active[self.place, self.woman.astype(int), self.band]
        without = np.where(self.woman, share["unemployment_female"][self.place], share["unemployment"][self.place])
        acts = self.chance.random(len(active)) < active
        idle = self.chance.random(len(active)) < without
        told = np.where(acts, np.where(idle, "unemployed", "employed"), "inactive")
        return np.where(self.years >= 15, told, "").astype(object)


def _phones(numbers: np.ndarray, start: int) -> np.ndarray:
    written = phones(np.maximum(numbers, 0) + start)
    return np.where(numbers < 0, "", written)
