"""The door of the gateway: a text message that came in. Whatever becomes of it, the gateway is told the same."""

import time

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jisr.messages import inlets
from jisr.web.access import open_to_all
from jisr.window.orientation import texting


@csrf_exempt  # a machine speaks here, and its signature is what is asked for
@require_POST
@open_to_all
def hear(request: HttpRequest) -> HttpResponse:
    """Take a message for an answer, once."""
    if not inlets.is_open():
        raise Http404
    try:
        arrived = inlets.read(request.body, request.headers, now=time.time())
    except inlets.NotOurs:
        return JsonResponse({"heard": False}, status=403)
    texting.hear(key=arrived.key, sender=arrived.sender, text=arrived.text)
    return JsonResponse({"heard": True})
