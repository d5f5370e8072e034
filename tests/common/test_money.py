"""An amount is whole minor units of one currency, read as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.common.money import MINOR, Money, read_amount

centimes = st.integers(min_value=0, max_value=10**14)


@given(
    minor=centimes,
    thousands=st.sampled_from(["", " ", "\u202f", "\u00a0"]),
    after=st.sampled_from(["", " DH", " درهم"]),
)
def test_an_amount_written_is_the_amount_read(minor, thousands, after):
    """As French and Arabic typography part thousands, with or without the name of the currency."""
    whole, part = divmod(minor, MINOR)
    written = f"{whole:,}".replace(",", thousands) + (f",{part:02}" if part else "")

    assert read_amount(written + after) == minor


@pytest.mark.parametrize(
    ("written", "minor"),
    [("1.300", 130_000), ("1,300", 130_000), ("1.300,5", 130_050), ("1300.50", 130_050), ("12,3456", None), ("", None),
     ("١٬٣٠٠٫٥٠", 130_050), ("١٢٫٥", 1_250), ("١٬٣٠٠", 130_000), ("١٫٣٠٠", None), ("١٠٠٬٥", None),
     ("-5", None), ("ten", None), ("1.2.3", None)],
)  # fmt: skip
def test_a_mark_before_three_digits_parts_thousands(written, minor):
    """Before one or two it begins the centimes; anything else is no amount."""
    assert read_amount(written) == minor


@given(a=centimes, b=centimes)
def test_a_sum_taken_away_again_leaves_what_was(a, b):
    """Integers lose nothing."""
    assert Money(a) + Money(b) - Money(b) == Money(a)


def test_two_currencies_are_never_added():
    """A sum of them says nothing."""
    with pytest.raises(ValueError, match="MAD and EUR"):
        Money(1) + Money(1, "EUR")
