"""A chosen plan as measures of a strategy: a sheet that its import takes, or straight into a draft."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from jisr.atlas import queries as atlas
from jisr.atlas.choices import Who
from jisr.atlas.scenarios import queries
from jisr.atlas.scenarios.choices import Deed
from jisr.atlas.scenarios.models import Scenario
from jisr.exchange.strategy_sheets import export
from jisr.ledger.strategy import actions as strategy
from jisr.ledger.strategy import queries as strategies
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.rules.sheets import Indicator, MeasureRow
from jisr.web.access import needs, typed
from jisr.web.acting import answered
from jisr.web.atlas import floods
from jisr.web.atlas.scenarios.drawn import Drawn, of_row
from jisr.web.atlas.scenarios.forms import IntoForm
from jisr.web.downloads import download
from jisr.web.forms import once
from jisr.web.window import found

#: Publics of a strategy that a public of the census stands for; the others are everybody.
PUBLICS = {Who.WOMEN: "women", Who.CHILDREN: "children", Who.ELDERLY: "elderly", Who.DISABLED: "disabled"}
TONGUES = ("ar", "fr")


@needs("atlas.plan")
@require_safe
@floods.worth(floods.COMPARED)
def measures(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The plan as a sheet of measures."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    rows = measures_of(_drawn(found(queries.scenario(pk))))
    return download(export.written_measures(rows, form), form, f"measures-{str(pk)[-6:]}")


@needs("strategy.edit")
@floods.worth(floods.COMPARED)
@once
def into_strategy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the plan into a draft of a strategy."""
    row = found(queries.scenario(pk))
    side = request.user.is_demonstration
    drafts = list(strategies.versions(demonstration=side).filter(state=VersionState.DRAFT))
    form = IntoForm(typed(request), drafts=drafts, checked=request.method == "POST")

    def act() -> None:
        version = next(one for one in drafts if str(one.pk) == form.cleaned_data["version"])
        strategy.put_measures(version=version, rows=measures_of(_drawn(row)), by=request.user)

    return answered(
        request, form, act, back=reverse("scenarios:one", args=[pk]), back_words=row.title,
        done=_("The measures stand in the draft."), title=_("Put the plan into a strategy"), verb=_("Put it in"),
        lead=_("One measure for each deed and year; a measure that is there already is said anew.")
        if drafts else _("There is no draft of a strategy. Begin one at the desk of strategies."),
        template="atlas/scenarios/put.html", empty=not drafts, elsewhere=reverse("strategy:desk:home"),
        elsewhere_words=_("Strategies and programmes"),
    )  # fmt: skip


def _drawn(row: Scenario) -> Drawn:
    return of_row(row, atlas.ground(), "")


def measures_of(one: Drawn) -> list[MeasureRow]:
    """One measure for each deed and year of a plan, in both languages, with its communes, its cost and who gains."""
    grouped: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for site in one.figures["sites"]:
        grouped[site["action"], site["year"]].append(site)
    return [_measure(one, deed, year, sites) for (deed, year), sites in grouped.items()]


def _measure(one: Drawn, deed: str, year: int, sites: list[Any]) -> MeasureRow:
    cost = sum(site["cost"] for site in sites)
    publics = {PUBLICS[Who(one.who)]: 1.0} if Who(one.who) in PUBLICS else {}
    communes = tuple(dict.fromkeys(site["commune"]["code"] for site in sites))
    said = {tongue: _words(one, deed, sites, tongue) for tongue in TONGUES}
    return MeasureRow(
        f"S-{one.key[-8:]}-{deed}-{year}", said["ar"][0], said["fr"][0], communes, publics, {one.theme: 1.0},
        date(year, 1, 1), date(year, 12, 31), about_ar=said["ar"][1], about_fr=said["fr"][1],
        budgets={year: cost} if cost else {},
        indicators=(Indicator(
            said["ar"][2], said["fr"][2], said["ar"][3], said["fr"][3], baseline=Decimal(0), baseline_year=year,
            target=Decimal(round(sum(site["beyond"] for site in sites))).quantize(Decimal("0.01")), target_year=year,
        ),),
    )  # fmt: skip


def _words(one: Drawn, deed: str, sites: list[Any], tongue: str) -> tuple[str, str, str, str]:
    """Title, text, name of the indicator and its unit."""
    with override(tongue):
        names = ", ".join(site[f"name_{tongue}"] or site["name_ar"] or site["name_fr"] for site in sites)
        title = _("%(deed)s: %(names)s") % {"deed": Deed(deed).label, "names": names}
        text = _("From the scenario “%(title)s”.") % {"title": one.title}
        return title[:300], text, _("People who come within the limit"), _("people")
