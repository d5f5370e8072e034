"""A draft of conditions as a page draws it: words, choices and what is wrong, part by part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.conditions import checked, vocabulary
from jisr.conditions.facts import CHOICE, NUMBER, Fact
from jisr.conditions.phrases import phrase
from jisr.conditions.trees import Words
from jisr.territory.models import Commune
from jisr.web import wording
from jisr.web.conditions.draft import ALL, ANY, NOT, TEST, Node, told, walk

KINDS = {
    ALL: pgettext_lazy("conditions", "all of these"),
    ANY: pgettext_lazy("conditions", "at least one of these"),
    NOT: pgettext_lazy("conditions", "none of these"),
}
HOWS = {
    "at_least": pgettext_lazy("comparison", "at least"),
    "at_most": pgettext_lazy("comparison", "at most"),
    "more_than": pgettext_lazy("comparison", "more than"),
    "less_than": pgettext_lazy("comparison", "less than"),
}
_WRONG = {
    "empty": _("Nothing stands here yet. Add a condition, or remove this group."),
    "deep": _("These groups stand too deep in one another. Nobody could read them: take some out."),
    "many": _("There are more than sixty conditions. Nobody could read them: take some out."),
}
#: More options than this are a list to choose from, not pills.
_PILLS = 12


@dataclass(frozen=True)
class Choice:
    """An option with its words and whether it is chosen."""

    value: str
    words: Any
    chosen: bool = False


@dataclass(frozen=True)
class Shown:
    """A part of the draft, drawn by ``conditions/node.html``.

    Attributes:
        place: its place in the tree; names of its fields end in it.
        id: the same for the page.
        control: number, yes_no, pills or list; "" for a group.
    """

    place: str
    id: str
    kind: str
    label: str
    fact: str = ""
    phrase: str = ""
    how: str = ""
    hows: Sequence[Choice] = ()
    control: str = ""
    value: str = ""
    unit: str = ""
    options: Sequence[Choice] = ()
    wrong: Any = ""
    kinds: Sequence[Choice] = ()
    parts: Sequence["Shown"] = field(default_factory=list)
    is_first: bool = True
    is_last: bool = True

    @property
    def around(self) -> str:
        """Where the page stands after this part was moved or taken out: the group around it."""
        return f"at-{self.place.rpartition('-')[0] or '0'}"

    @property
    def is_group(self) -> bool:
        """Whether others stand in it."""
        return self.kind != TEST


def shown(root: Node, *, province: str) -> Shown:
    """The draft with everything that its page says.

    Args:
        province: of the centre: a condition on communes offers those of it, and those chosen before.
    """
    communes = _communes(root, province) if any(part.fact == "commune" for part in walk(root)) else {}
    return _shown(root, "0", 0, 1, communes)


def _shown(node: Node, place: str, n: int, among: int, communes: Mapping[str, Words]) -> Shown:
    always: dict[str, Any] = {
        "place": place, "id": f"at-{place}", "kind": node.kind, "is_first": n == 0, "is_last": n == among - 1,
    }  # fmt: skip
    if node.kind != TEST:
        inner = [_shown(part, f"{place}-{m}", m, len(node.of), communes) for m, part in enumerate(node.of)]
        kinds = [Choice(kind, words, kind == node.kind) for kind, words in KINDS.items()]
        return Shown(label=str(KINDS[node.kind]), parts=inner, kinds=kinds, wrong=_WRONG.get(node.wrong, ""), **always)
    fact = vocabulary().facts[node.fact]
    options = communes if fact.name == "commune" else fact.options
    return Shown(
        label=_capital(said(fact.label)), fact=fact.name, phrase=_phrase(node), how=node.how, control=_control(fact),
        value="".join(node.values),
        unit=_unit(fact), hows=[Choice(how, words, how == node.how) for how, words in HOWS.items()],
        options=[Choice(code, said(words), code in node.values) for code, words in options.items()],
        wrong=_wrong(node, fact), **always,
    )  # fmt: skip


def _phrase(node: Node) -> str:
    """A complete condition in words; "" for one that is still being written."""
    part = told(replace(node), vocabulary().facts)  # a copy: what is not complete is not marked yet
    return phrase(checked(part), vocabulary(), language()) if part is not None else ""


def _control(fact: Fact) -> str:
    if fact.kind == NUMBER:
        return "number"
    if fact.kind == CHOICE:
        return "pills" if len(fact.options) <= _PILLS else "list"
    return "yes_no"


def _unit(fact: Fact) -> str:
    """What is counted, as it stands after an empty field: years, dirhams."""
    if fact.kind != NUMBER:
        return ""
    return vocabulary().units[fact.unit][language()]["other"].format(n="").strip()


def _wrong(node: Node, fact: Fact) -> Any:
    if node.wrong != "value":
        return _WRONG.get(node.wrong, "")
    if fact.kind == NUMBER:
        return _("Write a whole number in digits, from 0 to %(most)s.") % {"most": wording.number(fact.most or 0)}
    return _("Choose at least one answer.") if fact.kind == CHOICE else _("Choose yes or no.")


def _communes(root: Node, province: str) -> dict[str, Words]:
    known = vocabulary().facts["commune"].options
    chosen = {value for part in walk(root) if part.fact == "commune" for value in part.values if value in known}
    rows = Commune.objects.filter(province=province) | Commune.objects.filter(pk__in=chosen)
    named = {"ar": "name_ar", "fr": "name_fr", "en": "name_fr"}[language()]
    return {row.pk: {"ar": row.name_ar, "fr": row.name_fr, "en": row.name_fr} for row in rows.order_by(named)}


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Facts to add a condition on, under their headings."""
    words, found = vocabulary(), []
    for group, heading in words.groups.items():
        facts = [(fact.name, _capital(said(fact.label))) for fact in words.facts.values() if fact.group == group]
        found.append((said(heading), facts))
    return found


def ready(pieces: Iterable[Any]) -> list[tuple[str, str]]:
    """Ready pieces as options."""
    return [(piece.code, said(piece.label)) for piece in pieces]


def language() -> str:
    """The language of sentences: Tamazight reads Arabic."""
    return {"zgh": "ar"}.get(wording.language(), wording.language())


def said(words: Words) -> str:
    """Words of the vocabulary in the language of the reader."""
    return words[language()]


def _capital(text: str) -> str:
    for article in ("l’", "le ", "la ", "the "):
        if text.startswith(article):
            text = text[len(article) :]
            break
    return text[:1].upper() + text[1:]
