"""The writes of this package: loading the territory and tables of an operator, as the owner of the tables."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import transaction

from jisr.common.database import scope
from jisr.territory import sources
from jisr.territory.choices import OwnTable
from jisr.territory.models import (
    Arrondissement,
    BusDays,
    Commune,
    Douar,
    Edition,
    FormerName,
    LoadedTable,
    Place,
    Province,
    Region,
)

P = TypeVar("P", bound=Place)


def load(territory: sources.Territory | None = None, *, again: bool = False) -> bool:
    """Load or update the territory, all or nothing; nothing is done where this edition is loaded already.

    Speaks as the owner of the tables, so it runs in loaders and tests, never in a request. No journal line: it is
    part of installing a version, not an act of a person.

    Args:
        territory: what to load; the files that ship with this version when left out.
        again: load even where the same edition is loaded.

    Returns:
        whether something was loaded.

    Raises:
        BrokenData: the files do not add up, or lack a place that the database has.
    """
    territory = territory or sources.shipped()
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        if not again and Edition.objects.filter(checksum=territory.checksum).exists():
            return False
        sources.check(territory)
        _refuse_lost_places(territory)
        _put(Region, (Region(**row) for row in territory.regions))
        _put(Province, (Province(**row) for row in territory.provinces))
        _put(Commune, (Commune(**row) for row in territory.communes))
        _put(Arrondissement, (Arrondissement(**row) for row in territory.arrondissements))
        FormerName.objects.all().delete()
        FormerName.objects.bulk_create(FormerName(**row) for row in territory.former_names)
        Edition.objects.all().delete()
        Edition.objects.create(checksum=territory.checksum)
    return True


def _refuse_lost_places(territory: sources.Territory) -> None:
    """Files and households point at places: one that vanishes needs a decision, not a deletion."""
    for model, rows in (
        (Region, territory.regions),
        (Province, territory.provinces),
        (Commune, territory.communes),
        (Arrondissement, territory.arrondissements),
    ):
        lost = set(model.objects.values_list("code", flat=True)) - {row["code"] for row in rows}
        if lost:
            raise sources.BrokenData(f"{len(lost)} places are loaded but not in the files, among them {min(lost)}")


def _put(model: type[P], places: Iterable[P]) -> None:
    """Insert the places, or update those that are there."""
    rows = list(places)
    for row in rows:
        row.set_sort_keys()
    changing = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=changing, batch_size=500
    )


def load_douars(douars: Iterable[Mapping[str, Any]], *, checksum: str, source: str) -> None:
    """Put a table of douars in the place of the one before, whole or not at all; speaks as the owner, like ``load``.

    Args:
        douars: fields of ``Douar``, checked before.
        checksum: of the file they came from.
        source: its name.
    """
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        Douar.objects.all().delete()
        Douar.objects.bulk_create((Douar(**row) for row in douars), batch_size=2_000)
        _mark(OwnTable.DOUARS, checksum, source)


def load_bus_days(days: Mapping[str, int], *, checksum: str, source: str) -> None:
    """Put the days on which buses go in the place of those before, whole or not at all.

    Args:
        days: code of a commune -> days of the week, 0 to 7.
        checksum, source: as for ``load_douars``.
    """
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        BusDays.objects.all().delete()
        BusDays.objects.bulk_create(BusDays(commune_id=code, days_a_week=n) for code, n in days.items())
        _mark(OwnTable.BUS_DAYS, checksum, source)


def drop_own_table(table: OwnTable) -> bool:
    """Take a table of the operator away again.

    Returns:
        whether there was one.
    """
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        (Douar if table == OwnTable.DOUARS else BusDays).objects.all().delete()
        gone, _rows = LoadedTable.objects.filter(name=table).delete()
    return gone > 0


def _mark(table: OwnTable, checksum: str, source: str) -> None:
    LoadedTable.objects.update_or_create(name=table, defaults={"checksum": checksum, "source": source})
