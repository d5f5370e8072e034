"""The calls that everybody may see."""

from django.http import Http404

from jisr.ledger.calls import queries
from jisr.ledger.calls.models import Call


def call(code: str) -> Call:
    """A call that was announced.

    Raises:
        Http404: there is none.
    """
    row = queries.calls().prefetch_related("criteria", "quotas").filter(code=code).first()
    if row is None:
        raise Http404
    return row
