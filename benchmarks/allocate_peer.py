"""The same allocation by OR-tools' min-cost flow: of groups, or of each person by herself. A process of its own."""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
from ortools.graph.python import min_cost_flow

from benchmarks import machine
from benchmarks.allocate_ground import read


def main(folder: str, alone: str) -> None:
    """Solve what is kept in a folder, and print what it cost.

    Args:
        alone: people, for each person by herself; anything else for groups.
    """
    field = read(Path(folder))
    begin = time.process_time()
    groups = np.arange(len(field.people))
    if alone == "people":
        groups = np.repeat(groups, field.people)
    count = np.diff(field.starts)[groups]
    starts = np.concatenate(([0], np.cumsum(count)))
    ways = np.repeat(field.starts[:-1][groups] - starts[:-1], count) + np.arange(starts[-1])
    many = field.people[groups] if alone != "people" else np.ones(len(groups), dtype=np.int64)
    nodes, services = len(groups), len(field.capacity)
    end, source = nodes + services, np.repeat(np.arange(nodes), count)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(source, field.service[ways] + nodes, many[source], field.cost[ways])
    del ways, starts, count, source
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(nodes), np.full(nodes, end), many, field.waits[groups])
    flow.add_arcs_with_capacity_and_unit_cost(
        np.arange(services) + nodes, np.full(services, end), field.capacity, np.zeros(services, dtype=np.int64)
    )
    flow.set_nodes_supplies(np.append(np.arange(nodes), end), np.append(many, -many.sum()))
    status = flow.solve()
    print(json.dumps({
        "optimal": status == flow.OPTIMAL, "cost": flow.optimal_cost(), "nodes": end + 1, "arcs": flow.num_arcs(),
        "cpu_s": time.process_time() - begin,
        "peak_mb": machine.peak_mb(os.getpid()),
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:3])
