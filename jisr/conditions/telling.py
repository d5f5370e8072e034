"""What conditions say of somebody: yes, no or what is missing, in her language, condition by condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jisr.conditions.facts import Vocabulary
from jisr.conditions.judging import NO, UNKNOWN, YES, Verdict, judge
from jisr.conditions.phrases import in_words, plainly, span_phrase, spans, value_words
from jisr.conditions.trees import AllOf, Facts, Test, Tree

LANGUAGES = ("ar", "fr", "en")
_FULL = {
    YES: {
        "ar": ("الشرط مستوفى: %s.", "الشروط مستوفاة: %s."),
        "fr": ("Condition remplie\u00a0: %s.", "Conditions remplies\u00a0: %s."),
        "en": ("Condition met: %s.", "Conditions met: %s."),
    },
    NO: {
        "ar": ("شرط غير مستوفى: %s.", "شروط غير مستوفاة: %s."),
        "fr": ("Condition non remplie\u00a0: %s.", "Conditions non remplies\u00a0: %s."),
        "en": ("Condition not met: %s.", "Conditions not met: %s."),
    },
    UNKNOWN: {
        "ar": ("لا يمكن الجواب بعد. تنقص هذه المعلومة: %s.", "لا يمكن الجواب بعد. تنقص هذه المعلومات: %s."),
        "fr": (
            "On ne peut pas encore répondre. Il manque une information\u00a0: %s.",
            "On ne peut pas encore répondre. Il manque des informations\u00a0: %s.",
        ),
        "en": (
            "This cannot be answered yet. One thing is missing: %s.",
            "This cannot be answered yet. These are missing: %s.",
        ),
    },
}
_ASKED = {
    "ar": ("يُشترط: %s.", "يُشترط: %s."),
    "fr": ("Il faut\u00a0: %s.", "Il faut\u00a0: %s."),
    "en": ("Required: %s.", "Required: %s."),
}
_BESIDE = {"ar": " (المسجل: %s)", "fr": " (noté\u00a0: %s)", "en": " (on file: %s)"}
_LIST = {"ar": ("، ", "، و"), "fr": (", ", " et "), "en": (", ", " and ")}
_PARTS = {"ar": "؛ و", "fr": "\u202f; ", "en": "; "}


@dataclass(frozen=True)
class Line:
    """One condition held against what is known.

    Attributes:
        answer: yes, no or unknown.
        text: the condition in words, with the known value beside a no.
        missing: facts that would settle it.
    """

    answer: str
    text: str
    missing: tuple[str, ...] = ()


def lines(tree: Tree, facts: Facts, words: Vocabulary, language: str) -> list[Line]:
    """The conditions one by one: each part of the outermost all, once, with what is known of it.

    Raises:
        BadFact: a value is of another kind than the test that meets it.
    """
    return list(dict.fromkeys(_line(part, facts, words, language) for part in _outermost(tree)))


def _outermost(tree: Tree) -> list[Any]:
    plain = plainly(tree)
    return spans(_flat(plain)) if isinstance(plain, AllOf) else [plain]


def _flat(tree: AllOf) -> AllOf:
    """All of all is all."""
    of: list[Tree] = []
    for part in tree.of:
        of += _flat(part).of if isinstance(part, AllOf) else [part]
    return AllOf(tuple(of))


def _line(part: Any, facts: Facts, words: Vocabulary, language: str) -> Line:
    verdict = judge(AllOf(part) if isinstance(part, tuple) else part, facts)
    text = span_phrase(part, words, language)
    first = part[0] if isinstance(part, tuple) else part
    if verdict.answer == NO and isinstance(first, Test) and not words.facts[first.fact].sensitive:
        known = value_words(words.facts[first.fact], facts[first.fact], words, language)
        text += _BESIDE[language] % known if known else ""
    return Line(verdict.answer, text, verdict.missing)


def sentence_of(tree: Tree, facts: Facts, words: Vocabulary, language: str, *, verdict: Verdict | None = None) -> str:
    """One sentence: what is met; every condition that is not; or what is missing for an answer.

    Args:
        language: ar, fr or en; another reads Arabic.

    Raises:
        BadFact: a value is of another kind than the test that meets it.
    """
    language = language if language in LANGUAGES else "ar"
    verdict = verdict or judge(tree, facts)
    if verdict.answer == UNKNOWN:
        labels = [in_words(words.facts[name].label, language) for name in verdict.missing]
        return _put(_FULL[UNKNOWN][language], listed(labels, language), len(labels))
    said = [line.text for line in lines(tree, facts, words, language) if line.answer == verdict.answer]
    return _put(_FULL[verdict.answer][language], _PARTS[language].join(said), len(said))


def asked(tree: Tree, words: Vocabulary, language: str) -> str:
    """What the conditions ask for, before anybody is judged."""
    language = language if language in LANGUAGES else "ar"
    said = list(dict.fromkeys(span_phrase(part, words, language) for part in _outermost(tree)))
    return _put(_ASKED[language], _PARTS[language].join(said), len(said))


def listed(items: Sequence[str], language: str) -> str:
    """Several things in a row: a, b and c."""
    between, last = _LIST[language]
    return last.join(filter(None, [between.join(items[:-1]), items[-1]])) if items else ""


def _put(forms: tuple[str, str], said: str, many: int) -> str:
    return forms[many > 1] % said
