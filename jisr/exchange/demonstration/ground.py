"""The ground on which the demonstration stands: real communes with what their census says."""

from dataclasses import dataclass

from jisr.territory.models import Arrondissement, Commune

#: A language is spoken at the counter where this share of residents speaks it, in percent.
SPOKEN_FROM = 15.0
LANGUAGES = ("tachelhit", "tamazight", "tarifit", "hassania")


@dataclass(frozen=True)
class Ground:
    """One commune, or one arrondissement of a great city.

    Attributes:
        code: of the commune or arrondissement.
        commune: code of the commune.
        people: residents of the 2024 census.
        languages: codes of the languages spoken there beside Darija, most spoken first.
    """

    code: str
    commune: str
    name_ar: str
    name_fr: str
    province: str
    province_ar: str
    province_fr: str
    province_type: str
    region: str
    urban: bool
    people: int
    lat: float
    lon: float
    languages: tuple[str, ...] = ()

    @property
    def urban_people(self) -> int:
        """Residents, if the commune is urban."""
        return self.people if self.urban else 0

    @property
    def rural_people(self) -> int:
        """Residents, if the commune is rural."""
        return 0 if self.urban else self.people


def read_grounds() -> list[Ground]:
    """Every commune in the order of codes; a city that has arrondissements is its arrondissements."""
    cut = {row.commune_id for row in Arrondissement.objects.only("commune_id")}
    communes = Commune.objects.select_related("province").order_by("code")
    parts = Arrondissement.objects.select_related("commune__province").order_by("code")
    grounds = [ground_of(commune, commune) for commune in communes if commune.pk not in cut]
    return grounds + [ground_of(part, part.commune) for part in parts]


def ground_of(place: Commune | Arrondissement, commune: Commune) -> Ground:
    """The ground of a commune, or of one of its arrondissements."""
    shares = {language: getattr(place, f"{language}_pct") or 0.0 for language in LANGUAGES}
    spoken = sorted((one for one in LANGUAGES if shares[one] >= SPOKEN_FROM), key=lambda one: -shares[one])
    province = commune.province
    return Ground(
        code=place.code, commune=commune.code, name_ar=place.name_ar, name_fr=place.name_fr, province=province.code,
        province_ar=province.name_ar, province_fr=province.name_fr, province_type=province.type,
        region=province.region_id, urban=not commune.is_rural, people=place.population, lat=place.lat, lon=place.lon,
        languages=tuple(spoken),
    )  # fmt: skip
