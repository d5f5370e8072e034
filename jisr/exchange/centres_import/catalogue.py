"""What the database already knows of what a file names, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from jisr.centres.models import Centre, Contact, Operator, Programme, Service, Site
from jisr.common.text import fold
from jisr.territory.models import Commune

CENTRE_FIELDS = (
    "name_ar", "name_fr", "name_zgh", "type", "phone", "email", "confidential", "languages", "accessibility", "hours",
    "answers", "opened_on", "closed_on", "source",
)  # fmt: skip
SITE_FIELDS = ("address", "lat", "lon")
#: column -> field of the service
SERVICE_FIELDS = {
    "theme": "theme", "service_ar": "name_ar", "service_fr": "name_fr", "publics": "publics",
    "welcomes": "welcomes", "age_min": "age_min", "age_max": "age_max", "sex": "sex", "zone": "zone",
    "service_hours": "hours", "documents": "documents", "places": "places_total", "free": "places_free",
    "waiting": "places_waiting", "places_on": "places_confirmed_on", "professional_only": "professional_only",
    "compartment": "compartment", "topics": "topics", "service_zgh": "name_zgh", "modes": "modes",
    "staff_gender": "staff_gender", "cost": "cost", "cost_amount": "cost_mad", "cost_per": "cost_per",
    "saturation": "saturation", "wait_days": "wait_days", "places_kind": "places_kind",
}  # fmt: skip


@dataclass(frozen=True)
class KnownCentre:
    """A centre as it is: its key and version, and its values by column."""

    pk: int
    version: int
    is_demonstration: bool
    confidential: bool
    site_seen: bool
    values: Mapping[str, Any]
    services: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class KnownCommune:
    """A commune, with what tells it from its namesakes."""

    code: str
    names: tuple[str, str]
    province: str
    province_names: tuple[str, str]
    region: str
    lat: float | None
    lon: float | None


@dataclass
class Catalogue:
    """All that the check of a file looks up."""

    communes: dict[str, KnownCommune]
    communes_by_name: dict[str, list[str]]
    operators: dict[str, dict[str, Any]]
    programmes: dict[str, dict[str, Any]]
    centres: dict[str, KnownCentre] = field(default_factory=dict)
    service_homes: dict[str, str] = field(default_factory=dict)

    @property
    def operator_names(self) -> dict[str, str]:
        """Folded name or code -> code."""
        return {
            fold(text): code
            for code, row in self.operators.items()
            for text in (row["name_fr"], row["name_ar"], code)
        }  # fmt: skip


def read_catalogue(codes: Collection[str], service_codes: Collection[str]) -> Catalogue:
    """What is known of these centres and services, and of all communes, operators and programmes (7 queries)."""
    communes = _communes()
    by_name: dict[str, list[str]] = defaultdict(list)
    for commune in communes.values():
        for name in {fold(name) for name in commune.names}:
            by_name[name].append(commune.code)
    fields = ("code", "pk", "name_ar", "name_fr", "is_demonstration")
    operators: dict[str, Any] = {row["code"]: row for row in Operator.objects.values(*fields)}
    programmes: dict[str, Any] = {
        row["code"]: row for row in Programme.objects.values("code", "pk", "is_demonstration")
    }
    catalogue = Catalogue(communes, dict(by_name), operators, programmes)
    catalogue.centres = _centres(codes)
    catalogue.service_homes = dict(
        Service.objects.filter(code__in=list(service_codes)).values_list("code", "centre__code")
    )
    return catalogue


def _communes() -> dict[str, KnownCommune]:
    rows = Commune.objects.values_list(
        "code", "name_ar", "name_fr", "province_id", "province__name_ar", "province__name_fr", "province__region_id",
        "lat", "lon",
    )  # fmt: skip
    return {
        code: KnownCommune(code, (arabic, french), province, (province_ar, province_fr), region, lat, lon)
        for code, arabic, french, province, province_ar, province_fr, region, lat, lon in rows
    }


def _centres(codes: Collection[str]) -> dict[str, KnownCentre]:
    codes = list(codes)
    sites = Site.objects.filter(centre__code__in=codes).values("centre_id", "commune_id", *SITE_FIELDS)
    site_of = {row["centre_id"]: row for row in sites}
    contacts = Contact.objects.filter(centre__code__in=codes).values("centre_id", "phone", "email")
    contact_of: dict[int, Any] = {row["centre_id"]: row for row in contacts}
    services: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    wanted = ("centre_id", "code", "pk", "version", "programme__code", *SERVICE_FIELDS.values())
    for row in Service.objects.filter(centre__code__in=codes).values(*wanted):
        values = {column: plain(row[field]) for column, field in SERVICE_FIELDS.items()}
        values |= {"programme": row["programme__code"] or "", "pk": row["pk"], "version": row["version"]}
        services[row["centre_id"]][row["code"]] = values
    wanted = ("pk", "code", "version", "is_demonstration", "operator__code", "supervised_by__code", *CENTRE_FIELDS)
    known = {}
    for row in Centre.objects.filter(code__in=codes).values(*wanted):
        site, contact = site_of.get(row["pk"]), contact_of.get(row["pk"], {})
        values = {field: plain(row[field]) for field in CENTRE_FIELDS}
        values |= {"operator": row["operator__code"], "supervised_by": row["supervised_by__code"] or ""}
        values |= {"contact_phone": contact.get("phone", ""), "contact_email": contact.get("email", "")}
        values |= {name: plain(site[name]) if site else "" for name in SITE_FIELDS}
        values["commune"] = site["commune_id"] if site else ""
        known[row["code"]] = KnownCentre(
            row["pk"], row["version"], row["is_demonstration"], row["confidential"], site is not None, values,
            services[row["pk"]],
        )  # fmt: skip
    return known


def plain(value: Any) -> Any:
    """A value of the database as the staging table keeps it."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value
