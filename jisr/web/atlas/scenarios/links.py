"""Links to kept scenarios: made and taken back by whoever planned, opened by anybody who holds one."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.atlas import queries as atlas
from jisr.atlas.scenarios import actions, queries
from jisr.common.errors import Refusal
from jisr.web.access import needs, open_to_all
from jisr.web.acting import done_or_said
from jisr.web.atlas import floods
from jisr.web.atlas.scenarios import drawn, files
from jisr.web.atlas.scenarios.forms import ShareForm
from jisr.web.atlas.scenarios.views import compared, picked
from jisr.web.forms import once, put_refusal, shown_once
from jisr.web.uncached import shut
from jisr.web.window import found


@needs("atlas.plan")
@require_POST
@once
def share(request: HttpRequest) -> HttpResponse:
    """Make a link; its secret is shown this once."""
    scenarios = picked(request.POST.getlist("s"))
    form = ShareForm(request.POST)
    home = reverse("scenarios:list")
    if form.is_valid():
        try:
            link, secret = actions.share(scenarios=scenarios, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
        else:
            address = request.build_absolute_uri(reverse("scenarios:shared", args=[secret]))
            page = {"address": address, "link": link, "titles": [one.title for one in scenarios]}
            return shown_once(render(request, "atlas/scenarios/link.html", page), home)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect(home)


@needs("atlas.plan")
@require_POST
@once
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a link back."""
    link = found(queries.links().filter(pk=pk).first())
    return done_or_said(
        request, lambda: actions.end_link(link=link, by=request.user), back=reverse("scenarios:list"),
        done=_("The link opens nothing any more."),
    )  # fmt: skip


def _opened(view: Any) -> Any:
    """Hand the view what a link opens; a link that opens nothing is told from no other address that is none."""

    @wraps(view)
    def answering(request: HttpRequest, secret: str) -> HttpResponse:
        rows = queries.shared(actions.token_hash(secret))
        if not rows:
            raise Http404
        ground = atlas.ground()
        scenarios = [drawn.of_link(row, ground, _("The whole country")) for row in rows]
        answer: HttpResponse = view(request, secret, scenarios, drawn.until(rows))
        # the address is the key: no page that it leads to learns it, and a link taken back is in no cache
        answer["Referrer-Policy"] = "no-referrer"
        return shut(answer)

    return answering


@require_safe
@open_to_all
@floods.worth(floods.COMPARED)
@_opened
def shared(request: HttpRequest, secret: str, scenarios: list[drawn.Drawn], until: Any) -> HttpResponse:
    """What was shared, side by side."""
    page = compared(scenarios) | {"until": until, "secret": secret}
    return render(request, "atlas/scenarios/shared.html", page)


@require_safe
@open_to_all
@floods.worth(floods.COMPARED)
@_opened
def shared_table(request: HttpRequest, secret: str, scenarios: list[drawn.Drawn], until: Any) -> HttpResponse:
    """The same as a table."""
    return files.as_table(scenarios)


@require_safe
@open_to_all
@floods.worth(floods.SHEET)
@_opened
def shared_sheet(request: HttpRequest, secret: str, scenarios: list[drawn.Drawn], until: Any) -> HttpResponse:
    """The same on one sheet."""
    return files.as_sheet(scenarios)
