"""Open data of agreements: shares and instalments as tables; no text of them is taken for a formula."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from jisr.common.money import MINOR
from jisr.exchange.sheets import as_csv, guarded
from jisr.ledger.agreements import queries
from jisr.ledger.agreements.models import Agreement


def shares(row: Agreement) -> bytes:
    """A line for each party of the version in force; an empty cell is an amount that was not published."""
    history = queries.history(row)
    owed = queries.instalments([row.pk], timezone.localdate())[row.pk]
    lines = queries.by_party(history[-1].shares if history else [], owed)
    return as_csv(
        ("agreement", "party_ar", "party_fr", "party_kind", "currency", "pledged", "called", "approved", "paid",
         "justified", "overdue", "days_late"),
        (
            [guarded(value) for value in (
                row.code, line.party.name_ar, line.party.name_fr, line.party.kind, row.currency, _units(line.pledged),
                *(_units(getattr(line.amounts, name)) for name in ("called", "approved", "paid", "justified")),
                _units(line.overdue), line.days_late,
            )]
            for line in lines
        ),
    )  # fmt: skip


def instalments(row: Agreement) -> bytes:
    """A line for each instalment as it stands today."""
    return as_csv(
        ("agreement", "party_ar", "party_fr", "number", "due_on", "currency", "due", "called", "approved", "paid",
         "justified", "state", "days_late", "blocked_by", "must_act_ar", "must_act_fr"),
        (
            [guarded(value) for value in (
                row.code, one.party.name_ar, one.party.name_fr, one.instalment.number, one.due_on or "", row.currency,
                *(_units(getattr(one.amounts, name)) for name in ("due", "called", "approved", "paid", "justified")),
                one.state.value, one.days_late, *_stopped(one),
            )]
            for one in queries.instalments([row.pk], timezone.localdate())[row.pk]
        ),
    )  # fmt: skip


def _stopped(one: queries.Owed) -> tuple[str, str, str]:
    """By what an instalment is blocked, and who must act."""
    if one.block is None:
        return "", "", ""
    return one.block.reason, one.block.who_must_act.name_ar, one.block.who_must_act.name_fr


def _units(minor: int | None) -> str:
    """An amount in units of its currency with a point, as programs read it; "" for one that was not published."""
    return "" if minor is None else f"{minor // MINOR}.{minor % MINOR:02d}"


TABLES: Mapping[str, Callable[[Agreement], bytes]] = {"shares": shares, "instalments": instalments}
