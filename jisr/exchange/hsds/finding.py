"""Which rows of the catalogue a reader of our pages asks for: by key, by page, by what describes them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from jisr.centres.models import Operator, Service, Stop
from jisr.exchange.hsds.reading import Reader, operators, services
from jisr.exchange.hsds.telling import stop_key
from jisr.exchange.hsds.vocabularies import by_key

_IN_LISTS = {"public": "publics", "mode": "modes", "accessibility": "accessibility"}
_ALONE = {"welcome": "welcomes", "sex": "sex", "saturation": "saturation"}


def operator_of(reader: Reader, key: str) -> Operator | None:
    """The operator that bears a key; None where nobody does."""
    return _first(operators(invented=reader.invented), reader.keys.organization, key)


def service_of(reader: Reader, key: str) -> int | None:
    """The service that bears a key, as the key of its row."""
    found = _first(_bearers(reader), reader.keys.service, key)
    return found.pk if found else None


def service_at_location_of(reader: Reader, key: str) -> int | None:
    """The service that is offered at a place under a key."""
    stops: dict[int, list[Any]] = {}
    for stop in Stop.objects.filter(confidential=False).select_related("centre"):
        stops.setdefault(stop.centre_id, []).append(stop)
    for row in _bearers(reader):
        if row.centre.confidential:
            continue
        places = [
            reader.keys.location(row.centre),
            *(stop_key(one, one.centre) for one in stops.get(row.centre_id, ())),
        ]
        if any(reader.keys.at_location(row, place) == key for place in places):
            return row.pk
    return None


def _bearers(reader: Reader) -> QuerySet[Service]:
    rows = services(reader.on, invented=reader.invented).select_related("centre")
    return rows.only("code", "centre__code", "centre__confidential")


def _first(rows: Any, of: Callable[[Any], str], key: str) -> Any:
    return next((row for row in rows if of(row) == key), None)


def organizations(reader: Reader, *, text: str = "") -> QuerySet[Operator]:
    """Operators by words of their names; one that has confidential centres alone is not found by its name."""
    rows = operators(invented=reader.invented)
    for word in text.split()[:8]:
        rows = rows.filter(Q(name_ar__icontains=word) | Q(name_fr__icontains=word))
    if text.strip():
        shown = Operator.objects.filter(Q(centres=None) | Q(centres__confidential=False))
        rows = rows.filter(pk__in=shown.values("pk"))
    return rows


def described(reader: Reader, *, text: str = "", organization: str = "", term: str = "") -> QuerySet[Service]:
    """Services by words of their names, by who runs them, by a word of a list; in the order of pages.

    Args:
        organization, term: keys; of a key that nobody bears there is nothing.
    """
    rows = services(reader.on, invented=reader.invented)
    for word in text.split()[:8]:
        rows = rows.filter(Q(name_ar__icontains=word) | Q(name_fr__icontains=word), centre__confidential=False)
    if organization:
        owner = operator_of(reader, organization)
        rows = rows.filter(centre__operator=owner) if owner else rows.none()
    return rows.filter(_by_term(term)) if term else rows


def _by_term(key: str) -> Q:
    taxonomy, code = by_key().get(key, ("", ""))
    if taxonomy == "theme":
        return Q(topics__contains=[code]) if "." in code else Q(theme=code)
    if taxonomy in _IN_LISTS:
        return Q(**{f"{_IN_LISTS[taxonomy]}__contains": [code]})
    if taxonomy in _ALONE:
        return Q(**{_ALONE[taxonomy]: code})
    if taxonomy == "centre_type":
        return Q(centre__type=code)
    if taxonomy == "operator_kind":
        return Q(centre__operator__kind=code)
    return Q(pk=None)
