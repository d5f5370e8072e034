"""What the database knows of what a file of contributions names, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from jisr.common.text import fold
from jisr.exchange.contributions_import.checking import Ground
from jisr.forum.models import Contribution, Wave
from jisr.territory.models import Province, Region


def _meetings(wave: Wave) -> dict[str, str]:
    """Folded address, day or place -> key; a day or a place that two meetings share names neither."""
    named: dict[str, set[str]] = defaultdict(set)
    for key, *said in wave.meetings.values_list("id", "code", "held_on", "place_ar", "place_fr"):
        for name in said:
            if name:
                named[fold(str(name))].add(str(key))
    return {name: next(iter(keys)) for name, keys in named.items() if len(keys) == 1}


def ground_of(wave: Wave, *, numbers: Collection[str], keys: Collection[UUID], slips: Collection[str]) -> Ground:
    """What is known of a wave, and which of these numbers, keys and slips are here already; six queries."""
    mine = Contribution.objects.filter(wave=wave)
    regions = {code: names for code, *names in Region.objects.values_list("code", "name_ar", "name_fr")}
    provinces = Province.objects.values_list("code", "region_id", "name_ar", "name_fr")
    return Ground(
        wave=wave.pk, code=wave.code, region=wave.region_id or "",
        meetings=_meetings(wave),
        regions={fold(said): code for code, names in regions.items() for said in (code, *names)},
        provinces={code: (region, (arabic, french)) for code, region, arabic, french in provinces},
        numbers=frozenset(mine.filter(code__in=numbers).values_list("code", flat=True)),
        keys=frozenset(key for key in mine.filter(client_key__in=keys).values_list("client_key", flat=True) if key),
        slips=frozenset(mine.filter(code_hash__in=slips).values_list("code_hash", flat=True)),
    )  # fmt: skip
