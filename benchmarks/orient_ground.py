"""A catalogue of that many services, families of six with eight needs, and a crowd of families: for time alone."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from benchmarks.ground import busiest
from jisr.centres.choices import Accessibility, CentreType, Language, Public, Theme
from jisr.centres.models import Centre, Notice, Operator, Service, Site
from jisr.centres.rules import Place
from jisr.common.database import scope
from jisr.exchange.demonstration.names import Names
from jisr.families import actions as families
from jisr.families.rules import publics
from jisr.staff.models import Post
from jisr.territory.models import Commune
from jisr.window.listening import actions as listening
from jisr.window.orientation.batch import Crowd, Homes
from jisr.window.orientation.columns import LANGUAGES, PUBLICS, THEMES, bits
from jisr.window.reception import actions as reception

CODE, A_CENTRE, SHUT = "ORIENT", 4, 200
_ZONES, _SHARES = ("commune", "province", "region", "nation"), (0.2, 0.62, 0.15, 0.03)
_NEEDS = ("schooling", "student_lodging", "health", "direct_aid", "papers", "training", "disability", "family")


def make_catalogue(size: int, today: date) -> None:
    """So many services at a quarter as many centres, more where more people live; written by the owner."""
    chance = random.Random(size)  # noqa: S311 - the same catalogue each time
    with scope(speaking="owner"):
        if Service.objects.filter(code__startswith=f"{CODE}-").count() == size:
            return
        operator = Operator.objects.create(
            code=CODE, name_ar="جهة القياس", name_fr="Opérateur de mesure", kind="association", is_demonstration=True,
            source="benchmark",
        )  # fmt: skip
        centres = Centre.objects.bulk_create(_centres(chance, operator, size // A_CENTRE), batch_size=2_000)
        Site.objects.bulk_create(
            Site(
                centre=one, confidential=one.confidential, commune=one.stands,
                lat=min(max(one.stands.lat + chance.uniform(-0.1, 0.1), 20.8), 35.9),
                lon=min(max(one.stands.lon + chance.uniform(-0.1, 0.1), -17.2), -1.0),
            ) for one in centres
        )  # fmt: skip
        services = (_service(chance, centres[n % len(centres)], n, today) for n in range(size))
        Service.objects.bulk_create(services, batch_size=2_000)
        Notice.objects.bulk_create(
            Notice(centre=one, confidential=one.confidential, kind="closure", since=today - timedelta(days=2),
                   until=today + timedelta(days=chance.randint(0, 30)))
            for one in chance.sample(centres, min(SHUT, len(centres) // 5))
        )  # fmt: skip


def _centres(chance: random.Random, operator: Operator, count: int) -> list[Centre]:
    communes = list(Commune.objects.select_related("province"))
    places = chance.choices(communes, [one.population for one in communes], k=count)
    found = []
    for number, commune in enumerate(places):
        centre = Centre(
            code=f"{CODE}-{number}", name_ar=f"مركز {number}", name_fr=f"Centre {number}", operator=operator,
            type=chance.choice(CentreType.values), province=commune.province, confidential=chance.random() < 0.05,
            languages=chance.sample(Language.values, 2), is_demonstration=True, source="benchmark",
            phone="+212500000000", accessibility=chance.sample(Accessibility.values, chance.randint(0, 3)),
        )  # fmt: skip
        centre.stands = commune
        found.append(centre)
    return found


def _service(chance: random.Random, centre: Centre, number: int, today: date) -> Service:
    low = chance.choice([None, None, 0, 6, 12, 15, 18, 60])
    said = today - timedelta(days=chance.randint(0, 400))
    total = chance.choice([None, 20, 60])
    named = chance.sample(Public.values, chance.choice([0, 0, 1, 2]))
    since, until = (chance.choice([None] * 19 + [today + timedelta(days=days)]) for days in (20, -20))
    if since and until:
        since = None
    cost = chance.choice(["", "free", "free", "income", "fixed"])
    return Service(
        code=f"{CODE}-{number}", name_ar=f"خدمة {number}", name_fr=f"Service {number}", centre=centre, publics=named,
        theme=chance.choice(Theme.values), welcomes=chance.choice(["exclusive", "preferential"]) if named else
        "unconditional", age_min=low, age_max=None if low is None else chance.choice([None, low + 6, low + 12]),
        sex=chance.choice(["", "", "", "f", "m"]), zone=chance.choices(_ZONES, _SHARES)[0],
        quality=chance.randint(20, 99),
        staff_gender=chance.choice(["", "", "f", "m"]), cost=cost,
        cost_mad=chance.choice([None, 2_000, 20_000]) if cost in {"fixed", "income"} else None, places_total=total,
        since=since, until=until,
        places_free=None if total is None else chance.randint(0, total), verified_on=said,
        places_confirmed_on=None if total is None else said, saturation=chance.choice(["", "low", "moderate", "high"]),
        saturation_on=said, wait_days=chance.choice([None, 0, 10, 60]), answer_days=chance.choice([None, 0, 2, 9]),
        hidden_on=today if (today - said).days > 365 else None, modes=chance.choice([[], [], ["telephone"], ["home"]]),
        compartment="violence" if chance.random() < 0.02 else "", is_demonstration=True, source="benchmark",
    )  # fmt: skip


def families_of_six(count: int) -> tuple[Any, list[Any]]:
    """So many, received and listened to at the busiest desk by the product's own acts: who works there, their keys."""
    desk = busiest()
    with scope():
        worker = Post.objects.select_related("user", "centre").get(pk=desk.posts["social_worker"])
    with scope(user=worker.user_id, centres=[desk.centre]):
        communes = list(Commune.objects.filter(code__in=desk.communes))
    chance = random.Random(6)  # noqa: S311 - the same families each time
    keys = []
    for number in range(count):
        with scope(user=worker.user_id, centres=[desk.centre]):
            keys.append(_family(chance, worker, communes[number % len(communes)]))
    return worker, keys


def _family(chance: random.Random, worker: Post, commune: Commune) -> Any:
    names = Names(chance)
    surname = names.surname()
    named = {"given_ar": names.given("f")[0], "family_ar": surname[0], "sex": "f", "marital_state": "widowed"}
    visit = reception.receive_new(
        centre=worker.centre, commune=commune, names=named | {"born_on": date(1985, 3, 4)}, by=worker.user,
        visit={"reasons": ["schooling"], "language": "darija"}, is_demonstration=True,
    )  # fmt: skip
    people = [visit.person] + [
        families.add_person(
            household=visit.household, by=worker.user, relation="child", given_ar=names.given(sex)[0],
            family_ar=surname[0], sex=sex, born_on=date(2026 - age, 2, 3), schooled=age > 5,
            disability=chance.choice(["", "motor"]),
        ) for age, sex in ((16, "f"), (14, "m"), (11, "f"), (7, "m"), (3, "f"))
    ]  # fmt: skip
    listening.listen(
        person=visit.person, centre=worker.centre, by=worker.user, visit=visit,
        needs=[{"person": people[n % 6], "theme": theme, "words": "بكلماتها"} for n, theme in enumerate(_NEEDS)],
    )  # fmt: skip
    return visit.household_id


def crowd_of(count: int) -> tuple[Crowd, Homes]:
    """Needs of so many families, one to three each, where and as old as people are."""
    draw = np.random.default_rng(count)
    with scope():
        communes = list(Commune.objects.select_related("province"))
    people = np.array([one.population for one in communes], dtype=float)
    family = np.repeat(np.arange(count), draw.choice([1, 2, 3], count, p=[0.6, 0.25, 0.15]))
    home = draw.choice(len(communes), count, p=people / people.sum())[family]
    size = len(family)
    age, sex = draw.integers(0, 90, size), draw.integers(1, 3, size)
    marital = draw.choice(["", "married", "widowed", "divorced"], size)
    rural = np.array([one.is_rural for one in communes])[home]
    crowd = Crowd(
        home.astype(np.int32), draw.choice(list(THEMES.values()), size).astype(np.int16),
        np.zeros(size, dtype=np.int16),
        age.astype(np.int16), sex.astype(np.int8), np.zeros(size, dtype=np.int8),
        *_publics(age, sex, marital, rural),
        draw.choice([bits([one], LANGUAGES) for one in ("darija", "tachelhit")], size),
        np.where(draw.random(size) < 0.05, 1, 0).astype(np.int64), np.zeros(size, dtype=np.int32),
    )  # fmt: skip
    places = [Place(one.pk, one.province_id, one.province.region_id) for one in communes]
    return crowd, Homes(places, [one.point for one in communes])


def _publics(age: Any, sex: Any, marital: Any, rural: Any) -> Sequence[Any]:
    kinds: dict[Any, tuple[int, int]] = {}
    found = []
    for key in zip(age.tolist(), sex.tolist(), marital.tolist(), rural.tolist(), strict=True):
        if key not in kinds:
            years, which, state, is_rural = key
            told = publics(
                years=years, sex="_fm"[which], marital_state=state, schooled=None, disabled=None, rural=is_rural
            )
            kinds[key] = bits([code for code, yes in told.items() if yes], PUBLICS), bits(told, PUBLICS)
        found.append(kinds[key])
    belongs, known = np.array(found, dtype=np.int64).T
    return belongs, known
