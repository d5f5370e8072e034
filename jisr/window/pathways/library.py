"""Templates, domains and signals as the files of this package say them, in the languages they are written in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text
from jisr.common.parameters import UnknownParameter

Words = Mapping[str, str]
_HERE = "jisr.window.pathways"


@dataclass(frozen=True, slots=True)
class Domain:
    """A published domain: five sentences, the first the worst.

    Attributes:
        about: of whom it tells, see ``choices.About``.
        kind: of the step that mostly answers a low level.
    """

    code: str
    about: str
    kind: str
    name: Words
    levels: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Scale:
    """All domains of one version of the published scale."""

    version: int
    source: str
    domains: Sequence[Domain]

    def domain(self, code: str) -> Domain | None:
        """A domain by its code; None for one that is not published any more."""
        return next((one for one in self.domains if one.code == code), None)


@dataclass(frozen=True, slots=True)
class UnitShape:
    """A training unit as a template names it."""

    code: str
    name: Words
    hours: int
    attendance: int


@dataclass(frozen=True, slots=True)
class StepShape:
    """A step as a template proposes it."""

    what: Words
    after_days: int
    responsible: str
    kind: str
    theme: str = ""
    papers: Sequence[Words] = ()
    units: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """The usual way of one pathway; a worker applies it to a person and edits what comes."""

    code: str
    version: int
    kind: str
    name: Words
    meant_for: Words
    source: str
    goals: Sequence[tuple[str, Words]]
    steps: Sequence[StepShape]
    units: Sequence[UnitShape] = field(default_factory=tuple)

    @property
    def mark(self) -> str:
        """How a step names the template and the version that it came from."""
        return f"{self.code}@{self.version}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What calls for a look, in words, with the names of its numbers."""

    code: str
    name: Words
    rule: Words
    do: Words
    kinds: Sequence[str]
    numbers: Sequence[str]
    source: str


def _read(*way: str) -> Any:
    return yaml_text.read(files(_HERE).joinpath(*way).read_text(encoding="utf-8"))


@cache
def scale() -> Scale:
    """The published scale in force."""
    said = _read("data", "domains.yaml")
    domains = [Domain(**one) for one in said["domains"]]
    if any(len(one.levels) != 5 for one in domains):
        raise UnknownParameter("domains: a domain has five levels")
    return Scale(said["version"], said["source"], domains)


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its code, in the order in which they are offered."""
    return {code: _template(_read("templates", f"{code}.yaml")) for code in ORDER}


#: The pathways, in the order in which they are offered; each has a file.
ORDER = ("papers", "health", "school", "training", "work", "enterprise", "lodging", "mediation", "protection")


def _template(said: Mapping[str, Any]) -> Template:
    steps = [StepShape(**{"kind": said["kind"]} | one) for one in said["steps"]]
    return Template(
        code=said["code"], version=said["version"], kind=said["kind"], name=said["name"], meant_for=said["for"],
        source=said["source"], goals=[(one["domain"], one["words"]) for one in said["goals"]], steps=steps,
        units=[UnitShape(**one) for one in said.get("units", ())],
    )  # fmt: skip


@cache
def signals() -> Mapping[str, Rule]:
    """Every rule of prevention by its code."""
    return {one["code"]: Rule(**one) for one in _read("data", "signals.yaml")}
