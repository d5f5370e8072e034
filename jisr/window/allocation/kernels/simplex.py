"""The exchanges of an exact allocation: the network simplex on a tree that hangs from "waits".

A tree joins all groups and services to one root, where who waits and places that are left end. A turn finds a way that
would save something, sends along it as many people as it can, and hangs the tree anew.
The same lines run as they stand, or compiled (``compiled.py``), and answer the same.

Source: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993, chapter 11; which arc leaves: W. H. Cunningham,
A network simplex method, Mathematical Programming 11, 1976 (no turn is ever made in circles).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.window.allocation.kernels.field import Field

#: States of an arc: carries nothing, is in the tree, is full.
LOWER, TREE, UPPER = 1, 0, -1
UNBOUNDED: Any = np.int64(2**62)


class Net(NamedTuple):
    """Arcs (ways, then one of each group to the root, then one of each service to the root) and the tree.

    Nodes are groups, then services, then the root.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    cost: NDArray[np.int64]
    room: NDArray[np.int64]
    flow: NDArray[np.int64]
    state: NDArray[np.int8]
    parent: NDArray[np.int32]
    arc: NDArray[np.int32]
    depth: NDArray[np.int32]
    child: NDArray[np.int32]
    before: NDArray[np.int32]
    after: NDArray[np.int32]
    height: NDArray[np.int64]
    stack: NDArray[np.int32]


def net_of(field: Field, waits: NDArray[np.int64]) -> Net:
    """Nobody is anywhere yet: ``begin`` makes the first tree.

    Args:
        field: in which every service has a place.
        waits: (groups,) of the whole field that this is a part of.
    """
    groups, services, ways = len(field.people), len(field.capacity), len(field.service)
    root, arcs = groups + services, ways + groups + services
    hang = np.arange(root, dtype=np.int32)
    source = np.empty(arcs, dtype=np.int32)
    target = np.full(arcs, root, dtype=np.int32)
    cost, flow = np.zeros(arcs, dtype=np.int64), np.zeros(arcs, dtype=np.int64)
    source[:ways], source[ways:], target[:ways] = field.group, hang, field.service + groups
    cost[:ways], cost[ways : ways + groups] = field.cost, waits
    flow[ways : ways + groups] = field.people
    nowhere = np.full(root + 1, -1, dtype=np.int32)
    return Net(
        source, target, cost, field.capacity.astype(np.int64), flow, np.full(arcs, LOWER, dtype=np.int8),
        nowhere.copy(), nowhere.copy(), np.zeros(root + 1, dtype=np.int32), nowhere.copy(), nowhere.copy(), nowhere,
        np.zeros(root + 1, dtype=np.int64), np.empty(root + 1, dtype=np.int32),
    )  # fmt: skip


def begin(net: Any, order: Any) -> None:
    """A first tree: the nearest go first, level by level; who finds no place waits.

    Each way that is used takes a group or a service out of what is left, and hangs it from the other; a group that
    ends together with the places stays, so that from every node something can be sent to the root.

    Args:
        order: ways in the order in which they are tried.
    """
    source, target, flow, room, state = net.source, net.target, net.flow, net.room, net.state
    parent, arc, child, before, after = net.parent, net.arc, net.child, net.before, net.after
    root, services, ways = len(parent) - 1, len(room), len(order)
    groups = root - services
    for way in order:
        group, service = source[way], target[way]
        if parent[group] >= 0 or parent[service] >= 0:
            continue
        there = room[service - groups] - flow[ways + service]
        sent = min(flow[ways + group], there)
        flow[way] = sent
        flow[ways + group] -= sent
        flow[ways + service] += sent
        state[way] = TREE
        if sent == there:
            parent[service], arc[service], state[ways + service] = group, way, UPPER
        else:
            parent[group], arc[group] = service, way
    for node in range(root):
        if parent[node] < 0:
            parent[node], arc[node], state[ways + node] = root, ways + node, TREE
        above = parent[node]
        top = child[above]
        after[node], child[above] = top, node
        if top >= 0:
            before[top] = node
    stack, count = net.stack, 1
    stack[0] = root
    while count > 0:
        count -= 1
        node = stack[count]
        below = child[node]
        while below >= 0:
            edge = arc[below]
            rise = net.cost[edge] if source[edge] == below else -net.cost[edge]
            net.height[below] = net.height[node] + rise
            net.depth[below] = net.depth[node] + 1
            stack[count] = below
            count += 1
            below = after[below]


def saving(net: Any, start: int, stop: int) -> int:
    """Among these arcs the first that saves most; -1 where none saves."""
    if stop <= start:
        return -1
    part = slice(start, stop)
    reduced = net.state[part] * (net.cost[part] - net.height[net.source[part]] + net.height[net.target[part]])
    best = int(np.argmin(reduced))
    return start + best if reduced[best] < 0 else -1


def turn(net: Any, enter: int, ways: int) -> None:
    """Send as much as can go round along one arc and the tree, and hang the tree anew.

    Args:
        enter: an arc outside the tree that saves.
        ways: number of ways; arcs after them lead to the root.
    """
    limited = ways + len(net.parent) - 1 - len(net.room)
    first, second = net.source[enter], net.target[enter]
    if net.state[enter] < 0:
        first, second = second, first
    join = meeting(net, first, second)
    most = net.room[enter - limited] if enter >= limited else UNBOUNDED
    out, side, node = -1, 0, first
    while node != join:
        left = left_on(net, node, False, limited)
        if left < most:
            most, out, side = left, node, 1
        node = net.parent[node]
    node = second
    while node != join:
        left = left_on(net, node, True, limited)
        if left <= most:
            most, out, side = left, node, 2
        node = net.parent[node]
    if most > 0:
        net.flow[enter] += net.state[enter] * most
        push(net, first, join, -most)
        push(net, second, join, most)
    if side == 0:
        net.state[enter] = -net.state[enter]
        return
    leave = net.arc[out]
    net.state[enter] = TREE
    net.state[leave] = LOWER if net.flow[leave] == 0 else UPPER
    if side == 1:
        rehang(net, first, second, out, enter)
    else:
        rehang(net, second, first, out, enter)


def meeting(net: Any, one: int, other: int) -> int:
    """The lowest node above both."""
    while one != other:
        if net.depth[one] >= net.depth[other]:
            one = net.parent[one]
        else:
            other = net.parent[other]
    return one


def left_on(net: Any, node: int, rising: bool, limited: int) -> int:
    """How much more can go on the arc above a node, towards the root or from it.

    Args:
        limited: arcs from here on are of services, and hold no more than their places.
    """
    edge = net.arc[node]
    if (net.source[edge] == node) != rising:
        return net.flow[edge]
    if edge >= limited:
        return net.room[edge - limited] - net.flow[edge]
    return UNBOUNDED


def push(net: Any, node: int, join: int, amount: Any) -> None:
    """Send an amount up from a node to one above it; a negative one comes down."""
    while node != join:
        edge = net.arc[node]
        net.flow[edge] += amount if net.source[edge] == node else -amount
        node = net.parent[node]


def rehang(net: Any, inner: int, outer: int, out: int, enter: int) -> None:
    """Turn the branch that was cut off below ``out`` round, and hang it by ``inner`` from ``outer``."""
    source, parent, arc = net.source, net.parent, net.arc
    child, before, after, depth, height = net.child, net.before, net.after, net.depth, net.height
    node, above, by = inner, outer, enter
    while True:
        old_above, old_by = parent[node], arc[node]
        left, right = before[node], after[node]
        if left >= 0:
            after[left] = right
        else:
            child[old_above] = right
        if right >= 0:
            before[right] = left
        parent[node], arc[node] = above, by
        top = child[above]
        before[node], after[node], child[above] = -1, top, node
        if top >= 0:
            before[top] = node
        if node == out:
            break
        node, above, by = old_above, node, old_by
    if source[enter] == inner:
        shift = net.cost[enter] + height[outer] - height[inner]
    else:
        shift = height[outer] - net.cost[enter] - height[inner]
    stack = net.stack
    stack[0], count = inner, 1
    while count > 0:
        count -= 1
        node = stack[count]
        height[node] += shift
        depth[node] = depth[parent[node]] + 1
        below = child[node]
        while below >= 0:
            stack[count] = below
            count += 1
            below = after[below]


def settle(net: Any, order: Any, block: int) -> int:
    """Begin, and make turns until no arc saves.

    Args:
        order: of ``begin``; every way.
        block: arcs that are looked at together; the best of them is taken.

    Returns:
        how many turns were made.
    """
    begin(net, order)
    arcs, ways, turns, at, quiet = len(net.source), len(order), 0, 0, 0
    while quiet < arcs:
        stop = min(at + block, arcs)
        enter = saving(net, at, stop)
        quiet = 0 if enter >= 0 else quiet + stop - at
        at = stop if stop < arcs else 0
        if enter >= 0:
            turn(net, enter, ways)
            turns += 1
    return turns


def joined(starts: Any, service: Any, services: int) -> Any:
    """(groups,) one number for all groups that reach one another over services, whatever the distance.

    Args:
        services: number of services.
    """
    owner = np.arange(services)
    mark = np.empty(len(starts) - 1, dtype=np.int64)
    for group in range(len(mark)):
        mark[group] = -1
        for at in range(starts[group], starts[group + 1]):
            top = service[at]
            while owner[top] != top:
                owner[top] = owner[owner[top]]
                top = owner[top]
            if mark[group] < 0:
                mark[group] = top
            elif mark[group] != top:
                owner[top] = mark[group]
    for group in range(len(mark)):
        if mark[group] >= 0:
            top = mark[group]
            while owner[top] != top:
                top = owner[top]
            mark[group] = top
    return mark
