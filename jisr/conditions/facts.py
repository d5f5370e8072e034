"""Facts of which rules speak: what they are called, how they are asked, and how a condition on them is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jisr.conditions.trees import Words

YES_NO, NUMBER, CHOICE = "yes_no", "number", "choice"
KINDS = (YES_NO, NUMBER, CHOICE)
#: Every text stands in these.
LANGUAGES = ("ar", "fr")
#: How a fact is known in the family's file: read and written there, read there, or kept as it was declared.
IN_FILE, READ, DECLARED = "file", "read", "declared"
_SAID = {
    YES_NO: ("yes",),
    NUMBER: ("at_least", "at_most", "more_than", "less_than", "between"),
    CHOICE: ("is",),
}


class BadRule(ValueError):
    """The file says something that is no rule; the message names where."""


@dataclass(frozen=True)
class Fact:
    """Something that can be asked.

    Attributes:
        label: what it is called in a sentence.
        question: how it is asked.
        options: of a choice: code to words.
        group: under which heading it stands where facts are chosen.
        of: person or household.
        unit: of a number: name of the unit.
        most: of a number: nobody has more.
        known: file, read or declared.
        sensitive: it says something of health; no sentence repeats its value.
        open_ended: of a choice: somebody may be none of the options.
        said: how a condition on it is said: a noun of action in Arabic, an infinitive in French, a gerund in English.
        again: what a language repeats before each option after the first.
    """

    name: str
    kind: str
    label: Words
    question: Words
    options: Mapping[str, Words]
    group: str = ""
    of: str = "person"
    unit: str = ""
    most: int | None = None
    known: str = DECLARED
    sensitive: bool = False
    open_ended: bool = False
    said: Mapping[str, Words] = field(default_factory=dict)
    again: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """All facts of which conditions may speak.

    Attributes:
        facts: by name, in the order in which they are offered.
        units: name to language to forms by plural category.
        groups: heading to words.
    """

    facts: Mapping[str, Fact]
    units: Mapping[str, Mapping[str, Mapping[str, str]]]
    groups: Mapping[str, Words]


Options = Callable[[str], Mapping[str, Words]]


def vocabulary_of(told: Mapping[str, Any], options: Options) -> Vocabulary:
    """A vocabulary from what YAML says.

    Args:
        options: gives the options of a choice that takes them ``from`` elsewhere (places of the country).

    Raises:
        BadRule: a text is missing in a language, a kind is unknown, a condition cannot be said.
    """
    facts = {name: _fact(name, one, options, told) for name, one in told["facts"].items()}
    return Vocabulary(facts, told["units"], {name: _all(words, name) for name, words in told["groups"].items()})


def _fact(name: str, told: Mapping[str, Any], options: Options, whole: Mapping[str, Any]) -> Fact:
    kind = told.get("kind", "")
    if kind not in KINDS or told.get("group") not in whole["groups"]:
        raise BadRule(f"{name}: kind {kind!r} and group {told.get('group')!r}: one of them is unknown")
    if kind == NUMBER and told.get("unit") not in whole["units"]:
        raise BadRule(f"{name}: a number has a unit")
    said = {how: _all(words, f"{name}: {how}") for how, words in told.get("said", {}).items()}
    if lacking := [how for how in _SAID[kind] if how not in said]:
        raise BadRule(f"{name}: not said: {', '.join(lacking)}")
    given = options(told["from"]) if "from" in told else told.get("options", {})
    if (kind == CHOICE) != bool(given):
        raise BadRule(f"{name}: a choice has options, and nothing else has")
    return Fact(
        name, kind, _all(told.get("label"), name), _all(told.get("question"), name),
        {code: _all(words, f"{name}: {code}") for code, words in given.items()},
        group=told["group"], of=told.get("of", "person"), unit=told.get("unit", ""), most=told.get("most"),
        known={True: IN_FILE, "read": READ}.get(told.get("from_file"), DECLARED),
        sensitive=told.get("sensitive", False), open_ended=told.get("open_ended", "from" in told), said=said,
        again=told.get("again", {}),
    )  # fmt: skip


def _all(told: Any, where: str) -> Words:
    if not isinstance(told, Mapping) or not all(told.get(language) for language in ("ar", "fr", "en")):
        raise BadRule(f"{where}: is not said in ar, fr and en")
    return dict(told)
