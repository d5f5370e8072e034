"""Results told through the product's own acts, each under the post of whoever does it."""

from datetime import date
from typing import Any

from django.utils import timezone

from jisr.exchange import results_actions as exchange
from jisr.ledger.agreements import actions as agreements
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import actions
from jisr.ledger.results.models import Indicator, Report
from jisr.ledger.results.rules.periods import Period, period_of
from jisr.ledger.results.rules.values import Value
from tests.ledger.agreements import promised
from tests.stories import under

TODAY = timezone.localdate()
NAMES = {"name_ar": "نساء مكوَّنات", "name_fr": "Femmes formées", "definition_ar": "من أتمت التكوين"}
WOMEN = NAMES | {
    "kind": "additive", "unit": "people", "frequency": "quarter", "due_days": 30, "reporter": "incubator",
    "by": ["sex", "milieu"],
}  # fmt: skip
ALIVE = NAMES | {
    "kind": "ratio", "scale": "percent", "frequency": "half", "reporter": "coordination", "by": ["milieu"],
    "top_ar": "مشاريع قائمة", "top_fr": "projets en vie", "out_of_ar": "مشاريع ممولة", "out_of_fr": "projets financés",
}  # fmt: skip


def agreed(region: str = "07", **values: Any) -> Agreement:
    """An agreement of two years until now that is carried out."""
    council = "council" if region == "07" else "far_council"
    told = promised.running(region)
    spans = {"since": date(TODAY.year - 2, 1, 1), "until": date(TODAY.year + 1, 12, 31)}
    with under(council) as held:
        said = {name: getattr(told.agreement, name) for name in ("name_ar", "name_fr")} | spans | values
        agreements.edit(agreement=told.agreement, expected=told.agreement.version, values=said, by=held)
    return told.reread()


def indicator(of: Agreement, council: str = "council", **values: Any) -> Indicator:
    """An indicator of the framework."""
    with under(council) as held:
        return actions.add_indicator(agreement=of, values=WOMEN | values, by=held)


def quarter(back: int, of: Indicator | None = None) -> Period:
    """The period that ended that many periods ago; 1 is the last one that is over."""
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[of.frequency if of else "quarter"]
    one = period_of(TODAY, months)
    for _step in range(back):
        one = period_of(date.fromordinal(one.starts_on.toordinal() - 1), months)
    return one


def written(of: Indicator, back: int = 1, top: int | None = 10, *, by: str = "incubator", **said: Any) -> Report:
    """A report, kept or sent."""
    parts = {key: value if isinstance(value, Value) else Value(value) for key, value in said.pop("parts", {}).items()}
    held = Report.objects
    with under(by) as post:
        before = held.filter(indicator=of, starts_on=quarter(back, of).starts_on).order_by("-number").first()
        return actions.write(
            indicator=of, period=quarter(back, of), value=Value(top, said.pop("out_of", None)), parts=parts, by=post,
            expected=before.version if before else None, **said,
        )  # fmt: skip


def sent(of: Indicator, back: int = 1, top: int | None = 10, **said: Any) -> Report:
    """A report that waits."""
    return written(of, back, top, send=True, **said)


def approved(of: Indicator, back: int = 1, top: int | None = 10, **said: Any) -> Report:
    """A report that stands."""
    row = sent(of, back, top, **said)
    with under("council") as council:
        return actions.approve(report=row, by=council)


def corrected(row: Report, top: int, why: str = "خطأ في العد", *, by: str = "incubator", **said: Any) -> Report:
    """Another version of what is approved, approved too."""
    with under(by) as post:
        draft = actions.correct(report=row, why=why, by=post)
        draft = actions.write(
            indicator=row.indicator, period=Period(row.starts_on, row.ends_on), value=Value(top, said.get("out_of")),
            parts={}, by=post, send=True, expected=draft.version,
        )  # fmt: skip
    with under("council") as council:
        return actions.approve(report=draft, by=council)


def refused_by_law(act: Any, *args: Any, **said: Any) -> str:
    """The law that an act breaks; "" where it breaks none."""
    try:
        act(*args, **said)
    except actions.BrokenLaw as broken:
        return broken.law
    return ""


def addresses(kind: Any) -> Any:
    """A framework with a row of every kind, for who knocks at its doors."""
    of = agreed()
    one = indicator(of)
    with under("council") as council:
        target = actions.set_target(indicator=one, starts_on=quarter(1).starts_on, value=Value(20), by=council)
        sheet = f"indicator,period,value\nR1,{quarter(2).starts_on},12\n".encode()
        staged = exchange.stage_rows(name="a.csv", content=sheet, agreement=of, kind="targets", by=council)
    row = written(one)
    return kind(of.code, one.pk, target.pk, row.pk, row.starts_on.isoformat(), staged.pk)
