"""Reads of places. Finding one by what was typed happens in memory; everything else asks the database."""

from django.db.models import QuerySet

from jisr.territory.models import Arrondissement, Commune, FormerName, Province, Region
from jisr.territory.search import Match, index
from jisr.territory.sources import neighbours


def find_communes(text: str, *, province: str | None = None, limit: int = 8) -> list[Match]:
    """Communes that answer what was typed, best first, each with its reason.

    Forgives hamza, ta marbuta, article, accents, case, spaces, old codes and spellings, other spellings and small
    slips, in Arabic or French; a province typed along tells namesakes apart. Every commune that bears the name is
    returned, even beyond ``limit``.

    Args:
        text: as typed.
        province: code of the only province to look in.
        limit: how many to return.
    """
    return index().find(text, province=province, limit=limit)


def commune_meant(text: str) -> Match | None:
    """The one commune that a text names without doubt, or None where none or several bear the name."""
    exact = [match for match in find_communes(text) if match.is_exact]
    return exact[0] if len(exact) == 1 else None


def regions() -> QuerySet[Region]:
    """The 12 regions in the order of their codes."""
    return Region.objects.order_by("code")


def provinces() -> QuerySet[Province]:
    """The 75 provinces and prefectures with their region."""
    return Province.objects.select_related("region").order_by("code")


def communes(*, province: str = "", region: str = "") -> QuerySet[Commune]:
    """Communes with their province and region, of one province or region where one is given.

    Args:
        province, region: codes; "" for all.
    """
    found = Commune.objects.select_related("province__region")
    if province:
        found = found.filter(province=province)
    if region:
        found = found.filter(province__region=region)
    return found


def communes_by_code(codes: list[str]) -> list[Commune]:
    """These communes with their province and region, in this order; unknown codes are passed over."""
    found = communes().in_bulk(codes)
    return [found[code] for code in codes if code in found]


def neighbours_of(commune: Commune) -> QuerySet[Commune]:
    """The communes that share a border with this one, the most populous first."""
    codes = neighbours().get(commune.code, frozenset())
    return communes().filter(code__in=codes).order_by("-population", "code")


def former_names_of(commune: Commune) -> QuerySet[FormerName]:
    """Codes and spellings of earlier censuses."""
    return commune.former_names.order_by("-year")


def arrondissements_of(commune: Commune) -> QuerySet[Arrondissement]:
    """The arrondissements of a city, the most populous first; none elsewhere."""
    return commune.arrondissements.order_by("-population", "code")
