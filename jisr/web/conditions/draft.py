"""A tree of conditions while it is being edited: as fields of a plain form, and back.

Each part stands under its place in the tree (``0``, ``0-1``, ``0-1-0``). What is not complete yet is kept as it was
typed, with what is wrong said beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from jisr.conditions.facts import CHOICE, NUMBER, YES_NO, Fact
from jisr.conditions.trees import NUMBERS, AllOf, AnyOf, Not, Test, Tree
from jisr.conditions.writing import DEEPEST, LONGEST

TEST, ALL, ANY, NOT = "test", "all", "any", "not"
GROUPS = (ALL, ANY, NOT)
#: More parts in one group than anybody reads.
_WIDEST = LONGEST


class Posted(Protocol):
    """What a form sent."""

    def get(self, name: str, default: str = "", /) -> str | None:
        """The last value of a field."""

    def getlist(self, name: str) -> Sequence[str]:
        """All values of a field."""


@dataclass
class Node:
    """A part of a draft.

    Attributes:
        kind: test, all, any, or not (none of these).
        values: of a test: as typed, codes of options, or yes and no.
        wrong: what is wrong with it: "", empty, value, deep or many.
    """

    kind: str
    fact: str = ""
    how: str = ""
    values: list[str] = field(default_factory=list)
    of: list["Node"] = field(default_factory=list)
    wrong: str = ""


def drafted(tree: Tree) -> Node:
    """A tree as a draft."""
    if isinstance(tree, Test):
        return Node(TEST, tree.fact, tree.how, _typed(tree.value))
    if isinstance(tree, Not):
        inner = tree.of.of if isinstance(tree.of, AnyOf) and len(tree.of.of) > 1 else (tree.of,)
        return Node(NOT, of=[drafted(part) for part in inner])
    return Node(ALL if isinstance(tree, AllOf) else ANY, of=[drafted(part) for part in tree.of])


def _typed(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return list(value) if isinstance(value, tuple) else [str(value)]


def told(node: Node, facts: Mapping[str, Fact]) -> Any:
    """The draft as ``tree_of`` reads it; None where something is wrong, which is then marked on its part."""
    for part in walk(node):
        part.wrong = ""
    if sum(part.kind == TEST for part in walk(node)) > LONGEST:
        node.wrong = "many"
    found = _told(node, facts, 0)
    return None if any(part.wrong for part in walk(node)) else found


def walk(node: Node) -> Iterator[Node]:
    """Every part, the outer ones first."""
    yield node
    for part in node.of:
        yield from walk(part)


def _told(node: Node, facts: Mapping[str, Fact], depth: int) -> Any:
    if depth > DEEPEST:
        node.wrong = "deep"
        return None
    if node.kind == TEST:
        return _test(node, facts)
    if not node.of:
        node.wrong = "empty"
        return None
    if node.kind == NOT and len(node.of) > 1:
        return {"not": {"any": [_told(part, facts, depth + 2) for part in node.of]}}
    if node.kind == NOT:
        return {"not": _told(node.of[0], facts, depth + 1)}
    return {node.kind: [_told(part, facts, depth + 1) for part in node.of]}


def _test(node: Node, facts: Mapping[str, Fact]) -> Any:
    fact = facts[node.fact]
    value: Any = None
    if fact.kind == NUMBER and node.how in NUMBERS:
        value = _number(node.values, fact)
    elif fact.kind == YES_NO:
        node.how, value = "is", {("yes",): True, ("no",): False}.get(tuple(node.values))
    elif fact.kind == CHOICE and node.values and set(node.values) <= fact.options.keys():
        if node.how != "is" or len(node.values) > 1:
            node.how = "one_of"
        value = node.values[0] if node.how == "is" else node.values
    if value is None:
        node.wrong = "value"
    return {"fact": node.fact, node.how: value}


def _number(values: Sequence[str], fact: Fact) -> int | None:
    text = "".join(values).strip()
    # digits of any script: ٢٢ is 22
    whole = int(text) if text.isdecimal() and len(text) < 10 else None
    return whole if whole is not None and whole <= (fact.most or 0) else None


def fields(node: Node, place: str = "0") -> list[tuple[str, str]]:
    """The draft as the fields of a form: (name, value)."""
    if node.kind == TEST:
        values = [(f"v.{place}", value) for value in node.values]
        return [(f"k.{place}", TEST), (f"f.{place}", node.fact), (f"h.{place}", node.how), *values]
    inner = [pair for n, part in enumerate(node.of) for pair in fields(part, f"{place}-{n}")]
    return [(f"k.{place}", node.kind), *inner]


def read(data: Posted, facts: Mapping[str, Fact], place: str = "0") -> Node | None:
    """The draft that a form sent; None where there is none. Parts that name an unknown fact or kind are left out."""
    kind = data.get(f"k.{place}")
    if kind == TEST:
        fact = data.get(f"f.{place}") or ""
        if fact not in facts:
            return None
        return Node(TEST, fact, data.get(f"h.{place}") or "", list(dict.fromkeys(data.getlist(f"v.{place}"))))
    if kind not in GROUPS or place.count("-") > DEEPEST:
        return None
    node = Node(kind)
    for n in range(_WIDEST):
        if data.get(f"k.{place}-{n}") is None:
            break
        part = read(data, facts, f"{place}-{n}")
        if part is not None:
            node.of.append(part)
    return node


def at(root: Node, place: str) -> Node | None:
    """The part at a place; None where there is none."""
    node, steps = root, place.split("-")
    if steps[0] != "0":
        return None
    for step in steps[1:]:
        if not step.isdecimal() or len(step) > 3 or int(step) >= len(node.of):
            return None
        node = node.of[int(step)]
    return node


def changed(root: Node, act: str, place: str, fact: str, facts: Mapping[str, Fact]) -> Node:
    """The draft after a button: add a condition or a group inside a part, remove a part, move it up or down.

    What names no part is no change. A condition that stands alone becomes the first of all when another comes.
    """
    if act in {"add", *GROUPS}:
        return _added(root, act, place, fact, facts)
    parent, n = at(root, place.rpartition("-")[0] or " "), place.rpartition("-")[2]
    node = at(root, place)
    if node is None or (parent is None and place != "0"):
        return root
    if act == "remove":
        if parent is None:
            return Node(ALL)
        del parent.of[int(n)]
    elif parent is not None and act in {"up", "down"}:
        here = int(n)
        there = here + (1 if act == "down" else -1)
        if 0 <= there < len(parent.of):
            parent.of[here], parent.of[there] = parent.of[there], parent.of[here]
    return root


def _added(root: Node, act: str, place: str, fact: str, facts: Mapping[str, Fact]) -> Node:
    group = at(root, place)
    if group is None or (act == "add" and fact not in facts):
        return root
    new = Node(act) if act in GROUPS else begun(facts[fact])
    if group.kind != TEST:
        group.of.append(new)
        return root
    return Node(ALL, of=[root, new]) if group is root else root


def begun(fact: Fact) -> Node:
    """A new condition on a fact, its value still to be chosen."""
    how = {NUMBER: "at_least", YES_NO: "is", CHOICE: "one_of"}[fact.kind]
    return Node(TEST, fact.name, how, ["yes"] if fact.kind == YES_NO else [])


def joined(root: Node, more: Node) -> Node:
    """A ready piece put beside what stands: alone where nothing does, else as one more of all."""
    if not root.of and root.kind != TEST:
        return more
    extra = more.of if more.kind == ALL else [more]
    if root.kind == ALL:
        return Node(ALL, of=[*root.of, *extra])
    return Node(ALL, of=[root, *extra])
