"""What a post may see figures of, and what its rows are called."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.barometer.queries import Area
from jisr.centres.models import Centre, Service
from jisr.staff.choices import Level
from jisr.staff.models import Post
from jisr.territory.models import Commune, Province, Region
from jisr.web.wording import language

#: Level of the post -> where the unit of a centre is found; a centre by itself has no smaller unit.
_UNITS = {
    Level.CENTRE: ("pk", gettext_lazy("By centre")),
    Level.PROVINCE: ("pk", gettext_lazy("By centre")),
    Level.REGION: ("province_id", gettext_lazy("By province")),
    Level.NATION: ("province__region_id", gettext_lazy("By region")),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """The area of a post, and the names of its units.

    Attributes:
        key: what tells it from the area of another post.
        heading: over the table by unit.
        names: code of a unit -> name in the language of the reader.
        map: name of the boundaries that show it.
        province: code of the province whose communes the map shows; "" where it shows the units.
    """

    key: str
    area: Area
    heading: Any
    names: Mapping[str, str]
    map: str
    province: str = ""


def ground_of(post: Post) -> Ground:
    """The centres that a post sees figures of: its own, those of its province or region, all of them. Three queries."""
    level, within = post.level, _within(post)
    path, heading = _UNITS[level]
    centres = list(Centre.objects.filter(**within).order_by("pk").values_list("pk", path, "name_ar", "name_fr"))
    services = dict(
        Service.objects.filter(**{f"centre__{name}": value for name, value in within.items()}).values_list(
            "pk", "centre_id"
        )
    )
    area = Area(
        {key: str(unit) for key, unit, *_ in centres}, services, communes=level in {Level.CENTRE, Level.PROVINCE}
    )
    names = {str(unit): chosen(arabic, french) for _, unit, arabic, french in centres}
    if level in {Level.REGION, Level.NATION}:
        names = _names(Province.objects.filter(region=post.region_id) if post.region_id else Region.objects.all())
    province = post.province_id or (post.centre.province_id if post.centre else "")
    region = province.partition(".")[0]
    boundaries = f"communes-{region}" if province else "provinces" if post.region_id else "regions"
    key = f"{level}:{post.place.pk if post.place else ''}"
    return Ground(key, area, heading, names, boundaries, province)


def communes(codes: Collection[Any], province: str) -> dict[str, str]:
    """Names of communes by code: those asked for, and all of a province. The empty code was not recorded."""
    asked = Commune.objects.filter(Q(pk__in=[code for code in codes if code]) | Q(province=province))
    return _names(asked) | {"": _("not known")}


def provinces(codes: Collection[str]) -> dict[str, str]:
    """Names of provinces by code. The empty code was not recorded."""
    return _names(Province.objects.filter(pk__in=[code for code in codes if code])) | {"": _("not known")}


def centres(keys: Collection[int]) -> dict[int, Centre]:
    """Centres by key, for their names and telephones."""
    return Centre.objects.in_bulk(keys)


def chosen(arabic: str, french: str) -> str:
    """The name in the language of the reader, or the one there is."""
    return (arabic or french) if language() in {"ar", "zgh"} else (french or arabic)


def _within(post: Post) -> dict[str, Any]:
    if post.level == Level.CENTRE:
        return {"pk": post.centre_id}
    if post.level == Level.PROVINCE:
        return {"province": post.province_id}
    return {"province__region": post.region_id} if post.level == Level.REGION else {}


def _names(places: Any) -> dict[str, str]:
    return {code: chosen(arabic, french) for code, arabic, french in places.values_list("code", "name_ar", "name_fr")}
