"""What hangs on places and services, read from our own fields of a package: notices, capacities, stops. Pure."""

from datetime import date, time
from typing import Any

from jisr.centres import choices
from jisr.centres.models import Capacity, Centre, Notice, Stop
from jisr.exchange.hsds import values
from jisr.exchange.hsds.hours import is_hours
from jisr.exchange.hsds.meaning import ours
from jisr.exchange.hsds.standard import Row
from jisr.territory.models import Commune


def notices_of(row: Row, today: date) -> list[Notice]:
    """Temporary information of an owner, as our own packages tell it."""
    found = []
    for one in row.get("schedules") or ():
        kind, since = one.get("notice"), values.day(one.get("valid_from"))
        if kind not in choices.NOTICES or since is None:
            continue
        until, text = values.day(one.get("valid_to")), str(one.get("opening_hours") or "")
        if (kind == "hours") != bool(text and is_hours(text)) or (until and until < since):
            continue
        found.append(
            Notice(
                kind=kind, since=since, until=until, hours=text, text_ar=str(one.get("text_ar") or "")[:300],
                text_fr=str(one.get("text_fr") or "")[:300], said_on=values.day(one.get("said_on")) or today,
            )
        )  # fmt: skip
    return found


def capacities_of(row: Row) -> list[Capacity]:
    """How much there is of each kind, as our own packages tell it."""
    found = {}
    for one in row.get("attributes") or ():
        told, maximum = ours(one), str(one.get("value") or "")
        if told and told[0] == "capacity" and told[1] in choices.CAPACITIES and maximum.isdigit() and len(maximum) < 7:
            free, through = values.whole(one.get("available")), str(one.get("through") or "import")
            found[told[1]] = Capacity(
                kind=told[1], maximum=int(maximum), available=free if free is None or free <= int(maximum) else None,
                unit=str(one.get("unit") or "")[:60],
                through=through if through in choices.PlacesSource.values else "import",
                **({"said_on": said_on} if (said_on := values.day(one.get("said_on"))) else {}),
            )  # fmt: skip
    return list(found.values())


def stops_of(row: Row, centre: Centre, communes: dict[str, Commune]) -> list[Stop]:
    """The stop that a place of a mobile unit stands for."""
    commune, found = communes.get(str(row.get("commune"))), []
    for one in row.get("schedules") or ():
        since, hours = values.day(one.get("dtstart")), [_hour(one.get(name)) for name in ("opens_at", "closes_at")]
        if commune is None or since is None or hours[0] is None or hours[1] is None or hours[0] >= hours[1]:
            continue
        point = values.point_of(row) or (None, None)
        found.append(
            Stop(
                centre=centre, commune=commune, place_ar=str(row.get("name_ar") or "")[:200],
                place_fr=str(row.get("name_fr") or "")[:200], lat=point[0], lon=point[1], since=since,
                until=values.day(one.get("until")), opens=hours[0], closes=hours[1],
                every_weeks=min(values.whole(one.get("interval")) or 0, 8),
            )
        )  # fmt: skip
    return found


def _hour(value: Any) -> time | None:
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        return None
