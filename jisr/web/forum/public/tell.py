"""Whoever holds a slip says where she wants to hear of the answer, or takes that back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jisr.common.errors import Refusal
from jisr.forum import actions
from jisr.forum.rules.addresses import NoAddress, reply_address
from jisr.web.access import open_to_all
from jisr.web.forms import put_refusal
from jisr.web.forum.public import floods
from jisr.web.forum.public.slip import SlipForm, TellForm, TooManyCodes, code_held, read
from jisr.web.uncached import shut


class ManySlipsThere(Refusal):
    """So many slips left the same address that somebody may be made to be written to."""

    message = gettext_lazy(
        "Several slips already write to this address today. Leave another one, or read the answer here with the code of"
        " your slip."
    )


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
            _leave(code, form.cleaned_data.get("reply_to", ""))
            kept = bool(form.cleaned_data.get("reply_to"))
            done = _("Kept: a message tells you of each answer.") if kept else _("Taken back: nobody writes to you.")
            form = None
        except Refusal as refusal:
            put_refusal(form, refusal)
    return shut(render(request, "forum/slip.html", values | {"tell": form, "done": done}))


def _leave(code: str, typed: str) -> None:
    """Keep an address; one that many slips left already is somebody else's, who would be sent as many messages.

    Raises:
        Refusal: as the act does, and where too many write there.
    """
    try:
        address = reply_address(typed)
    except NoAddress:  # nothing typed takes it back; the act says what is wrong with anything else
        actions.leave_address(slip=code, reply_to=typed)
        return
    if floods.told.seen(*address) >= floods.MOST_SLIPS:
        raise ManySlipsThere
    actions.leave_address(slip=code, reply_to=typed)
    floods.told.count(*address)
