"""What is wrong with a cell of a file that was read: the shape that all files share; each has its own sentences."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class CellProblem:
    """One thing wrong with one cell.

    Attributes:
        row: number of the row in the file, the headings being the first.
        column: code of the column.
        kind: key of the sentence.
        values: what the sentence names; ``value`` is what was typed.
        closest: the closest valid value, or "".
    """

    #: Sentence of each kind, and column of each code; of the kind of file.
    SENTENCES: ClassVar[Mapping[str, Any]]
    COLUMNS: ClassVar[Mapping[str, Any]]

    row: int
    column: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    closest: str = ""

    def sentence(self) -> str:
        """The reason in words, with what to write instead where something is close."""
        values = {name: _kept_whole(value) for name, value in self.values.items()}
        said = str(self.SENTENCES[self.kind]) % values if values else str(self.SENTENCES[self.kind])
        if not self.closest:
            return said
        return _("%(said)s Did you mean “%(closest)s”?") % {"said": said, "closest": _kept_whole(self.closest)}

    def label(self) -> str:
        """Heading of the column."""
        return str(self.COLUMNS[self.column].label)

    def packed(self) -> dict[str, Any]:
        """For the staging table."""
        return asdict(self) | {"values": dict(self.values)}


def _kept_whole(value: Any) -> Any:
    """What was typed, with the marks that keep its direction to itself inside a sentence of the other script."""
    return f"\u2068{value}\u2069" if isinstance(value, str) else value
