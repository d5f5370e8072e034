"""Open data of the forum: what a wave published, as a table."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jisr.exchange import contributions_export
from jisr.forum import queries
from jisr.web.access import open_to_all
from jisr.web.downloads import download

_FORMS = {"csv": contributions_export.as_csv, "xlsx": contributions_export.as_xlsx}


@require_safe
@open_to_all
def contributions(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The published contributions of a wave, with the day of their answer. A fixed number of queries.

    Args:
        form: csv or xlsx.
    """
    wave = queries.wave(code)
    if wave is None or form not in _FORMS:
        raise Http404
    rows = queries.published(wave=wave.pk).select_related("wave", "meeting").order_by("said_on", "id")
    content = _FORMS[form](contributions_export.rows(rows, queries.became(wave.pk).answered))
    return download(content, form, f"contributions-{wave.code}")
