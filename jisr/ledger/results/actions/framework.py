"""Acts on the framework of an agreement: its indicators, and what is promised for each period."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.actions.laws import BrokenLaw, keeps, lawful
from jisr.ledger.results.choices import Kind
from jisr.ledger.results.models import Indicator, IndicatorTarget, Report
from jisr.ledger.results.models.indicators import MOST_DUE_DAYS
from jisr.ledger.results.rules.values import Value
from jisr.staff.models import Post

#: What may be said of an indicator.
INDICATOR_FIELDS = frozenset({
    "name_ar", "name_fr", "definition_ar", "definition_fr", "kind", "scale", "better", "is_cumulative", "unit",
    "unit_ar", "unit_fr", "top_ar", "top_fr", "out_of_ar", "out_of_fr", "baseline", "baseline_out_of", "baseline_on",
    "by", "frequency", "due_days", "reporter", "party", "province", "strategy", "measure", "measure_place",
})  # fmt: skip


def add_indicator(*, agreement: Agreement, values: Mapping[str, Any], by: Post) -> Indicator:
    """Add an indicator to the framework of an agreement; its code is its number there.

    Args:
        values: some of ``INDICATOR_FIELDS``.

    Raises:
        Unacceptable: a name or a definition is missing.
        BrokenLaw: the agreement is known from publications alone, or what is said does not hold together.
        NotOfThisRegion: the post keeps no agreements there.
    """
    keeps(agreement, by)
    said = _said(values)
    last = Indicator.objects.filter(agreement=agreement).order_by("-place").values_list("place", flat=True).first()
    place = (last or 0) + 1
    row = Indicator(
        agreement=agreement, place=place, code=f"R{place}", is_demonstration=agreement.is_demonstration, **said
    )
    with lawful():
        row.save(force_insert=True)
        journal.record("results.added_indicator", row, by=by.user)
    return row


def edit_indicator(*, indicator: Indicator, expected: int, values: Mapping[str, Any], by: Post) -> Indicator:
    """Say an indicator better; what it measures, and how often, stands once something was reported.

    Raises:
        Stale: somebody saved it in between.
        BrokenLaw: something was reported, and what is measured would change.
        Unacceptable, NotOfThisRegion: as for ``add_indicator``.
    """
    keeps(indicator.agreement, by)
    said = _said(values)
    with lawful():
        indicator.save_version(expected, **said)
        journal.record("results.edited_indicator", indicator, by=by.user)
    return indicator


def end_indicator(*, indicator: Indicator, on: date, by: Post) -> Indicator:
    """Say that an indicator is not reported any more: no period that begins after a day is owed.

    Raises:
        BrokenLaw: a period after that day is reported already.
        NotOfThisRegion: the post keeps no agreements there.
    """
    keeps(indicator.agreement, by)
    if Report.objects.filter(indicator=indicator, starts_on__gt=on).exists():
        raise BrokenLaw("report_of_a_period")
    with lawful():
        indicator.save_version(indicator.version, ended_on=on)
        journal.record("results.ended_indicator", indicator, by=by.user)
    return indicator


def drop_indicator(*, indicator: Indicator, by: Post) -> None:
    """Take an indicator off that nobody reported yet, with its targets.

    Raises:
        BrokenLaw: something was reported of it.
        NotOfThisRegion: the post keeps no agreements there.
    """
    keeps(indicator.agreement, by)
    with lawful():
        if Report.objects.filter(indicator=indicator).exists():
            raise BrokenLaw("indicator_stands")
        IndicatorTarget.objects.filter(indicator=indicator).delete()
        Indicator.objects.filter(pk=indicator.pk).delete()
        journal.record("results.dropped_indicator", indicator, by=by.user)


def set_target(
    *, indicator: Indicator, starts_on: date, value: Value, by: Post, dimension: str = "", part: str = ""
) -> IndicatorTarget:
    """Write what is promised for a period, altogether or for a part; what was written before is replaced.

    Raises:
        BrokenLaw: the result of that period is approved, there is no such period, or the numbers do not fit.
        NotOfThisRegion: the post keeps no agreements there.
    """
    keeps(indicator.agreement, by)
    if value.top is None:
        raise Unacceptable({"top": _("Write how much is promised.")})
    with lawful():
        rows = IndicatorTarget.objects.filter(indicator=indicator, starts_on=starts_on, dimension=dimension, part=part)
        if not rows.update(top=value.top, out_of=value.out_of):
            IndicatorTarget.objects.create(
                indicator=indicator, agreement=indicator.agreement, starts_on=starts_on, dimension=dimension,
                part=part, top=value.top, out_of=value.out_of, is_demonstration=indicator.is_demonstration,
            )  # fmt: skip
        row = rows.get()
        journal.record("results.set_target", row, by=by.user)
    return row


def drop_target(*, target: IndicatorTarget, by: Post) -> None:
    """Take a target off, while its result is not approved.

    Raises:
        BrokenLaw: it is.
        OutOfReach: it was taken off already.
    """
    keeps(target.agreement, by)
    with lawful():
        gone, _tables = IndicatorTarget.objects.filter(pk=target.pk).delete()
        if not gone:
            raise OutOfReach
        journal.record("results.dropped_target", target, by=by.user)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - INDICATOR_FIELDS
    if unknown:
        raise ValueError(f"not said of an indicator: {sorted(unknown)}")
    said: dict[str, Any] = {
        name: clean_typed(value, lines=name.startswith("definition")) if isinstance(value, str) else value
        for name, value in values.items()
    }
    if said.get("kind") == Kind.ADDITIVE:  # what belongs to a ratio alone is left behind when a form changes its mind
        said |= dict.fromkeys(("scale", "top_ar", "top_fr", "out_of_ar", "out_of_fr"), "") | {"baseline_out_of": None}
    missing = {
        name: _("Both names are needed: it is shown in both languages.")
        for name in ("name_ar", "name_fr")
        if not said.get(name)
    }
    if not (said.get("definition_ar") or said.get("definition_fr")):
        missing["definition_ar"] = _("Say what is counted and how, in one of the two languages at least.")
    if said.get("due_days", 0) > MOST_DUE_DAYS:
        missing["due_days"] = _("At most 180 days.")
    if missing:
        raise Unacceptable(missing)
    return said
