"""Objects of the standard as values of our rows: what fits is read, what does not is left to their own words."""

import re
from datetime import date
from typing import Any

from jisr.centres import choices
from jisr.centres.models.centres import LATITUDES, LONGITUDES
from jisr.centres.rules import NotPhone, phone_number
from jisr.common.text import clean_typed
from jisr.exchange.hsds import hours
from jisr.exchange.hsds.keys import key_of
from jisr.exchange.hsds.meaning import Meaning, codes, mark_of, ours
from jisr.exchange.hsds.standard import Row
from jisr.exchange.hsds.vocabularies import FROM_ISO

_ARABIC = re.compile("[\u0621-\u064a]")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,39}")
_ABOUT, _ELIGIBILITY = 500, 200
_COUNTRY = {"ma", "mar", "maroc", "morocco", "المغرب", "المملكة المغربية"}


def names(row: Row) -> dict[str, str]:
    """Names in Arabic and French; one of them stands for both where it comes alone."""
    first, second = _line(row.get("name")), _line(row.get("alternate_name"))
    arabic = next((one for one in (first, second) if _ARABIC.search(one)), "")
    other = next((one for one in (first, second) if one and not _ARABIC.search(one)), "")
    whole = first or second or str(row["id"])[:8]
    found = {
        "name_ar": _line(row.get("name_ar")) or arabic or whole,
        "name_fr": _line(row.get("name_fr")) or other or whole,
    }
    return found | {"name_zgh": _line(row.get("name_zgh"))}


def code(row: Row, start: str) -> str:
    """Its code where it comes from us, else one made of its whole key: keys of one minute begin alike.

    >>> code({"id": "019e3ae7-e6e8-74bf-b7c0-000000000001"}, "S") != code(
    ...     {"id": "019e3ae7-e6e8-74bf-b7c0-000000000002"}, "S"
    ... )
    True
    """
    told = str(row.get("code") or "")
    return told if _CODE.fullmatch(told) else f"{start}-{key_of('code', row['id']).replace('-', '')[:12].upper()}"


def day(value: Any) -> date | None:
    """A day; None where there is none, or it is none."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def whole(value: Any, most: int = 2_000_000) -> int | None:
    """A number of things; None where it is none."""
    if isinstance(value, int | float) and value == int(value) and 0 <= value <= most:
        return int(value)
    return None


def is_elsewhere(location: Row) -> bool:
    """Whether a place says of itself that it is not in the country."""
    point = point_of(location)
    if point is not None:
        return not (LATITUDES[0] <= point[0] <= LATITUDES[1] and LONGITUDES[0] <= point[1] <= LONGITUDES[1])
    told = {str(one.get("country") or "").strip().lower() for one in location.get("addresses") or ()} - {""}
    return bool(told) and not told & _COUNTRY


def is_abroad(location: Row) -> bool:
    """Whether an address of it names another country, whatever its coordinates."""
    told = {str(one.get("country") or "").strip().lower() for one in location.get("addresses") or ()} - {""}
    return bool(told) and not told & _COUNTRY


def point_of(location: Row) -> tuple[float, float] | None:
    """Its coordinates, where it has both."""
    lat, lon = location.get("latitude"), location.get("longitude")
    if isinstance(lat, int | float) and isinstance(lon, int | float):
        return float(lat), float(lon)
    return None


def centre_values(location: Row, meaning: Meaning) -> dict[str, Any]:
    """Values of a centre."""
    kinds = codes(location, "centre_type")
    contacts = [one.get("email") for one in location.get("contacts") or () if one.get("email")]
    return names(location) | {
        "type": kinds[0] if kinds else meaning.centre_type, "phone": phone_of(location),
        "email": str(contacts[0])[:254] if contacts else "", "languages": languages(location),
        "accessibility": _listed(location.get("accessibility"), choices.ACCESSIBILITY),
        "hours": hours.hours_of(location.get("schedules") or ()), "opened_on": day(location.get("opened_on")),
    }  # fmt: skip


def phone_of(row: Row) -> str:
    """Its first telephone of the country."""
    for phone in row.get("phones") or ():
        try:
            return phone_number(str(phone.get("number", "")))
        except NotPhone:
            continue
    return ""


def languages(row: Row) -> list[str]:
    """Our codes of the languages that a row names."""
    found = [FROM_ISO.get(str(one.get("code") or "").lower()) for one in row.get("languages") or ()]
    return list(dict.fromkeys(one for one in found if one))


def _listed(rows: Any, known: Any) -> list[str]:
    found = [str(one.get("code") or "") for one in rows or ()]
    return list(dict.fromkeys(one for one in found if one in known))


def themes(service: Row, meaning: Meaning) -> tuple[str, list[str]]:
    """(theme, publics) of a service: of our own words, then of foreign ones as they were mapped."""
    theme = next(iter(codes(service, "theme")), "")
    publics = codes(service, "public")
    for attribute in service.get("attributes") or ():
        if ours(attribute) is None:
            listed, _colon, found = meaning.words.get(mark_of(attribute.get("taxonomy_term") or {}), "").partition(":")
            if listed == "theme" and not theme:
                theme = found
            elif listed == "public":
                publics.append(found)
    publics = [one for one in dict.fromkeys(publics) if one in choices.PUBLICS]
    return (theme if theme in choices.THEMES else "") or meaning.theme, publics


def service_values(service: Row, meaning: Meaning, today: date) -> dict[str, Any]:
    """Values of a service but for its centre, programme and intake."""
    theme, publics = themes(service, meaning)
    welcome = next((one for one in codes(service, "welcome") if publics), "unconditional")
    areas = [str(one["place"]) for one in service.get("service_areas") or () if one.get("place")]
    found = names(service) | {
        "theme": theme, "publics": publics, "welcomes": welcome,
        "zone": _of(service.get("zone"), choices.ZONES, "nation"),
        "topics": [one for one in codes(service, "topic") if one in choices.TOPICS], "areas": areas,
        "modes": codes(service, "mode"), "accessibility": codes(service, "accessibility"),
        "sex": next(iter(codes(service, "sex")), ""), "staff_gender": next(iter(codes(service, "staff_gender")), ""),
        "languages": languages(service), "documents": _listed(service.get("required_documents"), choices.DOCUMENTS),
        "hours": hours.hours_of(service.get("schedules") or ()), "wait_days": whole(service.get("wait_days"), 30_000),
        "verified_on": min(day(service.get("assured_date")) or today, today), "since": day(service.get("valid_from")),
        "until": day(service.get("valid_to")),
    }  # fmt: skip
    return found | _about(service) | _ages(service) | _cost(service) | _places(service) | _saturation(service, found)


def _about(service: Row) -> dict[str, str]:
    told = str(service.get("description") or "")
    if "description_ar" in service or "description_fr" in service:
        texts = str(service.get("description_ar") or ""), str(service.get("description_fr") or "")
    else:
        told = _with_eligibility(told, service)
        texts = (told, "") if _ARABIC.search(told) else ("", told)
    return dict(zip(("about_ar", "about_fr"), (text[:_ABOUT] for text in texts), strict=True))


def _with_eligibility(told: str, service: Row) -> str:
    """What another package says of who is taken has no field of ours: people read it after what the service is."""
    who = str(service.get("eligibility_description") or "").strip()[:_ELIGIBILITY]
    return "\n".join(filter(None, [told[: _ABOUT - len(who) - 1].strip(), who])) if who else told


def _ages(service: Row) -> dict[str, int | None]:
    low, high = whole(service.get("minimum_age"), 130), whole(service.get("maximum_age"), 130)
    return {"age_min": low, "age_max": None if low is not None and high is not None and high < low else high}


def _cost(service: Row) -> dict[str, Any]:
    for one in service.get("cost_options") or ():
        if one.get("cost") in choices.COSTS:
            amount, per = one.get("amount"), _of(one.get("cost_per"), choices.COSTS_PER, "")
            is_priced = one["cost"] in {"fixed", "income", "members"}
            money = round(amount * 100) if isinstance(amount, int | float) and 0 <= amount < 1e7 else None
            return {
                "cost": one["cost"], "cost_mad": money if is_priced else None, "cost_per": per if is_priced else "",
            }  # fmt: skip
    return {}


def _places(service: Row) -> dict[str, Any]:
    total, free = whole(service.get("places_total")), whole(service.get("places_free"))
    on = day(service.get("places_confirmed_on"))
    if total is None or free is None or free > total or on is None:
        free = None
    return {
        "places_total": total, "places_free": free, "places_waiting": whole(service.get("places_waiting")),
        "places_confirmed_on": on, "places_kind": _of(service.get("places_kind"), choices.CAPACITIES, "place"),
    }  # fmt: skip


def _saturation(service: Row, found: dict[str, Any]) -> dict[str, Any]:
    said_on, level = day(service.get("saturation_on")), next(iter(codes(service, "saturation")), "")
    if said_on is None:
        return {"saturation": "", "wait_days": None, "saturation_on": None}
    return {"saturation": level, "saturation_on": said_on, "wait_days": found["wait_days"]}


def _of(value: Any, known: Any, default: str) -> str:
    return str(value) if value in known else default


def _line(value: Any) -> str:
    return clean_typed(str(value or ""))[:200]
