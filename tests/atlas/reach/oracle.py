"""Catchments by PySAL access of what comes in on standard input; a program of its own, as it changes warnings."""

import json
import sys
import warnings

import numpy as np
import pandas as pd
from access import fca, weights


def main() -> None:
    """Answer each measure as places for one person, 0 where access knows nothing of a point."""
    warnings.simplefilter("ignore")
    told = json.load(sys.stdin)
    km = np.array(told["km"])
    rows, columns = np.nonzero(km <= 60)
    cost = pd.DataFrame({"origin": rows, "dest": columns, "cost": km[rows, columns]})
    demand = pd.DataFrame({"demand": told["people"]}, index=pd.RangeIndex(len(km), name="geoid"))
    supply = pd.DataFrame({"supply": told["places"]}, index=pd.RangeIndex(km.shape[1], name="geoid"))
    names = {"demand_name": "demand", "supply_name": "supply", "max_cost": 60}
    bell, steps = weights.gaussian(20.0), weights.step_fn({20: 1, 40: 0.68, 60: 0.22})
    wan = weights.step_fn({10: 0.962, 20: 0.704, 30: 0.377, 60: 0.042})
    found = {
        "two": fca.two_stage_fca(demand, supply, cost.copy(), **names),
        "steps": fca.two_stage_fca(demand, supply, cost.copy(), weight_fn=steps, **names),
        "bell": fca.two_stage_fca(demand, supply, cost.copy(), weight_fn=bell, **names),
        "wan": fca.three_stage_fca(demand, supply, cost.copy(), weight_fn=wan, **names),
        "three": fca.three_stage_fca(demand, supply, cost.copy(), weight_fn=bell, **names),
    }
    print(json.dumps({name: series.reindex(range(len(km))).fillna(0).tolist() for name, series in found.items()}))


if __name__ == "__main__":
    main()
