"""What every page needs beside its own values: doors, languages, whether people are invented."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from jisr.web import kit, wording
from jisr.web.nav import beside, doors


def face(request: HttpRequest) -> dict[str, Any]:
    """Values of the frame of a page (a context processor)."""
    spoken = wording.language()
    return {
        "language": spoken,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "other_languages": [(code, name) for code, name in settings.LANGUAGES if code != spoken],
        "demonstration": settings.DEMONSTRATION,
        "kit": kit.told(),
        "post": getattr(request, "post", None),
        "doors": SimpleLazyObject(lambda: doors(request)),
        "room_doors": SimpleLazyObject(lambda: beside(request)),
    }
