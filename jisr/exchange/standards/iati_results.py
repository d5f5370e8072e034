"""What is promised, counted and reported of an agreement as results of IATI. Pure.

One result for each thing that is counted, place by place; one for each indicator of the framework, period by period.
"""

from collections import defaultdict
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.standards import facts
from jisr.exchange.standards.codes import iati, joined, mapped, said
from jisr.exchange.standards.narrative import narrate
from jisr.exchange.standards.rows import NOTHING, Agreement, Counted, Figure, Indicator, Words


def results(found: Element, row: Agreement, today: date) -> None:
    """Append what was promised and reached, then what was approved of each indicator."""
    _counts(found, row, today)
    for one in row.indicators:
        if facts.periods(one):
            _indicator(found, one)


def _counts(found: Element, row: Agreement, today: date) -> None:
    """What was promised and reached; nothing where no days are known between which it stands.

    A figure without a place is of the whole agreement, and is not the sum of the others.
    """
    between = facts.period(row, today)
    if between is None:
        return
    left_out = {one.unit for one in row.reached} - {one.unit for one in facts.counted_apart(row)}
    about: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for one in (*row.targets, *facts.counted_apart(row)):
        about[one.unit, one.public].append(one)
    for rows in about.values():
        node = SubElement(found, "result", {"type": iati("result")})
        narrate(node, "title", rows[0].label)
        narrate(node, "description", said("in_framework") if rows[0].unit in left_out else NOTHING)
        indicator = SubElement(node, "indicator", {"measure": "1"})
        narrate(indicator, "title", rows[0].label)
        period = _period(indicator, *between)
        for one in sorted(rows, key=lambda one: one.as_of is not None):
            _figure(period, one)


def _figure(period: Element, one: Counted) -> None:
    name = "target" if one.as_of is None else "actual"
    node = _number(period, name, one, one.number)
    if one.as_of is not None:
        narrate(node, "comment", said("counted_on", what=one.as_of.isoformat()))
    if one.rural is not None:
        part = _number(period, name, one, one.rural, milieu="rural")
        narrate(part, "comment", said("rural"))


def _number(period: Element, name: str, one: Counted, number: int, **dimensions: str) -> Element:
    node = SubElement(period, name, {"value": str(number)})
    if one.place is not None:
        SubElement(node, "location", {"ref": one.place.ref})
    if one.public:
        dimensions["public"] = one.public
    for what, value in sorted(dimensions.items()):
        SubElement(node, "dimension", {"name": what, "value": value})
    return node


def _period(indicator: Element, begins: date, ends: date) -> Element:
    period = SubElement(indicator, "period")
    for name, day in (("period-start", begins), ("period-end", ends)):
        SubElement(period, name, {"iso-date": day.isoformat()})
    return period


def _indicator(found: Element, one: Indicator) -> None:
    """An indicator of the framework; a ratio and a series that runs on say that nobody may add them up."""
    adds_up = "1" if one.adds_up else "0"
    result = SubElement(found, "result", {"type": iati("framework"), "aggregation-status": adds_up})
    narrate(result, "title", one.name)
    how = {"measure": iati("measure", "percent" if one.is_percent else "unit")}
    ascending = "0" if one.less_is_better else "1"
    node = SubElement(result, "indicator", {**how, "ascending": ascending, "aggregation-status": adds_up})
    narrate(node, "title", joined([one.name, one.unit_name], " — "))
    narrate(node, "description", facts.counted_how(one))
    if one.began is not None:
        _began(node, one, *one.began)
    for reported in facts.periods(one):
        period = _period(node, reported.begins, reported.ends)
        for figure in reported.targets:
            _reported(period, "target", one, figure, NOTHING)
        for figure in reported.actuals:
            _reported(period, "actual", one, figure, NOTHING if figure.dimension else reported.words)


def _began(node: Element, one: Indicator, figure: Figure, day: date) -> None:
    value = facts.value(figure, one)
    if value is not None:
        days = {"year": str(day.year), "iso-date": day.isoformat()}
        narrate(SubElement(node, "baseline", {**days, "value": str(value)}), "comment", facts.made_of(figure))


def _reported(period: Element, name: str, one: Indicator, figure: Figure, words: Words) -> None:
    """A figure with what it is a part of; a share out of nobody has no value, and so no place."""
    value = facts.value(figure, one)
    if value is None:
        return
    node = SubElement(period, name, {"value": str(value)})
    if figure.place is not None:
        SubElement(node, "location", {"ref": figure.place.ref})
    elif figure.dimension:
        part = mapped()["parts"].get(figure.part, figure.part)
        SubElement(node, "dimension", {"name": figure.dimension, "value": part})
    narrate(node, "comment", joined([facts.made_of(figure), words], " — "))
