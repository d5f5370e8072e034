"""Published rounds, for everybody; and the files of a round, of a draft too for whoever plans it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jisr.atlas.rounds import queries
from jisr.staff.rules import may
from jisr.web import paging
from jisr.web.access import needs, open_to_all
from jisr.web.atlas import floods
from jisr.web.atlas.rounds import files, reach
from jisr.web.atlas.rounds.views import page_of
from jisr.web.window import found


@require_safe
@open_to_all
def listed(request: HttpRequest) -> HttpResponse:
    """Where mobile units go."""
    page = paging.page(queries.published(), by=("-first_on", "pk"), after=request.GET.get("after", ""))
    plans = request.post is not None and may(request.post.role, "rounds.plan")
    return render(request, "atlas/rounds/list.html", {"page": page, "plans": plans})


@require_safe
@open_to_all
@floods.worth(1)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A published round: its calendar, its map, its places."""
    shown = page_of(request, found(queries.published_round(pk)))
    # lines that were no place stay at the desk
    places = [one for one in shown["apart"] if one[0] is not None]
    return render(request, "atlas/rounds/page.html", shown | {"apart": places})


@require_safe
@open_to_all
@floods.worth(1)
def calendar(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The calendar of a published round to take away."""
    return files.taken(found(queries.published_round(pk)), form)


@require_safe
@open_to_all
@floods.worth(floods.SHEET)
def board(request: HttpRequest, pk: UUID, commune: str, paper: str) -> HttpResponse:
    """The sheet of a commune for its notice board."""
    return files.board(found(queries.published_round(pk)), commune, paper)


@needs("rounds.plan")
@require_safe
@floods.worth(1)
def draft_calendar(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The calendar of a draft to take away."""
    return files.taken(reach.to_plan(request, pk), form)


@needs("rounds.plan")
@require_safe
@floods.worth(floods.SHEET)
def draft_board(request: HttpRequest, pk: UUID, commune: str, paper: str) -> HttpResponse:
    """The sheet of a commune, before the round is published."""
    return files.board(reach.to_plan(request, pk), commune, paper)
