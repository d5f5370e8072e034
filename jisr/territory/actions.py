"""The one write of this package: loading the territory, as the owner of the tables."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction

from jisr.common.database import scope
from jisr.territory import sources
from jisr.territory.models import Arrondissement, Commune, Edition, FormerName, Place, Province, Region

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
