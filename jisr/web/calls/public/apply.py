"""An application without an account: written, kept, opened again by its code, deposited.

Everything works without a script and without a cookie. The page holds its code sealed; each sending of one page is
the same application, so that a poor network never makes two of it.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jisr.common.errors import OutOfReach, Refusal
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Call
from jisr.ledger.calls.rules.codes import new_code
from jisr.web.access import open_to_all
from jisr.web.calls import words
from jisr.web.calls.public import floods, reach, standing
from jisr.web.calls.public.apply_form import ApplyForm, kind_of
from jisr.web.calls.public.held import PageTooOld, check_ours, code_of, held
from jisr.web.forms import put_refusal
from jisr.web.uncached import shut

#: Never kept: they belong to the page and not to what was typed.
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "held", "keep", "send", "turn", "asked_as"})
#: A form of this size was not typed by anybody.
_MOST_SIGNS = 20_000


@csrf_exempt  # nobody acts under an account here, and a telephone that keeps no cookies is heard too
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """The form; posted: kept, deposited with its receipt, or the same page with all that was typed."""
    call = reach.call(code)
    if call.is_record:
        raise Http404
    if request.method != "POST":
        if not call.is_open():
            return page(request, call, None)
        kind = kind_of(call, request.GET.get("kind", ""))
        if not kind:
            return page(request, call, None, kinds=words.kinds(call))
        return page(request, call, ApplyForm(initial={"held": held(new_code())}, call=call, kind=kind))
    keeps = "keep" in request.POST
    form = _form(call, request.POST, checked=not keeps)
    if call.is_open() and not keeps and ("turn" in request.POST or form.is_of_another()):
        # other questions and other papers: she reads them before anything is deposited
        return page(request, call, _form(call, request.POST, checked=False), turned=True)
    try:
        check_ours(request)
        floods.count(request)
        return _kept(request, call, form) if keeps else _sent(request, call, form)
    except Refusal as refusal:
        form = _form(call, request.POST, checked=True)
        form.full_clean()
        put_refusal(form, refusal)
        return page(request, call, form, status=429 if isinstance(refusal, floods.TooOften) else 200)


def _form(call: Call, typed: QueryDict, *, checked: bool) -> ApplyForm:
    """The form with what was typed; the questions are those of the kind that was chosen, or of the first one."""
    return ApplyForm(typed, call=call, kind=kind_of(call, typed.get("kind", "")) or call.kinds[0], checked=checked)


def page(request: HttpRequest, call: Call, form: ApplyForm | None, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The page of the form, kept by no cache."""
    values = {"call": call, "form": form, "invented": call.is_demonstration, "open": call.is_open()}
    return shut(render(request, "calls/apply.html", values | shown, status=status))


def opened(request: HttpRequest, code: str) -> HttpResponse | None:
    """The form with what was kept under a code; None where nothing is."""
    found = queries.unsent(code)
    if found is None:
        return None
    call, fields, saved_at = found
    typed = QueryDict(mutable=True)
    for name, values in fields.items():
        typed.setlist(name, values)
    typed["held"] = held(code)
    form = _form(call, typed, checked=False)
    return page(request, call, form, kept_at=saved_at)


def _kept(request: HttpRequest, call: Call, form: ApplyForm) -> HttpResponse:
    code = _code(request)
    fields = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
    if sum(len(value) for values in fields.values() for value in values) > _MOST_SIGNS:
        raise Refusal
    try:
        actions.keep(call=call, code=code, fields=fields)
    except OutOfReach:  # it was deposited from another page meanwhile
        return standing.shown(request, code)
    return page(request, call, form, code=code)


def _sent(request: HttpRequest, call: Call, form: ApplyForm) -> HttpResponse:
    if not form.is_valid():
        # it closed meanwhile: what is wrong with it does not matter any more, that it is kept does
        return _too_late(request, call, form, _code(request)) if call.is_over() else page(request, call, form)
    code = code_of(form.cleaned_data["held"])
    try:
        done = actions.deposit(
            call=call, code=code, person=form.person(), values=form.values(), facts=form.facts(),
            language=words.tongue(), reply_to=form.reply_to(),
        )  # fmt: skip
    except actions.CallClosed:
        return _too_late(request, call, form, code)
    told = queries.by_code(done.code)
    untold = done.is_new and bool(form.reply_to()) and told is not None and not told.told_by
    values = {
        "mine": told, "code": done.code, "call": call, "invented": call.is_demonstration, "is_new": done.is_new,
        "untold": untold,
    }  # fmt: skip
    return shut(render(request, "calls/receipt.html", values | standing.facts_of(request, told)))


def _too_late(request: HttpRequest, call: Call, form: ApplyForm, code: str) -> HttpResponse:
    """The call closed while she typed: what she wrote is kept if it can be, and the page says so honestly."""
    fields = {name: values for name, values in request.POST.lists() if name not in _NOT_KEPT}
    try:
        actions.keep(call=call, code=code, fields=fields)
    except Refusal:
        return page(request, call, form, too_late=True)
    return page(request, call, form, too_late=True, code=code)


def _code(request: HttpRequest) -> str:
    try:
        return code_of(request.POST.get("held", ""))
    except PageTooOld:
        # nobody loses what she typed to a page that lay open overnight: it is kept under a new code
        return new_code()
