"""Delays and answers in words, for the page of figures and its table."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jisr.barometer.choices import DELAYS, IN_DAYS, Delay
from jisr.barometer.rules import Figure
from jisr.common.parameters import values
from jisr.web.barometer import places, reading


@dataclass(frozen=True)
class Shown:
    """One figure of a delay.

    Attributes:
        in_days: a median of days; else a share.
    """

    code: str
    label: Any
    definition: str
    figure: Figure
    in_days: bool


def shown(ground: places.Ground, compartments: tuple[str, ...]) -> list[Shown]:
    """What can be told of a ground, in the order of a person's way; nothing of what has not happened yet."""
    limits = values("jisr.barometer", "kept", on=timezone.localdate())
    said = {"within": limits["answered_within_days"], "lost": limits["lost_after_days"]}
    found = reading.kept(ground, compartments=compartments).report
    return [
        Shown(code.value, code.label, str(DELAYS[code]) % said, found[code.value], code in IN_DAYS)
        for code in Delay
        if code.value in found
    ]
