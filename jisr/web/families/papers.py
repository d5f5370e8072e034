"""Papers of a person's rights: the letter about a request, and her own file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.common import pdf
from jisr.families.choices import RefusalGround, RequestState
from jisr.families.models import Household, RightsRequest
from jisr.web import wording

_PAGES = Path(__file__).parents[1] / "templates" / "families"
_FRENCH = frozenset({"fr", "french"})


def language_of(household: Household) -> str:
    """The language in which a paper is written for this household: Arabic, or French where it speaks French."""
    return "fr" if household.language in _FRENCH else "ar"


def grounds(codes: Iterable[str]) -> list[str]:
    """Grounds in words."""
    return [str(RefusalGround(code).label) for code in codes]


def answer(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file that is handed out, never kept by a browser between two people."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def letter(row: RightsRequest, language: str) -> bytes:
    """The letter: received, with the day of the answer; or answered, with reasons and the appeal."""
    said = [
        (_("Number of the request"), pdf.isolated(row.code)), (_("What was asked"), row.get_right_display()),
        (_("Day of the request"), wording.day(row.asked_on)), (_("Who asked"), row.get_speaks_display()),
        (_("How identity was checked"), row.get_checked_display()),
    ]  # fmt: skip
    if row.words:
        said.append((_("In her words"), row.words))
    title = _("Your request about your data")
    facts = _about(row.household) | {
        "centre": wording.name_of(row.centre), "said": said, "decided": _decided(row), "appeal": _appeal(row),
        "name": row.person.shown if language == "ar" else row.person.shown_latin or row.person.shown,
    }  # fmt: skip
    return pdf.make(_PAGES / "letter.typ", facts, language=language, title=title, made_at=timezone.now())


def _decided(row: RightsRequest) -> list[str]:
    if row.state == RequestState.GRANTED:
        return [_("Your request is granted."), *([row.reason] if row.reason else [])]
    if row.state == RequestState.REFUSED:
        why = _("Your request is refused: %(ground)s.") % {"ground": row.get_ground_display()}
        return [why, *([row.reason] if row.reason else [])]
    if row.state == RequestState.WITHDRAWN:
        return [_("You took this request back.")]
    return [_("Your request was received. You have an answer on %(day)s at the latest.") % {
        "day": wording.day(row.due_on)
    }]  # fmt: skip


def _appeal(row: RightsRequest) -> list[str]:
    late = _(
        "If nobody answers by then, or if you do not agree with the answer, you may turn to the National Commission"
        " for the Control of Personal Data Protection (CNDP), in Rabat, www.cndp.ma, free of charge."
    )
    return [late, _("It is your right under law 09-08. You are received here all the same.")]


def own_file(gathered: Mapping[str, Any], household: Household, sections: Sequence[Any], language: str) -> bytes:
    """Her own file on paper: one heading a part, a line a thing, in the order in which it is read aloud."""
    title = _("Your file")
    facts = _about(household) | {
        "sections": sections, "name": _name(gathered["person"], language),
        "lead": _("Everything that is kept of you here. You may have it corrected, or ask that something stop."),
        "nothing": _("Nothing is kept."),
    }  # fmt: skip
    return pdf.make(_PAGES / "own_file.typ", facts, language=language, title=title, made_at=timezone.now())


def _name(person: Mapping[str, Any], language: str) -> str:
    order = ("ar", "fr") if language == "ar" else ("fr", "ar")
    for script in order:
        said = " ".join(filter(None, [person[f"given_{script}"], person[f"family_{script}"]]))
        if said:
            return said
    return ""


def _about(household: Household) -> dict[str, Any]:
    return {
        "demonstration": household.is_demonstration,
        "demonstration_words": _("Demonstration: invented people, invented data."),
        "footer": _("Made on %(day)s") % {"day": wording.day(timezone.localdate())},
    }  # fmt: skip
