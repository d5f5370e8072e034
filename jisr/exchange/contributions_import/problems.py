"""Why a row of contributions is refused: kept as codes and values, said in the language of the reader."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.exchange.contributions_import.columns import BY_CODE

_SENTENCES = {
    "required": gettext_lazy("This is missing."),
    "unknown": gettext_lazy("“%(value)s” is not in the list."),
    "commune": gettext_lazy("No commune is called “%(value)s”."),
    "several_communes": gettext_lazy("More than one commune is called “%(value)s”: write the code."),
    "province": gettext_lazy("No province is called “%(value)s”."),
    "outside": gettext_lazy("“%(value)s” is outside the region of this consultation."),
    "disagree": gettext_lazy("“%(value)s” is not in the province of this row."),
    "meeting": gettext_lazy("This consultation has no meeting “%(value)s”."),
    "wave": gettext_lazy("This row belongs to another consultation (%(value)s)."),
    "day": gettext_lazy("“%(value)s” is not a day. Write it as 2026-11-22."),
    "future": gettext_lazy("%(value)s is still to come."),
    "certainty": gettext_lazy("Only days that are known are taken in. Correct the day, and leave this empty."),
    "long": gettext_lazy("Too long: at most %(most)s letters."),
    "repeated": gettext_lazy(
        "Row %(other)s says the same. If two people said it, give each row a number in “Number of the paper sheet”."
    ),
    "same_number": gettext_lazy("Row %(other)s has the same number."),
    "slip": gettext_lazy("A code has eight letters or digits, as on the slip."),
    "slip_used": gettext_lazy("This slip was used for another contribution."),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one cell.

    Attributes:
        row: number of the row in the file, the headings being the first.
        column: code of the column.
        kind: key of the sentence.
        values: what the sentence names; ``value`` is what was typed.
        closest: the closest valid value, or "".
    """

    row: int
    column: str
    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    closest: str = ""

    def sentence(self) -> str:
        """The reason in words, with what to write instead where something is close."""
        values = {name: _kept_whole(value) for name, value in self.values.items()}
        said = str(_SENTENCES[self.kind]) % values if values else str(_SENTENCES[self.kind])
        if not self.closest:
            return said
        return _("%(said)s Did you mean “%(closest)s”?") % {"said": said, "closest": _kept_whole(self.closest)}

    def label(self) -> str:
        """Heading of the column."""
        return str(BY_CODE[self.column].label)

    def packed(self) -> dict[str, Any]:
        """For the staging table."""
        return asdict(self) | {"values": dict(self.values)}


def _kept_whole(value: Any) -> Any:
    """What was typed, with the marks that keep its direction to itself inside a sentence of the other script."""
    return f"\u2068{value}\u2069" if isinstance(value, str) else value
