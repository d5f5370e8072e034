"""The innermost middleware: one transaction per request, under the scope of the post that is speaking."""

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from jisr.common import journal
from jisr.common.database import scope, speaker
from jisr.web import former
from jisr.web.access import scope_of


class RequestScope:
    """Holds the scope through rendering, and writes the reading lines before the answer leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the scope; a failed answer is rolled back and its reading lines are written all the same."""
        seen = scope_of(request)
        who = (str(seen.get("user", "")), str(getattr(getattr(request, "post", None), "pk", "") or ""))
        lines, speaks = journal.gathered.set([]), journal.speaking_for.set(who)
        try:
            with scope(**seen):
                response = self.get_response(request)
                failed = response.status_code >= 500
                if failed:
                    transaction.set_rollback(True, using=speaker.get())
                else:
                    journal.leave()
            if failed:
                with scope(**seen):
                    journal.leave()
            return response
        finally:
            journal.gathered.reset(lines)
            journal.speaking_for.reset(speaks)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """What is not there may be there under another key, where its file was joined into another."""
        return former.way_to(request) if isinstance(fault, Http404) else None
