"""What stands in the ledger for everybody to read, invented or sourced and never both; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, Sum

from jisr.centres.models import Programme
from jisr.ledger.agreements import queries as agreements
from jisr.ledger.agreements.choices import AgreementState, MilestoneKind, Precision, Step
from jisr.ledger.agreements.models import Agreement, Entry, LineTerm, Milestone, Share
from jisr.ledger.calls.choices import CallState, Outcome
from jisr.ledger.calls.models import Award, Call, Decision, Tranche
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Measure, MeasureProgramme, MeasureStatement
from jisr.ledger.thread.rules.graph import Graph, Link, Node
from jisr.ledger.thread.rules.knots import (
    AgreementKnot,
    CallKnot,
    LineKnot,
    MeasureKnot,
    Money,
    Pays,
    ProgrammeKnot,
    pays,
)

_IN_FORCE = {"measure__of__state": VersionState.CURRENT, "measure__dropped": False}


@dataclass(frozen=True)
class Ground:
    """The ledger's part of the thread, laid out once.

    Attributes:
        graph: statement > measure > programme > object line > agreement.
        measures, programmes, lines, agreements, calls: by key; programmes by code.
    """

    is_demonstration: bool
    graph: Graph
    measures: Mapping[str, MeasureKnot]
    programmes: Mapping[str, ProgrammeKnot]
    lines: Mapping[str, LineKnot]
    agreements: Mapping[str, AgreementKnot]
    calls: Mapping[str, CallKnot]

    @property
    def taken_up(self) -> list[UUID]:
        """Keys of the statements that measures take up."""
        return [UUID(node.key) for node in self.graph.nodes if node.kind == "statement"]

    def paid(self, keys: Iterable[str] | None = None) -> set[Node]:
        """The agreements under which something was paid."""
        return {Node("agreement", key) for key in keys or self.agreements if self.agreements[key].money.paid > 0}

    def lines_of(self, agreement: str) -> list[LineKnot]:
        """The object lines of an agreement."""
        return [self.lines[node.key] for node in self.graph.previous(Node("agreement", agreement), "line")]

    def pays(self, today: date, keys: Iterable[str] | None = None) -> dict[str, Pays]:
        """What may have reached people: each agreement by its key, and each of its programmes by both.

        Args:
            keys: of the agreements asked about; all of them when left out.
        """
        found: dict[str, Pays] = {}
        for key in keys if keys is not None else self.agreements:
            row, codes = self.agreements[key], {line.programme for line in self.lines_of(key)} - {""}
            whole = pays(row, codes, today + timedelta(days=1))
            if whole is not None:
                found[key] = whole
                found |= {f"{key} {code}": Pays(frozenset([code]), whole.since, whole.until, whole.region)
                          for code in codes}  # fmt: skip
        return found


def ground(*, demonstration: bool) -> Ground:
    """What everybody may read: measures in force, what they take up, lines in force, agreements, money; 15 queries."""
    measures, programmes = _measures(demonstration), _programmes(demonstration)
    held = _agreements(demonstration)
    lines = _lines(held)
    return Ground(
        demonstration, _graph(demonstration, measures, lines, held), measures, programmes, lines, held, _calls(lines)
    )


def _measures(demonstration: bool) -> dict[str, MeasureKnot]:
    rows = Measure.objects.filter(of__state=VersionState.CURRENT, dropped=False, is_demonstration=demonstration)
    first = Measure.objects.filter(is_demonstration=demonstration).exclude(of__state=VersionState.DRAFT)
    since = {
        (row["of__strategy"], row["code"]): row["first"]
        for row in first.order_by().values("of__strategy", "code").annotate(first=Min("of__decided_on"))
    }
    told = rows.order_by("of__strategy__code", "code").values(
        "pk", "code", "title_ar", "title_fr", "owner_ar", "owner_fr", "places", "themes", "sources", "of__strategy",
        "of__strategy__code",
        "of__strategy__name_ar", "of__strategy__name_fr",
    )  # fmt: skip
    return {
        str(row["pk"]): MeasureKnot(
            key=str(row["pk"]), strategy=row["of__strategy__code"], strategy_ar=row["of__strategy__name_ar"],
            strategy_fr=row["of__strategy__name_fr"], places=tuple(row["places"]), themes=frozenset(row["themes"]),
            since=since.get((row["of__strategy"], row["code"])), sources=tuple(row["sources"]),
            **{name: row[name] for name in ("code", "title_ar", "title_fr", "owner_ar", "owner_fr")},
        )
        for row in told
    }  # fmt: skip


def _programmes(demonstration: bool) -> dict[str, ProgrammeKnot]:
    rows = Programme.objects.filter(is_demonstration=demonstration).values_list("code", "name_ar", "name_fr", "themes")
    return {code: ProgrammeKnot(code, arabic, french, frozenset(themes)) for code, arabic, french, themes in rows}


def _agreements(demonstration: bool) -> dict[str, AgreementKnot]:
    """Agreements with their money; a draft is shown where it was published somewhere."""
    rows = list(
        Agreement.objects.filter(is_demonstration=demonstration)
        .exclude(state=AgreementState.DRAFTED, sources=[])
        .order_by("code")
    )
    money = _money([row.pk for row in rows])
    signed = dict(
        Milestone.objects.filter(
            agreement__in=[row.pk for row in rows], kind=MilestoneKind.SIGNED, precision=Precision.DAY,
            taken_back_at=None,
        ).order_by().values_list("agreement").annotate(first=Min("happened_on"))
    )  # fmt: skip
    return {
        str(row.pk): AgreementKnot(
            key=str(row.pk), code=row.code, name_ar=row.name_ar, name_fr=row.name_fr, region=row.region_id or "",
            place_ar=row.place_ar, place_fr=row.place_fr, currency=row.currency, state=row.state, since=row.since,
            until=row.until, signed_on=signed.get(row.pk), money=money[row.pk], sources=tuple(row.sources),
        )
        for row in rows
    }  # fmt: skip


def _money(keys: list[UUID]) -> dict[UUID, Money]:
    """Agreement -> pledged in the version in force, and sums of its entries; three queries.

    Payments name no object line: they are told of the agreement, once, however many lines it has.
    """
    held = {row.pk: agreement for agreement, row in agreements.versions(keys).items()}
    pledged = dict(
        Share.objects.filter(version__in=list(held)).order_by().values_list("agreement").annotate(sum=Sum("amount"))
    )
    sums: dict[UUID, dict[str, Any]] = defaultdict(dict)
    stands = Q(amount__gt=0, reversed_by=None)
    for row in (
        Entry.objects.filter(agreement__in=keys).order_by().values("agreement", "step")
        .annotate(sum=Sum("amount"), first=Min("happened_on", filter=stands))
    ):  # fmt: skip
        sums[row["agreement"]][row["step"]] = row["sum"]
        if row["step"] == Step.PAID:
            sums[row["agreement"]]["first_on"] = row["first"]
    return {
        key: Money(
            pledged=pledged.get(key), called=sums[key].get(Step.CALLED, 0), paid=sums[key].get(Step.PAID, 0),
            justified=sums[key].get(Step.JUSTIFIED, 0), first_on=sums[key].get("first_on"),
        )
        for key in keys
    }  # fmt: skip


def _lines(held: Mapping[str, AgreementKnot]) -> dict[str, LineKnot]:
    """The object lines of versions in force; one that stands in a version in preparation alone is not there."""
    versions = [row.pk for row in agreements.versions([UUID(key) for key in held]).values()]
    rows = LineTerm.objects.filter(version__in=versions).select_related("line__programme").order_by("pk")
    return {
        str(term.line_id): LineKnot(
            str(term.line_id), term.line.code, str(term.agreement_id),
            f"{held[str(term.agreement_id)].code}.{term.line.code}", term.line.name_ar, term.line.name_fr,
            term.line.programme.code if term.line.programme else "", term.amount,
        )
        for term in rows
    }  # fmt: skip


def _calls(lines: Mapping[str, LineKnot]) -> dict[str, CallKnot]:
    rows = list(Call.objects.filter(line__in=[UUID(key) for key in lines]).exclude(state=CallState.DRAFTED))
    keys = [row.pk for row in rows]
    chosen = _counts(Decision.objects.filter(call__in=keys, outcome=Outcome.SELECTED))
    awards = {
        call: (n, amount)
        for call, n, amount in Award.objects.filter(call__in=keys).order_by().values_list("call")
        .annotate(n=Count("pk"), sum=Sum("amount"))
    }  # fmt: skip
    paid = {
        row["call"]: row
        for row in Tranche.objects.filter(call__in=keys, paid_on__isnull=False).order_by().values("call")
        .annotate(
            paid=Sum("amount"), justified=Sum("amount", filter=Q(justified_on__isnull=False)), first=Min("paid_on")
        )
    }  # fmt: skip
    found = {}
    for row in sorted(rows, key=lambda one: (one.opens_at, one.pk)):
        n, promised = awards.get(row.pk, (0, None))
        sums: Mapping[str, Any] = paid.get(row.pk, {})
        money = Money(promised, 0, sums.get("paid") or 0, sums.get("justified") or 0, sums.get("first"))
        found[str(row.pk)] = CallKnot(
            str(row.pk), row.code, str(row.line_id), row.name_ar, row.name_fr, chosen.get(row.pk, 0), n, money
        )
    return found


def _counts(rows: Any) -> dict[UUID, int]:
    return dict(rows.order_by().values_list("call").annotate(n=Count("pk")))


def _graph(
    demonstration: bool,
    measures: Mapping[str, MeasureKnot],
    lines: Mapping[str, LineKnot],
    held: Mapping[str, AgreementKnot],
) -> Graph:
    taken = MeasureStatement.objects.filter(is_demonstration=demonstration, **_IN_FORCE)
    through = MeasureProgramme.objects.filter(is_demonstration=demonstration, **_IN_FORCE)
    links: list[Link] = [
        (Node("statement", str(statement)), Node("measure", str(measure)))
        for statement, measure in taken.values_list("statement", "measure")
    ]
    links += [
        (Node("measure", str(measure)), Node("programme", code))
        for measure, code in through.values_list("measure", "programme__code")
    ]
    for line in lines.values():
        links.append((Node("line", line.key), Node("agreement", line.agreement)))
        if line.programme:
            links.append((Node("programme", line.programme), Node("line", line.key)))
    alone = [Node("measure", key) for key in measures] + [Node("agreement", key) for key in held]
    return Graph(links, alone)
