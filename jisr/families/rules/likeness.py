"""How likely two files are of one person, and why: a sum of evidence, turned into a share between 0 and 1.

Each thing known of both files adds or takes log-odds: how much more often it is so in two files of one person than in
two files drawn at random (Fellegi and Sunter 1969, Journal of the American Statistical Association 64(328),
https://doi.org/10.1080/01621459.1969.10501049). What one of them does not say counts nothing. The numbers are dated
parameters; where they come from: docs/decisions/0080-how-alike-two-persons-are.md.

The score decides nothing: thresholds do, elsewhere, and people read the reasons.

Laws (tests/families/test_likeness.py): the same both ways round; nobody is more like a person than she herself, and
who is fully known is 1 like herself; one more thing on which both agree never lowers it; a contradiction lowers it.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Protocol

from jisr.common import parameters
from jisr.families.choices import LikenessReason as Reason
from jisr.families.rules.names_alike import likest

_GIVEN: Final = {
    "same": Reason.GIVEN_SAME, "script": Reason.GIVEN_SCRIPT, "spelling": Reason.GIVEN_SPELLING,
    "particle": Reason.GIVEN_PARTICLE, "shortened": Reason.GIVEN_SHORTENED, "letter": Reason.GIVEN_LETTER,
    "vowels": Reason.GIVEN_VOWELS, "differs": Reason.GIVEN_DIFFERS,
}  # fmt: skip
_FAMILY: Final = {
    "same": Reason.FAMILY_SAME, "script": Reason.FAMILY_SCRIPT, "spelling": Reason.FAMILY_SPELLING,
    "particle": Reason.FAMILY_PARTICLE, "shortened": Reason.FAMILY_SHORTENED, "letter": Reason.FAMILY_LETTER,
    "vowels": Reason.FAMILY_VOWELS, "differs": Reason.FAMILY_DIFFERS,
}  # fmt: skip
#: Levels at which a name counts as the same name.
_ONE_NAME: Final = frozenset({"same", "script", "spelling"})
#: Reasons that speak against: a page marks them apart.
AGAINST: Final = frozenset(
    reason.value
    for reason in (
        Reason.GIVEN_VOWELS, Reason.GIVEN_DIFFERS, Reason.FAMILY_DIFFERS, Reason.BIRTH_DIFFERS, Reason.SEX_DIFFERS,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """What is compared of a person; whatever is not known stays empty.

    Attributes:
        born_about: the date is approximate; a first of January always counts so.
        communes: codes of communes where she lives or was registered.
        phones: numbers of her household, as kept.
    """

    given_ar: str = ""
    family_ar: str = ""
    given_fr: str = ""
    family_fr: str = ""
    sex: str = ""
    born_on: date | None = None
    born_about: bool = False
    communes: Collection[str] = ()
    phones: Collection[str] = ()

    @property
    def given(self) -> tuple[str, str]:
        """The given name in each script."""
        return self.given_ar, self.given_fr

    @property
    def family(self) -> tuple[str, str]:
        """The surname in each script."""
        return self.family_ar, self.family_fr

    @property
    def birth_is_about(self) -> bool:
        """Whether only the year is to be believed: 8 in 100 births are registered on a first of January."""
        return self.born_about or (self.born_on is not None and (self.born_on.month, self.born_on.day) == (1, 1))


class Named(Protocol):
    """Whoever has names, a sex and a birth as ``families.models.Person`` keeps them."""

    given_ar: str
    family_ar: str
    given_fr: str
    family_fr: str
    sex: str
    born_on: date | None
    born_about: bool


def described(person: Named, *, communes: Collection[str] = (), phones: Collection[str] = ()) -> Described:
    """What is compared of a person on file, with the places and telephones of her household as far as they are open."""
    kept = {name: getattr(person, name) for name in Named.__annotations__}
    return Described(**kept, communes=communes, phones=phones)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two persons are.

    Attributes:
        score: 0 to 1, the share of such pairs expected to be one person, to three decimals.
        reasons: codes of ``choices.LikenessReason``: names, birth, then the rest; ``AGAINST`` says which speak against.
    """

    score: float
    reasons: tuple[str, ...]


def compare(one: Described, other: Described, *, on: date = date.max) -> Likeness:
    """How likely two files are of one person, and why.

    Args:
        on: the day whose parameters hold; the latest when left out.

    >>> a = Described(given_ar="خديجة", family_ar="العلوي", sex="f", born_on=date(1987, 3, 9), communes=["01.511.01.0"])
    >>> b = Described(given_fr="Khadija", family_fr="El Alaoui", born_on=date(1987, 9, 3), communes=["01.511.01.0"])
    >>> compare(a, b)
    Likeness(score=0.9, reasons=('given_script', 'family_script', 'birth_swapped', 'commune_same'))
    """
    weights = _weights(on)
    found = [*_names(one, other), *_birth(one, other), *_rest(one, other)]
    odds = weights["prior"] + sum(weights[weight] for weight, _ in found)
    return Likeness(round(1 / (1 + math.exp(-odds)), 3), tuple(reason.value for _, reason in found))


Evidence = tuple[str, Reason]


def _names(one: Described, other: Described) -> list[Evidence]:
    given, family = likest(one.given, other.given), likest(one.family, other.family)
    straight = _named(given, family)
    if not {given, family} & _ONE_NAME and _swapped(one, other):
        return [("names_swapped", Reason.NAMES_SWAPPED)]
    if given in _ONE_NAME and family == "differs" and _may_have_married(one, other):
        return [*_named(given, ""), ("married_name", Reason.MARRIED_NAME)]
    return straight


def _swapped(one: Described, other: Described) -> bool:
    return likest(one.given, other.family) in _ONE_NAME and likest(one.family, other.given) in _ONE_NAME


def _may_have_married(one: Described, other: Described) -> bool:
    """A woman born on the same day; not known to be a man on either side."""
    sexes = {one.sex, other.sex} - {""}
    return sexes == {"f"} and any(weight in {"birth_same", "birth_first_january"} for weight, _ in _birth(one, other))


def _named(given: str, family: str) -> list[Evidence]:
    levels = [("given", given, _GIVEN), ("family", family, _FAMILY)]
    return [(f"{part}_{level}", reasons[level]) for part, level, reasons in levels if level]


def _birth(one: Described, other: Described) -> Iterator[Evidence]:
    here, there = one.born_on, other.born_on
    if here is None or there is None:
        return
    years, about = abs(here.year - there.year), one.birth_is_about or other.birth_is_about
    if about and years == 0:
        both = one.birth_is_about and other.birth_is_about
        yield ("birth_first_january" if both else "birth_about"), Reason.BIRTH_ABOUT
    elif about and years == 1:
        yield "birth_about_near", Reason.BIRTH_NEAR
    elif here == there:
        yield "birth_same", Reason.BIRTH_SAME
    elif (here.year, here.month, here.day) == (there.year, there.day, there.month):
        yield "birth_swapped", Reason.BIRTH_SWAPPED
    elif years == 1 and (here.month, here.day) == (there.month, there.day):
        yield "birth_near", Reason.BIRTH_NEAR
    elif years == 0:
        yield "birth_year", Reason.BIRTH_YEAR
    else:
        yield "birth_differs", Reason.BIRTH_DIFFERS


def _rest(one: Described, other: Described) -> Iterator[Evidence]:
    if one.sex and other.sex:
        same = one.sex == other.sex
        yield ("sex_same", Reason.SEX_SAME) if same else ("sex_differs", Reason.SEX_DIFFERS)
    if set(one.communes) & set(other.communes):
        yield "commune_same", Reason.COMMUNE_SAME
    if set(one.phones) & set(other.phones):
        yield "phone_same", Reason.PHONE_SAME


@cache
def _weights(on: date) -> Mapping[str, float]:
    return parameters.values("jisr.families", "likeness", on=on)
