"""What the census says of each commune, and which households of the library make it so.

Weights of the library are tilted until a commune's mean size, children, old people, women, widows and divorced women
are those of its census: calibration to margins, by exponential tilting (Deville and Särndal 1992, Journal of the
American Statistical Association 87(418), https://doi.org/10.1080/01621459.1992.10475217). What is asked of single
persons (reading, disability, work) is an odds by age and sex, scaled so that the commune's share comes out.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import jisr
from jisr.exchange.population.structures import DIVORCED, WIDOWED, library

COMMUNES = Path(jisr.__file__).parent / "territory" / "data" / "communes.csv"
LANGUAGES = ("darija", "tachelhit", "tamazight", "tarifit", "hassania")
#: Lower ages of the bands by which reading, disability and work differ.
BANDS = np.array([0, 6, 10, 15, 25, 35, 50, 60, 70])
#: Odds by band beside those of the whole country; the old read less and live with disabilities more (HCP, RGPH 2014).
_UNREAD = np.array([0.0, 0.0, 0.06, 0.1, 0.25, 0.5, 1.2, 2.6, 4.5])
_DISABLED = np.array([0.25, 0.35, 0.4, 0.45, 0.5, 0.7, 1.2, 2.4, 5.5])
_ACTIVE = np.array([0.0, 0.0, 0.0, 0.35, 2.2, 2.6, 1.6, 0.35, 0.08])
#: Turns of Newton's method; it stands still long before.
_TURNS = 60
_STILL = 1e-4


@dataclass(frozen=True)
class Census:
    """Figures of the communes, in the order of their codes; shares are of one.

    Attributes:
        code, province: (communes,) codes.
        households: (communes,) households counted: how often a household of the population lives there.
        size: (communes,) mean members of a household.
        share: name of a column without ``_pct`` -> (communes,).
    """

    code: np.ndarray
    province: np.ndarray
    households: np.ndarray
    size: np.ndarray
    share: dict[str, np.ndarray]


@dataclass(frozen=True)
class Margins:
    """How households and persons are drawn in each commune.

    Attributes:
        census: what the drawing follows.
        cumulated: (communes * households of the library,) index of the commune + cumulated weights, for one search.
        languages: (communes, languages) cumulated shares of the language of a household.
        unread, disabled, active: (communes, 2, bands) probability by sex (0 man, 1 woman) and band of age.
    """

    census: Census
    cumulated: np.ndarray
    languages: np.ndarray
    unread: np.ndarray
    disabled: np.ndarray
    active: np.ndarray


def read_census(communes: frozenset[str] | None = None) -> Census:
    """The census of the communes; where a small one has no figure, or counts nobody, its province's mean speaks.

    Args:
        communes: codes to keep; None for all.
    """
    with COMMUNES.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["code"])
    people = np.array([float(row["population"] or 0) for row in rows])
    province = np.array([row["province_code"] for row in rows])
    names = [name[:-4] for name in rows[0] if name.endswith("_pct")]
    share = {name: _figures(rows, f"{name}_pct", people, province) / 100 for name in names}
    size = _figures(rows, "household_size", people, province)
    keep = np.array([communes is None or row["code"] in communes for row in rows])
    return Census(
        np.array([row["code"] for row in rows])[keep],
        province[keep],
        np.array([max(1.0, float(row["households"] or 0)) for row in rows])[keep],
        np.clip(size, 1.8, 7.5)[keep],
        {name: figures[keep] for name, figures in share.items()},
    )


def draw_margins(census: Census) -> Margins:
    """Tilt the library to every commune."""
    weights = tilt(census)
    counts = _members(weights)
    women, men = counts[:, 1], counts[:, 0]
    unread_all, unread_women = census.share["illiteracy_10plus"], census.share["illiteracy_10plus_female"]
    active_all, active_women = census.share["activity_rate"], census.share["activity_rate_female"]
    shares = np.stack([census.share[name] for name in LANGUAGES[1:]], axis=1)
    shares /= np.maximum(1.0, shares.sum(axis=1, keepdims=True))
    cumulated = np.cumsum(weights, axis=1)
    cumulated /= cumulated[:, -1:]
    return Margins(
        census,
        (np.arange(len(weights))[:, None] + cumulated).ravel(),
        np.cumsum(np.concatenate([1 - shares.sum(axis=1, keepdims=True), shares], axis=1), axis=1),
        _by_sex(_UNREAD, BANDS >= 10, men, women, unread_all, unread_women),
        _by_sex(_DISABLED, BANDS >= 0, men, women, census.share["disability"], census.share["disability"]),
        _by_sex(_ACTIVE, BANDS >= 15, men, women, active_all, active_women),
    )


def _figures(rows: list[dict[str, str]], name: str, people: np.ndarray, province: np.ndarray) -> np.ndarray:
    told = np.array([float(row[name] or 0) for row in rows])
    known = np.array([row[name] != "" for row in rows]) & (people >= 300)
    nation = np.average(told[known], weights=people[known])
    found = told.copy()
    for index in np.flatnonzero(~known):
        near = known & (province == province[index])
        found[index] = np.average(told[near], weights=people[near]) if near.any() else nation
    return found


def tilt(census: Census) -> np.ndarray:
    """(communes, households of the library) weights at which the expected margins are those of the census."""
    homes = library()
    grown = homes.woman & (homes.years >= 15)
    facts = np.stack(
        [np.ones(len(homes.sizes)), homes.sums(homes.years >= 0), homes.sums(homes.years < 15),
         homes.sums(homes.years >= 60), homes.sums(homes.woman), homes.sums(grown),
         homes.sums(grown & (homes.marital == WIDOWED)), homes.sums(grown & (homes.marital == DIVORCED))], axis=1,
    )  # fmt: skip
    wanted = _wanted(census)
    pairs = (facts[:, :, None] * facts[:, None, :]).reshape(len(facts), -1)
    push = np.zeros((len(wanted), wanted.shape[1]))
    left = np.arange(len(wanted))
    for _ in range(_TURNS):
        step = _step(push[left], wanted[left], facts, pairs)
        push[left] -= step
        left = left[np.abs(step).max(axis=1) > _STILL]
        if not len(left):
            break
    return _weights(push, wanted, facts)


def _step(push: np.ndarray, wanted: np.ndarray, facts: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """(communes, 6) one step of Newton's method towards weights under which what is wanted is nothing."""
    weights = _weights(push, wanted, facts)
    mean = weights @ facts
    spread = (weights @ pairs).reshape(-1, facts.shape[1], facts.shape[1])
    miss = np.einsum("cij,cj->ci", wanted, mean)
    bend = wanted @ spread @ wanted.transpose(0, 2, 1) - miss[:, :, None] * miss[:, None, :]
    # a commune of a few people can ask for what no mix gives: a little ridge and short steps keep it finite
    bend += 1e-6 * np.eye(wanted.shape[1])
    step = np.linalg.solve(bend, (miss + 1e-5 * push)[:, :, None])[:, :, 0]
    return step * np.minimum(1.0, 1.5 / np.maximum(1e-12, np.abs(step).max(axis=1, keepdims=True)))


def _weights(push: np.ndarray, wanted: np.ndarray, facts: np.ndarray) -> np.ndarray:
    height = (push[:, None, :] @ wanted)[:, 0, :] @ facts.T
    height -= height.max(axis=1, keepdims=True)
    np.exp(height, out=height)
    height /= height.sum(axis=1, keepdims=True)
    return height


def _wanted(census: Census) -> np.ndarray:
    """(communes, 6, facts) combinations of the facts of a household whose mean must be nothing."""
    wanted = np.zeros((len(census.code), 6, 8))
    wanted[:, 0, 0], wanted[:, 0, 1] = -census.size, 1  # members
    for place, (fact, name) in enumerate([(2, "age_0_14"), (3, "age_60_plus"), (4, "female")], start=1):
        wanted[:, place, 1], wanted[:, place, fact] = -census.share[name], 1  # of all members
    for place, (fact, name) in enumerate([(6, "widowed_female"), (7, "divorced_female")], start=4):
        wanted[:, place, 5], wanted[:, place, fact] = -census.share[name], 1  # of women of 15 and over
    return wanted


def _members(weights: np.ndarray) -> np.ndarray:
    """(communes, 2, bands) expected members of a household by sex and band of age."""
    homes = library()
    band = np.searchsorted(BANDS, homes.years, side="right") - 1
    counts = [[homes.sums((homes.woman == sex) & (band == place)) for place in range(len(BANDS))] for sex in (0, 1)]
    flat = np.array(counts).reshape(-1, weights.shape[1])
    return (weights @ flat.T).reshape(len(weights), 2, len(BANDS))


def _by_sex(
    odds: np.ndarray, asked: np.ndarray, men: np.ndarray, women: np.ndarray, share: np.ndarray, of_women: np.ndarray
) -> np.ndarray:
    """(communes, 2, bands) probabilities whose mean over those asked is the share, of women their own."""
    men, women = men * asked, women * asked
    both = men.sum(axis=1) + women.sum(axis=1)
    of_men = (share * both - of_women * women.sum(axis=1)) / np.maximum(1e-9, men.sum(axis=1))
    return np.stack([_scaled(odds, men, of_men), _scaled(odds, women, of_women)], axis=1)


def _scaled(odds: np.ndarray, counts: np.ndarray, share: np.ndarray) -> np.ndarray:
    """(communes, bands) probabilities: the odds times a factor of the commune, found by halving."""
    low, high = np.full(len(share), -12.0), np.full(len(share), 12.0)
    total = np.maximum(1e-9, counts.sum(axis=1))
    for _ in range(50):
        middle = (low + high) / 2
        scaled = odds * np.exp(middle)[:, None]
        over = ((scaled / (1 + scaled)) * counts).sum(axis=1) / total > share
        high, low = np.where(over, middle, high), np.where(over, low, middle)
    scaled = odds * np.exp(low)[:, None]
    return scaled / (1 + scaled)
