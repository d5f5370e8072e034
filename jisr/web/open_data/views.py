"""The catalogue of services as open data, without an account: what it is, page by page, and as one package."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.centres.models import Operator
from jisr.exchange.hsds import describing, finding
from jisr.exchange.hsds.nesting import Nest
from jisr.exchange.hsds.package import LICENCE, Shelf
from jisr.exchange.hsds.reading import Reader, operators, services
from jisr.exchange.hsds.standard import VERSION, Row
from jisr.exchange.hsds.standard import profile as our_profile
from jisr.exchange.hsds.vocabularies import taxonomies, terms
from jisr.web.access import open_to_all
from jisr.web.open_data.answers import MOST_A_PAGE, MOST_WHOLE, NotOffered, answer, given, is_true, page

_SHELF = Shelf()
_PAGE = ("page", "per_page")
_OF_SERVICES = ("search", *_PAGE, "taxonomy_term_id", "organization_id", "full")
#: Name of a list -> the parameters that it takes.
LISTS = {
    "services": _OF_SERVICES, "service_at_locations": _OF_SERVICES,
    "organizations": ("search", *_PAGE, "full", "full_service"), "taxonomies": _PAGE,
    "taxonomy_terms": (*_PAGE, "taxonomy_id", "parent_id", "top_only"),
}  # fmt: skip


@require_safe
@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """What is given out of the catalogue, in which words, and what never is."""
    today = timezone.localdate()
    worlds = [
        {
            "invented": invented, "start": "invented_" if invented else "",
            "services": services(today, invented=invented).count(),
            "organizations": operators(invented=invented).count(),
        }
        for invented in (False, True)
    ]  # fmt: skip
    values = {"worlds": worlds, "licence": LICENCE, "version": VERSION, "profile": our_profile()}
    return render(request, "open_data/about.html", values)


@require_safe
@open_to_all
def root(request: HttpRequest, *, invented: bool) -> HttpResponse:
    """Which version of the standard, which profile of it, and where its description is."""
    start = "open_data:invented_" if invented else "open_data:"
    found = {
        "version": VERSION, "profile": request.build_absolute_uri(reverse(f"{start}profile")),
        "openapi_url": request.build_absolute_uri(reverse(f"{start}openapi")),
    }  # fmt: skip
    return answer(found, invented=invented)


@require_safe
@open_to_all
def profile(request: HttpRequest, *, invented: bool) -> HttpResponse:
    """Our profile, for programs."""
    return answer(describing.profile_document(), invented=invented)


@require_safe
@open_to_all
def openapi(request: HttpRequest, *, invented: bool) -> HttpResponse:
    """Our addresses, for programs."""
    base = request.build_absolute_uri(reverse(f"open_data:{'invented_' if invented else ''}root"))
    return answer(describing.openapi_document(base.rstrip("/"), LISTS), invented=invented)


@require_safe
@open_to_all
def listed(request: HttpRequest, what: str, *, invented: bool) -> HttpResponse:
    """A page of a list."""
    if what not in LISTS:
        raise Http404
    try:
        asked = given(request, LISTS[what])
        return answer(_LISTED[what](asked, Reader(timezone.localdate(), invented=invented)), invented=invented)
    except NotOffered as wrong:
        return answer({"error": str(wrong)}, invented=invented, status=400)


def _services(asked: dict[str, str], reader: Reader) -> dict[str, Any]:
    rows = _chosen(asked, reader)

    def contents(first: int, last: int) -> list[Row]:
        nest = _nest(reader, list(rows.values_list("pk", flat=True)[first:last]))
        one = nest.service if is_true(asked, "full") else nest.brief_service
        return [one(key) for key in nest.objects["service"]]

    return page(asked, rows.count(), contents)


def _chosen(asked: dict[str, str], reader: Reader) -> Any:
    return finding.described(
        reader, text=asked.get("search", ""), organization=asked.get("organization_id", ""),
        term=asked.get("taxonomy_term_id", ""),
    )  # fmt: skip


def _at_locations(asked: dict[str, str], reader: Reader) -> dict[str, Any]:
    """Services by the places where they are offered: a page holds all places of its services."""
    rows = _chosen(asked, reader).filter(centre__confidential=False)

    def contents(first: int, last: int) -> list[Row]:
        nest = _nest(reader, list(rows.values_list("pk", flat=True)[first:last]))
        one = nest.service_at_location if is_true(asked, "full") else nest.brief_service_at_location
        return [one(key) for key in nest.objects["service_at_location"]]

    return page(asked, rows.count(), contents)


def _nest(reader: Reader, keys: list[int]) -> Nest:
    objects = reader.of_services(keys)
    owners = operators(invented=reader.invented).filter(centres__services__in=keys).distinct()
    objects["organization"], objects["program"] = reader.organizations(owners), reader.programs()
    return Nest(objects)


def _organizations(asked: dict[str, str], reader: Reader) -> dict[str, Any]:
    rows = finding.organizations(reader, text=asked.get("search", ""))
    is_whole = is_true(asked, "full") or is_true(asked, "full_service")

    def contents(first: int, last: int) -> list[Row]:
        if not is_whole:
            nest = Nest(_empty(organization=reader.organizations(rows[first:last])))
            return [nest.brief_organization(key) for key in nest.objects["organization"]]
        return _whole(reader, list(rows[first:last]), services=is_true(asked, "full_service"))

    return page(asked, rows.count(), contents, most=MOST_WHOLE if is_whole else MOST_A_PAGE)


def _empty(**objects: dict[str, Row]) -> dict[str, dict[str, Row]]:
    return {name: objects.get(name, {}) for name in
            ("organization", "program", "location", "service", "service_at_location")}  # fmt: skip


def _whole(reader: Reader, rows: list[Operator], *, services: bool) -> list[Row]:
    nest = Nest(reader.of_organizations(rows))
    return [nest.organization(key, services=services) for key in nest.objects["organization"]]


def _taxonomies(asked: dict[str, str], reader: Reader) -> dict[str, Any]:
    return page(asked, len(taxonomies()), lambda first, last: taxonomies()[first:last])


def _terms(asked: dict[str, str], reader: Reader) -> dict[str, Any]:
    found = terms()
    for name in ("taxonomy_id", "parent_id"):
        if name in asked:
            found = [row for row in found if row.get(name) == asked[name]]
    if is_true(asked, "top_only"):
        found = [row for row in found if "parent_id" not in row]
    return page(asked, len(found), lambda first, last: found[first:last])


_LISTED: dict[str, Callable[[dict[str, str], Reader], dict[str, Any]]] = {
    "services": _services, "service_at_locations": _at_locations, "organizations": _organizations,
    "taxonomies": _taxonomies, "taxonomy_terms": _terms,
}  # fmt: skip


@require_safe
@open_to_all
def one(request: HttpRequest, what: str, key: UUID, *, invented: bool) -> HttpResponse:
    """One object, whole."""
    found = _ONE[what](Reader(timezone.localdate(), invented=invented), str(key)) if what in _ONE else None
    if found is None:
        raise Http404
    return answer(found, invented=invented)


def _service(reader: Reader, key: str) -> Row | None:
    row = finding.service_of(reader, key)
    return _nest(reader, [row]).service(key) if row else None


def _at_location(reader: Reader, key: str) -> Row | None:
    row = finding.service_at_location_of(reader, key)
    return _nest(reader, [row]).service_at_location(key) if row else None


def _organization(reader: Reader, key: str) -> Row | None:
    row = finding.operator_of(reader, key)
    return _whole(reader, [row], services=True)[0] if row else None


def _among(rows: list[Row], key: str) -> Row | None:
    return next((row for row in rows if row["id"] == key), None)


_ONE: dict[str, Callable[[Reader, str], Row | None]] = {
    "services": _service, "service_at_locations": _at_location, "organizations": _organization,
    "taxonomies": lambda _reader, key: _among(taxonomies(), key),
    "taxonomy_terms": lambda _reader, key: _among(terms(), key),
}  # fmt: skip


@require_safe
@open_to_all
def package(request: HttpRequest, *, invented: bool) -> HttpResponse:
    """The whole catalogue as one file."""
    name = f"hsds-{'demonstration-' if invented else ''}{timezone.localdate().isoformat()}.zip"
    said = HttpResponse(_SHELF.package(invented=invented), content_type="application/zip")
    said["Content-Disposition"] = f'attachment; filename="{name}"'
    said["Access-Control-Allow-Origin"] = "*"
    if invented:
        said["X-Robots-Tag"] = "noindex"
    return said
