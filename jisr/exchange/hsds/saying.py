"""Fields of ours as an object of a package says them, so that two packages can be compared; only what it speaks of."""

from typing import Any

from jisr.centres.models import Centre, Site
from jisr.exchange.hsds import eligibility, values
from jisr.exchange.hsds.meaning import codes, mark_of, ours
from jisr.exchange.hsds.planning import Planner
from jisr.exchange.hsds.standard import Row

OF_A_SITE = ("commune_id", "address", "lat", "lon")
CONDITIONS = "conditions"


def told_of(entity: str, theirs: Row, row: Any, planner: Planner) -> dict[str, Any]:
    """Fields of ours as an object says them.

    Args:
        row: for which it stands.
        planner: which knows what the words mean and where communes are.
    """
    if entity == "organization":
        return values.names(theirs) | _one(theirs, "operator_kind", "kind")
    if entity == "program":
        return _programme(theirs)
    return _place(theirs, row, planner) if entity == "location" else _service(theirs, row, planner)


def now_of(row: Any, name: str, conditions: str) -> Any:
    """A field as it is here."""
    if name == CONDITIONS:
        return conditions
    return getattr(row.site if isinstance(row, Centre) and name in OF_A_SITE else row, name)


def _one(theirs: Row, part: str, name: str) -> dict[str, Any]:
    found = codes(theirs, part)
    return {name: found[0]} if found else {}


def _programme(theirs: Row) -> dict[str, Any]:
    found: dict[str, Any] = values.names(theirs) | {
        "themes": codes(theirs, "theme"), "publics": codes(theirs, "public"),
    }  # fmt: skip
    since, until = values.day(theirs.get("valid_from")), values.day(theirs.get("valid_to"))
    if since is not None:
        found |= {"since": since, "until": until if until is None or until >= since else None}
    return found


def _place(theirs: Row, row: Centre, planner: Planner) -> dict[str, Any]:
    found = values.centre_values(theirs, planner.meaning) | {"type": ""} | _one(theirs, "centre_type", "type")
    if not found["type"]:
        del found["type"]
    site: Site | None = getattr(row, "site", None)
    if site is None:
        return found
    streets = [str(one.get("address_1") or "") for one in theirs.get("addresses") or ()]
    found["address"] = streets[0][:300] if streets else ""
    commune = planner.commune_of(theirs)
    if commune is not None and (not planner.region or planner.regions.get(commune.province_id) == planner.region):
        point = values.point_of(theirs) or (None, None)
        found |= {"commune_id": commune.code, "lat": point[0], "lon": point[1]}
    return found


def _service(theirs: Row, row: Any, planner: Planner) -> dict[str, Any]:
    found = {"cost": "", "cost_mad": None, "cost_per": ""}
    found |= values.service_values(theirs, planner.meaning, planner.today)
    if found["until"] and found["since"] and found["since"] > found["until"]:
        found["until"] = None
    attributes = theirs.get("attributes") or ()
    mapped = any(planner.meaning.words.get(mark_of(one.get("taxonomy_term") or {})) for one in attributes)
    unsaid = {"zone"} - theirs.keys()
    if not found["theme"]:
        unsaid |= {"theme", "topics"}
    if not mapped and not any(ours(one) for one in attributes):
        unsaid |= {"publics", "welcomes"}  # nobody has said of this file what its words mean
    if values.day(theirs.get("assured_date")) is None or found["verified_on"] <= row.verified_on:
        unsaid.add("verified_on")
    tree = eligibility.read(theirs)
    if tree is not None or not theirs.get(CONDITIONS):
        found[CONDITIONS] = eligibility.written(tree)
    return {name: value for name, value in found.items() if name not in unsaid}
