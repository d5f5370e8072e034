"""A form that came too late: the deposit moved while it was written. Nothing typed is lost."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from jisr.common.errors import Refusal
from jisr.web import stale
from jisr.web.deposits.views import shown
from jisr.web.forms import put_refusal
from jisr.web.window import found
from jisr.window.deposits import queries
from jisr.window.deposits.choices import OWED, DepositState
from jisr.window.deposits.models import Deposit

_S = DepositState
#: form -> whether its place is still on the page of a deposit in this state, for this reader.
_STANDS: dict[str, Callable[[Deposit, int], bool]] = {
    "papers_form": lambda row, _reader: row.state in {_S.DEPOSITED, _S.ASKED},
    "completion_form": lambda row, _reader: row.state == _S.COMPLETE and row.asked_on is None,
    "refuse_form": lambda row, _reader: row.state == _S.COMPLETE,
    "appeal_form": lambda row, _reader: row.state == _S.REFUSED and queries.may_appeal(row),
    "settle_form": lambda row, reader: row.state == _S.APPEALED and row.decided_by_id != reader,
    "stage_form": lambda row, _reader: row.state in OWED or row.state == _S.APPEALED,
}
#: field of a form -> field of the deposit that says the same.
_SAME = {
    "papers_form": {"papers": "brought"}, "completion_form": {"papers": "asked"}, "appeal_form": {"words": "appeal"},
    "refuse_form": {"ground": "ground", "reason": "reason"}, "settle_form": {"words": "settled"},
}  # fmt: skip


def kept(request: HttpRequest, pk: UUID, name: str, form: forms.Form, refusal: Refusal) -> HttpResponse:
    """The page of the deposit as it stands now, with what was typed: in its form where that has its place still,
    else beside what is stored, to be read and copied.

    Args:
        name: of the form on the page.
        form: bound and valid; it was refused as a whole.
    """
    row = found(queries.deposit(pk))
    if _STANDS[name](row, request.user.pk):
        put_refusal(form, refusal)
        return shown(request, row, status=409, **{name: form})
    messages.warning(request, str(refusal))
    same = _SAME.get(name, {})
    stored = {ours: getattr(row, theirs) for ours, theirs in same.items()}
    unwritten = [
        {"label": bound.label, "typed": stale.words_of(bound, bound.value()),
         "stored": stale.words_of(bound, stored.get(bound.name))}
        for bound in form.visible_fields()
    ]  # fmt: skip
    return shown(request, row, status=409, unwritten=[one for one in unwritten if one["typed"]])
