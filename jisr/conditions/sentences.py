"""What a verdict says to whoever asked: why not, or just what is missing."""

from collections.abc import Mapping

from jisr.conditions.facts import Fact
from jisr.conditions.judging import NO, YES, Verdict, judge
from jisr.conditions.trees import AnyOf, Facts, Test, Tree, Words, parts, tests_of

#: Sentences that no rule file has to repeat.
_SAID: dict[str, dict[str, str]] = {
    "yes": {
        "ar": "الشروط المنشورة مستوفاة.",
        "fr": "Les conditions publiées sont remplies.",
        "en": "The published conditions are met.",
    },
    "no": {"ar": "الشرط غير مستوفى: %s.", "fr": "Condition non remplie : %s.", "en": "Condition not met: %s."},
    "either": {
        "ar": "شرط واحد على الأقل يتعلق بما يلي: %s.",
        "fr": "Au moins une condition parmi celles qui portent sur : %s.",
        "en": "At least one condition on: %s.",
    },
    "on": {"ar": "شرط يتعلق بما يلي: %s.", "fr": "Condition portant sur : %s.", "en": "Condition on: %s."},
    "unknown": {
        "ar": "لا يمكن الجواب بعد. ينقص: %s.",
        "fr": "On ne peut pas encore répondre. Il manque : %s.",
        "en": "This cannot be answered yet. Missing: %s.",
    },
}
_BETWEEN = {"ar": "، ", "fr": ", ", "en": ", "}


def in_language(words: Words, language: str) -> str:
    """The words in a language; in French where they were not said in it."""
    return words.get(language) or words["fr"]


def sentence(verdict: Verdict, facts: Mapping[str, Fact], language: str) -> str:
    """One or more sentences in a language (ar, fr or en)."""
    if verdict.answer == YES:
        return in_language(_SAID["yes"], language)
    if verdict.answer == NO:
        return " ".join(reasons(verdict, facts, language))
    labels = [in_language(facts[name].label, language) for name in verdict.missing]
    return in_language(_SAID["unknown"], language) % _BETWEEN.get(language, ", ").join(labels)


def demands(tree: Tree, known: Facts, facts: Mapping[str, Fact], language: str) -> list[str]:
    """What a rule asks of whom some facts are known: a sentence for each part that may still decide, each once.

    They are the words of :func:`reasons`, said before anybody is judged.

    >>> from jisr.conditions.trees import AllOf
    >>> adult = Test("adult", "is", True, {"ar": "…", "fr": "Elle a 18 ans."})
    >>> demands(AllOf((adult, Test("kind", "is", "idea"))), {"kind": "idea"}, {}, "fr")
    ['Elle a 18 ans.']
    """
    return list(dict.fromkeys(_demanded(tree, known, facts, language)))


def _demanded(tree: Tree, known: Facts, facts: Mapping[str, Fact], language: str) -> list[str]:
    if judge(tree, known).answer == YES:
        return []
    if tree.why:
        return [in_language(tree.why, language)]
    open_parts = [part for part in parts(tree) if judge(part, known).answer != NO] or parts(tree)
    if isinstance(tree, AnyOf) and len(open_parts) > 1:
        labels = dict.fromkeys(in_language(facts[test.fact].label, language) for test in tests_of(tree))
        return [in_language(_SAID["either"], language) % _BETWEEN.get(language, ", ").join(labels)]
    if isinstance(tree, Test):
        return [in_language(_SAID["on"], language) % in_language(facts[tree.fact].label, language)]
    within = open_parts if isinstance(tree, AnyOf) else parts(tree)
    return [said for part in within for said in _demanded(part, known, facts, language)]


def reasons(verdict: Verdict, facts: Mapping[str, Fact], language: str) -> list[str]:
    """Why the answer is no: a sentence for each part that decided; nothing for another answer.

    Parts with words of their own speak for the others: "is no woman alone" is no reason beside "is not registered".
    """
    if verdict.answer != NO:
        return []
    speaking = [part for part in verdict.because if part.why] or verdict.because
    return list(dict.fromkeys(_reason(part, facts, language) for part in speaking))


def _reason(part: Tree, facts: Mapping[str, Fact], language: str) -> str:
    if part.why:
        return in_language(part.why, language)
    tests = [part] if isinstance(part, Test) else list(tests_of(part))
    labels = dict.fromkeys(in_language(facts[test.fact].label, language) for test in tests)
    return in_language(_SAID["no"], language) % _BETWEEN.get(language, ", ").join(labels)
