"""Keep, show again and drop what somebody is typing. The database shows a draft to its author alone."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from jisr.common import drafts
from jisr.web.access import SIGNED_IN, needs

PLACE = "draft_place"


@needs(SIGNED_IN)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the fields of the form at ``draft_place``; sent by the page while somebody types."""
    place = _place(request)
    if not place:
        return HttpResponseBadRequest()
    drafts.keep(author=request.user, place=place, fields=request.POST)
    return HttpResponse(status=204)


@needs(SIGNED_IN)
@require_GET
def again(request: HttpRequest) -> HttpResponse:
    """What was sent while the session was locked, for a form that has no page of its own: look, and send it again."""
    draft = drafts.draft_of(request.GET.get("draft", ""))
    fields = drafts.opened(draft) if draft else None
    if draft is None or fields is None:
        raise Http404
    pairs = [(name, value) for name, values in fields.lists() for value in values]
    return render(request, "drafts/again.html", {"place": draft.place, "pairs": pairs})


@needs(SIGNED_IN)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw away what was kept of a form, and go back to it."""
    place = _place(request)
    if not place:
        return HttpResponseBadRequest()
    drafts.forget(place=place)
    return redirect(place)


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came with a key that no longer holds: mostly, somebody signed in again in another tab.

    When the browser says that the form is ours, what was typed is kept and shown again under a new key.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not (ours and request.user.is_authenticated and request.method == "POST"):
        return render(request, "drafts/page_too_old.html", status=403)
    request.keeps_draft = True
    if request.path == reverse("drafts:save"):
        place = _place(request)
        if place:
            drafts.keep(author=request.user, place=place, fields=request.POST)
        return HttpResponse(status=204 if place else 400)
    draft = drafts.keep(author=request.user, place=request.path, fields=request.POST)
    return redirect(f"{request.path}?{urlencode({'draft': draft.pk})}")


def _place(request: HttpRequest) -> str:
    """The path of the form; "" for anything that is not a path of ours."""
    place = request.POST.get(PLACE, "").split("?")[0]
    ours = place.startswith("/") and place.isprintable()
    return place if ours and url_has_allowed_host_and_scheme(place, allowed_hosts=None) else ""
