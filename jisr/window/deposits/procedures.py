"""What can be asked for with a deposit: data, one file a procedure, each fact with its source and day of reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text

LANGUAGES = ("ar", "fr")
#: What a silence past the legal delay comes to, as far as a public text was found that says so.
AGREES, NOT_FOUND = "agrees", "not_found"


class BadProcedure(ValueError):
    """A file of ``procedures`` says too little, or something of another kind."""


@dataclass(frozen=True)
class Stage:
    """Something that happens between the deposit and the decision.

    Attributes:
        title: by language.
        by: who does it, by language.
    """

    code: str
    title: Mapping[str, str]
    by: Mapping[str, str]


@dataclass(frozen=True)
class Procedure:
    """What somebody asks a decision for.

    Attributes:
        title: by language.
        about: a sentence that is read aloud, by language.
        theme: code of the catalogue.
        days: published delay of the decision; None where none was found: then the longest that the law allows.
        silence: AGREES, or NOT_FOUND.
        papers: codes of ``centres.choices.Document`` that a public text names; empty where none was found.
        stages: in their order.
        years: how long what is granted holds; None where it does not end, or no text was found.
        handed_over: whether something is printed and handed to the person.
        sources: of the facts above: {title, url, read_on}; empty where all of it is the centre's own.
    """

    code: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    theme: str
    days: int | None = None
    silence: str = NOT_FOUND
    papers: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    years: int | None = None
    handed_over: bool = False
    sources: tuple[Mapping[str, Any], ...] = ()

    def stage(self, code: str) -> Stage | None:
        """One of its stages."""
        return next((one for one in self.stages if one.code == code), None)


@cache
def procedures() -> Mapping[str, Procedure]:
    """Every procedure, by its code, in the order of the files.

    Raises:
        BadProcedure: a file says too little.
    """
    folder = files("jisr.window.deposits").joinpath("procedures")
    found = sorted((one.name, one) for one in folder.iterdir() if one.name.endswith(".yaml"))
    read = [procedure_of(yaml_text.read(one.read_text(encoding="utf-8")), where=name) for name, one in found]
    return {one.code: one for one in read}


def procedure_of(told: Mapping[str, Any], *, where: str) -> Procedure:
    """A procedure from what YAML says.

    Raises:
        BadProcedure: words are missing in a language, or a source lacks its title, address or day.
    """
    unknown = set(told) - set(Procedure.__dataclass_fields__)
    if unknown:
        raise BadProcedure(f"{where}: {sorted(unknown)} is nothing that a procedure has")
    sources = tuple(_source(one, where) for one in told.get("sources", ()))
    stages = tuple(
        Stage(one["code"], _words(one.get("title"), where), _words(one.get("by"), where))
        for one in told.get("stages", ())
    )
    values = {"stages": stages, "sources": sources, "papers": tuple(told.get("papers", ()))}
    if told.get("silence", NOT_FOUND) not in {AGREES, NOT_FOUND}:
        raise BadProcedure(f"{where}: silence is {told['silence']!r}")
    if (told.get("days") or told.get("years") or values["papers"]) and not sources:
        raise BadProcedure(f"{where}: a delay, a duration or a list of papers has its source")
    words = {"title": _words(told.get("title"), where), "about": _words(told.get("about"), where)}
    return Procedure(**{**told, **words, **values})


def _words(told: Any, where: str) -> Mapping[str, str]:
    if not isinstance(told, Mapping) or not all(told.get(language) for language in LANGUAGES):
        raise BadProcedure(f"{where}: is not said in {' and '.join(LANGUAGES)}")
    return dict(told)


def _source(told: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    if not (told.get("title") and told.get("url") and isinstance(told.get("read_on"), date)):
        raise BadProcedure(f"{where}: a source has its title, its address and the day it was read")
    return dict(told)
