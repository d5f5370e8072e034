"""The ground of all tests: real places, and a handful of invented centres with the same keys in every database.

``OWN``, ``SISTER`` (same province) and ``FAR`` (another region) are the three distances of the access tests;
``SISTER`` is for disabled people, ``SHELTER`` is confidential, ``PARTNER`` has no account. Families are never made
here: the actions make them.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connections

from jisr.accounts.models import User
from jisr.centres.choices import Answers, CentreType, OperatorKind, Theme
from jisr.centres.models import Centre, Contact, Operator, Service, Site
from jisr.common.database import scope
from jisr.families.actions.keys import admit_ring
from jisr.staff.choices import ROLES, Level
from jisr.staff.models import Post
from jisr.territory import sources
from jisr.territory.models import Commune, Province, Region

PROVINCES = ("07.161", "07.191", "09.541")  # Chichaoua; Marrakech; Taroudannt
OWN, SISTER, FAR, SHELTER, PARTNER = 101, 102, 103, 104, 105
SERVICE_OWN, SERVICE_SISTER, SERVICE_FAR, SERVICE_SHELTER, SERVICE_PARTNER = 201, 202, 203, 204, 205
CHICHAOUA, IMINTANOUTE, LALLA_AZIZA, TAROUDANNT = "07.161.01.01", "07.161.01.03", "07.161.05.09", "09.541.01.13"

_CENTRES = (
    (OWN, "TEST-OWN", "مركز أول", "Centre un", CentreType.ASSISTANCE_CENTRE, CHICHAOUA, SERVICE_OWN, Theme.FAMILY),
    (SISTER, "TEST-SISTER", "مركز ثان", "Centre deux", CentreType.DISABILITY_CENTRE, IMINTANOUTE,
     SERVICE_SISTER, Theme.DISABILITY),
    (FAR, "TEST-FAR", "مركز بعيد", "Centre lointain", CentreType.CHILD_CENTRE, TAROUDANNT,
     SERVICE_FAR, Theme.CHILD_PROTECTION),
    (SHELTER, "TEST-SHELTER", "فضاء سري", "Espace confidentiel", CentreType.WOMEN_SPACE, CHICHAOUA,
     SERVICE_SHELTER, Theme.SHELTER),
    (PARTNER, "TEST-PARTNER", "شريك", "Partenaire", CentreType.TRAINING_CENTRE, CHICHAOUA, SERVICE_PARTNER,
     Theme.TRAINING),
)  # fmt: skip

#: Who tests sign in as: name -> (role, place, compartments). ``user_of(name)`` and ``post_of(name)`` find them.
PEOPLE = {
    "officer": ("reception_officer", OWN, []),
    "worker": ("social_worker", OWN, []),
    "keeper": ("social_worker", OWN, ["violence"]),
    "director": ("centre_director", OWN, []),
    "sister_officer": ("reception_officer", SISTER, []),
    "sister_worker": ("social_worker", SISTER, []),
    "sister_director": ("centre_director", SISTER, []),
    "far_officer": ("reception_officer", FAR, []),
    "far_worker": ("social_worker", FAR, []),
    "far_director": ("centre_director", FAR, []),
    "child_keeper": ("social_worker", FAR, ["child"]),
    "shelter_keeper": ("social_worker", SHELTER, ["violence"]),
    "delegate": ("provincial_delegate", "07.161", []),
    "far_delegate": ("provincial_delegate", "09.541", []),
    "coordinator": ("regional_coordinator", "07", []),
    "far_coordinator": ("regional_coordinator", "09", []),
    "secretary": ("wave_secretary", "07", []),
    "moderator": ("moderator", "07", []),
    "answering": ("answering_body", "07", []),
    "adviser": ("advisory_body_member", "07", []),
    "far_secretary": ("wave_secretary", "09", []),
    "far_moderator": ("moderator", "09", []),
    "far_answering": ("answering_body", "09", []),
    "far_adviser": ("advisory_body_member", "09", []),
    "council": ("regional_council", "07", []),
    "approver": ("first_approver", "07", []),
    "second_approver": ("second_approver", "07", []),
    "far_council": ("regional_council", "09", []),
    "far_approver": ("first_approver", "09", []),
    "far_second_approver": ("second_approver", "09", []),
    "incubator": ("incubator", "07", []),
    "reader_one": ("file_reader", "07", []),
    "reader_two": ("file_reader", "07", []),
    "reader_three": ("file_reader", "07", []),
    "far_reader": ("file_reader", "09", []),
    "strategist": ("strategist", None, []),
    "auditor": ("auditor", None, []),
    "administrator": ("administrator", None, []),
    "second_administrator": ("administrator", None, []),
}


def prepare(alias: str) -> None:
    """Write the ground, unless it is there; called once a database, and after each transactional test."""
    with scope(speaking=alias):
        admit_ring()
        if Centre.objects.filter(pk=OWN).exists():
            return
        _places()
        _centres()
        _beyond_our_keys(alias)
        _people()


def owner(sql: str, *values: Any) -> list[Any]:
    """As the owner of the tables: what no page may do."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def user_of(name: str) -> User:
    """One of ``PEOPLE``."""
    return User.objects.get(email=_address(name))


def post_of(name: str) -> Post:
    """The post of one of ``PEOPLE``."""
    held = Post.objects.select_related("user", "centre", "province", "region").filter(user__email=_address(name))
    return held.earliest("pk")  # a journey may have given another since


def posts_of(names: Iterable[str]) -> dict[str, Post]:
    """The posts of some of ``PEOPLE``, in their order; one query."""
    rows = Post.objects.select_related("user", "centre", "province", "region").filter(
        user__email__in=[_address(name) for name in names]
    )
    found = {post.user.email: post for post in rows}
    return {name: found[_address(name)] for name in names}


@cache
def _shipped() -> sources.Territory:
    return sources.shipped()


def _places() -> None:
    shipped = _shipped()
    for model, rows, within in (
        (Region, shipped.regions, lambda row: True),
        (Province, shipped.provinces, lambda row: True),
        (Commune, shipped.communes, lambda row: row["province_id"] in PROVINCES),
    ):
        places = [model(**row) for row in rows if within(row)]
        for place in places:
            place.set_sort_keys()
        model.objects.bulk_create(places, ignore_conflicts=True)


def _centres() -> None:
    operator = Operator.objects.create(
        code="TEST-OPERATOR", name_ar="جهة الاختبار", name_fr="Opérateur d'essai", kind=OperatorKind.MUTUAL_AID,
        is_demonstration=True, source="tests",
    )  # fmt: skip
    for key, code, name_ar, name_fr, kind, commune, service, theme in _CENTRES:
        hidden = key == SHELTER
        centre = Centre(
            id=key, code=code, name_ar=name_ar, name_fr=name_fr, type=kind, operator=operator,
            province_id=commune[:6], confidential=hidden, answers=Answers.LINK if key == PARTNER else Answers.LIST,
            phone=f"+2125240000{key}", is_demonstration=True, source="tests",
        )  # fmt: skip
        centre.set_sort_keys()
        centre.save()
        place = Commune.objects.get(pk=commune)
        Site.objects.create(centre=centre, confidential=hidden, commune=place, lat=place.lat, lon=place.lon,
                            address="زنقة سرية" if hidden else "")  # fmt: skip
        if key == PARTNER:
            Contact.objects.create(centre=centre, phone=centre.phone)
        Service.objects.create(
            id=service, centre=centre, code=f"{code}-S", name_ar=f"خدمة {name_ar}", name_fr=f"Service {name_fr}",
            theme=theme, compartment="violence" if hidden else "", professional_only=hidden, is_demonstration=True,
            source="tests",
        )  # fmt: skip


def _beyond_our_keys(alias: str) -> None:
    """Rows that tests add get keys far above the ones chosen here."""
    with connections[alias].cursor() as cursor:
        for table in ("centres_centre", "centres_service"):
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 100000)", [table])


def _people() -> None:
    for name, (role, place, compartments) in PEOPLE.items():
        user = User.objects.create_user(
            _address(name), "une phrase de passe", display_name=f"Test {name}", is_demonstration=True
        )
        level = ROLES[role].widest
        at = {} if level == Level.NATION else {f"{level}_id": place}
        Post.objects.create(user=user, role=role, compartments=compartments, is_demonstration=True, **at)


def _address(name: str) -> str:
    return f"{name}@tests.example"
