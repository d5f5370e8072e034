"""The guide says every column of the table that everybody may take, with every code in it."""

import re
from pathlib import Path

from jisr.exchange.results_sheets.columns import COLUMNS
from jisr.ledger.results.choices import PARTS, UNKNOWN, Dimension, SheetKind, Tongue

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "results.md"


def test_the_guide_names_each_column_and_each_code_of_a_part():
    """In the order of the file; a column or a code that is added is written down too."""
    table = GUIDE.read_text(encoding="utf-8").partition("## The columns of")[2]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+)$", table, re.M))

    assert list(rows) == [column.code for column in COLUMNS[SheetKind.RESULTS]]
    codes = {code for listed in PARTS.values() for code in listed.values} | {UNKNOWN}
    assert codes <= set(re.findall(r"`([^`]+)`", rows["part"]))
    assert set(Dimension.values) <= set(re.findall(r"`([^`]+)`", rows["by"]))
    assert set(Tongue.values) <= set(re.findall(r"`([^`]+)`", rows["words_in"]))
