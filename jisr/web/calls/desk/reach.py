"""Who comes to which call, file or request: always through the post from which she speaks."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from jisr.ledger.calls import queries
from jisr.ledger.calls.choices import CallState
from jisr.ledger.calls.models import Appeal, Application, Call, Decision, HelpRequest, Paper, Reading
from jisr.staff.rules import may
from jisr.web.window import found


def calls(request: HttpRequest) -> QuerySet[Call]:
    """The calls of the reader's region; those in preparation for their keeper alone."""
    invented = request.post.is_demonstration
    here = Q(region=request.post.region_id) | (Q(region=None) if invented else Q(pk=None))
    rows = queries.calls().filter(here, is_demonstration=invented, sources=[])
    return rows if may(request.post.role, "calls.keep") else rows.exclude(state=CallState.DRAFTED)


def call(request: HttpRequest, code: str) -> Call:
    """A call of the reader.

    Raises:
        Http404: it is not hers, or there is none.
    """
    return found(calls(request).prefetch_related("criteria", "quotas").filter(code=code).first())


def application(request: HttpRequest, key: UUID) -> Application:
    """A file of a call of the reader."""
    return found(Application.objects.select_related("call").filter(call__in=calls(request), pk=key).first())


def paper(request: HttpRequest, key: UUID) -> Paper:
    """A paper of a file of a call of the reader."""
    return found(Paper.objects.select_related("application__call").filter(call__in=calls(request), pk=key).first())


def reading(request: HttpRequest, key: UUID) -> Reading:
    """A file that was given to the reader."""
    return found(queries.files_of(request.user).prefetch_related("call__criteria").filter(pk=key).first())


def decision(request: HttpRequest, key: UUID) -> Decision:
    """The result of an application of a call of the reader."""
    rows = Decision.objects.select_related("call").filter(call__in=calls(request))
    return found(rows.filter(application=key).first())


def appeal(request: HttpRequest, key: UUID) -> Appeal:
    """An appeal in a call of the reader."""
    rows = Appeal.objects.select_related("call", "application__decision")
    return found(rows.filter(call__in=calls(request), pk=key).first())


def help_request(request: HttpRequest, key: UUID) -> HelpRequest:
    """A request for help that nobody else took."""
    return found(queries.help_of(request.user).filter(pk=key).first())
