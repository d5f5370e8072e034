"""Paper for the hall: the poster with the square code, and sheets to write on, an Arabic side and a French one.

The fields of a sheet are those of the keying page, in its order, so that whoever keys goes from top to bottom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.forum import queries
from jisr.forum.models import Meeting, Tribune
from jisr.web.access import open_to_all
from jisr.web.forum.desk.forms import KeyForm
from jisr.web.forum.hall import way_in
from jisr.web.forum.public.say_form import PLAIN

#: The two sides, and how each runs.
SIDES = (("ar", "rtl"), ("fr", "ltr"))
#: The fields of a sheet; what else the keying page has is printed on it already, or is the team's.
FIELDS = (
    "said_on", "language", "kind", "text", "theme", "public", "commune", "urgency", "speaker_role", "organisation",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One field of a sheet.

    Attributes:
        choices: (plain words or "", word of the office) of each box to tick; none for a line to write on.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()


@require_safe
@open_to_all
def sheets(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet to write on, its two sides."""
    meeting, tribune = _hall(code)
    sides = []
    for language, direction in SIDES:
        with translation.override(language):
            sides.append({"language": language, "direction": direction, "lines": lines_of_sheet()})
    values = _values(request, meeting, tribune) | {"sides": sides}
    return render(request, "forum/sheets.html", values)


@require_safe
@open_to_all
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs at the door: how one writes, in both languages."""
    meeting, tribune = _hall(code)
    values = _values(request, meeting, tribune)
    return render(request, "forum/poster.html", values | {"sides": SIDES})


def lines_of_sheet() -> list[Line]:
    """The fields of a sheet in the language that is spoken, in the order of the keying page."""
    return [_line(name, KeyForm.base_fields[name]) for name in FIELDS]


def _line(name: str, field: Any) -> Line:
    plain: Mapping[str, Any] = {str(kind): said for kind, said in PLAIN.items()} if name == "kind" else {}
    choices = tuple((force_str(plain.get(key, "")), force_str(label)) for key, label in _choices(field))
    return Line(name, _("In your own words") if name == "text" else force_str(field.label), choices)


def _choices(field: Any) -> list[tuple[str, Any]]:
    """The choices to tick, without the one that means none."""
    return [(key, label) for key, label in getattr(field, "choices", ()) if key]


def _hall(code: str) -> tuple[Meeting, Tribune | None]:
    meeting, tribune = queries.hall(code)
    if meeting is None:
        raise Http404
    return meeting, tribune


def _values(request: HttpRequest, meeting: Meeting, tribune: Tribune | None) -> dict[str, Any]:
    """What every paper says: which meeting, and where one writes by telephone."""
    return {
        "meeting": meeting, "wave": meeting.wave, "invented": meeting.is_demonstration, "tribune": tribune,
    } | way_in(request, tribune)  # fmt: skip
