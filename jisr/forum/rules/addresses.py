"""Where somebody wants to hear of the answer: a mobile number or an e-mail address, as she gives it."""

import re

from jisr.centres.rules import NotPhone, phone_number

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
#: Numbers that take text messages: 06 and 07 are mobile in the national numbering plan.
_MOBILE = ("+2126", "+2127")


class NoAddress(ValueError):
    """The text is neither a mobile number nor an e-mail address."""


def reply_address(text: str) -> tuple[str, str]:
    """The channel and the address, in the form in which it is kept.

    Raises:
        NoAddress: neither a Moroccan mobile number nor an e-mail address.

    >>> reply_address("06 12-34 56 78"), reply_address(" Salma@Example.org ")
    (('sms', '+212612345678'), ('email', 'Salma@example.org'))
    """
    typed = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text.strip())
    if "@" in typed:
        if len(typed) > 254 or not _EMAIL.fullmatch(typed):
            raise NoAddress
        name, _at, host = typed.rpartition("@")
        return "email", f"{name}@{host.lower()}"
    try:
        number = phone_number(typed)
    except NotPhone as fault:
        raise NoAddress from fault
    if not number.startswith(_MOBILE):
        raise NoAddress
    return "sms", number
