"""Whoever holds a slip says where she wants to hear of the answer, or takes that back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jisr.common.errors import Refusal
from jisr.forum import actions
from jisr.web.access import open_to_all
from jisr.web.forms import put_refusal
from jisr.web.forum.public.slip import SlipForm, TellForm, TooManyCodes, code_held, read, shut


@require_http_methods(["GET", "POST"])
@open_to_all
def tell(request: HttpRequest) -> HttpResponse:
    """Keep the address, sealed; the page of the slip again, with what became of it."""
    if request.method != "POST":
        return redirect("forum:slip")
    form: TellForm | None = TellForm(request.POST)
    done = ""
    try:
        code = code_held(request.POST.get("held", ""))
        values = read(request, code)
    except Refusal as refusal:
        again = SlipForm({"code": ""})
        again.errors.clear()
        put_refusal(again, refusal)
        status = 429 if isinstance(refusal, TooManyCodes) else 200
        return shut(render(request, "forum/slip.html", {"form": again}, status=status))
    if form is not None and form.is_valid():
        try:
            actions.leave_address(slip=code, reply_to=form.cleaned_data.get("reply_to", ""))
            kept = bool(form.cleaned_data.get("reply_to"))
            done = _("Kept: a message tells you of each answer.") if kept else _("Taken back: nobody writes to you.")
            form = None
        except Refusal as refusal:
            put_refusal(form, refusal)
    return shut(render(request, "forum/slip.html", values | {"tell": form, "done": done}))
