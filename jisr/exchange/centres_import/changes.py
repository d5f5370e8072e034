"""What taking a checked file would change: new centres, changed ones value by value, and those left as they are."""

from collections.abc import Mapping
from typing import Any

from jisr.exchange.centres_import.catalogue import Catalogue
from jisr.exchange.centres_import.columns import BY_CODE

#: Columns that steer the reading and are no value of a centre.
NOT_STORED = {"operator_kind", "new_operator", "province"}


def with_changes(centres: list[dict[str, Any]], catalogue: Catalogue) -> dict[str, int]:
    """Mark each centre new, changed or same, with its changes and the versions that were read.

    Args:
        centres: of ``Checked``; each gets ``state``, ``version``, ``changes`` and, per service, the same.

    Returns:
        how many are new, changed and same.
    """
    counts = {"new": 0, "changed": 0, "same": 0}
    for centre in centres:
        known = catalogue.centres.get(centre["code"])
        before = known.values if known else {}
        centre["version"] = known.version if known else 0
        centre["changes"] = _changes(centre["values"], before) if known else []
        centre["services"] = {
            code: _service(code, values, known.services.get(code) if known else None)
            for code, values in centre["services"].items()
        }
        moved = centre["changes"] or any(service["state"] != "same" for service in centre["services"].values())
        centre["state"] = "new" if known is None else "changed" if moved else "same"
        counts[centre["state"]] += 1
    return counts


def _service(code: str, values: dict[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    if before is None:
        return {"values": values, "state": "new", "version": 0, "changes": []}
    changes = _changes(values, before)
    return {
        "values": values,
        "state": "changed" if changes else "same",
        "version": before["version"],
        "changes": changes,
    }


def _changes(values: Mapping[str, Any], before: Mapping[str, Any]) -> list[list[Any]]:
    """[column, before, after] for each value that differs."""
    return [
        [column, before.get(column, ""), value]
        for column, value in values.items()
        if column in BY_CODE and column not in NOT_STORED and value != before.get(column, "")
    ]
