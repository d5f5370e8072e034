"""What somebody says of a scenario: its question, its rules, what is done where, how long a link opens."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.atlas.choices import Limit, Supply, Who
from jisr.atlas.figures import Ground
from jisr.atlas.scenarios.choices import LIMITS, WAYS, Deed, Goal
from jisr.atlas.scenarios.models import Scenario
from jisr.centres.choices import Theme
from jisr.exchange.strategy_sheets.cells import written_amount
from jisr.ledger.strategy.models import StrategyVersion
from jisr.web import wording
from jisr.web.fields import AmountField, TypedField
from jisr.web.widgets import DigitsInput
from jisr.web.window import Unhurried

_TOO_MUCH = _("This is more than anybody means here. Check the number of digits.")


def _title() -> TypedField:
    return TypedField(
        label=_("Name of the scenario"), max_length=120, help_text=_("For example: rehabilitate three centres."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give it a name: it is compared under it.")},
    )  # fmt: skip


def _whole(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=DigitsInput(), **options)


class BeginForm(Unhurried):
    """A name and the question that the scenario answers."""

    title = _title()
    theme = forms.ChoiceField(label=_("Service about"), choices=Theme.choices)
    who = forms.ChoiceField(label=_("For whom"), choices=Who.choices)
    within = forms.ChoiceField(label=_("Where"), required=False)
    way = forms.ChoiceField(label=_("How people go"), choices=WAYS)
    limit = forms.ChoiceField(label=_("Too far beyond"), choices=Limit.choices)
    supply = forms.ChoiceField(label=_("What is shared"), choices=Supply.choices)
    marks_optional = False

    def __init__(self, *args: Any, ground: Ground, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["within"].choices = places_of(ground)


def places_of(ground: Ground) -> list[tuple[str, str]]:
    """The country, then each region with its provinces."""
    found = [("", str(_("The whole country")))]
    for at, region in enumerate(ground.regions):
        found.append((region.code, wording.name_of(region)))
        inside = [one for one, of in zip(ground.provinces, ground.region_of, strict=True) if of == at]
        found += [(one.code, f"— {wording.name_of(one)}") for one in inside]
    return found


class RulesForm(Unhurried):
    """What a plan aims at, what it may do, under which rules, and what each thing costs."""

    title = _title()
    aim = forms.ChoiceField(label=_("What the plan is best at"), choices=Goal.choices)
    budget = AmountField(
        label=_("Budget, in dirhams"), most=LIMITS.budget_mad, too_much=_TOO_MUCH, required=False,
        help_text=_("Needed to compute a plan; a plan made by hand goes without."),
    )  # fmt: skip
    allowed = forms.MultipleChoiceField(
        label=_("What the plan may do"), choices=Deed.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    most = _whole(_("Places to choose, at most"), 1, LIMITS.picks, required=False)
    each_province = forms.BooleanField(
        label=_("Each province has at least one service"), required=False,
        help_text=_("No centre is ever closed by a plan."),
    )  # fmt: skip
    people_a_place = _whole(
        _("People of the public whom one place can serve"), 1, 100_000, required=False,
        help_text=_("Left empty, only ways count. Written, nobody goes where places are taken."),
    )  # fmt: skip
    first_year = _whole(_("First year"), LIMITS.year_first, LIMITS.year_last)
    years = _whole(
        _("Over how many years"), 1, LIMITS.years, help_text=_("The money is spread evenly; what is left goes on.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for deed in Deed:
            self.fields[f"cost_{deed.value}"] = AmountField(
                label=_("%(deed)s: dirhams") % {"deed": deed.label}, most=LIMITS.cost_mad, too_much=_TOO_MUCH
            )
            self.fields[f"size_{deed.value}"] = _whole(
                _("%(deed)s: places") % {"deed": deed.label}, 0, LIMITS.places
            )  # fmt: skip

    @property
    def rules(self) -> list[Any]:
        """Fields above the costs."""
        return [one for one in self if not one.name.startswith(("cost_", "size_"))]

    @property
    def prices(self) -> list[Any]:
        """Fields of costs and places."""
        return [one for one in self if one.name.startswith(("cost_", "size_"))]

    def said(self) -> dict[str, Any]:
        """The columns of the scenario."""
        clean = self.cleaned_data
        plain = ("title", "aim", "budget", "allowed", "most", "each_province", "people_a_place", "first_year", "years")
        return {name: clean[name] for name in plain} | {
            "costs": {deed.value: clean[f"cost_{deed.value}"] for deed in Deed},
            "sizes": {deed.value: clean[f"size_{deed.value}"] for deed in Deed},
        }


def rules_of(row: Scenario) -> dict[str, Any]:
    """A scenario as ``RulesForm`` shows it."""
    plain = ("title", "aim", "allowed", "most", "each_province", "people_a_place", "first_year", "years")
    said: dict[str, Any] = {name: getattr(row, name) for name in plain}
    said["budget"] = written_amount(row.budget)
    for deed in Deed:
        said[f"cost_{deed.value}"] = written_amount(row.costs[deed.value])
        said[f"size_{deed.value}"] = row.sizes[deed.value]
    return said


class PutForm(Unhurried):
    """Where something is done, the worst served first."""

    places = forms.MultipleChoiceField(
        label=_("Where"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place.")},
    )  # fmt: skip
    size = _whole(_("Places that each adds"), 0, LIMITS.places)
    days = _whole(_("Days of the week"), 1, LIMITS.days_a_week, help_text=_("A week of five days is one whole unit."))
    year = _whole(_("Year"), LIMITS.year_first, LIMITS.year_last)

    def __init__(self, *args: Any, deed: str, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["places"].choices = choices
        if deed == Deed.MOBILE:
            self.fields["size"].label = _("Places at each visit")
        else:
            del self.fields["days"]


class CopyForm(Unhurried):
    """The name of another scenario."""

    title = _title()


class ShareForm(Unhurried):
    """How long a link opens."""

    days = _whole(_("Days that the link opens"), 1, LIMITS.link_days)


class IntoForm(Unhurried):
    """Into which draft of a strategy."""

    version = forms.ChoiceField(
        label=_("Draft of a strategy"), error_messages={"required": _("Choose a draft.")}
    )  # fmt: skip

    def __init__(self, *args: Any, drafts: Sequence[StrategyVersion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].choices = [(str(one.pk), wording.name_of(one.strategy)) for one in drafts]
