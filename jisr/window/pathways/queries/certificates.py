"""Training units, and whether a certificate is ours."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jisr.common.crypto import keyed_hash
from jisr.common.database import call
from jisr.common.keys import ALPHABET
from jisr.common.text import fold
from jisr.window.pathways.models import TrainingUnit


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate says, to whoever holds its number and the name on it."""

    unit: str
    hours: int
    certified_on: date
    name_ar: str
    name_fr: str


def unit(pk: Any) -> TrainingUnit | None:
    """One training unit, or None when it does not exist for the reader."""
    rows = TrainingUnit.objects.select_related(
        "step__plan__centre__operator", "step__person", "household", "certified_by"
    )
    return rows.prefetch_related("days").filter(pk=pk).first()


def tidy(code: str) -> str:
    """A number as it is stored, however it was typed; "" for what is none.

    >>> tidy("ab3d-9xyz 22")
    ''
    """
    letters = [letter for letter in code.upper() if letter not in " -\u2011\u2013"]
    return "".join(letters) if len(letters) == 10 and set(letters) <= set(ALPHABET) else ""


def holder(code: str, name: str) -> str:
    """The keyed hash of a name on one certificate: of no use beside another."""
    return keyed_hash(f"{code}:{fold(name)}", purpose="pathways.certificate")


def certified(code: str, name: str) -> Certified | None:
    """The certificate with this number and this name; None where there is none with both."""
    whole = tidy(code)
    if not whole or not name.strip():
        return None
    rows = call("jisr_certificate", whole, holder(whole, name))
    return Certified(*rows[0]) if rows else None
