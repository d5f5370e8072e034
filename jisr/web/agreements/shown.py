"""What pages of agreements show, worked out from rows already read: bars, counts, what was amended."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.centres.choices import Public
from jisr.ledger.agreements.choices import ProvisionKind, Unit
from jisr.ledger.agreements.models import Agreement, Reached, Target
from jisr.ledger.agreements.queries import Compared, Content, PartyLine
from jisr.ledger.agreements.rules.versions import changes
from jisr.web import wording
from jisr.web.markup import fill
from jisr.web.said import of_language
from jisr.web.templatetags.agreements import money

#: Width of a bar in the drawing.
WIDE = 400


@dataclass(frozen=True)
class Bar:
    """One party in the drawing: widths of 0 to WIDE."""

    line: PartyLine
    pledged: int
    called: int
    paid: int
    justified: int


def bars(lines: Sequence[PartyLine]) -> list[Bar]:
    """A bar for each party that pledges something, the widest for the one that pledges most."""
    known = [line for line in lines if line.pledged]
    most = max((line.pledged or 0 for line in known), default=0)
    return [
        Bar(line, *(round(WIDE * amount / most) for amount in (
            line.pledged or 0, line.amounts.called, line.amounts.paid, line.amounts.justified,
        )))
        for line in known
    ]  # fmt: skip


@dataclass(frozen=True)
class PlaceCount:
    """How many were promised and reached at one place; None where that was not published.

    Attributes:
        share: of those promised, reached; None where one of the two is not known.
        sources: where both were read.
    """

    place: str
    promised: int | None
    reached: int | None
    rural: int | None
    sources: list[Any]

    @property
    def share(self) -> float | None:
        """Reached over promised."""
        return self.reached / self.promised if self.promised and self.reached is not None else None

    @property
    def rural_share(self) -> float | None:
        """Of those reached, in rural communes."""
        return self.rural / self.reached if self.reached and self.rural is not None else None


@dataclass(frozen=True)
class Counted:
    """One thing that is counted, place by place, with the whole agreement last."""

    label: str
    rows: list[PlaceCount]
    whole: PlaceCount


def counted(targets: Iterable[Target], reached: Iterable[Reached]) -> list[Counted]:
    """Targets and what was reached of them, by unit and public, then by place."""
    promised, done = _by_place(targets), _by_place(reached)
    found = []
    for what in sorted(promised.keys() | done.keys(), key=lambda key: (list(Unit).index(Unit(key[0])), key[1] == "")):
        here, there = promised.get(what, {}), done.get(what, {})
        rows = [
            _count(name, here.get(name), there.get(name)) for name in sorted({*here, *there} - {""})
        ]  # fmt: skip
        found.append(Counted(counted_label(*what), rows, _whole(rows, here.get(""), there.get(""))))
    return found


def counted_label(unit: str, public: str) -> str:
    """What is counted, in words."""
    label = str(Unit(unit).label)
    return f"{label} — {Public(public).label}" if public else label


def _by_place(rows: Iterable[Any]) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        found.setdefault((row.unit, row.public), {})[place_of(row)] = row
    return found


def place_of(row: Any) -> str:
    """The place of a target or a count, in the reader's language; "" for the whole agreement."""
    return wording.name_of(row.province) if row.province else of_language(row, "place")


def _count(place: str, target: Any, done: Any) -> PlaceCount:
    sources = [one for row in (target, done) if row is not None for one in row.sources]
    return PlaceCount(
        place, target.number if target else None, done.number if done else None, done.rural if done else None, sources
    )


def _whole(rows: Sequence[PlaceCount], target: Any, done: Any) -> PlaceCount:
    """What is said of the whole agreement, or the sum of its places where all of them are known."""
    one = _count("", target, done)
    promised = [row.promised for row in rows]
    reached = [row.reached for row in rows]
    rural = [row.rural for row in rows]
    return PlaceCount(
        "", one.promised if target else _sum(promised), one.reached if done else _sum(reached),
        one.rural if done else _sum(rural), one.sources,
    )  # fmt: skip


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


@dataclass(frozen=True)
class Said:
    """A line of what an amendment changed."""

    what: str
    kind: str
    before: Any
    after: Any


def amended(before: Content | None, after: Content, currency: str) -> list[Said]:
    """What the later of two versions says otherwise; all that the first one says."""
    return [
        Said(str(one.key), one.kind, one.before, one.after)
        for one in changes(_says(before, currency) if before else {}, _says(after, currency))
    ]


def _says(content: Content, currency: str) -> Mapping[Hashable, Any]:
    """Everything that a version says, in words, by what it is about."""
    found: dict[Hashable, Any] = {pgettext("of agreement", "envelope"): _amount(content.version.envelope, currency)}
    for share in content.shares:
        found[_("share: %(party)s") % {"party": wording.name_of(share.party)}] = _amount(share.amount, currency)
    for line in content.lines:
        found[_("object line: %(line)s") % {"line": wording.name_of(line.line)}] = _amount(line.amount, currency)
    for target in content.targets:
        about = " · ".join(filter(None, (counted_label(target.unit, target.public), place_of(target))))
        found[_("target: %(what)s") % {"what": about}] = wording.number(target.number)
    for term in content.terms:
        who = {"party": wording.name_of(term.instalment.party), "n": term.instalment.number}
        found[_("instalment %(n)s: %(party)s") % who] = fill(
            _("%(amount)s by %(day)s"), amount=money(term.amount, currency), day=wording.day(term.due_on)
        )
    for n, one in enumerate(content.provisions, 1):
        found[f"{ProvisionKind(one.kind).label} {n}"] = of_language(one, "text")
    return found


def _amount(minor: int | None, currency: str) -> Any:
    return _("not published") if minor is None else money(minor, currency)


@dataclass(frozen=True)
class RegionCost:
    """What a woman costs in a region, agreement by agreement; none where nothing was published."""

    name: str
    is_here: bool
    rows: list[Compared]


def beside(rows: Sequence[Compared], regions: Sequence[Any], here: Agreement | None = None) -> list[RegionCost]:
    """Every region of the country with what its agreements cost for a woman; an invented agreement comes first.

    Args:
        here: the agreement that the page is about.
    """
    found = [
        RegionCost(of_language(one.agreement, "place"), True, [one])
        for one in rows
        if here is not None and one.agreement == here and one.agreement.region_id is None
    ]
    for region in regions:
        of_region = [
            one for one in rows if one.agreement.region_id == region.pk and (not one.agreement.is_demonstration or
                                                                             one.agreement == here)
        ]  # fmt: skip
        priced = [one for one in of_region if one.cost] or of_region[:1]
        is_here = here is not None and here.region_id == region.pk
        found.append(RegionCost(wording.name_of(region), is_here, priced))
    return found
