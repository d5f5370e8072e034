"""Agreements that nobody wrote: rows of every shape the database lets through."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from jisr.exchange.standards.codes import mapped
from jisr.exchange.standards.rows import (
    Agreement,
    Claim,
    Counted,
    Document,
    Figure,
    Indicator,
    Instalment,
    Line,
    Milestone,
    Party,
    Payment,
    Place,
    Publication,
    Reported,
    Share,
    Version,
    Words,
)

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PUBLICATION = Publication(
    "XX-TEST-1", Words("جسر", "Jisr"), "10", "oc4ids-test", "https://example.org/agreements/{code}/",
    "https://example.org/agreements/documents/{key}/", AT,
)  # fmt: skip
TODAY = AT.date()
PROVINCE = Place("province-07.161", "07.161", 2, Words("الحوز", "Al Haouz"))
REGION = Place("region-07", "07", 1, Words("مراكش آسفي", "Marrakech-Safi"))
SOURCES = (
    {"title": "صفحة", "url": "https://example.org/صفحة?أ=1&b=[2]%#ت", "read_on": "2026-11"},
    {"title": "Page d'un journal <lue> & citée", "url": "", "read_on": "2026-11"},
)

texts = st.text(min_size=1, max_size=20).filter(str.strip)
words = st.builds(Words, texts, texts)
maybe = st.one_of(st.just(Words("", "")), words)
past = st.dates(date(2019, 1, 1), TODAY)
days = st.dates(date(2019, 1, 1), date(2031, 12, 31))
amounts = st.integers(1, 10**13)
parties = st.lists(
    st.builds(Party, st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), st.sampled_from([*mapped()["iati"]["party"]]),
              words),
    min_size=1, max_size=4, unique_by=lambda one: one.code,
)  # fmt: skip


@st.composite
def versions(draw, held):
    """Versions whose shares never pass their envelope, as the database holds it."""
    found = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        shares = tuple(Share(one, draw(st.none() | st.integers(0, 10**12))) for one in draw(st.permutations(held)))
        known = sum(one.amount or 0 for one in shares)
        more = draw(st.integers(0, 10**12)) if any(one.amount is None for one in shares) else 0
        envelope = draw(st.sampled_from([None, known + more or None]))
        found.append(Version(number, envelope, draw(st.none() | past), shares))
    return tuple(found)


@st.composite
def counted(draw, reached):
    """A target, or what was reached."""
    number = draw(st.integers(0, 10**6))
    return Counted(
        draw(st.sampled_from(["people", "jobs"])), draw(st.sampled_from(["", "women"])), draw(words),
        draw(st.none() | st.just(PROVINCE)), number, draw(st.none() | st.integers(0, number)) if reached else None,
        draw(past) if reached else None,
    )  # fmt: skip


@st.composite
def instalments_of(draw, held):
    """Instalments, and a payment of each, or one that was taken back."""
    found, paid = [], []
    for n in range(draw(st.integers(0, 3))):
        one = Instalment(f"i{n}", draw(st.sampled_from(held)), n, draw(days), draw(amounts))
        sign = draw(st.sampled_from([1, -1]))
        found.append(one)
        paid.append(Payment(f"p{n}", one.key, one.party, n, draw(past), sign * draw(amounts)))
    return tuple(found), tuple(paid)


@st.composite
def figures(draw, is_ratio, is_percent):
    """The figures of a period: a whole and its parts, or none."""

    def one(dimension="", part="", place=None):
        below = draw(st.integers(0, 10**6)) if is_ratio else None
        most = below if is_percent else 10**6
        return Figure(draw(st.integers(0, most)), below, dimension, part, place)

    parts = st.sampled_from([
        ("sex", "f", None), ("sex", "m", None), ("sex", "unknown", None), ("age", "60+", None),
        ("milieu", "rural", None),
        ("disability", "yes", None), ("province", "", PROVINCE), ("province", "unknown", None),
    ])  # fmt: skip
    if not draw(st.booleans()):
        return ()
    return (one(), *(one(*part) for part in draw(st.lists(parts, max_size=4, unique=True))))


@st.composite
def indicators(draw):
    """The framework of an agreement: numbers and ratios, told apart or not, from a baseline or without."""
    found = []
    for n in range(draw(st.integers(0, 3))):
        scale = draw(st.sampled_from(["", "percent", "each"]))
        shapes = figures(bool(scale), scale == "percent")
        first = draw(shapes)[:1]
        periods = tuple(
            Reported(date(year, 1, 1), date(year, 12, 31), draw(shapes), draw(shapes), draw(maybe))
            for year in range(2024, 2024 + draw(st.integers(0, 3)))
        )
        found.append(Indicator(
            f"i{n}", draw(words), draw(maybe), draw(st.sampled_from(["", "people"])) if not scale else "",
            draw(maybe) if scale == "percent" else draw(words), bool(scale), scale == "percent", draw(st.booleans()),
            not scale and draw(st.booleans()), (draw(words), draw(words)) if scale else (Words("", ""),) * 2,
            (first[0], draw(past)) if first else None, periods,
        ))  # fmt: skip
    return tuple(found)


def several(rows, most=3, **rules):
    """None of them, or a few."""
    return st.lists(rows, max_size=most, **rules).map(tuple)


@st.composite
def milestones(draw):
    """What happened along the way."""
    kinds = st.sampled_from([*mapped()["oc4ids"]["milestone"]])
    known = st.sampled_from(["day", "month", "year"])
    return tuple(
        Milestone(f"m{n}", draw(kinds), draw(words), draw(past), draw(known), draw(maybe))
        for n in range(draw(st.integers(0, 3)))
    )


CLAIMS = st.builds(
    Claim, words, st.none() | words, st.none() | amounts, st.booleans(), st.booleans(), words, st.just(SOURCES)
)
PAPERS = st.builds(
    Document, st.just("d1"), st.sampled_from([*mapped()["oc4ids"]["document"]]), words, texts,
    st.just("application/pdf"), past,
)  # fmt: skip
LINES = st.builds(Line, texts, words, st.none() | amounts)


@st.composite
def agreements(draw):
    """An agreement with any of what may be known of one."""
    held = draw(parties)
    since, until = draw(st.tuples(st.none() | days, st.none() | days))
    if since and until and until < since:
        since, until = until, since
    instalments, payments = draw(instalments_of(held))
    return Agreement(
        code=draw(st.from_regex(r"[a-z0-9_-]{1,20}", fullmatch=True)), name=draw(words), about=draw(maybe),
        state=draw(st.sampled_from([*mapped()["iati"]["state"]])), currency=draw(st.sampled_from(["MAD", "EUR"])),
        region=draw(st.none() | st.just(REGION)), since=since, until=until,
        sources=draw(st.sampled_from([(), SOURCES])), versions=draw(versions(held)),
        lines=draw(several(LINES, 2, unique_by=lambda one: one.code)), targets=draw(several(counted(False))),
        reached=draw(several(counted(True))), provisions=draw(several(words, 2)), instalments=instalments,
        payments=payments, milestones=draw(milestones()), claims=draw(several(CLAIMS, 2)),
        documents=draw(several(PAPERS, 1)), indicators=draw(indicators()),
    )  # fmt: skip
