"""The desk of agreements: what waits for the reader, the agreements of her region, one of them with all it keeps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.ledger.agreements import queries
from jisr.ledger.agreements.choices import AGREEMENT_TRANSITIONS, AgreementState
from jisr.staff.rules import may
from jisr.web.access import needs
from jisr.web.agreements import open_data
from jisr.web.agreements.desk import reach, waiting
from jisr.web.agreements.views import page_of


@needs("agreements.read")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the reader over all agreements of her region, and the agreements."""
    rows = list(reach.agreements(request))
    standing = queries.instalments([row.pk for row in rows], timezone.localdate())
    page = {
        "tasks": waiting.tasks(request.post, rows, standing), "agreements": rows,
        "held": queries.versions([row.pk for row in rows]), "keeps": may(request.post.role, "agreements.keep"),
        "on_record": reach.on_record(request),
    }  # fmt: skip
    return render(request, "agreements/desk/desk.html", page)


@needs("agreements.read")
@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """One agreement: everything that is public of it, and the doors to what may be done."""
    row = reach.agreement(request, code)
    keeps = may(request.post.role, "agreements.keep")
    page = page_of(request, row)
    draft = queries.versions([row.pk], in_force=False).get(row.pk) if keeps else None
    following = sorted(AGREEMENT_TRANSITIONS[row.state])
    page |= {
        "desk": True, "keeps": keeps, "draft": draft,
        "next": AgreementState(following[0]) if following else None, "tasks": waiting.tasks(
            request.post, [row], {row.pk: page["owed"]}
        ),
    }  # fmt: skip
    page |= open_data.lacking(request, row, page, draft=draft, keeps=keeps)
    return render(request, "agreements/desk/agreement.html", page)
