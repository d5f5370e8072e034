"""Addresses of yesterday: the page of a file that was joined leads to the page of the file that stays."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jisr.families import queries

#: What a route calls the key of a file -> what it means today, as far as the reader may know.
_MEANS: dict[str, Callable[[UUID], UUID | None]] = {
    "household": queries.former_household,
    "person": queries.former_person,
}


def way_to(request: HttpRequest) -> HttpResponse | None:
    """The same page of the file that stays; None for whoever may not open it, who is answered as for any other key.

    A draft that was kept at the old address is shown there first, as everywhere where a page is gone.
    """
    match = request.resolver_match
    if match is None or request.method not in {"GET", "HEAD"} or "draft" in request.GET:
        return None
    if not request.user.is_authenticated or getattr(request, "post", None) is None:
        return None
    for name, means in _MEANS.items():
        key = match.kwargs.get(name)
        today = means(key) if isinstance(key, UUID) else None
        if today is not None and today != key:
            return redirect(match.view_name, **match.kwargs | {name: today})
    return None
