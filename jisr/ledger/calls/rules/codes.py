"""The code that opens an application, as it is read aloud and typed."""

from jisr.common.keys import ALPHABET, readable_code

#: Three groups of four signs of an alphabet of 25: what it opens carries a name and a telephone.
_GROUPS, _SIGNS = 3, 4


def new_code() -> str:
    """A code that nobody guesses.

    >>> len(new_code())
    14
    """
    return "-".join(readable_code(_SIGNS) for _ in range(_GROUPS))


def new_number() -> str:
    """The number on a receipt: it opens nothing, and tells nothing of how many there are."""
    return f"{readable_code(_SIGNS)}-{readable_code(_SIGNS)}"


def tidy(typed: str) -> str:
    """The code as it was made, however it was typed; "" for what is none.

    >>> tidy(" k7f3 2haa.9xym "), tidy("K7F3")
    ('K7F3-2HAA-9XYM', '')
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) != _GROUPS * _SIGNS or not set(signs) <= set(ALPHABET):
        return ""
    return "-".join(signs[at : at + _SIGNS] for at in range(0, len(signs), _SIGNS))
