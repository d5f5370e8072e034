"""What both standards ask and nobody stored as such: when an agreement began, what was pledged when, in words. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from jisr.exchange.standards.codes import joined, mapped, said
from jisr.exchange.standards.rows import (
    NOTHING,
    Agreement,
    Claim,
    Counted,
    Figure,
    Indicator,
    Milestone,
    Party,
    Reported,
    Source,
    Version,
    Words,
)

MINOR = 100
_FOURTH = Decimal("0.0001")
#: What the characters of an address may be besides letters and digits; all else is escaped.
_ADDRESS = ":/?@!$&'()*+,;=%-._~"
#: A sign of escape that escapes nothing.
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")


def units(minor: int) -> str:
    """An amount in units of its currency with a point, as programs read it.

    >>> units(-1050)
    '-10.50'
    """
    whole, part = divmod(abs(minor), MINOR)
    return f"{'-' if minor < 0 else ''}{whole}.{part:02d}"


def grouped(number: int) -> str:
    """A number for people, in groups of three."""
    return f"{number:,}".replace(",", " ")


def readable(minor: int, currency: str) -> str:
    """An amount for people, in a text.

    >>> readable(1234550, "MAD")
    '12 345.50 MAD'
    """
    text = grouped(abs(minor) // MINOR) + (f".{abs(minor) % MINOR:02d}" if minor % MINOR else "")
    return f"{'-' if minor < 0 else ''}{text} {currency}"


def address(url: str) -> str:
    """An address with every letter that is not of the standard alphabet escaped; what was escaped stays as it is.

    >>> address("https://example.org/صفحة?a=[1]&b=5%20%#ب")
    'https://example.org/%D8%B5%D9%81%D8%AD%D8%A9?a=%5B1%5D&b=5%20%25#%D8%A8'
    """
    body, mark, place = (quote(part, safe=_ADDRESS) if part != "#" else part for part in url.partition("#"))
    return _STRAY.sub("%25", body + mark + place)


def tongue(text: str) -> str:
    """ar for a text with an Arabic letter in it, else fr: titles of sources stand in one language."""
    return "ar" if any("\u0600" <= letter <= "\u06ff" for letter in text) else "fr"


def start(row: Agreement, today: date) -> Milestone | None:
    """The first day on which something shows the agreement under way; None where nothing does."""
    kinds = mapped()["starts"]
    found = [one for one in row.milestones if one.kind in kinds and one.day <= today]
    return min(found, key=lambda one: (one.day, one.key), default=None)


def dated(one: Milestone) -> Words:
    """What happened, and that only the month or the year is known of its day."""
    vague = [] if one.precision == "day" else [said(f"{one.precision}_alone")]
    return joined([one.label, one.note, *vague], " — ")


@dataclass(frozen=True, slots=True)
class Commitment:
    """A pledge from a day on, in minor units, of a party or of those whose parts were not published."""

    party: Party | None
    amount: int
    day: date
    note: Words


def commitments(row: Agreement, today: date) -> list[Commitment]:
    """What was pledged, and what each amendment changed of it; the sum is what the version in force says.

    The sum is its envelope where one is known, else the shares that are. Nothing before it was signed, and nothing
    where no day at all is known on which it could have been pledged.
    """
    if row.state not in mapped()["bound"]:
        return []
    found: list[Commitment] = []
    before: dict[str, int] = {}
    day = None
    for version in row.versions:
        day, note = _pledged_on(row, version, today, day)
        if day is None:
            continue
        after, parties = _parts(version)
        turned = {one.party.code: one.turned for one in version.shares}
        for code in sorted(before.keys() | after.keys()):
            change = after.get(code, 0) - before.get(code, 0)
            if change:
                what = said("amended" if code in before else "pledged" if code else "unshared")
                extra = Words(turned.get(code) or "", turned.get(code) or "")
                found.append(Commitment(parties.get(code), change, day, joined([what, extra, note], " — ")))
        before = after
    return found


def _parts(version: Version) -> tuple[dict[str, int], dict[str, Party]]:
    """Code of party -> pledged; under "" what is left of the envelope, whose party was not published."""
    parts = {one.party.code: one.amount for one in version.shares if one.amount}
    left = (version.envelope or 0) - sum(parts.values())
    if left > 0:
        parts[""] = left
    return parts, {one.party.code: one.party for one in version.shares}


def _pledged_on(row: Agreement, version: Version, today: date, last: date | None) -> tuple[date | None, Words]:
    """The day of a version, and what must be said of it; without one of its own, that of the version before."""
    signed = [one for one in row.milestones if one.kind == "signed" and one.day <= today]
    if signed and version is row.versions[0]:
        first = min(signed, key=lambda one: (one.day, one.key))
        return first.day, dated(first) if first.precision != "day" else NOTHING
    if version.effective_on and version.effective_on <= today:
        return version.effective_on, NOTHING
    known = start(row, today)
    if known is None or last is not None:
        return last, said("undated", what=last.isoformat()) if last else NOTHING
    return known.day, said("undated", what=dated(known))


def period(row: Agreement, today: date) -> tuple[date, date] | None:
    """From when to when targets and counts stand; None where one of the two days is not known."""
    known = start(row, today)
    begins = row.since or (known.day if known else None)
    ends = row.until or max((one.as_of for one in row.reached if one.as_of), default=None)
    return (begins, ends) if begins and ends and begins <= ends else None


def claimed(row: Agreement) -> Words:
    """Every published figure with its source, side by side: where they contradict one another, none is chosen."""
    parts = [_claim(one, row.currency) for one in row.claims]
    return said("claimed", what=joined(parts, " · ")) if parts else NOTHING


def _claim(one: Claim, currency: str) -> Words:
    value = "" if one.value is None else readable(one.value, currency) if one.money else grouped(one.value)
    near = [said("about")] if value and one.is_about else []
    figure = joined([*near, Words(value, value)], " ")
    where = ", ".join(source["title"] for source in one.sources)
    named = joined([one.label, one.party or NOTHING], " / ")
    return joined([joined([named, joined([figure, one.text], " — ")], ": "), Words(f"({where})", f"({where})")], " ")


def promised(row: Agreement) -> Words:
    """What was promised, in words: the standard's own place asks for days that are seldom published."""
    parts = [_counted(one) for one in row.targets]
    return said("promised", what=joined(parts)) if parts else NOTHING


def _counted(one: Counted) -> Words:
    number = grouped(one.number)
    return joined([Words(number, number), one.label, one.place.name if one.place else NOTHING], " ")


def objects(row: Agreement) -> Words:
    """What the money is for, in words."""
    parts = []
    for one in row.lines:
        amount = "" if one.amount is None else readable(one.amount, row.currency)
        parts.append(joined([one.name, Words(amount, amount)], ": "))
    return said("objects", what=joined(parts)) if parts else NOTHING


def governed(row: Agreement) -> Words:
    """Committee, procedure guide and conditions, in words."""
    return said("governed", what=joined(list(row.provisions))) if row.provisions else NOTHING


def unaddressed(row: Agreement) -> Words:
    """Sources that no link can be made of."""
    titles = [Words(one["title"], one["title"]) for one in every_source(row) if not one.get("url")]
    return said("read_in", what=joined(titles)) if titles else NOTHING


def counted_apart(row: Agreement) -> list[Counted]:
    """What was reached, without what approved results count too: nobody is given out twice.

    Where an indicator of the framework counts the same unit and something of it is approved, the framework says it.
    """
    told = {
        one.unit for one in row.indicators
        if one.unit and not one.is_ratio and any(period.actuals for period in one.periods)
    }  # fmt: skip
    return [one for one in row.reached if one.unit not in told]


def value(one: Figure, indicator: Indicator) -> Decimal | None:
    """What is read of a figure: the number, the share in percent, or so many for each one; four places at most.

    None for a ratio out of nobody.

    >>> value(Figure(1, 3), Indicator("i", NOTHING, is_ratio=True, is_percent=True))
    Decimal('33.3333')
    """
    if not indicator.is_ratio:
        return Decimal(one.top)
    if not one.out_of:
        return None
    found = Decimal(one.top) * (100 if indicator.is_percent else 1) / one.out_of
    return found.quantize(_FOURTH) if found % 1 else Decimal(int(found))


def periods(one: Indicator) -> list[Reported]:
    """The periods of which something can be read: a ratio out of nobody says nothing."""
    return [
        period for period in one.periods
        if any(value(figure, one) is not None for figure in (*period.targets, *period.actuals))
    ]  # fmt: skip


def made_of(one: Figure) -> Words:
    """The two numbers of a ratio, from which whoever adds must begin; nothing for a number."""
    return NOTHING if one.out_of is None else said("out_of", top=one.top, out_of=one.out_of)


def counted_how(one: Indicator) -> Words:
    """How an indicator is made up, in words."""
    top, below = one.parts
    ratio = [said("ratio", top=top, out_of=below)] if one.is_ratio else []
    runs = [said("cumulative")] if one.is_cumulative else []
    return joined([one.about, *ratio, *runs], "\n")


def every_source(row: Agreement) -> Iterator[Source]:
    """Where the agreement and its published figures were read, once each."""
    seen = set()
    for one in (*row.sources, *(source for claim in row.claims for source in claim.sources)):
        key = (one["title"], one.get("url", ""))
        if key not in seen:
            seen.add(key)
            yield one
