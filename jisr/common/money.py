"""Amounts of money: integer minor units and a currency; how people write an amount."""

import re
from dataclasses import dataclass
from typing import Self

#: Units of the smallest coin in one unit of the currency, for every currency that the product keeps (ISO 4217).
MINOR = 100
MAD = "MAD"

_SPACES = re.compile(r"[\s\u00a0\u202f\u2066-\u2069]|درهم|دراهم|DH|MAD", re.IGNORECASE)
#: ٬ parts thousands and ٫ begins the centimes, whatever follows; . and , do either.
_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[.,٬]\d{3})+|\d{1,15})(?:[.,٫](?P<part>\d{1,2}))?")


@dataclass(frozen=True, order=True)
class Money:
    """An amount in one currency.

    Attributes:
        minor: centimes of a dirham, cents of a euro; of either sign.
        currency: three letters of ISO 4217.
    """

    minor: int
    currency: str = MAD

    def __add__(self, other: Self) -> Self:
        """The sum.

        Raises:
            ValueError: two currencies: a sum of them says nothing.
        """
        return type(self)(self.minor + self._alike(other).minor, self.currency)

    def __sub__(self, other: Self) -> Self:
        """The difference.

        Raises:
            ValueError: two currencies.
        """
        return type(self)(self.minor - self._alike(other).minor, self.currency)

    def _alike(self, other: Self) -> Self:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return other


def read_amount(text: str) -> int | None:
    """Minor units of an amount as people write it (1300, 1 300,50, 1.300, ١٬٣٠٠٫٥٠); None when it is none.

    A mark before exactly three digits parts thousands, before one or two it begins the centimes.
    """
    found = _AMOUNT.fullmatch(_SPACES.sub("", text))
    if found is None:
        return None
    whole = int(re.sub(r"[.,٬]", "", found["whole"]))
    return MINOR * whole + int((found["part"] or "0").ljust(2, "0"))
