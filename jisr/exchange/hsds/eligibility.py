"""The conditions of a service in words for any reader of the standard, and as data that we read back equal. Pure."""

import json

from jisr.centres.conditions import checked, vocabulary
from jisr.centres.models import ServiceRule
from jisr.conditions import as_told, asked
from jisr.conditions.trees import Tree
from jisr.exchange.hsds.standard import Row

#: Where it was read is not in a package: the file itself is named.
_TITLE = 200


def in_words(tree: Tree) -> str:
    """What the conditions ask for, in Arabic and in French."""
    return " / ".join(asked(tree, vocabulary(), language) for language in ("ar", "fr"))


def written(tree: Tree | None) -> str:
    """The tree as one text, the same for equal trees; "" for none."""
    return json.dumps(as_told(tree), ensure_ascii=False, sort_keys=True) if tree is not None else ""


def read(service: Row) -> Tree | None:
    """The tree that our own profile tells of a service; None where it tells none that we can read.

    >>> read({"conditions": "{}"}) is None
    True
    """
    try:
        return checked(json.loads(str(service.get("conditions") or "null")))
    except (ValueError, RecursionError):  # no JSON, or a tree over facts that we do not know
        return None


def rule(tree: Tree, *, source: str, **more: object) -> ServiceRule:
    """A row of conditions that came in a package."""
    return ServiceRule(tree=as_told(tree), source_title=source[:_TITLE], **more)
