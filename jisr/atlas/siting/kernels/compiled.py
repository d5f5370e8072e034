"""The heavy loops of siting, compiled; ``plain.py`` has the same functions in numpy, and tests hold them equal."""

import numpy as np

from jisr.atlas.siting.kernels.field import Field, Limits, empty
from jisr.common.compiled import kept

_kept = kept(boundscheck=False)
#: A step that gains less than this share of what the plan costs is rounding.
_TINY = 1e-12


@_kept
def by_site(start, site, cost, sites):
    """The same ways by site: where each begins, whose they are, what they cost."""
    begin = np.zeros(sites + 1, np.int64)
    for k in range(len(site)):
        begin[site[k] + 1] += 1
    for j in range(sites):
        begin[j + 1] += begin[j]
    at = begin[:-1].copy()
    who, price = np.empty(len(site), np.int32), np.empty(len(site))
    for i in range(len(start) - 1):
        for k in range(start[i], start[i + 1]):
            j = site[k]
            who[at[j]], price[at[j]] = i, cost[k]
            at[j] += 1
    return begin, who, price


@_kept
def worth(field, bid, out):
    """What each site would save if people bid so much: the sum of what their bids stand above its costs."""
    out[:] = 0.0
    for i in range(len(bid)):
        offer = bid[i]
        for k in range(field.start[i], field.start[i + 1]):
            if field.cost[k] >= offer:
                break
            out[field.site[k]] += offer - field.cost[k]


@_kept
def served(field, bid, share, out):
    """How much of each person's bid is taken by sites with these shares."""
    for i in range(len(bid)):
        total, offer = 0.0, bid[i]
        for k in range(field.start[i], field.start[i + 1]):
            if field.cost[k] >= offer:
                break
            total += share[field.site[k]]
        out[i] = total


@_kept
def _look(field, stand, i):
    """The two nearest sites of the plan."""
    found = 0
    stand.first[i], stand.second[i] = -1, -1
    stand.near[i] = stand.further[i] = field.ceiling[i]
    for k in range(field.start[i], field.start[i + 1]):
        if stand.is_open[field.site[k]]:
            if found:
                stand.second[i], stand.further[i] = field.site[k], field.cost[k]
                return
            stand.first[i], stand.near[i], found = field.site[k], field.cost[k], 1


@_kept
def settle(field, stand):
    """Everybody goes to the nearest site of the plan; what the plan costs."""
    stand.loss[:] = 0.0
    total = 0.0
    for i in range(len(field.ceiling)):
        _look(field, stand, i)
        total += stand.near[i]
        if stand.first[i] >= 0:
            stand.loss[stand.first[i]] += stand.further[i] - stand.near[i]
    return total


@_kept
def _fits(stand, limits, j, r):
    """Whether j may come when r goes; r is -1 when none goes."""
    money, count = stand.spent[0] + limits.cost[j], stand.spent[1] + 1
    taken = stand.taken[limits.place[j]]
    if r >= 0:
        money -= limits.cost[r]
        count -= 1
        if limits.place[r] == limits.place[j]:
            taken -= 1
        group = limits.group[r]
        if group != limits.group[j] and stand.held[group] <= limits.need[group]:
            return False
    return taken == 0 and count <= limits.most and money <= limits.money


@_kept
def _weigh(field, stand, limits, opened, many, j, extra):
    """The best that j can do for the plan: what it gains, and which site goes for it (-1: none)."""
    gain = 0.0
    for k in range(field.begin[j], field.begin[j + 1]):
        i, price = field.who[k], field.price[k]
        if price < stand.further[i]:
            near = stand.near[i]
            if price < near:
                gain += near - price
                price = near
            else:
                price = max(price, near)
            if stand.first[i] >= 0:
                extra[stand.first[i]] += stand.further[i] - price
    best, out = -np.inf, -2
    if _fits(stand, limits, j, -1):
        best, out = gain, -1
    for at in range(many):
        r = opened[at]
        profit = gain - (stand.loss[r] - extra[r])
        if profit > best and _fits(stand, limits, j, r):
            best, out = profit, r
        extra[r] = 0.0
    return best, out


@_kept
def _count(stand, limits, j, by):
    stand.is_open[j] = 1 if by > 0 else 0
    stand.held[limits.group[j]] += by
    stand.taken[limits.place[j]] += by
    stand.spent[0] += by * limits.cost[j]
    stand.spent[1] += by


@_kept
def _open(field, stand, limits, j, dirty):
    """j joins the plan; sites whose worth may have changed become dirty."""
    _count(stand, limits, j, 1)
    for k in range(field.begin[j], field.begin[j + 1]):
        i, price = field.who[k], field.price[k]
        if price >= stand.further[i]:
            continue
        _stir(field, stand, i, dirty)
        first = stand.first[i]
        if first >= 0:
            stand.loss[first] -= stand.further[i] - stand.near[i]
        if price < stand.near[i]:
            stand.second[i], stand.further[i] = first, stand.near[i]
            stand.first[i], stand.near[i] = j, price
        else:
            stand.second[i], stand.further[i] = j, price
        first = stand.first[i]
        stand.loss[first] += stand.further[i] - stand.near[i]


@_kept
def _close(field, stand, limits, r, dirty):
    """r leaves the plan."""
    _count(stand, limits, r, -1)
    for k in range(field.begin[r], field.begin[r + 1]):
        i = field.who[k]
        if stand.first[i] != r and stand.second[i] != r:
            continue
        stand.loss[stand.first[i]] -= stand.further[i] - stand.near[i]
        _look(field, stand, i)
        if stand.first[i] >= 0:
            stand.loss[stand.first[i]] += stand.further[i] - stand.near[i]
        _stir(field, stand, i, dirty)
    stand.loss[r] = 0.0


@_kept
def _stir(field, stand, i, dirty):
    for k in range(field.start[i], field.start[i + 1]):
        if field.cost[k] >= stand.further[i]:
            break
        dirty[field.site[k]] = 1


@_kept
def _change(field, stand, limits, opened, many, j, r, dirty):
    """j comes and r goes (-1: none); how many are open then."""
    _open(field, stand, limits, j, dirty)
    if r < 0:
        opened[many] = j
        return many + 1
    _close(field, stand, limits, r, dirty)
    for at in range(many):
        if opened[at] == r:
            opened[at] = j
            break
    dirty[r] = 1
    return many


@_kept
def _improve(field, stand, limits, opened, many, dirty, extra, total, log, length):
    """Sites that are dirty are weighed, in order, and come where that is better, until none is left."""
    again = True
    while again:
        again = False
        for j in range(len(dirty)):
            if not dirty[j] or stand.is_open[j]:
                continue
            dirty[j] = 0
            profit, r = _weigh(field, stand, limits, opened, many, j, extra)
            if r > -2 and profit > _TINY * total and length < len(log):
                many = _change(field, stand, limits, opened, many, j, r, dirty)
                log[length, 0], log[length, 1] = j, r
                length += 1
                total -= profit
                again = True
    return total, many, length


@_kept
def interchange(field, stand, limits, longest):
    """Swaps and additions, until none makes the plan better or ``longest`` are made; what it costs then.

    Source: Resende and Werneck 2007, EJOR 179(1); Whitaker 1983, INFOR 21(2): gain less loss, and what both share.
    """
    total = settle(field, stand)
    sites = len(stand.is_open)
    opened, extra = np.empty(sites, np.int32), np.zeros(sites)
    dirty, log = np.ones(sites, np.int8), np.empty((longest, 2), np.int32)
    many = 0
    for j in range(sites):
        if stand.is_open[j]:
            opened[many] = j
            many += 1
    _improve(field, stand, limits, opened, many, dirty, extra, total, log, 0)
    return settle(field, stand)


@_kept
def greedy(field, stand, limits, by_cost):
    """The site that saves most (for its cost, where asked) comes, until none can; what the plan costs then."""
    total = settle(field, stand)
    sites = len(stand.is_open)
    gain = np.zeros(sites)
    worth(field, stand.near, gain)
    while True:
        best, chosen = 0.0, -1
        for j in range(sites):
            if not stand.is_open[j] and gain[j] > _TINY * total and _fits(stand, limits, j, -1):
                score = gain[j] / max(limits.cost[j], 1e-9) if by_cost else gain[j]
                if score > best:
                    best, chosen = score, j
        if chosen < 0:
            return settle(field, stand)
        for k in range(field.begin[chosen], field.begin[chosen + 1]):
            i, price = field.who[k], field.price[k]
            was = stand.near[i]
            if price < was:
                stand.near[i] = price
                for at in range(field.start[i], field.start[i + 1]):
                    if field.cost[at] >= was:
                        break
                    gain[field.site[at]] -= was - max(field.cost[at], price)
        _count(stand, limits, chosen, 1)


@_kept
def shake(field, stand, limits, seed, rounds, total):
    """Kicks: a site by chance comes and the best goes for it, what is near settles; undone unless it is better.

    Source: iterated local search, Lourenço, Martin, Stützle 2003.
    """
    np.random.seed(seed)
    sites = len(stand.is_open)
    opened, extra = np.empty(sites, np.int32), np.zeros(sites)
    dirty, log = np.zeros(sites, np.int8), np.empty((256, 2), np.int32)
    many = 0
    for j in range(sites):
        if stand.is_open[j]:
            opened[many] = j
            many += 1
    for _ in range(rounds):
        j = np.random.randint(sites)
        if stand.is_open[j] or field.begin[j] == field.begin[j + 1]:
            continue
        profit, r = _weigh(field, stand, limits, opened, many, j, extra)
        if r < 0:
            continue
        many = _change(field, stand, limits, opened, many, j, r, dirty)
        dirty[r] = 0
        log[0, 0], log[0, 1] = j, r
        now, many, length = _improve(field, stand, limits, opened, many, dirty, extra, total - profit, log, 1)
        if now < total * (1 - 1e-12):
            total = now
            continue
        for at in range(length - 1, -1, -1):
            j, r = log[at]
            if r < 0:
                many = _without(field, stand, limits, opened, many, j, dirty)
            else:
                many = _change(field, stand, limits, opened, many, r, j, dirty)
        dirty[:] = 0
    return settle(field, stand)


@_kept
def _without(field, stand, limits, opened, many, j, dirty):
    """j leaves and nobody comes."""
    _close(field, stand, limits, j, dirty)
    for at in range(many):
        if opened[at] == j:
            opened[at] = opened[many - 1]
            break
    return many - 1


def examples() -> None:
    """Call everything once with small arguments of its kind, so that it is compiled."""
    start, site, cost = np.array([0, 2, 3], np.int64), np.array([0, 1, 1], np.int32), np.array([1.0, 2.0, 1.0])
    field = Field(start, site, cost, np.array([9.0, 9.0]), *by_site(start, site, cost, 2))
    none = np.zeros(2, np.int32)
    limits = Limits(1, np.inf, np.zeros(2), none, np.zeros(1, np.int32), np.arange(2, dtype=np.int32))
    out, stand = np.zeros(2), empty(field, limits)
    worth(field, field.ceiling, out)
    served(field, field.ceiling, out, np.zeros(2))
    total = greedy(field, stand, limits, False)
    interchange(field, stand, limits, 1)
    shake(field, stand, limits, 1, 1, total)
