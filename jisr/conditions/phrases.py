"""A condition in words, whatever the tree: from the labels of its facts, in Arabic, French and English.

Each language says a condition without agreeing with whoever reads it: a noun of action in Arabic (بلوغ 18 سنة فما فوق),
an infinitive in French (avoir 18 ans ou plus), a gerund in English; the contrary is said by denying it.
"""

from collections.abc import Sequence
from typing import Any

from jisr.conditions.facts import CHOICE, NUMBER, Fact, Vocabulary
from jisr.conditions.trees import AllOf, AnyOf, Not, Test, Tree, Words

#: At most so many other options are named in the place of "not this one".
_FEW = 5
_CONTRARY = {
    "at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most",
}  # fmt: skip
_DENIED = {"ar": "عدم {0}", "fr": "ne pas {0}", "en": "not {0}"}
#: between words of one option and the next; the last of several
_OR = {"ar": (" أو ", " أو "), "fr": (", ", " ou "), "en": (", ", " or ")}
_AND = {"ar": (" و", " و"), "fr": (", ", " et "), "en": (", ", " and ")}
#: of all: (before, between, before the last); the second line where a part is itself made of parts
_ALL = {"ar": ("", "، و", "، و"), "fr": ("", ", ", " et "), "en": ("", ", ", " and ")}
_ALL_LONG = {"ar": ("", "؛ و", "؛ و"), "fr": ("", "\u202f; ", "\u202f; et "), "en": ("", "; ", "; and ")}
_BOTH = {"ar": ("الجمع بين ", "، و", " و"), "fr": ("à la fois ", ", ", " et "), "en": ("both ", ", ", " and ")}
_EITHER = {
    "ar": ("إما ", "، أو ", "، أو "), "fr": ("soit ", ", soit ", ", soit "), "en": ("either ", ", or ", ", or "),
}  # fmt: skip
_SEPARATORS = {"ar": ".", "fr": "\u202f", "en": ","}


def plainly(tree: Tree, denied: bool = False) -> Tree:
    """The same tree without a not, but before a choice: the contrary of a number is another number.

    >>> plainly(Not(AllOf((Test("age", "at_least", 18), Test("schooled", "is", True)))))
    AnyOf(of=(Test(fact='age', how='less_than', value=18, why={}), Test(fact='schooled', how='is', value=False, \
why={})), why={})
    """
    if isinstance(tree, Not):
        return plainly(tree.of, not denied)
    if isinstance(tree, AllOf | AnyOf):
        group = AllOf if isinstance(tree, AllOf) != denied else AnyOf
        return group(tuple(plainly(part, denied) for part in tree.of))
    if not denied:
        return Test(tree.fact, tree.how, tree.value)
    if tree.how in _CONTRARY:
        return Test(tree.fact, _CONTRARY[tree.how], tree.value)
    if isinstance(tree.value, bool):
        return Test(tree.fact, tree.how, not tree.value)
    return Not(Test(tree.fact, tree.how, tree.value))


def phrase(tree: Tree, words: Vocabulary, language: str) -> str:
    """A condition as a part of a sentence, without a full stop.

    Args:
        tree: over the facts of the vocabulary.
        language: ar, fr or en.
    """
    return _said(plainly(tree), words, language, top=True)


def _said(tree: Tree, words: Vocabulary, language: str, *, top: bool = False) -> str:
    if isinstance(tree, Test):
        return _tested(tree, words, language)
    if isinstance(tree, Not):
        return _not_chosen(tree, words, language)
    within = spans(tree)
    said = list(dict.fromkeys(_span(part, words, language) for part in within))
    if len(said) == 1:
        return said[0]
    if isinstance(tree, AnyOf):
        return _joined(said, _EITHER[language])
    if not top:
        return _joined(said, _BOTH[language])
    grouped = any(_has_several(part) for part in within)
    return _joined(said, (_ALL_LONG if grouped else _ALL)[language])


def _has_several(part: Any) -> bool:
    """Whether it says "or" or "and" itself: a comma after it would not show where it ends."""
    return isinstance(part, AllOf | AnyOf) or (
        isinstance(part, Test) and isinstance(part.value, tuple) and len(part.value) > 1
    )


def spans(tree: Tree) -> list[Any]:
    """The parts of a group; two ends of one span of a number stand together as a pair."""
    if not isinstance(tree, AllOf | AnyOf):
        return [tree]
    found: list[Any] = []
    for part in tree.of:
        if found and isinstance(tree, AllOf) and _is_span(found[-1], part):
            found[-1] = (found[-1], part) if found[-1].how == "at_least" else (part, found[-1])
        else:
            found.append(part)
    return found


def _is_span(one: Any, other: Any) -> bool:
    if not (isinstance(one, Test) and isinstance(other, Test) and one.fact == other.fact):
        return False
    ends = {one.how: one.value, other.how: other.value}
    return set(ends) == {"at_least", "at_most"} and ends["at_least"] < ends["at_most"]


def span_phrase(part: Any, words: Vocabulary, language: str) -> str:
    """A part of ``spans`` as a phrase that stands alone."""
    return _span(part, words, language, top=True)


def _span(part: Any, words: Vocabulary, language: str, *, top: bool = False) -> str:
    if not isinstance(part, tuple):
        return _said(part, words, language, top=top)
    low, high = part
    fact = words.facts[low.fact]
    template = fact.said["between"][language]
    amount, end = quantity(high.value, fact, words, language), figure(high.value, language)
    # a dual hides its number: ما بين سنة واحدة وسنتين, not ما بين 1 وسنتين
    hidden = "{n}" in template and end not in amount
    first = quantity(low.value, fact, words, language) if hidden else figure(low.value, language)
    return template.format(a=first, n=amount, b=end)


def _tested(test: Test, words: Vocabulary, language: str) -> str:
    fact = words.facts[test.fact]
    if fact.kind == NUMBER:
        how, value = _in_ones(test, fact)
        amount = quantity(value, fact, words, language)
        return fact.said[how][language].format(n=amount, a=figure(value, language))
    if fact.kind == CHOICE:
        return _chosen(fact, test.value if isinstance(test.value, tuple) else (test.value,), language)
    if test.value:
        return fact.said["yes"][language]
    return fact.said["no"][language] if "no" in fact.said else _denied(fact.said["yes"][language], language)


def _in_ones(test: Test, fact: Fact) -> tuple[str, float]:
    """The comparison as it is said of things that may be none: no child, not "at most 0"; one, not "more than 0"."""
    if "none" in fact.said:
        if (test.how, test.value) in {("at_most", 0), ("less_than", 1)}:
            return "none", 0
        if (test.how, test.value) == ("more_than", 0):
            return "at_least", 1
    return test.how, test.value


def _chosen(fact: Fact, codes: Sequence[str], language: str) -> str:
    said = [fact.options[code][language] if code in fact.options else code for code in dict.fromkeys(codes)]
    again = fact.again.get(language, "")
    listed = _joined([said[0], *(again + one for one in said[1:])], ("", *_OR[language]))
    template = fact.said["is_one" if len(said) == 1 and "is_one" in fact.said else "is"]
    return template[language].format(words=listed)


def _not_chosen(tree: Not, words: Vocabulary, language: str) -> str:
    test = tree.of
    assert isinstance(test, Test)
    fact, value = words.facts[test.fact], test.value
    codes = value if isinstance(value, tuple) else (value,)
    others = [code for code in fact.options if code not in codes]
    if others and len(others) <= _FEW and not fact.open_ended:
        return _chosen(fact, others, language)
    if "none_of" not in fact.said:
        return _denied(_chosen(fact, codes, language), language)
    said = [fact.options[code][language] for code in dict.fromkeys(codes)]
    return fact.said["none_of"][language].format(words=_joined(said, ("", *_AND[language])))


def _denied(said: str, language: str) -> str:
    return _DENIED[language].format(said)


def _joined(said: Sequence[str], signs: tuple[str, str, str]) -> str:
    before, between, last = signs
    if len(said) < 2:
        return "".join(said)
    return before + between.join(said[:-1]) + last + said[-1]


def value_words(fact: Fact, value: Any, words: Vocabulary, language: str) -> str:
    """A known value in words: a number with its unit, an option; "" for a yes or no, which its condition says."""
    if fact.kind == NUMBER:
        return quantity(value, fact, words, language, alone=True)
    if fact.kind == CHOICE and value in fact.options:
        return fact.options[value][language]
    return ""


def quantity(value: float, fact: Fact, words: Vocabulary, language: str, *, alone: bool = False) -> str:
    """A number with its unit, in the form that the number asks for.

    Args:
        alone: it does not follow a word that governs it (Arabic: سنتان, not سنتين).
    """
    forms = words.units[fact.unit][language]
    category = _category(value, language)
    if alone and f"{category}_alone" in forms:
        return forms[f"{category}_alone"]
    return forms.get(category, forms["other"]).format(n=figure(value, language))


def _category(value: float, language: str) -> str:
    """The plural category of a number. Source: Unicode CLDR 46, plural rules of ar, fr and en."""
    if language == "fr":
        return "one" if abs(value) < 2 else "other"
    if language == "en":
        return "one" if value == 1 else "other"
    if value != int(value):
        return "other"
    if value in (1, 2):
        return "one" if value == 1 else "two"
    rest = int(value) % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


def figure(value: float, language: str) -> str:
    """A number with the separators of the language: 2.500, 2 500, 2,500; Western digits in all of them."""
    whole, _, decimals = f"{value:.2f}".partition(".")
    digits = whole.lstrip("-")
    cut = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)][::-1]
    text = _SEPARATORS[language].join(cut) if len(digits) > 3 else digits
    decimals = decimals.rstrip("0")
    point = "." if language == "en" else ","
    return ("-" if value < 0 else "") + text + (point + decimals if decimals else "")


def in_words(words: Words, language: str) -> str:
    """The words in a language; Tamazight reads Arabic until somebody who speaks it has written it."""
    return words[language] if language in words else words["ar"]
