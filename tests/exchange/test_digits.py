"""Sheets come from keyboards of both scripts: ١٢٫٥ is twelve and a half."""

from decimal import Decimal

import pytest

from jisr.exchange.strategy_sheets import cells


def test_a_cell_is_read_in_either_script():
    """Numbers, years and amounts; what is no number stays none."""
    assert cells.number("١٢٫٥") == cells.number("12,5") == Decimal("12.50")
    assert cells.number("١٬٢٠٠") == 1_200
    assert cells.year("٢٠٢٦") == 2026
    assert cells.amount("١٬٣٠٠٫٥٠") == 130_050
    for read, text in ((cells.number, "١٢ سنة"), (cells.year, "²⁰²⁶"), (cells.amount, "١٫٣٠٠")):
        with pytest.raises(cells.Wrong):
            read(text)
