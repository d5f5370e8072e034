"""OR-tools' min-cost flow of fields read from its input; a program apart: its libraries shadow other solvers'."""

import json
import sys

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow


def cost(told: dict) -> int:
    """What the best flow costs."""
    peer, groups, services = SimpleMinCostFlow(), len(told["people"]), len(told["capacity"])
    total, end = sum(told["people"]), groups + services
    for group, service, each in told["ways"]:
        peer.add_arc_with_capacity_and_unit_cost(group, groups + service, total, each)
    for group, (people, waits) in enumerate(zip(told["people"], told["waits"], strict=True)):
        peer.add_arc_with_capacity_and_unit_cost(group, end, people, waits)
        peer.set_node_supply(group, people)
    for service, places in enumerate(told["capacity"]):
        peer.add_arc_with_capacity_and_unit_cost(groups + service, end, places, 0)
    peer.set_node_supply(end, -total)
    if peer.solve() != peer.OPTIMAL:
        raise ValueError("not solved")
    return int(peer.optimal_cost())


if __name__ == "__main__":
    print(json.dumps([cost(told) for told in json.load(sys.stdin)]))
