"""The columns of a sheet of results or of targets, in the order in which they go out and may come in."""

from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.exchange.centres_import.columns import Column, headings_of
from jisr.ledger.results.choices import Dimension, SheetKind, Tongue

_SHARED = (
    Column("indicator", pgettext_lazy("sheet", "Indicator"), _("its code, as its page says it"), "R1", required=True),
    Column("period", pgettext_lazy("sheet", "Period"), _("any day of it, as 2026-09-30"), "2026-07-01", required=True),
    Column("by", pgettext_lazy("sheet", "Told apart by"), _("empty for the whole"), "sex", dict(Dimension.choices)),
    Column("part", pgettext_lazy("sheet", "Part"), _("empty for the whole; unknown for what is not known"), "f"),
    Column("value", pgettext_lazy("sheet", "Number"), _("a whole number; a row without one is left out"), "120"),
    Column("out_of", pgettext_lazy("sheet", "Out of"), _("the second number of a ratio"), "150"),
)
_OF_RESULT = (
    Column("words", pgettext_lazy("sheet", "What happened"), _("in the row of the whole")),
    Column("words_in", pgettext_lazy("sheet", "Language"), _("of these words"), "ar", dict(Tongue.choices)),
)
COLUMNS: Mapping[str, Sequence[Column]] = {
    SheetKind.RESULTS: (*_SHARED, *_OF_RESULT), SheetKind.TARGETS: _SHARED,
}  # fmt: skip
BY_CODE: Mapping[str, Column] = {column.code: column for column in COLUMNS[SheetKind.RESULTS]}


@cache
def headings(kind: str) -> Mapping[str, str]:
    """Folded heading, in any language -> code of the column."""
    return headings_of(COLUMNS[kind])
