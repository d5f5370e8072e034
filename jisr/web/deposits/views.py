"""Deposits: take a request in, its page with the clock, what falls due at a centre."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jisr.centres.choices import DOCUMENTS
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families.models import Person
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.deposits import words
from jisr.web.deposits.forms import (
    AppealForm,
    CompletionForm,
    DepositForm,
    PapersForm,
    ProcedureForm,
    RefuseForm,
    SettleForm,
    StageForm,
)
from jisr.web.forms import once, put_refusal
from jisr.web.window import found
from jisr.window.deposits import actions, queries, rules
from jisr.window.deposits.choices import GIVEN, OWED, DepositState
from jisr.window.deposits.models import Deposit
from jisr.window.deposits.procedures import Procedure, procedures

_MOST = 60
_DAYS_SHOWN = 7


@needs("deposits.receive")
@once
def new(request: HttpRequest, person: UUID) -> HttpResponse:
    """Choose what is asked for, then write down who asks and which papers are there; nothing of it in an address."""
    row = found(Person.objects.select_related("household").filter(pk=person).first())
    page: dict[str, Any] = {"person": row, "back": reverse("families:household", args=[row.household_id])}
    chosen = procedures().get(request.POST.get("procedure", ""))
    if chosen is None:
        page["form"] = ProcedureForm(typed(request))
        return render(request, "deposits/choose.html", page)
    needed = queries.needed(chosen, request.post.centre)
    first = "checked" not in request.POST and "speaks" not in request.POST
    form = DepositForm(None if first else typed(request), procedure=chosen, needed=needed)
    if not first and form.is_valid():
        try:
            made = actions.deposit(person=row, centre=request.post.centre, by=request.user, **form.values())
            messages.success(request, _("Taken in. Give the receipt: it says by when the decision is owed."))
            return redirect("deposits:deposit", made.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "deposits/new.html", page | {"form": form} | _about(chosen))


def _about(procedure: Procedure) -> dict[str, Any]:
    return {
        "procedure": procedure, "title": words.told(procedure.title), "about": words.told(procedure.about),
        "most_days": procedure.days or queries.delays()["most_days"],
    }  # fmt: skip


@needs("deposits.receive", "deposits.decide")
@require_GET
def deposit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request: its clock, its papers, its stages, the decision, the appeal."""
    return shown(request, found(queries.deposit(pk)))


def shown(request: HttpRequest, row: Deposit, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of a deposit; ``bound`` are forms that came back with what was typed."""
    journal.opened("deposits.opened", row)
    procedure, clock = queries.procedure_of(row), queries.clock(row)
    here = row.centre_id == request.post.centre_id  # where the file is open it is read; where it lies it is moved
    tone, tag = words.clock_tag(clock)
    page = {
        "deposit": row, "clock": clock, "tone": tone, "tag": tag, "silence": words.silence(clock),
        "stages": _stages(row, procedure, bound.pop("stage_form", None), here=here), "given": row.state in GIVEN,
        "owed": row.state in OWED, "asked": [DOCUMENTS[code] for code in row.asked],
        "brought": [DOCUMENTS[code] for code in row.brought],
        "absent": [DOCUMENTS[code] for code in rules.missing(row.needed, row.brought)],
        "here": here, "opens": may(request.post.role, "deposits.receive"),
        "receives": here and may(request.post.role, "deposits.receive"),
        "decides": here and may(request.post.role, "deposits.decide"),
        "refused_by_reader": row.decided_by_id == request.user.pk, "another": actions.DecidedByYou.message,
        "late_papers": row.bring_by is not None and timezone.localdate() > row.bring_by,
        "may_appeal": queries.may_appeal(row),
        "papers_form": PapersForm(
            choices=row.asked if row.state == DepositState.ASKED else row.needed, required=False,
            initial={"papers": row.brought},
        ),
        "completion_form": CompletionForm(), "refuse_form": RefuseForm(), "appeal_form": AppealForm(),
        "settle_form": SettleForm(),
    }  # fmt: skip
    return render(request, "deposits/deposit.html", page | _about(procedure) | bound, status=status)


def _stages(row: Deposit, procedure: Procedure, bound: StageForm | None, *, here: bool) -> list[dict[str, Any]]:
    noted = {one.stage: one for one in row.stages.all()}
    open_now = here and (row.state in OWED or row.state == DepositState.APPEALED)
    rows = []
    for stage in procedure.stages:
        known = noted.get(stage.code)
        form = StageForm(
            procedure=procedure, auto_id=f"{stage.code}_%s",
            initial={"stage": stage.code, "day": known.planned_on if known else None},
        )  # fmt: skip
        if bound is not None and bound.data.get("stage") == stage.code:
            form = bound
        rows.append({
            "title": words.told(stage.title), "by": words.told(stage.by), "noted": known,
            "form": form if open_now and not (known and known.done_on) else None,
        })  # fmt: skip
    return rows


@needs("deposits.decide", "deposits.receive")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What falls due: the decisions of this week day by day, papers awaited, appeals, what was not handed over."""
    centres, today = [request.post.centre_id], timezone.localdate()
    due = [_line(row) for row in queries.to_decide(centres, most=_MOST)]
    kept, decided = queries.in_time(centres, since=today - timedelta(days=365))
    page = {
        "due": due, "awaiting": [_line(row) for row in queries.awaiting_papers(centres, most=_MOST)],
        "late": [_line(row) | words.keyed_tag(row) for row in queries.keyed_late(
            centres, today=today, days=_DAYS_SHOWN, most=_MOST
        )],
        "appeals": [_line(row) for row in queries.to_settle(centres, most=_MOST)],
        "lying": [_line(row) for row in queries.to_hand_over(centres, most=_MOST)],
        "days": _days(queries.by_day(centres, today=today, days=_DAYS_SHOWN)), "kept": kept, "decided": decided,
    }  # fmt: skip
    journal.opened("deposits.listed", request.post.centre)
    return render(request, "deposits/list.html", page)


def _line(row: Deposit) -> dict[str, Any]:
    clock = queries.clock(row)
    tone, tag = words.clock_tag(clock)
    return {"deposit": row, "title": words.told(queries.procedure_of(row).title), "tone": tone, "tag": tag}


def _days(counted: dict[Any, int]) -> list[dict[str, Any]]:
    """Columns of the week: height in percent of the fullest day, with the number in words beside it."""
    most = max(counted.values()) or 1
    return [
        {"day": day, "n": n, "percent": round(100 * n / most), "late": at == 0}
        for at, (day, n) in enumerate(counted.items())
    ]
