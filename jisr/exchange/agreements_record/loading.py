"""The public record of agreements in the database: what the file says and nothing else, again whenever it changes."""

from collections.abc import Mapping
from typing import Any

from django.db import connections, transaction

from jisr.common.database import scope
from jisr.exchange.agreements_record.reading import Row, key, read
from jisr.ledger.agreements.models import (
    Agreement,
    Claim,
    Milestone,
    Party,
    Provision,
    Reached,
    Share,
    Target,
    Version,
)

#: What hangs on an agreement, those that others point at last.
_UNDER = (Share, Target, Provision, Milestone, Claim, Reached, Version)


def load(record: Row | None = None) -> dict[str, int]:
    """Write the record anew where it differs from what is there, all or nothing.

    Speaks as the owner of the tables: never part of a request. No journal line: it is part of installing a version,
    not an act of a person. Agreements that people of this installation keep are never touched.

    Args:
        record: what to load; the file that ships with this version when left out.

    Returns:
        how many agreements are on record.

    Raises:
        BrokenRecord: the file is not what it should be; nothing was changed.
    """
    record = record or read()
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        parties = {code: _party(code, row) for code, row in record["parties"].items()}
        for row in record["agreements"]:
            _agreement(row, parties)
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {"agreements": len(record["agreements"])}


def _party(code: str, row: Mapping[str, str]) -> Party:
    values = {"kind": row["kind"], "name_ar": row["ar"], "name_fr": row["fr"]}
    party, _new = Party.objects.update_or_create(pk=key("party", code), defaults={"code": code, **values})
    return party


def _agreement(row: Row, parties: Mapping[str, Party]) -> None:
    names = ("name_ar", "name_fr", "about_ar", "about_fr", "place_ar", "place_fr", "state", "sources", "code")
    values = {name: row[name] for name in names if name in row}
    agreement, _new = Agreement.objects.update_or_create(
        pk=key("agreement", row["code"]), defaults=values | {"region_id": row.get("region")}
    )
    for model in _UNDER:
        ours = {"by_council": False} if model is Claim else {}
        model._base_manager.filter(agreement=agreement, **ours).delete()
    version = Version.objects.create(agreement=agreement, number=1, envelope=row["envelope"], sources=row["sources"])
    _under(row, agreement, version, parties)
    version.in_force = True
    version.save(update_fields=["in_force"])


def _under(row: Row, agreement: Agreement, version: Version, parties: Mapping[str, Party]) -> None:
    of: dict[str, Any] = {"agreement": agreement, "version": version}
    beside: dict[str, Any] = {"agreement": agreement}
    Share.objects.bulk_create([
        Share(party=parties[one["party"]], amount=one.get("amount"), **of) for one in row["shares"]
    ])  # fmt: skip
    Target.objects.bulk_create([
        Target(unit=one["unit"], public=one.get("public", ""), number=one["number"], sources=one["sources"],
               province_id=one.get("province"), **of)
        for one in row["targets"]
    ])  # fmt: skip
    Provision.objects.bulk_create([
        Provision(kind=one["kind"], text_ar=one["ar"], text_fr=one["fr"], sources=one["sources"], **of)
        for one in row["provisions"]
    ])  # fmt: skip
    Milestone.objects.bulk_create([
        Milestone(kind=one["kind"], happened_on=one["day"], precision=one.get("precision", "day"),
                  note_ar=one.get("ar", ""), note_fr=one.get("fr", ""), sources=one["sources"], **beside)
        for one in row["milestones"]
    ])  # fmt: skip
    Claim.objects.bulk_create([
        Claim(about=one["about"], party=parties.get(one.get("party", "")), value=one.get("value"),
              is_about=one.get("approx", False), text_ar=one.get("ar", ""), text_fr=one.get("fr", ""),
              sources=one["sources"], **beside)
        for one in row["claims"]
    ])  # fmt: skip
    Reached.objects.bulk_create([
        Reached(unit=one["unit"], public=one.get("public", ""), number=one["number"], rural=one.get("rural"),
                as_of=one["day"], sources=one["sources"], province_id=one.get("province"), **beside)
        for one in row["reached"]
    ])  # fmt: skip
