"""The heavy loops of siting in numpy: the same functions as ``compiled.py``, slower and needing no compiler."""

import numpy as np

from jisr.atlas.siting.kernels.field import Field, Limits, Numbers, Reals, Stand

#: A step that gains less than this share of what the plan costs is rounding.
_TINY = 1e-12


def by_site(start: Numbers, site: Numbers, cost: Reals, sites: int) -> tuple[Numbers, Numbers, Reals]:
    """The same ways by site: where each begins, whose they are, what they cost."""
    order = np.argsort(site, kind="stable")
    begin = np.concatenate(([0], np.cumsum(np.bincount(site, minlength=sites)))).astype(np.int64)
    who = np.repeat(np.arange(len(start) - 1, dtype=np.int32), np.diff(start))
    return begin, who[order], cost[order]


def _rows(field: Field) -> Numbers:
    return np.repeat(np.arange(len(field.ceiling)), np.diff(field.start))


def worth(field: Field, bid: Reals, out: Reals) -> None:
    """What each site would save if people bid so much: the sum of what their bids stand above its costs."""
    over = bid[_rows(field)] - field.cost
    out[:] = np.bincount(field.site, weights=np.maximum(over, 0.0), minlength=len(out))


def served(field: Field, bid: Reals, share: Reals, out: Reals) -> None:
    """How much of each person's bid is taken by sites with these shares."""
    rows = _rows(field)
    out[:] = np.bincount(rows, weights=share[field.site] * (field.cost < bid[rows]), minlength=len(out))


def _look(field: Field, stand: Stand, people: Numbers) -> None:
    """The two nearest sites of the plan, of some people."""
    for i in people.tolist():
        ways = slice(field.start[i], field.start[i + 1])
        at = np.flatnonzero(stand.is_open[field.site[ways]])[:2] + ways.start
        stand.first[i], stand.near[i] = (field.site[at[0]], field.cost[at[0]]) if len(at) else (-1, field.ceiling[i])
        stand.second[i], stand.further[i] = (
            (field.site[at[1]], field.cost[at[1]]) if len(at) > 1 else (-1, field.ceiling[i])
        )


def settle(field: Field, stand: Stand) -> float:
    """Everybody goes to the nearest site of the plan; what the plan costs."""
    _look(field, stand, np.arange(len(field.ceiling)))
    stand.loss[:] = 0.0
    has = stand.first >= 0
    np.add.at(stand.loss, stand.first[has], (stand.further - stand.near)[has])
    return float(stand.near.sum())


def _fits(stand: Stand, limits: Limits, j: int, out: Numbers) -> Numbers:
    """Whether j may come when each of these goes; -1 when none goes."""
    none = out < 0
    money = stand.spent[0] + limits.cost[j] - np.where(none, 0.0, limits.cost[out])
    count = stand.spent[1] + none
    taken = stand.taken[limits.place[j]] - (~none & (limits.place[out] == limits.place[j]))
    group = limits.group[out]
    held = ~none & (group != limits.group[j]) & (stand.held[group] <= limits.need[group])
    fits: Numbers = (taken == 0) & (count <= limits.most) & (money <= limits.money) & ~held
    return fits


def _weigh(field: Field, stand: Stand, limits: Limits, opened: Numbers, j: int) -> tuple[float, int]:
    """The best that j can do for the plan: what it gains, and which site goes for it (-1: none)."""
    ways = slice(field.begin[j], field.begin[j + 1])
    who, price = field.who[ways], field.price[ways]
    near, after, first = stand.near[who], stand.further[who], stand.first[who]
    gain = float(np.maximum(near - price, 0.0).sum())
    close = (price < after) & (first >= 0)
    extra = np.zeros(len(stand.is_open))
    np.add.at(extra, first[close], (after - np.maximum(price, near))[close])
    out = np.concatenate(([-1], opened))
    profit = np.concatenate(([gain], gain - (stand.loss[opened] - extra[opened])))
    profit[~_fits(stand, limits, j, out)] = -np.inf
    best = int(np.argmax(profit))
    return (float(profit[best]), int(out[best])) if profit[best] > -np.inf else (-np.inf, -2)


def _count(stand: Stand, limits: Limits, j: int, by: int) -> None:
    stand.is_open[j] = by > 0
    stand.held[limits.group[j]] += by
    stand.taken[limits.place[j]] += by
    stand.spent[:] += by * np.array([limits.cost[j], 1.0])


def _stir(field: Field, people: Numbers, upto: Reals, dirty: Numbers) -> None:
    for i, most in zip(people.tolist(), upto.tolist(), strict=True):
        ways = slice(field.start[i], field.start[i + 1])
        dirty[field.site[ways][field.cost[ways] < most]] = 1


def _open(field: Field, stand: Stand, limits: Limits, j: int, dirty: Numbers) -> None:
    """j joins the plan; sites whose worth may have changed become dirty."""
    _count(stand, limits, j, 1)
    ways = slice(field.begin[j], field.begin[j + 1])
    who = field.who[ways][field.price[ways] < stand.further[field.who[ways]]]
    _stir(field, who, stand.further[who], dirty)
    _again(field, stand, who)


def _again(field: Field, stand: Stand, who: Numbers) -> None:
    """These people look again; what the plan would lose without each site follows."""
    for sign in (-1.0, 1.0):
        has = who[stand.first[who] >= 0]
        np.add.at(stand.loss, stand.first[has], sign * (stand.further - stand.near)[has])
        if sign < 0:
            _look(field, stand, who)


def _close(field: Field, stand: Stand, limits: Limits, r: int, dirty: Numbers) -> None:
    """r leaves the plan."""
    _count(stand, limits, r, -1)
    who = field.who[field.begin[r] : field.begin[r + 1]]
    who = who[(stand.first[who] == r) | (stand.second[who] == r)]
    _again(field, stand, who)
    _stir(field, who, stand.further[who], dirty)
    stand.loss[r] = 0.0


def _change(field: Field, stand: Stand, limits: Limits, opened: Numbers, j: int, r: int, dirty: Numbers) -> Numbers:
    """j comes and r goes (-1: none); which are open then."""
    _open(field, stand, limits, j, dirty)
    if r < 0:
        return np.append(opened, j)
    _close(field, stand, limits, r, dirty)
    dirty[r] = 1
    return np.where(opened == r, j, opened)


def _improve(field: Field, stand: Stand, limits: Limits, opened: Numbers, dirty: Numbers, total: float,
             log: list[tuple[int, int]], longest: int) -> tuple[float, Numbers]:  # fmt: skip
    """Sites that are dirty are weighed, in order, and come where that is better, until none is left."""
    again = True
    while again:
        again = False
        for j in range(len(dirty)):
            if not dirty[j] or stand.is_open[j]:
                continue
            dirty[j] = 0
            profit, r = _weigh(field, stand, limits, opened, j)
            if r > -2 and profit > _TINY * total and len(log) < longest:
                opened = _change(field, stand, limits, opened, j, r, dirty)
                log.append((j, r))
                total -= profit
                again = True
    return total, opened


def interchange(field: Field, stand: Stand, limits: Limits, longest: int) -> float:
    """Swaps and additions, until none makes the plan better or ``longest`` are made; what it costs then.

    Source: Resende and Werneck 2007, EJOR 179(1); Whitaker 1983, INFOR 21(2): gain less loss, and what both share.
    """
    total = settle(field, stand)
    opened = np.flatnonzero(stand.is_open).astype(np.int32)
    _improve(field, stand, limits, opened, np.ones(len(stand.is_open), np.int8), total, [], longest)
    return settle(field, stand)


def greedy(field: Field, stand: Stand, limits: Limits, by_cost: bool) -> float:
    """The site that saves most (for its cost, where asked) comes, until none can; what the plan costs then."""
    total = settle(field, stand)
    gain = np.zeros(len(stand.is_open))
    worth(field, stand.near, gain)
    while True:
        may = (stand.is_open == 0) & (gain > _TINY * total) & (stand.taken[limits.place] == 0)
        may &= (stand.spent[0] + limits.cost <= limits.money) & (stand.spent[1] + 1 <= limits.most)
        if not may.any():
            return settle(field, stand)
        score = gain / np.maximum(limits.cost, 1e-9) if by_cost else gain
        chosen = int(np.argmax(np.where(may, score, -np.inf)))
        ways = slice(field.begin[chosen], field.begin[chosen + 1])
        stand.near[field.who[ways]] = np.minimum(stand.near[field.who[ways]], field.price[ways])
        worth(field, stand.near, gain)
        _count(stand, limits, chosen, 1)
