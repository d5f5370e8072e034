"""Vignettes of orientation that a field expert reads and writes, and what must come first, may come, must never.

The format is told in ``cases/orientation/README.md``. Whatever is misspelled, missing or said twice is refused.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from jisr.centres import choices as listed
from jisr.common import yaml_text
from jisr.common.choices import Compartment, Sex
from jisr.conditions.books import BadRule, book_of
from jisr.conditions.trees import Tree
from jisr.families.choices import Certainty, Disability, Literacy, MaritalState, Registered, Relation, ResourceKind
from jisr.territory.sources import shipped
from jisr.window.listening.choices import Gravity

FOLDER = Path(__file__).parents[1] / "cases" / "orientation"
#: The rule by which the halves were drawn, once: the files whose digest is smallest are kept out of tuning.
SEED, HELD_OUT = "jisr orientation 2026", 30
SEEN_BY = ("worker", "public")
NO_DISABILITY = "none"
FEWEST, MOST = 5, 12

_T = TypeVar("_T")
_CODE, _CODES = "one of", "some of"
_YES_NO = {"ar": "نعم أو لا", "fr": "oui ou non"}


class BadVignette(ValueError):
    """A file says something that is no vignette; the message names where."""


def _one(choices: Iterable[Any], **known: Any) -> Any:
    return field(metadata={"kind": _CODE, "choices": frozenset(choices)}, **known)


def _some(choices: Iterable[Any]) -> Any:
    return field(default=(), metadata={"kind": _CODES, "choices": frozenset(choices)})


def _parts(of: type, **known: Any) -> Any:
    return field(metadata={"kind": (of,)}, **known)


def _place(**known: Any) -> Any:
    return field(metadata={"kind": "commune"}, **known)


@dataclass(frozen=True)
class Member:
    """Somebody of the family; what is not told is not known.

    Attributes:
        disability: a kind, ``none`` where there is none, None where nobody said.
        documents, lacks: papers they have, and papers they said they do not have; of any other nobody knows.
        also, is_not: publics that the worker knows the person to be of, or not, and that no other field tells.
    """

    who: str
    age: int
    relation: str = _one(Relation.values)
    sex: str = _one(Sex.values)
    marital_state: str = _one(["", *MaritalState.values], default="")
    literacy: str = _one(["", *Literacy.values], default="")
    schooled: bool | None = None
    disability: str | None = _one([*Disability.values, NO_DISABILITY, None], default=None)
    documents: tuple[str, ...] = _some(listed.Document.values)
    lacks: tuple[str, ...] = _some(listed.Document.values)
    also: tuple[str, ...] = _some(listed.Public.values)
    is_not: tuple[str, ...] = _some(listed.Public.values)


@dataclass(frozen=True)
class Resource:
    """What the household lives on."""

    kind: str = _one(ResourceKind.values)
    monthly_mad: int | None = None
    certainty: str = _one(Certainty.values, default="declared")


@dataclass(frozen=True)
class Family:
    """Whom it is about: where they live, what they speak, who they are."""

    commune: str = _place()
    language: str = _one(["", *listed.Language.values])
    members: tuple[Member, ...] = _parts(Member)
    locality: str = ""
    rsu: str = _one(Registered.values, default="")
    rnp: str = _one(Registered.values, default="")
    resources: tuple[Resource, ...] = _parts(Resource, default=())


@dataclass(frozen=True)
class Asks:
    """What the person asked for in the way she is received."""

    accessibility: tuple[str, ...] = _some(listed.Accessibility.values)
    staff_gender: str = _one(["", "f", "m"], default="")


@dataclass(frozen=True)
class Need:
    """One need of one member, as listening wrote it."""

    of: str
    theme: str = _one(listed.Theme.values)
    gravity: int = _one(Gravity.values)
    compartment: str = _one(["", *Compartment.values], default="")
    asks: Asks = field(metadata={"kind": Asks}, default=Asks())


@dataclass(frozen=True)
class Stop:
    """Where a mobile unit stands on a day."""

    day: date
    commune: str = _place()


@dataclass(frozen=True)
class CentreTold:
    """What the catalogue says of a centre; ``answers_in_days`` is the median, None where it never answered yet."""

    type: str = _one(listed.CentreType.values)
    commune: str = _place()
    operator: str = _one(listed.OperatorKind.values, default="association")
    languages: tuple[str, ...] = _some(listed.Language.values)
    accessibility: tuple[str, ...] = _some(listed.Accessibility.values)
    hours: str = ""
    confidential: bool = False
    answers_in_days: int | None = None
    closed_on: date | None = None
    stops: tuple[Stop, ...] = _parts(Stop, default=())


@dataclass(frozen=True)
class Places:
    """Places as they were said, and on which day."""

    total: int
    free: int
    said_on: date
    waiting: int | None = None


@dataclass(frozen=True)
class Closure:
    """Days on which nobody is received, both within."""

    from_: date
    until: date


@dataclass(frozen=True)
class ServiceTold:
    """What the catalogue says of a service."""

    theme: str = _one(listed.Theme.values)
    publics: tuple[str, ...] = _some(listed.Public.values)
    welcomes: str = _one(listed.Welcome.values, default="unconditional")
    age_min: int | None = None
    age_max: int | None = None
    sex: str = _one(Sex.values, default="")
    zone: str = _one(listed.Zone.values, default="province")
    places: Places | None = field(metadata={"kind": Places}, default=None)
    saturation: str = _one(["", *listed.Saturation.values], default="")
    wait_days: int | None = None
    cost: str = _one(["", *listed.Cost.values], default="free")
    cost_mad: int | None = None
    cost_per: str = _one(["", *listed.CostPer.values], default="")
    documents: tuple[str, ...] = _some(listed.Document.values)
    professional_only: bool = False
    compartment: str = _one(["", *Compartment.values], default="")
    staff_gender: str = _one(["", "f", "m"], default="")
    since: date | None = None
    until: date | None = None
    verified_on: date | None = None
    temporary_closure: Closure | None = field(metadata={"kind": Closure}, default=None)
    intake: str = _place(default="")
    conditions: Tree | None = field(default=None, metadata={"kind": "conditions"})


@dataclass(frozen=True)
class Entry:
    """One line of the extract of a catalogue: a service at its centre."""

    code: str
    centre: CentreTold = field(metadata={"kind": CentreTold})
    service: ServiceTold = field(metadata={"kind": ServiceTold})


@dataclass(frozen=True)
class Expects:
    """What a good worker would do with every entry, for one need.

    Attributes:
        first: any of these is right in the first place.
        may: these may be shown, after it.
        never: these would harm the family or waste its way: code to the reason.
    """

    first: tuple[str, ...]
    why: str
    may: tuple[str, ...] = ()
    never: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Vignette:
    """A composed family, its needs, an extract of a catalogue, and what must come out; ``code`` is the file's name.

    Attributes:
        seen_by: a social worker, or anybody on the public page.
    """

    code: str
    name: str
    tells: tuple[str, ...]
    leans_on: str
    held_out: bool
    day: date
    family: Family = field(metadata={"kind": Family})
    needs: tuple[Need, ...] = _parts(Need)
    catalogue: tuple[Entry, ...] = _parts(Entry)
    expects: tuple[Expects, ...] = _parts(Expects)
    seen_by: str = _one(SEEN_BY, default="worker")

    def member(self, who: str) -> Member:
        """The member of that name."""
        return next(one for one in self.family.members if one.who == who)


def read_vignettes(folder: Path = FOLDER) -> list[Vignette]:
    """Every vignette of the folder, in the order of their files.

    Raises:
        BadVignette: one of them is not one.
    """
    return [read_vignette(path) for path in sorted(folder.glob("*.yaml"))]


def read_vignette(path: Path) -> Vignette:
    """One vignette.

    Raises:
        BadVignette: it is not one.
    """
    told = yaml_text.read(path.read_text(encoding="utf-8"))
    usual = told.pop("usual", {})
    for entry in told.get("catalogue", ()):
        for part in ("centre", "service"):
            entry[part] = {**usual.get(part, {}), **entry.get(part, {})}
    made = _made(Vignette, {"code": path.stem, **told}, path.stem)
    _check(made)
    return made


def drawn(codes: Iterable[str]) -> set[str]:
    """The half kept out of tuning: chance alone, and the same chance every time."""
    ordered = sorted(codes, key=lambda code: hashlib.sha256(f"{SEED}:{code}".encode()).hexdigest())
    return set(ordered[:HELD_OUT])


def _made(of: type[_T], told: Any, where: str) -> _T:
    """A dataclass from what YAML says, field by field."""
    if not isinstance(told, Mapping):
        raise BadVignette(f"{where}: {told!r} tells no {of.__name__}")
    known = {one.name.rstrip("_"): one for one in fields(of)}  # type: ignore[arg-type]
    if strange := set(told) - known.keys():
        raise BadVignette(f"{where}: {', '.join(sorted(strange))} is not in the format")
    made = {}
    for name, one in known.items():
        if name in told:
            made[one.name] = _value(one, told[name], f"{where}.{name}")
        elif one.default is MISSING and one.default_factory is MISSING:
            raise BadVignette(f"{where}: {name} is not told")
    return of(**made)


def _value(one: Any, told: Any, where: str) -> Any:
    kind = one.metadata.get("kind")
    if kind in (_CODE, _CODES):
        known = _known(told if kind == _CODES else [told], one.metadata["choices"], where)
        return known if kind == _CODES else known[0]
    if kind == "commune":
        return _commune(told, where)
    if kind == "conditions":
        return _conditions(told, where)
    if isinstance(kind, tuple):
        return tuple(_made(kind[0], each, f"{where}[{n}]") for n, each in enumerate(told))
    if kind is not None:
        return _made(kind, told, where)
    return _plain(one, told, where)


_PLAIN: dict[Any, Any] = {
    str: str, int: int, bool: bool, date: date, bool | None: bool, int | None: int, date | None: date,
    tuple[str, ...]: list, Mapping[str, str]: dict,
}  # fmt: skip


def _plain(one: Any, told: Any, where: str) -> Any:
    wanted = _PLAIN[one.type]
    if told is None and one.default is None:
        return None
    if not isinstance(told, wanted) or (wanted is int and isinstance(told, bool)):
        raise BadVignette(f"{where}: {told!r} is no {wanted.__name__}")
    return tuple(told) if wanted is list else told


def _known(told: Any, choices: frozenset[Any], where: str) -> tuple[Any, ...]:
    if strange := [each for each in told if each not in choices]:
        raise BadVignette(f"{where}: {strange[0]!r} is no code of that list")
    if len(set(told)) != len(told):
        raise BadVignette(f"{where}: says a code twice")
    return tuple(told)


_COMMUNES = {one["code"]: one["name_fr"] for one in shipped().communes}


def _commune(told: Any, where: str) -> str:
    """The code of "code name", where the two are of one commune."""
    code, _, name = str(told).partition(" ")
    if _COMMUNES.get(code) != name:
        raise BadVignette(f"{where}: {told!r} is no commune of the census")
    return code


def _fact(kind: str, options: Iterable[str] = ()) -> dict[str, Any]:
    fact = {"kind": kind, "label": _YES_NO, "question": _YES_NO}
    return {**fact, "options": dict.fromkeys(options, _YES_NO)} if options else fact


#: What conditions may speak of: facts of the member whose need it is, then of the household.
FACTS: dict[str, dict[str, Any]] = {
    "age": _fact("number"), "sex": _fact("choice", ("f", "m")), "schooled": _fact("yes_no"),
    "marital_state": _fact("choice", MaritalState.values), "literacy": _fact("choice", Literacy.values),
    "disability": _fact("choice", [*Disability.values, NO_DISABILITY]),
    "rsu": _fact("choice", [one for one in Registered.values if one]), "members": _fact("number"),
    "children": _fact("number"), "monthly_mad": _fact("number"), "rural": _fact("yes_no"),
    **{f"document_{one}": _fact("yes_no") for one in listed.Document.values},
}  # fmt: skip


def _conditions(told: Any, where: str) -> Tree:
    version = {"since": date(2020, 1, 1), "source": {"title": "composed"}, "rule": told}
    try:
        return book_of({"code": where, "title": _YES_NO, "facts": FACTS, "versions": [version]}).versions[0].rule
    except BadRule as wrong:
        raise BadVignette(str(wrong)) from wrong


def _check(made: Vignette) -> None:
    """What no single field can say.

    Raises:
        BadVignette: it does not hold together.
    """
    codes, people = [one.code for one in made.catalogue], [one.who for one in made.family.members]
    for told in (codes, people):
        if len(set(told)) != len(told):
            raise BadVignette(f"{made.code}: the same name twice in {told}")
    if not FEWEST <= len(codes) <= MOST:
        raise BadVignette(f"{made.code}: {len(codes)} entries, not {FEWEST} to {MOST}")
    if not made.needs or len(made.needs) != len(made.expects):
        raise BadVignette(f"{made.code}: {len(made.needs)} needs and {len(made.expects)} expectations")
    if strange := {need.of for need in made.needs} - set(people):
        raise BadVignette(f"{made.code}: {strange} is nobody of the family")
    for n, (need, expects) in enumerate(zip(made.needs, made.expects, strict=True)):
        _check_expects(expects, need, made, f"{made.code}: need {n}")


def _check_expects(expects: Expects, need: Need, made: Vignette, where: str) -> None:
    named = [*expects.first, *expects.may, *expects.never]
    if sorted(named) != sorted(one.code for one in made.catalogue):
        odd = set(named) ^ {one.code for one in made.catalogue}
        raise BadVignette(f"{where}: every entry stands once in first, may or never; look at {sorted(odd)}")
    if len(expects.first) not in (1, 2):
        raise BadVignette(f"{where}: one or two are right in the first place")
    if not expects.why or not all(expects.never.values()):
        raise BadVignette(f"{where}: a sentence says why, and one for every never")
    for one in made.catalogue:
        if one.code in expects.first and one.service.theme != need.theme:
            raise BadVignette(f"{where}: {one.code} answers {one.service.theme}, not {need.theme}")
        if one.service.verified_on and one.service.verified_on > made.day:
            raise BadVignette(f"{where}: {one.code} was verified after the day of the vignette")
        if one.service.places and one.service.places.said_on > made.day:
            raise BadVignette(f"{where}: places of {one.code} were said after the day of the vignette")
