"""Invented households: who lives together, drawn from what the census says of their commune. Pure; no database."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jisr.exchange.demonstration.names import Names
from jisr.families.rules import age

#: Kinds of household that come, with how often before the commune weighs in. Invented.
PROFILES = {
    "widow": 20, "divorced": 14, "couple": 26, "disabled_child": 14, "elderly": 10, "young": 10, "disabled_adult": 6,
}  # fmt: skip
#: What each kind comes for: (theme, for whom), the likeliest first.
THEMES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "widow": (("papers", "head"), ("direct_aid", "head"), ("student_lodging", "pupil"), ("schooling", "child"),
              ("training", "woman"), ("health", "head"), ("goods", "head"), ("literacy", "woman")),
    "divorced": (("legal", "woman"), ("direct_aid", "head"), ("training", "woman"), ("childcare", "small"),
                 ("papers", "head"), ("family", "head"), ("psychology", "woman"), ("housing", "head")),
    "couple": (("work", "head"), ("student_lodging", "pupil"), ("direct_aid", "head"), ("housing", "head"),
               ("family", "head"), ("schooling", "child"), ("health", "head"), ("goods", "head")),
    "disabled_child": (("disability", "disabled"), ("schooling", "disabled"), ("health", "disabled"),
                       ("direct_aid", "head"), ("papers", "head")),
    "elderly": (("elderly", "head"), ("health", "head"), ("goods", "head"), ("papers", "head")),
    "young": (("training", "head"), ("work", "head"), ("literacy", "head"), ("papers", "head")),
    "disabled_adult": (("disability", "disabled"), ("health", "disabled"), ("work", "disabled"),
                       ("direct_aid", "head")),
    "child": (("child_protection", "head"), ("shelter", "head"), ("schooling", "head"), ("family", "head")),
}  # fmt: skip
#: Shares of the census of 2024 in the whole country, against which a commune is weighed.
_NATIONAL = {"widow": 0.11, "divorced": 0.04, "disabled_child": 0.048, "disabled_adult": 0.048}
_DISABILITIES = {"motor": 34, "hearing": 16, "visual": 16, "intellectual": 16, "autism": 9, "multiple": 9}


@dataclass(slots=True)
class Margins:
    """A commune and what its census says, as far as households are drawn from it; shares are of one.

    Attributes:
        languages: codes spoken beside Darija with their share, most spoken first.
    """

    code: str
    province: str
    region: str
    rural: bool
    lat: float
    lon: float
    people: int
    size: float
    disabled: float
    widowed: float
    divorced: float
    illiterate: float
    illiterate_women: float
    enrolled: float
    children: float
    languages: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class Member:
    """Somebody invented. ``given`` and ``family`` are (Arabic, Latin); one of the two scripts may be empty."""

    given: tuple[str, str]
    family: tuple[str, str]
    sex: str
    born_on: date
    born_about: bool
    relation: str
    marital_state: str = ""
    literacy: str = ""
    schooled: bool | None = None
    disability: str = ""
    key: Any = None

    def age(self, today: date) -> int:
        """Whole years on a day."""
        return age(self.born_on, today) or 0


@dataclass(slots=True)
class Home:
    """An invented household; the head is its first member."""

    commune: Margins
    profile: str
    language: str
    members: list[Member] = field(default_factory=list)

    @property
    def head(self) -> Member:
        """Who speaks for it."""
        return self.members[0]

    def one_for(self, whom: str, today: date) -> Member | None:
        """The member whom a need is about; None when nobody fits."""
        fits = {
            "head": lambda m: m is self.head,
            "woman": lambda m: m.sex == "f" and 15 <= m.age(today) <= 45,
            "pupil": lambda m: 12 <= m.age(today) <= 18 and m.schooled,
            "child": lambda m: 6 <= m.age(today) <= 15,
            "small": lambda m: 2 <= m.age(today) <= 5,
            "disabled": lambda m: bool(m.disability),
        }[whom]
        return next((member for member in self.members if fits(member)), None)


class Homes:
    """Makes households, the same ones for the same numbers."""

    def __init__(self, chance: random.Random, today: date) -> None:
        self.chance, self.today = chance, today
        self.names = Names(chance)

    def make(self, commune: Margins, profile: str = "") -> Home:
        """A household of this commune.

        Args:
            profile: a key of ``PROFILES``; drawn by the commune's margins when left out.
        """
        profile = profile or self._profile(commune)
        home = Home(commune, profile, self._language(commune))
        self._head(home)
        if profile in {"couple", "disabled_child"} and home.head.marital_state == "married":
            self._add(home, "f" if home.head.sex == "m" else "m", self._near(home.head, 6), "spouse", "married")
        family = self._fathers(home)
        youngest = 0 if profile != "elderly" else 99
        for _ in range(self._children(commune, profile)):
            years = self._child_age(home, youngest)
            if years is not None:
                self._add(home, self.chance.choice("fm"), years, "child", "single", family=family)
        if profile in {"couple", "widow"} and self.chance.random() < 0.12:
            self._add(home, "f", self.chance.randint(62, 85), "parent", "widowed")
        if profile == "disabled_child":
            self._disable_a_child(home)
        if profile == "disabled_adult":
            home.head.disability = self._disability()
        return home

    def child(self, home: Home, years: int, sex: str) -> Member:
        """One child more in a household."""
        self._add(home, sex, years, "child", "", family=self._fathers(home))
        return home.members[-1]

    def _fathers(self, home: Home) -> tuple[str, str]:
        """The surname of the children: their father's, also where he is not in the household."""
        children = [member for member in home.members if member.relation == "child"]
        fathers = [member for member in home.members if member.sex == "m" and member.relation in {"head", "spouse"}]
        known = [*children, *fathers]
        return known[0].family if known else self.names.surname()

    def _profile(self, commune: Margins) -> str:
        weights: dict[str, float] = {**PROFILES}
        here = {"widow": commune.widowed, "divorced": commune.divorced, "disabled_child": commune.disabled,
                "disabled_adult": commune.disabled}  # fmt: skip
        for name, share in here.items():
            weights[name] *= min(2.0, max(0.5, share / _NATIONAL[name]))
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def _language(self, commune: Margins) -> str:
        for language, share in commune.languages:
            if self.chance.random() < share:
                return language
        return "darija"

    def _head(self, home: Home) -> None:
        pick = self.chance
        sex, low, high, state = {
            "widow": ("f", 29, 60, "widowed"),
            "divorced": ("f", 23, 50, pick.choice(["divorced", "divorced", "separated"])),
            "couple": (pick.choice("mmf"), 27, 60, "married"),
            "disabled_child": (pick.choice("ffm"), 26, 50, pick.choice(["married", "married", "widowed", "divorced"])),
            "elderly": (pick.choice("fm"), 63, 88, pick.choice(["widowed", "widowed", "single"])),
            "young": (pick.choice("ffm"), 16, 29, "single"),
            "disabled_adult": (pick.choice("fm"), 19, 58, pick.choice(["single", "single", "married", "divorced"])),
        }[home.profile]
        self._add(home, sex, pick.randint(low, high), "head", state)

    def _add(self, home: Home, sex: str, years: int, relation: str, state: str, *, family: Any = None) -> None:
        pick, commune = self.chance, home.commune
        about = years > 45 and pick.random() < 0.4
        born = date(self.today.year - years, 1, 1) if about else self.today - timedelta(
            days=int(365.25 * years) + pick.randint(1, 360)
        )  # fmt: skip
        given, family = self.names.given(sex), family or self.names.surname()
        scripts = pick.random()
        if scripts < 0.25:  # recorded in Arabic only
            given, family = (given[0], ""), (family[0], "")
        elif scripts > 0.96:  # in Latin letters only
            given, family = ("", given[1]), ("", family[1])
        member = Member(given, family, sex, born, about, relation)
        member.marital_state = state if years >= 15 else ""
        if years >= 10:
            share = commune.illiterate_women if sex == "f" else commune.illiterate
            share = min(0.95, share * (2.2 if years >= 45 else 0.5 if years < 25 else 1.0))
            member.literacy = "no" if pick.random() < share else pick.choice(["reads", "reads", "little"])
        if 5 <= years <= 19:
            enrolled = commune.enrolled if years <= 11 else 0.85 if years <= 14 else 0.6
            member.schooled = pick.random() < enrolled
        if pick.random() < commune.disabled * 0.5:
            member.disability = self._disability()
        home.members.append(member)

    def _near(self, other: Member, most: int) -> int:
        years = other.age(self.today)
        apart = self.chance.randint(0, most)
        return max(18, years - apart if other.sex == "m" else years + apart)

    def _children(self, commune: Margins, profile: str) -> int:
        if profile in {"elderly", "young", "disabled_adult"}:
            return self.chance.choices([0, 1, 2], [0.6, 0.25, 0.15])[0] if profile == "disabled_adult" else 0
        adults = 2 if profile == "couple" else 1
        mean = max(1.2, (commune.size - adults) * (1.0 + commune.children - 0.27))
        return max(1, min(7, round(self.chance.gauss(mean, 1.1))))

    def _child_age(self, home: Home, youngest: int) -> int | None:
        mother = min(member.age(self.today) for member in home.members if member.relation in {"head", "spouse"})
        oldest = min(20, mother - 19)
        return self.chance.randint(youngest, oldest) if oldest >= youngest else None

    def _disable_a_child(self, home: Home) -> None:
        children = [member for member in home.members if member.relation == "child"]
        if not children:
            children = [self.child(home, self.chance.randint(4, 7), self.chance.choice("fm"))]
        self.chance.choice(children).disability = self._disability()

    def _disability(self) -> str:
        return self.chance.choices(list(_DISABILITIES), list(_DISABILITIES.values()))[0]
