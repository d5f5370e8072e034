"""Paper and links of a referral: the slip handed to the person, the link of a centre without an account."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jisr.centres.choices import DOCUMENTS, REFUSALS, Answers
from jisr.centres.models import Contact, Site
from jisr.common import journal
from jisr.exchange.fhir.task import task_of
from jisr.messages import inlets
from jisr.web.access import needs
from jisr.web.centres.sentences import week_words
from jisr.web.forms import once, shown_once
from jisr.web.orientation.referrals import side_of
from jisr.web.qr import qr_code
from jisr.web.window import found
from jisr.window.orientation import actions, queries
from jisr.window.orientation.choices import LIVE, SEEN_BY_PERSON, SMS_ANSWERS, WAITING, ReferralState
from jisr.window.orientation.codes import code_of, spaced
from jisr.window.orientation.models import Referral


@needs("orientation.propose")
@require_http_methods(["GET"])
def slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper handed to the person: A4, or an 80-mm slip with ``?size=slip``. It bears a number and no name."""
    row = found(queries.referral(pk))
    side = side_of(request, row)
    if not side.sends:
        raise PermissionDenied
    journal.opened("orientation.printed_slip", row)
    page = {"referral": row, "small": request.GET.get("size") == "slip", "live": row.state in LIVE}
    page |= {"says": not row.refusal or SEEN_BY_PERSON[row.refusal]} | _there(row)
    return render(request, "orientation/slip.html", page)


def _there(row: Referral) -> dict[str, Any]:
    """What the person needs to go there; for a protected referral nothing that a paper found at home could tell."""
    if row.compartment:
        return {"protected": True}
    service, centre = row.service, row.to_centre
    site = Site.objects.select_related("commune").filter(centre=centre).first()
    return {
        "site": None if centre.confidential else site,
        "documents": [DOCUMENTS[code] for code in service.documents],
        "hours": week_words(service.hours or centre.hours),
        "tears_off": centre.answers == Answers.LINK and row.state in WAITING,
        # she carries the paper: what is said between professionals is not printed on it
        "refusals": [words for code, words in REFUSALS.items() if SEEN_BY_PERSON[code]],
    }


@needs("orientation.propose")
@require_http_methods(["GET", "POST"])
@once
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the link by which a centre without an account answers; it is shown once, in this answer."""
    row = found(queries.referral(pk))
    side = side_of(request, row)
    if not side.sends:
        raise PermissionDenied
    if request.method != "POST" or row.state not in WAITING:
        return redirect("orientation:referral", row.pk)
    secret = actions.make_link(referral=row, by=request.user)
    code = spaced(code_of(secret))
    address = request.build_absolute_uri(reverse("orientation:by_link", args=[secret]))
    contact = Contact.objects.filter(centre=row.to_centre_id).first()
    page = {
        "referral": row, "address": address, "qr": qr_code(address), "until": row.token_until,
        "to_send": _ways(contact, address, row) if contact else [], "code": code,
        "code_page": request.build_absolute_uri(reverse("orientation:by_code")),
        "number": settings.INBOX["number"] if inlets.is_open() and contact and contact.phone else "",
        "digits": [(digit, _answer_words(*said)) for digit, said in SMS_ANSWERS.items()],
    }  # fmt: skip
    return shown_once(render(request, "orientation/link.html", page), reverse("orientation:referral", args=[row.pk]))


def _answer_words(state: str, refusal: str) -> Any:
    return REFUSALS[refusal] if refusal else ReferralState(state).label


@needs("orientation.propose", "orientation.answer")
@require_http_methods(["GET"])
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The referral as a FHIR Task, for another system of either side; a protected one leaves in no file."""
    row = found(queries.referral(pk))
    side = side_of(request, row)
    if row.compartment or not (side.sends or side.receives):
        raise Http404
    journal.opened("orientation.took_task", row)
    answer = JsonResponse(
        task_of(row, receives=not side.sends), json_dumps_params={"ensure_ascii": False, "indent": 1},
        content_type="application/fhir+json; charset=utf-8",
    )  # fmt: skip
    answer["Content-Disposition"] = f'attachment; filename="referral-{row.code}.json"'
    return answer


def _ways(contact: Contact, address: str, row: Referral) -> list[tuple[str, str]]:
    """(words, address) of the ways in which the worker's own device may pass the link on."""
    text = _("Referral %(code)s waits for your answer: %(address)s") % {"code": row.code, "address": address}
    ways = []
    if contact.phone:
        ways.append((_("Send by text message"), f"sms:{contact.phone}?{urlencode({'body': text})}"))
    if contact.email:
        subject = _("A referral waits for your answer")
        ways.append((_("Send by e-mail"), f"mailto:{contact.email}?{urlencode({'subject': subject, 'body': text})}"))
    return ways
