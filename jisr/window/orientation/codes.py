"""The secret of a partner's door, the code that stands for it on paper, and an answer written behind that code."""

from dataclasses import dataclass
from datetime import date

from jisr.common.crypto import keyed_hash
from jisr.common.keys import ALPHABET
from jisr.window.orientation.choices import SMS_ANSWERS, ReferralState

#: Symbols of a code: 55 bits, so that nobody finds one by trying.
CODE_LENGTH = 12
_GROUP = 4
_YES = frozenset({"نعم", "OUI", "OK", "YES"})
_PARTS_OF_A_DAY = 3


@dataclass(frozen=True)
class Texted:
    """What a text message says.

    Attributes:
        code: as it is kept; "" where the message has none.
        state: the answer; "" where it is not understood.
    """

    code: str = ""
    state: str = ""
    refusal: str = ""
    booked_on: date | None = None


def code_of(secret: str) -> str:
    """The code that stands for the secret of a link: read aloud, typed, sent by text message.

    Made of the secret, so that nothing more is kept; whoever has the code cannot go back to the secret.
    """
    rest, symbols = int(keyed_hash(secret, purpose="answer code"), 16), []
    for _place in range(CODE_LENGTH):
        rest, at = divmod(rest, len(ALPHABET))
        symbols.append(ALPHABET[at])
    return "".join(symbols)


def spaced(code: str) -> str:
    """A code as it is printed.

    >>> spaced("AC347KFMQXTY")
    'AC34-7KFM-QXTY'
    """
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def canonical(secret: str) -> str:
    """A code however it was typed; the secret of a link, in which each letter counts, as it is.

    >>> canonical("ac34 7kfm-qxty"), canonical("q8Z_x")
    ('AC347KFMQXTY', 'q8Z_x')
    """
    symbols = _symbols(secret)
    return symbols if is_code(symbols) else secret


def is_code(text: str) -> bool:
    """Whether this is a code as it is kept."""
    return len(text) == CODE_LENGTH and set(text) <= set(ALPHABET)


def link_hash(secret: str) -> str:
    """Under what the secret of a link, or its code, is kept."""
    return keyed_hash(canonical(secret), purpose="link")


def texted(text: str, *, today: date) -> Texted:
    """An answer in a text message: the code, then 1 to 6, then a day where one is given.

    >>> said = texted("AC34-7KFM-QXTY 3", today=date(2026, 11, 23))
    >>> said.code, str(said.state), str(said.refusal), said.booked_on
    ('AC347KFMQXTY', 'refused', 'full', None)
    >>> texted("ac347kfmqxty 1 2/12", today=date(2026, 11, 23)).booked_on
    datetime.date(2026, 12, 2)
    """
    words = _western(text)[:200]
    code, rest = _split(words)
    if not code:
        return Texted()
    said, *more = rest.split() or [""]
    known = SMS_ANSWERS.get("1" if said.upper() in _YES else said)
    if known is None:
        return Texted(code)
    state, refusal = known
    if not more or state != ReferralState.ACCEPTED:
        return Texted(code, state, refusal)
    day = _day(more[0], today)
    return Texted(code, ReferralState.BOOKED, "", day) if day else Texted(code)


def _western(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _symbols(text: str) -> str:
    return "".join(sign for sign in _western(text).upper() if sign.isalnum() and sign.isascii())


def _split(text: str) -> tuple[str, str]:
    """The first twelve symbols, where they are a code, and what stands behind them."""
    for at in range(len(text) + 1):
        if len(_symbols(text[:at])) == CODE_LENGTH:
            code = _symbols(text[:at])
            return (code, text[at:]) if is_code(code) else ("", "")
    return "", ""


def _day(text: str, today: date) -> date | None:
    """A day as people write it: 2/12, 02/12/2026, 2026-12-02; without a year, the next one that comes."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if not all(part.isdecimal() and len(part) <= len("2026") for part in parts) or len(parts) not in {2, 3}:
        return None
    numbers = [int(part) for part in parts]
    if len(numbers) == _PARTS_OF_A_DAY and len(parts[0]) == len("2026"):
        numbers.reverse()
    day, month, *year = numbers
    try:
        found = date(year[0] if year else today.year, month, day)
        return found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None
