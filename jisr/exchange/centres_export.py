"""The catalogue as a file, in the columns of the import: what is exported can be corrected and sent back."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from jisr.centres.models import Centre, Service
from jisr.common.money import MINOR
from jisr.exchange import sheets
from jisr.exchange.centres_import.catalogue import CENTRE_FIELDS, SERVICE_FIELDS, SITE_FIELDS, plain
from jisr.exchange.centres_import.columns import COLUMNS, JOINER, Column

_HEADINGS = [column.code for column in COLUMNS]
_NUMBERS = {"lat", "lon", "age_min", "age_max", "places", "free", "waiting", "wait_days"}


def rows(centres: QuerySet[Centre]) -> Iterator[list[str]]:
    """One row a service, or a row for a centre without any; what the reader may not know is left empty.

    Args:
        centres: which ones; they and their services are read in two queries.
    """
    services = Service.objects.select_related("programme").order_by("id")
    chosen = centres.select_related("operator", "supervised_by", "site", "contact")
    for centre in chosen.prefetch_related(Prefetch("services", services)):
        shared = _centre(centre)
        for service in centre.services.all() or [None]:
            values = shared | (_service(service) if service else {})
            yield [_cell(column, values.get(column.code, "")) for column in COLUMNS]


def _centre(centre: Centre) -> dict[str, Any]:
    site, contact = getattr(centre, "site", None), getattr(centre, "contact", None)
    values = {name: plain(getattr(centre, name)) for name in CENTRE_FIELDS}
    values |= {"code": centre.code, "operator": centre.operator.code}
    values["supervised_by"] = centre.supervised_by.code if centre.supervised_by else ""
    values |= {name: plain(getattr(site, name)) for name in SITE_FIELDS} if site else {}
    values["commune"] = site.commune_id if site else ""
    return values | {f"contact_{name}": getattr(contact, name, "") for name in ("phone", "email")}


def _service(service: Service) -> dict[str, Any]:
    values = {column: plain(getattr(service, name)) for column, name in SERVICE_FIELDS.items()}
    return values | {"service_code": service.code, "programme": service.programme.code if service.programme else ""}


def _cell(column: Column, value: Any) -> str:
    if isinstance(value, list):
        return JOINER.join(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if column.code == "cost_amount" and value != "":
        return f"{value / MINOR:.2f}"
    return str(value) if column.code in _NUMBERS else sheets.guarded(value)


def as_csv(lines: Iterable[list[str]]) -> bytes:
    """The rows under their headings."""
    return sheets.as_csv(_HEADINGS, lines)


def as_xlsx(lines: Iterable[list[str]]) -> bytes:
    """The same as a workbook: the rows, then a sheet that says what each column takes."""
    return sheets.as_xlsx("centres", _HEADINGS, lines, sheets.Page("columns", _explained(), (18, 28, 44, 90)))


def _explained() -> Iterator[list[str]]:
    for column in COLUMNS:
        values = "\n".join(f"{code}: {label}" for code, label in (column.values or {}).items())
        yield [column.code, str(column.label), str(column.help), values]


def template() -> list[list[str]]:
    """One filled row, to be replaced."""
    return [[column.example for column in COLUMNS]]
