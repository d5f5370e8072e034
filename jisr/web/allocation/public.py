"""The published orders: whose turn comes first where places are short, for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jisr.web.access import open_to_all
from jisr.web.allocation.words import shown_order
from jisr.window.allocation.orders import CODES, in_force


@open_to_all
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """Every order in force, its classes first to last, with what they speak of and where it was decided."""
    today = timezone.localdate()
    return render(request, "allocation/orders.html", {"orders": [shown_order(in_force(code, today)) for code in CODES]})
