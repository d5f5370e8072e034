"""What was typed in a search, as the database is asked: pure, no word of it is kept."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from jisr.common.text import Part, clean_typed, deletions, name_parts, name_whole, probes
from jisr.families.keying import code_of

#: Longer than any name; what is beyond is not read.
LONGEST: Final = 300
_ARABIC: Final = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_DIGITS: Final = re.compile(r"\D")
#: A name said in the other order; a surname taken for a given name.
_SWAPPED: Final = 0.08
_MOST_SPLITS: Final = 8
#: How alike two years are that lie so far apart: where only the year was said, and beside a day.
_YEARS_ALONE: Final = (1.0, 0.75, 0.55, 0.4, 0.2)
_YEARS_BESIDE_A_DAY: Final = (0.5, 0.3, 0.2, 0.1)
_YEARS_OFF: Final = (1, 2, 3, 10)


class Split(NamedTuple):
    """One way of parting what was typed into a surname and a given name."""

    family: Part | None
    given: Part | None
    cost: float
    arabic: bool


def asked_names(name: str = "", given: str = "", family: str = "") -> dict[str, Any]:
    """The fields of ``jisr_asked`` that say who is named.

    Args:
        name: given name and surname in one go, in any order.
        given: the given name by itself; with it, ``name`` is not read.
        family: the surname by itself.
    """
    splits = list(_splits(name, given, family))[:_MOST_SPLITS]
    readings: dict[str, list[float | None]] = {}
    plain: set[str] = set()
    for split in splits:
        for place, part in enumerate((split.family, split.given)):
            if part is None:
                continue
            plain.add(part.skeleton)
            for skeleton, cost in probes(part):
                costs = readings.setdefault(skeleton, [None, None])
                known = costs[place]
                costs[place] = cost + split.cost if known is None else min(known, cost + split.cost)
    aliases = list(_aliases(list(readings), plain))
    return {
        "readings": list(readings), "as_family": [costs[0] for costs in readings.values()],
        "as_given": [costs[1] for costs in readings.values()],
        "aliases": [alias for alias, _, _ in aliases], "of_reading": [place for _, place, _ in aliases],
        "whole": [whole for _, _, whole in aliases],
        "families": [_heard(split.family) for split in splits], "givens": [_heard(split.given) for split in splits],
        "families_bare": [_bare(split.family) for split in splits],
        "givens_bare": [_bare(split.given) for split in splits],
        "arabic": [split.arabic for split in splits], "costs": [split.cost for split in splits],
        "one_part": all(split.family is None or split.given is None for split in splits),
    }  # fmt: skip


def parted(name: str = "", given: str = "", family: str = "") -> list[dict[str, str]]:
    """The names typed as fields of a person, in each way in which they may be parted; at least one.

    >>> parted("Fatima Alaoui")
    [{'given_fr': 'Fatima', 'family_fr': 'Alaoui'}]
    """
    if given or family:
        ways = [(given.split(), family.split())]
    else:
        words = clean_typed(name[:LONGEST]).split()
        ways = [(words[:at], words[at:]) for at in range(1, min(len(words), 4))] or [(words, [])]
    found = []
    for first, last in ways:
        fields = {
            f"{part}_{script}": " ".join(word for word in words if bool(_ARABIC.search(word)) is arabic)
            for script, arabic in (("ar", True), ("fr", False))
            for part, words in (("given", first), ("family", last))
        }
        found.append({name: text for name, text in fields.items() if text})
    return found


def asked_birth(born: date | None, year: int | None = None) -> dict[str, Any]:
    """The fields of ``jisr_asked`` that say when she was born, with the days it is often mistaken for.

    Args:
        born: the day; left out when only the year is known.
        year: about which year, where no day is known.

    >>> asked_birth(date(1988, 5, 2))["days"][:3]
    [datetime.date(1988, 5, 2), datetime.date(1988, 1, 1), datetime.date(1988, 2, 5)]
    """
    if born is None:
        return {"day": None, "days": [], "day_likeness": [], "year": year, "year_likeness": list(_YEARS_ALONE)}
    days: dict[date, float] = {}
    for day, likeness in _mistaken(born):
        days.setdefault(day, likeness)
    return {
        "day": born, "days": list(days), "day_likeness": list(days.values()), "year": born.year,
        "year_likeness": list(_YEARS_BESIDE_A_DAY),
    }  # fmt: skip


def asked_phone(phone: str) -> str:
    """The last nine digits of a number, in which the national and the international way of writing agree; else "".

    >>> asked_phone("+212 661-23 45 67") == asked_phone("0661234567")
    True
    """
    digits = _DIGITS.sub("", phone)
    return digits[-9:] if len(digits) >= 9 else ""


def asked_commune(code: str) -> int | None:
    """The digits of a commune's code."""
    digits = code.replace(".", "")
    return int(digits) if digits.isdigit() else None


def _splits(name: str, given: str, family: str) -> Iterator[Split]:
    if given or family:
        for arabic in (True, False):
            first, last = (name_whole(_of_script(text, arabic)) for text in (given, family))
            if first or last:
                yield Split(last, first, 0.0, arabic)
                yield Split(first, last, _SWAPPED, arabic)
        return
    for arabic in (True, False):
        yield from _cuts(_of_script(name, arabic), arabic)


def _cuts(text: str, arabic: bool) -> Iterator[Split]:
    """Every place where the given name may end; then the same, the surname said first."""
    parts = name_parts(text)
    if len(parts) < 2:
        whole = name_whole(text)
        if whole is not None:
            yield Split(None, whole, 0.0, arabic)
            yield Split(whole, None, 0.0, arabic)
        return
    words = [" ".join(part.words).replace("abd-", "abd ") for part in parts]
    cuts = [(name_whole(" ".join(words[:at])), name_whole(" ".join(words[at:]))) for at in range(1, len(words))]
    for first, last in cuts[:3]:
        yield Split(last, first, 0.0, arabic)
    yield Split(None, name_whole(text), 0.0, arabic)  # written into one field, as many lists and counters do
    for first, last in cuts[:3]:
        yield Split(first, last, _SWAPPED, arabic)


def _of_script(text: str, arabic: bool) -> str:
    """The words of a text that are Arabic, or that are not."""
    words = clean_typed(text[:LONGEST]).split()
    return " ".join(word for word in words if bool(_ARABIC.search(word)) is arabic)


def _aliases(readings: Sequence[str], plain: Iterable[str]) -> Iterator[tuple[int, int, bool]]:
    """(hash, place of its reading from 1, whether nothing is left out): slips are looked for in the plain reading."""
    for place, skeleton in enumerate(readings, 1):
        yield code_of(skeleton), place, True
        if skeleton in plain:
            for shorter in deletions(skeleton) - {skeleton}:
                yield code_of(shorter), place, False


def _heard(part: Part | None) -> str:
    return "" if part is None else " ".join(part.sounds)


def _bare(part: Part | None) -> str:
    """Sounds without ``a``: what is compared with the other script."""
    return _heard(part).replace("a", "")


def _mistaken(born: date) -> Iterator[tuple[date, float]]:
    """The days for which a birth is written, and how alike each is to it."""
    yield born, 1.0
    yield date(born.year, 1, 1), 0.8
    if born.day <= 12:
        yield date(born.year, born.day, born.month), 0.8
    for off in _YEARS_OFF:
        for years in (-off, off):
            moved = _moved(born.year + years, born.month, born.day)
            if moved is not None:
                yield moved, 0.6 if off < 3 else 0.5
    for months in (-1, 1):
        moved = _moved(born.year, born.month + months, born.day)
        if moved is not None:
            yield moved, 0.7
    for days in (-10, -2, -1, 1, 2, 10):
        yield born + timedelta(days=days), 0.7
    for years in (-1, 1):
        yield date(born.year + years, 1, 1), 0.4


def _moved(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
