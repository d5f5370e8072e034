"""What a page of the whole thread is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

INVENTED = "demonstration"
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which world, which region, which words.

    Attributes:
        invented: the demonstration instead of what was published; never both.
        region: code; "" for the whole country and for the invented region.
    """

    invented: bool
    region: str
    words: str


def asked_of(request: HttpRequest, regions: Collection[Any]) -> Asked:
    """What an address asks for; a region that is none is left away."""
    invented = request.GET.get("of") == INVENTED and settings.DEMONSTRATION
    region = request.GET.get("region", "")
    known = not invented and any(one.pk == region for one in regions)
    return Asked(invented, region if known else "", request.GET.get("q", "").strip()[:_MOST_LETTERS])
