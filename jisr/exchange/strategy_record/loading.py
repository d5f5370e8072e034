"""The public record in the database: what the file says and nothing else, again whenever it changes."""

import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from jisr.common import yaml_text
from jisr.common.database import scope
from jisr.exchange.bulk import put
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Axis, Measure, Plan, PlanLine, Strategy, StrategyVersion

FILE = Path(__file__).parent / "data" / "social_pole.yaml"
#: Keys of rows are made from their codes, so that a file that changes finds its row again.
NAMESPACE = uuid.UUID("0b1f6c52-98a4-5b0e-8d1c-6a7273747261")
#: What people write, or the database keeps for itself: the file leaves it as it is.
_NOT_OURS = frozenset({"id", "version", "state"})


def load(path: Path = FILE) -> dict[str, int]:
    """Write the record, or what changed in it, all or nothing.

    Speaks as the owner of the tables: never part of a request. No journal line: it is part of installing a version,
    not an act of a person.

    Returns:
        how many rows were made and changed; zeros when the same record was there.

    Raises:
        KeyError: a row names a source that the file does not have.
    """
    told = yaml_text.read(path.read_text(encoding="utf-8"))
    made = {"made": 0, "changed": 0}
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        for model, rows in _rows(told):
            new, changed = put(model, rows, but=_NOT_OURS)
            made["made"] += new
            made["changed"] += changed
    return made


def key(kind: str, code: str) -> uuid.UUID:
    """The key of the row of a kind that has this code."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{code}")


def _rows(told: Mapping[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
    """The rows of each model, those that others point at first."""
    read = {name: {**row, "read_on": str(told["read_on"])} for name, row in told["sources"].items()}
    said = dict(told["strategy"])
    period = {name: said.pop(name, None) for name in ("since", "until")}
    strategy = Strategy(id=key("strategy", said["code"]), **_sourced(said, read))
    version = StrategyVersion(
        id=key("version", said["code"]), strategy=strategy, number=1, state=VersionState.CURRENT, **period,
        sources=strategy.sources,
    )  # fmt: skip
    yield Strategy, [strategy]
    yield StrategyVersion, [version]
    doubt = {"doubt_ar": told["axis_doubt_ar"], "doubt_fr": told["axis_doubt_fr"]}
    yield (
        Axis,
        [
            Axis(id=key("axis", f"{strategy.code}:{place}"), of=version, place=place, **_sourced(row, read), **doubt)
            for place, row in enumerate(told["axes"], 1)
        ],
    )
    yield Measure, [Measure(id=key("measure", row["code"]), of=version, **_sourced(row, read))
                    for row in told["measures"]]  # fmt: skip
    plans, lines = [], []
    for row in told["plans"]:
        said = _sourced({name: value for name, value in row.items() if name not in {"lines", "region"}}, read)
        plan = Plan(id=key("plan", row["code"]), region_id=row.get("region"), **said)
        plans.append(plan)
        lines += [PlanLine(id=key("line", f"{row['code']}:{line['code']}"), plan=plan, **_sourced(line, read))
                  for line in row.get("lines", [])]  # fmt: skip
    yield Plan, plans
    yield PlanLine, lines


def _sourced(row: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its sources in full; every row has one.

    Raises:
        KeyError: there is none, or one is not in the file's list.
    """
    return {**row, "sources": [read[name] for name in row["sources"]]}
