"""A checked file into the catalogue: few statements, one transaction, nothing half-written."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import override

from jisr.accounts.models import User
from jisr.centres.actions.keeping import grade
from jisr.centres.choices import PlacesSource, Theme
from jisr.centres.models import Centre, Confirmation, Contact, Operator, PlacesStatement, Programme, Service, Site
from jisr.common.keys import readable_code
from jisr.exchange.bulk import insert_all, update_all
from jisr.exchange.centres_import.catalogue import CENTRE_FIELDS, SERVICE_FIELDS, SITE_FIELDS, read_catalogue
from jisr.territory.models import Commune

_NULLABLE = {
    "opened_on", "closed_on", "lat", "lon", "age_min", "age_max", "places", "free", "waiting", "places_on",
    "cost_amount", "wait_days",
}  # fmt: skip
#: column -> fields of the centre that follow it
_FOLLOWING = {
    "operator": ("operator",), "supervised_by": ("supervised_by",), "commune": ("province",),
    "name_ar": ("sort_ar",), "name_fr": ("sort_fr",),
}  # fmt: skip
_DAYS = {"opened_on", "closed_on", "places_on"}


class Moved(Exception):
    """Codes that somebody else changed between the preview and the commit."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"{len(codes)} centres changed in between")
        self.codes = codes


def write(centres: list[dict[str, Any]], *, by: User, source: str, today: date) -> None:
    """Add and change every centre of the list.

    Args:
        centres: as marked by ``changes.with_changes`` at the preview.
        by: who says yes.
        source: where the rows come from, for centres that do not name a source.
        today: day of the statements of places that name none.

    Raises:
        Moved: a centre or service is not any more as the preview showed it.
    """
    wanted = [centre for centre in centres if centre["state"] != "same"]
    codes = [centre["code"] for centre in wanted]
    list(Centre.objects.select_for_update().filter(code__in=codes).values_list("pk"))  # nobody edits them meanwhile
    catalogue = read_catalogue(codes, [code for centre in wanted for code in centre["services"]])
    moved = [centre["code"] for centre in wanted if not _as_previewed(centre, catalogue)]
    if moved:
        raise Moved(moved)
    writer = _Writer(wanted, source)
    writer.operators()
    writer.centres()
    writer.sites()
    writer.contacts()
    writer.services(by, today)


def _as_previewed(centre: Mapping[str, Any], catalogue: Any) -> bool:
    known = catalogue.centres.get(centre["code"])
    if (known.version if known else 0) != centre["version"]:
        return False
    services = known.services if known else {}
    return all(
        (services[code]["version"] if code in services else 0) == service["version"]
        and catalogue.service_homes.get(code, centre["code"]) == centre["code"]
        for code, service in centre["services"].items()
    )


def _typed(column: str, value: Any) -> Any:
    if value == "" and column in _NULLABLE:
        return None
    return date.fromisoformat(value) if column in _DAYS else value


class _Writer:
    def __init__(self, rows: list[dict[str, Any]], source: str) -> None:
        self.rows, self.source = rows, source
        codes = [row["code"] for row in rows]
        self.known = {centre.code: centre for centre in Centre.objects.filter(code__in=codes)}
        self.new = [row for row in rows if row["code"] not in self.known]
        #: columns in which a known centre changes: only these are written
        self.touched = {column for row in rows for column, _before, _after in row["changes"]}
        self.by_operator: dict[str, Operator] = {}
        self.provinces = dict(Commune.objects.values_list("code", "province_id"))

    def operators(self) -> None:
        """Operators that are new, once each however many rows name them."""
        names = {row["values"]["new_operator"]: row["values"] for row in self.rows if "new_operator" in row["values"]}
        fresh = [
            Operator(
                code=f"OP-{readable_code(8)}", name_ar=name, name_fr=name, kind=values["operator_kind"],
                source=self.source,
            )
            for name, values in names.items()
        ]  # fmt: skip
        insert_all(fresh)
        self.by_operator = {operator.name_ar: operator for operator in fresh}
        self.by_operator |= {operator.code: operator for operator in Operator.objects.all()}

    def centres(self) -> None:
        """Centres, new and changed."""
        for row in self.rows:
            values = row["values"]
            centre = self.known.get(row["code"]) or Centre(code=row["code"], source=self.source)
            for field in CENTRE_FIELDS:
                if field in values:
                    setattr(centre, field, _typed(field, values[field]))
            if "operator" in values:
                centre.operator = self.by_operator[values.get("new_operator") or values["operator"]]
            if "supervised_by" in values:
                centre.supervised_by = self.by_operator.get(values["supervised_by"])
            if values.get("commune"):
                centre.province_id = self.provinces[values["commune"]]
            if centre.pk is None:
                centre.is_demonstration = centre.operator.is_demonstration
            else:
                centre.version += 1
            centre.set_sort_keys()
            self.known[row["code"]] = centre
        fresh = [self.known[row["code"]] for row in self.new]
        insert_all(fresh)
        changed = [self.known[row["code"]] for row in self.rows if row["version"]]
        fields = [name for name in CENTRE_FIELDS if name in self.touched]
        fields += [field for column, of in _FOLLOWING.items() if column in self.touched for field in of]
        update_all(changed, [*fields, "version"])

    def sites(self) -> None:
        """Where the centres stand; the site of a confidential centre that the writer does not see is left alone."""
        there = {site.centre_id: site for site in Site.objects.filter(centre__code__in=list(self.known))}
        fresh: list[Site] = []
        changed: list[Site] = []
        for row in self.rows:
            centre, values = self.known[row["code"]], row["values"]
            site = there.get(centre.pk) or Site(centre=centre)
            site.confidential = centre.confidential
            if values.get("commune"):
                site.commune_id = values["commune"]
            for field in SITE_FIELDS:
                if field in values:
                    setattr(site, field, _typed(field, values[field]))
            if centre.pk in there:
                changed.append(site)
            elif row["version"] == 0:
                fresh.append(site)
        insert_all(fresh)
        fields = [name for name in ("commune", *SITE_FIELDS) if name in self.touched]
        if fields:
            update_all(changed, fields)

    def contacts(self) -> None:
        """Lines for answers without an account."""
        rows = {
            self.known[row["code"]].pk: row["values"]
            for row in self.rows
            if {"contact_phone", "contact_email"} & set(row["values"])
        }
        there = Contact.objects.in_bulk(list(rows))
        fresh: list[Contact] = []
        changed: list[Contact] = []
        for key, values in rows.items():
            contact = there.get(key) or Contact(centre_id=key)
            contact.phone = values.get("contact_phone", contact.phone)
            contact.email = values.get("contact_email", contact.email)
            (changed if key in there else fresh).append(contact)
        insert_all(fresh)
        update_all(changed, ["phone", "email"])

    def services(self, by: User, today: date) -> None:
        """Services, new and changed, and what was said of their places."""
        wanted = {
            code: (self.known[row["code"]], service)
            for row in self.rows
            for code, service in row["services"].items()
            if service["state"] != "same"
        }
        there = {service.code: service for service in Service.objects.filter(code__in=list(wanted))}
        programmes = {programme.code: programme for programme in Programme.objects.all()}
        fresh: list[Service] = []
        changed: list[Service] = []
        said: list[Service] = []
        for code, (centre, row) in wanted.items():
            service = there.get(code) or _new_service(code, centre, row["values"]["theme"])
            service.centre = centre
            _fill(service, row["values"], programmes, today)
            (changed if code in there else fresh).append(service)
            if {"places", "free"} & set(row["values"]) and service.places_free is not None:
                said.append(service)
        grade([*fresh, *changed], today)
        insert_all(fresh)
        columns = {column for _, row in wanted.values() for column, _before, _after in row["changes"]}
        fields = [field for column, field in {**SERVICE_FIELDS, "programme": "programme"}.items() if column in columns]
        update_all(changed, [*fields, "version", *_KEPT])
        insert_all(_statements(said, by, today))
        said_true = [*fresh, *changed]
        insert_all([Confirmation(service=one, on=today, by=by, through=PlacesSource.IMPORT) for one in said_true])


def _new_service(code: str, centre: Centre, theme: str) -> Service:
    return Service(
        code=code, centre=centre, **_names(theme), languages=centre.languages, version=0,
        accessibility=centre.accessibility, is_demonstration=centre.is_demonstration, source=centre.source,
    )  # fmt: skip


@cache
def _names(theme: str) -> dict[str, str]:
    """The names that a service without any takes from its theme."""
    names = {}
    for language in ("ar", "fr"):
        with override(language):
            names[f"name_{language}"] = str(Theme(theme).label)
    return names


#: What a file changes of every page that it speaks of: it says it true.
_KEPT = ("verified_on", "hidden_on", "quality", "saturation_on")


def _fill(service: Service, values: Mapping[str, Any], programmes: Mapping[str, Programme], today: date) -> None:
    for column, field in SERVICE_FIELDS.items():
        if column in values:
            setattr(service, field, _typed(column, values[column]))
    if "programme" in values:
        service.programme = programmes.get(values["programme"])
    if {"saturation", "wait_days"} & set(values):
        service.saturation_on = today if service.saturation or service.wait_days is not None else None
    service.verified_on, service.hidden_on = today, None
    service.version += 1


def _statements(services: Iterable[Service], by: User, today: date) -> list[PlacesStatement]:
    return [
        PlacesStatement(
            service=service, said_on=service.places_confirmed_on or today, said_by=by, through=PlacesSource.IMPORT,
            total=service.places_total, free=service.places_free, waiting=service.places_waiting,
        )
        for service in services
        if service.places_total is not None and service.places_free is not None
    ]  # fmt: skip
