"""How whole and how fresh a page is, in words: what it lacks, until when it is seen, what each section's age is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jisr.centres.choices import SECTIONS
from jisr.centres.models import Centre, Service
from jisr.centres.rules import Criterion, Standing, freshness, quality, standing
from jisr.common.parameters import values
from jisr.web import wording

#: What a page lacks where a criterion is not met: it follows "lacks".
LACKS = {
    "described": gettext_lazy("what it is, in Arabic and in French"),
    "topic": gettext_lazy("what exactly it does"),
    "phone": gettext_lazy("the telephone of the centre"),
    "hours": gettext_lazy("its hours"),
    "modes": gettext_lazy("how people are received there"),
    "documents": gettext_lazy("what to bring to it"),
    "cost": gettext_lazy("what it costs"),
    "languages": gettext_lazy("the languages spoken there"),
    "accessibility": gettext_lazy("how accessible the place is"),
    "places": gettext_lazy("free places said this month"),
    "still_true": gettext_lazy("somebody who says that it is still true"),
}
#: Where it is mended, when not on the page of the service itself.
_MENDED = {"phone": "centres:edit", "languages": "centres:edit", "accessibility": "centres:edit"}


@dataclass(frozen=True)
class Line:
    """One criterion of a page, as it is shown."""

    criterion: Criterion
    words: Any
    href: str


def parameters(today: date) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Weights of the criteria and days of freshness in force on a day."""
    return values("jisr.centres", "quality", on=today), values("jisr.centres", "freshness", on=today)


def criteria(service: Service, centre: Centre, today: date) -> list[Criterion]:
    """Every criterion of a service's page on a day."""
    weights, fresh = parameters(today)
    return quality(service, centre, on=today, weights=weights, fresh=fresh)


def lines(service: Service, centre: Centre, today: date) -> list[Line]:
    """The criteria in words, each with the form that mends it."""
    return [Line(one, LACKS[one.code], mending(one.code, service)) for one in criteria(service, centre, today)]


def lacking(service: Service, centre: Centre, today: date) -> list[Criterion]:
    """What a page lacks, the weightiest first; whether it is still true is asked apart."""
    found = [one for one in criteria(service, centre, today) if not one.met and one.code != "still_true"]
    return sorted(found, key=lambda one: -one.weight)


def mending(code: str, service: Service) -> str:
    """The address of the form in which something that lacks is written."""
    if code in _MENDED:
        return reverse(_MENDED[code], args=[service.centre_id])
    if code == "places":
        return reverse("centres:places", args=[service.centre_id])
    if code == "still_true":
        return reverse("centres:page", args=[service.centre_id])
    return reverse("centres:edit_service", args=[service.pk])


def stand(service: Service, today: date) -> Standing:
    """Where a page stands between said true and hidden."""
    return standing(service.verified_on, service.hidden_on, today, fresh=parameters(today)[1])


def standing_words(service: Service, at: Standing) -> str:
    """In one sentence, what its centre must know of it."""
    said = wording.day(service.verified_on)
    if at.state == "hidden":
        return _("Hidden: nobody has said it true since %(day)s. One tap shows it again.") % {"day": said}
    if at.state == "warned":
        left = at.days_left or 0
        words = ngettext(
            "Hidden in %(n)s day unless somebody says that it is still true.",
            "Hidden in %(n)s days unless somebody says that it is still true.",
            left,
        )
        return words % {"n": left}
    return _("Said true on %(day)s") % {"day": said}


def section_ages(said: Mapping[str, date], before: date, today: date) -> list[dict[str, Any]]:
    """Each section with the day it was last said true, and how much that still counts."""
    _weights, fresh = parameters(today)
    whole = said.get("", before)
    rows = []
    for code, label in SECTIONS.items():
        on = max(said.get(code, whole), whole)
        counts = freshness(on, today, days=fresh[f"{code}_days"])
        rows.append({"label": label, "on": on, "counts": counts, "days": fresh[f"{code}_days"]})
    return rows


def named_lacks(found: Sequence[Criterion]) -> str:
    """What lacks, in one sentence."""
    return wording.listed([str(LACKS[one.code]) for one in found])
