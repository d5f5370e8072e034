"""What the parts of pages are made of: plain values that views fill and templates under ``components/`` draw."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a work list, drawn by ``components/work_list.html`` (as ``tasks``).

    Attributes:
        what: what waits, in words, without a name.
        verb: the word on the button that opens it.
        tone: "late", "soon" or ""; colour never stands alone: ``tag`` says it.
        tag: how late or how soon, in words.
        why: where it comes from, what to know before opening it.
    """

    what: Any
    href: str
    verb: Any
    why: Any = ""
    tone: Literal["", "late", "soon", "done"] = ""
    tag: Any = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps at the top of a family's file, drawn by ``components/path.html`` (as ``steps``)."""

    label: Any
    state: Literal["done", "now", "later"]
    note: Any = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a service is proposed: something that fits, that does not, or that is not known."""

    text: Any
    kind: Literal["yes", "unknown", "no"] = "yes"


@dataclass(frozen=True, slots=True)
class Offer:
    """A ranked service with its reasons, drawn by ``components/service.html`` (as ``service``)."""

    name: Any
    reasons: list[Reason] = field(default_factory=list)
    who: Any = ""
    href: str = ""
    verb: Any = ""
