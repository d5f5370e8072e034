"""Agreements as the rows of the standards, whatever their number in the same dozen questions to the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import override

from jisr.centres.choices import Public
from jisr.exchange.standards import rows
from jisr.exchange.standards.codes import joined, said
from jisr.exchange.standards.facts import units
from jisr.exchange.standards.rows import Words
from jisr.ledger.agreements import queries
from jisr.ledger.agreements.choices import OF_MONEY, ClaimAbout, DocumentKind, MilestoneKind, ProvisionKind, Step, Unit
from jisr.ledger.agreements.models import Agreement, Document, Entry, Milestone, Version
from jisr.ledger.agreements.queries import Content
from jisr.ledger.results.choices import UNKNOWN, Better, Dimension
from jisr.ledger.results.models import Indicator
from jisr.ledger.results.queries import Cell, Line, lines
from jisr.territory.models import Province


def agreements(found: Sequence[Agreement], *, drafts: bool = False) -> list[rows.Agreement]:
    """What is public of agreements, read at once: nothing is asked of the database afterwards.

    Args:
        found: with their region.
        drafts: where no version holds yet, what is written of the first one.
    """
    keys = [one.pk for one in found]
    versions: dict[UUID, list[Version]] = defaultdict(list)
    for version in Version.objects.filter(agreement__in=keys).order_by("agreement", "number"):
        versions[version.agreement_id].append(version)
    for key, held in versions.items():
        in_force = [one for one in held if one.in_force]
        versions[key] = in_force or (held[:1] if drafts else [])
    said = queries.contents([one for held in versions.values() for one in held])
    paid = Entry.objects.filter(agreement__in=keys, step=Step.PAID)
    entries = _by_agreement(paid.select_related("instalment__party"))
    milestones = _by_agreement(Milestone.objects.filter(agreement__in=keys, taken_back_at=None))
    documents = _by_agreement(Document.objects.filter(agreement__in=keys, is_public=True))
    claims, reached = queries.claims(*keys), queries.reached(*keys)
    frameworks = lines(keys, localdate())
    provinces = _provinces(frameworks.values())
    return [
        told(
            one, [said[version.pk] for version in versions[one.pk]], entries[one.pk], milestones[one.pk],
            documents[one.pk], claims[one.pk], reached[one.pk],
            [_indicator(line, provinces) for line in frameworks.get(one.pk, ())],
        )
        for one in found
    ]  # fmt: skip


def _read_in(one: Agreement, *parts: Any) -> Iterator[rows.Source]:
    """Where the agreement was read, then where each thing that is said of it was."""
    yield from one.sources
    for part in parts:
        said: Iterable[Any] = (*part.shares, *part.targets, *part.provisions) if isinstance(part, Content) else part
        for row in said:
            yield from row.sources


def _by_agreement(found: Any) -> dict[UUID, list[Any]]:
    kept: dict[UUID, list[Any]] = defaultdict(list)
    for one in found.order_by("pk"):
        kept[one.agreement_id].append(one)
    return kept


def told(
    one: Agreement,
    contents: Sequence[Content],
    entries: Iterable[Entry],
    milestones: Sequence[Milestone],
    documents: Iterable[Document],
    claims: Sequence[Any],
    reached: Sequence[Any],
    indicators: Iterable[rows.Indicator] = (),
) -> rows.Agreement:
    """One agreement from rows already read; no query.

    Args:
        contents: of its versions, from the first to the one that counts.
        entries: those that were paid, with their instalment and its party.
        reached: the last count of each place.
        indicators: of its framework, with what is approved of each.
    """
    held = contents[-1] if contents else None
    payments = [_payment(entry) for entry in sorted(entries, key=lambda entry: (entry.happened_on, entry.pk))]
    return rows.Agreement(
        code=one.code, name=_words(one, "name"), about=_words(one, "about"), state=one.state, currency=one.currency,
        is_demonstration=one.is_demonstration, since=one.since, until=one.until,
        sources=tuple(_read_in(one, *contents[-1:], milestones, reached)),
        region=_place(one.region, 1) or _invented(one), payments=tuple(payments),
        versions=tuple(_version(content) for content in contents),
        lines=tuple(
            rows.Line(term.line.code, _words(term.line, "name"), term.amount) for term in (held.lines if held else ())
        ),
        targets=tuple(_counted(target) for target in (held.targets if held else ())),
        provisions=tuple(_provision(part) for part in (held.provisions if held else ())),
        instalments=tuple(_instalment(term, payments) for term in (held.terms if held else ())),
        milestones=tuple(_milestone(part) for part in sorted(milestones, key=lambda part: (part.happened_on, part.pk))),
        claims=tuple(_claim(claim) for claim in claims), reached=tuple(_counted(count) for count in reached),
        documents=tuple(_document(part) for part in documents), indicators=tuple(indicators),
    )  # fmt: skip


def _words(row: Any, name: str) -> Words:
    return Words(getattr(row, f"{name}_ar"), getattr(row, f"{name}_fr"))


def _labels(*labels: Any) -> Words:
    """Labels of closed lists in both languages, as our pages have them."""
    found = []
    for language in Words._fields:
        with override(language):
            found.append(" — ".join(str(label) for label in labels))
    return Words(*found)


def _place(row: Any, level: int) -> rows.Place | None:
    if row is None:
        return None
    return rows.Place(f"{'region' if level == 1 else 'province'}-{row.pk}", row.pk, level, _words(row, "name"))


def _invented(one: Agreement) -> rows.Place | None:
    """The invented region of an invented agreement; the whole country is no place of it."""
    return rows.Place("place", "", 0, _words(one, "place")) if one.is_demonstration and one.place_fr else None


def _party(row: Any) -> rows.Party:
    return rows.Party(row.code, row.kind, _words(row, "name"))


def _version(content: Content) -> rows.Version:
    shares = tuple(
        rows.Share(_party(share.party), share.amount, _turned(share) if share.given else None)
        for share in content.shares
    )
    row = content.version
    return rows.Version(row.number, row.envelope, row.effective_on, shares)


def _turned(share: Any) -> str:
    """An amount of another currency with its dated rate, as the agreement has it."""
    given = f"{units(share.given)} {share.given_currency}"
    return f"{given} × {share.rate.normalize():f} ({share.rate_on}, {share.rate_source})"


def _counted(row: Any) -> rows.Counted:
    labels = [Unit(row.unit).label, *([Public(row.public).label] if row.public else [])]
    place = _place(row.province, 2)
    if place is None and row.place_fr:
        place = rows.Place(f"place-{row.place_fr}", "", 0, _words(row, "place"))
    return rows.Counted(
        row.unit, row.public, _labels(*labels), place, row.number, getattr(row, "rural", None),
        getattr(row, "as_of", None),
    )  # fmt: skip


def _provision(row: Any) -> Words:
    return joined([_labels(ProvisionKind(row.kind).label), _words(row, "text")], ": ")


def _instalment(term: Any, payments: Iterable[rows.Payment]) -> rows.Instalment:
    key = str(term.instalment_id)
    paid = sum(one.amount for one in payments if one.instalment == key)
    return rows.Instalment(key, _party(term.instalment.party), term.instalment.number, term.due_on, term.amount, paid)


def _payment(entry: Entry) -> rows.Payment:
    one = entry.instalment
    return rows.Payment(str(entry.pk), str(one.pk), _party(one.party), one.number, entry.happened_on, entry.amount)


def _milestone(row: Milestone) -> rows.Milestone:
    label = _labels(MilestoneKind(row.kind).label)
    return rows.Milestone(str(row.pk), row.kind, label, row.happened_on, row.precision, _words(row, "note"))


def _claim(row: Any) -> rows.Claim:
    return rows.Claim(
        label=_labels(ClaimAbout(row.about).label), party=_words(row.party, "name") if row.party else None,
        value=row.value, money=row.about in OF_MONEY, is_about=row.is_about, text=_words(row, "text"),
        sources=tuple(row.sources), envelope=row.about == ClaimAbout.ENVELOPE,
    )  # fmt: skip


def _document(row: Document) -> rows.Document:
    label = _labels(DocumentKind(row.kind).label)
    return rows.Document(str(row.pk), row.kind, label, row.title, row.media_type, localdate(row.added_at))


def _provinces(frameworks: Iterable[Sequence[Line]]) -> dict[str, Province]:
    """code -> the provinces by which results are told apart; one query."""
    cells = [cell for of in frameworks for line in of for cell in line.cells]
    told = {key for cell in cells for key in (*cell.targets, *cell.parts)}
    codes = {part for dimension, part in told if dimension == Dimension.PROVINCE and "|" not in part}
    return {row.pk: row for row in Province.objects.filter(pk__in=codes - {UNKNOWN})}


def _indicator(line: Line, provinces: Mapping[str, Province]) -> rows.Indicator:
    """An indicator with what was promised and approved; what is being written or waits is not among it."""
    one = line.indicator
    began = None
    if one.baseline is not None and one.baseline_on is not None:
        began = rows.Figure(one.baseline, one.baseline_out_of), one.baseline_on
    cells = [cell for cell in line.cells if cell.targets or cell.history]
    return rows.Indicator(
        one.code, _words(one, "name"), _words(one, "definition"), one.unit, _unit(one), is_ratio=one.is_ratio,
        is_percent=one.is_percent, less_is_better=one.better == Better.LESS, is_cumulative=one.is_cumulative,
        parts=(_words(one, "top"), _words(one, "out_of")), began=began,
        periods=tuple(_reported(cell, provinces) for cell in cells),
    )  # fmt: skip


def _unit(one: Indicator) -> Words:
    return _labels(Unit(one.unit).label) if one.unit else _words(one, "unit")


def _reported(cell: Cell, provinces: Mapping[str, Province]) -> rows.Reported:
    targets = [
        _figure(row.top, row.out_of, *key, provinces)
        for key, row in sorted(cell.targets.items(), key=lambda row: row[0])
    ]
    actuals = [_figure(cell.report.top, cell.report.out_of, "", "", provinces)] if cell.report else []
    actuals += [_figure(value.top, value.out_of, *key, provinces) for key, value in sorted(cell.parts.items())]
    known = tuple(one for one in actuals if one is not None)
    return rows.Reported(
        cell.period.starts_on, cell.period.ends_on, tuple(one for one in targets if one is not None), known,
        _narrative(cell),
    )  # fmt: skip


def _figure(
    top: int | None, out_of: int | None, dimension: str, part: str, provinces: Mapping[str, Province]
) -> rows.Figure | None:
    """A figure with its place, where it is told apart by province; None where no number was given."""
    if top is None:
        return None
    if dimension != Dimension.PROVINCE or part == UNKNOWN:
        return rows.Figure(top, out_of, dimension, part)
    if part in provinces:
        return rows.Figure(top, out_of, dimension, "", _place(provinces[part], 2))
    arabic, _bar, french = part.partition("|")
    place = rows.Place(f"place-{french or arabic}", "", 0, Words(arabic, french or arabic))
    return rows.Figure(top, out_of, dimension, "", place)


def _narrative(cell: Cell) -> Words:
    """What was written beside the number that stands, in the language in which it was, and every correction."""
    report = cell.report
    if report is None:
        return Words("", "")
    words = Words(**{"ar": "", "fr": ""} | {report.words_in: report.words}) if report.words else Words("", "")
    corrections = [
        said("corrected", what=_made(old.top, old.out_of), why=new.why)
        for old, new in zip(cell.history, cell.history[1:], strict=False)
    ]
    return joined([words, *corrections], " — ")


def _made(top: int | None, out_of: int | None) -> Words | str:
    return str(top) if out_of is None else said("out_of", top=top or 0, out_of=out_of)
