"""The conditions of services: of which facts they may speak, which hold on a day, how somebody stands to them.

The facts stand in ``parameters/facts.yaml``; a rule is a row of ``ServiceRule``. What is judged here is never
refused here: a worker reads what is met, what is not and what nobody has asked yet.
"""

import json
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from django.db.models import Q

from jisr.centres.models import ServiceRule
from jisr.centres.rules import Reason
from jisr.common import yaml_text
from jisr.common.crypto import decrypt, encrypt
from jisr.conditions import BadRule, Vocabulary, judge, sentence_of, tree_of
from jisr.conditions.facts import NUMBER, vocabulary_of
from jisr.conditions.phrases import value_words
from jisr.conditions.telling import LANGUAGES
from jisr.conditions.trees import Facts, Tree, Words, names, tests_of
from jisr.territory import sources

#: What a reason of ``fits`` about conditions is called.
ABOUT = "conditions"


@cache
def vocabulary() -> Vocabulary:
    """The facts of which conditions may speak.

    Raises:
        BadRule: the file is not whole.
    """
    return vocabulary_of(_yaml("facts"), _places)


def _yaml(name: str) -> Any:
    return yaml_text.read(files("jisr.centres").joinpath("parameters", f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def _places(level: str) -> Mapping[str, Words]:
    rows = getattr(sources.shipped(), level)
    return {row["code"]: {"ar": row["name_ar"], "fr": row["name_fr"], "en": row["name_fr"]} for row in rows}


@dataclass(frozen=True)
class Ready:
    """A piece that many services have, to begin from; or somebody invented to try conditions on.

    Attributes:
        tree: of a piece.
        facts: of somebody invented.
    """

    code: str
    label: Words
    tree: Tree | None = None
    facts: Mapping[str, Any] | None = None


@cache
def ready_pieces() -> tuple[Ready, ...]:
    """Conditions that many services have."""
    return tuple(Ready(one["code"], one["label"], checked(one["tree"])) for one in _yaml("conditions_ready"))


@cache
def profiles() -> tuple[Ready, ...]:
    """Invented people, published with the product, on whom conditions are tried."""
    return tuple(Ready(one["code"], one["label"], facts=one["facts"]) for one in _yaml("profiles"))


def checked(told: Any) -> Tree:
    """A tree over these facts.

    Raises:
        BadRule: it is none, or holds a number that nobody can have.
    """
    facts = vocabulary().facts
    tree = tree_of(told, facts, "conditions")
    for test in tests_of(tree):
        fact = facts[test.fact]
        if fact.kind == NUMBER and not (isinstance(test.value, int) and 0 <= test.value <= (fact.most or 0)):
            raise BadRule(f"conditions: {test.fact} cannot be {test.value!r}")
    return tree


def readable(told: Any) -> Tree | None:
    """The tree of a row; the same text is read once, however many services have it.

    None for one that names a fact that is no longer in the vocabulary: its page asks that it be written again.
    """
    try:
        return _tree_in(json.dumps(told, sort_keys=True))
    except BadRule:
        return None


@lru_cache(maxsize=4096)
def _tree_in(text: str) -> Tree:
    return checked(json.loads(text))


@dataclass(frozen=True)
class Held:
    """The conditions of a service that hold on a day.

    Attributes:
        key: of the row, which is never rewritten.
    """

    key: str
    version: int
    tree: Tree


def rules_in_force(services: Collection[int] | None, on: date) -> dict[int, Held]:
    """The conditions that hold on a day, by service; one query. A service without any is left out.

    Args:
        services: keys of services; None for all.
    """
    rows = ServiceRule.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on).order_by("version")
    if services is not None:
        rows = rows.filter(service__in=services)
    found = {}
    for key, service, version, told in rows.values_list("pk", "service_id", "version", "tree"):
        tree = readable(told)
        if tree is not None:
            found[service] = Held(str(key), version, tree)
    return found


def rule_in_force(service: int, on: date) -> Held | None:
    """The conditions of one service that hold on a day; None where it has none."""
    return rules_in_force([service], on).get(service)


def versions(service: int) -> list[ServiceRule]:
    """All versions of the conditions of a service, the newest first, with who wrote them."""
    return list(ServiceRule.objects.defer(None).filter(service=service).select_related("by").order_by("-version"))


def shared_trees(trees: Iterable[Tree]) -> dict[Tree, int]:
    """How many services have each distinct tree: for ``conditions.next_questions``."""
    return dict(Counter(trees))


@dataclass(frozen=True)
class Frozen:
    """How somebody stood to the conditions of a service on a day.

    Attributes:
        rule: key of the version; its row is never rewritten.
        facts: the facts that the tree names and that were known.
        sentences: language to what was said.
    """

    rule: str
    version: int
    on: date
    answer: str
    facts: Mapping[str, Any]
    missing: tuple[str, ...]
    sentences: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the row of a decision."""
        return {
            "rule": self.rule, "version": self.version, "on": self.on.isoformat(), "answer": self.answer,
            "facts": dict(self.facts), "missing": list(self.missing),
            "sentences": dict(self.sentences),
        }  # fmt: skip


def frozen(rule: Held, facts: Facts, on: date) -> Frozen:
    """How whoever has these facts stands to a rule.

    Args:
        facts: of ``families.queries.condition_facts``: None or absent is not known.
    """
    words, tree = vocabulary(), rule.tree
    verdict = judge(tree, facts)
    used = {name: facts[name] for name in names(tree) if facts.get(name) is not None}
    said = {one: sentence_of(tree, facts, words, one, verdict=verdict) for one in LANGUAGES}
    return Frozen(rule.key, rule.version, on, verdict.answer, used, verdict.missing, said)


#: Facts that go along with every referral anyway; the others are read again by the side that sent it alone.
ALWAYS_TOLD = frozenset({"age", "sex", "milieu", "commune", "province", "region"})
_SEALED = "conditions"


def to_keep(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a reason as a row that two centres read may keep them: what needs a consent to be told is sealed.

    Values of another reason are given back as they are.
    """
    if not {"facts", "sentences"} <= values.keys():
        return dict(values)
    facts = values["facts"]
    shut = {name: value for name, value in facts.items() if name not in ALWAYS_TOLD}
    told = {name: value for name, value in facts.items() if name in ALWAYS_TOLD}
    sealed = b64encode(encrypt(json.dumps(shut), bound_to=_SEALED)).decode() if shut else ""
    return {**values, "facts": told, "sealed": sealed}


def facts_kept(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Every fact of what ``to_keep`` gave, for whoever may know them all.

    >>> facts_kept(to_keep({"facts": {"age": 38, "works": False}, "sentences": {}}))
    {'age': 38, 'works': False}
    """
    shut = kept.get("sealed", "")
    return dict(kept["facts"]) | (json.loads(decrypt(b64decode(shut), bound_to=_SEALED)) if shut else {})


def reason_of(rule: Held, facts: Facts, on: date) -> Reason:
    """The conditions as one reason beside those of ``rules.fits``: a no excludes, an unknown is asked first.

    Its values are what ``to_keep`` takes, so that a frozen reason keeps the version and its facts.
    """
    kept = frozen(rule, facts, on)
    return Reason(ABOUT, kept.answer, True, values=kept.as_json())  # type: ignore[arg-type]  # yes, no or unknown


def reasons_of(services: Collection[int], facts: Facts, on: date) -> dict[int, Reason]:
    """One reason for each of these services that has conditions on a day; one query, each tree judged once."""
    return {service: reason_of(rule, facts, on) for service, rule in rules_in_force(services, on).items()}


_YES_NO = {True: {"ar": "نعم", "fr": "oui", "en": "yes"}, False: {"ar": "لا", "fr": "non", "en": "no"}}


def known_words(name: str, value: Any, language: str) -> str:
    """A known value of a fact in words; "" for one that is not known.

    >>> known_words("works", False, "fr")
    'non'
    """
    words, language = vocabulary(), language if language in LANGUAGES else "ar"
    if isinstance(value, bool):
        return _YES_NO[value][language]
    return value_words(words.facts[name], value, words, language) if value is not None else ""
