"""What the network of the demonstration offers, ready to be drawn from: services by theme and place, desks, people."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from jisr.accounts.models import User
from jisr.centres.choices import Answers
from jisr.centres.models import Centre, Service
from jisr.exchange.demonstration.homes import Margins
from jisr.exchange.demonstration.names import Names
from jisr.exchange.demonstration.people import DOMAIN
from jisr.staff.models import Post
from jisr.territory.models import Commune

#: Kinds of centre where families are received, with how many come to one of them.
DESKS = {"assistance_centre": 10, "complex": 8, "disability_centre": 6, "family_centre": 4, "training_centre": 3}
REGION = "07"
#: Start of the codes of the centres where the stories happen and most families come.
HOME = "DEMO-CHI-"
NO_PASSWORD = UNUSABLE_PASSWORD_PREFIX
#: Start of the codes of centres in another region where a story happens.
STORIES = "DEMO-TAR-"


@dataclass(frozen=True, slots=True)
class Worker:
    """A colleague: keys of the account and of the post ("" for one who never signs in)."""

    user: int
    post: str = ""


class Catalogue:
    """Reads the network once; chooses the same for the same numbers."""

    def __init__(self, chance: random.Random, provinces: Sequence[str] = ()) -> None:
        self.chance = chance
        here = Q(centre__province__region=REGION) | Q(centre__code__startswith=STORIES)
        rows = Service.objects.filter(here, centre__is_demonstration=True)
        self.services = list(
            rows.select_related("centre__site__commune", "centre__province", "programme").order_by("id")
        )
        self.centres = {service.centre_id: service.centre for service in self.services}
        self._by_theme: dict[tuple[str, str, str], list[Service]] = defaultdict(list)
        for service in self.services:
            self._by_theme[service.theme, service.centre.province_id, service.compartment].append(service)
        self.communes = {row.code: row for row in map(_margins, Commune.objects.select_related("province"))}
        self._near: dict[str, list[Margins]] = defaultdict(list)
        for commune in self.communes.values():
            self._near[commune.province].append(commune)
        self.workers: dict[int, dict[str, Worker]] = defaultdict(dict)
        self._read_people()

    def desks(self, most: int | None = None) -> tuple[list[Centre], list[float]]:
        """Centres that receive families, and how many come to each.

        Args:
            most: of one kind in one province, so that few families are not spread too thin; all when left out.
        """
        own = [row for row in self.centres.values() if row.type in DESKS and row.answers == Answers.LIST]
        here = [row for row in own if row.province.region_id == REGION]
        here.sort(key=lambda row: (not row.code.startswith(HOME), row.pk))
        taken: Counter = Counter()
        found, weights = [], []
        for row in here:
            taken[row.type, row.province_id] += 1
            if most is None or taken[row.type, row.province_id] <= most:
                found.append(row)
        for centre in found:
            weight = float(DESKS[centre.type])
            weights.append(weight * (2.0 if centre.code.startswith(HOME) else 1.0))
        return found, weights

    def centre(self, code: str) -> Centre:
        """One of the stories' own centres.

        Raises:
            LookupError: the network has no such centre with a service.
        """
        found = next((centre for centre in self.centres.values() if centre.code == code), None)
        if found is None:
            raise LookupError(code)
        return found

    def service(self, code: str, theme: str) -> Service:
        """The first service of a theme at one of the stories' own centres.

        Raises:
            LookupError: it has none.
        """
        found = next((row for row in self.services if row.centre.code == code and row.theme == theme), None)
        if found is None:
            raise LookupError(f"{code} {theme}")
        return found

    def commune_near(self, centre: Centre) -> Margins:
        """A commune from which somebody comes to a centre: half of them its own, else one of the province by people."""
        own = self.communes.get(centre.site.commune_id) if hasattr(centre, "site") else None
        if own is not None and self.chance.random() < 0.45:
            return own
        near = self._near[centre.province_id]
        return self.chance.choices(near, [commune.people for commune in near])[0]

    def service_for(self, theme: str, member: Any, home: Any, today: Any, *, compartment: str = "") -> Service | None:
        """A service of the province that may take somebody; the stories' own centres more often."""
        years = member.age(today)
        fitting = [
            service
            for service in self._by_theme[theme, home.commune.province, compartment]
            if service.sex in {"", member.sex}
            and (service.age_min is None or years >= service.age_min)
            and (service.age_max is None or years <= service.age_max)
        ]
        if not fitting:
            return None
        named = [4.0 if service.centre.code.startswith(HOME) else 1.0 for service in fitting]
        return self.chance.choices(fitting, named)[0]

    def worker(self, centre: int, role: str = "social_worker") -> Worker:
        """Who does it at a centre: the one in that role, or whoever works there."""
        there = self.workers[centre]
        return there.get(role) or there.get("social_worker") or there["desk"]

    def staff(self, centres: Sequence[Centre]) -> list[User]:
        """Unsaved colleagues for centres where nobody of the demonstration's people works; they never sign in."""
        names, made = Names(self.chance), []
        for centre in centres:
            given, family = names.given(self.chance.choice("ffm")), names.surname()
            if not {"social_worker", "desk"} & self.workers[centre.pk].keys():
                made.append(
                    User(
                        email=f"desk.{centre.code.lower()}@{DOMAIN}", display_name=f"{given[0]} {family[0]}",
                        is_active=False, is_demonstration=True, password=NO_PASSWORD,
                    )
                )  # fmt: skip
                self.workers[centre.pk]["desk"] = Worker(0)
        return made

    def remember(self, centres: Sequence[Centre]) -> None:
        """Read the keys of colleagues just saved."""
        keys = dict(User.objects.filter(email__startswith="desk.").values_list("email", "pk"))
        for centre in centres:
            if "desk" in self.workers[centre.pk]:
                self.workers[centre.pk]["desk"] = Worker(keys[f"desk.{centre.code.lower()}@{DOMAIN}"])

    def _read_people(self) -> None:
        for post in Post.objects.filter(user__is_demonstration=True, centre__isnull=False).order_by("since", "id"):
            # whoever keeps a compartment keeps it beside the ordinary worker of the same centre
            role = ",".join(post.compartments) or post.role
            assert post.centre_id is not None  # asked for above
            self.workers[post.centre_id][role] = Worker(post.user_id, str(post.pk))


def _margins(row: Commune) -> Margins:
    def share(value: float | None, otherwise: float) -> float:
        return (otherwise if value is None else value) / 100

    spoken = [(name, share(getattr(row, f"{name}_pct"), 0)) for name in ("tachelhit", "tamazight", "tarifit")]
    return Margins(
        code=row.code, province=row.province_id, region=row.province.region_id, rural=row.is_rural, lat=row.lat,
        lon=row.lon, people=row.population, size=row.household_size or 4.0, disabled=share(row.disability_pct, 4.8),
        widowed=share(row.widowed_female_pct, 11), divorced=share(row.divorced_female_pct, 4),
        illiterate=share(row.illiteracy_10plus_pct, 25), illiterate_women=share(row.illiteracy_10plus_female_pct, 32),
        enrolled=share(row.enrolment_6_11_pct, 95), children=share(row.age_0_14_pct, 27),
        languages=tuple(sorted((pair for pair in spoken if pair[1] > 0.02), key=lambda pair: -pair[1])),
    )  # fmt: skip
