"""Axes, objectives and the order of a draft, on one page: added, renamed, put in their places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jisr.common.errors import Refusal, Stale, Unacceptable
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.actions import Heading
from jisr.ledger.strategy.choices import VersionState
from jisr.ledger.strategy.models import Measure, Objective, StrategyVersion
from jisr.web.access import needs, typed
from jisr.web.fields import TypedField
from jisr.web.forms import once
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach
from jisr.web.window import Unhurried

_MOST_PLACE = 999


def _title(tongue: str, label: Any) -> TypedField:
    direction = "rtl" if tongue == "ar" else "ltr"
    return TypedField(
        label=label, required=False, max_length=300,
        widget=forms.TextInput(attrs={"dir": direction, "lang": tongue, "autocomplete": "off"}),
    )  # fmt: skip


class PlaceForm(Unhurried):
    """Where something stands among those beside it."""

    place = forms.IntegerField(
        label=pgettext_lazy("in an order", "Place"), required=False, min_value=1, max_value=_MOST_PLACE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "place", "dir": "ltr", "autocomplete": "off"}),
        error_messages={
            name: gettext_lazy("Write a number from 1 to 999.") for name in ("invalid", "min_value", "max_value")
        },
    )  # fmt: skip
    marks_optional = False


class HeadingForm(PlaceForm):
    """An axis or an objective."""

    title_ar = _title("ar", gettext_lazy("Title in Arabic"))
    title_fr = _title("fr", gettext_lazy("Title in French"))
    field_order = ("place", "title_ar", "title_fr")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.cleaned_data.get("title_ar") or self.cleaned_data.get("title_fr"))


@dataclass
class Row:
    """A row of the page.

    Attributes:
        key, axis: as ``actions.Heading`` has them; ``measure`` for the place of a measure alone.
    """

    form: PlaceForm
    key: UUID | None = None
    axis: UUID | None = None
    measure: Measure | None = None


@dataclass
class Branch:
    """An axis or an objective with what stands under it."""

    row: Row | None
    measures: Sequence[Row]
    under: Sequence["Branch"] = ()
    new: Row | None = None


class Outline:
    """The page of the order of a version, from what is stored and what was typed; three queries."""

    def __init__(self, version: StrategyVersion, data: Any, *, checked: bool) -> None:
        self._data, self._checked = data, checked
        self.rows: list[Row] = []
        axes, objectives = queries.headings(version)
        measures = list(queries.ordered(Measure.objects.filter(of=version, dropped=False)))
        self.branches = [self._axis(place, axis, objectives, measures) for place, axis in enumerate(axes, 1)]
        self.loose = self._measures([one for one in measures if one.axis_id is None])
        self.new = [self._heading(f"new{n}", {"place": len(axes) + n}) for n in (1, 2)]

    @property
    def headings(self) -> list[Heading]:
        """Axes and objectives as they are to be; new rows with nothing in them left out."""
        return [
            Heading(
                str(row.form.prefix), row.key, row.axis, row.form.cleaned_data["title_ar"],
                row.form.cleaned_data["title_fr"], row.form.cleaned_data.get("place") or _MOST_PLACE,
            )
            for row in self.rows
            if isinstance(row.form, HeadingForm) and (row.key or not row.form.is_empty)
        ]  # fmt: skip

    @property
    def places(self) -> Mapping[UUID, int]:
        """Measure -> where it is wanted."""
        measures = [row for row in self.rows if row.measure is not None]
        return {row.measure.pk: row.form.cleaned_data.get("place") or _MOST_PLACE for row in measures if row.measure}

    @property
    def wrong(self) -> list[tuple[str, Any, str]]:
        """(its id, label, what is wrong) of every field to be corrected."""
        return [
            (one.id_for_label, one.label, str(one.errors[0]))
            for row in self.rows for one in row.form if one.errors
        ]  # fmt: skip

    def put(self, refusal: Unacceptable) -> None:
        """Beside the rows that a refusal names."""
        by_name = {row.form.prefix: row.form for row in self.rows}
        for name, said in refusal.fields.items():
            by_name[name].add_error("title_ar", str(said))

    def _axis(self, place: int, axis: Any, objectives: Sequence[Objective], measures: Sequence[Measure]) -> Branch:
        row = self._heading(f"a{axis.pk.hex}", _said(place, axis), key=axis.pk)
        mine = [one for one in measures if one.axis_id == axis.pk]
        loose = self._measures([one for one in mine if one.objective_id is None])
        under = []
        for n, one in enumerate((one for one in objectives if one.axis_id == axis.pk), 1):
            heading = self._heading(f"o{one.pk.hex}", _said(n, one), key=one.pk, axis=axis.pk)
            under.append(Branch(heading, self._measures([row for row in mine if row.objective_id == one.pk])))
        new = self._heading(f"n{axis.pk.hex}", {"place": len(under) + 1}, axis=axis.pk)
        return Branch(row, loose, under, new)

    def _heading(self, name: str, start: Mapping[str, Any], **of: Any) -> Row:
        form = HeadingForm(self._said(name, start), prefix=name, initial=dict(start), checked=self._checked)
        self.rows.append(Row(form, **of))
        return self.rows[-1]

    def _said(self, name: str, start: Mapping[str, Any]) -> Any:
        """What was typed in a row; what is stored of a row that came to be while somebody typed."""
        if self._data is None or any(f"{name}-{field}" in self._data for field in HeadingForm.base_fields):
            return self._data
        return {f"{name}-{field}": value for field, value in start.items()}

    def _measures(self, measures: Sequence[Measure]) -> list[Row]:
        made = []
        for place, one in enumerate(measures, 1):
            name, start = f"m{one.pk.hex}", {"place": place}
            form = PlaceForm(self._said(name, start), prefix=name, initial=start, checked=self._checked)
            form.fields["place"].label = _("Place of “%(title)s”") % {"title": told.title(one)}
            made.append(Row(form, measure=one))
        self.rows += made
        return made


def _said(place: int, heading: Any) -> dict[str, Any]:
    return {"place": place, "title_ar": heading.title_ar, "title_fr": heading.title_fr}


@needs("strategy.edit")
@once
def outline(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Add, rename and order axes and objectives, and order measures."""
    version = reach.version(request, code, number)
    if version.state != VersionState.DRAFT:
        messages.error(request, str(actions.InForce()))
        return redirect("strategy:desk:version", code, number)
    sent = request.method == "POST"
    page = Outline(version, typed(request), checked=sent)
    now = actions.stamp(version)
    expected, is_stale, refused = request.POST.get("expected", now), False, ""
    if sent and not page.wrong:
        try:
            actions.arrange(
                version=version, headings=page.headings, places=page.places, expected=expected, by=request.user
            )
            messages.success(request, _("The axes and the order are saved."))
            again = "again" in request.POST
            return redirect(request.path if again else reverse("strategy:desk:version", args=[code, number]))
        except Stale:
            expected, is_stale = now, True
        except Unacceptable as refusal:
            page.put(refusal)
        except Refusal as refusal:
            refused = str(refusal)
    shown = {
        **reach.frame(request, version, "version"), "page": page, "expected": expected, "is_stale": is_stale,
        "refused": refused, "stored": _stored(version) if is_stale else [],
    }  # fmt: skip
    return render(request, "strategy/desk/outline.html", shown, status=409 if is_stale else 200)


def _stored(version: StrategyVersion) -> list[str]:
    """Axes, objectives and measures as somebody else has put them."""
    said = []
    for group in queries.shape(version):
        heading = " › ".join(told.title(one) for one in (group.axis, group.objective) if one is not None)
        said += [" › ".join(filter(None, (heading, told.title(one)))) for one in group.measures] or [heading]
    return said
